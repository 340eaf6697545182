package charset

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/daodu/daodu"
)

// Mend puts decoded text right as far as that is certain. Zero bytes become U+FFFD,
// since databases and JSON readers refuse them; other control characters stay. Text
// that a program decoded wrongly before it was saved ("å·¥ä¼š" or "¹¤»á" for 工会)
// is decoded rightly when all of it can be.
func Mend(text string) *Text {
	text = strings.ReplaceAll(text, "\x00", string(utf8.RuneError))
	if right, wrong := remake(text); wrong != "" {
		return &Text{Text: right, Misread: wrong}
	}
	return &Text{Text: text}
}

// DamageIn tells what is wrong with plain, which is t.Text or what the reader of a
// page made of it: a charset that is not sure, letters lost, words decoded wrongly
// before they were saved, a letter cut at the end.
func (t *Text) DamageIn(plain string) []daodu.Damage {
	var damage []daodu.Damage
	end := utf8.RuneCountInString(plain)
	if t.Unsure {
		damage = append(damage, daodu.Damage{
			Kind: daodu.Mojibake, Severity: daodu.SeverityWarn, Span: daodu.Span{End: end},
			Note: "字符编码不能确定，按" + t.Charset + "读出，可能有误。",
		})
	}
	if t.Misread != "" {
		damage = append(damage, daodu.Damage{
			Kind: daodu.Mojibake, Severity: daodu.SeverityNote, Span: daodu.Span{End: end},
			Note: "原文件的文字曾被误读为" + t.Misread + "，已全部还原。",
		})
	}
	for _, look := range []func(string) (daodu.Damage, bool){lostLetters, latinRun, wrongHanzi} {
		if d, ok := look(plain); ok {
			damage = append(damage, d)
		}
	}
	if t.Cut {
		damage = append(damage, daodu.Damage{
			Kind: daodu.Truncated, Severity: daodu.SeverityWarn, Span: daodu.Span{Start: end, End: end},
			Note: "文件在一个字的中间断开，后面的内容缺失。",
		})
	}
	return damage
}

// lostLetters tells of U+FFFD: how many there are, and where the first run of them is.
func lostLetters(text string) (daodu.Damage, bool) {
	lost := strings.Count(text, string(utf8.RuneError))
	if lost == 0 {
		return daodu.Damage{}, false
	}
	d := daodu.Damage{Kind: daodu.Mojibake, Severity: daodu.SeverityNote}
	switch letters := utf8.RuneCountInString(text); {
	case lost*100 >= letters:
		d.Severity = daodu.SeveritySevere
	case lost*1000 >= letters:
		d.Severity = daodu.SeverityWarn
	}
	at := strings.IndexRune(text, utf8.RuneError)
	run := len(text[at:]) - len(strings.TrimLeft(text[at:], string(utf8.RuneError)))
	d.Span = span(text, at, at+run)
	d.Note = fmt.Sprintf("有%d个字无法解码，以“�”代替。", lost)
	return d, true
}

// Least letters and share of common ones in a remade text for it to be certain.
const (
	sureLetters = 4
	sureShare   = 0.8
)

// remake undoes a wrong decoding of the whole text: it writes the letters back as
// bytes in the charset they were wrongly read in and decodes those rightly. how
// names the wrong charset; it is empty when text is not such a text, or when not
// every letter takes part.
func remake(text string) (right, how string) {
	if !suspicious(text) {
		return "", ""
	}
	for _, wrong := range misreadings {
		data, ok := wrong.bytes(text)
		if !ok {
			continue
		}
		c, err := Detect(data, "")
		if err != nil || !slices.Contains(wrong.of, c.Name) {
			continue
		}
		right, rest := c.decode(data)
		if share, n := Share(right); rest > 0 || n < sureLetters || share < sureShare {
			continue
		}
		if back, err := c.enc.NewEncoder().String(right); err == nil && back == string(data) {
			return right, wrong.name
		}
	}
	return "", ""
}

