package batch

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"github.com/daodu/daodu"
)

// rowOf returns which row of a crawl an article is, 0 for an input that is one text.
func rowOf(it *Item, a *daodu.Article) int {
	if a == nil || it.CustomID != "" {
		return 0
	}
	digits, ok := strings.CutPrefix(a.Source.URI, it.Input+"#")
	row, err := strconv.Atoi(digits)
	if !ok || err != nil {
		return 0
	}
	return row
}

// settled reports whether nothing is left to do for an item whose bytes have a sum: all is
// written and stands in its files, or has failed and is not to be tried again.
func (w *run) settled(it *Item, r *Reading, sum string) bool {
	if r.Partial || r.failed() && w.RetryFailed || r.Sum != sum || sum == "" && !r.failed() {
		return false
	}
	for i := range r.Texts {
		t := &r.Texts[i]
		if t.Failure != nil {
			continue
		}
		for _, wish := range w.plan.wishes(it, t) {
			if w.ledger.failure(wish) != nil && !w.RetryFailed {
				continue
			}
			if art, err := w.ledger.artifact(wish, t.Article); err != nil || art == nil || !w.stands(t.Name, wish.Kind, art) {
				return false
			}
		}
	}
	return true
}

// writeText writes what is missing about one text. Files come before the ledger, so that
// what the ledger has stands in its folder.
func (w *run) writeText(ctx context.Context, t *work) {
	land := w.flights.take(t.text.Article.TextSHA256 + t.text.About)
	defer land()
	var missing []Wish
	failed := false
	for _, wish := range w.plan.wishes(t.item, &t.text) {
		art, err := w.ledger.artifact(wish, t.text.Article)
		switch {
		case err != nil:
			w.check(err)
			return
		case art != nil:
			w.check(w.keepFiles(t, wish.Kind, art))
		case w.ledger.failure(wish) != nil && (!w.RetryFailed || w.flights.failed(wish)):
			failed = true
		default:
			missing = append(missing, wish)
		}
	}
	if len(missing) > 0 {
		bad, ok := w.writeMissing(ctx, t, missing)
		if !ok {
			return
		}
		failed = failed || bad
	}
	w.progress.finished(failed)
}

// writeMissing writes artifacts. ok is false when the run is at its end.
func (w *run) writeMissing(ctx context.Context, t *work, wishes []Wish) (failed, ok bool) {
	kinds := make([]daodu.Kind, len(wishes))
	for i, wish := range wishes {
		kinds[i] = wish.Kind
	}
	estimate := 0.0
	if w.Cost != nil {
		estimate = w.Cost(t.article, kinds)
	}
	reserved, err := w.budget.reserve(len(kinds), estimate)
	if err != nil {
		w.stop(err)
		return false, false
	}
	var costs []float64
	defer func() { w.budget.settle(reserved, costs) }()
	for len(wishes) > 0 {
		arts, err := w.Write(ctx, t.article, kinds, wishes[0].Length)
		for i, art := range arts {
			costs = append(costs, art.Origin.Cost.Amount)
			w.check(w.keep(t, wishes[i], art))
		}
		switch {
		case err == nil:
			return failed, true
		case ctx.Err() != nil:
			return false, false
		case hopeless(err):
			w.stop(err)
			return false, false
		case len(arts) >= len(wishes):
			return failed, true
		}
		failed = true
		wish := wishes[len(arts)]
		w.flights.fail(wish)
		w.check(w.ledger.setFailure(wish, Explain(err)))
		kinds, wishes = kinds[len(arts)+1:], wishes[len(arts)+1:]
	}
	return failed, true
}

// keep writes an artifact into its files and into the ledger.
func (w *run) keep(t *work, wish Wish, art *daodu.Artifact) error {
	line, err := encode(art)
	if err != nil {
		return err
	}
	data := bytes.TrimSpace(line)
	if err := w.writeFiles(t, art, data); err != nil {
		return err
	}
	w.progress.paid(art.Origin)
	return w.ledger.add(&record{Wish: &wish, Artifact: data})
}
