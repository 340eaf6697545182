package names

import (
	"slices"
	"strings"
)

// A lexicon looks for words that begin or end at a place. A bitmap of the first (last)
// letters answers most questions at once.
type lexicon struct {
	first, last letterSet
	ahead, back map[rune][][]rune // by first and by last letter, longest first
}

// newLexicon makes a lexicon of words parted by blanks.
func newLexicon(list string) *lexicon {
	l := &lexicon{ahead: map[rune][][]rune{}, back: map[rune][][]rune{}}
	for _, w := range strings.Fields(list) {
		r := []rune(w)
		first, last := r[0], r[len(r)-1]
		l.first.add(first)
		l.last.add(last)
		l.ahead[first] = append(l.ahead[first], r)
		l.back[last] = append(l.back[last], r)
	}
	longest := func(a, b []rune) int { return len(b) - len(a) }
	for _, words := range l.ahead {
		slices.SortStableFunc(words, longest)
	}
	for _, words := range l.back {
		slices.SortStableFunc(words, longest)
	}
	return l
}

// from returns the length of the longest word that begins at i, 0 for none.
func (l *lexicon) from(text []rune, i int) int {
	if i < 0 || i >= len(text) || !l.first.has(text[i]) {
		return 0
	}
	for _, w := range l.ahead[text[i]] {
		if i+len(w) <= len(text) && slices.Equal(w, text[i:i+len(w)]) {
			return len(w)
		}
	}
	return 0
}

// upTo returns the length of the longest word that ends before end, 0 for none.
func (l *lexicon) upTo(text []rune, end int) int {
	if end <= 0 || end > len(text) || !l.last.has(text[end-1]) {
		return 0
	}
	for _, w := range l.back[text[end-1]] {
		if len(w) <= end && slices.Equal(w, text[end-len(w):end]) {
			return len(w)
		}
	}
	return 0
}

// newLetterSet makes a set of letters.
func newLetterSet(list string) *letterSet {
	s := &letterSet{}
	for _, r := range list {
		s.add(r)
	}
	return s
}

// A letterSet is a set of letters of the basic multilingual plane.
type letterSet [1 << 10]uint64

func (s *letterSet) add(r rune) {
	if r < 1<<16 {
		s[r>>6] |= 1 << (r & 63)
	}
}

func (s *letterSet) has(r rune) bool { return r < 1<<16 && s[r>>6]&(1<<(r&63)) != 0 }
