package zh

import (
	"slices"
	"strings"
)

// A number is a numeral found in running text.
// It knows how it was written, since that decides what it can mean: digits always
// count something, a Chinese numeral often not.
type number struct {
	start, end int
	value      decimal
	form       string // one writing for all that say the same, when there is no exact value: 几十
	han        bool   // Chinese letters in front
	more       bool   // 多, 余 or 几 inside: 十几, 10余万
	bare       bool   // a power without a digit before it: 百, 千万
	powers     bool   // written with 百, 千, 万 or 亿
	scale      int    // power of ten of the letters that close it: 7 for 3千万
	big        int    // of these, the part from 万 on: 4 for 3千万
	mixed      bool   // other powers stand before those: 三千五百万, 1亿2千万
	whole      bool   // ASCII digits only, without point, commas or powers
}

// int returns the value of a number known to be whole.
func (n number) int() int64 {
	v, _ := n.value.int64()
	return v
}

// isYear reports whether n looks like a year of our time: four digits, not a round
// hundred. It tells only where no unit follows.
func (n number) isYear() bool {
	return n.whole && n.end-n.start == 4 && n.between(1949, 2099) && n.value.mant%100 != 0
}

// shared returns the power of ten that low, the first end of a range up to n, leaves
// to n: 8 in 2至3亿, 4 in 三千至五千万, 0 in 9000至1万. ok is false when that cannot
// be told.
func (n number) shared(low number) (exp int, ok bool) {
	switch {
	case low.big > 0 || n.scale == 0 || low.powers && n.big == 0:
		return 0, true
	case low.powers:
		exp = n.big
	case n.mixed:
		return 0, false
	default:
		exp = n.scale
	}
	if !low.value.less(n.value.shift(-exp)) {
		return 0, true
	}
	return exp, true
}

// is reports whether n is exactly v.
func (n number) is(v int64) bool {
	x, ok := n.value.int64()
	return n.form == "" && ok && x == v
}

// between reports whether n is a whole number from low to high.
func (n number) between(low, high int64) bool {
	x, ok := n.value.int64()
	return n.form == "" && ok && low <= x && x <= high
}

// at returns t[i], or 0 outside of t.
func at(t []rune, i int) rune {
	if i < 0 || i >= len(t) {
		return 0
	}
	return t[i]
}

// hasPrefix reports whether word stands in t at i.
func hasPrefix(t []rune, i int, word string) bool {
	for _, r := range word {
		if at(t, i) != r {
			return false
		}
		i++
	}
	return true
}

// hasWord is hasPrefix for a word of a table.
func hasWord(t []rune, i int, word []rune) bool {
	return i >= 0 && i+len(word) <= len(t) && slices.Equal(t[i:i+len(word)], word)
}

// hasSuffix reports whether word ends in t before i. It returns where it begins.
func hasSuffix(t []rune, i int, word []rune) (start int, ok bool) {
	start = i - len(word)
	if start < 0 || !slices.Equal(t[start:i], word) {
		return i, false
	}
	return start, true
}

// skipRun returns where the run of ASCII digits or Chinese numerals at i ends, at
// least i+1.
func skipRun(t []rune, i int) int {
	same := isHanNumeral
	if isDigit(at(t, i)) {
		same = isDigit
	}
	for i++; i < len(t) && same(t[i]); i++ {
	}
	return i
}

// readNumber reads the numeral at i with the powers behind it: 1,500, 1.2万亿,
// 1亿2千万, 10余万, 三千五百, 三点五万, 十几, 几十. Without ok, no numeral stands there
// that can be read.
func readNumber(t []rune, i int) (number, bool) {
	r := at(t, i)
	switch {
	case isDigit(r):
		return readMixed(t, i)
	case r == '几' || r == '数':
		return readSome(t, i)
	case isFinancial(r):
		return readFinancial(t, i)
	case isHanNumeral(r):
		return readHan(t, i)
	}
	return number{}, false
}

// readMixed reads ASCII digits with powers, also in several parts (3万5千).
func readMixed(t []rune, i int) (number, bool) {
	n, ok := readArabic(t, i)
	if !ok {
		return n, false
	}
	n = n.scaled(t)
	for n.scale > 0 && n.value.exp >= 0 && !n.more {
		next, ok := n.continued(t)
		if !ok {
			break
		}
		n = next
	}
	return n, true
}

// readArabic reads ASCII digits, commas between groups of three, and a decimal
// point. More than 18 digits are a code, not a number.
func readArabic(t []rune, i int) (number, bool) {
	n := number{start: i, whole: true}
	end := skipRun(t, i)
	for plain := end-i <= 3 && t[i] != '0'; plain && end-i < 24 && isGroup(t, end); end += 4 {
		n.whole = false
	}
	point := end
	if at(t, end) == '.' && isDigit(at(t, end+1)) {
		end = skipRun(t, end+1)
		n.whole = false
	}
	n.end = end
	if end-i > 24 { // no sum of the loop below could hold it
		return n, false
	}
	digits := 0
	for _, r := range t[i:end] {
		if isDigit(r) {
			n.value.mant = n.value.mant*10 + int64(r-'0')
			digits++
		}
	}
	if point < end {
		n.value.exp = point + 1 - end
	}
	return n, digits <= 18
}

