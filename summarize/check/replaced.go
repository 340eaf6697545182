package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/names"
)

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
		if fault := a.judgeGap(from, to, kind, what, whole); fault != "" {
			return fault
		}
	}
	return ""
}

// judgeGap returns what it says of the tokens [from,to) of said, which have no partners.
func (a alignment) judgeGap(from, to int, kind names.Kind, what string, whole bool) string {
	if kind == names.Person && !whole {
		if fault := a.postChanged(from, to); fault != "" {
			return fault
		}
	}
	if name, ok := a.letterChanged(from, to, kind, whole); ok {
		return fmt.Sprintf("“%s”处原文是%s“%s”", a.said.shown(from, to), what, a.cited.passage.words(name))
	}
	words, strange := a.strange(from, to)
	person := kind == names.Person
	if !strange && !(person && a.says(words)) {
		return ""
	}
	said := a.said.passage.words(words)
	if name, ok := a.nameInPlace(from, to, kind); ok {
		return fmt.Sprintf("“%s”处原文是%s“%s”", said, what, a.cited.passage.words(name))
	}
	if strange && person && names.LooksLikePerson(a.said.passage.folded[words.Start:words.End]) {
		return fmt.Sprintf("原文没有“%s”这个人名", said)
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
	for _, n := range a.cited.namesNear(lo, hi) {
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

// namesNear returns the names of the passage that may touch the tokens [lo,hi), be it with
// the post before them.
func (l line) namesNear(lo, hi int) []names.Name {
	const longest = 64 // letters of a name, or of a post
	all := l.passage.names()
	before := func(n names.Name, at int) int { return n.Span.Start - at }
	from, _ := slices.BinarySearchFunc(all, l.tokens[lo].span.Start-longest, before)
	to, _ := slices.BinarySearchFunc(all, l.tokens[hi-1].span.End+longest, before)
	return all[from:to]
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
	for _, n := range a.cited.namesNear(lo, hi) {
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
	for _, n := range a.cited.namesNear(lo, hi) {
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
