package check

import (
	"fmt"
	"slices"

	"github.com/daodu/daodu/internal/zh"
)

// checkNumbers looks every number of a claim up in its evidence, and holds it against
// the number that the evidence has in the same place.
func checkNumbers(r *run) {
	r.eachOwn(func(c *claim) {
		for _, q := range c.said.quantities() {
			if c.bare && q.Kind == zh.Ordinal && (q.Unit == "段" || q.Unit == "部分") {
				continue // a part that has no heading is named by its place: 第2段
			}
			if !c.failed && !q.Weak && q.Kind != zh.Enumerator && q.Form != vague {
				r.checkQuantity(c, q, c.evidence.quantities())
			}
		}
	})
	r.eachClause(func(a alignment) string { return a.otherFigure(false) })
}

// vague is the form of 几个, which says no more than "some".
const vague = "几"

// checkQuantity demands a number among those cited, with its very unit when some number
// there has that. A point has to keep the degree as well; a figure given by itself has
// none.
func (r *run) checkQuantity(c *claim, q zh.Quantity, cited []zh.Quantity) {
	as := c.said.words(q.Span)
	same := q.SameNumber
	if !slices.ContainsFunc(cited, func(x zh.Quantity) bool { return q.Unit != "" && x.Unit == q.Unit && x.Kind == q.Kind }) {
		same = func(x zh.Quantity) bool { return sameNumber(q, x) }
	}
	switch {
	case slices.ContainsFunc(cited, func(x zh.Quantity) bool { return same(x) && sameDegree(q, x) }):
	case slices.ContainsFunc(cited, same):
		if c.point != nil {
			r.fail(c, c.path, fmt.Sprintf("“%s”与原句的程度不符（约、近、以上、不足等）", as))
		}
	case c.evidence.hasClock(q):
	case c.bare && isCount(q) && (c.parts < 2 || q.Value.Num().Int64() == int64(c.parts)):
		// A question may ask for as many things as its answer has.
	case c.evidence.counts(q) || ranks(q, cited):
		if !c.bare {
			r.note(c.path, fmt.Sprintf("“%s”是对所引内容的计数", as))
		}
	default:
		r.fail(c, c.path, fmt.Sprintf("%s没有数字“%s”", r.sourceWord(), as))
	}
}

// sourceWord names what a claim is held against, for messages.
func (r *run) sourceWord() string {
	if r.whole {
		return "原文中"
	}
	return "所引原句中"
}

// sameDegree reports whether two numbers that are the same are given with the same
// degree and part of a range.
func sameDegree(q, x zh.Quantity) bool { return q.Hedge == x.Hedge && q.Range == x.Range }

// sameNumber reports whether x is the number q. Where the unit of one is not known, or
// both merely count (3件, 3起, 3个), the numbers alone decide.
func sameNumber(q, x zh.Quantity) bool {
	if q.SameNumber(x) {
		return true
	}
	if x.Kind == zh.Enumerator && q.Unit == "" && q.Kind == zh.Cardinal {
		x.Kind = q.Kind // the number of a heading within a sentence: 会议强调，2.实现…
	}
	loose := q.Unit == "" || x.Unit == "" || counter(q.Unit) && counter(x.Unit)
	return loose && q.Kind == x.Kind && q.Value != nil && x.Value != nil && q.Value.Cmp(x.Value) == 0
}

// counter reports whether a unit says nothing of what it counts, so that writers change
// it at will: 2起案件, 案件2件.
func counter(unit string) bool {
	return unit != "" && slices.Contains([]string{"个", "项", "条", "种", "类", "件", "起", "宗", "桩", "例", "家", "所", "座", "处", "份", "点", "方面"}, unit)
}

// ranks reports whether q tells the last of what the cited numbers count: 第四次 where
// there are 4.
func ranks(q zh.Quantity, cited []zh.Quantity) bool {
	return q.Kind == zh.Ordinal && q.Value != nil && slices.ContainsFunc(cited, func(x zh.Quantity) bool {
		return x.Kind == zh.Cardinal && x.Value != nil && x.Value.Cmp(q.Value) == 0 && counter(x.Unit)
	})
}

// hasClock reports whether q is a time of day that the passage gives with a date.
func (p *passage) hasClock(q zh.Quantity) bool {
	hour, minute, ok := clock(q)
	return ok && p.hasTime(hour, minute)
}

// otherFigure looks for a number, or a date, of said in whose place cited has another
// one: the letters next to it must be the same, and more of them than next to the same
// figure elsewhere.
func (a alignment) otherFigure(dates bool) string {
	for i, j := range a.pair {
		t := a.said.tokens[i]
		if j < 0 || t.letter != 0 || (t.date != nil) != dates {
			continue
		}
		u := a.cited.tokens[j]
		if t.equal(u) || !t.comparable(u) {
			continue
		}
		if around := context(a.said, i, a.cited, j); around >= 2 && a.elsewhere(i) < around {
			return fmt.Sprintf("“%s”处原句作“%s”", a.said.passage.words(t.span), a.cited.passage.words(u.span))
		}
	}
	return ""
}

// comparable reports whether two figures measure the same, so that one can stand in the
// place of the other.
func (t token) comparable(u token) bool {
	if t.date != nil || u.date != nil {
		return t.date != nil && u.date != nil
	}
	x, y := t.quantity.Unit, u.quantity.Unit
	return x == y || x == "" || y == "" || counter(x) && counter(y)
}

// elsewhere returns the greatest context that the figure of said's token i has in the
// evidence.
func (a alignment) elsewhere(i int) int {
	most, t := 0, a.said.tokens[i]
	for _, l := range a.cited.passage.lines() {
		for j, u := range l.tokens {
			if t.fits(u) && t.equal(u) {
				most = max(most, context(a.said, i, l, j))
			}
		}
	}
	return most
}

// context counts the equal tokens next to token i of a and token j of b, on both sides;
// other figures end it.
func context(a line, i int, b line, j int) int {
	const most = 8
	same := func(k int) bool {
		return i+k >= 0 && j+k >= 0 && i+k < len(a.tokens) && j+k < len(b.tokens) &&
			a.tokens[i+k].letter != 0 && a.tokens[i+k].letter == b.tokens[j+k].letter
	}
	before, after := 0, 0
	for before < most && same(-before-1) {
		before++
	}
	for after < most && same(after+1) {
		after++
	}
	return before + after
}
