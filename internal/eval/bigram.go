package eval

import "unicode"

// BigramF1 compares two texts by the multiset of their character bigrams and
// returns the F1 score with its precision (share of got that is wanted) and recall
// (share of want that was got), each 0..1. Only letters and digits count, so blanks,
// line breaks and punctuation make no difference. Two empty texts agree fully.
func BigramF1(got, want string) (f1, p, r float64) {
	g, w := bigrams(got), bigrams(want)
	if g.total == 0 || w.total == 0 {
		if g.total == w.total {
			return 1, 1, 1
		}
		return 0, 0, 0
	}
	both := g.shared(w)
	if both == 0 {
		return 0, 0, 0
	}
	p, r = float64(both)/float64(g.total), float64(both)/float64(w.total)
	return 2 * p * r / (p + r), p, r
}

// bag is a multiset of bigrams; each key holds two code points.
type bag struct {
	count map[uint64]int
	total int
}

// bigrams counts the bigrams of the letters and digits of s. A text of a single
// letter counts as one bigram, so that it can be compared at all.
func bigrams(s string) bag {
	b := bag{count: map[uint64]int{}}
	var before rune
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		if before != 0 {
			b.add(before, r)
		}
		before = r
	}
	if b.total == 0 && before != 0 {
		b.add(0, before)
	}
	return b
}

func (b *bag) add(x, y rune) {
	b.count[uint64(x)<<32|uint64(y)]++
	b.total++
}

// shared returns the size of the intersection of two multisets.
func (b bag) shared(o bag) int {
	n := 0
	for k, c := range b.count {
		n += min(c, o.count[k])
	}
	return n
}