// isGroup reports whether a group of thousands is at i. In crawled pages an ASCII comma
// is the Chinese comma as well, so that four digits behind it are not one.
func isGroup(t []rune, i int) bool {
	return at(t, i) == ',' && isDigit(at(t, i+1)) && isDigit(at(t, i+2)) && isDigit(at(t, i+3)) && !isDigit(at(t, i+4))
}

// scaled takes in the powers behind n, with 多, 余 or 几 before them.
func (n number) scaled(t []rune) number {
	p := n.end
	if r := at(t, p); r == '多' || r == '余' || r == '几' {
		p++
	}
	exp, end := readPowers(t, p)
	if exp == 0 {
		if n.whole && n.value.mant%10 == 0 && at(t, n.end) == '几' {
			n.more, n.end = true, p // 20几
		}
		return n
	}
	n.more = n.more || p > n.end
	n.value, n.end, n.scale, n.big = n.value.shift(exp), end, exp, bigPower(t[p:end])
	n.powers, n.whole = true, false
	return n
}

// bigPower returns the power of ten that 万, 亿 and 兆 make at the end of s.
func bigPower(s []rune) (exp int) {
	for k := len(s); k > 0 && hanPower(s[k-1]) > 3; k-- {
		exp += hanPower(s[k-1])
	}
	return exp
}

// readPowers reads letters of power at i in rising order (千万, 万亿) and returns the
// power of ten they make.
func readPowers(t []rune, i int) (exp, end int) {
	for last := 1; ; i++ {
		p := hanPower(at(t, i))
		if p <= last || isPrefix(t, i) || isFinancial(t[i]) {
			return exp, i
		}
		exp, last = exp+p, p
	}
}

// isPrefix reports whether the power at i belongs to the unit behind it: 千瓦, 千米,
// 兆瓦, 百分点.
func isPrefix(t []rune, i int) bool {
	next := at(t, i+1)
	switch t[i] {
	case '百':
		return next == '分' && at(t, i+2) != '之' || next == '帕'
	case '千':
		return next != 0 && strings.ContainsRune("瓦米克伏卡帕赫焦安兆字", next)
	case '兆':
		return next == 0 || !strings.ContainsRune("元美新余多", next)
	}
	return false
}

// continued adds a second part behind n: 1亿 + 2千万. The part must be whole, less
// than the power before it, and either carry a power or have three digits, since
// 3万2 is more often a slip of a table than 32000.
func (n number) continued(t []rune) (number, bool) {
	r := at(t, n.end)
	if !isDigit(r) && (hanDigit(r) < 0 || !isHanNumeral(r)) {
		return n, false
	}
	var part number
	var ok bool
	if isDigit(r) {
		if part, ok = readArabic(t, n.end); ok {
			part = part.scaled(t)
		}
	} else {
		part, ok = readHan(t, n.end)
	}
	v, whole := part.value.int64()
	if !ok || !whole || part.more || part.form != "" || v >= pow10(min(n.scale, 18)) {
		return n, false
	}
	if !part.powers && part.end-n.end < 3 {
		return n, false
	}
	sum, ok := n.value.plus(part.value)
	if !ok {
		return n, false
	}
	n.value, n.end, n.scale, n.big, n.mixed = sum, part.end, part.scale, part.big, true
	return n, true
}

// readSome reads 几 and 数 with powers: 几, 几十, 数百万. 数 stands for 几; alone it is a
// noun.
func readSome(t []rune, i int) (number, bool) {
	end := i + 1
	for hanPower(at(t, end)) > 0 && !isPrefix(t, end) && !isFinancial(t[end]) {
		end++
	}
	n := number{start: i, end: end, han: true, powers: end > i+1, form: "几" + string(t[i+1:end])}
	// 数 is a count in 数百, and the end of a noun in 人数百分比.
	if t[i] == '数' && (end == i+1 || strings.ContainsRune(countNouns, at(t, i-1))) {
		return n, false
	}
	return n, end-i <= 6 // 几百万亿 and no more
}

// countNouns are the letters before 数 that make it a noun (人数, 户数) or another word
// (无数).
const countNouns = "人户总次指参岁基系分倍整函少多无为半位岗件级个点代读字页天年月总约概张"

// readFinancial reads bank-note numerals. Their letters are common words too, so
// that only two and more of them with a power count: 壹佰贰拾.
func readFinancial(t []rune, i int) (number, bool) {
	end, powers := i, false
	for r := at(t, end); isFinancial(r) || r == '零' || r == '万' || r == '亿'; r = at(t, end) {
		powers = powers || hanPower(r) > 0
		end++
	}
	v, ok := parseHan(t[i:end])
	return number{start: i, end: end, value: decimal{mant: v}, han: true, powers: powers}, ok && powers && end > i+1
}
