// Package metadata reads title, dates, source and people of a text from what
// cleaning cut away around it, from its first and last lines and from what its
// format says. It is the third step of stage 1. It never invents: what the source
// does not say stays empty, a date that contradicts the text is reported as it
// stands and marked suspect.
package metadata

import (
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/clean"
	"github.com/daodu/daodu/ingest/header"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/zh"
)

// A page is what the steps of this package look at.
type page struct {
	doc    *raw.Document
	text   []rune // clean text
	folded []rune // the same, folded
	kept   []daodu.Kept
	above  []line // cut lines above the body, from the top
	below  []line // cut lines below it
	head   []line // those of above that stand around the title
	under  []line // those of head that stand behind the title
	foot   []line // those of below right behind the text

	pairs *pairSet // of the start of the text; nil until asked for
}

// A line is a line that cleaning cut.
type line struct {
	raw    daodu.Span
	text   string // as written
	folded []rune
	rule   string
	class  header.Class
	fields []header.Field
}

// Read fills the descriptive fields of a from doc and its clean text. It needs
// a.Script.
func Read(a *daodu.Article, doc *raw.Document, cleaned *clean.Result) {
	p := &page{doc: doc, text: cleaned.Runes, folded: cleaned.Folded, kept: cleaned.Kept}
	p.collect(cleaned)
	p.readTitle(a)
	p.part(a.Title)
	a.Genre = p.genre(a.Title)
	p.readOccasion(a)
	p.readPeople(a)
	p.readPublisher(a)
	p.readDates(a)
}

// collect gathers the cut lines that may tell something: all but blanks, page marks,
// lists of other articles and appendices.
func (p *page) collect(cleaned *clean.Result) {
	if len(cleaned.Kept) == 0 {
		return
	}
	top := cleaned.Kept[0].Raw.Start
	text := runeSlicer(p.doc.Text)
	for _, r := range cleaned.Removed {
		switch r.Reason {
		case daodu.Space, daodu.PageMark, daodu.RelatedList, daodu.Appendix:
			continue
		}
		runes := text(r.Raw)
		for _, s := range zh.Paragraphs(runes) {
			l := newLine(runes[s.Start:s.End], daodu.Span{Start: r.Raw.Start + s.Start, End: r.Raw.Start + s.End}, r.Rule)
			if r.Raw.Start < top || p.early(r.Raw.Start) {
				p.above = append(p.above, l)
			} else {
				p.below = append(p.below, l)
			}
		}
	}
}

// part tells the lines that speak of the text from those of the site around it: on a
// web page the former stand near the title and near the end of the text.
func (p *page) part(title string) {
	const before, behind, lines = 20, 12, 16
	p.head, p.under, p.foot = p.above, p.above, p.below
	if p.doc.Main == nil {
		return
	}
	at := len(p.above) - behind // of the title
	for i, l := range p.above {
		if sameTitle(zh.FoldString(l.text), zh.FoldString(title)) {
			at = i
		}
	}
	p.head = p.above[max(0, at-before):min(len(p.above), max(0, at+behind))]
	p.under = p.above[max(0, at):min(len(p.above), max(0, at+behind))]
	p.foot = p.below[:min(len(p.below), lines)]
}

// early reports whether a cut stands near the start of the text, as a title does
// that follows the lead of the agency.
func (p *page) early(at int) bool {
	const reach = 900
	return at-p.kept[0].Raw.Start < reach && at < p.kept[len(p.kept)-1].Raw.End
}

func newLine(runes []rune, s daodu.Span, rule string) line {
	folded := zh.FoldRunes(runes)
	l := line{raw: s, text: string(runes), folded: folded, rule: rule, class: header.Classify(folded)}
	l.fields, _ = header.Fields(folded)
	return l
}

// runeSlicer returns a function that slices text by code points. Calls must come in
// the order of the text, so that a long text is walked only once.
func runeSlicer(text string) func(daodu.Span) []rune {
	at, rest := 0, text
	return func(s daodu.Span) []rune {
		if s.Start < at {
			at, rest = 0, text
		}
		skip := daodu.Slice(rest, daodu.Span{Start: 0, End: s.Start - at})
		rest = rest[len(skip):]
		words := daodu.Slice(rest, daodu.Span{Start: 0, End: s.Len()})
		at = s.Start
		return []rune(words)
	}
}

// value returns a field's value as written, without the brackets of a book title.
func (l line) value(f header.Field) string {
	runes := []rune(l.text)
	return strings.Trim(strings.TrimSpace(string(runes[f.Value.Start:f.Value.End])), "《》〈〉「」『』“”[]【】 \u3000\u00a0\ufffd")
}

// isValue reports whether a line may be the value of a label in the line before it.
func (l line) isValue() bool {
	return len(l.fields) == 0 && !strings.ContainsAny(string(l.folded), ":,。!?") && !button.MatchString(string(l.folded))
}

// field returns the first value of a kind above or below the text.
func (p *page) field(kind header.FieldKind, labels ...string) (string, bool) {
	if v, ok := fieldIn(p.head, kind, labels...); ok {
		return v, true
	}
	return fieldIn(p.foot, kind, labels...)
}

// fieldIn returns the first value of a kind in lines. A value may stand in the line
// behind its label.
func fieldIn(lines []line, kind header.FieldKind, labels ...string) (string, bool) {
	for i, l := range lines {
		for _, f := range l.fields {
			if f.Kind != kind || len(labels) > 0 && !slices.Contains(labels, f.Label) {
				continue
			}
			if v := l.value(f); v != "" {
				return v, true
			}
			if i+1 < len(lines) && lines[i+1].isValue() {
				return strings.TrimSpace(lines[i+1].text), true
			}
		}
	}
	return "", false
}

// opening returns the folded start of the text.
func (p *page) opening(n int) string { return string(p.folded[:min(n, len(p.folded))]) }
