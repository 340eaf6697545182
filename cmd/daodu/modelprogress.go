package main

import (
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"

	"github.com/daodu/daodu"
)

// A modelProgress tells on standard error what a model is writing, from its first words on:
// on a terminal at once, elsewhere a line now and then.
type modelProgress struct {
	app *app

	mu      sync.Mutex
	letters map[daodu.Kind]int // that came
	bar     *progressbar.ProgressBar
	said    time.Time
}

func newModelProgress(a *app) *modelProgress {
	return &modelProgress{app: a, letters: map[daodu.Kind]int{}, said: time.Now()}
}

// text counts what came of an artifact.
func (p *modelProgress) text(kind daodu.Kind, delta string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.letters[kind] += utf8.RuneCountInString(delta)
	switch {
	case isTerminal(p.app.err):
		if p.bar == nil {
			p.bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(p.app.err), progressbar.OptionClearOnFinish(),
				progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionEnableColorCodes(lookup(p.app.env, "NO_COLOR") == ""))
		}
		p.bar.Describe("writing " + p.words())
		p.bar.Add(1) // an error means that the terminal is gone; the work is not
	case time.Since(p.said) >= between:
		p.said = time.Now()
		fmt.Fprintln(p.app.err, "daodu: writing", p.words())
	}
}

// words tells how much of each artifact there is.
func (p *modelProgress) words() string {
	var out []string
	for _, kind := range daodu.Kinds {
		if n := p.letters[kind]; n > 0 {
			out = append(out, fmt.Sprintf("%s (%d characters)", kind, n))
		}
	}
	return strings.Join(out, ", ")
}

// reset tells that what came of an artifact is void.
func (p *modelProgress) reset(kind daodu.Kind) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.letters, kind)
}

// clear makes room for what is printed.
func (p *modelProgress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.letters)
	if p.bar != nil {
		p.bar.Clear() // see text
	}
}

func (p *modelProgress) close() { p.clear() }
