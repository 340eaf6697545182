package extract

import (
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// words is a list of words to look for, by first letter, longest first. Over a long
// text it is several times faster than a regular expression of as many branches.
type words map[rune][][]rune

// newWords reads words parted by blanks.
func newWords(list string) words {
	w := words{}
	for _, s := range strings.Fields(list) {
		r := []rune(s)
		w[r[0]] = append(w[r[0]], r)
	}
	for _, same := range w {
		slices.SortStableFunc(same, func(a, b []rune) int { return len(b) - len(a) })
	}
	return w
}

// find returns where words stand in text, without overlap.
func (w words) find(text []rune) []daodu.Span {
	var out []daodu.Span
	for i := 0; i < len(text); i++ {
		if n := w.at(text[i:]); n > 0 {
			out = append(out, daodu.Span{Start: i, End: i + n})
			i += n - 1
		}
	}
	return out
}

// at returns the length of the longest word that text begins with, 0 for none.
func (w words) at(text []rune) int {
	if len(text) == 0 {
		return 0
	}
	for _, word := range w[text[0]] {
		if len(word) <= len(text) && slices.Equal(word, text[:len(word)]) {
			return len(word)
		}
	}
	return 0
}

// in reports whether one of the words stands in text.
func (w words) in(text []rune) bool {
	for i := range text {
		if w.at(text[i:]) > 0 {
			return true
		}
	}
	return false
}

// end reports whether text ends in one of the words.
func (w words) end(text []rune) bool {
	const longest = 6
	for i := max(0, len(text)-longest); i < len(text); i++ {
		if w.at(text[i:]) == len(text)-i {
			return true
		}
	}
	return false
}
