package openai

import (
	"context"
	"sync"
	"time"

	"github.com/daodu/daodu/internal/endpoint"
)

// How long an endpoint is borne with.
const (
	attempts = 6
	patience = 2 * time.Minute // no attempt starts later than this after the first
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
		wait := endpoint.Pause(attempt, f.wait)
		if !f.verdict.again() || attempt == attempts || time.Now().Add(wait).After(last) {
			return vectors, f
		}
		e.config.Log.WarnContext(ctx, "embedding request failed and is tried again",
			"attempt", attempt, "wait", wait.Round(time.Millisecond), "error", f)
		if f.verdict == busy {
			e.gate.close(time.Now().Add(wait))
		}
		if err := endpoint.Sleep(ctx, wait); err != nil {
			return nil, err
		}
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
	return endpoint.Sleep(ctx, wait)
}
