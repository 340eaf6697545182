package openai

import (
	"context"
	"fmt"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/prompts"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// readNotes writes an artifact from the notes on all parts. Their numbers are those of the
// article's sentences, so that what is written still quotes the article.
func (w *writer) readNotes(ctx context.Context, kind daodu.Kind, l *ledger, ready *signal) (*decoder, daodu.Content, error) {
	all, err := w.notes(ctx, l)
	if err != nil {
		return nil, nil, err
	}
	d := w.decoder(citedBy(all.notes))
	d.findings = append(append(d.findings, w.gapFindings(all.missing)...), all.findings...)
	content, err := w.reduce(ctx, kind, all.notes, d, l, ready)
	return d, content, err
}

// reduce writes an artifact from notes, and puts them together itself when the model fails
// at it: the notes are paid for, and each rests on sentences of its own.
func (w *writer) reduce(ctx context.Context, kind daodu.Kind, all []prompts.Note, d *decoder, l *ledger, ready *signal) (daodu.Content, error) {
	fitting, err := w.condense(ctx, kind, all, l)
	if err == nil {
		var got *reply
		if got, err = w.askFromNotes(ctx, kind, fitting, l, ready); err == nil {
			return d.content(kind, got.JSON)
		}
	}
	why, alone := reasonOf(err)
	if !alone {
		return nil, err
	}
	w.engine.config.Log.WarnContext(ctx, "the notes are put together without the model", "kind", kind, "error", err)
	d.findings = append(d.findings, daodu.Finding{Rule: modelRule, Verdict: daodu.Supported,
		Detail: fmt.Sprintf("各部分的要点没有经过归纳，直接列出：%s", why.words)})
	return w.assemble(kind, all, d)
}

// askFromNotes asks for an artifact of notes.
func (w *writer) askFromNotes(ctx context.Context, kind daodu.Kind, all []prompts.Note, l *ledger, ready *signal) (*reply, error) {
	doc := w.doc.head()
	doc.Notes = all
	return w.askArtifact(ctx, kind, doc, w.mainSections(), l, ready)
}

// mainSections returns the outermost sections: of a long text there are hundreds below.
func (w *writer) mainSections() []prompts.Section {
	const most = 60
	all := w.doc.sections(1, w.doc.last())
	for level := mostLevels; len(all) > most && level > 1; level-- {
		var out []prompts.Section
		for _, s := range all {
			if s.Level < level {
				out = append(out, s)
			}
		}
		all = out
	}
	if len(all) > most {
		return nil
	}
	return all
}

// mostRounds is how often notes are condensed before they are taken as they are.
const mostRounds = 3

// condense returns notes that fit into one call. Groups of notes that are too many are
// noted again, one call for each; a group of one stays as it is. Citations go along.
func (w *writer) condense(ctx context.Context, kind daodu.Kind, all []prompts.Note, l *ledger) ([]prompts.Note, error) {
	p, err := w.prompt(string(kind))
	if err != nil {
		return nil, err
	}
	answer := w.answerTokens(string(kind), total(w.doc.lines))
	room := int((share*float64(w.plan.context)-float64(answer)/2)/safety) - promptTokens(p, w.doc.last())
	for range mostRounds {
		before := noteTokens(all)
		if before <= room {
			return all, nil
		}
		if all, err = w.noteAgain(ctx, all, room, l); err != nil {
			return nil, err
		}
		if noteTokens(all) > before*9/10 {
			break // the model does not make them shorter
		}
	}
	if noteTokens(all) <= room {
		return all, nil
	}
	return nil, errTooLong
}

// noteAgain has groups of notes noted.
func (w *writer) noteAgain(ctx context.Context, all []prompts.Note, room int, l *ledger) ([]prompts.Note, error) {
	var out []prompts.Note
	for from := 0; from < len(all); {
		to, size := from+1, noteTokens(all[from:from+1])
		for to < len(all) && size+noteTokens(all[to:to+1]) <= room {
			size += noteTokens(all[to : to+1])
			to++
		}
		group, err := w.noteGroup(ctx, all[from:to], l)
		if err != nil {
			return nil, err
		}
		out = append(out, group...)
		from = to
	}
	return out, nil
}

// noteGroup has one group of notes noted; one alone is as short as it gets.
func (w *writer) noteGroup(ctx context.Context, group []prompts.Note, l *ledger) ([]prompts.Note, error) {
	if len(group) == 1 {
		return group, nil
	}
	doc := w.doc.head()
	doc.Notes = group
	r, err := w.request(prompts.Notes, prompts.Task{Last: w.doc.last()}, doc, noteTokens(group))
	if err != nil {
		return nil, err
	}
	r.limit = max(r.limit, noteTokens(group)/2)
	got, err := w.engine.ask(ctx, r, l)
	if err != nil {
		return nil, err
	}
	if fewer := w.decoder(citedBy(group)).notes(got.JSON); len(fewer) > 0 {
		return fewer, nil
	}
	return group, nil
}

// errTooLong says that notes do not fit into one call however often they are noted again.
var errTooLong = fmt.Errorf("%w: the notes on the text", chat.ErrOverflow)

// citedBy reports of a sentence whether some note rests on it: what a model was not shown
// it cannot cite.
func citedBy(all []prompts.Note) func(int) bool {
	cited := map[int]bool{}
	for _, n := range all {
		for _, c := range n.Cites {
			cited[c] = true
		}
	}
	return func(n int) bool { return cited[n] }
}
