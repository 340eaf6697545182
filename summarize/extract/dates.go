package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

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
	what := t.whatHappens(around, w)
	if w.relative && past.MatchString(zh.FoldString(what)) {
		return daodu.DateFact{}, false
	}
	if vague.MatchString(zh.FoldString(what)) {
		before, ok := t.clauseBefore(unit, around)
		if ok {
			what = strings.TrimLeft(t.words(before), joints) + "，" + what
			around.Start = before.Start
		}
	}
	if letters([]rune(what)) < leastWhat || ahead.MatchString(zh.FoldString(what)) {
		return daodu.DateFact{}, false
	}
	return daodu.DateFact{Date: t.dateWords(w), What: what, Quotes: []daodu.Quote{t.quote(around)}}, true
}

// whatHappens returns the words of around without the date. Cells of a table are parted
// by blanks.
func (t *text) whatHappens(around daodu.Span, w when) string {
	what := split(t.subject(daodu.Span{Start: around.Start, End: w.span.Start}), t.words(daodu.Span{Start: w.span.End, End: around.End}))
	for _, joint := range []string{"…", "期间，", "期間，", "期间", "期間"} {
		what = strings.TrimPrefix(what, joint)
	}
	return strings.Join(strings.FieldsFunc(what, func(r rune) bool { return r == '\t' }), " ")
}

var (
	// vague matches what is done on a date when it is told only before: 原则上…完成.
	vague = regexp.MustCompile(`^(?:该项工作|这项工作|此项工作|上述|原则上|全部|基本|必须|应|要|须|…)*(?:按时|如期)?(?:完成|上报|报送|实施|施行|到位|落实|报告|建成|开工)(?:上述工作|到位|完毕|任务|相关工作)?[。;]?$`)
	// past matches what was done within a time, which is no date of anything to come.
	past = regexp.MustCompile(`曾|已|了|过[^程硬去]|共有|合共|至今|以致`)
	// ahead matches words that only point to what follows.
	ahead = regexp.MustCompile(`(?:以下|如下)[^,。]{0,6}[。:]?$`)
)

// clauseBefore returns the clause of unit that ends before s.
func (t *text) clauseBefore(unit, s daodu.Span) (before daodu.Span, ok bool) {
	for _, c := range t.clauses(unit) {
		if c.span.End <= s.Start && letters(t.runes[c.span.Start:c.span.End]) >= leastWhat {
			before, ok = c.span, true
		}
	}
	return before, ok
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
		if at.End == s.End && i+1 < len(clauses) && letters(t.runes[clauses[i+1].span.Start:clauses[i+1].span.End]) >= leastWhat && s.Len()+clauses[i+1].span.Len() <= 2*longestWhat {
			s.End = clauses[i+1].span.End // 自作出之日起20个工作日内，…
			i++
		}
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
	if w.span.End < len(t.folded) && t.folded[w.span.End] == '的' {
		return false // 提升至2025年的70%
	}
	return w.limit || tail == '底' || tail == '起' || w.span.Start > 0 && t.folded[w.span.Start-1] == '到'
}

// yearOnly reports whether w gives no month.
func (w when) yearOnly() bool {
	return !w.relative && !slices.ContainsFunc(w.dates, func(d zh.DateMatch) bool { return d.Month > 0 })
}

// dateWords writes a date in ISO 8601 when the text gives all of it and nothing more,
// otherwise as it is written: a missing year is not guessed.
func (t *text) dateWords(w when) string {
	if w.relative {
		return t.words(w.span)
	}
	d := w.dates[0]
	if _, readable := zh.ParseDate(d.ISO()); readable && len(w.dates) == 1 && w.span == d.Span && !d.Suspect && d.Day > 0 {
		return d.ISO()
	}
	return t.words(w.span)
}
