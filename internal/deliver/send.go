package deliver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/daodu/daodu"
)

// The headers of a request.
const (
	HeaderID        = "Daodu-Event-Id"   // the same in every attempt
	HeaderType      = "Daodu-Event-Type" // as in the body
	HeaderAttempt   = "Daodu-Attempt"    // from 1
	HeaderTimestamp = "Daodu-Timestamp"  // of the attempt, seconds since 1970
	HeaderSignature = "Daodu-Signature"  // see Sign
)

// maxAnswer is how much of an answer is read so that the connection can be used again.
const maxAnswer = 64 << 10

// newClient returns what sends. It follows no redirect, since nobody has checked where
// one leads, and uses no proxy, which would hide the address that is called.
func newClient(dial func(context.Context, string, string) (net.Conn, error)) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext: dial, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: atOnce, IdleConnTimeout: time.Minute,
			TLSHandshakeTimeout: 10 * time.Second, MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// An answer is what came back from an attempt.
type answer struct {
	status int
	after  string // Retry-After
	err    error
}

// Body returns the bytes that are sent for an event, the same in every attempt.
func Body(e daodu.WebhookEvent) ([]byte, error) { return json.Marshal(e) }

// send makes one attempt.
func (d *Deliverer) send(ctx context.Context, hook daodu.Webhook, delivery daodu.Delivery) answer {
	ctx, cancel := context.WithTimeout(ctx, d.Timeout)
	defer cancel()
	body, err := Body(delivery.Event)
	if err != nil {
		return answer{err: err}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.URL, bytes.NewReader(body))
	if err != nil {
		return answer{err: fmt.Errorf("%w: not a valid address", daodu.ErrBadInput)}
	}
	now := strconv.FormatInt(time.Now().Unix(), 10)
	for name, value := range map[string]string{
		"Content-Type": "application/json", "User-Agent": d.UserAgent, HeaderID: delivery.Event.ID, HeaderType: string(delivery.Event.Type),
		HeaderAttempt: strconv.Itoa(delivery.Attempts + 1), HeaderTimestamp: now, HeaderSignature: Sign(hook.Secret, now, body),
	} {
		req.Header.Set(name, value)
	}
	resp, err := d.client.Do(req)
	if err != nil {
		return answer{err: bare(err)}
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, io.LimitReader(resp.Body, maxAnswer)) // what the receiver says beside its status does not matter
	return answer{status: resp.StatusCode, after: resp.Header.Get("Retry-After")}
}

// bare returns an error of net/http without the address, which may hold a secret.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return err
}

// judge decides what becomes of a delivery after an attempt.
func (d *Deliverer) judge(got answer, hook daodu.Webhook, delivery daodu.Delivery, now time.Time) daodu.DeliveryAttempt {
	a := daodu.DeliveryAttempt{Delivery: delivery.ID, Status: got.status}
	down := false
	switch {
	case got.err == nil && got.status >= 200 && got.status < 300:
		return a
	case errors.Is(got.err, daodu.ErrBadInput):
		a.Error = got.err.Error()
		return a // an address that must not be called
	case errors.Is(got.err, context.DeadlineExceeded):
		a.Error, down = fmt.Sprintf("no answer within %v", d.Timeout), true
	case got.err != nil:
		a.Error, down = got.err.Error(), true
	case got.status == http.StatusGone:
		a.Error = "the receiver says 410: it wants no more"
		return a
	case got.status >= 300 && got.status < 400:
		a.Error = fmt.Sprintf("the receiver says %d: redirects are not followed; give the address that it leads to", got.status)
	default:
		a.Error = fmt.Sprintf("the receiver says %d", got.status)
		down = got.status >= 500 || got.status == http.StatusTooManyRequests
	}
	if delivery.Attempts >= len(d.Delays) {
		a.Error += fmt.Sprintf("; given up after %d attempts", delivery.Attempts+1)
	} else {
		a.Again = now.Add(max(jitter(d.Delays[delivery.Attempts]), retryAfter(got.after, now)))
	}
	if down {
		pause := min(maxPause, 1<<min(hook.Failures, 20))
		a.Pause = now.Add(min(max(jitter(time.Duration(pause)*d.unit()), retryAfter(got.after, now)), 2*maxPause*time.Second))
	}
	return a
}

// unit is the first pause of an address that is down: a second, unless attempts follow
// each other sooner.
func (d *Deliverer) unit() time.Duration {
	if len(d.Delays) > 0 {
		return min(time.Second, d.Delays[0])
	}
	return time.Second
}

// jitter returns d less up to a tenth, so that what failed together is not tried again
// together.
func jitter(d time.Duration) time.Duration { return d - rand.N(d/10+1) }

// maxRetryAfter is the longest pause that a receiver may ask for.
const maxRetryAfter = 24 * time.Hour

// retryAfter reads the header of that name: seconds, or a date. It returns 0 without one.
func retryAfter(value string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(value); err == nil && n > 0 {
		return min(time.Duration(min(n, 1<<30))*time.Second, maxRetryAfter)
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return min(at.Sub(now), maxRetryAfter)
	}
	return 0
}
