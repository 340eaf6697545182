package summarize

import (
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize/check"
)

// coverage tells how many of the finest headed sections have a point, and where the
// others stand. A text without headings is measured by its other sections. A section
// that is nothing but its heading has its point when an outline names it.
func coverage(c daodu.Content, a *daodu.Article) daodu.Coverage {
	parts := finest(a.Sections, true)
	if len(parts) == 0 {
		parts = finest(a.Sections, false)
	}
	parts = apart(parts, []rune(a.Text))
	cov := daodu.Coverage{Parts: len(parts), Uncovered: []daodu.Span{}}
	named := map[string]bool{}
	if o, ok := c.(*daodu.Outline); ok {
		nameSections(o.Nodes, named)
	}
	spans, covered := quoted(c), 0
	for _, p := range parts {
		if p.Head == p.Span && named[p.ID] || slices.ContainsFunc(spans, p.Span.Overlaps) {
			covered++
			continue
		}
		cov.Uncovered = append(cov.Uncovered, p.Span)
	}
	if len(parts) > 0 {
		cov.Sections = float64(covered) / float64(len(parts))
	}
	return cov
}

// finest returns the sections that have no section of their kind below them.
func finest(sections []daodu.Section, headed bool) []daodu.Section {
	var out []daodu.Section
	for _, s := range sections {
		below := finest(s.Children, headed)
		if len(below) == 0 && counts(s.Kind, headed) {
			below = []daodu.Section{s}
		}
		out = append(out, below...)
	}
	return out
}

// apart leaves out what is no section of text behind those before: an article that was
// written by hand may have such.
func apart(sections []daodu.Section, text []rune) []daodu.Section {
	var out []daodu.Section
	last := 0
	for _, s := range sections {
		if s.Span.Start >= last && check.Bounded(text, s.Span) {
			out = append(out, s)
			last = s.Span.End
		}
	}
	return out
}

// counts reports whether a section is one that an artifact should speak of.
func counts(k daodu.SectionKind, headed bool) bool {
	switch k {
	case daodu.Heading, daodu.Enumeration, daodu.RunIn, daodu.ReportedPoint:
		return true
	case daodu.Lead, daodu.Body:
		return !headed
	}
	return false
}

// nameSections notes which sections the nodes of an outline are about.
func nameSections(nodes []daodu.Node, named map[string]bool) {
	for _, n := range nodes {
		named[n.Section] = true
		nameSections(n.Children, named)
	}
}

// quoted returns where the points of c stand in the text.
func quoted(c daodu.Content) []daodu.Span {
	var out []daodu.Span
	for _, p := range c.EachPoint() {
		for _, q := range p.Quotes {
			if q.Len() > 0 {
				out = append(out, q.Span)
			}
		}
	}
	return out
}
