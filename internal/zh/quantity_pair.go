package zh

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/daodu/daodu"
)

// between adds low with a second number behind it as a range and returns where that
// ends, or 0. The first may leave out its unit and its power: 2至3万人 is 20000 to
// 30000.
func (s *quantityScan) between(low candidate) int {
	p := low.end
	if !isConnector(at(s.t, p)) || p+1 >= len(s.t) || s.atDate(p+1) {
		return 0
	}
	high, ok := s.read(p + 1)
	if !ok || high.Value == nil || low.Value == nil || low.n.more {
		return 0
	}
	if low.prefixed && high.Unit == "" {
		high.Value, high.Unit, high.Kind = low.proportionOf(high.n), "%", Proportion
	} else if !high.stands || high.Unit == "" && !high.n.powers {
		return 0
	}
	if !low.join(high, s.t[p]) {
		return 0
	}
	high.Range = RangeHigh
	high.Span.Start = high.Number.Start
	s.add(low.Quantity)
	s.add(high.Quantity)
	return high.end
}

// atDate reports whether the next date begins at i.
func (s *quantityScan) atDate(i int) bool {
	return len(s.dates) > 0 && s.dates[0].Span.Start == i
}

// join makes c the lower end of a range up to high; false when they do not go
// together. A dash needs rising values, since it also joins scores and codes; 至 and
// 到 may fall (由5%到3%).
func (c *candidate) join(high candidate, connector rune) bool {
	if c.Unit == "" && !c.borrow(high) {
		return false
	}
	if c.Unit != high.Unit || c.Kind != high.Kind {
		return false
	}
	if connector != '至' && connector != '到' && c.Value.Cmp(high.Value) >= 0 {
		return false
	}
	if c.Hedge == Exactly {
		c.Hedge = high.Hedge
	}
	c.Range, c.Weak = RangeLow, false
	return true
}

// borrow gives c the unit of high, and the power or the sign of a share that it
// leaves to high.
func (c *candidate) borrow(high candidate) bool {
	exp, ok := high.n.shared(c.n)
	if !ok || high.prefixed {
		return false
	}
	c.Unit, c.Kind = high.Unit, high.Kind
	if high.Kind == Proportion {
		c.Value = high.proportionOf(c.n)
	} else if exp > 0 {
		c.Value = c.n.value.shift(exp).rat()
	}
	return true
}

// proportionOf returns what n is when it shares the sign of a share with c: the 5
// of 5-8%, 三至五成, 百分之五至八.
func (c *candidate) proportionOf(n number) *big.Rat {
	own := c.n.value.rat()
	if own.Sign() == 0 {
		return n.value.rat()
	}
	factor := new(big.Rat).Quo(c.Value, own)
	return factor.Mul(factor, n.value.rat())
}

// ratio reads 3:1, 1:1.5:2 and 3比1. Its terms are kept as they are: 6:4 is another
// score than 3:2.
func (s *quantityScan) ratio(i int) int {
	n, ok := readNumber(s.t, i)
	if !ok || n.form != "" || n.powers {
		return i
	}
	form, end := ratioTerm(n), n.end
	for end-i < longestCode {
		sign := at(s.t, end)
		if sign != ':' && sign != '比' || isDigit(s.t[i]) != isDigit(at(s.t, end+1)) {
			break
		}
		m, ok := readNumber(s.t, end+1)
		if !ok || m.form != "" || m.powers || m.han && sign == ':' {
			break
		}
		form, end = form+":"+ratioTerm(m), m.end
	}
	if end == n.end || s.countsAt(end) || IsHan(at(s.t, end)) && n.han {
		return i
	}
	span := daodu.Span{Start: i, End: end}
	s.add(Quantity{Span: span, Number: span, Form: form, Kind: Ratio})
	return end
}

// ratioTerm writes a term without closing zeros, so that 2.50:1 is 2.5:1.
func ratioTerm(n number) string {
	r := n.value.rat()
	if r.IsInt() {
		return r.Num().String()
	}
	return strings.TrimRight(r.FloatString(-n.value.exp), "0")
}

// clock reads a time of day. 点 and Chinese hours need a part of the day before or
// minutes behind them, since 三点 counts points and 一时 is a word.
func (s *quantityScan) clock(i int) int {
	c, ok := readClock(s.t, i)
	if !ok {
		return i
	}
	c.addPartOfDay(s.t, i)
	span := daodu.Span{Start: i, End: c.end}
	s.add(Quantity{Span: span, Number: span, Form: fmt.Sprintf("%02d:%02d", c.hour, c.minute), Kind: Clock})
	return c.end
}
