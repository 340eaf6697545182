// Package structure finds the parts of a clean text: numbered headings at any
// depth, headings that run into their paragraph, the points of a news report, and
// what else a paragraph does (salutation, lead, transition, attendance, closing). It
// is the fourth step of stage 1. Texts whose line breaks were lost are read by their
// numbering alone.
package structure

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/zh"
)

// An Input is a clean text with what is known of it.
type Input struct {
	Text      []rune
	Folded    []rune        // the same, folded
	Sentences []daodu.Span  // its sentences, as zh.Sentences splits them
	Headings  []raw.Heading // those that the format marks, with their spans in the clean text
	Genre     daodu.Genre   // decides how paragraphs without a heading are read
}

// A text is what the steps of this package work on.
type text struct {
	runes     []rune
	folded    []rune
	sentences []daodu.Span
	paras     []daodu.Span
	genre     daodu.Genre
	roles     []daodu.SectionKind // what each paragraph does; "" while nobody has asked
}

// Build returns the sections of a clean text.
func Build(in Input) []daodu.Section {
	t := &text{runes: in.Text, folded: in.Folded, sentences: in.Sentences, genre: in.Genre, paras: zh.Paragraphs(in.Text)}
	t.roles = make([]daodu.SectionKind, len(t.paras))
	found := merge(scan(t.folded, t.paras), t.headingLines(in.Headings))
	return t.sections(t.assemble(accept(found)), 1, "")
}

// sentencesIn returns the sentences that begin in s, cut where s ends.
func (t *text) sentencesIn(s daodu.Span) []daodu.Span {
	from, _ := slices.BinarySearchFunc(t.sentences, s.Start, func(x daodu.Span, at int) int { return cmp.Compare(x.Start, at) })
	to := from
	for to < len(t.sentences) && t.sentences[to].Start < s.End {
		to++
	}
	return t.sentences[from:to]
}

// sections turns parts into the public form and numbers them.
func (t *text) sections(parts []*part, level int, prefix string) []daodu.Section {
	out := make([]daodu.Section, 0, len(parts))
	for i, p := range parts {
		id := prefix + strconv.Itoa(i+1)
		s := daodu.Section{
			ID: id, Level: level, Kind: p.kind, Span: p.span, Head: p.head,
			Label:     t.label(p),
			Announced: t.announced(p, parts[i+1:]),
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
