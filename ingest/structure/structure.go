// Package structure finds the parts of a clean text: numbered headings at any
// depth, headings that run into their paragraph, the points of a news report, and
// what else a paragraph does (salutation, lead, transition, attendance, closing). It
// is the fourth step of stage 1. Texts whose line breaks were lost are read by their
// numbering alone.
package structure

import (
	"strconv"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/zh"
)

// A text is what the steps of this package work on.
type text struct {
	runes  []rune
	folded []rune
	paras  []daodu.Span
	genre  daodu.Genre
	roles  []daodu.SectionKind // what each paragraph does; "" while nobody has asked
}

// Build returns the sections of a clean text. headings are those that the format
// marks, with their spans in the clean text; genre decides how paragraphs without a
// heading are read.
func Build(runes, folded []rune, headings []raw.Heading, genre daodu.Genre) []daodu.Section {
	t := &text{runes: runes, folded: folded, genre: genre, paras: zh.Paragraphs(runes)}
	t.roles = make([]daodu.SectionKind, len(t.paras))
	found := merge(scan(folded, t.paras), t.headingLines(headings))
	items := accept(found)
	return t.sections(t.assemble(items), 1, "")
}

// sections turns parts into the public form and numbers them.
func (t *text) sections(parts []*part, level int, prefix string) []daodu.Section {
	out := make([]daodu.Section, 0, len(parts))
	for i, p := range parts {
		id := prefix + strconv.Itoa(i+1)
		s := daodu.Section{
			ID: id, Level: level, Kind: p.kind, Span: p.span, Head: p.head,
			Label:     t.label(p),
			Announced: t.announced(p),
			Lists:     t.lists(p),
			Children:  t.sections(p.children, level+1, id+"."),
		}
		if len(s.Children) == 0 {
			s.Children = nil
		}
		out = append(out, s)
	}
	return out
}

// label returns the words of a part's heading, or of its opening clause.
func (t *text) label(p *part) string {
	return string(t.runes[p.head.Start:p.head.End])
}

// Walk calls f for every section, depth first.
func Walk(sections []daodu.Section, f func(*daodu.Section)) {
	for i := range sections {
		f(&sections[i])
		Walk(sections[i].Children, f)
	}
}
