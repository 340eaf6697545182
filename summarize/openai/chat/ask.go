package chat

import (
	"context"
	"time"

	"github.com/daodu/daodu/internal/endpoint"
)

// How long an endpoint is borne with. Waiting for one's turn at the gate is no attempt.
const (
	maxFailures = 6                // attempts that failed
	maxRefusals = 12               // attempts that came too early
	patience    = 10 * time.Minute // no attempt starts later than this after the first
)

// An asking is one call of Ask.
type asking struct {
	client  *Client
	request Request
	answer  Answer
	start   time.Time

	sent     time.Time // the first attempt
	shown    bool      // OnText was called since the last reset
	failures int
	refusals int
}

// run makes attempts until there is an answer or no hope.
func (a *asking) run(ctx context.Context) error {
	place := a.client.gate.place()
	for {
		w := *a.client.wire.Load()
		f, err := a.attempt(ctx, place, w)
		switch {
		case err != nil:
			return err
		case f == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		}
		if next := w.simpler(f); next != w {
			a.client.adapt(ctx, w, next, f)
			continue
		}
		if !a.hopeful(f) {
			return f
		}
		if err := a.rest(ctx, f); err != nil {
			return err
		}
	}
}

// attempt passes the gate and makes one request. Its error is that of ctx.
func (a *asking) attempt(ctx context.Context, place uint64, w wire) (*fault, error) {
	c := a.client
	t := &ticket{place: place, cost: c.cost(a.request, w)}
	if err := c.gate.enter(ctx, t); err != nil {
		return nil, err
	}
	if a.sent.IsZero() {
		a.sent = time.Now()
	}
	if a.shown && a.request.OnReset != nil {
		a.request.OnReset()
	}
	a.shown = false
	x, f := a.exchange(ctx, w, t)
	a.answer.Requests++
	switch {
	case f == nil || f.verdict.answered():
		c.gate.leave(t)
	case f.verdict == busy:
		c.gate.refuse(t, scarcityOf(x.header, f.said), f.wait)
	default:
		c.gate.fail(t, f.wait)
	}
	return f, nil
}

// hopeful counts f and reports whether another attempt is worth it.
func (a *asking) hopeful(f *fault) bool {
	switch f.verdict {
	case busy:
		a.refusals++
	case passing:
		a.failures++
	default:
		return false
	}
	return a.failures < maxFailures && a.refusals < maxRefusals && time.Since(a.sent)+f.wait < patience
}

// rest waits before the next attempt. The gate sees to it when the endpoint is busy.
func (a *asking) rest(ctx context.Context, f *fault) error {
	log := a.client.config.Log
	if f.verdict == busy {
		log.InfoContext(ctx, "the endpoint wants to be asked later", "model", a.client, "refusals", a.refusals, "error", f)
		return nil
	}
	wait := endpoint.Pause(a.failures, f.wait)
	log.WarnContext(ctx, "a request failed and is tried again",
		"model", a.client, "failures", a.failures, "wait", wait.Round(time.Millisecond), "error", f)
	return endpoint.Sleep(ctx, wait)
}
