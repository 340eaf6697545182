package extract

import (
	"github.com/daodu/daodu"
)

// define finds the words that explain the term, or else the clause that mentions it
// first. It reports false when there is nothing that can be shown.
func (t *text) define(m *term) bool {
	places := t.occurrences(m.words)
	m.count = len(places)
	for _, at := range places {
		u := t.unitAt(at.Start)
		if u == nil {
			continue
		}
		s := t.sentenceAround(u.span)
		after := string(t.folded[at.End:min(s.End, at.End+16)])
		if members, run := t.membersBefore(m, s, at); len(members) > 0 {
			m.defined, m.explain, m.members = run, true, members
			return true
		}
		if at.End < s.End && explains.MatchString(after) {
			m.defined, m.explain = t.definition(s, at), true
			m.members = t.members(m, daodu.Span{Start: at.End, End: s.End})
			return true
		}
		if u.score < 0 || u.heading || !u.span.Contains(at) || m.defined.Len() > 0 && !isSlogan(m.words) {
			continue
		}
		found := t.mention(u.span, at)
		if m.said && letters(t.runes[found.Start:found.End]) < at.Len()+leastSaid {
			continue
		}
		if m.defined.Len() == 0 || found.Len() < m.defined.Len() {
			m.defined = found
		}
	}
	return m.defined.Len() > 0
}

// occurrences returns where folded words stand, at most 20 times.
func (t *text) occurrences(words string) []daodu.Span {
	const most = 20
	return t.places([]rune(words), most)
}

// longestDefinition is the length in code points that an explanation may have.
const longestDefinition = 160

// definition returns the words of sentence s from the clause with the term on.
func (t *text) definition(s, at daodu.Span) daodu.Span {
	start := s.Start
	for _, c := range t.clauses(s) {
		if c.span.Start <= at.Start {
			start = c.span.Start
		}
	}
	out := daodu.Span{Start: start, End: s.End}
	if s.Len() <= longestDefinition {
		out.Start = s.Start
	}
	if fitted, ok := t.fit(out, longestDefinition); ok && fitted.Contains(at) {
		return t.core(fitted)
	}
	return t.mention(s, at)
}

// mention returns a short run of clauses around the term; for a common slogan, of
// which the verb is all that a text adds (增强, 坚定, 做到), the clause alone.
func (t *text) mention(s, at daodu.Span) daodu.Span {
	const most = 60
	slogan := isSlogan(string(t.slice(at)))
	if s.Len() <= most && !slogan {
		return s
	}
	best := daodu.Span{}
	for _, run := range t.runs(s, most) {
		if !slogan && run.Contains(at) && run.Len() > best.Len() {
			best = run
		}
	}
	if best.Len() > 0 {
		return best
	}
	return t.clauseAround(s, at)
}

// clauseAround returns the clause of s with the term, with those before it that it
// leans on where no mark is lost among them.
func (t *text) clauseAround(s, at daodu.Span) daodu.Span {
	start := s.Start
	for i, c := range t.clauses(s) {
		if i == 0 || !c.tight {
			start = c.span.Start
		}
		if !c.span.Contains(at) {
			continue
		}
		if run := (daodu.Span{Start: start, End: c.span.End}); t.balanced(run) {
			return run
		}
		if t.balanced(c.span) {
			return c.span
		}
	}
	return s
}
