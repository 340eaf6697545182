package zh

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed tables/simplified.txt
var simplified string // Traditional, Simplified, Traditional, Simplified, ...

// bmp is the number of code points of the basic multilingual plane, which the
// fold table covers as an array; the rest is a map.
const bmp = 0x10000

type foldTable struct {
	bmp  [bmp]uint16 // 0 stands for "itself"
	rest map[rune]rune
}

// Fold returns the form of r that both scripts and both widths share: Traditional
// letters become Simplified by OpenCC's character table, full-width forms ASCII,
// corner brackets curly quotes, compatibility ideographs and radicals the letter
// they stand for, and every blank other than a line break a space. It maps one
// code point to one, so spans hold in folded text; it loses distinctions (著 and 着)
// and so serves matching only.
func Fold(r rune) rune {
	return folds().of(r)
}

// FoldRunes returns src folded, rune for rune.
func FoldRunes(src []rune) []rune {
	t := folds()
	dst := make([]rune, len(src))
	for i, r := range src {
		dst[i] = t.of(r)
	}
	return dst
}

// FoldString returns s folded; it has as many code points as s.
func FoldString(s string) string {
	t := folds()
	return strings.Map(t.of, s)
}

func (t *foldTable) of(r rune) rune {
	if r >= 0 && r < bmp {
		if f := t.bmp[r]; f != 0 {
			return rune(f)
		}
		return r
	}
	if f, ok := t.rest[r]; ok {
		return f
	}
	return r
}

// folds builds the table once: 128 KB of array and some 30 entries of map.
var folds = sync.OnceValue(func() *foldTable {
	t := &foldTable{rest: map[rune]rune{}}
	t.addWidths()
	t.addCompatible()
	t.addScript()
	return t
})

func (t *foldTable) set(from, to rune) {
	if from < bmp && to < bmp {
		t.bmp[from] = uint16(to)
	} else {
		t.rest[from] = to
	}
}

// addWidths maps full-width and small forms and the blanks.
func (t *foldTable) addWidths() {
	for r := rune(0xFF01); r <= 0xFF5E; r++ {
		t.set(r, r-0xFF01+'!')
	}
	for r := rune(0x2000); r <= 0x200B; r++ {
		t.set(r, ' ')
	}
	for from, to := range widths {
		t.set(from, to)
	}
}

// widths holds the single-letter foldings that no Unicode range covers.
var widths = map[rune]rune{
	'\t': ' ', 0x00A0: ' ', 0x3000: ' ', 0x202F: ' ', 0x205F: ' ', 0xFEFF: ' ', 0x2060: ' ',
	'｡': '。', '､': '、', '｢': '“', '｣': '”', '「': '“', '」': '”', '『': '‘', '』': '’',
	'〝': '“', '〞': '”', '〟': '”', '﹁': '“', '﹂': '”', '﹃': '‘', '﹄': '’',
	'﹐': ',', '﹑': '、', '﹒': '.', '﹔': ';', '﹕': ':', '﹖': '?', '﹗': '!',
	'﹙': '(', '﹚': ')', '﹛': '{', '﹜': '}', '﹝': '〔', '﹞': '〕', '﹪': '%', '︰': ':',
	'〈': '《', '〉': '》', '〜': '~', '∶': ':', '︶': ')', '︵': '(',
	'・': '·', '‧': '·', '•': '·', 'ㆍ': '·',
}

// addCompatible maps compatibility ideographs and radicals, which scanned and
// converted files are full of, by their Unicode decomposition.
func (t *foldTable) addCompatible() {
	ranges := [][2]rune{{0x2E80, 0x2FD5}, {0xF900, 0xFAFF}, {0x2F800, 0x2FA1F}}
	for _, span := range ranges {
		for r := span[0]; r <= span[1]; r++ {
			d := norm.NFKC.String(string(r))
			if f, size := utf8.DecodeRuneInString(d); size == len(d) && f != r {
				t.set(r, f)
			}
		}
	}
}

// addScript maps Traditional to Simplified, also behind the mappings made so far.
func (t *foldTable) addScript() {
	runes := []rune(simplified)
	for i := 0; i+1 < len(runes); i += 2 {
		t.set(runes[i], runes[i+1])
	}
	for r := range rune(bmp) {
		if f := t.bmp[r]; f != 0 && t.bmp[f] != 0 {
			t.bmp[r] = t.bmp[f]
		}
	}
	for r, f := range t.rest {
		t.rest[r] = t.of(f)
	}
}

// IsHan reports whether r is a Chinese letter: a CJK unified or compatibility
// ideograph of any plane, or 〇.
func IsHan(r rune) bool {
	switch {
	case r < 0x3007:
		return false
	case r >= 0x4E00 && r <= 0x9FFF:
		return true
	}
	return r == '〇' || r >= 0x3400 && r <= 0x4DBF || r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3FFFF
}

// HanCount returns how many Chinese letters s has.
func HanCount(s []rune) int {
	n := 0
	for _, r := range s {
		if IsHan(r) {
			n++
		}
	}
	return n
}
