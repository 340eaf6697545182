// Package clean cuts away what does not belong to a text: navigation, adverts,
// captions, page marks, the lines that tell title and date. It is the second step
// of stage 1.
//
// Cleaning never changes a letter. The clean text is the raw text without the
// stretches that a rule cut out, and every cut is recorded with its rule and its
// reason, so that both together rebuild the raw text. Rules are values in one
// ordered list, [Rules]; they are run until none finds anything, which makes
// cleaning idempotent.
package clean

import (
	"cmp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
)

// A Rule finds stretches that do not belong to a text.
type Rule struct {
	Name   string
	Doc    string
	Reason daodu.Reason
	Find   func(*Text) []daodu.Span // stretches of the current text to cut
}

// A Result is a clean text with the way back to the raw text.
type Result struct {
	Runes   []rune // the clean text
	Folded  []rune // the same, folded for matching
	Kept    []daodu.Kept
	Removed []daodu.Removal
}

// Text returns the clean text.
func (r *Result) Text() string { return string(r.Runes) }

// Clean cuts from doc what does not belong to the article.
func Clean(doc *raw.Document) *Result {
	t := newText([]rune(doc.Text))
	if doc.Main != nil {
		t.cut(outside(doc.Main, len(t.Runes)), daodu.Navigation, "main_text")
	}
	t.cut(marks(doc, t), daodu.Space, "heading_mark")
	t.headings = inner(doc)
	for t.pass() {
	}
	return &Result{Runes: t.Runes, Folded: t.Folded, Kept: t.kept, Removed: t.merged()}
}

// pass runs all rules once and reports whether one of them cut something. Every
// cut shortens the text, so passes come to an end.
func (t *Text) pass() bool {
	changed := false
	for _, rule := range Rules {
		if t.cut(rule.Find(t), rule.Reason, rule.Name) {
			changed = true
		}
	}
	return changed
}

// outside returns the complement of spans in [0, n).
func outside(spans []daodu.Span, n int) []daodu.Span {
	var out []daodu.Span
	at := 0
	for _, s := range spans {
		out = append(out, daodu.Span{Start: at, End: s.Start})
		at = max(at, s.End)
	}
	return append(out, daodu.Span{Start: at, End: n})
}

// marks returns the Markdown marks in front of the headings of doc ("## "). The
// headings themselves are handed on by position.
func marks(doc *raw.Document, t *Text) []daodu.Span {
	if doc.Source.MediaType != "text/markdown" || doc.Main != nil {
		return nil
	}
	var spans []daodu.Span
	for _, h := range doc.Headings {
		start := h.Span.Start
		for start > 0 && strings.ContainsRune("# \t", t.Runes[start-1]) {
			start--
		}
		spans = append(spans, daodu.Span{Start: start, End: h.Span.Start})
	}
	return spans
}

// At maps a position of the raw text to the clean text: to the letter itself when it
// was kept, or else to the place where it was cut.
func (r *Result) At(raw int) int {
	i, found := slices.BinarySearchFunc(r.Kept, raw, func(k daodu.Kept, raw int) int { return cmp.Compare(k.Raw.Start, raw) })
	if !found {
		i--
	}
	if i < 0 {
		return 0
	}
	k := r.Kept[i]
	return k.At + min(raw, k.Raw.End) - k.Raw.Start
}

// inner returns the headings of doc but for its title: the first one when it is the
// highest and nothing else is named as title.
func inner(doc *raw.Document) []daodu.Span {
	var spans []daodu.Span
	for i, h := range doc.Headings {
		if i > 0 || h.Level > 1 || doc.Meta.Title != "" && !doc.IsTitle(h.Span) {
			spans = append(spans, h.Span)
		}
	}
	return spans
}
