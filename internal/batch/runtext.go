package batch

import (
	"bytes"
	"context"
	"errors"
	"slices"
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
	estimate := 0.0
	if w.Cost != nil {
		estimate = w.Cost(t.article, kindsOf(wishes))
	}
	reserved, err := w.budget.reserve(len(wishes), estimate)
	if err != nil {
		w.stop(err)
		return false, false
	}
	var costs []float64
	defer func() { w.budget.settle(reserved, costs) }()
	for len(wishes) > 0 {
		arts, err := w.Write(ctx, t.article, kindsOf(wishes), wishes[0].Length)
		for _, art := range arts {
			costs = append(costs, art.Origin.Cost.Amount)
			var wish Wish
			wish, wishes = take(wishes, art.Content.Kind())
			w.check(w.keep(t, wish, art))
		}
		switch {
		case err == nil || len(wishes) == 0:
			return failed, true
		case ctx.Err() != nil:
			return false, false
		case hopeless(err):
			w.stop(err)
			return false, false
		}
		var bad bool
		bad, wishes = w.fail(wishes, err)
		failed = failed || bad
	}
	return failed, true
}

// fail notes what err says of artifacts that were not written, and returns those of which it
// says nothing. An error that names none is of the first. What is pending has not failed.
func (w *run) fail(wishes []Wish, err error) (failed bool, rest []Wish) {
	errs := daodu.KindErrors(err)
	if !slices.ContainsFunc(wishes, func(wish Wish) bool { return errs[wish.Kind] != nil }) {
		errs = map[daodu.Kind]error{wishes[0].Kind: err}
	}
	for _, wish := range wishes {
		if errs[wish.Kind] == nil {
			rest = append(rest, wish)
			continue
		}
		if errors.Is(errs[wish.Kind], daodu.ErrPending) {
			continue
		}
		failed = true
		w.flights.fail(wish)
		w.check(w.ledger.setFailure(wish, Explain(errs[wish.Kind])))
	}
	return failed, rest
}

func kindsOf(wishes []Wish) []daodu.Kind {
	kinds := make([]daodu.Kind, len(wishes))
	for i, wish := range wishes {
		kinds[i] = wish.Kind
	}
	return kinds
}

// take parts the wish for a kind from the others.
func take(wishes []Wish, kind daodu.Kind) (wish Wish, rest []Wish) {
	for _, x := range wishes {
		if x.Kind == kind {
			wish = x
		} else {
			rest = append(rest, x)
		}
	}
	return wish, rest
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
