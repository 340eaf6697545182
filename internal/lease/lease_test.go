package lease

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daodu/daodu"
)

// leases is one claim whose renewals answer with the errors in turn, then with nil.
type leases struct {
	errs     []error
	renewed  int
	released bool
}

func (l *leases) Renew(context.Context, daodu.Claim, time.Duration) error {
	l.renewed++
	if l.renewed <= len(l.errs) {
		return l.errs[l.renewed-1]
	}
	return nil
}

func (l *leases) Release(context.Context, daodu.Claim) error {
	l.released = true
	return nil
}

func TestHold(t *testing.T) {
	t.Parallel()
	down := errors.New("the database does not answer")
	for _, tt := range []struct {
		name string
		errs []error
		took time.Duration // of work that goes on for two minutes if it is let
		lost bool
	}{
		{"held", nil, 2 * time.Minute, false},
		{"one answer missing", []error{down}, 2 * time.Minute, false},
		{"lost at once", []error{daodu.ErrClaimLost}, Time / 3, true},
		{"no answer for too long", []error{down, down, down, down, down}, 4 * Time / 3, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := &leases{errs: tt.errs}
				began := time.Now()
				err := Hold(t.Context(), l, daodu.Claim{}, func(ctx context.Context) error {
					select {
					case <-ctx.Done():
						return ctx.Err()
					case <-time.After(2 * time.Minute):
						return nil
					}
				})
				if took := time.Since(began); took != tt.took || errors.Is(err, daodu.ErrClaimLost) != tt.lost || l.released == tt.lost {
					t.Errorf("took %v, released %v, %v", took, l.released, err)
				}
			})
		})
	}
}

// What was begun when the program is asked to stop keeps its claim until it ends.
func TestHoldWhenStopping(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		stop()
		l := &leases{}
		if err := Hold(ctx, l, daodu.Claim{}, func(context.Context) error { time.Sleep(time.Minute); return nil }); err != nil || l.renewed < 5 || !l.released {
			t.Errorf("renewed %d times, released %v, %v", l.renewed, l.released, err)
		}
	})
}

func TestLoop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		var steps atomic.Int32
		wake := make(chan struct{})
		loop := Loop{Name: "test", Workers: 3, Every: time.Minute, Wake: wake, Log: slog.New(slog.DiscardHandler), Step: func(context.Context) (bool, error) {
			n := steps.Add(1)
			return n <= 10, nil // ten pieces of work, then none
		}}
		done := make(chan struct{})
		go func() { defer close(done); loop.Run(ctx) }()
		synctest.Wait()
		if n := steps.Load(); n != 13 {
			t.Errorf("%d steps until nothing was left, want 10 and one more for each worker", n)
		}
		wake <- struct{}{}
		synctest.Wait()
		if n := steps.Load(); n != 14 {
			t.Errorf("%d steps after a call", n)
		}
		time.Sleep(2 * time.Minute)
		if n := steps.Load(); n < 17 {
			t.Errorf("%d steps: it does not look by itself", n)
		}
		stop()
		<-done
	})
}
