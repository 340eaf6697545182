package zh

import "strings"

// fromMonth reads a month without a year, and the day behind it: 11月10日, 3月,
// 十月一日.
func (s *dateScan) fromMonth(n dateRun) (DateMatch, bool) {
	d := newDate(n.start)
	before := at(s.t, n.start-1)
	// 第三月 counts, and 2.3月 is a slip of figures.
	if before == '第' || before == '.' && isDigit(at(s.t, n.start-2)) || s.isLunar(n.start) {
		return d, false
	}
	if n.digits <= 3 && s.shares(n, '月', 12) {
		d.Month, d.Span.End = n.value, n.end
	} else {
		end, ok := s.sign(n, '月')
		if !ok || n.digits > 3 || n.value > 99 {
			return d, false
		}
		d.setMonth(n)
		s.day(&d, end)
		if d.Day == 0 && !s.isMonthAlone(n, d.Span.End) {
			return d, false
		}
	}
	d.Span.Start = s.opening(n, d.Span.End)
	// The year of 2024年1月3日至2月5日 holds on, that of 12月30日至1月3日 does not.
	if p, ok := s.previous(d.Span.Start); ok && p.Month > 0 && p.Month <= d.Month {
		d.Year, d.Era = p.Year, p.Era
	}
	return d, true
}

// isLunar reports whether the traditional calendar is named before i; its months
// are not those of the Gregorian.
func (s *dateScan) isLunar(i int) bool {
	return hasPrefix(s.t, i-2, "农历") || hasPrefix(s.t, i-2, "阴历") || hasPrefix(s.t, i-2, "旧历")
}

// isMonthAlone reports whether n with 月 is a month though no day follows. Chinese
// months need a word beside them, since 二月 and 十月 stand in many names.
func (s *dateScan) isMonthAlone(n dateRun, end int) bool {
	if n.value < 1 || n.value > 12 {
		return false
	}
	before, next := at(s.t, n.start-1), at(s.t, end)
	if before == '年' && (isDigit(at(s.t, n.start-2)) || isHanNumeral(at(s.t, n.start-2))) {
		return false // 三年五月: a span
	}
	if strings.ContainsRune("龄饼球亮嫂薪票季牙", next) {
		return false
	}
	if !n.han {
		return true
	}
	return s.t[end-1] == '份' || strings.ContainsRune("初底末间中上下", next) ||
		strings.ContainsRune("年在于从自至到本每", before)
}

// bareDay reads a day without a month. It must continue a date (5日至8日) or have
// words beside it that make it a day of the calendar: 10日电, 25日上午, 本(14)日.
func (s *dateScan) bareDay(n dateRun) (DateMatch, bool) {
	d := newDate(n.start)
	if n.value < 1 || n.value > 31 || n.digits > 3 {
		return d, false
	}
	// 5日至8日: falling days belong to the next month, which the text does not name.
	p, follows := s.previous(n.start)
	follows = follows && p.Day > 0 && p.Day < n.value
	end, why, ok := s.daySign(n)
	switch {
	case ok && why == "" && (follows || s.isDay(n, end)):
		d.Span.End = end
	case s.shares(n, '日', 31) && (follows || s.isDay(s.lastOf(n))):
		d.Span.End = n.end
	default:
		return d, false
	}
	d.Day = n.value
	if follows {
		d.Year, d.Month, d.Era = p.Year, p.Month, p.Era
	}
	if d.Span.End == end && ok {
		s.timeOfDay(&d)
	}
	d.Span.Start = s.opening(n, d.Span.End)
	return d, true
}

// lastOf returns the number that closes what n opens, so that the words behind it
// can be asked (10至12日上午), and where its sign ends.
func (s *dateScan) lastOf(n dateRun) (dateRun, int) {
	for links := 0; links < 12; links++ {
		if end, ok := s.sign(n, '日'); ok {
			return n, end
		}
		n = s.run(n.end + 1)
	}
	return n, n.end
}

