package pdf

import (
	"fmt"
	"unicode/utf8"

	"github.com/daodu/daodu"
)

// A word is a stretch of text that stands together on a page, as pdftotext or the
// reader in Go hands it to the layout. Points, from the top left of the page.
type word struct {
	text           string
	x0, y0, x1, y1 float64
	space          bool // a blank stands before it in the file
	hidden         bool // drawn invisible, as the text behind a scan is
}

// A sheet is the words of one page in the order of the file, with what tells a
// scan.
type sheet struct {
	width, height float64
	words         []word
	picture       float64 // share of the page that pictures cover, 0..1; -1 is not known
}

// maxLetters bounds the letters of one page.
const maxLetters = 200_000

var errLetters = fmt.Errorf("%w: a page of the PDF holds more than %d letters", daodu.ErrTooLarge, maxLetters)

// height stands for the size of the letters.
func (w *word) height() float64 { return w.y1 - w.y0 }

// first and last return the letters at the ends of a word.
func (w *word) first() rune { r, _ := utf8.DecodeRuneInString(w.text); return r }
func (w *word) last() rune  { r, _ := utf8.DecodeLastRuneInString(w.text); return r }

// isWide reports whether r is as wide as it is high in print: Chinese letters and
// punctuation, Japanese, Korean, and full-width forms.
func isWide(r rune) bool {
	return r >= 0x2E80 && r <= 0xA4CF || r >= 0xAC00 && r <= 0xD7A3 || r >= 0xF900 && r <= 0xFAFF ||
		r >= 0xFE30 && r <= 0xFE4F || r >= 0xFF00 && r <= 0xFF60 || r >= 0x20000 && r <= 0x3FFFF ||
		r == '—' || r == '…' || r == '“' || r == '”' || r == '‘' || r == '’'
}
