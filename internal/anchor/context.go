package anchor

import (
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/lcs"
)

// around returns as many letters before and behind a stretch as are wanted.
func (t *Text) around(w *wanted, s daodu.Span) (before, behind []rune) {
	from, _ := slices.BinarySearch(t.plain.at, s.Start)
	to, _ := slices.BinarySearch(t.plain.at, s.End)
	letters := t.plain.letters
	return letters[max(0, from-len(w.prefix)):from], letters[to:min(len(letters), to+len(w.suffix))]
}

// adjacent counts the letters of the surroundings that touch a stretch without a gap.
func (t *Text) adjacent(w *wanted, s daodu.Span) (n int) {
	before, behind := t.around(w, s)
	for i := 1; i <= min(len(before), len(w.prefix)) && before[len(before)-i] == w.prefix[len(w.prefix)-i]; i++ {
		n++
	}
	for i := 0; i < min(len(behind), len(w.suffix)) && behind[i] == w.suffix[i]; i++ {
		n++
	}
	return n
}

// context returns the share of the surroundings that stand around a stretch in their
// order, 0 without any. Either side alone is enough when it is whole: a text is often cut
// or grows on one side of the words.
func (t *Text) context(w *wanted, s daodu.Span) float64 {
	before, behind := t.around(w, s)
	n := len(w.prefix) + len(w.suffix)
	if n == 0 {
		return 0
	}
	return float64(lcs.Length(w.prefix, before)+lcs.Length(w.suffix, behind)) / float64(n)
}
