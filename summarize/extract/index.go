package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
)

// An index finds words in a text without reading all of it: for each pair of
// neighbouring letters, sorted, a hash of the pair above and its place below. It is what
// keeps the cost of a text in proportion to its length, however many words are looked up.
type index []uint64

const placeBits = 32

// pairHash mixes two letters into the upper half of a key; what collides is compared
// letter by letter anyway.
func pairHash(a, b rune) uint64 {
	return uint64(uint32(a)*0x9E3779B1+uint32(b)*0x85EBCA6B) << placeBits
}

// newIndex indexes folded letters.
func newIndex(folded []rune) index {
	x := make(index, 0, len(folded))
	for i := 1; i < len(folded); i++ {
		x = append(x, pairHash(folded[i-1], folded[i])|uint64(i-1))
	}
	slices.Sort(x)
	return x
}

// pair returns the keys of a pair of letters, in the order of the text.
func (x index) pair(a, b rune) index {
	h := pairHash(a, b)
	from, _ := slices.BinarySearch(x, h)
	to, _ := slices.BinarySearch(x[from:], h+1<<placeBits)
	return x[from : from+to]
}

// places returns where folded words stand, the first most places, none over another.
func (t *text) places(words []rune, most int) []daodu.Span {
	if len(words) < 2 {
		return t.scan(words, most)
	}
	if t.index == nil {
		t.index = newIndex(t.folded)
	}
	rarest, offset := t.rarest(words)
	var out []daodu.Span
	end := 0 // of the last place
	for _, key := range rarest {
		start := int(key&(1<<placeBits-1)) - offset
		if start < end || start+len(words) > len(t.folded) || !slices.Equal(t.folded[start:start+len(words)], words) {
			continue
		}
		end = start + len(words)
		if out = append(out, daodu.Span{Start: start, End: end}); len(out) == most {
			break
		}
	}
	return out
}

// rarest returns the places of the pair of letters in words that stands in the text
// least often, and where in words it stands.
func (t *text) rarest(words []rune) (places index, offset int) {
	places = t.index.pair(words[0], words[1])
	for i := 2; i < len(words) && len(places) > 0; i++ {
		if p := t.index.pair(words[i-1], words[i]); len(p) < len(places) {
			places, offset = p, i-1
		}
	}
	return places, offset
}

// scan is places for single letters.
func (t *text) scan(words []rune, most int) []daodu.Span {
	var out []daodu.Span
	text, at := t.foldedText, 0
	for len(words) > 0 && len(out) < most {
		i := strings.Index(text, string(words))
		if i < 0 {
			break
		}
		at += utf8.RuneCountInString(text[:i])
		out = append(out, daodu.Span{Start: at, End: at + len(words)})
		text, at = text[i+len(string(words)):], at+len(words)
	}
	return out
}
