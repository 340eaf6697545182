package terms

import (
	"cmp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// Marks returns where the words of q stand in text, in order and without overlap: the
// whole phrases, the longest first, and of a phrase that stands nowhere in text its
// longest parts. text need not be folded; spans are of its own code points.
func Marks(text []rune, q Query) []daodu.Span {
	return marks(tokens(text), q)
}

func marks(all []token, q Query) []daodu.Span {
	var found []daodu.Span
	for _, p := range q.phrases {
		whole := p.occurrences(all)
		if len(whole) == 0 {
			whole = p.partial(all)
		}
		found = append(found, whole...)
	}
	return disjoint(found)
}

// occurrences returns where the whole of p stands.
func (p Phrase) occurrences(all []token) []daodu.Span {
	var out []daodu.Span
	for i := 0; i+len(p.Tokens) <= len(all); i++ {
		if p.at(all[i:]) {
			out = append(out, p.span(all[i:i+len(p.Tokens)]))
		}
	}
	return out
}

// at reports whether tokens begin with p.
func (p Phrase) at(all []token) bool {
	last := len(p.Tokens) - 1
	for k, want := range p.Tokens {
		if all[k].text != want && !(p.Prefix && k == last && strings.HasPrefix(all[k].text, want)) {
			return false
		}
	}
	return true
}

// span returns the letters of the tokens that p matches. Of the last one a prefix takes
// the first letter only.
func (p Phrase) span(matched []token) daodu.Span {
	last := matched[len(matched)-1]
	s := daodu.Span{Start: matched[0].span.Start, End: last.span.End}
	if p.Prefix {
		s.End = last.span.Start + 1
	}
	return s
}

// partial returns the longest stretches of p that stand in the tokens.
func (p Phrase) partial(all []token) []daodu.Span {
	var out []daodu.Span
	for i := 0; i < len(all); {
		n := 0
		for k := range p.Tokens {
			m := 0
			for k+m < len(p.Tokens) && i+m < len(all) && all[i+m].text == p.Tokens[k+m] {
				m++
			}
			n = max(n, m)
		}
		if n > 0 && !(n == 1 && all[i].single) {
			out = append(out, daodu.Span{Start: all[i].span.Start, End: all[i+n-1].span.End})
		}
		i += max(n, 1)
	}
	return out
}

// disjoint drops what overlaps with a longer span, or with an earlier one as long.
func disjoint(spans []daodu.Span) []daodu.Span {
	slices.SortStableFunc(spans, func(a, b daodu.Span) int {
		return cmp.Or(cmp.Compare(b.Len(), a.Len()), cmp.Compare(a.Start, b.Start))
	})
	var out []daodu.Span // by start
	for _, s := range spans {
		at, same := slices.BinarySearchFunc(out, s.Start, func(o daodu.Span, start int) int { return cmp.Compare(o.Start, start) })
		if same || at > 0 && out[at-1].Overlaps(s) || at < len(out) && out[at].Overlaps(s) {
			continue
		}
		out = slices.Insert(out, at, s)
	}
	return out
}
