package zh

import (
	"math/big"
	"strings"

	"github.com/daodu/daodu"
)

// unit reads the unit at p, or behind 多 or 余 there, and settles the kind.
func (c *candidate) unit(t []rune, p int) bool {
	over := false
	if isMore(at(t, p)) && !c.n.more {
		p++
		over = true
	}
	// 番 doubles behind 翻 only; 一番 alone is "some".
	u, end, inside, ok := unitWithin(t, p)
	if !ok || !c.fits(u) || u.name == "番" && !containsNear(t, c.n.start, "翻") {
		return false
	}
	if over || inside == '多' || inside == '余' {
		c.Hedge = Over
	}
	if inside == '半' {
		c.addHalf()
	}
	c.Unit, c.class, c.end, c.stands = u.name, u.class, end, true
	c.settle(t)
	c.per(t)
	c.currency(t)
	if u.class == timed && at(t, c.end) == '半' && c.Value != nil {
		c.addHalf()
		c.end++
	}
	if u.class != counted {
		c.tail(t)
	}
	return true
}

// settle decides what the unit found makes of the number: its kind, the sense of a
// unit that has two, and whether it is a number at all.
func (c *candidate) settle(t []rune) {
	before := at(t, c.n.start-1)
	switch {
	case c.Unit == "日" && at(t, c.end) == '内':
		c.Unit = "天" // 10日 alone may be a day of the month
	case c.Unit == "位" && !strings.ContainsRune("前升进跃降跌退后", before):
		c.Unit = "人" // but 提升4位 counts places
	case c.class == ranked && !c.countsRanks(t):
		c.Kind = Ordinal
	}
	c.Weak = c.class == counted && c.n.han && c.n.is(1) && c.n.end-c.n.start == 1
	if !c.n.bare || c.class == measured {
		return
	}
	c.stands = false // 百年, 千家: words, unless a hedge makes them a number
	if c.Unit == "级" && c.n.scale >= 8 {
		c.Kind, c.stands = Label, true // 千亿级产业: a class by size
	}
}

// countsRanks reports whether the number counts ranks instead of naming one: 两届,
// 3届, 前三季度, 省市县三级.
func (c *candidate) countsRanks(t []rune) bool {
	before, behind := at(t, c.n.start-1), at(t, c.n.end)
	switch {
	case t[c.n.start] == '两', c.n.form != "", before == '前':
		return true
	case behind == '届':
		return !c.n.han && c.n.between(0, 9)
	}
	return behind == '级' && strings.ContainsRune("省市县区乡镇村", before)
}

// unitWithin reads the unit at p, also with 多, 余 or 半 within: 个多月, 个半小时.
func unitWithin(t []rune, p int) (u unit, end int, inside rune, ok bool) {
	next := at(t, p+1)
	if at(t, p) == '个' && (isMore(next) || next == '半') {
		// As if 多 or 半 were not there: no such unit has more than three letters behind 个.
		short := []rune{'个', at(t, p+2), at(t, p+3), at(t, p+4)}
		if u, end, ok = unitAt(short, 0); ok && u.class == timed {
			return u, p + 1 + end, next, true
		}
	}
	u, end, ok = unitAt(t, p)
	return u, end, 0, ok
}

// fits reports whether a unit of u's class can follow the number. Many units are
// common letters, and a Chinese numeral before them is part of a word more often
// than a count (四面, 两国, 一门); digits always count.
func (c *candidate) fits(u unit) bool {
	if !c.n.han {
		return u.class != numbered
	}
	if u.class == numbered || u.class == arabic {
		return false
	}
	if c.n.form != "" {
		return true
	}
	v, ok := c.n.value.int64()
	return !ok || v >= u.least && (v > 0 || u.class == measured) // 零部件
}

// addHalf makes 3个 of 3个半 three and a half.
func (c *candidate) addHalf() {
	if c.Value != nil {
		c.Value.Add(c.Value, big.NewRat(1, 2))
	}
}

// per reads a second unit behind a stroke: 元/吨, 微克/立方米.
func (c *candidate) per(t []rune) {
	if at(t, c.end) != '/' {
		return
	}
	if u, end, ok := unitAt(t, c.end+1); ok {
		c.Unit += "/" + u.name
		c.end = end
	}
}

// currencies stand before an amount in 元 and name its unit.
var currencies = [...]string{"新台币", "台币", "人民币", "港币", "美元", "欧元", "日元"}

// currency makes the unit of 新台币300亿元 what stands before the number.
func (c *candidate) currency(t []rune) {
	if c.Unit != "元" {
		return
	}
	for _, name := range currencies {
		if hasPrefix(t, c.n.start-len([]rune(name)), name) {
			u, _, _ := unitAt([]rune(name), 0)
			c.Unit = u.name
			return
		}
	}
}

// containsNear reports whether word stands in the three letters before i.
func containsNear(t []rune, i int, word string) bool {
	return i > 0 && strings.Contains(string(t[max(0, i-3):i]), word)
}

// tail takes in the 多 of "and more" behind a unit (两年多, 三成多, 5米多), unless it opens
// a word (多元, 多次).
func (c *candidate) tail(t []rune) {
	if at(t, c.end) == '多' && !strings.ContainsRune("元样次边层方党民年种家个", at(t, c.end+1)) {
		c.Hedge = Over
		c.end++
	}
}

// half reads 半, which no numeral run holds, with a unit of time (半年, 半个多世纪), 半数 and 过半.
func (s *quantityScan) half(i int) (candidate, bool) {
	c := candidate{end: i + 1, stands: true, n: number{start: i, end: i + 1, han: true}}
	c.Number = daodu.Span{Start: i, End: i + 1}
	c.Span = c.Number
	c.Value = big.NewRat(1, 2)
	// Only spans of time are halved in figures of speech that state an amount; 半岁, 半日
	// and 半里 do not, and 半天 is "quite a while".
	u, end, inside, ok := unitWithin(s.t, i+1)
	switch {
	case ok && (u.class == timed || u.name == "个百分点") && u.name != "岁" && u.name != "日" && u.name != "里" && inside != '半':
		c.Unit, c.end, c.Weak = u.name, end, u.name == "天"
		if inside != 0 {
			c.Hedge = Over
		}
		c.tail(s.t)
	case at(s.t, i+1) == '数' || at(s.t, i-1) == '过' && !IsHan(at(s.t, i+1)):
		c.Kind, c.Unit, c.Value, c.end = Proportion, "%", big.NewRat(50, 1), i+1
		if at(s.t, i+1) == '数' {
			c.end++
		}
	default:
		return c, false
	}
	c.Span.End = c.end
	s.hedge(&c)
	return c, true
}

// sign reads a minus before the number. Behind a Chinese letter - is more often a
// dash, so that there the number must be a share or a temperature.
func (s *quantityScan) sign(c *candidate) {
	i := c.Number.Start
	if c.Value == nil || i <= s.done || c.n.han {
		return
	}
	minus, before := s.t[i-1], at(s.t, i-2)
	switch {
	case minus == '−', minus == '负' && !strings.ContainsRune("担肩胜抱欺背辜自税", before):
	case minus == '-' && (before <= ' ' || strings.ContainsRune("(,:、。“", before)):
	case minus == '-' && IsHan(before) && (c.Kind == Proportion || c.Unit == "摄氏度"):
	case minus == '下' && before == '零' && (c.Unit == "摄氏度" || c.Unit == "度"):
		c.Value.Neg(c.Value)
		return
	default:
		return
	}
	c.Value.Neg(c.Value)
	c.Span.Start = i - 1
}
