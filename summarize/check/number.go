package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// checkNumbers looks every number and date of a claim up in the sentences it cites.
// Claims in the source's own words have theirs by definition.
func checkNumbers(r *run) {
	year := yearOf(r.art.Article.Date)
	for _, c := range r.claims {
		if c.failed || c.exact {
			continue
		}
		text := zh.FoldRunes([]rune(c.text))
		dates, numbers := zh.Dates(text), zh.Quantities(text)
		if len(dates)+len(numbers) == 0 {
			continue
		}
		cited := r.source.cited(c.quotes)
		r.checkDates(c, dates, zh.Dates(cited), year)
		r.checkQuantities(c, numbers, zh.Quantities(cited))
	}
}

// checkDates demands each date among those cited.
func (r *run) checkDates(c *claim, dates, cited []zh.DateMatch, year int) {
	for _, d := range dates {
		if !slices.ContainsFunc(cited, func(x zh.DateMatch) bool { return sameDate(d, x, year) }) {
			r.fail(c, c.path, fmt.Sprintf("所引原句中没有日期“%s”", words(c.text, d.Span)))
		}
	}
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

// checkQuantities demands each number among those cited. What only counts the parts
// of the claim itself, or is an article more than a number (一个), is no statement. A
// point has to keep the degree as well; a figure given by itself has none.
func (r *run) checkQuantities(c *claim, numbers, cited []zh.Quantity) {
	for _, q := range numbers {
		same := slices.ContainsFunc(cited, q.SameNumber)
		if q.Weak || q.Kind == zh.Enumerator || slices.ContainsFunc(cited, q.Equal) || same && c.point == nil {
			continue
		}
		as := words(c.text, q.Span)
		switch {
		case same:
			r.fail(c, c.path, fmt.Sprintf("“%s”与原句的程度不符（约、近、以上、不足等）", as))
		case countsParts(q):
			r.note(c.path, fmt.Sprintf("所引原句中没有“%s”，可能是对所引内容的计数", as))
		default:
			r.fail(c, c.path, fmt.Sprintf("所引原句中没有数字“%s”", as))
		}
	}
}

// countsParts reports whether q may be a count that the writer of a claim made of
// what it cites: 三个方面, 五项任务.
func countsParts(q zh.Quantity) bool {
	const most = 10
	if q.Kind != zh.Cardinal || q.Value == nil || !q.Value.IsInt() || q.Value.Num().Int64() > most {
		return false
	}
	return strings.Contains("个 项 点 条 方面 件 种 类", q.Unit) && q.Unit != ""
}

// words returns the code points of s at a span that a scan of s has given.
func words(s string, at daodu.Span) string { return string([]rune(s)[at.Start:at.End]) }

// yearOf returns the year of an ISO date, 0 for none.
func yearOf(iso string) int {
	var year int
	if len(iso) >= 4 {
		_, _ = fmt.Sscanf(iso[:4], "%d", &year) // 0 when it is no date
	}
	return year
}
