package extract

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// figureItems asks how many.
func (t *text) figureItems(u *unit, same map[string]int, of map[figureKind]int) []item {
	var out []item
	for i, q := range t.figuresIn(u.span) {
		if !t.worthAsking(q) {
			continue
		}
		unit := strings.TrimLeft(t.words(daodu.Span{Start: q.Number.End, End: q.Span.End}), "多余餘")
		if q.Kind == zh.Proportion {
			unit = ""
		}
		at := daodu.Span{Start: q.Number.Start, End: q.Span.End}
		it, ok := t.slotItem(formFigure, u, at, t.phrasing().amount+unit)
		if !ok || t.severally(u, at) || same[t.figureLead(q)] > 1 && t.topicOf(u.section) == "" {
			continue
		}
		it.value += 0.3 - 0.02*float64(i)
		it.rivals = func() []string { return t.otherFigures(u, q) }
		it.likely = of[figureKind{q.Kind, q.Unit}] >= leastOptions
		out = append(out, it)
	}
	return out
}

// sinceThen reports whether q is a span of years that nobody set (成立60多年来) or a time of
// day, which nobody needs to know by heart.
func (t *text) sinceThen(q zh.Quantity) bool {
	return q.Unit == "年" && !t.fixed(q) || strings.Contains("时分秒点", q.Unit) && q.Unit != ""
}

// broken reports whether more digits stand beside a figure, perhaps behind a blank
// (13 900個).
func (t *text) broken(q zh.Quantity) bool {
	s := daodu.Span{Start: q.Number.Start, End: q.Span.End}
	figure := func(i int) bool { return i >= 0 && i < len(t.folded) && (isDigit(t.folded[i]) || t.folded[i] == '.') }
	if figure(s.Start-1) || figure(s.End) {
		return true
	}
	s.End = q.Number.End
	return s.Start > 1 && t.folded[s.Start-1] == ' ' && isDigit(t.folded[s.Start-2]) ||
		s.End+1 < len(t.folded) && t.folded[s.End] == ' ' && isDigit(t.folded[s.End+1])
}

// severally reports whether a figure is one of several that a clause gives to several
// things in order: 分别达到386亿元和214亿元.
func (t *text) severally(u *unit, at daodu.Span) bool {
	clauses := t.clauses(u.span)
	i := slices.IndexFunc(clauses, func(c clause) bool { return c.span.Contains(at) })
	return i >= 0 && slices.ContainsFunc(clauses[i:min(i+2, len(clauses))], func(c clause) bool {
		return strings.Contains(string(t.slice(c.span)), "分别")
	})
}

// A figureKind is what two figures have in common that can be taken for each other.
type figureKind struct {
	kind zh.QuantityKind
	unit string
}

// figureKinds counts figures by kind.
func (t *text) figureKinds() map[figureKind]int {
	out := map[figureKind]int{}
	for _, q := range t.facts.figures {
		out[figureKind{q.Kind, q.Unit}]++
	}
	return out
}

// worthAsking reports whether a figure is one to remember: not a single 1个, nor 六成,
// nor all of something.
func (t *text) worthAsking(q zh.Quantity) bool {
	if q.Kind == zh.Proportion && q.Value != nil && q.Value.Cmp(big.NewRat(100, 1)) == 0 || q.Unit == "级" || t.sinceThen(q) || t.broken(q) || q.Kind == zh.Ordinal && q.Hedge == zh.Exactly {
		return false
	}
	return isDigit(t.folded[q.Number.Start]) && q.Number.Len() > 1 || zh.HanCount(t.slice(q.Number)) > 2
}

// figureLead returns the letters before a figure, by which it is told what it measures.
func (t *text) figureLead(q zh.Quantity) string {
	const reach = 6
	return string(t.folded[max(0, q.Span.Start-reach):q.Span.Start])
}

// sameLead counts how often figures stand behind the same letters: the growth of this
// year and of the last are not told apart by them.
func (t *text) sameLead() map[string]int {
	out := map[string]int{}
	for _, q := range t.facts.figures {
		out[t.figureLead(q)]++
	}
	return out
}

