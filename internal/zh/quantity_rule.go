package zh

import "github.com/daodu/daodu"

// A quantityRule tells one use of numerals. The rules are tried in order at every
// place where a number can begin; the first that fits takes it.
type quantityRule struct {
	Name string
	Doc  string
	// match adds what it finds and returns where it ends, or i when it does not fit.
	match func(s *quantityScan, i int) int
}

// quantityRules is in the order of trust: what a word, a sign or a fixed place tells
// comes before what only a unit tells.
var quantityRules = [...]quantityRule{
	{"word", "an ordinary word or name written with numerals", (*quantityScan).skipWord},
	{"ordinal", "第 and a number: 第三, 第3届, 第十二条", (*quantityScan).ordinal},
	{"document", "number of a document: 〔2019〕6号", (*quantityScan).document},
	{"code", "digits tied to letters or digits: 5G, PM2.5, 1.2.3, 0939-5916900, 12345热线", (*quantityScan).code},
	{"name", "numbered names: 十四五, 二十大, 四中全会, 二十国集团, 三号", (*quantityScan).name},
	{"clock", "time of day: 12:30, 15时, 下午3点半", (*quantityScan).clock},
	{"ratio", "3:1, 3比1", (*quantityScan).ratio},
	{"mark", "marks of parts: 一、 （二） 1. [3] 三是", (*quantityScan).mark},
	{"some", "上百, 上千万", (*quantityScan).upTo},
	{"measure", "a number with its unit, or two of one unit: 5%-8%, 三至五年, 2至3万人", (*quantityScan).amount},
	{"discount", "七五折, which is no number by itself", (*quantityScan).discount},
}

// A candidate is a number with what was made of it. stands is false when it is
// only good as the first end of a range (三 in 三至五年).
type candidate struct {
	Quantity
	n      number
	class  unitClass
	end    int
	stands bool
	// prefixed is true for 百分之五 and its like, whose sign stands first.
	prefixed bool
}

// label adds the letters from start to end as a label.
func (s *quantityScan) label(start, end int, unit, form string) int {
	span := daodu.Span{Start: start, End: end}
	s.add(Quantity{Span: span, Number: span, Form: form, Unit: unit, Kind: Label})
	return end
}

// amount adds the number at i when it stands by itself or with a second one.
func (s *quantityScan) amount(i int) int {
	c, ok := s.read(i)
	if !ok {
		return i
	}
	if end := s.between(c); end > c.end {
		return end
	}
	if !c.stands {
		return i
	}
	s.add(c.Quantity)
	return c.end
}

// read makes a candidate of the number at i: a share, a half, or a number with
// its unit, with hedges on either side.
func (s *quantityScan) read(i int) (candidate, bool) {
	if s.t[i] == '半' {
		return s.half(i)
	}
	n, ok := readNumber(s.t, i)
	if !ok {
		return candidate{}, false
	}
	c, ok := s.fraction(n)
	if !ok {
		c = s.measure(n)
	}
	c.Span = daodu.Span{Start: c.Number.Start, End: c.end}
	s.sign(&c)
	s.hedge(&c)
	return c, true
}

// measure reads the unit behind n and decides whether both are a quantity.
func (s *quantityScan) measure(n number) candidate {
	c := candidate{n: n, end: n.end}
	c.Number = daodu.Span{Start: n.start, End: n.end}
	c.Form = n.form
	if n.form == "" {
		c.Value = n.value.rat()
	}
	if n.more {
		c.Hedge = Over
	}
	p := n.end
	if at(s.t, p) == ' ' && !n.han {
		p++
	}
	if c.share(s.t, p) || c.unit(s.t, p) {
		return c
	}
	// What names a thing by number says no amount: 《制造2025》, 11型.
	if n.isYear() || !n.han && at(s.t, n.end) == '型' {
		c.Kind, c.stands = Label, true
		c.Value, c.Form = nil, string(s.t[n.start:n.end])
		return c
	}
	// Without a unit a Chinese numeral must be written out to be a count: 十四亿中国人民,
	// but not 三农, 十分 or 百姓.
	c.stands = !n.han || n.powers && !n.bare && n.form == "" && n.end-n.start > 2
	if r := at(s.t, n.end); c.stands && isMore(r) && !n.more {
		c.Hedge, c.end = Over, n.end+1
	}
	return c
}

// isMore reports whether r behind a number makes it more than that.
func isMore(r rune) bool { return r == '多' || r == '余' }
