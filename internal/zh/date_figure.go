package zh

import "strings"

// separated reads a date in figures: 2022-11-12, 2022/11/2, 2022.11.12, 2023-10/24,
// 2022-11, 112/3/1, 24/10/2023, 10-24 09:30.
func (s *dateScan) separated(n dateRun) (DateMatch, bool) {
	d := newDate(n.start)
	if n.han || n.fixed || s.tiedBefore(n.start) {
		return d, false
	}
	switch {
	case n.digits == 4 && isRecent(n.value):
		d, ok := s.triple(n)
		d.Year = n.value
		return d, ok
	// Two digits are left out: 98/7/1 may be read in three ways.
	case n.digits == 3 && n.value >= 100 && n.value <= 130 && at(s.t, n.end) == '/':
		d, ok := s.triple(n)
		d.Year, d.Era = n.value+1911, EraMinguo
		return d, ok && d.Day > 0 && d.isPossible()
	case n.digits <= 2 && at(s.t, n.end) == '/':
		return s.yearLast(n)
	case n.digits == 2 && at(s.t, n.end) == '-':
		return s.monthDayTime(n)
	}
	return d, false
}

// tiedBefore reports whether figures before i belong to the same code:
// 010-2022-11-12, 1.2022.11.12.
func (s *dateScan) tiedBefore(i int) bool {
	r := at(s.t, i-1)
	return (r == '.' || r == '-') && isDigit(at(s.t, i-2))
}

// isPossible reports whether month and day exist. It decides where figures alone are
// no proof of a date; where 年月日 are, check raises a doubt instead.
func (d DateMatch) isPossible() bool {
	return d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= daysIn(d.Year, d.Month)
}

// triple reads month and day in figures behind n. With points all must exist,
// since versions look the same.
func (s *dateScan) triple(n dateRun) (DateMatch, bool) {
	d := newDate(n.start)
	sign := at(s.t, n.end)
	if !isDateSign(sign) {
		return d, false
	}
	m := s.run(n.end + 1)
	if !m.ok || m.digits > 2 || m.han {
		return d, false
	}
	d.Year, d.Month, d.Span.End = n.value, m.value, m.end
	second := at(s.t, m.end)
	if !isDateSign(second) || (sign == '.') != (second == '.') || !isDigit(at(s.t, m.end+1)) {
		return d, s.isYearMonth(m, sign)
	}
	day := s.run(m.end + 1)
	if !day.ok || day.digits > 2 || s.tiedAfter(day.end, second) {
		return d, false
	}
	d.Day, d.Span.End = day.value, day.end
	if d.Year < 1900 { // a year of the Minguo era, which the caller has to judge
		return d, true
	}
	if sign == '.' && !d.isPossible() {
		return d, false
	}
	// 2022-00-00 is how databases write "none"; 2022-13-45 is a fault to report.
	if d.Month == 0 || d.Day == 0 {
		return d, false
	}
	s.timeOfDay(&d)
	return d, true
}

// isDateSign reports whether r parts the figures of a date.
func isDateSign(r rune) bool { return r == '-' || r == '/' || r == '.' }

// tiedAfter reports whether a code goes on behind a date in figures. Addresses go
// on with a stroke.
func (s *dateScan) tiedAfter(i int, sign rune) bool {
	r := at(s.t, i)
	return isLetter(r) && r != 'T' || r == sign && sign != '/' && isDigit(at(s.t, i+1))
}

// isYearMonth reports whether year and month in figures are a date without a day:
// two digits for the month, and nothing behind them that counts something.
func (s *dateScan) isYearMonth(m dateRun, sign rune) bool {
	next := at(s.t, m.end)
	return sign != '.' && m.digits == 2 && m.value >= 1 && m.value <= 12 &&
		!IsHan(next) && !isLetter(next) && !strings.ContainsRune("%-.:", next)
}

// monthDayTime reads 10-24 09:30 as lists of news give it. Without the time, two
// figures are no date.
func (s *dateScan) monthDayTime(n dateRun) (DateMatch, bool) {
	d := newDate(n.start)
	day := s.run(n.end + 1)
	if !day.ok || day.digits != 2 || day.han || at(s.t, day.end) != ' ' {
		return d, false
	}
	d.Month, d.Day, d.Span.End = n.value, day.value, day.end
	s.timeOfDay(&d)
	return d, d.Hour >= 0 && d.isPossible()
}

