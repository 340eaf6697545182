package zh

// Chinese numerals in running text are harder than alone: the run of numeral letters
// may reach into the unit (五百千瓦), stand for "about" (三四十), be a list or a name, or
// go on with 几, 多 or 点.

// readHan reads a run of ordinary Chinese numerals and what may follow it: 几 or 多
// with a power (十几万, 二十多亿), or 点 with decimals (三点五).
func readHan(t []rune, i int) (number, bool) {
	end := skipRun(t, i)
	// The last power may be the head of the unit: 五百千瓦, 三个百分点.
	for end > i && hanPower(t[end-1]) > 0 && isPrefix(t, end-1) {
		end--
	}
	n := number{start: i, end: end, han: true}
	run := t[i:end]
	if len(run) == 0 || len(run) > longestHan {
		n.end = max(end, i+1)
		return n, false
	}
	n.describe(run)
	if v, ok := parseHan(run); ok && !isLoose(run) {
		n.value.mant = v
		return n.decimals(t, false).followed(t), true
	}
	if isAbout(run) {
		n.form = plainForm(run)
		return n, true
	}
	return n, false
}

// describe notes which powers run is written with. 十 is none of them.
func (n *number) describe(run []rune) {
	n.bare = hanPower(run[0]) > 1
	closing := len(run)
	for ; closing > 0 && hanPower(run[closing-1]) > 1; closing-- {
		n.scale += hanPower(run[closing-1])
	}
	n.big = bigPower(run)
	_, before := highestPower(run[:closing])
	n.mixed = before > 1
	n.powers = n.mixed || n.scale > 0
}

// isLoose reports whether run is two or three digits without 零: 三四 (three or
// four), 二三 (list), 一二九 (a name). Only as a year or with 〇 are digits a number.
func isLoose(run []rune) bool {
	if len(run) < 2 || len(run) > 3 {
		return false
	}
	for _, r := range run {
		if hanDigit(r) <= 0 {
			return false
		}
	}
	return true
}

// isAbout reports whether run holds two digits side by side that mean "about":
// 三四, 十七八, 五六十万, 三五, 三两.
func isAbout(run []rune) bool {
	if len(run) > 8 {
		return false
	}
	for k := 0; k+1 < len(run); k++ {
		a, b := hanDigit(run[k]), hanDigit(run[k+1])
		if a < 1 || b != a+1 && (a != 3 || b != 5 && run[k+1] != '两') {
			continue
		}
		// With one of the two it must be a number: 三四十 is 三十 or 四十.
		rest := append(append([]rune{}, run[:k+1]...), run[k+2:]...)
		if _, ok := parseHan(rest); ok && !isLoose(rest) {
			return true
		}
	}
	return false
}

// plainForm returns run with 二 for 两.
func plainForm(run []rune) string {
	out := []rune(string(run))
	for k, r := range out {
		if r == '两' {
			out[k] = '二'
		}
	}
	return string(out)
}

// decimals reads 点 and digits behind n, with powers: 三点五, 一点二万亿. Since 点 is a
// unit too (三点意见, 三点五分), the decimals must be closed by a unit or by something
// other than a Chinese letter, unless sure (behind 百分之).
func (n number) decimals(t []rune, sure bool) number {
	if at(t, n.end) != '点' || n.powers {
		return n
	}
	end, mant := n.end+1, n.value.mant
	// Eight letters are more decimals than speech has, and bound the walk.
	for ; end-n.end < 8 && isHanNumeral(at(t, end)) && hanDigit(t[end]) >= 0 && t[end] != '两'; end++ {
		mant = mant*10 + hanDigit(t[end])
	}
	places := end - n.end - 1
	exp, end := readPowers(t, end)
	next := at(t, end)
	if places == 0 || n.value.mant > 1e9 || isHanNumeral(next) {
		return n
	}
	if _, _, ok := unitAt(t, end); !sure && (!ok && IsHan(next) || next == '分') {
		return n
	}
	n.value, n.end = decimal{mant, exp - places}, end
	n.scale, n.big, n.powers = exp, bigPower(t[:end]), exp > 0
	return n
}

// followed takes in 几, 多 or 余 with the power behind it, and 几 behind 十: 十几, 十几万,
// 二十多亿. 兆 counts as a power before money only.
func (n number) followed(t []rune) number {
	next := at(t, n.end)
	if next == '几' && !n.bare && hanPower(t[n.end-1]) > 0 {
		n.more = true
		n.end++
	}
	if n.more || next == '多' || next == '余' || next == '兆' {
		return n.scaled(t)
	}
	return n
}
