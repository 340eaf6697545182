package endpoint

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
)

// A Complaint is what an endpoint says of a request that failed.
type Complaint struct{ Code, Kind, Message string }

// ReadComplaint understands {"error":{"message","type","code"}} (OpenAI and most),
// {"error":"..."} (LM Studio), {"code","message"} (SiliconFlow, vLLM) and {"detail":...}
// (FastAPI). Other bodies, such as pages of a gateway, say nothing.
func ReadComplaint(body []byte) Complaint {
	var m map[string]any
	if json.Unmarshal(body, &m) != nil {
		return Complaint{}
	}
	for _, key := range []string{"error", "detail"} {
		switch inner := m[key].(type) {
		case string:
			return Complaint{Code: scalar(m["code"]), Message: inner}
		case map[string]any:
			m = inner
		case []any:
			if first, ok := at(inner, 0).(map[string]any); ok {
				m = first
			}
		}
	}
	message := scalar(m["message"])
	if message == "" {
		message = scalar(m["msg"])
	}
	return Complaint{Code: scalar(m["code"]), Kind: scalar(m["type"]), Message: message}
}

func at(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

// scalar writes a string or a whole number; "" for all else.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return fmt.Sprintf("%.0f", v)
	}
	return ""
}

// String returns all of c, for looking for words.
func (c Complaint) String() string { return c.Message + " " + c.Kind + " " + c.Code }

// Status returns the status of an error that was sent with status 200, which OpenRouter writes
// as its code; 502 for other errors.
func (c Complaint) Status() int {
	var status int
	if _, err := fmt.Sscan(c.Code, &status); err != nil || status < 400 || status > 599 {
		return http.StatusBadGateway
	}
	return status
}

// noMoney are the words of quotas. DashScope sends them with 400 and 403 too.
var noMoney = regexp.MustCompile(`(?i)insufficient.?(quota|balance|funds|user.?quota|credits)|arrearage|AllocationQuota|余额不足|欠费`)

// throttled are words with which DashScope speaks of a quota but means a limit that passes
// within a minute.
var throttled = regexp.MustCompile(`(?i)throttling\.|^allocated quota exceeded`)

// zhipuSpent are the codes that GLM sends with 429 for quotas, beside those for limits that
// pass.
var zhipuSpent = []string{"1113", "1304", "1308", "1310"}

// Spent reports whether c, which came with status, says that a quota is used up, so that
// asking again is no use.
func (c Complaint) Spent(status int) bool {
	if status == http.StatusTooManyRequests {
		if throttled.MatchString(c.Message) || throttled.MatchString(c.Code) {
			return false
		}
		return noMoney.MatchString(c.String()) || slices.Contains(zhipuSpent, c.Code)
	}
	return status == http.StatusPaymentRequired || noMoney.MatchString(c.String())
}
