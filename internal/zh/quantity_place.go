package zh

import (
	"math/big"
	"strings"

	"github.com/daodu/daodu"
)

// ordinal reads 第 and a number, with the unit behind it, and further numbers of
// the same 第: 第一至三条, 第十一、十二届.
func (s *quantityScan) ordinal(i int) int {
	if s.t[i] != '第' {
		return i
	}
	p := i + 1
	for at(s.t, p) == ' ' && p < i+3 {
		p++
	}
	n, ok := s.place(p)
	if !ok {
		return i
	}
	if hasPrefix(s.t, i, "第一时间") { // "at once"
		return i + 4
	}
	q := Quantity{Span: daodu.Span{Start: i, End: n.end}, Kind: Ordinal}
	for {
		q.Number = daodu.Span{Start: n.start, End: n.end}
		q.Value = n.value.rat()
		next, more := s.nextPlace(n)
		if !more {
			break
		}
		u, _, _ := unitAt(s.t, next.end)
		q.Unit, q.Span.End = placeUnit(u), n.end
		s.add(q)
		n, q.Span.Start = next, next.start
	}
	if at(s.t, n.end) == '号' {
		q.Unit, q.Span.End = "号", n.end+1
	} else if u, end, ok := unitAt(s.t, n.end); ok && !hasPrefix(s.t, n.end, "人民") {
		q.Unit, q.Span.End = placeUnit(u), end
	}
	s.add(q)
	return q.Span.End
}

// placeUnit returns the unit of an ordinal: 第三名 and 第三位 are a place, not people.
func placeUnit(u unit) string {
	if u.name == "人" {
		return "位"
	}
	return u.name
}

// place reads a whole number that can count places. 第几 has none.
func (s *quantityScan) place(i int) (number, bool) {
	n, ok := readNumber(s.t, i)
	_, whole := n.value.int64()
	return n, ok && whole && n.form == "" && !n.more
}

// nextPlace reads a further number behind a dash, 至, 到 or 、 when it shares a unit.
func (s *quantityScan) nextPlace(n number) (number, bool) {
	if !isConnector(at(s.t, n.end)) && at(s.t, n.end) != '、' {
		return n, false
	}
	next, ok := s.place(n.end + 1)
	if !ok {
		return n, false
	}
	_, _, unit := unitAt(s.t, next.end)
	return next, unit
}

// isConnector reports whether r joins the ends of a range.
func isConnector(r rune) bool {
	switch r {
	case '-', '—', '–', '―', '─', '~', '至', '到':
		return true
	}
	return false
}

// name reads numbers that are part of a name, and ordinals without 第 that no
// unit tells: 十四五, 二十大, 三中、四中全会, 二十国集团, 6号线,
// 公元前221年 (as -221), 三次会议, 二次分配.
func (s *quantityScan) name(i int) int {
	end := skipRun(s.t, i)
	if plan, ok := fiveYearPlan(s.t, i, end); ok {
		s.named(i, end, end, plan, "五年规划", Label)
		return end
	}
	n, ok := s.place(i)
	if !ok {
		return i
	}
	v := n.int()
	switch {
	// Years before the era are no DateMatch, and no span of time either.
	case hasPrefix(s.t, i-3, "公元前") && at(s.t, n.end) == '年':
		return s.named(i, n.end, n.end+1, -v, "年", Label)
	case isSession(s.t, i, n.end):
		return s.named(i, n.end, n.end+1, v, "次", Ordinal)
	// Two things are 两; 二 before a unit is the second: 二次分配, 二轮承包.
	case n.han && v == 2 && s.t[i] == '二' && strings.ContainsRune("次轮代类批", at(s.t, n.end)):
		return s.named(i, n.end, n.end+1, v, string(s.t[n.end]), Ordinal)
	case hasPrefix(s.t, n.end, "国集团"):
		return s.named(i, n.end, n.end+3, v, "国集团", Label)
	case isCongress(s.t, i, n):
		return s.named(i, n.end, n.end+1, v, "大", Label)
	case hasPrefix(s.t, n.end, "中全会"):
		return s.named(i, n.end, n.end+3, v, "中全会", Ordinal)
	case hasPrefix(s.t, n.end, "中、"):
		return s.named(i, n.end, n.end+1, v, "中全会", Ordinal)
	case at(s.t, n.end) == '号' && (n.whole || !n.powers) && !strings.ContainsRune("召称码角令", at(s.t, n.end+1)):
		return s.named(i, n.end, n.end+1, v, "号", Label)
	}
	return i
}

