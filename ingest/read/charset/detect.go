package charset

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/daodu/daodu"
)

// A candidate is a charset that a text may be in, and how well the text fits.
type candidate struct {
	Charset
	score func(*tally) float64 // 1 is a perfect text
	// handicap is how many common letters it takes to prefer this charset to the
	// likelier ones. It decides on texts of a few letters only.
	handicap float64
	wide     bool // two bytes a letter, ASCII too
}

// candidates are the charsets that are told by what the decoded text holds, the
// likelier first: on equal scores the first one wins. GB18030 includes GB2312 and
// GBK; Big5 is that of the WHATWG, which includes the Hong Kong supplement.
var candidates = []candidate{
	{Charset: Charset{Name: "GB18030", enc: simplifiedchinese.GB18030}, score: (*tally).chinese},
	{Charset: Charset{Name: "Big5", enc: traditionalchinese.Big5}, score: (*tally).chinese},
	{Charset: utf16LE, score: (*tally).chinese, handicap: 0.5, wide: true},
	{Charset: utf16BE, score: (*tally).chinese, handicap: 0.5, wide: true},
	{Charset: Charset{Name: "EUC-TW", enc: eucTW{}}, score: (*tally).chinese, handicap: 1.5},
	{Charset: Charset{Name: "EUC-JP", enc: japanese.EUCJP}, score: (*tally).japanese, handicap: 1.5},
	{Charset: Charset{Name: "Shift_JIS", enc: japanese.ShiftJIS}, score: (*tally).japanese, handicap: 1.5},
	{Charset: Charset{Name: "EUC-KR", enc: korean.EUCKR}, score: (*tally).korean, handicap: 1.5},
	{Charset: Charset{Name: "windows-1252", enc: charmap.Windows1252}, score: (*tally).latin, handicap: 3},
}

var (
	utf8Text = Charset{Name: "UTF-8", enc: unicode.UTF8}
	utf16LE  = Charset{Name: "UTF-16LE", enc: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}
	utf16BE  = Charset{Name: "UTF-16BE", enc: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)}
	utf32LE  = Charset{Name: "UTF-32LE", enc: utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)}
	utf32BE  = Charset{Name: "UTF-32BE", enc: utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)}
)

// marks are the byte order marks; UTF-32LE's begins with UTF-16LE's.
var marks = []struct {
	mark string
	Charset
}{
	{"\xEF\xBB\xBF", utf8Text},
	{"\xFF\xFE\x00\x00", utf32LE},
	{"\x00\x00\xFE\xFF", utf32BE},
	{"\xFF\xFE", utf16LE},
	{"\xFE\xFF", utf16BE},
	{"\x84\x31\x95\x33", candidates[0].Charset},
}

const (
	// sampleBytes is how many bytes above ASCII are looked at: some 4000 letters.
	sampleBytes = 8 << 10
	// enough is the score from which a charset is taken to be right. Of the test files
	// all Chinese ones score 0.77 and more in their charset and 0.29 and less in any
	// other; Japanese and Korean ones score up to 0.59 as Chinese.
	enough = 0.6
	// poor is the score below which even the declared charset is not believed.
	poor = 0.25
	// few is the number of letters below which a low score does not tell text from
	// other data.
	few = 20
)

// Detect tells the charset of a text from data, its beginning or the whole of it; a
// letter cut off at the end does no harm. label is the charset that the source
// declares, if any ("gb2312"); since declarations are often wrong, it only tips
// the balance. Data that are no text give [daodu.ErrBadInput].
func Detect(data []byte, label string) (Charset, error) {
	for _, m := range marks {
		if bytes.HasPrefix(data, []byte(m.mark)) && m.fits(data) {
			return m.Charset, nil
		}
	}
	if c, ok := byZeros(data); ok {
		return c, nil
	}
	if isUTF8(data) && !byChance(data) {
		return utf8Text, nil
	}
	return byScore(data, lookup(label))
}

// fits reports whether data decode without many faults: a mark may stand before a
// text of another charset when programs have glued files together.
func (c Charset) fits(data []byte) bool {
	t := c.tally(data[:min(len(data), 2*sampleBytes)])
	return 20*(t.bad+t.control) <= t.runes
}

