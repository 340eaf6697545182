package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

var (
	// leaning matches words before a figure that have their subject before them.
	leaning = regexp.MustCompile(`^(?:占|比|同比|环比|同口径|增长|增加|下降|减少|提高|达到?|分别|累计|完成|实现|成功|共|合计|为|约|超|近|较|由|从|增至|降至|居[全第]|位居|排名|高于|低于|快于|好于|优于|总量|总数|总人数|成功率|办结率|调解成功|调处率|同期|平均|分值|名额|标准|比例|面积|总额|金额|库容|聘期|给予|奖励|惠及|涉及|覆盖|连同|其中(?:[^,]{0,12}占|\d|近|超|约|$)|不足|不到|最[高低多少]|连续|新增[约近超]?$|总投资)`)
	// idleEnd matches the verb between a subject and its figure.
	idleEnd = regexp.MustCompile(`(?:[,:]|已|又|就|均|各|都|共|只|仅|有|达到?|突破|超过?|接近|近|约|完成|实现|分别|总量|增长|增加到?|下降到?|减少到?|提高到?|上升到?|增至|降至|不少于|不低于|到|是|为|在|由|从)+$`)
	// change matches words between two figures of which the second follows from the
	// first: 由93.5%提高到98.2%.
	change = regexp.MustCompile(`^(?:以上|左右)?(?:[和至到与—~-]|提高到|增加到|增长到|降到|降至|增至|下降到|减少到|上升到|扩大到|缩短到|压缩到|压减到)`)
)

const (
	// longestWhat is how many code points say what a figure measures.
	longestWhat = 44
	leastWhat   = 4
	leastAround = 6 // letters around a figure; with fewer the clause before is shown too
)

// guideNumbers makes the figures of a guide, at most most, in the order of the text.
func (t *text) guideNumbers(most int) []daodu.Number {
	out := []daodu.Number{}
	seen := map[string]bool{}
	for _, i := range t.figureUnits(most) {
		for _, q := range t.figuresIn(t.units[i].span) {
			n, ok := t.number(t.units[i].span, q)
			if !ok || t.loose(q) || seen[n.Value+n.Unit+n.What] || len(out) == most {
				continue
			}
			seen[n.Value+n.Unit+n.What] = true
			out = append(out, n)
		}
	}
	return out
}

// figureUnits returns the units whose figures are worth a place in a list of most: all
// of them, or where there are more the most central ones, so that a long report is not
// represented by its beginning alone.
func (t *text) figureUnits(most int) []int {
	var units []int
	for i, u := range t.units {
		if u.never == "" || u.never == "short" || u.never == "attendance" {
			units = append(units, i)
		}
	}
	slices.SortStableFunc(units, func(a, b int) int { return cmp.Compare(t.units[b].score, t.units[a].score) })
	figures := 0
	for n, i := range units {
		if figures += len(t.figuresIn(t.units[i].span)); figures > most {
			units = units[:n+1]
			break
		}
	}
	slices.Sort(units)
	return units
}

// number tells what a figure measures: the words of its own stretch of the clause, and
// before them the subject that they lean on, without the figures between.
func (t *text) number(unit daodu.Span, q zh.Quantity) (daodu.Number, bool) {
	all := t.stretches(unit)
	i := slices.IndexFunc(all, func(x daodu.Span) bool { return x.Contains(q.Span) })
	if i < 0 {
		return daodu.Number{}, false
	}
	around := all[i]
	lead, after := t.words(daodu.Span{Start: around.Start, End: q.Span.Start}), t.words(daodu.Span{Start: q.Span.End, End: around.End})
	what := split(strings.TrimPrefix(lead, "其中"), after)
	if needs := t.needsSubject(around, q.Span); needs {
		subject, ok := t.subjectOf(all[:i], around)
		if !ok && letters([]rune(what)) < leastAround {
			return daodu.Number{}, false
		}
		if ok {
			what = t.joined(subject, what, lead)
			around.Start = subject.Start
		}
	}
	what = strings.TrimPrefix(what, "…")
	if letters([]rune(what)) < leastWhat {
		return daodu.Number{}, false
	}
	return daodu.Number{
		Value: t.words(q.Number), Unit: t.words(daodu.Span{Start: q.Number.End, End: q.Span.End}),
		What: what, Quotes: []daodu.Quote{t.quote(around)},
	}, true
}

