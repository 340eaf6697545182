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
	r.eachClause(func(a alignment) string { return a.replaced(kind, what, r.whole) })
}

// replaced returns what it says of the first name that was replaced, "" for none. A
// statement about the whole source is in freer words, and is read more generously.
func (a alignment) replaced(kind names.Kind, what string, whole bool) string {
	for i := 0; i < len(a.said.tokens); {
		from, to := a.gap(i)
		i = max(i+1, to)
		for k := to - 1; k > from; k-- {
			if a.said.parts(k-1, k) {
				from = k // what stands before the mark is another clause
			}
		}
		if to <= from || to-from > longestReplaced {
			continue
		}
		if kind == names.Person && !whole {
			if fault := a.postChanged(from, to); fault != "" {
				return fault
			}
		}
		if name, ok := a.letterChanged(from, to, kind, whole); ok {
			return fmt.Sprintf("“%s”处原文是%s“%s”", a.said.shown(from, to), what, a.cited.passage.words(name))
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
	case lo == 0 && (from == 0 || a.said.parts(from-1, from)):
		for lo = hi; lo > 0 && hi-lo < longestReplaced && (lo == hi || !a.cited.parted(lo-1, lo, marks)); {
			lo--
		}
	case hi < 0 && (to == len(a.said.tokens) || a.said.parts(to-1, to)):
		for hi = lo; hi < len(a.cited.tokens) && hi-lo < longestReplaced && (hi == lo || !a.cited.parted(hi-1, hi, marks)); {
			hi++
		}
	case lo == 0 || hi < 0:
		return 0, 0, false
	}
	return lo, hi, lo < hi && !a.cited.parts(lo, hi-1)
}

// letterChanged returns the name of the evidence in which one letter, or two, are others
// in the tokens [from,to) of said, while the rest of the name stands there.
func (a alignment) letterChanged(from, to int, kind names.Kind, whole bool) (daodu.Span, bool) {
	const most, slack = 2, 2
	lo, hi, ok := a.place(from, to)
	if !ok || hi-lo > to-from+slack || to-from > hi-lo+slack || !a.said.letters(from, to) {
		return daodu.Span{}, false
	}
	for _, n := range a.cited.passage.names() {
		first, last := a.cited.within(lo, hi, n.Span)
		size := last - first
		if n.Kind != kind || size < 1 || size > min(most, to-from) || !a.cited.letters(first, last) {
			continue
		}
		if whole && (size != to-from || size != hi-lo) {
			continue
		}
		own := from // where in the gap the changed letters stand
		if last == hi && first > lo {
			own = to - size
		}
		words := a.said.passage.folded[a.said.tokens[own].span.Start:a.said.tokens[own+size-1].span.End]
		s := daodu.Span{Start: a.cited.tokens[first].span.Start, End: a.cited.tokens[last-1].span.End}
		if n.Span.Len() > s.Len() && !introduces(words) && !a.cited.passage.holdsChanged(n.Span, s, words) {
			return n.Span, a.beside(own, own+size, first, last, n.Span)
		}
	}
	return daodu.Span{}, false
}

// postChanged returns what it says of an office in the tokens [from,to) of said, where
// the evidence gives another to the same person.
func (a alignment) postChanged(from, to int) string {
	lo, hi, ok := a.place(from, to)
	words := a.said.passage.folded[a.said.tokens[from].span.Start:a.said.tokens[to-1].span.End]
	if !ok || !names.IsOffice(words) {
		return ""
	}
	s := daodu.Span{Start: a.cited.tokens[lo].span.Start, End: a.cited.tokens[hi-1].span.End}
	for _, n := range a.cited.passage.names() {
		post := a.cited.passage.folded[n.Post.Start:n.Post.End]
		if n.Kind == names.Person && names.IsOffice(post) && s.Overlaps(daodu.Span{Start: n.Post.Start + names.Office(post), End: n.Post.End}) {
			return fmt.Sprintf("“%s”处原文是“%s”", a.said.shown(from, to), a.cited.shown(lo, hi))
		}
	}
	return ""
}

// within returns the tokens of [lo,hi) that stand within s.
func (l line) within(lo, hi int, s daodu.Span) (int, int) {
	for lo < hi && !s.Contains(l.tokens[lo].span) {
		lo++
	}
	for lo < hi && !s.Contains(l.tokens[hi-1].span) {
		hi--
	}
	return lo, hi
}

// holdsChanged reports whether the name at n, with other words at s, stands in the passage
// as well.
func (p *passage) holdsChanged(n, s daodu.Span, words []rune) bool {
	changed := string(p.folded[n.Start:s.Start]) + string(words) + string(p.folded[s.End:n.End])
	return strings.Contains(p.text(), changed)
}

// beside reports whether a letter of the name at n, next to the tokens [lo,hi) of cited,
// is the partner of the one next to [from,to).
func (a alignment) beside(from, to, lo, hi int, n daodu.Span) bool {
	left := lo > 0 && a.partner(from-1) == lo-1 && n.Contains(a.cited.tokens[lo-1].span)
	right := hi < len(a.cited.tokens) && a.partner(to) == hi && n.Contains(a.cited.tokens[hi].span)
	return left || right
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
		if n.Kind != kind || n.Rough || !n.Span.Overlaps(s) {
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

// introductions are words that stand where a name may, and are none.
var introductions = strings.Fields("文中 本文 原文 全文 会议 报道 同时 此外 多家 有关 相关 一名 一些 目前 随后 其中 最后 据悉 承认 方式 当地 本地 该地")

func introduces(words []rune) bool {
	return slices.ContainsFunc(introductions, func(w string) bool { return strings.Contains(string(words), w) })
}

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
	if introduces(words) {
		return s, false
	}
	if len(words) < 2 || strings.Contains(a.cited.passage.text(), string(words)) || names.IsCommon(words) {
		return s, false
	}
	return s, !strings.ContainsAny(string(words), pronouns) && !strings.ContainsAny(string(words), glue)
}
