package zh

import "strings"

// A clockTime is a time of day found in a text, on the clock of 24 hours. hour may
// be 24, as in 24时, the end of a day.
type clockTime struct {
	hour, minute, end int
}

// partsOfDay are the words before an hour, with what they add to hours below 12.
var partsOfDay = [...]struct {
	word []rune
	add  int
}{
	{[]rune("上午"), 0}, {[]rune("下午"), 12}, {[]rune("中午"), 0}, {[]rune("凌晨"), 0}, {[]rune("清晨"), 0}, {[]rune("早上"), 0}, {[]rune("早晨"), 0},
	{[]rune("晚上"), 12}, {[]rune("傍晚"), 12}, {[]rune("深夜"), 12}, {[]rune("晚间"), 12}, {[]rune("晚"), 12}, {[]rune("早"), 0}, {[]rune("晨"), 0},
}

// partOfDay returns what the word before i adds to an hour; ok is false without one.
func partOfDay(t []rune, i int) (add int, ok bool) {
	for _, p := range partsOfDay {
		if _, ok := hasSuffix(t, i, p.word); ok {
			return p.add, true
		}
	}
	return 0, false
}

// addPartOfDay makes c a time of 24 hours by the word before i: 下午3时 is 15:00.
func (c *clockTime) addPartOfDay(t []rune, i int) {
	if add, ok := partOfDay(t, i); ok && c.hour > 0 && c.hour < 12 {
		c.hour += add
	}
}

// readClock reads a time of day at i: 16:02, 16:02:45, 15时, 15时30分, 3点半. A part of
// the day before i makes 点 sure, but is not taken in: a date or a sentence may
// own it.
func readClock(t []rune, i int) (clockTime, bool) {
	hour, end, ok := readUpTo(t, i, 24)
	if !ok {
		return clockTime{}, false
	}
	c := clockTime{hour: hour, end: end + 1}
	switch at(t, end) {
	case ':':
		return c.digital(t, i)
	case '时':
		return c.spoken(t, i)
	case '点':
		return c.spoken(t, i)
	}
	return c, false
}

// digital reads two-digit minutes and seconds behind a colon. Anything else behind a
// colon is a ratio or a score: 3:1, 12:3.
func (c clockTime) digital(t []rune, i int) (clockTime, bool) {
	minute, end, ok := readUpTo(t, c.end, 59)
	if !ok || end-c.end != 2 || !isDigit(t[i]) || !isDigit(t[c.end]) {
		return c, false
	}
	c.minute, c.end = minute, end
	if at(t, end) == ':' {
		_, c.end, ok = readUpTo(t, end+1, 60)
		return c, ok && c.end-end == 3 && at(t, c.end) != ':'
	}
	if c.hour == 24 && minute > 0 {
		return c, false
	}
	next := at(t, end) // 12:30% and 8:41.4 are shares
	return c, next != '%' && (next != '.' || !isDigit(at(t, end+1)))
}

// spoken reads 分, 半 or 整 behind 时 or 点 and decides whether a time is meant. Digits
// with 时 are one by themselves; 点 counts points (5点建议) and Chinese hours are in
// words (一时, 同时), so that these need minutes or a part of the day.
func (c clockTime) spoken(t []rune, i int) (clockTime, bool) {
	_, sure := partOfDay(t, i)
	hourSign := t[c.end-1]
	sure = sure || hourSign == '时' && (isDigit(t[i]) || t[i] == '零')
	next := at(t, c.end)
	minute, end, ok := readUpTo(t, c.end, 59)
	switch {
	case ok && at(t, end) == '分' && !strings.ContainsRune("钟之", at(t, end+1)):
		c.minute, c.end = minute, end+1
		return c, true
	case next == '半':
		c.minute = 30
		c.end++
		return c, true
	case next == '整' || next == '许' || next == '钟':
		// 3点整 but 三点整改
		c.end++
		return c, next != '整' || !strings.ContainsRune("个合体顿改治理数", at(t, c.end))
	}
	return c, sure && !strings.ContainsRune("代期候间段刻常空势光机而有不差效", next)
}

// readUpTo reads a small whole number of at most limit, in digits or Chinese.
func readUpTo(t []rune, i, limit int) (v, end int, ok bool) {
	end = i
	for end-i < 4 && (isDigit(at(t, end)) || isHanNumeral(at(t, end))) {
		end++
	}
	if end == i || end-i > 3 {
		return 0, end, false
	}
	n, ok := ParseInt(t[i:end])
	return int(n), end, ok && n <= int64(limit)
}