// joined writes a subject before what a figure measures. A subject that only tells a
// figure itself is cut before it.
func (t *text) joined(subject daodu.Span, what, lead string) string {
	if figures := t.figuresIn(subject); len(figures) > 0 {
		first, last := figures[0].Span, figures[len(figures)-1].Span
		switch {
		case letters(t.runes[last.End:subject.End]) >= 3:
		case last.Start > first.End && letters(t.runes[first.End:last.Start]) >= 3:
			subject.End = last.Start // 气温超过35度的日子共41天
		default:
			subject.End = first.Start
		}
	}
	if loc := idleEnd.FindStringIndex(string(t.slice(subject))); loc != nil {
		subject.End = subject.Start + utf8.RuneCountInString(string(t.slice(subject))[:loc[0]])
	}
	words := strings.TrimPrefix(strings.TrimLeft(t.words(subject), joints), "其中")
	if words == "" || strings.HasPrefix(lead, words) {
		return what
	}
	return words + "…" + strings.TrimPrefix(what, "…")
}

// subjectOf returns the stretch that the words around a figure lean on, the nearest
// that does not lean itself, or else the one before.
func (t *text) subjectOf(before []daodu.Span, around daodu.Span) (daodu.Span, bool) {
	for k := len(before) - 1; k >= 0 && around.End-before[k].Start <= farthestSubject; k-- {
		s := before[k]
		if !leaning.MatchString(string(t.slice(s))) && letters(t.runes[s.Start:s.End]) >= leastWhat && !t.onlyDate(s) {
			return s, true
		}
	}
	if n := len(before); n > 0 && letters(t.runes[before[n-1].Start:before[n-1].End]) >= leastAround {
		return before[n-1], true
	}
	return daodu.Span{}, false
}

// needsSubject reports whether the words at s say nothing of a figure by themselves.
func (t *text) needsSubject(s, at daodu.Span) bool {
	outside := letters(t.runes[s.Start:at.Start]) + letters(t.runes[at.End:s.End])
	return outside < leastWhat || leaning.MatchString(string(t.slice(s)))
}

// farthestSubject is how many code points a subject may stand before its figure.
const farthestSubject = 100

// stretches parts the clauses of a unit further where each part has a figure of its own
// with what it measures: 新建省级智能工厂4家、智能车间12个.
func (t *text) stretches(unit daodu.Span) []daodu.Span {
	var out []daodu.Span
	for _, c := range t.clauses(unit) {
		start := c.span.Start
		figures := t.figuresIn(c.span)
		for i := 0; i+1 < len(figures); i++ {
			mark := t.parting(figures[i].Span, figures[i+1].Span, start)
			if mark < 0 {
				continue
			}
			out = append(out, t.trimStretch(daodu.Span{Start: start, End: mark}))
			start = mark + 1
		}
		out = append(out, t.trimStretch(daodu.Span{Start: start, End: c.span.End}))
	}
	return out
}

// parting returns where the words about figure a end and those about b begin, -1 when
// they share them. start is where the words about a begin.
func (t *text) parting(a, b daodu.Span, start int) int {
	if letters(t.runes[start:a.Start]) == 1 {
		return -1 // 对312家企业、4.8万名职工: what is counted stands behind
	}
	between := t.folded[a.End:b.Start]
	if change.MatchString(string(between)) || slices.Contains(t.folded[start:a.Start], '别') {
		return -1 // 由…提高到…, 分别达到…和…
	}
	for i := len(between) - 1; i >= 0; i-- {
		if r := between[i]; (r == '、' || r == '(' || r == ')') && (letters(between[i+1:]) >= 2 || a.Start == start) {
			return a.End + i
		}
	}
	return -1
}

// trimStretch returns s without a bracket that opens or closes outside of it, and
// without marks at its ends.
func (t *text) trimStretch(s daodu.Span) daodu.Span {
	for s.Start < s.End && strings.ContainsRune(")、( ", t.folded[s.Start]) && !t.balanced(s) {
		s.Start++
	}
	for s.End > s.Start && strings.ContainsRune("()、 ", t.folded[s.End-1]) && !t.balanced(s) {
		s.End--
	}
	return s
}

// split writes what stands before and behind something that is left out.
func split(before, after string) string {
	before, after = strings.TrimLeft(before, joints), shortened(strings.Trim(after, "，,。；;：:、 "))
	if letters([]rune(after)) == 0 {
		return strings.TrimRight(before, joints+"：:、")
	}
	return before + "…" + after
}

// shortened cuts a long enumeration behind a figure where one of its items ends.
func shortened(words string) string {
	r := []rune(words)
	if len(r) <= longestWhat {
		return words
	}
	for i := longestWhat; i > longestWhat/2; i-- {
		if r[i] == '、' {
			return string(r[:i]) + "…"
		}
	}
	return words
}
