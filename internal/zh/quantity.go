package zh

import (
	"math/big"

	"github.com/daodu/daodu"
)

// A Quantity is a number in a text with the unit that follows it.
//
// Value is in Unit, with the powers of the text multiplied out: 1.2万亿元 is
// 1200000000000 元. A share of a whole, however written (5%, 百分之五, 5‰, 两成, 八折,
// 三分之一, 一半), is in hundredths with Unit "%"; percentage points keep their own
// unit 个百分点. What has no exact value has a Form instead, one writing for all that say
// the same (几十 for 数十, 3:1, 15:30, 0939-5916900): of Value and Form one is set.
type Quantity struct {
	Span   daodu.Span // the number with its unit, 第 and the sign
	Number daodu.Span // the number alone
	Value  *big.Rat
	Form   string
	Unit   string // canonical: 人 for 名 and 位; "" when what follows is no known unit
	Kind   QuantityKind
	Hedge  Hedge
	Range  RangePart
	// Weak marks 一 before a unit of counting, where it is often no more than an
	// article (一个民族), and what is as loosely used (半天).
	Weak bool
	// Slogan marks a number that opens a quoted phrase: “四个意识”.
	Slogan bool
}

// A QuantityKind says what a number does.
type QuantityKind int

// The kinds of quantity.
const (
	Cardinal   QuantityKind = iota // how many or how much: 3个, 1500亿元, 五年
	Proportion                     // a share of a whole, in hundredths: 5%, 三分之一
	Ordinal                        // which one: 第三, 第12条, 二十届, 21世纪, 三季度
	Ratio                          // 3:1, also a score
	Clock                          // time of day: 15时, 3时30分, 12:30
	Enumerator                     // counts parts of the text: 一、 （二） 1. 三是
	Label                          // part of a name or a code: 十四五, 〔2019〕6号, 5G, 12345
)

var kindNames = [...]string{"cardinal", "proportion", "ordinal", "ratio", "clock", "enumerator", "label"}

// String returns the English name of k in lower case.
func (k QuantityKind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return "unknown"
	}
	return kindNames[k]
}

// A Hedge says how a text qualifies a number.
type Hedge int

// The hedges.
const (
	Exactly Hedge = iota // no qualification
	About                // 约, 左右
	Nearly               // 近, 接近, 将近
	Under                // 不到, 不足, 低于: less
	Over                 // 超过, 突破, 多, 余: more
	AtLeast              // 以上, 至少, 不低于
	AtMost               // 以下, 以内, 不超过
)

// A RangePart says whether a number is an end of a range.
type RangePart int

// The parts of a range: 5 and 8 of 5%-8%.
const (
	NoRange RangePart = iota
	RangeLow
	RangeHigh
)

// Equal reports whether q and r say the same: kind, value in a common unit, hedge
// and part of a range. 1,500亿元 equals 一千五百亿元, 5% equals 百分之五, 1吨 equals 1000公斤;
// 1亿多 does not equal 1亿, nor 5人 5个. Where neither has a known unit (160万农村人口),
// the numbers alone are compared: what is counted is for the caller to see.
func (q Quantity) Equal(r Quantity) bool {
	return q.SameNumber(r) && q.Hedge == r.Hedge && q.Range == r.Range
}

// SameNumber is Equal without the hedge and the part of a range: true for 约40万元
// and 40万元. What differs then is a matter of degree, not of the number.
func (q Quantity) SameNumber(r Quantity) bool {
	if q.Kind != r.Kind {
		return false
	}
	if q.Value == nil || r.Value == nil {
		return q.Value == nil && r.Value == nil && q.Form != "" && q.Form == r.Form && q.Unit == r.Unit
	}
	if q.Unit == r.Unit {
		return q.Value.Cmp(r.Value) == 0
	}
	mq, mr := measureOf(q.Unit), measureOf(r.Unit)
	if mq.base == "" || mq.base != mr.base {
		return false
	}
	a, b := new(big.Rat).Mul(q.Value, mq.rat()), new(big.Rat).Mul(r.Value, mr.rat())
	return a.Cmp(b) == 0
}

// Quantities returns the numbers of a folded text ([FoldRunes]) in order, without
// overlap. Dates are not among them ([Dates] has those), nor ordinary words written
// with numerals (一定, 统一, 四面八方, 百姓) or what cannot be told from one. A Chinese
// numeral counts only with a known unit behind it or a place of its own (第, 百分之,
// 号); Arabic digits always count.
func Quantities(folded []rune) []Quantity {
	s := quantityScan{t: folded, dates: Dates(folded)}
	for i := 0; i < len(s.t); {
		r := s.t[i]
		s.address = s.address && r > ' ' && r <= '~'
		switch {
		case len(s.dates) > 0 && i >= s.dates[0].Span.Start:
			i = max(i, s.dates[0].Span.End)
			s.done, s.dates = i, s.dates[1:]
		case !opensQuantity(r):
			s.address = s.address || opensAddress(s.t, i)
			i++
		case s.address && isDigit(r):
			i = skipRun(s.t, i)
		default:
			i = s.step(i)
		}
	}
	return s.out
}

// opensQuantity reports whether a rule can begin at r.
func opensQuantity(r rune) bool {
	if r < 0x4E00 {
		return isDigit(r) || r == '〇' || r == '○'
	}
	return isHanNumeral(r) || r == '几' || r == '数' || r == '第' || r == '半' || r == '上' || isFinancial(r)
}

// A quantityScan walks through a text once.
type quantityScan struct {
	t       []rune
	dates   []DateMatch // those not yet passed
	done    int         // where the last match ends: nothing may reach back over it
	address bool        // inside a web address
	out     []Quantity
}

// opensAddress reports whether a web address begins near i. The digits of one say
// nothing.
func opensAddress(t []rune, i int) bool {
	return t[i] == ':' && hasPrefix(t, i, "://") || t[i] == 'w' && hasPrefix(t, i, "www.")
}

// step applies the first rule that fits at i and returns where to go on.
func (s *quantityScan) step(i int) int {
	for _, rule := range quantityRules {
		if next := rule.match(s, i); next > i {
			s.done = max(s.done, next)
			return next
		}
	}
	if s.t[i] == '上' {
		return i + 1 // of a word before the number: 早上三时
	}
	return skipRun(s.t, i)
}

// add appends q, and notes whether it opens a quoted phrase.
func (s *quantityScan) add(q Quantity) {
	if r := at(s.t, q.Span.Start-1); r == '“' || r == '‘' || r == '"' {
		q.Slogan = q.Kind == Cardinal && closesSoon(s.t, q.Span.End)
	}
	s.out = append(s.out, q)
}

// closesSoon reports whether a quotation closes within ten letters, without a
// sentence in it.
func closesSoon(t []rune, i int) bool {
	for k := i; k < i+10; k++ {
		switch at(t, k) {
		case '”', '’', '"':
			return true
		case '。', ',', ';', '\n', 0:
			return false
		}
	}
	return false
}
