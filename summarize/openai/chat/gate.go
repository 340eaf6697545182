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
// before it tries one more: twice as long when that is refused, half as long when one more
// after it is not.
const (
	firstHold = 30 * time.Second // when the endpoint speaks of concurrency
	doubtHold = 10 * time.Second // when it gives no reason; there may be another
	leastHold = time.Second
	mostHold  = 10 * time.Minute
)

// excuse is how many answered requests make up for one that was refused without a reason,
// although no more were under way than with them: servers refuse for overload too.
const excuse = 8

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
	hold     time.Duration // 0 before limit was ever narrowed
	try      time.Time     // when limit may grow next
	grown    bool          // limit grew since it was narrowed last
	trust    int           // in limit: answers to requests that were sent when it was reached
}

// A ticket is one request at the gate.
type ticket struct {
	place  uint64
	cost   func() float64 // in tokens; what is learnt while waiting changes it
	tokens float64        // cost when it was sent
	sent   time.Time
	flight int // requests under way then, with this one

	requestsThen, tokensThen float64 // taken with it and before it
}

func newGate(most, rpm, tpm int) *gate {
	now := time.Now()
	g := &gate{changed: make(chan struct{}), limit: most, most: most}
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
			t.sent, t.flight = now, g.flight
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
func (g *gate) leave(t *ticket) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	full := g.flight >= g.limit
	g.flight--
	g.refusals = 0
	g.requests.accept()
	g.tokens.accept()
	if t.flight >= g.limit {
		g.trust = min(g.trust+1, 2*excuse)
	}
	if full && g.limit < g.most && now.After(g.try) {
		g.widen(now)
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
	if !now.Before(g.open) {
		g.refusals++ // others of the same round find the gate closed already
	}
	wait = endpoint.Pause(max(g.refusals, 1), wait)
	g.close(wait)
	if s.wait > 0 {
		wait = min(wait, s.wait)
	}
	if s.of == ofUnknown && g.flight == 0 && (g.refusals > 1 || g.requests.guess) {
		s.of = ofRequests // with nothing else under way, it cannot be too many at once
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

// narrow allows fewer requests at once: as many as are under way, or only one fewer when the
// number was found out before and nothing is said of it now.
func (g *gate) narrow(s scarcity, now time.Time) {
	if s.of != ofConcurrency && g.trust >= excuse {
		g.trust -= excuse
		return
	}
	fewer, first := g.limit-1, doubtHold
	if s.of == ofConcurrency || g.hold == 0 {
		fewer = g.flight
	}
	g.limit = max(1, min(g.limit, fewer))
	if s.of == ofConcurrency {
		first = firstHold
		if s.limit > 0 {
			g.limit = max(1, min(g.limit, int(s.limit)))
		}
	}
	if g.grown || now.After(g.try) { // refusals of one round count once
		g.hold *= 2
	}
	g.hold = min(max(g.hold, first), mostHold)
	g.try, g.grown, g.trust = now.Add(g.hold), false, 0
}

// widen allows one more request at once. If that is too many it shows at once, so that the
// next may follow soon.
func (g *gate) widen(now time.Time) {
	g.limit++
	if g.grown {
		g.hold = max(g.hold/2, leastHold)
	}
	g.try, g.grown, g.trust = now.Add(g.hold/4), true, 0
}
