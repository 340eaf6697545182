package deliver

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// Sign returns the signature of a request: "v1=" and, in lower-case hex, the HMAC-SHA256
// (RFC 2104) of the timestamp, a point and the body under the secret of the webhook.
func Sign(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	return "v1=" + hex.EncodeToString(mac.Sum(nil))
}

// Tolerance is how old a request may be that a receiver should take: what somebody
// recorded cannot be sent again later.
const Tolerance = 5 * time.Minute

// Verify reports whether a request comes from whoever has the secret, and is no older than
// [Tolerance]. Signatures may be several, parted by blanks, while a secret is renewed.
func Verify(secret, timestamp, signatures string, body []byte, now time.Time) bool {
	at, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || now.Sub(time.Unix(at, 0)).Abs() > Tolerance {
		return false
	}
	want := []byte(Sign(secret, timestamp, body))
	for s := range strings.FieldsSeq(signatures) {
		if hmac.Equal([]byte(s), want) {
			return true
		}
	}
	return false
}
