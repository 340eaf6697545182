package winnow

import (
	"sync"
	"unicode"

	"github.com/daodu/daodu/internal/zh"
)

// A Text is a text prepared once for all comparisons with others. It is safe for
// concurrent use; the runes it was made from must not change.
type Text struct {
	runes   []rune
	letters []rune  // folded letters and digits only
	at      []int32 // where each stands in runes
	seeds   func() *index
}

// New prepares a text. Positions are code points of text.
func New(text []rune) *Text {
	t := &Text{runes: text, letters: make([]rune, 0, len(text)), at: make([]int32, 0, len(text))}
	table := foldedLetters()
	for i, r := range text {
		if f := table.of(r); f != 0 {
			t.letters = append(t.letters, f)
			t.at = append(t.at, int32(i))
		}
	}
	t.seeds = sync.OnceValue(func() *index { return newIndex(t.letters) })
	return t
}

// Letters returns the number of letters and digits of the text.
func (t *Text) Letters() int { return len(t.letters) }

// A letterTable maps each code point of the basic plane to its folded letter, 0 for what
// is none, so that a text is read with one look-up for each code point.
type letterTable [0x10000]rune

var foldedLetters = sync.OnceValue(func() *letterTable {
	t := new(letterTable)
	for r := range rune(len(t)) {
		t[r] = foldLetter(r)
	}
	return t
})

// of returns the folded letter of r, 0 for punctuation, blanks and marks.
func (t *letterTable) of(r rune) rune {
	if r >= 0 && int(r) < len(t) {
		return t[r]
	}
	return foldLetter(r)
}

// foldLetter folds a letter or digit, Latin ones to lower case; 0 for all else, and so
// for what stands in place of a letter that is lost: U+FFFD and code points of private use.
func foldLetter(r rune) rune {
	f := zh.Fold(r)
	if unicode.IsLetter(f) || unicode.IsNumber(f) || zh.IsHan(f) {
		return unicode.ToLower(f)
	}
	return 0
}
