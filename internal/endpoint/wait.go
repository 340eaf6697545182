package endpoint

import (
	"context"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A wait is drawn from the upper half of firstWait, doubled with each attempt up to maxWait,
// so that clients do not come back all at once.
const (
	firstWait = 500 * time.Millisecond
	maxWait   = 20 * time.Second
)

// Pause returns how long to wait after the n-th attempt, counted from 1; never less than the
// endpoint asks.
func Pause(n int, asked time.Duration) time.Duration {
	if asked > 0 {
		return asked + rand.N(min(asked/10, time.Second)+1)
	}
	wait := maxWait
	if n < 7 { // beyond that the shift would pass maxWait, and at last overflow
		wait = min(firstWait<<(n-1), maxWait)
	}
	return wait/2 + rand.N(wait/2)
}

// Sleep waits for d; it fails with the error of ctx, at once when that is done.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return ctx.Err()
	}
}

// hint finds the wait in messages such as "Please try again in 1.2s.", "in 6m0s" and "after 1
// seconds".
var hint = regexp.MustCompile(`(?i)(?:try again|retry) (?:in|after) ((?:[0-9]+(?:\.[0-9]+)? ?(?:h|ms|m|s))+)`)

// RetryAfter returns the wait that an endpoint asks for in a header (RFC 9110, 10.2.3: seconds
// or a date; Retry-After-Ms is OpenAI's and Azure's) or in its message; 0 without any.
func RetryAfter(h http.Header, message string) time.Duration {
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil {
		return duration(ms, time.Millisecond)
	}
	value := strings.TrimSpace(h.Get("Retry-After"))
	if s, err := strconv.ParseFloat(value, 64); err == nil {
		return duration(s, time.Second)
	}
	if t, err := http.ParseTime(value); err == nil {
		return max(time.Until(t), 0)
	}
	if m := hint.FindStringSubmatch(message); m != nil {
		if d, err := time.ParseDuration(strings.ToLower(strings.ReplaceAll(m[1], " ", ""))); err == nil {
			return min(d, longest)
		}
	}
	return 0
}

// longest bounds what is asked for, so that it cannot overflow.
const longest = 24 * time.Hour

// duration is n units, and at most longest.
func duration(n float64, unit time.Duration) time.Duration {
	n *= float64(unit)
	if !(n > 0) {
		return 0
	}
	return time.Duration(min(n, float64(longest)))
}
