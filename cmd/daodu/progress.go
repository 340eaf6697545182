package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// A progress tells on standard error how far a run over several things is: a bar on a
// terminal, a line now and then elsewhere. A run over one thing says nothing.
type progress struct {
	app   *app
	noun  string // what is counted, in the plural
	mu    sync.Mutex
	lines bool // also on a terminal, to which the data goes too
	total int
	ready int
	bar   *progressbar.ProgressBar // nil until a terminal has something to show
	said  time.Time
}

// between is how long a run that is not watched on a terminal keeps silent.
const between = 10 * time.Second

func newProgress(a *app, noun string) *progress {
	return &progress{app: a, noun: noun, said: time.Now()}
}

// isTerminal reports whether one end of the command is a terminal.
func isTerminal(end any) bool {
	f, ok := end.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// width returns how many columns the terminal w has, 0 when w is none.
func width(w io.Writer) int {
	if !isTerminal(w) {
		return 0
	}
	columns, _, err := term.GetSize(int(w.(*os.File).Fd()))
	if err != nil {
		return 0
	}
	return columns
}

// found counts a thing that was found.
func (p *progress) found() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.show(p.ready, p.total+1)
}

// done counts a thing that is finished.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.show(p.ready+1, p.total)
}

// set tells how many of how many are finished.
func (p *progress) set(ready, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.show(ready, total)
}

func (p *progress) show(ready, total int) {
	grown, more := total > p.total, ready > p.ready
	p.ready, p.total = ready, total
	switch {
	case p.bar == nil && total > 1 && !p.lines && isTerminal(p.app.err):
		p.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(p.app.err), progressbar.OptionShowCount(),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(false), progressbar.OptionEnableColorCodes(lookup(p.app.env, "NO_COLOR") == ""))
	case p.bar != nil:
		if grown {
			p.bar.ChangeMax(total)
		}
		p.bar.Set(ready) // an error means that the terminal is gone; the work is not
	case more && total > 1 && time.Since(p.said) >= between:
		p.said = time.Now()
		fmt.Fprintf(p.app.err, "daodu: %d of %d %s done\n", ready, total, p.noun)
	}
}

func (p *progress) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Clear() // see show
	}
}
