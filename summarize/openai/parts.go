package openai

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/prompts"
)

// notes are what a model noted of a long text, and the parts that it did not.
type notes struct {
	notes    []prompts.Note
	missing  []gap
	findings []daodu.Finding
}

// A gap is a part that no note was taken of.
type gap struct {
	part part
	err  error
}

// notes returns the notes on all parts of the text, taken once. They are booked on l when
// they are taken now. The error is that of the work as a whole; parts that failed alone
// are named in the notes.
func (w *writer) notes(ctx context.Context, l *ledger) (*notes, error) {
	w.noting.Lock()
	defer w.noting.Unlock()
	if w.noted != nil {
		return w.noted, nil
	}
	parts := w.plan.parts
	if w.plan.whole {
		var err error
		if parts, err = w.partsOf(w.plan.context); err != nil {
			return nil, err
		}
	}
	all, err := w.takeAll(ctx, parts, l)
	if err != nil {
		return nil, err
	}
	if len(all.notes) == 0 && len(all.missing) > 0 {
		return nil, all.missing[0].err
	}
	w.noted = all
	return all, nil
}

// takeAll has all parts noted at once, and joins the notes in the order of the text.
func (w *writer) takeAll(ctx context.Context, parts []part, l *ledger) (*notes, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	each := make([]notes, len(parts))
	var calls sync.WaitGroup
	for i, p := range parts {
		calls.Go(func() {
			if err := w.take(ctx, p, position{i + 1, len(parts)}, l, &each[i]); err != nil {
				cancel(err) // the rest would fail with the same
			}
		})
	}
	calls.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	all := new(notes)
	for _, n := range each {
		all.add(n)
	}
	return all, nil
}

func (n *notes) add(more notes) {
	n.notes = append(n.notes, more.notes...)
	n.missing = append(n.missing, more.missing...)
	n.findings = append(n.findings, more.findings...)
}

// A position tells which part of how many one is.
type position struct{ part, parts int }

// take has a part noted. What a model does not take as a whole it is given in halves, until
// the words that it stumbles over are found: only they are missing then.
func (w *writer) take(ctx context.Context, p part, at position, l *ledger, into *notes) error {
	err := w.takeOnce(ctx, p, at, l, into)
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if _, alone := reasonOf(err); !alone {
		return err
	}
	halves, ok := w.doc.halves(p)
	if !ok || !dividing(err) {
		w.engine.config.Log.WarnContext(ctx, "a part is missing", "lines", p, "error", err)
		into.missing = append(into.missing, gap{p, err})
		return nil
	}
	for _, half := range halves {
		if err := w.take(ctx, half, at, l, into); err != nil {
			return err
		}
	}
	return nil
}

// takeOnce asks for notes on a part.
func (w *writer) takeOnce(ctx context.Context, p part, at position, l *ledger, into *notes) error {
	lines := w.doc.lines[p.from:p.to]
	first, last := lines[0].n, lines[len(lines)-1].n
	task := prompts.Task{First: first, Last: last, Sections: w.doc.sections(first, last), Part: at.part, Parts: at.parts}
	r, err := w.request(prompts.Notes, task, w.doc.show(lines), total(lines))
	if err != nil {
		return err
	}
	r.accept = hasNotes
	got, err := w.engine.ask(ctx, r, l)
	if err != nil {
		return err
	}
	d := w.decoder(func(n int) bool { return n >= first && n <= last })
	taken := d.notes(got.JSON)
	if len(taken) == 0 {
		d.note("", modelRule, "第%d至%d句没有摘记：模型没有找到可写的内容", first, last)
	}
	into.notes = append(into.notes, taken...)
	into.findings = append(into.findings, d.findings...)
	return nil
}

// hasNotes reports whether an answer has a list of notes, perhaps an empty one.
func hasNotes(answer json.RawMessage) bool {
	var n struct{ Notes []json.RawMessage }
	return json.Unmarshal(answer, &n) == nil && n.Notes != nil
}

// gapFindings names the parts that are missing.
func (w *writer) gapFindings(gaps []gap) []daodu.Finding {
	var out []daodu.Finding
	for _, g := range gaps {
		s, why := w.doc.span(g.part), g.err.Error()
		if r, ok := reasonOf(g.err); ok {
			why = r.words
		}
		from, to := w.doc.lines[g.part.from].n, w.doc.lines[g.part.to-1].n
		out = append(out, daodu.Finding{
			Rule: modelRule, Verdict: daodu.Unsupported,
			Detail: fmt.Sprintf("第%d至%d句（原文位置[%d,%d)）没有写入：%s", from, to, s.Start, s.End, why),
		})
	}
	return out
}

// noteTokens estimates the tokens of notes in a document.
func noteTokens(all []prompts.Note) int {
	const around = 12 // numbers, kind, line break
	n := 0
	for _, x := range all {
		n += zh.TokenLimit([]rune(x.Text)) + around + len(x.Cites)*3
	}
	return n
}
