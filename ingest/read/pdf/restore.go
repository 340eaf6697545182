package pdf

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// doubleByte are the encodings that old Chinese files hold without saying so.
var doubleByte = []struct {
	name string
	enc  encoding.Encoding
}{
	{"GB18030", simplifiedchinese.GB18030},
	{"Big5", traditionalchinese.Big5},
}

const (
	// minRun is how many bytes in a row make sure that Latin letters are meant as
	// pairs: no language has six letters with accents in a row.
	minRun = 6

	// minCommon is the least share of the commonest letters among those restored.
	minCommon = 0.3
)

// restore finds text in GBK or Big5 whose bytes are shown as Latin letters (ÖÐÈÕ
// for 中日), and reads it as what it is. It returns the text, the encoding and the
// number of letters restored, 0 when there are none.
func restore(text string) (out, name string, n int) {
	if !hasPairs(text) {
		return text, "", 0
	}
	best := 0.0
	for _, d := range doubleByte {
		s, count, common := readPairs(text, d.enc)
		if share := float64(common) / float64(max(1, count)); count > 0 && share > best && share >= minCommon {
			best, out, name, n = share, s, d.name, count
		}
	}
	if best == 0 {
		return text, "", 0
	}
	return out, name, n
}

// byteOf returns the byte that a font without an encoding shows as r. The soft
// hyphen is shown as a hyphen and the hard blank as a blank, so those only count
// as the second of a pair.
func byteOf(r rune, second bool) (byte, bool) {
	if second && r == '-' {
		return 0xAD, true
	}
	if r < 0x80 || r == 0xA0 && !second {
		return 0, false
	}
	return charmap.Windows1252.EncodeRune(r)
}

// hasPairs reports whether text has a run of at least minRun such bytes. Blanks
// between them do not count: letters are often set apart.
func hasPairs(text string) bool {
	run := 0
	for _, r := range text {
		if r == ' ' || r == '-' && run > 0 {
			continue
		}
		if _, ok := byteOf(r, false); !ok {
			run = 0
			continue
		}
		if run++; run >= minRun {
			return true
		}
	}
	return false
}

// readPairs reads each pair of bytes as one letter and leaves what is none. It
// counts the letters restored and the common ones, marks not among them.
func readPairs(text string, enc encoding.Encoding) (out string, count, common int) {
	var b strings.Builder
	d := enc.NewDecoder()
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		first, ok := byteOf(runes[i], false)
		if ok && i+1 < len(runes) {
			if second, ok := secondByte(runes[i+1]); ok {
				s, err := d.Bytes([]byte{first, second})
				if r := []rune(string(s)); err == nil && len(r) == 1 && r[0] > 0xFF && r[0] != '\uFFFD' {
					b.WriteRune(r[0])
					i++
					if isHan(r[0]) {
						count++
						if isCommonest()[r[0]] {
							common++
						}
					}
					continue
				}
			}
		}
		b.WriteRune(runes[i])
	}
	return b.String(), count, common
}

// secondByte is byteOf for the second of a pair, which may be ASCII in GBK and
// Big5.
func secondByte(r rune) (byte, bool) {
	if r >= 0x40 && r < 0x7F {
		return byte(r), true
	}
	return byteOf(r, true)
}