// byZeros recognises UTF-32, and UTF-16 of mostly ASCII, by where its zero bytes are.
// No other text has many. The letter 一 has a zero byte where ASCII of the other byte
// order has it, so that half of the letters must be ASCII.
func byZeros(data []byte) (Charset, bool) {
	head := data[:min(len(data), sampleBytes)]
	var zeros [4]int
	for i, b := range head {
		if b == 0 {
			zeros[i%4]++
		}
	}
	even, odd, quarter := zeros[0]+zeros[2], zeros[1]+zeros[3], len(head)/4
	for _, layout := range []struct {
		Charset
		fits bool
	}{
		{utf32BE, 5*zeros[0] >= 4*quarter && 5*zeros[3] <= quarter},
		{utf32LE, 5*zeros[3] >= 4*quarter && 5*zeros[0] <= quarter},
		{utf16LE, odd >= quarter && 4*even <= quarter},
		{utf16BE, even >= quarter && 4*odd <= quarter},
	} {
		if quarter > 0 && layout.fits && layout.Charset.fits(head) {
			return layout.Charset, true
		}
	}
	return Charset{}, false
}

// isUTF8 reports whether data are UTF-8, apart from a few broken bytes, such as
// crawlers and cut files leave. One fault to four letters is allowed; Chinese in other
// charsets has six faults to one letter that is UTF-8 by chance.
func isUTF8(data []byte) bool {
	letters, broken, controls := 0, 0, 0
	for i := 0; i < len(data); {
		b := data[i]
		if b < utf8.RuneSelf {
			if isControl(rune(b)) {
				controls++
			}
			i++
			continue
		}
		_, size := utf8.DecodeRune(data[i:])
		if size > 1 {
			letters++
		} else if utf8.FullRune(data[i:]) { // else the last letter is cut
			broken++
		}
		i += size
	}
	return 4*broken <= letters && 20*(controls-1) <= len(data)
}

// byChance reports whether data that are valid UTF-8 are a few Chinese letters of
// another charset. As UTF-8 they are Cyrillic, Arabic or ASCII, never Chinese.
func byChance(data []byte) bool {
	const most = 100 // bytes; 10 letters of UTF-16 are UTF-8 one time in 5000
	if t := utf8Text.tally(data[:min(len(data), most)]); len(data) > most || t.common > 0 {
		return false
	}
	for _, c := range candidates {
		if t := c.tally(sample(data, c.wide)); t.common > 1 && t.chinese() > 0.9 {
			return true
		}
	}
	return false
}

// byScore decodes a sample of data in each candidate and takes the best text. It falls
// back on the declared charset when none is good.
func byScore(data []byte, declared Charset) (Charset, error) {
	var best candidate
	var quality, rank float64
	letters := 0
	for _, c := range candidates {
		t := c.tally(sample(data, c.wide))
		// One letter is weak evidence however common it is: a charset that makes sense
		// of more letters comes first.
		r, doubt := c.score(&t), 0.5+c.handicap
		if c.Name == declared.Name {
			doubt--
		}
		if t.letters > 0 {
			r -= doubt / float64(t.letters)
		}
		if best.enc == nil || r > rank {
			best, quality, rank, letters = c, c.score(&t), r, t.letters
		}
	}
	switch {
	case quality >= enough, quality >= 0 && letters < few:
		return best.Charset, nil
	case declared.enc != nil && !scored(declared) && declared.fits(data):
		return declared, nil
	case quality >= poor:
		best.unsure = true
		return best.Charset, nil
	}
	return Charset{}, fmt.Errorf("%w: not text, or text in an unknown charset: save it as UTF-8", daodu.ErrBadInput)
}

// scored reports whether c is a candidate, and so has had its chance.
func scored(c Charset) bool {
	return slices.ContainsFunc(candidates, func(o candidate) bool { return o.Name == c.Name })
}

// sample returns the part of data that scoring looks at. ASCII before the first other
// byte says nothing and is left out, except in wide charsets.
func sample(data []byte, wide bool) []byte {
	if wide {
		return data[:min(len(data), sampleBytes)]
	}
	above := func(r rune) bool { return r >= utf8.RuneSelf }
	first := max(bytes.IndexFunc(data, above), 0)
	n := 0
	for i, b := range data[first:] {
		if b >= utf8.RuneSelf {
			n++
		}
		if n > sampleBytes {
			return data[first : first+i]
		}
	}
	return data[first:]
}

// tally decodes data and counts what came out, leaving out a letter cut at the end.
func (c Charset) tally(data []byte) tally {
	var t tally
	text, _ := c.decode(data)
	for _, r := range text {
		t.add(r)
	}
	return t
}
