package openai

import (
	"context"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// How long an endpoint is borne with. A wait is drawn from the upper half of firstWait,
// doubled with each attempt up to maxWait, so that clients do not come back all at once.
const (
	attempts  = 6
	firstWait = 500 * time.Millisecond
	maxWait   = 20 * time.Second
	patience  = 2 * time.Minute // no attempt starts later than this after the first
)

// ask returns the vectors of texts, which fit one request. It tries again while that may
// help. Its error is a *fault or that of ctx; with it come the vectors before it.
func (e *Embedder) ask(ctx context.Context, texts []string) ([][]float32, error) {
	last := time.Now().Add(patience)
	for attempt := 1; ; attempt++ {
		if err := e.gate.pass(ctx); err != nil {
			return nil, err
		}
		vectors, f := e.post(ctx, texts)
		if f == nil {
			return vectors, nil
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		wait := pause(attempt, f.wait)
		if !f.verdict.again() || attempt == attempts || time.Now().Add(wait).After(last) {
			return vectors, f
		}
		e.config.Log.WarnContext(ctx, "embedding request failed and is tried again",
			"attempt", attempt, "wait", wait.Round(time.Millisecond), "error", f)
		if f.verdict == busy {
			e.gate.close(time.Now().Add(wait))
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// pause returns how long to wait after the n-th attempt; never less than the endpoint asks.
func pause(n int, asked time.Duration) time.Duration {
	if asked > 0 {
		return asked + rand.N(min(asked/10, time.Second)+1)
	}
	wait := min(firstWait<<(n-1), maxWait)
	return wait/2 + rand.N(wait/2)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return ctx.Err()
	}
}

// A gate is closed to all requests while the endpoint is busy: a limit is one for the key,
// not for a batch.
type gate struct {
	mu   sync.Mutex
	open time.Time
}

func (g *gate) close(until time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until.After(g.open) {
		g.open = until
	}
}

// pass waits until the gate is open; it fails with the error of ctx.
func (g *gate) pass(ctx context.Context) error {
	g.mu.Lock()
	wait := time.Until(g.open)
	g.mu.Unlock()
	if wait <= 0 {
		return ctx.Err()
	}
	return sleep(ctx, wait)
}

// hint finds the wait in messages such as "Please try again in 1.2s."
var hint = regexp.MustCompile(`(?i)(?:try again|retry) (?:in|after) ([0-9]+(?:\.[0-9]+)?) ?(ms|s)`)

// retryAfter returns the wait that an endpoint asks for in a header (RFC 9110, 10.2.3: seconds
// or a date; Retry-After-Ms is OpenAI's and Azure's) or in its message; 0 without any.
func retryAfter(h http.Header, message string) time.Duration {
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
		n, _ := strconv.ParseFloat(m[1], 64)
		if m[2] == "ms" || m[2] == "MS" {
			return duration(n, time.Millisecond)
		}
		return duration(n, time.Second)
	}
	return 0
}

// duration is n units, bounded so that it cannot overflow.
func duration(n float64, unit time.Duration) time.Duration {
	n *= float64(unit)
	if !(n > 0) {
		return 0
	}
	return time.Duration(min(n, float64(24*time.Hour)))
}
