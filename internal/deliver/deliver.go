// Package deliver sends events to webhooks: what the outbox holds goes to each address at
// least once, signed, and again with growing pauses when it is not taken. Any number of
// processes may run it on one library; a webhook has one sender at a time.
package deliver

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/lease"
)

// A Queue holds what is to be sent.
type Queue interface {
	daodu.Leases
	// ClaimWebhook takes a webhook that has something to send; ok is false without one.
	ClaimWebhook(ctx context.Context, d time.Duration) (c daodu.Claim, ok bool, err error)
	// Pending returns the webhook of a claim with its secret, and up to n deliveries that
	// are due.
	Pending(ctx context.Context, c daodu.Claim, n int) (daodu.Webhook, []daodu.Delivery, error)
	// Attempted stores what became of an attempt. The error wraps [daodu.ErrClaimLost].
	Attempted(ctx context.Context, c daodu.Claim, a daodu.DeliveryAttempt) error
}

// A Deliverer sends events. Queue and Dial must be set.
type Deliverer struct {
	Queue Queue
	// Dial connects to a host of a webhook, if it is allowed; its error wraps
	// [daodu.ErrBadInput] when it is not. It is asked at every attempt, since a name may
	// lead elsewhere by now.
	Dial      func(ctx context.Context, network, address string) (net.Conn, error)
	UserAgent string
	Log       *slog.Logger    // nil discards
	Timeout   time.Duration   // for one attempt; 0 is 10 s
	Every     time.Duration   // between two looks when nothing waits; 0 is 2 s
	Workers   int             // webhooks that are served at the same time; 0 is 4
	Wake      <-chan struct{} // looks at once; nil does not
	// Delays are the pauses before each further attempt; nil is Delays, after which a
	// delivery is dead.
	Delays []time.Duration
	// Observe, when not nil, is told of every attempt and how long it took.
	Observe func(daodu.DeliveryAttempt, time.Duration)

	once   sync.Once
	client *http.Client
}

// Delays are the pauses before each further attempt: 12 attempts over a day and a half.
var Delays = []time.Duration{
	5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour,
	2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 8 * time.Hour, 12 * time.Hour,
}

const (
	atOnce   = 8   // deliveries to one webhook
	inBatch  = 64  // deliveries read from the queue together
	maxPause = 300 // seconds for which an address that is down is left alone
)

// Run sends until ctx ends and what was begun is finished.
func (d *Deliverer) Run(ctx context.Context) {
	d.prepare()
	lease.Loop{
		Name: "deliver webhooks", Workers: d.Workers, Every: d.Every, Wake: d.Wake, Log: d.Log, Step: d.Step,
	}.Run(ctx)
}

// prepare fills in the defaults.
func (d *Deliverer) prepare() {
	d.once.Do(func() {
		if d.Log == nil {
			d.Log = slog.New(slog.DiscardHandler)
		}
		if d.Timeout <= 0 {
			d.Timeout = 10 * time.Second
		}
		if d.Every <= 0 {
			d.Every = 2 * time.Second
		}
		if d.Workers <= 0 {
			d.Workers = 4
		}
		if d.Delays == nil {
			d.Delays = Delays
		}
		if d.UserAgent == "" {
			d.UserAgent = "daodu"
		}
		d.client = newClient(d.Dial)
	})
}

// Step sends what waits for one webhook. did is false when nothing waits.
func (d *Deliverer) Step(ctx context.Context) (did bool, err error) {
	d.prepare()
	c, ok, err := d.Queue.ClaimWebhook(ctx, lease.Time)
	if err != nil || !ok {
		return false, err
	}
	return true, lease.Hold(ctx, d.Queue, c, func(ctx context.Context) error {
		for ctx.Err() == nil {
			hook, due, err := d.Queue.Pending(ctx, c, inBatch)
			if err != nil || len(due) == 0 {
				return err
			}
			if up, err := d.batch(ctx, c, hook, due); err != nil || !up {
				return err
			}
		}
		return nil
	})
}

// batch sends deliveries beside each other, but the first to an address that was down
// alone. up is false when the address is down: the rest waits.
func (d *Deliverer) batch(ctx context.Context, c daodu.Claim, hook daodu.Webhook, due []daodu.Delivery) (up bool, err error) {
	b := &batch{up: true}
	if hook.Failures > 0 {
		b.note(d.one(ctx, c, hook, due[0]))
		due = due[1:]
	}
	var running sync.WaitGroup
	slots := make(chan struct{}, atOnce)
	for _, delivery := range due {
		slots <- struct{}{}
		if ctx.Err() != nil || b.stopped() {
			break
		}
		running.Go(func() {
			defer func() { <-slots }()
			b.note(d.one(ctx, c, hook, delivery))
		})
	}
	running.Wait()
	return b.up, b.err
}

// A batch is what deliveries beside each other found.
type batch struct {
	mu  sync.Mutex
	up  bool
	err error
}

func (b *batch) note(up bool, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.up = b.up && up
	if b.err == nil {
		b.err = err
	}
}

func (b *batch) stopped() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return !b.up || b.err != nil
}

// one makes an attempt and stores what became of it. An attempt that was begun is
// finished, also when the program is asked to stop.
func (d *Deliverer) one(ctx context.Context, c daodu.Claim, hook daodu.Webhook, delivery daodu.Delivery) (up bool, err error) {
	ctx = context.WithoutCancel(ctx)
	began := time.Now()
	answer := d.send(ctx, hook, delivery)
	a := d.judge(answer, hook, delivery, time.Now())
	if d.Observe != nil {
		d.Observe(a, time.Since(began))
	}
	d.Log.DebugContext(ctx, "webhook", "webhook", hook.ID, "event", delivery.Event.ID, "type", delivery.Event.Type, "attempt", delivery.Attempts+1, "status", a.Status, "error", a.Error)
	return a.Pause.IsZero(), d.Queue.Attempted(ctx, c, a)
}