// topicOf returns the heading nearest above, "" for none.
func (t *text) topicOf(s *section) string {
	for ; s != nil; s = s.parent {
		if words := t.topicWords(s); words != "" {
			return words
		}
	}
	return ""
}

// farthest is how many figures on either side are looked at for wrong options, so that
// the work for each does not grow with the text.
const farthest = 60

// otherFigures returns figures of the text with the same unit, which measure something
// else. Those of like size come first: nobody would choose the others.
func (t *text) otherFigures(u *unit, q zh.Quantity) []string {
	all := t.facts.figures
	at, _ := slices.BinarySearchFunc(all, q.Span.Start, func(x zh.Quantity, at int) int { return x.Span.Start - at })
	var near []zh.Quantity
	for _, x := range all[max(0, at-farthest):min(len(all), at+farthest)] {
		if x.Value == nil || q.Value == nil || x.Kind != q.Kind || x.Unit != q.Unit || x.SameNumber(q) || u.span.Contains(x.Span) {
			continue
		}
		if apart(x.Value, q.Value) > farApart || t.figureLead(x) == t.figureLead(q) || !t.worthAsking(x) || t.stands(u, x) || t.unitWords(x) != t.unitWords(q) {
			continue
		}
		if !slices.ContainsFunc(near, x.SameNumber) {
			near = append(near, x)
		}
	}
	slices.SortStableFunc(near, func(a, b zh.Quantity) int {
		return compareFloat(apart(a.Value, q.Value), apart(b.Value, q.Value))
	})
	var out []string
	for _, x := range near {
		out = append(out, t.words(daodu.Span{Start: x.Number.Start, End: x.Span.End}))
	}
	return out
}

// unitWords returns the unit of a figure as it is written: 人 among 名 would be told at a
// glance.
func (t *text) unitWords(q zh.Quantity) string {
	return string(t.folded[q.Number.End:q.Span.End])
}

// stands reports whether the unit has a figure as well, in other writing.
func (t *text) stands(u *unit, q zh.Quantity) bool {
	return slices.ContainsFunc(t.figuresIn(t.wholeSentence(u.span, formFigure)), q.SameNumber)
}

// farApart is the ratio above which two figures are not taken for each other.
const farApart = 30

// apart returns the ratio of the greater to the smaller of two values.
func apart(a, b *big.Rat) float64 {
	x, _ := a.Float64()
	y, _ := b.Float64()
	if x <= 0 || y <= 0 {
		return farApart + 1
	}
	return max(x/y, y/x)
}

func compareFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// changing are the words between two figures of which the second is what became of the
// first.
var changing = strings.Fields(`提高到 提高至 提升到 提升至 增加到 增加至 增长到 增长至 上升到 上升至 扩大到 扩大至 下降到 下降至 减少到 减少至 降低到 降低至 缩短到 缩短至 缩小到 缩小至 压缩到 压缩至`)

// changeItems asks by how much something has changed, which is computed: 由93.5%提高到
// 98.2% is 提高4.7个百分点.
func (t *text) changeItems(u *unit) []item {
	var out []item
	figures := t.figuresIn(u.span)
	for i := 1; i < len(figures); i++ {
		if c, ok := t.shift(figures[i-1], figures[i]); ok {
			if it, ok := t.changeItem(u, c); ok {
				out = append(out, it)
			}
		}
	}
	return out
}

// A shift is a figure that became another.
type shift struct {
	from, to zh.Quantity
	verb     daodu.Span
	value    *big.Rat
	by       string // value in the scale of the text
	unit     string
}

// shift reads two figures with 由 or 从 before the first and a word like 提高到 between.
func (t *text) shift(from, to zh.Quantity) (shift, bool) {
	between := daodu.Span{Start: from.Span.End, End: to.Span.Start}
	if t.broken(from) || t.broken(to) || between.Len() < 3 || between.Len() > 4 || from.Span.Start < 1 || !strings.ContainsRune("由从", t.folded[from.Span.Start-1]) ||
		from.Value == nil || to.Value == nil || from.Kind != to.Kind || from.Hedge != zh.Exactly || to.Hedge != zh.Exactly {
		return shift{}, false
	}
	words := strings.TrimPrefix(string(t.slice(between)), ",")
	if !slices.Contains(changing, words) || from.Unit != to.Unit {
		return shift{}, false
	}
	between.Start = between.End - len([]rune(words))
	c := shift{from: from, to: to, verb: daodu.Span{Start: between.Start, End: between.End - 1}}
	c.unit = t.words(daodu.Span{Start: to.Number.End, End: to.Span.End})
	if to.Kind == zh.Proportion {
		c.unit = t.percentagePoints()
	}
	var ok bool
	c.value = new(big.Rat).Sub(to.Value, from.Value)
	c.value.Abs(c.value)
	c.by, ok = t.difference(from, to)
	return c, ok && c.unit != ""
}

