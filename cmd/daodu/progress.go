package main

import (
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// A progress tells on standard error how far a run over several inputs is: a bar on a
// terminal, a line now and then elsewhere. A run over one input says nothing.
type progress struct {
	app   *app
	mu    sync.Mutex
	total int
	ready int
	bar   *progressbar.ProgressBar // nil until a terminal has something to show
	said  time.Time
}

// between is how long a run that is not watched on a terminal keeps silent.
const between = 10 * time.Second

func newProgress(a *app) *progress { return &progress{app: a, said: time.Now()} }

// terminal reports whether standard error is one.
func (p *progress) terminal() bool {
	f, ok := p.app.err.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// found counts an input that was found.
func (p *progress) found() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total++
	switch {
	case p.bar != nil:
		p.bar.ChangeMax(p.total)
	case p.total == 2 && p.terminal():
		p.bar = progressbar.NewOptions(p.total, progressbar.OptionSetWriter(p.app.err), progressbar.OptionShowCount(),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(false), progressbar.OptionEnableColorCodes(lookup(p.app.env, "NO_COLOR") == ""))
	}
}

// done counts an input that is finished.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ready++
	if p.bar != nil {
		p.bar.Set(p.ready) // an error means that the terminal is gone; the work is not
		return
	}
	if time.Since(p.said) >= between {
		p.said = time.Now()
		fmt.Fprintf(p.app.err, "daodu: %d of %d inputs done\n", p.ready, p.total)
	}
}

func (p *progress) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Clear() // see done
	}
}