// misreadings are the charsets that Chinese is wrongly read in, with the way back to
// the bytes and the charsets that these are then in.
var misreadings = []struct {
	name  string
	bytes func(text string) (data []byte, ok bool)
	of    []string
}{
	{"Latin-1", latinBytes, []string{"UTF-8", "GB18030", "Big5"}},
	{"GBK", gbkBytes, []string{"UTF-8"}},
}

// suspicious reports whether so few letters of text are common that it pays to look
// for a wrong decoding.
func suspicious(text string) bool {
	share, n := Share(text)
	return n >= 2*sureLetters && share < 0.4
}

// latinBytes returns the bytes that give text when read as ISO 8859-1 or as
// windows-1252, which differ in 0x80-0x9F only.
func latinBytes(text string) ([]byte, bool) {
	data := make([]byte, 0, len(text))
	for _, r := range text {
		b, ok := byte(r), r < 0x100
		if !ok {
			b, ok = charmap.Windows1252.EncodeRune(r)
		}
		if !ok {
			return nil, false
		}
		data = append(data, b)
	}
	return data, true
}

func gbkBytes(text string) ([]byte, bool) {
	data, err := byName("GB18030").enc.NewEncoder().Bytes([]byte(text))
	return data, err == nil
}

// longRun is the least number of Latin letters above ASCII in a row that is looked at
// as Chinese. No European word has so many.
const longRun = 6

// latinRun tells of a stretch of Chinese read as Latin letters in a text that is
// otherwise right.
func latinRun(text string) (daodu.Damage, bool) {
	start, n := 0, 0 // the run so far: its first byte and its letters
	for at, r := range text + "\n" {
		if isLatin(r) {
			if n == 0 {
				start = at
			}
			n++
			continue
		}
		if n >= longRun && isMisread(text[start:at]) {
			return misread(span(text, start, at), "Latin-1"), true
		}
		n = 0
	}
	return daodu.Damage{}, false
}

// isLatin reports whether r is what a byte above ASCII is read as in windows-1252 or
// ISO 8859-1.
func isLatin(r rune) bool {
	if r < utf8.RuneSelf || r > '\u2122' {
		return false
	}
	if r < 0x100 {
		return true
	}
	_, ok := charmap.Windows1252.EncodeRune(r)
	return ok
}

// isMisread reports whether letters are Chinese that was read as Latin letters.
func isMisread(letters string) bool {
	data, _ := latinBytes(letters)
	if distinct(data) < 4 { // a cry ("ááááááá")
		return false
	}
	c, err := Detect(data, "")
	if err != nil {
		return false
	}
	right, _ := c.decode(data)
	share, n := Share(right)
	return n >= 2 && share >= sureShare
}

// distinct returns how many different bytes data has.
func distinct(data []byte) int {
	seen := map[byte]bool{}
	for _, b := range data {
		seen[b] = true
	}
	return len(seen)
}

// wrongHanzi tells of UTF-8 read as GBK ("涓浗" for 中国) where letters were lost, so
// that it cannot be put right.
func wrongHanzi(text string) (daodu.Damage, bool) {
	if !suspicious(text) {
		return daodu.Damage{}, false
	}
	data, ok := gbkBytes(text)
	if !ok {
		return daodu.Damage{}, false
	}
	right, _ := decodeUTF8(data)
	before, _ := Share(text)
	after, n := Share(strings.ReplaceAll(right, string(utf8.RuneError), ""))
	if n < sureLetters || after < sureShare-0.2 || after < before+0.3 {
		return daodu.Damage{}, false
	}
	return misread(daodu.Span{End: utf8.RuneCountInString(text)}, "GBK"), true
}

func misread(s daodu.Span, as string) daodu.Damage {
	return daodu.Damage{
		Kind: daodu.Mojibake, Severity: daodu.SeveritySevere, Span: s,
		Note: "文字在保存之前被误读为" + as + "，成为乱码，不能全部还原。",
	}
}

// span turns byte offsets of text into code points.
func span(text string, from, to int) daodu.Span {
	start := utf8.RuneCountInString(text[:from])
	return daodu.Span{Start: start, End: start + utf8.RuneCountInString(text[from:to])}
}
