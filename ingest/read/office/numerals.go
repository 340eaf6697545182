package office

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// numberFormats are the number formats of Word. Files .docx have the names
// (ECMA-376 part 1, 17.18.59), files .doc the place in this row (MSONFC in
// MS-OSHARED). render gives "" for a number that the format cannot show; it is
// nil for formats shown as decimals here, which are rare in Chinese or need the
// words of another language.
var numberFormats = [...]struct {
	name   string
	render func(n int) string
}{
	{"decimal", nil},
	{"upperRoman", func(n int) string { return strings.ToUpper(roman(n)) }},
	{"lowerRoman", roman},
	{"upperLetter", func(n int) string { return strings.ToUpper(letters(n)) }},
	{"lowerLetter", letters},
	{"ordinal", nil},
	{"cardinalText", nil},
	{"ordinalText", nil},
	{"hex", nil},
	{"chicago", nil},
	{"ideographDigital", func(n int) string { return digits(n, "〇一二三四五六七八九") }},
	{"japaneseCounting", func(n int) string { return counting(n, plainDigits, plainUnits) }},
	{"aiueo", nil},
	{"iroha", nil},
	{"decimalFullWidth", func(n int) string { return digits(n, "０１２３４５６７８９") }},
	{"decimalHalfWidth", nil},
	{"japaneseLegal", func(n int) string { return counting(n, traditionalLegal, legalUnits) }},
	{"japaneseDigitalTenThousand", func(n int) string { return digits(n, "〇一二三四五六七八九") }},
	{"decimalEnclosedCircle", func(n int) string { return enclosed(n, '①', 20) }},
	{"decimalFullWidth2", func(n int) string { return digits(n, "０１２３４５６７８９") }},
	{"aiueoFullWidth", nil},
	{"irohaFullWidth", nil},
	{"decimalZero", zeroPadded},
	{"bullet", nil}, // never shown
	{"ganada", nil},
	{"chosung", nil},
	{"decimalEnclosedFullstop", func(n int) string { return enclosed(n, '⒈', 20) }},
	{"decimalEnclosedParen", func(n int) string { return enclosed(n, '⑴', 20) }},
	{"decimalEnclosedCircleChinese", func(n int) string { return enclosed(n, '①', 20) }},
	{"ideographEnclosedCircle", func(n int) string { return enclosed(n, '㈠', 10) }},
	{"ideographTraditional", func(n int) string { return cycle(n, "甲乙丙丁戊己庚辛壬癸") }},
	{"ideographZodiac", func(n int) string { return cycle(n, "子丑寅卯辰巳午未申酉戌亥") }},
	{"ideographZodiacTraditional", nil},
	{"taiwaneseCounting", func(n int) string { return counting(n, plainDigits, plainUnits) }},
	{"ideographLegalTraditional", func(n int) string { return counting(n, traditionalLegal, legalUnits) }},
	{"taiwaneseCountingThousand", func(n int) string { return counting(n, plainDigits, plainUnits) }},
	{"taiwaneseDigital", func(n int) string { return digits(n, "○一二三四五六七八九") }},
	{"chineseCounting", func(n int) string { return counting(n, plainDigits, plainUnits) }},
	{"chineseLegalSimplified", func(n int) string { return counting(n, simplifiedLegal, legalUnits) }},
	{"chineseCountingThousand", func(n int) string { return counting(n, plainDigits, plainUnits) }},
}

const (
	plainDigits      = "零一二三四五六七八九"
	plainUnits       = "十百千"
	simplifiedLegal  = "零壹贰叁肆伍陆柒捌玖"
	traditionalLegal = "零壹貳參肆伍陸柒捌玖"
	legalUnits       = "拾佰仟"
)

// formatName returns the name of a number format of a .doc file, where 255 is
// none.
func formatName(nfc byte) string {
	if nfc == 0xFF {
		return "none"
	}
	if int(nfc) < len(numberFormats) {
		return numberFormats[nfc].name
	}
	return "decimal"
}

// formatNumber renders n, as a decimal number where the format cannot.
func formatNumber(format string, n int) string {
	if format == "none" {
		return ""
	}
	for _, f := range numberFormats {
		if f.name == format && f.render != nil {
			if s := f.render(n); s != "" {
				return s
			}
		}
	}
	return strconv.Itoa(n)
}

// nth returns the i-th letter of s.
func nth(s string, i int) rune { return []rune(s)[i] }

// counting renders 1..9999 as Chinese is spoken: 十二, 一百零五. Only the plain
// digits drop the one before a leading ten; on a bill it stays (壹拾).
func counting(n int, digits, units string) string {
	if n <= 0 || n > 9999 {
		return ""
	}
	var b strings.Builder
	gap := false
	for unit, div := 3, 1000; unit >= 0; unit, div = unit-1, div/10 {
		d := n / div % 10
		if d == 0 {
			gap = true
			continue
		}
		first := b.Len() == 0
		if gap && !first {
			b.WriteRune(nth(digits, 0))
		}
		gap = false
		if !(unit == 1 && d == 1 && first && digits == plainDigits) {
			b.WriteRune(nth(digits, d))
		}
		if unit > 0 {
			b.WriteRune(nth(units, unit-1))
		}
	}
	return b.String()
}

// digits writes the decimal digits of n with other signs.
func digits(n int, signs string) string {
	if n < 0 {
		return ""
	}
	return strings.Map(func(r rune) rune { return nth(signs, int(r-'0')) }, strconv.Itoa(n))
}

// enclosed returns the n-th of a row of signs such as ①②③ that has count.
func enclosed(n int, first rune, count int) string {
	if n < 1 || n > count {
		return ""
	}
	return string(first + rune(n-1))
}

// cycle returns the n-th of signs, starting over at their end.
func cycle(n int, signs string) string {
	if n < 1 {
		return ""
	}
	return string(nth(signs, (n-1)%utf8.RuneCountInString(signs)))
}

// letters counts a..z, aa..zz, aaa, as Word does.
func letters(n int) string {
	if n < 1 || n > 26*10 {
		return ""
	}
	return strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
}

// zeroPadded writes one digit as two; longer numbers are decimals as they are.
func zeroPadded(n int) string {
	if n < 0 || n > 9 {
		return ""
	}
	return "0" + strconv.Itoa(n)
}

// roman renders 1..3999 in lower case.
func roman(n int) string {
	if n < 1 || n > 3999 {
		return ""
	}
	var b strings.Builder
	for _, r := range []struct {
		value int
		sign  string
	}{
		{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"},
		{50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"},
	} {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.sign)
		}
	}
	return b.String()
}
