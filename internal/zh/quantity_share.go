package zh

import (
	"math/big"
	"strings"

	"github.com/daodu/daodu"
)

// fraction reads N分之M (百分之五, 三分之一, 万分之三) or M/N behind its first number n.
func (s *quantityScan) fraction(n number) (candidate, bool) {
	if part, whole, ok := s.stroke(n); ok {
		return s.shareOf(part, whole, n.start, whole.end), true
	}
	if !hasPrefix(s.t, n.end, "分之") {
		return candidate{}, false
	}
	m, ok := readNumber(s.t, n.end+2)
	if !ok || n.form == "" && n.value.mant == 0 {
		return candidate{}, false
	}
	if m.han && m.form == "" {
		m = m.decimals(s.t, true)
	}
	c := s.shareOf(m, n, n.start, m.end)
	c.prefixed = true
	return c, true
}

// stroke reads 2/3. Larger denominators are days (9/11) or pages, and so is a pair
// in parentheses of its own.
func (s *quantityScan) stroke(n number) (part, whole number, ok bool) {
	if !n.whole || at(s.t, n.end) != '/' || at(s.t, n.start-1) == '/' || !isDigit(at(s.t, n.end+1)) {
		return n, n, false
	}
	whole, ok = readArabic(s.t, n.end+1)
	ok = ok && whole.whole && whole.between(2, 10) && n.value.mant > 0 && n.value.less(whole.value)
	next := at(s.t, whole.end)
	return n, whole, ok && next != '/' && (next != ')' || at(s.t, n.start-1) != '(')
}

// shareOf makes part of whole a share, written from start to end. Without an exact
// value (百分之几) it is known by its writing.
func (s *quantityScan) shareOf(part, whole number, start, end int) candidate {
	c := candidate{n: part, end: end, stands: true}
	c.n.scale, c.n.bare, c.n.form = 0, false, whole.form+part.form
	c.Kind, c.Unit, c.Number = Proportion, "%", daodu.Span{Start: start, End: end}
	if c.n.form != "" {
		c.Form = string(s.t[start:end])
		return c
	}
	c.Value = part.value.shift(2).rat()
	c.Value.Quo(c.Value, whole.value.rat())
	if part.more {
		c.Hedge = Over
	}
	c.tail(s.t)
	return c
}

// share reads % and what else says a share of a whole: ‰, 两成, 八折, 一半.
func (c *candidate) share(t []rune, p int) bool {
	if c.Value == nil {
		return false
	}
	factor, end := big.NewRat(1, 1), p+1 // of the number, to make hundredths
	switch r := at(t, p); {
	case r == '%':
	case r == '‰':
		factor = big.NewRat(1, 10)
	case r == '成' && c.isTenth() && !strings.ContainsRune(notTenths, at(t, end)):
		factor = big.NewRat(10, 1)
	case r == '折' && c.isTenth() && isDiscount(t, c.n.start, end):
		factor = big.NewRat(10, 1)
	// 一半 is the only number with 半 that is a share: 三半 is no word.
	case r == '半' && c.n.han && c.n.is(1) && c.n.end-c.n.start == 1:
		factor = big.NewRat(50, 1)
	default:
		return false
	}
	c.Kind, c.Unit, c.end, c.stands = Proportion, "%", end, true
	c.Value.Mul(c.Value, factor)
	if half := at(t, end); at(t, p) == '成' && hanDigit(half) > 0 && half != '两' && !isHanNumeral(at(t, end+1)) {
		if _, _, unit := unitAt(t, end+1); !unit { // 二成五 is 25%, but not 二成三项
			c.Value.Add(c.Value, big.NewRat(hanDigit(half), 1))
			c.end++
		}
	}
	c.tail(t)
	return true
}

// notTenths are the letters that 成 makes another word with: 一成不变, 5成员国.
const notTenths = "为立功果员本绩长效交就都品熟语因型形分败见家千不片套人全体衣龙书像"

// isTenth reports whether c is a number that 成 and 折 go with: up to ten, and one
// letter in Chinese.
func (c *candidate) isTenth() bool {
	if c.n.powers || c.n.more || c.n.han && c.n.end-c.n.start > 1 {
		return false
	}
	return c.n.value.mant > 0 && c.Value.Cmp(big.NewRat(10, 1)) <= 0
}

// isDiscount reports whether 折 ending at end is a discount: a word for a price
// stands before the number, since 折 has many other uses.
func isDiscount(t []rune, start, end int) bool {
	before := string(t[max(0, start-4):start])
	return strings.ContainsAny(before, "打享按惠价票") && !strings.ContainsRune("射叠旧中合返腾磨断算服", at(t, end))
}

// discount reads 七五折, two digits that are no number by themselves.
func (s *quantityScan) discount(i int) int {
	end := skipRun(s.t, i)
	if end-i != 2 || at(s.t, end) != '折' || !isDiscount(s.t, i, end+1) || hanDigit(s.t[i]) < 1 || hanDigit(s.t[i+1]) < 1 {
		return i
	}
	s.add(Quantity{
		Span: daodu.Span{Start: i, End: end + 1}, Number: daodu.Span{Start: i, End: end},
		Value: big.NewRat(hanDigit(s.t[i])*10+hanDigit(s.t[i+1]), 1), Unit: "%", Kind: Proportion,
	})
	return end + 1
}
