package work

import (
	"context"
	"sync"
	"time"
)

// reporterKey is where a context carries who passes progress on.
type reporterKey struct{}

// reportEvery is the shortest time between two words about the progress of a job: each is
// stored.
const reportEvery = time.Second

// Report tells those who follow the jobs that ctx was made for how far their writing is:
// done is a share, 0..1, step says in a word what goes on. What comes too often is left
// out. Outside of a job it does nothing. It may be called by several goroutines.
func Report(ctx context.Context, done float64, step string) {
	if f, ok := ctx.Value(reporterKey{}).(func(float64, string)); ok {
		f(done, step)
	}
}

// reporter returns what passes progress on to a claim.
func (d *Desk) reporter(ctx context.Context, c Claim) func(float64, string) {
	var mu sync.Mutex
	var last time.Time
	return func(done float64, step string) {
		mu.Lock()
		defer mu.Unlock()
		if time.Since(last) < reportEvery {
			return
		}
		last = time.Now()
		if err := c.Progress(ctx, min(max(done, 0), 1), step); err != nil && ctx.Err() == nil {
			d.Log.Warn("cannot tell how far a job is", "error", err)
		}
	}
}
