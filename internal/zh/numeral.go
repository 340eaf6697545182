package zh

import (
	"math"
	"slices"
)

// ParseInt reads a whole number in Chinese or Arabic writing: 一百二十三, 〇○零,
// 两, 廿, 卅, financial letters (壹佰贰拾叁), digit by digit (二〇二四), 1,500, 3万,
// 1.2亿. A missing leading digit counts as one (十五, 百万) and a last digit
// without its power takes the next lower one (三千五 is 3500). A leading - or 负
// is read. Digits parted by blanks are not one number, since lists and tables look
// the same. ok is false when folded is not wholly one whole number of an int64.
func ParseInt(folded []rune) (n int64, ok bool) {
	negative := len(folded) > 1 && isMinus(folded[0])
	if negative {
		folded = folded[1:]
	}
	if n, ok = parseHan(folded); !ok {
		n, ok = parseScaled(folded)
	}
	if negative {
		n = -n
	}
	return n, ok
}

// isMinus reports whether r makes the number behind it negative.
func isMinus(r rune) bool { return r == '-' || r == '−' || r == '负' }

// parseScaled reads Arabic writing, with or without powers behind it.
func parseScaled(s []rune) (int64, bool) {
	if len(s) == 0 || !isDigit(s[0]) {
		return 0, false
	}
	n, ok := readNumber(s, 0)
	if !ok || n.end != len(s) || n.form != "" || n.more {
		return 0, false
	}
	return n.value.int64()
}

// isDigit reports whether r is an ASCII digit; full-width ones are folded before.
func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// hanDigit returns the value of a Chinese digit, financial writing included, or
// -1. 两 is 2.
func hanDigit(r rune) int64 {
	switch r {
	case '零', '〇', '○':
		return 0
	case '一', '壹':
		return 1
	case '二', '两', '贰':
		return 2
	case '三', '叁', '参':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

// hanTens returns the tens that one letter stands for (廿, 卅, 卌), or 0.
func hanTens(r rune) int64 {
	switch r {
	case '廿':
		return 2
	case '卅':
		return 3
	case '卌':
		return 4
	}
	return 0
}

// hanPower returns the power of ten that r multiplies by, or 0. 兆 is 10^12, as in
// Taiwan; before a unit (兆瓦) it is a prefix, which the caller must tell.
func hanPower(r rune) int {
	switch r {
	case '十', '拾':
		return 1
	case '百', '佰':
		return 2
	case '千', '仟':
		return 3
	case '万':
		return 4
	case '亿':
		return 8
	case '兆':
		return 12
	}
	return 0
}

// isFinancial reports whether r is a numeral of bank notes. Most of them are
// ordinary letters as well (陆地, 参加, 队伍).
func isFinancial(r rune) bool {
	switch r {
	case '壹', '贰', '叁', '参', '肆', '伍', '陆', '柒', '捌', '玖', '拾', '佰', '仟':
		return true
	}
	return false
}

// isHanNumeral reports whether r belongs to a number in ordinary Chinese writing.
func isHanNumeral(r rune) bool {
	if r < 0x4E00 {
		return r == '〇' || r == '○'
	}
	switch r {
	case '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十',
		'百', '千', '万', '亿', '两', '廿', '卅', '卌':
		return true
	}
	return false
}

// longestHan is more than any sound positional number has letters; longer runs
// of numerals are codes or noise.
const longestHan = 40

// parseHan reads a run of Chinese numerals, positional or digit by digit.
func parseHan(s []rune) (int64, bool) {
	if len(s) == 0 || len(s) > longestHan {
		return 0, false
	}
	if n, ok := parseDigits(s); ok {
		return n, true
	}
	return parsePositional(s, 12, true)
}

// parseDigits reads numerals digit by digit, as in years. 两 is never used so. 18
// digits are what an int64 holds for sure.
func parseDigits(s []rune) (int64, bool) {
	if len(s) > 18 || len(s) > 1 && slices.Contains(s, '两') {
		return 0, false
	}
	n := int64(0)
	for _, r := range s {
		d := hanDigit(r)
		if d < 0 {
			return 0, false
		}
		n = n*10 + d
	}
	return n, true
}

// parsePositional reads s by its highest power, none of which may be above limit:
// what stands left of it multiplies it, what stands right is added. first is
// true where the number begins, since only there a digit may be missing.
func parsePositional(s []rune, limit int, first bool) (int64, bool) {
	at, power := highestPower(s)
	if at < 0 {
		return parseUnits(s)
	}
	if power > limit {
		return 0, false
	}
	left, ok := parseLeft(s[:at], power, first)
	if !ok {
		return 0, false
	}
	right, ok := parseRight(s[at+1:], power)
	unit := pow10(power)
	if !ok || left > (math.MaxInt64-right)/unit {
		return 0, false
	}
	return left*unit + right, true
}

// highestPower returns where the highest power of s stands first, -1 for none.
func highestPower(s []rune) (at, power int) {
	at = -1
	for i, r := range s {
		if p := hanPower(r); p > power {
			at, power = i, p
		}
	}
	return at, power
}

// parseUnits reads what is left when no power is: one digit, or 廿 with or
// without one.
func parseUnits(s []rune) (int64, bool) {
	if len(s) == 0 || len(s) > 2 {
		return 0, false
	}
	if tens := hanTens(s[0]); tens > 0 {
		if len(s) == 1 {
			return tens * 10, true
		}
		d := hanDigit(s[1])
		return tens*10 + d, d > 0 && s[1] != '两'
	}
	d := hanDigit(s[0])
	return d, d >= 0 && len(s) == 1
}

// parseLeft reads the factor of a power. 十, 百 and 千 take one digit; 十 may stand
// without it anywhere (一百十五), the others only where the number begins.
func parseLeft(s []rune, power int, first bool) (int64, bool) {
	if len(s) == 0 {
		return 1, first || power == 1
	}
	if power > 3 {
		n, ok := parsePositional(s, power-1, first)
		return n, ok && n > 0
	}
	d := hanDigit(s[0])
	return d, len(s) == 1 && d > 0 && (power > 1 || s[0] != '两')
}

// parseRight reads what is added behind a power. 零 says that a power is missing;
// a lone digit without it belongs to the next lower power (一万二 is 12000).
func parseRight(s []rune, power int) (int64, bool) {
	if len(s) == 0 {
		return 0, true
	}
	if hanDigit(s[0]) == 0 {
		n, ok := parsePositional(s[1:], power-1, false)
		return n, ok && n > 0 && (power > 3 || n < pow10(power-1))
	}
	if power == 1 && hanTens(s[0]) > 0 {
		return 0, false
	}
	n, ok := parsePositional(s, power-1, false)
	if len(s) == 1 && hanDigit(s[0]) > 0 {
		n *= pow10(power - 1)
		ok = s[0] != '两'
	}
	return n, ok && n > 0
}

// pow10 returns 10^n for 0 <= n <= 18.
func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}
