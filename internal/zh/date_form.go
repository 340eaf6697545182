package zh

import "strings"

// minguoYear reads 民国112年, 民国112.3.1 and what follows at 民. The era is named, so
// that any year counts: 民国26年 is 1937. 民国 without a year is left alone, as are
// 全民国防 and 江泽民国防思想.
func (s *dateScan) minguoYear(i int) int {
	p := s.blanks(i + 2)
	if at(s.t, i+1) != '国' {
		return i + 1
	}
	n := s.run(p)
	if !n.ok || n.value < 1 || n.value > 200 {
		return i + 1
	}
	d := newDate(i)
	d.Era = EraMinguo
	if end, ok := s.sign(n, '年'); ok {
		d.Year = n.value + 1911
		s.monthDay(&d, end)
		return s.add(d)
	}
	if m, ok := s.triple(n); ok && m.Day > 0 {
		m.Span.Start, m.Era, m.Year = i, EraMinguo, n.value+1911
		return s.add(m)
	}
	return n.end
}

// fromYear reads a year with 年, and the month, day and time behind it. Of a list or
// range (2016-2020年) every year is a date of its own.
func (s *dateScan) fromYear(n dateRun) (DateMatch, bool) {
	d := newDate(n.start)
	end, ok := s.sign(n, '年')
	if !ok { // perhaps the first of several
		d.Year, d.Span.End = n.value, n.end
		return d, s.isYear(n, n.end) && s.shares(n, '年', 2199)
	}
	minguo, sure := s.isMinguo(n, end)
	switch {
	case s.isYear(n, end):
		d.Year = n.value
	case minguo:
		d.Year, d.Era = n.value+1911, EraMinguo
		if !sure && !s.usesMinguo() {
			d.doubt("两位数的年份，可能是民国纪年，也可能是公元")
		}
	default:
		return d, false
	}
	if n.fixed {
		d.doubt("年份里有字母，疑为误识的数字")
	}
	s.monthDay(&d, end)
	d.Span.Start = s.opening(n, d.Span.End)
	return d, true
}

// isYear reports whether n with 年 before end is a year of the common era. Four places
// from 1000 to 2199 are one, unless the words around make a span of time of them;
// other years need 公元.
func (s *dateScan) isYear(n dateRun, end int) bool {
	named := hasPrefix(s.t, n.start-2, "公元")
	if named && n.value > 0 && n.value < 2200 {
		return true
	}
	if n.digits != 4 && !(n.han && n.value >= 1900 && n.digits > 4) || n.value < 1000 || n.value >= 2200 {
		return false
	}
	if n.han && n.digits == 4 && hanPower(s.t[n.start+1]) > 0 && !strings.ContainsRune("零〇○", s.t[n.start+2]) {
		return false // 一千五百年 and 一千年整 are spans; 二千零八年 has five letters
	}
	if hasPrefix(s.t, end, "代") || at(s.t, n.start-1) == '第' {
		return false
	}
	// 1644年 is no span anybody states; 1500年 may well be one.
	return n.value%100 != 0 || s.isRoundYear(n, end)
}

// isRoundYear tells a year such as 2000年 from the span of time (2000年历史). Round
// hundreds before 1800 are taken for spans, since speeches count history in them.
func (s *dateScan) isRoundYear(n dateRun, end int) bool {
	if s.monthAt(s.blanks(end)) {
		return true
	}
	if n.value < 1800 || strings.ContainsRune("近约超逾过达有历经", at(s.t, n.start-1)) {
		return false
	}
	if at(s.t, end) == '的' {
		end++
	}
	for _, word := range [...]string{"历史", "文明", "文化", "沧桑", "风雨", "积淀", "古", "前的"} {
		if hasPrefix(s.t, end, word) {
			return false
		}
	}
	return true
}

// isMinguo reports whether n with 年 before end is a year of the Minguo era: 60 to 130,
// with a month behind it or in parentheses (本(108)年). It is not sure where two
// digits may as well be a year of the last century (98年7月).
func (s *dateScan) isMinguo(n dateRun, end int) (ok, sure bool) {
	if n.value < 60 || n.value > 130 {
		return false, false
	}
	if at(s.t, n.start-1) == '(' && at(s.t, n.end) == ')' && strings.ContainsRune("本今去前明", at(s.t, n.start-2)) {
		return true, true
	}
	return (!n.han || n.value >= 100) && s.monthAt(s.blanks(end)), n.value >= 100
}

// monthAt reports whether a month with 月 stands at i.
func (s *dateScan) monthAt(i int) bool {
	m := s.run(i)
	if !m.ok || m.value < 1 || m.value > 12 {
		return false
	}
	_, ok := s.sign(m, '月')
	return ok
}

// monthDay reads a month behind a year that ends at end, and what follows it, also
// in the parentheses of Taiwanese papers: 本(106)年本(6)月1日.
func (s *dateScan) monthDay(d *DateMatch, end int) {
	d.Span.End = end
	p := s.blanks(end)
	if hasPrefix(s.t, p, "本(") {
		p++
	}
	if at(s.t, p) == '(' {
		p++
	}
	m := s.run(p)
	if !m.ok || m.digits > 3 { // 十一月 has the longest number
		return
	}
	if s.shares(m, '月', 12) {
		d.Month, d.Span.End = m.value, m.end
		return
	}
	if end, ok := s.sign(m, '月'); ok {
		d.setMonth(m)
		s.day(d, end)
	}
}

// setMonth takes in a month as written; check drops it later when it cannot be.
func (d *DateMatch) setMonth(m dateRun) {
	d.Month = m.value
	if m.value == 0 {
		d.Month = -1 // 0月 is written, but cannot be
	}
	if m.fixed {
		d.doubt("月份里有字母，疑为误识的数字")
	}
}

// day reads a day behind a month that ends at end, and the time behind it. Without
// a sign of a day behind the number the date ends with its month.
func (s *dateScan) day(d *DateMatch, end int) {
	d.Span.End = end
	if at(s.t, end) == '份' {
		d.Span.End++
		return
	}
	n := s.run(s.blanks(end))
	if !n.ok || n.digits > 3 {
		return
	}
	if s.shares(n, '日', 31) {
		d.Day, d.Span.End = n.value, n.end
		return
	}
	end, why, ok := s.daySign(n)
	if !ok {
		return
	}
	d.Day, d.Span.End = n.value, end
	if n.value == 0 {
		d.Day = -1
	}
	if n.fixed {
		d.doubt("日期里有字母，疑为误识的数字")
	}
	if why != "" {
		d.doubt(why)
	}
	s.timeOfDay(d)
}

// daySign reads 日 or 号 behind n, or a letter that scanners write for 日; why then
// says so. 目 and 口 begin words as well (15目标), so that no Chinese letter may
// follow them.
func (s *dateScan) daySign(n dateRun) (end int, why string, ok bool) {
	for _, r := range [...]rune{'日', '号'} {
		if end, ok = s.sign(n, r); ok {
			return end, "", true
		}
	}
	r, next := at(s.t, n.end), at(s.t, n.end+1)
	switch {
	case n.han || n.value > 31:
	case strings.ContainsRune("HEB", r) && !isLetter(next) && !isDigit(next),
		r == '曰', (r == '目' || r == '口') && !IsHan(next):
		return n.end + 1, "“" + string(r) + "”疑为“日”之误", true
	}
	return n.end, "", false
}
