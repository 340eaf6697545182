package extract

import (
	"fmt"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// longLabel is how many code points a label has at most before it is parted.
const longLabel = 40

// repeatsLabel reports whether a point says no more than the label above it.
func repeatsLabel(label, point string) bool {
	bare := func(s string) string { return string(zh.FoldRunes([]rune(strings.TrimRight(s, "。；;：:，,")))) }
	label, point = bare(label), bare(point)
	return strings.Contains(label, point) || strings.HasSuffix(point, label) && len(label)*4 >= len(point)*3
}

// label returns the label of a section, as written where the section has a heading.
// rest is what an enumeration says behind the clause that serves as its label.
func (t *text) label(s *section, behind bool) (label string, rest daodu.Span) {
	switch s.Kind {
	case daodu.Lead:
		return t.own.lead, rest
	case daodu.Closing:
		return t.own.closing, rest
	case daodu.Body, daodu.Attendance:
		return t.bodyLabel(s, behind), rest
	}
	head := s.Head
	if s.Kind != daodu.ReportedPoint && (!s.headApart() || head.Len() > longLabel) {
		head, rest = t.splitHead(s)
	}
	if s.Kind == daodu.ReportedPoint {
		head = t.withObject(s)
	}
	if head.Len() == 0 {
		head = t.opening(s.Span)
	}
	return strings.TrimRight(strings.TrimSpace(t.words(head)), "。；;：:，,"), rest
}

// bodyLabel names a section without a heading: by the words that lead to its list, or
// by its place.
func (t *text) bodyLabel(s *section, behind bool) string {
	switch {
	case len(s.children) > 0 && s.Head.Len() > 0:
		return strings.TrimRight(strings.TrimSpace(t.words(t.core(s.Head))), "。；;：:，,")
	case !behind:
		return t.own.opening
	case s.Kind == daodu.Attendance:
		return t.own.attendance
	case len(t.paras) > 1:
		return t.paragraphLabel(s.Span)
	}
	return t.own.body
}

// withObject returns the head of a reported point, with the first words said when they
// are too few for a point of their own: 《通知》提出四项措施.
func (t *text) withObject(s *section) daodu.Span {
	if u := t.unitAt(s.Head.End - 1); u != nil && u.span.Start <= s.Head.Start {
		said := daodu.Span{Start: s.Head.End, End: u.span.End}
		if n := letters(t.runes[said.Start:said.End]); n > 0 && n < leastCut {
			return daodu.Span{Start: s.Head.Start, End: said.End}
		}
	}
	return s.Head
}

// splitHead parts an enumeration that is one sentence into a label, its first clause,
// and the rest.
func (t *text) splitHead(s *section) (head, rest daodu.Span) {
	whole := s.Span
	if s.headApart() {
		whole = s.Head
	}
	clauses := t.clauses(whole)
	for i, c := range clauses {
		head = daodu.Span{Start: s.Span.Start, End: c.span.End}
		if c.class == stub || letters(t.runes[head.Start:head.End]) < 5 {
			continue
		}
		if i+1 < len(clauses) && c.class == mainClause && head.Len() <= longLabel {
			rest = daodu.Span{Start: clauses[i+1].span.Start, End: whole.End}
			return head, t.core(rest)
		}
		break
	}
	return s.Head, daodu.Span{}
}

// paragraphLabel names the paragraphs of a stretch by their numbers in the text.
func (t *text) paragraphLabel(s daodu.Span) string {
	from, to := t.paragraph(s.Start)+1, t.paragraph(max(s.Start, s.End-1))+1
	if from == to {
		return fmt.Sprintf(t.own.paragraph, from)
	}
	return fmt.Sprintf(t.own.paragraphs, from, to)
}
