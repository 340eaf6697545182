package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// leaning matches clauses that have their subject in the clause before.
var leaning = regexp.MustCompile(`^(?:其中|占|比|同比|环比|增长|下降|减少|提高|达到?|分别|累计|完成|实现|成功|共|合计|为|约|超|近|较|由|从|增至|降至|居|位居|排名|总量|成功率|办结率|调解成功|同期|平均|分值|名额|标准|比例|面积|总额|金额|库容|聘期|给予|奖励|带出|带动|惠及|涉及)`)

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
			if !ok || seen[n.Value+n.Unit+n.What] || len(out) == most {
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

// number tells what a figure measures, from the words around it in the unit.
func (t *text) number(unit daodu.Span, q zh.Quantity) (daodu.Number, bool) {
	around, ok := t.context(unit, q.Span)
	if !ok {
		return daodu.Number{}, false
	}
	what := split(t.leadUp(around, q.Span.Start), t.words(daodu.Span{Start: q.Span.End, End: around.End}))
	if letters([]rune(what)) < leastWhat {
		return daodu.Number{}, false
	}
	return daodu.Number{
		Value: t.words(q.Number), Unit: t.words(daodu.Span{Start: q.Number.End, End: q.Span.End}),
		What: what, Quotes: []daodu.Quote{t.quote(around)},
	}, true
}

// split writes what stands before and behind something that is left out.
func split(before, after string) string {
	before, after = strings.TrimLeft(before, joints), strings.Trim(after, "，,。；;：:、 ")
	if letters([]rune(after)) == 0 {
		return strings.TrimRight(before, joints+"：:")
	}
	return before + "…" + after
}

// leadUp returns the words of around before at. Of a long chain of clauses the first,
// which has the subject, and the last are given.
func (t *text) leadUp(around daodu.Span, at int) string {
	s := daodu.Span{Start: around.Start, End: at}
	clauses := t.clauses(s)
	if s.Len() <= longestWhat || len(clauses) < 3 {
		return t.words(s)
	}
	first, last := clauses[0].span, clauses[len(clauses)-1].span
	return t.words(first) + "，…，" + t.words(daodu.Span{Start: last.Start, End: at})
}

// context returns the clause of unit around a place, with clauses before it while it
// leans on them. ok is false when it cannot be told.
func (t *text) context(unit, at daodu.Span) (around daodu.Span, ok bool) {
	clauses := t.clauses(unit)
	for i := range clauses {
		if !clauses[i].span.Contains(at) {
			continue
		}
		around = clauses[i].span
		for k := i - 1; k >= 0 && t.leans(around, at) && around.End-clauses[k].span.Start <= 2*longestWhat; k-- {
			around.Start = clauses[k].span.Start
		}
		return around, true
	}
	return daodu.Span{}, false
}

// leans reports whether s needs the words before it to be understood.
func (t *text) leans(s, at daodu.Span) bool {
	outside := letters(t.runes[s.Start:at.Start]) + letters(t.runes[at.End:s.End])
	return outside < leastAround || leaning.MatchString(string(t.slice(s)))
}

// guideDates makes the dates of a guide, at most most, those first by which something
// is due where there are more.
func (t *text) guideDates(most int) []daodu.DateFact {
	all, limits := t.dateFacts()
	out := []daodu.DateFact{}
	others := max(0, most-limits)
	for _, d := range all {
		if len(out) == most || !d.limit && others == 0 {
			continue
		}
		if !d.limit {
			others--
		}
		out = append(out, d.DateFact)
	}
	return out
}

// A dueFact is a date that may be one by which something is due.
type dueFact struct {
	daodu.DateFact
	limit bool
}

// dateFacts returns what the text dates, in order, and how many of it are limits.
func (t *text) dateFacts() (out []dueFact, limits int) {
	for i := range t.units {
		u := &t.units[i]
		if u.heading || u.never == "head" || u.never == "byline" || u.never == "transition" {
			continue
		}
		for _, w := range t.datesIn(u.span) {
			d, ok := t.dateFact(u.span, w)
			if !ok {
				continue
			}
			out = append(out, dueFact{d, w.limit})
			if w.limit {
				limits++
			}
		}
	}
	return out, limits
}

// dateFact tells what happens on a date: the words behind it, or before it when none
// follow.
func (t *text) dateFact(unit daodu.Span, w when) (daodu.DateFact, bool) {
	if w.yearOnly() && !t.yearIsDate(w) {
		return daodu.DateFact{}, false
	}
	around, ok := t.happening(unit, w.span)
	if !ok {
		return daodu.DateFact{}, false
	}
	what := split(t.subject(daodu.Span{Start: around.Start, End: w.span.Start}), t.words(daodu.Span{Start: w.span.End, End: around.End}))
	what = strings.TrimPrefix(what, "…")
	if letters([]rune(what)) < leastWhat {
		return daodu.DateFact{}, false
	}
	return daodu.DateFact{Date: t.dateWords(w), What: what, Quotes: []daodu.Quote{t.quote(around)}}, true
}

// joints are letters and marks at the head of a clause that only tie it to the one
// before.
const joints = "而但并且即，, "

// atDate matches words that put a date into its clause.
var atDate = regexp.MustCompile(`(?:截至|截止|即到|即|于|在|到|从|自|至|力争|争取|须|需|要)+$`)

// subject returns the words of a clause before its date, without those that only lead
// to it; "" when nothing is left.
func (t *text) subject(s daodu.Span) string {
	folded := atDate.ReplaceAllString(string(t.slice(s)), "")
	return strings.Trim(t.words(daodu.Span{Start: s.Start, End: s.Start + len([]rune(folded))}), joints)
}

// happening returns the clause with the date, and the next when there is nothing else
// in it (截至5月底，…).
func (t *text) happening(unit, at daodu.Span) (daodu.Span, bool) {
	clauses := t.clauses(unit)
	for i, c := range clauses {
		if !c.span.Contains(at) {
			continue
		}
		s := c.span
		for k := i + 1; k < len(clauses) && len(t.datesIn(clauses[k].span)) == 0 && (letters(t.runes[s.Start:s.End])-letters(t.runes[at.Start:at.End]) < leastCut || t.hangs(s, clauses[k].span)); k++ {
			s.End = clauses[k].span.End
		}
		return s, true
	}
	return daodu.Span{}, false
}

// yearIsDate reports whether a year alone stands for a date: 到2030年, 2027年底, 2021年起.
func (t *text) yearIsDate(w when) bool {
	tail := t.folded[w.span.End-1]
	return w.limit || tail == '底' || tail == '起' || w.span.Start > 0 && t.folded[w.span.Start-1] == '到'
}

// yearOnly reports whether w gives no month.
func (w when) yearOnly() bool {
	return !slices.ContainsFunc(w.dates, func(d zh.DateMatch) bool { return d.Month > 0 })
}

// dateWords writes a date in ISO 8601 when the text gives all of it and nothing more,
// otherwise as it is written: a missing year is not guessed.
func (t *text) dateWords(w when) string {
	d := w.dates[0]
	if _, readable := zh.ParseDate(d.ISO()); readable && len(w.dates) == 1 && w.span == d.Span && !d.Suspect && d.Day > 0 {
		return d.ISO()
	}
	return t.words(w.span)
}
