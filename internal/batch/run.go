package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"
	"time"

	"github.com/daodu/daodu"
)

// grace is how long a run that is interrupted waits for the texts that are being written.
// What is not finished by then is begun anew by the next run.
const grace = time.Second

// A Form is a form in which an artifact is written beside its JSON.
type Form struct {
	Ext   string // "md"
	Write func(io.Writer, *daodu.Article, []*daodu.Artifact) error
}

// A Runner carries out plans. Its functions are called by several goroutines.
type Runner struct {
	// Read yields the texts of an item: one, or one for each row. An error concerns one
	// text.
	Read func(context.Context, *Item) iter.Seq2[*daodu.Article, error]
	// Sum returns a hash of the bytes of an item and of how they are read, "" when nobody
	// knows without reading. What has the same sum as before is not read again.
	Sum func(*Item) string
	// Write writes artifacts about an article. With an error it returns those that were
	// written, and the error has a [daodu.KindError] for each that failed; what is neither
	// is tried again.
	Write func(context.Context, *daodu.Article, []daodu.Kind, daodu.Length) ([]*daodu.Artifact, error)
	// Cost estimates from above what writing will cost; nil when nobody knows.
	Cost func(*daodu.Article, []daodu.Kind) float64

	Forms       []Form
	Readers     int     // how many items are read at once, at least 1
	Writers     int     // how many texts are written about at once, at least 1
	Budget      float64 // most that the folder may cost, 0 for any
	RetryFailed bool    // try again what failed in an earlier run
	Progress    *Progress
}

// A run is one run of a plan.
type run struct {
	*Runner
	ledger   *Ledger
	plan     *Plan
	budget   *budget
	texts    chan *work
	stop     context.CancelCauseFunc // begins nothing new
	flights  *flights
	progress *Progress
}

// A work is a text that is to be written about.
type work struct {
	item    *Item
	text    Text
	article *daodu.Article
}

// Run carries out a plan: it reads what was not read before, writes what is not written,
// and makes results.jsonl and failures.jsonl at the end. The error is that of ctx when it
// ends, wraps [daodu.ErrLimited] when the budget or that of the engine is spent,
// [daodu.ErrForbidden] when the engine or the disk refuses, and is nil when some inputs
// failed: [Ledger.Status] tells.
func (r *Runner) Run(ctx context.Context, l *Ledger, p *Plan) error {
	nameItems(p.Items, l.index.names)
	if err := l.setPlan(p); err != nil {
		return err
	}
	begin, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	w := &run{
		Runner: r, ledger: l, plan: p, budget: newBudget(r.Budget, l.Paid().Cost.Amount, l.dearest()),
		texts: make(chan *work), stop: stop, flights: newFlights(), progress: r.Progress,
	}
	if w.progress == nil {
		w.progress = new(Progress)
	}
	w.progress.begin(len(p.Items), l.Paid())
	w.work(ctx, begin)
	if ctx.Err() != nil {
		return ctx.Err() // the results wait for the next run: this one must end soon
	}
	return errors.Join(context.Cause(begin), l.WriteResults())
}

// work reads and writes until all is done. Nothing new is begun once begin ends, which it
// does when the budget is spent; what is being written then is finished, since it is paid
// for, unless ctx ends too.
func (w *run) work(ctx, begin context.Context) {
	items := make(chan *Item)
	var reading, writing sync.WaitGroup
	for range max(1, w.Readers) {
		reading.Go(func() {
			for it := range items {
				w.readItem(ctx, begin, it)
			}
		})
	}
	for range max(1, w.Writers) {
		writing.Go(func() {
			for t := range w.texts {
				if begin.Err() == nil {
					w.writeText(ctx, t)
				}
			}
		})
	}
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		w.feed(begin, items)
		reading.Wait()
		close(w.texts)
		writing.Wait()
	}()
	select {
	case <-finished:
		return
	case <-ctx.Done():
	}
	w.budget.close()
	select {
	case <-finished:
	case <-time.After(grace):
	}
}

// feed hands out the items in order.
func (w *run) feed(ctx context.Context, items chan<- *Item) {
	defer close(items)
	for i := range w.plan.Items {
		select {
		case items <- &w.plan.Items[i]:
		case <-ctx.Done():
			return
		}
	}
}

// readItem reads one item and hands its texts on until begin ends.
func (w *run) readItem(ctx, begin context.Context, it *Item) {
	sum := ""
	if it.Err == nil {
		sum = w.Sum(it)
	}
	known := w.ledger.reading(it.ID)
	if known != nil && w.settled(it, known, sum) {
		w.progress.known(known)
		return
	}
	found := &Reading{ID: it.ID, Sum: sum}
	for article, err := range w.read(ctx, it) {
		if begin.Err() != nil {
			found.Partial = true
			break
		}
		w.progress.found(len(found.Texts))
		t := w.textOf(it, len(found.Texts), article, err)
		found.Texts = append(found.Texts, t.text)
		if err != nil {
			w.progress.finished(true)
			continue
		}
		select {
		case w.texts <- t:
		case <-begin.Done():
		}
	}
	if ctx.Err() != nil || found.Partial && known != nil && !known.Partial && known.Sum == sum {
		return // what is known is better
	}
	w.check(w.ledger.setReading(found))
}

// textOf returns the n-th text of an item, from 0, or why it cannot be read.
func (w *run) textOf(it *Item, n int, article *daodu.Article, err error) *work {
	name := it.Name
	if row := rowOf(it, article); row > 0 || n > 0 {
		name = fmt.Sprintf("%s/%d", it.Name, max(row, n+1))
	}
	if err != nil {
		return &work{item: it, text: Text{Name: name, Failure: Explain(err)}}
	}
	return &work{item: it, text: textOf(name, article), article: article}
}

// read yields the texts of an item.
func (w *run) read(ctx context.Context, it *Item) iter.Seq2[*daodu.Article, error] {
	if it.Err != nil {
		return func(yield func(*daodu.Article, error) bool) { yield(nil, it.Err) }
	}
	return w.Read(ctx, it)
}

// check stops the run when the ledger or the disk fails.
func (w *run) check(err error) {
	if err != nil && err != errClosed {
		w.stop(err)
	}
}