// named adds a whole number that ends at number, with the rest of its name up to end.
func (s *quantityScan) named(start, number, end int, v int64, unit string, kind QuantityKind) int {
	s.add(Quantity{
		Span: daodu.Span{Start: start, End: end}, Number: daodu.Span{Start: start, End: number},
		Value: new(big.Rat).SetInt64(v), Unit: unit, Kind: kind,
	})
	return end
}

// fiveYearPlan reads 十四五 anywhere and 九五 in quotation marks, where it cannot be
// anything else.
func fiveYearPlan(t []rune, i, end int) (int64, bool) {
	run := t[i:end]
	if len(run) < 2 || len(run) > 3 || run[len(run)-1] != '五' {
		return 0, false
	}
	n, ok := parsePositional(run[:len(run)-1], 1, true)
	quoted := at(t, i-1) == '“' && at(t, end) == '”'
	return n, ok && (quoted && n >= 6 || len(run) == 3 && n > 10 && n < 20)
}

// isCongress reports whether n and 大 name a party congress: 二十大, 党的八大. Small
// numbers count great things (五大任务) unless the party stands before them.
func isCongress(t []rune, i int, n number) bool {
	if at(t, n.end) != '大' || !n.han || !n.between(1, 40) {
		return false
	}
	if hasPrefix(t, i-2, "党的") || hasPrefix(t, i-2, "中共") {
		return true
	}
	// From 十一 on only the party counts so, unless things of that number follow.
	next := at(t, n.end+1)
	return n.between(11, 40) && !strings.ContainsRune("类型家国领行产项工重战任", next)
}

// isSession reports whether 次 at end counts the sessions of a body: 十二届七次、八次全会,
// 十四届全国人大三次会议.
func isSession(t []rune, i, end int) bool {
	if at(t, end) != '次' {
		return false
	}
	next := end + 1
	if at(t, next) == '、' && isHanNumeral(at(t, next+1)) {
		next = skipRun(t, next+1) + 1
	}
	if hasPrefix(t, next, "全会") || hasPrefix(t, next, "全体会议") {
		return true
	}
	return hasPrefix(t, next, "会议") && strings.ContainsRune(string(t[max(0, i-12):i]), '届')
}

// mark reads the marks that count parts of a text: 一、 and 1. where a sentence can
// begin, （一）, [3], and 一是, 二要 behind punctuation.
func (s *quantityScan) mark(i int) int {
	n, ok := s.place(i)
	if !ok || !n.between(0, 999) || n.han && n.powers {
		return i
	}
	before, next := at(s.t, i-1), at(s.t, n.end)
	// Where a sentence can begin a number with 、 marks a part; elsewhere it is the
	// first of a list (三、四季度).
	fresh := before == 0 || before == ' ' || before == '\n' || strings.ContainsRune("。!?;:”’·", before)
	switch {
	case (before == '(' && next == ')' || before == '[' && next == ']') && n.end-i <= 3:
	case fresh && (next == '、' || next == ')' && !n.han || next == '.' && !isDigit(at(s.t, n.end+1))):
	case n.han && n.between(1, 30) && (fresh || before == ',' || before == '—') && isPointVerb(s.t, n.end):
	default:
		return i
	}
	return s.named(i, n.end, n.end, n.int(), "", Enumerator)
}

// isPointVerb reports whether a numeral before i opens a point: 一是, 二要.
func isPointVerb(t []rune, i int) bool {
	return strings.ContainsRune("是要则来", at(t, i)) && !hasPrefix(t, i, "要素")
}

// upTo reads 上百, 上千万: about as many or more, without an exact value. 上 ends other
// words too (历史上百年), so that a unit must follow.
func (s *quantityScan) upTo(i int) int {
	if s.t[i] != '上' || hanPower(at(s.t, i+1)) < 2 {
		return i
	}
	end := skipRun(s.t, i+1)
	u, unitEnd, ok := unitAt(s.t, end)
	if !ok || u.class == arabic || u.name == "年" && strings.ContainsRune("史海界", at(s.t, i-1)) {
		return i
	}
	if _, ok := parseHan(s.t[i+1 : end]); !ok {
		return i
	}
	s.add(Quantity{
		Span: daodu.Span{Start: i, End: unitEnd}, Number: daodu.Span{Start: i, End: end},
		Form: string(s.t[i:end]), Unit: u.name,
	})
	return unitEnd
}
