package zh

import (
	"fmt"
	"strings"
	"time"

	"github.com/daodu/daodu"
)

// A DateMatch is a date found in a text, to the precision of the text: nothing is
// filled in from the day of reading.
type DateMatch struct {
	Span daodu.Span
	// Year, Month and Day are 0 when the text does not give them, or gives what
	// cannot be (13月, 2月30日). Year is of the common era. Later parts of a list or
	// range take over what the first has given: 2024年1月3日至5日.
	Year, Month, Day int
	// Hour and Minute are as written, in the time zone of the text; -1 for none.
	Hour, Minute int
	Suspect      bool
	Why          string // for the reader, in Chinese; "" unless Suspect
	Era          string // EraMinguo, or "" for the common era
}

// EraMinguo marks a year that was counted from 1912 on: 民国112年 is 2023.
const EraMinguo = "minguo"

// ISO returns the date in ISO 8601 to the precision known: 2022-11-12, 2022-11 or
// 2022; "" without a year.
func (d DateMatch) ISO() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// doubt marks d as suspect; the first reason stays.
func (d *DateMatch) doubt(why string) {
	if !d.Suspect {
		d.Suspect, d.Why = true, why
	}
}

// check drops a month or day that cannot be, with all that is finer.
func (d *DateMatch) check() {
	switch {
	case d.Month < 0 || d.Month > 12:
		d.doubt(fmt.Sprintf("没有%d月", d.Month))
		d.Month, d.Day = 0, 0
	case d.Day < 0 || d.Day > daysIn(d.Year, d.Month):
		d.doubt(impossibleDay(*d))
		d.Day = 0
	}
	if d.Day == 0 {
		d.Hour, d.Minute = -1, -1
	}
}

func impossibleDay(d DateMatch) string {
	switch {
	case d.Month == 0:
		return fmt.Sprintf("没有%d日", d.Day)
	case d.Year == 0:
		return fmt.Sprintf("%d月没有%d日", d.Month, d.Day)
	}
	return fmt.Sprintf("%d年%d月没有%d日", d.Year, d.Month, d.Day)
}

// daysIn returns the days of a month, 31 for an unknown month and 29 for a February
// of an unknown year.
func daysIn(year, month int) int {
	switch {
	case month == 0:
		return 31
	case year == 0:
		year = 2000
	}
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// Dates returns the dates of a folded text ([FoldRunes]) in order, without overlap:
// 2022年11月12日, 11月10日, 2024年5月, 1998年, 二〇二六年一月二十七日, 民国112年3月1日, 112/3/1,
// 2022-11-12 16:02:45, March 5, 2008. A day without a month counts only with words
// that make it a date (10日电, 10日上午). Spans of time (5年, 3个月), decades, numbers of
// articles, versions, telephone numbers and 今年 are no dates. A date with misread
// letters (11月15H, 2O22年) or one that cannot be is returned as suspect.
func Dates(folded []rune) []DateMatch {
	s := dateScan{t: folded}
	for i := 0; i < len(s.t); {
		r := s.t[i]
		if !opensDate(r) {
			i++
			continue
		}
		i = s.step(i)
	}
	return s.out
}

// opensDate reports whether a date can begin at r.
func opensDate(r rune) bool {
	switch {
	case r < 0x80:
		return isDigit(r) || r == 'l' || r >= 'A' && r <= 'S'
	case r < 0x4E00:
		return r == '〇' || r == '○'
	}
	return r == '元' || r == '民' || isHanNumeral(r)
}

// ParseDate reads a string that holds one date and perhaps a label, a weekday or a
// time zone, as in meta elements, feeds and page heads: RFC 3339, RFC 822, 20221112,
// 发布时间:2022-11-12 16:02, and all that Dates knows. ok is false without a year, with
// several dates, or with figures that belong to none. s need not be folded; Span
// counts its code points. A time is given as written, whatever its zone.
func ParseDate(s string) (d DateMatch, ok bool) {
	folded := FoldRunes([]rune(s))
	start, end := trimSpace(folded)
	if d, ok = compactDate(folded[start:end]); ok {
		d.Span = daodu.Span{Start: start, End: end}
		return d, true
	}
	if d, ok = ansiDate(string(folded[start:end])); ok {
		d.Span = daodu.Span{Start: start, End: end}
		return d, true
	}
	found := Dates(folded)
	if len(found) != 1 || found[0].Year == 0 {
		return DateMatch{}, false
	}
	d = found[0]
	rest := string(folded[:d.Span.Start]) + string(folded[d.Span.End:])
	return d, !strings.ContainsAny(rest, "0123456789")
}

func trimSpace(s []rune) (start, end int) {
	end = len(s)
	for start < end && (s[start] == ' ' || s[start] == '\n' || s[start] == '\r') {
		start++
	}
	for start < end && (s[end-1] == ' ' || s[end-1] == '\n' || s[end-1] == '\r') {
		end--
	}
	return start, end
}

// compactDate reads a string of 8, 12 or 14 digits: 20221112, 202211121602,
// 20221112160245.
func compactDate(s []rune) (DateMatch, bool) {
	if len(s) != 8 && len(s) != 12 && len(s) != 14 {
		return DateMatch{}, false
	}
	layout := "20060102150405"[:len(s)]
	at, err := time.Parse(layout, string(s))
	if err != nil || !isRecent(at.Year()) {
		return DateMatch{}, false
	}
	d := dateOf(at)
	if len(s) == 8 {
		d.Hour, d.Minute = -1, -1
	}
	return d, true
}

// ansiDate reads the forms of C's ctime, in which the year comes last.
func ansiDate(s string) (DateMatch, bool) {
	for _, layout := range [...]string{time.ANSIC, time.UnixDate, time.RubyDate} {
		if at, err := time.Parse(layout, s); err == nil && isRecent(at.Year()) {
			return dateOf(at), true
		}
	}
	return DateMatch{}, false
}

func dateOf(at time.Time) DateMatch {
	return DateMatch{Year: at.Year(), Month: int(at.Month()), Day: at.Day(), Hour: at.Hour(), Minute: at.Minute()}
}

// isRecent reports whether year is one that pages and files are dated with; outside
// of it four digits in a row are no year.
func isRecent(year int) bool { return year >= 1900 && year < 2100 }
