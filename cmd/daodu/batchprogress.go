package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/daodu/daodu/internal/batch"
)

// A batchProgress tells on standard error how far a batch is: a bar on a terminal, a line
// now and then elsewhere.
type batchProgress struct {
	app    *app
	mu     sync.Mutex
	bar    *progressbar.ProgressBar
	said   time.Time
	closed bool
}

func newBatchProgress(a *app) *batchProgress {
	p := &batchProgress{app: a, said: time.Now()}
	if isTerminal(a.err) {
		p.bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(a.err), progressbar.OptionShowCount(), progressbar.OptionSetWidth(20),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(false),
			progressbar.OptionEnableColorCodes(lookup(a.env, "NO_COLOR") == ""))
	}
	return p
}

// change shows a tally.
func (p *batchProgress) change(t batch.Tally) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	switch {
	case p.closed:
	case p.bar != nil:
		p.bar.ChangeMax(t.Total)
		p.bar.Describe(strings.Join(tallyWords(t, now), ", "))
		p.bar.Set(t.Ready) // an error means that the terminal is gone; the work is not
	case now.Sub(p.said) >= between:
		p.said = now
		words := append([]string{fmt.Sprintf("%d of %d texts done", t.Ready, t.Total)}, tallyWords(t, now)...)
		fmt.Fprintln(p.app.err, "daodu:", strings.Join(words, ", "))
	}
}

func (p *batchProgress) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed = true; p.bar != nil {
		p.bar.Clear() // see change
	}
}

// tallyWords tells what stands beside the count: failures, tokens, cost and the time left.
func tallyWords(t batch.Tally, now time.Time) []string {
	var out []string
	if t.Failed > 0 {
		out = append(out, fmt.Sprintf("%d failed", t.Failed))
	}
	if n := t.Paid.Tokens.Input + t.Paid.Tokens.Output; n > 0 {
		out = append(out, thousands(float64(n))+" tokens")
	}
	if c := t.Paid.Cost; c.Amount > 0 {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%.4g %s", c.Amount, c.Currency)))
	}
	if left := t.Left(now); left > 0 {
		out = append(out, left.Round(time.Second).String()+" left")
	}
	return out
}

// thousands writes a number for people: 940, 12.3k, 1.2M.
func thousands(n float64) string {
	switch {
	case n >= 1e6:
		return fmt.Sprintf("%.1fM", n/1e6)
	case n >= 1e4:
		return fmt.Sprintf("%.1fk", n/1e3)
	}
	return fmt.Sprintf("%.0f", n)
}
