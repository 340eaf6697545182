package chat

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/daodu/daodu/internal/endpoint"
)

// How long the gate keeps to a number of requests at once that the endpoint would not exceed,
// before it tries one more; longer each time it is refused, shorter each time it is not.
const (
	firstHold = 30 * time.Second
	leastHold = time.Second
	mostHold  = 10 * time.Minute
)

// A gate is what all requests of a client pass: the limits of an endpoint count for the key,
// not for a call. It knows nothing of them at first. Refusals tell how many requests may be
// under way at once, and headers, messages and waits how many may begin in a minute.
type gate struct {
	mu      sync.Mutex
	changed chan struct{} // closed when waiting may be over
	places  uint64        // given out
	queue   []*ticket     // by place: who asked first goes first, again after a refusal
	flight  int           // requests under way
	limit   int           // of them now
	most    int           // of them ever
	open    time.Time     // nobody passes before

	requests, tokens bucket

	refusals int           // rounds of them since the last answer
	floor    int           // requests under way at the last refusal without a reason; -1 for none
	hold     time.Duration // 0 while limit may grow with every answer
	try      time.Time     // when limit may grow next, with a hold
}

// A ticket is one request at the gate.
type ticket struct {
	place  uint64
	cost   func() float64 // in tokens; what is learnt while waiting changes it
	tokens float64        // cost when it was sent
	sent   time.Time

	requestsThen, tokensThen float64 // taken with it and before it
}

func newGate(most, rpm, tpm int) *gate {
	now := time.Now()
	g := &gate{changed: make(chan struct{}), limit: most, most: most, floor: -1}
	g.requests, g.tokens = bucket{at: now}, bucket{at: now}
	if rpm > 0 {
		g.requests = limited(float64(rpm), now)
	}
	if tpm > 0 {
		g.tokens = limited(float64(tpm), now)
	}
	return g
}

// place returns a place in the queue. A request that is refused keeps its own.
func (g *gate) place() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.places++
	return g.places
}

// enter waits until t may be sent; it fails with the error of ctx. One of leave, fail and
// refuse must follow.
func (g *gate) enter(ctx context.Context, t *ticket) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	at, _ := slices.BinarySearchFunc(g.queue, t, func(a, b *ticket) int { return int(int64(a.place) - int64(b.place)) })
	g.queue = slices.Insert(g.queue, at, t)
	defer g.dequeue(t)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		now := time.Now()
		wait, free := g.wait(t, now)
		if free && wait <= 0 {
			g.flight++
			t.sent = now
			t.requestsThen, t.tokensThen = g.requests.take(1, now), g.tokens.take(t.tokens, now)
			return nil
		}
		g.await(ctx, wait, free)
	}
}

// dequeue takes t out of the queue, so that the next may go.
func (g *gate) dequeue(t *ticket) {
	if i := slices.Index(g.queue, t); i >= 0 {
		g.queue = slices.Delete(g.queue, i, i+1)
	}
	g.wake()
}

// wait returns how long t has to wait. It is not free while others have to go first.
func (g *gate) wait(t *ticket, now time.Time) (d time.Duration, free bool) {
	if g.queue[0] != t || g.flight >= g.limit {
		return 0, false
	}
	t.tokens = t.cost()
	return max(g.open.Sub(now), g.requests.wait(1, now), g.tokens.wait(t.tokens, now)), true
}

// await gives up the lock until something has changed, or for d if timed.
func (g *gate) await(ctx context.Context, d time.Duration, timed bool) {
	changed := g.changed
	g.mu.Unlock()
	defer g.mu.Lock()
	var over <-chan time.Time
	if timed {
		timer := time.NewTimer(d)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-ctx.Done():
	case <-changed:
	case <-over:
	}
}

func (g *gate) wake() {
	close(g.changed)
	g.changed = make(chan struct{})
}

// learn takes in the header of an answer that begins.
func (g *gate) learn(t *ticket, h http.Header) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	g.requests.learn(perMinute(h, "requests"), remaining(h, "requests"), t.requestsThen, t.sent, now)
	g.tokens.learn(perMinute(h, "tokens"), remaining(h, "tokens"), t.tokensThen, t.sent, now)
}

// leave ends a request that was answered.
func (g *gate) leave(*ticket) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	full := g.flight >= g.limit
	g.flight--
	g.refusals = 0
	g.requests.accept()
	g.tokens.accept()
	switch {
	case g.limit >= g.most:
	case g.hold == 0:
		g.limit++
	case full && now.After(g.try):
		g.limit++
		g.hold = max(g.hold/2, leastHold)
		g.try = now.Add(g.hold)
	}
	g.wake()
}

// fail ends a request that had no answer. With a wait the endpoint asks to be left alone.
func (g *gate) fail(_ *ticket, wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.flight--
	if wait > 0 {
		g.close(wait)
	}
	g.wake()
}

// refuse ends a request that came too early, for want of s. wait is 0 when the endpoint does
// not say how long.
func (g *gate) refuse(t *ticket, s scarcity, wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	g.flight--
	if now.After(g.open) {
		g.refusals++ // others of the same round find the gate closed already
	}
	wait = endpoint.Pause(max(g.refusals, 1), wait)
	g.close(wait)
	if s.wait > 0 {
		wait = min(wait, s.wait)
	}
	switch s.of {
	case ofRequests:
		g.requests.refuse(1, s.limit, wait, now)
		g.tokens.refund(t.tokens)
	case ofTokens:
		g.tokens.refuse(t.tokens, s.limit, wait, now)
		g.requests.refund(1)
	default:
		g.requests.refund(1)
		g.tokens.refund(t.tokens)
		g.narrow(s, now)
	}
	g.wake()
}

// close lets nobody pass for d.
func (g *gate) close(d time.Duration) {
	if until := time.Now().Add(d); until.After(g.open) {
		g.open = until
	}
}

// narrow allows fewer requests at once: as many as are under way. Refusals without a reason
// may have another; they count when the same number was refused before.
func (g *gate) narrow(s scarcity, now time.Time) {
	again := g.floor == g.flight
	g.floor = g.flight
	g.limit = max(1, min(g.limit, g.flight))
	if s.of == ofConcurrency && s.limit > 0 {
		g.limit = max(1, min(g.limit, int(s.limit)))
	}
	if s.of != ofConcurrency && !again {
		return
	}
	if g.hold == 0 {
		g.hold = firstHold
	} else if now.After(g.try) {
		g.hold = min(2*g.hold, mostHold)
	}
	g.try = now.Add(g.hold)
}
