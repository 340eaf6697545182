// Package lease does work that several processes share: each takes what is due, holds it
// by a claim that it renews, and gives it up when the claim is lost.
package lease

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/daodu/daodu"
)

// Time is how long a claim is good without being renewed: what a process that died worked
// on waits so long for another.
const Time = 30 * time.Second

// Hold runs work and renews a claim until it ends. When the claim is lost the context of
// work ends, with [daodu.ErrClaimLost] as its cause. A claim that is still held is
// released, unless work has ended it itself.
func Hold(ctx context.Context, leases daodu.Leases, c daodu.Claim, work func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		renew(ctx, leases, c, stop, cancel)
	}()
	err := work(ctx)
	close(stop)
	<-stopped
	if lost := context.Cause(ctx); errors.Is(lost, daodu.ErrClaimLost) {
		return lost
	}
	// What is done stays done: the end of the program must not keep others waiting.
	end, done := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer done()
	return errors.Join(err, leases.Release(end, c))
}

// renew renews a claim three times in its time. A database that does not answer is asked
// again, as long as the claim may hold.
func renew(ctx context.Context, leases daodu.Leases, c daodu.Claim, stop <-chan struct{}, lost context.CancelCauseFunc) {
	last := time.Now()
	tick := time.NewTicker(Time / 3)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
		}
		switch err := leases.Renew(context.WithoutCancel(ctx), c, Time); {
		case err == nil:
			last = time.Now()
		case errors.Is(err, daodu.ErrClaimLost) || time.Since(last) > Time:
			lost(daodu.ErrClaimLost)
			return
		}
	}
}

// A Loop does work again and again.
type Loop struct {
	Name    string        // of the work, for the log
	Workers int           // at the same time; 0 is 1
	Every   time.Duration // how often it looks when there was nothing to do
	Wake    <-chan struct{}
	Log     *slog.Logger
	// Step does one piece of work. did is false when there was none.
	Step func(ctx context.Context) (did bool, err error)
}

// Run works until ctx ends and what was begun is finished.
func (l Loop) Run(ctx context.Context) {
	var workers sync.WaitGroup
	for range max(1, l.Workers) {
		workers.Go(func() { l.work(ctx) })
	}
	workers.Wait()
}

func (l Loop) work(ctx context.Context) {
	for ctx.Err() == nil {
		did, err := l.Step(ctx)
		switch {
		case err == nil && did:
			continue
		case err != nil && ctx.Err() == nil && !errors.Is(err, daodu.ErrClaimLost):
			l.Log.Warn(l.Name, "error", err)
		}
		// Apart by chance, so that processes that started together do not look together.
		wait := time.NewTimer(l.Every/2 + rand.N(l.Every/2+1))
		select {
		case <-ctx.Done():
		case <-wait.C:
		case <-l.Wake:
		}
		wait.Stop()
	}
}
