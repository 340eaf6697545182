package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/names"
	"github.com/daodu/daodu/internal/zh"
)

// checkAlike looks for words of a claim that are a name of the evidence but for one
// letter: a slip that leaves nothing a recogniser would take for a name.
func (r *run) checkAlike(kind names.Kind, what string) {
	r.eachOwn(func(c *claim) {
		seen := map[string]bool{}
		for _, n := range c.evidence.names() {
			name := c.evidence.folded[n.Span.Start:n.Span.End]
			if n.Kind != kind || n.Rough || seen[string(name)] || c.failed {
				continue
			}
			seen[string(name)] = true
			if at, ok := c.alike(name, kind); ok {
				r.fail(c, c.path, fmt.Sprintf("“%s”与原文的%s“%s”只差一字", c.said.words(at), what, c.evidence.words(n.Span)))
			}
		}
	})
}

// alike returns where a claim has the letters of a name but for one, words that the
// evidence does not have.
func (c *claim) alike(name []rune, kind names.Kind) (daodu.Span, bool) {
	n := len(name)
	if n < leastAlike(kind) {
		return daodu.Span{}, false
	}
	for i := 0; i+n <= len(c.said.folded); i++ {
		words := c.said.folded[i : i+n]
		at := onlyDifference(words, name)
		if at < 0 || !zh.IsHan(words[at]) || !c.mayDiffer(i, at, n, kind) || strings.Contains(string(c.evidence.folded), string(words)) {
			continue
		}
		return daodu.Span{Start: i, End: i + n}, true
	}
	return daodu.Span{}, false
}

// leastAlike is how many letters a name needs before one that differs is a slip.
func leastAlike(kind names.Kind) int {
	if kind == names.Body {
		return 4
	}
	return 3
}

// mayDiffer reports whether the letter at, in a name of n letters from i, makes another
// name of it. At the ends of a place or a body anything may stand that is no part of
// it, unless the words of the claim are a name by themselves.
func (c *claim) mayDiffer(i, at, n int, kind names.Kind) bool {
	switch {
	case kind == names.Person && at < n-1, at > 0 && at < n-1:
		return true
	case kind == names.Person:
		return !names.NeverInGiven(c.said.folded[i+at]) && !c.namesShorter(daodu.Span{Start: i, End: i + at})
	}
	for _, m := range c.said.names() {
		if m.Kind == kind && !m.Rough && m.Span.Start <= i+at && i+at < m.Span.End && m.Span.Start >= i && m.Span.End <= i+n {
			return true
		}
	}
	return false
}

// namesShorter reports whether the claim names somebody with just the letters at s.
func (c *claim) namesShorter(s daodu.Span) bool {
	return slices.ContainsFunc(c.said.names(), func(m names.Name) bool { return m.Kind == names.Person && m.Span == s })
}

// onlyDifference returns the place of the one letter in which a and b, of the same
// length, differ, -1 when they differ in none or more.
func onlyDifference(a, b []rune) int {
	at := -1
	for i := range a {
		if a[i] != b[i] {
			if at >= 0 {
				return -1
			}
			at = i
		}
	}
	return at
}

// longestReplaced is how many letters may stand where the evidence has a name.
const longestReplaced = 9

// checkReplaced looks for words that the evidence does not have, in the very place
// where it has a name: between the same neighbours. So a name is missed by whatever
// was put there, be it a name or not.
func (r *run) checkReplaced(kind names.Kind, what string) {
	r.eachClause(func(a alignment) string { return a.replaced(kind, what) })
}

// replaced returns what it says of the first name that was replaced, "" for none.
func (a alignment) replaced(kind names.Kind, what string) string {
	for i := 0; i < len(a.said.tokens); {
		from, to := a.gap(i)
		i = max(i+1, to)
		if to <= from || to-from > longestReplaced {
			continue
		}
		words, ok := a.strange(from, to)
		said := a.said.passage.words(words)
		if kind == names.Person && !ok && a.says(words) {
			if name, swapped := a.nameInPlace(from, to, kind); swapped {
				return fmt.Sprintf("“%s”处原文是%s“%s”", said, what, a.cited.passage.words(name))
			}
		}
		if !ok {
			continue
		}
		if name, ok := a.nameInPlace(from, to, kind); ok {
			return fmt.Sprintf("“%s”处原文是%s“%s”", said, what, a.cited.passage.words(name))
		}
		if kind == names.Person && names.LooksLikePerson(a.said.passage.folded[words.Start:words.End]) {
			return fmt.Sprintf("原文没有“%s”这个人名", said)
		}
	}
	return ""
}

