package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// How much is stored in one transaction: what a disk takes to write 32 articles is little
// more than for one, and nobody waits longer than a quarter of a second to see the first.
const (
	batchSize  = 32
	batchChars = 4 << 20 // code points
	batchWait  = 250 * time.Millisecond
)

// An addWriter stores additions in batches and tells of each once it is stored.
type addWriter struct {
	store *store.Store
	order store.Order // artifacts to have written about each article
	out   *recordWriter
	queue chan *addition
	done  chan struct{}
	gone  error // that the library did not answer to a reader, told by put

	// Set when done is closed.
	stored   int
	rejected []error // articles that the library refused
	broken   error   // why nothing more could be stored
}

// startAdding starts the one writer. A batch that was begun is finished when ctx ends.
func startAdding(ctx context.Context, s *store.Store, out *recordWriter) *addWriter {
	w := &addWriter{store: s, out: out, queue: make(chan *addition, batchSize), done: make(chan struct{})}
	go func() {
		defer close(w.done)
		w.broken = w.run(context.WithoutCancel(ctx))
		if err := out.close(); w.broken == nil {
			w.broken = err
		}
	}()
	return w
}

// put hands an addition to the writer.
func (w *addWriter) put(it *addition) error {
	if it.broken != nil {
		w.gone = it.broken
		return it.broken
	}
	select {
	case w.queue <- it:
		return nil
	case <-w.done:
		return w.broken
	}
}

// finish waits for the last batch. Nothing may be put afterwards.
func (w *addWriter) finish() (stored int, rejected []error, broken error) {
	close(w.queue)
	<-w.done
	return w.stored, w.rejected, cmp.Or(w.broken, w.gone)
}

func (w *addWriter) run(ctx context.Context) error {
	for first := range w.queue {
		if err := w.write(ctx, w.batch(first)); err != nil {
			return err
		}
	}
	return nil
}

// batch collects what is stored together with the first addition.
func (w *addWriter) batch(first *addition) []*addition {
	batch, chars := []*addition{first}, first.chars()
	late := time.After(batchWait)
	for len(batch) < batchSize && chars < batchChars {
		select {
		case it, ok := <-w.queue:
			if !ok {
				return batch
			}
			batch, chars = append(batch, it), chars+it.chars()
		case <-late:
			return batch
		}
	}
	return batch
}

func (it *addition) chars() int {
	if it.item == nil {
		return 0
	}
	return it.item.Article.Length + len(it.item.Original)/3
}

// write stores a batch and prints what became of it.
func (w *addWriter) write(ctx context.Context, batch []*addition) error {
	outcomes, refused, err := w.add(ctx, batch)
	if err != nil {
		return err
	}
	for i, it := range batch {
		if refused[i] != nil {
			w.rejected = append(w.rejected, fmt.Errorf("%s: %w", plain(it.uri), refused[i]))
			continue
		}
		w.stored++
		if err := w.print(it, outcomes[i]); err != nil {
			return err
		}
	}
	return w.out.w.Flush()
}

// add stores the articles of a batch that are not there. When the library refuses the
// batch it takes them one by one, so that one article does not keep the others out.
func (w *addWriter) add(ctx context.Context, batch []*addition) (outcomes []store.Added, refused []error, err error) {
	outcomes, refused = make([]store.Added, len(batch)), make([]error, len(batch))
	var items []*store.Item
	var places []int
	for i, it := range batch {
		if outcomes[i], err = w.known(ctx, it); err != nil {
			return nil, nil, err
		}
		if it.item != nil {
			items, places = append(items, it.item), append(places, i)
		}
	}
	added, err := w.store.AddAndOrder(ctx, w.order, items...)
	if err == nil {
		for n, i := range places {
			outcomes[i] = added[n]
		}
		return outcomes, refused, nil
	}
	if !refusal(err) {
		return nil, nil, err
	}
	for n, i := range places {
		added, err := w.store.AddAndOrder(ctx, w.order, items[n])
		switch {
		case err == nil:
			outcomes[i] = added[0]
		case refusal(err):
			refused[i] = err
		default:
			return nil, nil, err
		}
	}
	return outcomes, refused, nil
}

// known returns what is told of an article that is there, and has written about it what
// is wanted. One that was removed just now has nothing written.
func (w *addWriter) known(ctx context.Context, it *addition) (store.Added, error) {
	if it.item != nil || len(w.order.Wishes) == 0 {
		return it.known, nil
	}
	ordered, err := w.store.Order(ctx, it.known.ID, w.order)
	if err != nil && !errors.Is(err, daodu.ErrNotFound) {
		return it.known, err
	}
	added := it.known
	for _, one := range ordered {
		if one.Job.ID != "" {
			added.Jobs = append(added.Jobs, one.Job)
		}
	}
	return added, nil
}

// refusal reports whether an error is about what was to be stored rather than about the
// database.
func refusal(err error) bool {
	return !errors.Is(err, daodu.ErrUpstream) && !errors.Is(err, daodu.ErrForbidden) && !errors.Is(err, daodu.ErrUsage)
}

// A printedAddition is an addition as JSON has it.
type printedAddition struct {
	ID       string        `json:"id"`
	Outcome  store.Outcome `json:"outcome"`
	URI      string        `json:"uri"`
	Title    string        `json:"title"`
	Vectors  string        `json:"vectors,omitempty"` // "pending" while there are none
	Reprints []daodu.Entry `json:"reprint_of,omitempty"`
}

func (w *addWriter) print(it *addition, added store.Added) error {
	record := printedAddition{ID: added.ID, Outcome: added.Outcome, URI: it.uri, Title: it.title, Reprints: added.ReprintOf}
	if it.pending && added.Outcome == store.New {
		record.Vectors = "pending"
	}
	return w.out.write(record, record.text)
}

// words are the outcomes as lines begin with them.
var words = map[store.Outcome]string{store.New: "added ", store.Known: "known ", store.Again: "source"}

func (r printedAddition) text(w io.Writer) error {
	line := fmt.Sprintf("%s  %s  %s  (%s)", words[r.Outcome], short(r.ID), titled(r.Title), plain(r.URI))
	if len(r.Reprints) > 0 {
		line += fmt.Sprintf("  reprint of %s %s", short(r.Reprints[0].ID), titled(r.Reprints[0].Title))
	}
	if n := len(r.Reprints) - 1; n > 0 {
		line += fmt.Sprintf(" and %d more", n)
	}
	if r.Vectors != "" {
		line += "  vectors " + r.Vectors
	}
	_, err := fmt.Fprintln(w, line)
	return err
}
