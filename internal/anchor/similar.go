package anchor

import (
	"cmp"
	"slices"

	"github.com/daodu/daodu"
)

// windows is how many stretches are held against the words letter by letter.
const windows = 4

// similar returns the passage that is most like the words, of those that have enough of
// their letters and of their surroundings.
func (t *Text) similar(w *wanted) (best daodu.Span, ok bool) {
	most := 0.0
	for _, near := range t.near(w) {
		from, to, edits := closest(t.plain.letters[near.Start:near.End], w.plain)
		same := 1 - float64(edits)/float64(len(w.plain))
		if from == to || same < minSimilar {
			continue
		}
		s := t.plain.span(near.Start+from, near.Start+to)
		if context := t.context(w, s); context >= minContext && same+context > most {
			best, ok, most = s, true, same+context
		}
	}
	return best, ok
}

// near returns stretches of the plain letters that have the most pairs of letters in
// common with the words, with room for a passage on either side.
func (t *Text) near(w *wanted) (out []daodu.Span) {
	letters, n := t.plain.letters, len(w.plain)
	counts := t.pairs(w)
	// An edit takes two pairs at most, so a passage that is similar enough keeps these.
	least := max(1, int(float64(n-1)-2*(1-minSimilar)*float64(n)))
	var order []int
	for i, c := range counts {
		if c >= least && (i == 0 || c > counts[i-1]) { // where it rises: all else lies beside such a place
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(counts[j], counts[i]), cmp.Compare(abs(i-w.start), abs(j-w.start)))
	})
	for _, i := range order {
		s := daodu.Span{Start: max(0, i-n/2-1), End: min(len(letters), i+n+n/2+1)}
		if !slices.ContainsFunc(out, func(o daodu.Span) bool { return abs(o.Start-s.Start) <= n/2 }) {
			out = append(out, s)
		}
		if len(out) == windows {
			break
		}
	}
	return out
}

// pairs counts, for each place, the pairs of letters of the words that stand in the stretch
// of their length from there. Words of one letter have none.
func (t *Text) pairs(w *wanted) []int {
	letters, n := t.plain.letters, len(w.plain)
	known := new([1 << 16]bool) // by slot; two pairs that share one only bring a needless look
	for i := 1; i < n; i++ {
		known[slot(w.plain[i-1], w.plain[i])] = true
	}
	counts := make([]int, len(letters))
	sum := 0
	for i := len(letters) - 2; i >= 0; i-- {
		if known[slot(letters[i], letters[i+1])] {
			sum++
		}
		if end := i + n - 1; end+1 < len(letters) && known[slot(letters[end], letters[end+1])] {
			sum--
		}
		counts[i] = sum
	}
	return counts
}

// slot spreads pairs of letters over a table (multiplicative hashing, Knuth, TAOCP 3, 6.4).
func slot(a, b rune) uint16 {
	return uint16((uint32(a)*0x10001 ^ uint32(b)) * 0x9E3779B1 >> 16)
}

// closest returns the stretch of a text with the fewest edits to the words (P. Sellers, The
// Theory and Computation of Evolutionary Distances, J. Algorithms 1, 1980). Of equal ones
// it is the longest, so that letters that became others at an end of the words, and what
// was put in, still belong to them.
func closest(text, words []rune) (from, to, edits int) {
	type cell struct{ edits, from int }
	row := make([]cell, len(words)+1) // of the words up to i, ending at this place of the text
	for i := range row {
		row[i] = cell{i, 0}
	}
	from, to, edits = 0, 0, len(words)
	for j, c := range text {
		corner := row[0]
		row[0] = cell{0, j + 1}
		for i, x := range words {
			above := row[i+1]
			swap := corner
			if x != c {
				swap.edits++
			}
			best := swap
			for _, other := range []cell{{above.edits + 1, above.from}, {row[i].edits + 1, row[i].from}} {
				if other.edits < best.edits || other.edits == best.edits && other.from < best.from {
					best = other
				}
			}
			row[i+1], corner = best, above
		}
		if last := row[len(words)]; last.edits < edits || last.edits == edits && to > 0 && last.from == from {
			from, to, edits = last.from, j+1, last.edits
		}
	}
	return from, to, edits
}