// yearLast reads 24/10/2023 or 10/24/2023. Where both orders are possible, month and
// day stay open.
func (s *dateScan) yearLast(n dateRun) (DateMatch, bool) {
	d := newDate(n.start)
	m := s.run(n.end + 1)
	if !m.ok || m.han || m.digits > 2 || at(s.t, m.end) != '/' || at(s.t, n.start-1) == '/' {
		return d, false
	}
	year := s.run(m.end + 1)
	if !year.ok || year.han || year.digits != 4 || !isRecent(year.value) || s.tiedAfter(year.end, '-') {
		return d, false
	}
	d.Year, d.Month, d.Day, d.Span.End = year.value, n.value, m.value, year.end
	if d.Month > 12 {
		d.Month, d.Day = d.Day, d.Month
	}
	if !d.isPossible() {
		return d, false
	}
	// Europe writes the day first, America the month; only a number above 12 tells.
	if d.Day <= 12 && d.Day != d.Month {
		d.Month, d.Day = 0, 0
		d.doubt("月和日的次序不明")
	}
	return d, true
}

// compact reads 20221112, which without a sign may be any number, where the place says that it is a date: between strokes
// of an address, behind t as in t20221112_1.html, or behind a label.
func (s *dateScan) compact(n dateRun) (DateMatch, bool) {
	d := newDate(n.start)
	if n.digits != 8 || n.fixed || n.han {
		return d, false
	}
	d.Year, d.Month, d.Day, d.Span.End = n.value/10000, n.value/100%100, n.value%100, n.end
	if !isRecent(d.Year) || !d.isPossible() {
		return d, false
	}
	before := string(s.t[max(0, n.start-6):n.start])
	inAddress := strings.HasSuffix(before, "/") && at(s.t, n.end) == '/' || strings.HasSuffix(before, "t") && at(s.t, n.end) == '_'
	return d, inAddress || strings.Contains(before, "日期") || strings.Contains(before, "时间") || strings.Contains(before, "date")
}

// monthNames are the English months by their first three letters.
const monthNames = "janfebmaraprmayjunjulaugsepoctnovdec"

// fullMonths are the months in full, in the same order.
var fullMonths = strings.Fields("january february march april may june july august september october november december")

// monthName returns the month that the Latin letters at i name, in full or by
// three letters (also sept), with a point or without.
func (s *dateScan) monthName(i int) (month, end int, ok bool) {
	end = i
	for end-i < 10 && isLetter(at(s.t, end)) {
		end++
	}
	word := strings.ToLower(string(s.t[i:end]))
	if len(word) < 3 || isLetter(at(s.t, end)) {
		return 0, end, false
	}
	k := strings.Index(monthNames, word[:3])
	if k < 0 || k%3 != 0 || len(word) > 3 && word != fullMonths[k/3] && word != "sept" {
		return 0, end, false
	}
	if at(s.t, end) == '.' {
		end++
	}
	return k/3 + 1, end, true
}

// english reads March 5, 2008 and March 2008 at i. Without a year it is no date:
// "march", "may" and "Mar" are words and names.
func (s *dateScan) english(i int) int {
	month, end, ok := s.monthName(i)
	if !ok {
		return skipLetters(s.t, i)
	}
	d := newDate(i)
	d.Month = month
	n := s.run(s.blanks(end))
	if n.ok && n.digits <= 2 && !n.han {
		d.Day = n.value
		n = s.run(s.afterComma(s.afterSuffix(n.end)))
	}
	if !n.isPlainYear() {
		return end
	}
	d.Year, d.Span.End = n.value, n.end
	if d.Day > 0 {
		s.timeOfDay(&d)
	}
	return s.add(d)
}

// dayFirst reads 5 March 2008, 5-Mar-2008 and the dates of RFC 822 behind n. The name
// of the weekday stays outside.
func (s *dateScan) dayFirst(n dateRun) (DateMatch, bool) {
	d := newDate(n.start)
	if n.han || n.digits > 2 {
		return d, false
	}
	p := s.blanks(s.afterSuffix(n.end))
	if at(s.t, p) == '-' {
		p++
	}
	month, end, ok := s.monthName(p)
	if !ok {
		return d, false
	}
	if at(s.t, end) == '-' {
		end++
	}
	year := s.run(s.afterComma(end))
	if !year.isPlainYear() {
		return d, false
	}
	d.Day, d.Month, d.Year, d.Span.End = n.value, month, year.value, year.end
	s.timeOfDay(&d)
	return d, true
}

// isPlainYear reports whether n is four digits that can be a year beside a month.
func (n dateRun) isPlainYear() bool {
	return n.ok && n.digits == 4 && !n.han && !n.fixed && n.value >= 1000 && n.value < 2200
}

// afterSuffix skips st, nd, rd or th behind a day.
func (s *dateScan) afterSuffix(i int) int {
	for _, suffix := range [...]string{"st", "nd", "rd", "th"} {
		if hasPrefix(s.t, i, suffix) {
			return i + 2
		}
	}
	return i
}

// afterComma skips a comma and blanks.
func (s *dateScan) afterComma(i int) int {
	i = s.blanks(i)
	if at(s.t, i) == ',' {
		i++
	}
	return s.blanks(i)
}
