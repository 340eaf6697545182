package charset

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// Planes 1 and 2 of CNS 11643, 94 lines of 94 letters each; see tables/gen.go.
//
//go:embed tables/cns11643.txt
var cns11643 string

// rows is the number of rows of a plane, and of letters in a row.
const rows = 94

// cnsPlanes parses the table once: 35 KB.
var cnsPlanes = sync.OnceValue(func() *[2][rows][rows]uint16 {
	table := new([2][rows][rows]uint16)
	at := 0
	for _, r := range strings.ReplaceAll(cns11643, "\n", "") {
		table[at/(rows*rows)][at/rows%rows][at%rows] = uint16(r)
		at++
	}
	return table
})

// eucTW is EUC-TW, which golang.org/x/text does not have. It decodes planes 1 and 2,
// the 13,517 letters of Big5 and more; letters of the rarer planes become U+FFFD.
// It does not encode.
type eucTW struct{ transform.NopResetter }

func (eucTW) NewDecoder() *encoding.Decoder { return &encoding.Decoder{Transformer: eucTW{}} }
func (eucTW) NewEncoder() *encoding.Encoder { return encoding.Replacement.NewEncoder() }

// Transform implements [transform.Transformer].
func (eucTW) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		r, size := decodeCNS(src[nSrc:])
		if size == 0 && !atEOF {
			return nDst, nSrc, transform.ErrShortSrc
		}
		if size == 0 {
			r, size = utf8.RuneError, len(src)-nSrc
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	return nDst, nSrc, nil
}

// decodeCNS returns the first letter of src, which is not empty, and its bytes: 1 for
// ASCII and for a byte that begins no letter, 2 for plane 1, 4 for the planes written
// out behind 0x8E. The size is 0 when src ends within the letter.
func decodeCNS(src []byte) (r rune, size int) {
	const mark, first, last = 0x8E, 0xA1, 0xFE
	lead := src[0]
	plane, want := 1, 2
	switch {
	case lead < utf8.RuneSelf:
		return rune(lead), 1
	case lead == mark:
		want = 4
	case lead < first || lead > last:
		return utf8.RuneError, 1
	}
	for _, b := range src[1:min(want, len(src))] {
		if b < first || b > last {
			return utf8.RuneError, 1
		}
	}
	if len(src) < want {
		return utf8.RuneError, 0
	}
	if lead == mark {
		plane = int(src[1]) - (first - 1)
		src = src[2:]
	}
	if plane > 2 {
		return utf8.RuneError, want
	}
	return rune(cnsPlanes()[plane-1][src[0]-first][src[1]-first]), want
}