// place returns the tokens [lo,hi) of cited that stand where [from,to) of said do: between
// the partners of both neighbours, or at the edge of a clause of both.
func (a alignment) place(from, to int) (lo, hi int, ok bool) {
	lo, hi = a.partner(from-1)+1, a.partner(to)
	switch {
	case a.said.parts(from, to-1), lo == 0 && hi < 0:
		return 0, 0, false
	case lo == 0 && from == 0:
		for lo = hi; lo > 0 && hi-lo < longestReplaced && (lo == hi || !a.cited.parted(lo-1, lo, marks)); {
			lo--
		}
	case hi < 0 && to == len(a.said.tokens):
		for hi = lo; hi < len(a.cited.tokens) && hi-lo < longestReplaced && (hi == lo || !a.cited.parted(hi-1, hi, marks)); {
			hi++
		}
	case lo == 0 || hi < 0:
		return 0, 0, false
	}
	return lo, hi, lo < hi && !a.cited.parts(lo, hi-1)
}

// says reports whether the words at s are the name of a person for the claim.
func (a alignment) says(s daodu.Span) bool {
	return slices.ContainsFunc(a.said.passage.names(), func(n names.Name) bool { return n.Kind == names.Person && n.Span == s })
}

// nameInPlace returns the name of the evidence that stands where the tokens [from,to) of
// said do.
func (a alignment) nameInPlace(from, to int, kind names.Kind) (daodu.Span, bool) {
	lo, hi, ok := a.place(from, to)
	if !ok {
		return daodu.Span{}, false
	}
	return a.nameWithin(lo, hi, kind)
}

// nameWithin returns the name of the evidence that the tokens [lo,hi) of cited are, or
// are the greater part of.
func (a alignment) nameWithin(lo, hi int, kind names.Kind) (daodu.Span, bool) {
	s := daodu.Span{Start: a.cited.tokens[lo].span.Start, End: a.cited.tokens[hi-1].span.End}
	for _, n := range a.cited.passage.names() {
		if n.Span.Start >= s.End {
			break
		}
		if n.Kind != kind || !n.Span.Overlaps(s) {
			continue
		}
		shared := min(n.Span.End, s.End) - max(n.Span.Start, s.Start)
		if 2*shared > n.Span.Len() && s.Len() <= n.Span.Len()+2 {
			return n.Span, true
		}
	}
	return daodu.Span{}, false
}

// glue are letters at the edges of replaced words that belong to the sentence, and
// pronouns are letters of words that merely stand for somebody.
const (
	glue     = "因被将已而并也曾的了在是于与和对向从由及或等就为以所"
	pronouns = "他她它其该此这那两某双"
)

// strange returns the words that the tokens [from,to) of said are, when the evidence does
// not have them and they do not merely stand for somebody (他, 该男子).
func (a alignment) strange(from, to int) (daodu.Span, bool) {
	if !a.said.letters(from, to) {
		return daodu.Span{}, false
	}
	folded := a.said.passage.folded
	s := daodu.Span{Start: a.said.tokens[from].span.Start, End: a.said.tokens[to-1].span.End}
	for s.Len() > 0 && strings.ContainsRune(glue, folded[s.End-1]) {
		s.End--
	}
	for s.Len() > 0 && strings.ContainsRune(glue, folded[s.Start]) {
		s.Start++
	}
	words := folded[s.Start:s.End]
	if len(words) < 2 || strings.Contains(string(a.cited.passage.folded), string(words)) || names.IsCommon(words) {
		return s, false
	}
	return s, !strings.ContainsAny(string(words), pronouns) && !strings.ContainsAny(string(words), glue)
}
