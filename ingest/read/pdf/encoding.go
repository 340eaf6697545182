package pdf

import (
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// baseEncoding returns one of the encodings that fonts name (ISO 32000-1, annex
// D), nil when it is none of them.
func baseEncoding(n name) *[256]string {
	switch n {
	case "WinAnsiEncoding":
		return winAnsi()
	case "MacRomanEncoding":
		return macRoman()
	case "StandardEncoding":
		return standard()
	}
	return nil
}

var winAnsi = sync.OnceValue(func() *[256]string {
	t := charmapTable(charmap.Windows1252)
	t[0xAD] = "-"
	return t
})

var macRoman = sync.OnceValue(func() *[256]string { return charmapTable(charmap.Macintosh) })

// charmapTable makes a table of an encoding that Go knows; control codes stay empty.
func charmapTable(m *charmap.Charmap) *[256]string {
	var t [256]string
	for i := ' '; i < 256; i++ {
		if r := m.DecodeByte(byte(i)); r >= ' ' && r != utf8.RuneError {
			t[i] = string(r)
		}
	}
	return &t
}

// standardUpper is the StandardEncoding from A1 to FB; a blank stands for none.
const standardUpper = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—                Æ ª    ŁØŒº     æ   ı  łøœß"

var standard = sync.OnceValue(func() *[256]string {
	var t [256]string
	for i := ' '; i <= '~'; i++ {
		t[i] = string(i)
	}
	t['\''], t['`'] = "’", "‘"
	for i, r := range []rune(standardUpper) {
		if r != ' ' {
			t[0xA1+i] = string(r)
		}
	}
	return &t
})

// glyphNames and glyphRunes are the names of letters and signs in fonts and what
// they stand for, in the same order, after the Adobe Glyph List; letters named by
// themselves, digits in words and letters with accents are made by rule.
const (
	glyphNames = `space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright
asterisk plus comma hyphen period slash colon semicolon less equal greater question at
bracketleft backslash bracketright asciicircum underscore grave braceleft bar braceright asciitilde
quoteleft quoteright quotedblleft quotedblright quotesinglbase quotedblbase guillemotleft guillemotright
guilsinglleft guilsinglright endash emdash bullet ellipsis dagger daggerdbl perthousand periodcentered
exclamdown questiondown cent sterling yen Euro currency section copyright registered trademark degree
paragraph plusminus multiply divide minus fraction ordfeminine ordmasculine mu logicalnot brokenbar
acute dieresis circumflex tilde macron breve dotaccent ring cedilla hungarumlaut ogonek caron
AE ae OE oe Oslash oslash Lslash lslash Eth eth Thorn thorn germandbls dotlessi florin
zero one two three four five six seven eight nine
onesuperior twosuperior threesuperior onequarter onehalf threequarters
Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigma Tau
Upsilon Phi Chi Psi Omega alpha beta gamma delta epsilon zeta eta theta iota kappa lambda nu xi omicron
pi rho sigma sigma1 tau upsilon phi chi psi omega epsilon1 theta1 phi1 omega1 rho1
infinity lessequal greaterequal notequal approxequal equivalence summation product integral radical
partialdiff element notelement intersection union logicaland logicalor universal existential proportional
arrowright arrowleft arrowup arrowdown arrowboth arrowdblright similar asteriskmath dotmath
reflexsubset propersubset bardbl prime lozenge`
	glyphRunes = " !\"#$%&'()" +
		"*+,-./:;<=>?@" +
		"[\\]^_`{|}~" +
		"‘’“”‚„«»" +
		"‹›–—•…†‡‰·" +
		"¡¿¢£¥€¤§©®™°" +
		"¶±×÷−⁄ªºµ¬¦" +
		"´¨ˆ˜¯˘˙˚¸˝˛ˇ" +
		"ÆæŒœØøŁłÐðÞþßıƒ" +
		"0123456789" +
		"¹²³¼½¾" +
		"ΑΒΓ∆ΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤ" +
		"ΥΦΧΨΩαβγδεζηθικλνξο" +
		"πρσςτυφχψωεϑϕϖϱ" +
		"∞≤≥≠≈≡∑∏∫√" +
		"∂∈∉∩∪∧∨∀∃∝" +
		"→←↑↓↔⇒∼∗⋅" +
		"⊆⊂‖′◊"
)

var glyphs = sync.OnceValue(func() map[string]string {
	runes := []rune(glyphRunes)
	m := make(map[string]string, len(runes))
	for i, n := range strings.Fields(glyphNames) {
		m[n] = string(runes[i])
	}
	return m
})

// accents are the combining marks by the names they have at the end of the name of
// a letter, as in eacute.
var accents = []struct {
	name string
	mark rune
}{
	{"hungarumlaut", 0x30B}, {"circumflex", 0x302}, {"dieresis", 0x308}, {"dotaccent", 0x307},
	{"cedilla", 0x327}, {"ogonek", 0x328}, {"macron", 0x304}, {"acute", 0x301}, {"grave", 0x300},
	{"tilde", 0x303}, {"breve", 0x306}, {"caron", 0x30C}, {"ring", 0x30A},
}

// glyphText returns the text of a glyph name, at a code of its font. What is not
// known is lost, save names that only say the code again (G065): those stand for
// the letter of that code.
func glyphText(n string, code int) string {
	n, _, _ = strings.Cut(n, ".") // A.alt is an A
	switch {
	case n == "":
		return "" // .notdef
	case len(n) == 1 && isLatin(n[0]):
		return n
	case glyphs()[n] != "":
		return glyphs()[n]
	}
	for _, a := range accents {
		if base, ok := strings.CutSuffix(n, a.name); ok && len(base) == 1 && isLatin(base[0]) {
			return norm.NFC.String(base + string(a.mark))
		}
	}
	if s := unicodeName(n); s != "" {
		return s
	}
	switch n {
	case "ff", "fi", "fl", "ffi", "ffl":
		return n
	}
	if number, err := strconv.Atoi(strings.TrimLeft(n, "CGacg")); err == nil && number == code && len(n) > 1 {
		return winAnsi()[code]
	}
	return lost
}

// isLatin reports whether c is an English letter.
func isLatin(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

// unicodeName reads the names uniXXXX and uXXXX to uXXXXXX, "" for others.
func unicodeName(n string) string {
	digits, ok := strings.CutPrefix(n, "uni")
	if ok && len(digits) >= 4 {
		digits = digits[:4] // uniXXXXYYYY is a ligature; the first letter will do
	} else if digits, ok = strings.CutPrefix(n, "u"); !ok || len(digits) < 4 || len(digits) > 6 {
		return ""
	}
	r, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || !utf8.ValidRune(rune(r)) || r < ' ' {
		return ""
	}
	return string(rune(r))
}

// expandLigature writes ﬁ and its like in letters, which searching needs.
func expandLigature(s string) string {
	if r, _ := utf8.DecodeRuneInString(s); r >= 0xFB00 && r <= 0xFB06 {
		return norm.NFKC.String(s)
	}
	return s
}
