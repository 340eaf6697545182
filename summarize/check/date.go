package check

import (
	"fmt"
	"slices"

	"github.com/daodu/daodu/internal/zh"
)

// checkDates looks every date of a claim up in its evidence.
func checkDates(r *run) {
	r.eachOwn(func(c *claim) {
		for _, d := range c.said.dates() {
			if !slices.ContainsFunc(c.evidence.dates(), func(x zh.DateMatch) bool { return sameDate(d, x, r.year) }) {
				r.fail(c, c.path, fmt.Sprintf("所引原句中没有日期“%s”", c.said.words(d.Span)))
			}
		}
	})
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

// yearOf returns the year of an ISO date, 0 for none.
func yearOf(iso string) int {
	var year int
	if len(iso) >= 4 {
		_, _ = fmt.Sscanf(iso[:4], "%d", &year) // 0 when it is no date
	}
	return year
}
