// Package extract is the engine that needs no model, no network and no key. It writes
// artifacts in the words of the article: sentences and clauses, chosen by where they
// stand, how central they are (LexRank over character bigrams) and what they hold
// (figures, dates, names, quoted terms). Every point is a stretch of the text, so that
// every point is true to it. The same article gives the same artifacts, byte for byte.
package extract

import (
	"context"
	"fmt"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/docfreq"
	"github.com/daodu/daodu/summarize"
)

// version changes with the rules, so that artifacts of older rules can be told from
// those of newer ones by their input hash.
const version = "extract@1"

// An Engine writes artifacts from the article alone. The zero value is ready.
type Engine struct {
	// Library counts what the other texts of a library say, so that what all of them
	// say is not taken for specific to one; nil for none.
	Library docfreq.Counts
	// Wording gives words of other texts for the wrong options of choices; nil for none.
	Wording Wording

	ready *text // of the article that Prepare was given
}

// Name returns "extract".
func (Engine) Name() string { return "extract" }

// Prepare returns an engine that has read a and writes artifacts about it in less time,
// one after the other: it is not for use by several goroutines.
func (e Engine) Prepare(a *daodu.Article, opts summarize.Options) summarize.Engine {
	if strings.TrimSpace(a.Text) != "" {
		e.ready = e.read(a, opts)
	}
	return e
}

// Write writes one artifact. Words of its own (labels, questions) are Simplified or
// Traditional Chinese as opts.Lang says; quotes keep the glyphs of the article. The
// error wraps [daodu.ErrUsage] when opts.Lang is a language that the article is not
// in, since nothing here translates, and [daodu.ErrEmpty] when there is no text.
// CreatedAt of the origin stays zero: the same input gives the same bytes.
func (e Engine) Write(ctx context.Context, a *daodu.Article, kind daodu.Kind, opts summarize.Options) (*daodu.Artifact, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if strings.TrimSpace(a.Text) == "" {
		return nil, fmt.Errorf("%w: nothing to write about", daodu.ErrEmpty)
	}
	if opts.Lang != "" && opts.Lang != a.Lang && !strings.HasPrefix(opts.Lang, "zh") {
		return nil, fmt.Errorf("%w: the extract engine does not translate into %q; choose zh-Hans or zh-Hant for our own words, or leave the language out", daodu.ErrUsage, opts.Lang)
	}
	art := &daodu.Artifact{Origin: daodu.Origin{
		Engine: e.Name(), InputSHA256: summarize.InputSHA256(version, a, kind, opts),
	}}
	t := e.ready
	if t == nil || t.article != a || t.own != wordingFor(opts.Lang, a.Script) {
		t = e.read(a, opts)
	}
	switch kind {
	case daodu.KindSummary:
		art.Content = t.summary(opts.Length.Limit())
	case daodu.KindOutline:
		art.Content, art.Findings = t.outline(), t.announcedFindings()
	case daodu.KindGuide:
		art.Content = t.guide(opts.Length)
	default:
		return nil, fmt.Errorf("%w: unknown kind %q", daodu.ErrUsage, kind)
	}
	return art, nil
}

// read prepares an article with what the engine knows of others.
func (e Engine) read(a *daodu.Article, opts summarize.Options) *text {
	t := newTextAmong(a, opts.Lang, e.Library)
	t.wording = e.Wording
	return t
}
