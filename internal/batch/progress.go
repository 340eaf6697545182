package batch

import (
	"sync"
	"time"

	"github.com/daodu/daodu"
)

// A Tally is how far a run is. Texts are counted: an input has one, a crawl has many that
// are found one by one.
type Tally struct {
	Total  int
	Ready  int // done, failed or done before
	Failed int
	Fresh  int  // of Ready, those that this run worked on
	Paid   Paid // for everything in the folder
	Began  time.Time
}

// Left estimates how long the rest will take, 0 when nothing tells.
func (t Tally) Left(now time.Time) time.Duration {
	if t.Fresh == 0 || t.Ready >= t.Total {
		return 0
	}
	return now.Sub(t.Began) / time.Duration(t.Fresh) * time.Duration(t.Total-t.Ready)
}

// A Progress tells how far a run is. The zero value tells nobody.
type Progress struct {
	Changed func(Tally) // called after every text, one call at a time

	mu    sync.Mutex
	tally Tally
}

func (p *Progress) change(change func(*Tally)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.tally)
	if p.Changed != nil {
		p.Changed(p.tally)
	}
}

func (p *Progress) begin(items int, paid Paid) {
	p.change(func(t *Tally) { *t = Tally{Total: items, Paid: paid, Began: time.Now()} })
}

// found counts a text of an item that had n before; an item is counted as one to begin
// with.
func (p *Progress) found(n int) {
	if n > 0 {
		p.change(func(t *Tally) { t.Total++ })
	}
}

// known counts an item that was done before.
func (p *Progress) known(r *Reading) {
	p.change(func(t *Tally) {
		t.Total += max(0, len(r.Texts)-1)
		t.Ready += len(r.Texts)
		for _, text := range r.Texts {
			if text.Failure != nil {
				t.Failed++
			}
		}
	})
}

func (p *Progress) paid(o daodu.Origin) { p.change(func(t *Tally) { t.Paid.add(o) }) }

func (p *Progress) finished(failed bool) {
	p.change(func(t *Tally) {
		t.Ready++
		t.Fresh++
		if failed {
			t.Failed++
		}
	})
}
