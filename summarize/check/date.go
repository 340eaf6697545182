package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// checkDates looks every date of a claim up in its evidence, and holds it against the
// date that the evidence has in the same place.
func checkDates(r *run) {
	r.eachOwn(func(c *claim) {
		for _, d := range c.said.dates() {
			if !c.failed && !r.hasDate(c, d) {
				r.fail(c, c.path, fmt.Sprintf("%s没有日期“%s”", r.sourceWord(), c.said.words(d.Span)))
			}
		}
	})
	r.eachClause(func(a alignment) string { return a.otherFigure(true) })
}

// hasDate reports whether the evidence of c holds d, its time of day included. A date
// that cannot be (9月59日) is there only when the evidence has the same letters.
func (r *run) hasDate(c *claim, d zh.DateMatch) bool {
	if d.Suspect {
		return strings.Contains(string(c.evidence.folded), string(c.said.folded[d.Span.Start:d.Span.End]))
	}
	period := c.said.period(d.Span)
	ok := slices.ContainsFunc(c.evidence.dates(), func(x zh.DateMatch) bool {
		return sameDate(d, x, r.year) && (period == "" || period == c.evidence.period(x.Span) || d.Day == 0 && x.Day != 0)
	})
	minute := d.Minute
	if strings.ContainsRune("时点", c.said.folded[d.Span.End-1]) {
		minute = -1 // 15时 says nothing of minutes
	}
	return ok && (d.Hour < 0 || c.evidence.hasTime(d.Hour, minute))
}

// sameDate reports whether a date as claimed is the one cited, part by part. A claim
// may say less than the source; and it may add the year of the article, which readers
// of the source know.
func sameDate(claimed, cited zh.DateMatch, year int) bool {
	if claimed.Year != 0 && claimed.Year != cited.Year && (cited.Year != 0 || claimed.Year != year) {
		return false
	}
	return (claimed.Month == 0 || claimed.Month == cited.Month) && (claimed.Day == 0 || claimed.Day == cited.Day)
}

// periods are the words behind a date that make it a part of the year or the month, or
// a limit; words in one row say the same. not are letters behind them that make them
// another word: 5月初步建成, 2024年前三季度.
var periods = [...]struct {
	words []string
	not   string
}{
	{[]string{"上半年"}, ""}, {[]string{"下半年"}, ""}, {[]string{"上旬"}, ""}, {[]string{"中旬"}, ""}, {[]string{"下旬"}, ""},
	{[]string{"底前", "末前", "底以前", "底之前"}, ""}, {[]string{"底", "末"}, "部层端期"}, {[]string{"初"}, "步级中始期次"},
	{[]string{"前", "之前", "以前"}, "一二三四五六七八九十几半往后期年0123456789"}, {[]string{"后", "之后", "以后"}, "一二三四五六七八九十几半期续来年备勤0123456789"},
}

// period returns which of the periods stands behind the date at s, "" for none.
func (p *passage) period(s daodu.Span) string {
	rest := p.folded[s.End:min(s.End+4, len(p.folded))]
	for _, row := range periods {
		for _, word := range row.words {
			behind, ok := strings.CutPrefix(string(rest), word)
			if ok && (behind == "" || !strings.ContainsRune(row.not, []rune(behind)[0])) {
				return row.words[0]
			}
		}
	}
	return ""
}

// hasTime reports whether the passage names a time of day, within a date or by itself.
// Of 15时30分 the claim may say 15时; 下午3时 is 15时.
func (p *passage) hasTime(hour, minute int) bool {
	same := func(h, m int) bool {
		return (h == hour || h+12 == hour || h == hour+12) && (minute < 0 || m == minute || minute == 0 && m < 0)
	}
	return slices.ContainsFunc(p.dates(), func(d zh.DateMatch) bool { return d.Hour >= 0 && same(d.Hour, d.Minute) }) ||
		slices.ContainsFunc(p.quantities(), func(q zh.Quantity) bool {
			h, m, ok := clock(q)
			return ok && same(h, m)
		})
}

// clock returns the hour and the minute of a time of day; -1 for no minute.
func clock(q zh.Quantity) (hour, minute int, ok bool) {
	if q.Kind != zh.Clock {
		return 0, 0, false
	}
	minute = -1
	if q.Value != nil && q.Value.IsInt() {
		return int(q.Value.Num().Int64()), minute, true
	}
	n, _ := fmt.Sscanf(q.Form, "%d:%d", &hour, &minute)
	return hour, minute, n > 0
}

// yearOf returns the year of an ISO date, 0 for none.
func yearOf(iso string) int {
	var year int
	if len(iso) >= 4 {
		_, _ = fmt.Sscanf(iso[:4], "%d", &year) // 0 when it is no date
	}
	return year
}
