package extract

import (
	"strings"

	"github.com/daodu/daodu"
)

const (
	shortPoint = 60 // code points that the point of a node should keep to
	longPoint  = 100
	mostPoint  = 160 // of a section whose only sentences cannot be shortened
	// weightSpecific is what a wholly specific unit gains over a set phrase as the
	// point of a node: the heading has the phrase already.
	weightSpecific = 0.5
	// weightBeside is what a unit gains that stands in the paragraph of the heading. The
	// last item of a list may own what follows the list as well.
	weightBeside = 0.3
)

// nodePoint returns the point of a section: the rest of the sentence that heads it,
// what is reported, or the best of its own sentences.
func (t *text) nodePoint(s *section, rest daodu.Span) daodu.Span {
	if rest.Len() > 0 {
		return t.brief(rest)
	}
	switch s.Kind {
	case daodu.ReportedPoint:
		if p := t.reportedWords(s); p.Len() > 0 {
			return p
		}
	case daodu.Attendance:
		return t.whoWasThere(s)
	}
	if p := t.bestOwn(s, t.brief); p.Len() > 0 {
		return p
	}
	return t.bestOwn(s, func(u daodu.Span) daodu.Span {
		p, _ := t.fit(u, mostPoint)
		return p
	})
}

// bestOwn returns the best stretch of the units directly in s behind its heading, each
// shortened by brief.
func (t *text) bestOwn(s *section, brief func(daodu.Span) daodu.Span) daodu.Span {
	best, value := daodu.Span{}, -1.0
	for _, i := range s.units {
		u := &t.units[i]
		if u.heading || u.score < 0 || u.section != s || s.Head.Contains(u.span) {
			continue
		}
		p := brief(u.span)
		v := u.score + weightSpecific*t.specific(p)
		if t.paragraph(u.span.Start) == t.paragraph(s.Span.Start) {
			v += weightBeside
		}
		if p.Len() > 0 && v > value && ruled(t.slice(p)) == "" {
			best, value = p, v
		}
	}
	return best
}

// whoWasThere returns the first sentence of a section that names who was present.
func (t *text) whoWasThere(s *section) daodu.Span {
	if len(s.units) == 0 {
		return daodu.Span{}
	}
	u := t.units[s.units[0]].span
	if p, ok := t.fit(u, longPoint); ok {
		return p
	}
	return t.brief(u)
}

// brief shortens s to the length of a node's point, an empty span when it cannot be.
func (t *text) brief(s daodu.Span) daodu.Span {
	const longestOfLaw = 240
	if t.indivisible() && s.Len() <= longestOfLaw {
		return s
	}
	for _, limit := range []int{shortPoint, longPoint} {
		if p, ok := t.fit(s, limit); ok {
			return p
		}
	}
	longest := daodu.Span{}
	for _, run := range t.runs(s, longPoint) {
		if run.Len() > longest.Len() {
			longest = run
		}
	}
	return longest
}

// reportedWords returns the first thing that is said behind 某某指出.
func (t *text) reportedWords(s *section) daodu.Span {
	start := s.Head.End
	for start < s.Span.End && strings.ContainsRune(",:“ ", t.folded[start]) {
		start++
	}
	for _, i := range s.units {
		u := t.units[i].span
		if u.Start <= start && start < u.End && u.Start >= s.Span.Start && letters(t.runes[start:u.End]) >= leastCut {
			return t.brief(daodu.Span{Start: start, End: u.End})
		}
	}
	return daodu.Span{}
}

// bestWithin returns the best stretch of the units within s.
func (t *text) bestWithin(s daodu.Span) daodu.Span {
	best, value := daodu.Span{}, -1.0
	for i := range t.units {
		u := &t.units[i]
		if !s.Contains(u.span) || u.score < 0 {
			continue
		}
		if p := t.brief(u.span); p.Len() > 0 && u.score > value && ruled(t.slice(p)) == "" {
			best, value = p, u.score
		}
	}
	return best
}
