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
		for _, n := range c.evidence.spelt() {
			if n.Kind != kind || n.Rough || c.failed {
				continue
			}
			if at, ok := c.alike(c.evidence.folded[n.Span.Start:n.Span.End], kind); ok {
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
		if at < 0 || !zh.IsHan(words[at]) || !c.mayDiffer(i, at, n, kind) || strings.Contains(c.evidence.text(), string(words)) {
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
	case strings.ContainsRune(grammar, c.said.folded[i+at]), c.namesRest(daodu.Span{Start: i, End: i + n}, i+at):
		return false
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

// grammar are letters that are hardly ever a slip for one of a name, but join names.
const grammar = "的了在和与及对向从把被由就也都等为以于是"

// namesRest reports whether the claim has a shorter name within s, without the letter at,
// which the evidence has as well: 文中对全国总工会 beside 中华全国总工会.
func (c *claim) namesRest(s daodu.Span, at int) bool {
	return slices.ContainsFunc(c.said.names(), func(m names.Name) bool {
		return m.Kind != names.Person && s.Contains(m.Span) && (at < m.Span.Start || at >= m.Span.End) && strings.Contains(c.evidence.text(), string(c.said.folded[m.Span.Start:m.Span.End]))
	})
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