// percentagePoints is the unit of a difference of shares.
func (t *text) percentagePoints() string {
	if t.own == &hant {
		return "個百分點"
	}
	return "个百分点"
}

// difference writes what lies between two figures in the scale that both are written in
// (万, 亿), "" and false when they differ in that.
func (t *text) difference(from, to zh.Quantity) (string, bool) {
	d := new(big.Rat).Sub(to.Value, from.Value)
	d.Abs(d)
	last := t.scale(to.Number)
	if string(t.slice(t.scale(from.Number))) != string(t.slice(last)) || d.Sign() == 0 {
		return "", false
	}
	switch string(t.slice(last)) {
	case "万":
		d.Quo(d, big.NewRat(1e4, 1))
	case "亿":
		d.Quo(d, big.NewRat(1e8, 1))
	case "万亿":
		d.Quo(d, big.NewRat(1e12, 1))
	}
	words := d.FloatString(4)
	words = strings.TrimRight(strings.TrimRight(words, "0"), ".")
	return words + t.words(last), to.Kind == zh.Proportion || isDigit(t.folded[to.Number.Start])
}

// scale returns the 万, 亿 or 万亿 behind the digits of a number, an empty span for none.
func (t *text) scale(number daodu.Span) daodu.Span {
	s := daodu.Span{Start: number.End, End: number.End}
	for s.Start > number.Start && (t.folded[s.Start-1] == '万' || t.folded[s.Start-1] == '亿') {
		s.Start--
	}
	return s
}

// changeItem asks for a change; the two figures stay out of the question.
func (t *text) changeItem(u *unit, c shift) (item, bool) {
	around, _, ok := t.frame(u.span, daodu.Span{Start: c.from.Span.Start, End: c.to.Span.End})
	subject := daodu.Span{Start: around.Start, End: c.from.Span.Start - 1}
	if !ok || subject.Len() < leastContext || letters(t.slice(subject)) < leastWhat {
		return item{}, false
	}
	shown := daodu.Span{Start: around.Start, End: max(c.to.Span.End, around.Start)}
	it := item{
		form: formChange, answer: c.by + c.unit, quotes: []daodu.Span{shown}, section: u.section,
		unit: u, at: c.from.Span, value: 0.6 + t.worth(u, shown),
		question: fmt.Sprintf(t.phrasing().change, strings.TrimRight(t.words(subject), "，,"), t.words(c.verb), c.unit),
	}
	more, less := t.words(c.to.Span), t.words(c.from.Span)
	if c.to.Value.Cmp(c.from.Value) < 0 {
		more, less = less, more
	}
	it.why = more + "－" + less + "＝" + it.answer
	it.rivals = func() []string { return t.otherChanges(c) }
	return it, true
}

// otherChanges returns figures of the text in the unit of a change, and other changes.
func (t *text) otherChanges(c shift) []string {
	var out []string
	for i, x := range t.facts.figures[:min(len(t.facts.figures), 4*farthest)] {
		if i > 0 {
			if other, ok := t.shift(t.facts.figures[i-1], x); ok && other.unit == c.unit && other.by != c.by && apart(other.value, c.value) <= farApart {
				out = append(out, other.by+other.unit)
			}
		}
		if words := t.words(daodu.Span{Start: x.Number.Start, End: x.Span.End}); strings.HasSuffix(words, c.unit) && isDigit(t.folded[x.Number.Start]) && x.Value != nil && apart(x.Value, c.value) <= farApart {
			out = append(out, words)
		}
	}
	return out
}