// dayWords follow a day of the calendar: parts of the day, the marks of a dispatch,
// and the verbs by which news tell what somebody did on it.
var dayWords = strings.Fields("电 讯 上午 下午 凌晨 清晨 早 晚 晨 中午 傍晚 深夜 夜间 在 从 起 发表 发布 宣布 表示 会见 出席 召开 举行 " +
	"抵达 离开 开始 将 引用 访问 结束 报道 消息 致电 致信 主持 致函 进入 访 赴 前往 参观 通过 播出 开幕 闭幕 当天 援引 分别 应 同 向 说 称 对 公布")

// isDay reports whether the words beside n with 日 make it a day of the calendar and
// not a span (为期3日) or an ordinal. Without such words it is none: a missed day can
// be seen in the text, an invented one cannot.
func (s *dateScan) isDay(n dateRun, end int) bool {
	before := at(s.t, n.start-1)
	if before == '(' {
		return strings.ContainsRune("本今昨明前", at(s.t, n.start-2))
	}
	if strings.ContainsRune("第每后前隔近约满超过足逾届共达计短这那几有为数余多头", before) {
		return false
	}
	if hasPrefix(s.t, n.start-2, "本月") || hasPrefix(s.t, n.start-2, "当月") || hasPrefix(s.t, n.start-2, "上月") {
		return true
	}
	// 6号 numbers lines, buildings and products; only a part of the day tells.
	if s.t[end-1] == '号' && !hasPrefix(s.t, end, "上午") && !hasPrefix(s.t, end, "下午") && !hasPrefix(s.t, end, "晚") {
		return false
	}
	for _, word := range dayWords {
		if hasPrefix(s.t, end, word) {
			return true
		}
	}
	next := at(s.t, end)
	if next == ',' && (before <= ' ' || before == '。') || !n.han && strings.ContainsRune("于从自", before) {
		return true
	}
	if joins(next) {
		m := s.run(end + 1)
		last, ok := s.sign(m, '日')
		return ok && m.ok && m.value > n.value && m.value <= 31 && s.isDay(m, last)
	}
	_, ok := readClock(s.t, end)
	return ok
}

// timeOfDay reads a time behind a day: blanks or T, a part of the day, and the
// hour. Without an hour nothing is taken in.
func (s *dateScan) timeOfDay(d *DateMatch) {
	p := s.blanks(d.Span.End)
	if at(s.t, p) == 'T' && isDigit(at(s.t, p+1)) {
		p++
	}
	p = s.afterWeekday(p)
	for _, part := range partsOfDay {
		if hasWord(s.t, p, part.word) {
			p += len(part.word)
			break
		}
	}
	if !isDigit(at(s.t, p)) && !isHanNumeral(at(s.t, p)) {
		return
	}
	c, ok := readClock(s.t, p)
	if !ok {
		return
	}
	c.addPartOfDay(s.t, p)
	d.Hour, d.Minute, d.Span.End = c.hour, c.minute, s.afterZone(c.end)
}

// afterWeekday skips (星期三) or 星期三 between a day and its time.
func (s *dateScan) afterWeekday(i int) int {
	p := i
	if at(s.t, p) == '(' {
		p++
	}
	if !hasPrefix(s.t, p, "星期") && !hasPrefix(s.t, p, "周") {
		return i
	}
	for end := p + 1; end < p+4; end++ {
		if r := at(s.t, end); r == '日' || r == '天' || hanDigit(r) > 0 {
			end++
			if at(s.t, end) == ')' {
				end++
			}
			return s.blanks(end)
		}
	}
	return i
}

// afterZone skips the fraction of a second and the time zone of RFC 3339 and RFC
// 822 behind a time.
func (s *dateScan) afterZone(i int) int {
	if at(s.t, i) == '.' && isDigit(at(s.t, i+1)) {
		i = skipRun(s.t, i+1)
	}
	if at(s.t, i) == 'Z' {
		return i + 1
	}
	p := s.blanks(i)
	if r := at(s.t, p); r != '+' && r != '-' || !isDigit(at(s.t, p+1)) || !isDigit(at(s.t, p+2)) {
		return i
	}
	for end := p + 3; end < p+7; end++ {
		if r := at(s.t, end); r != ':' && !isDigit(r) {
			return end
		}
	}
	return min(p+6, len(s.t))
}
