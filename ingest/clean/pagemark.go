package clean

import (
	"slices"

	"github.com/daodu/daodu"
)

// A mark is "12、" at the start of a line, which document-sharing sites put into a
// flattened text at every so many letters, in the middle of words.
type mark struct {
	n     int
	line  int  // index of its line
	prev  int  // start of the line break before it
	start int  // of the digits
	end   int  // behind 、
	cuts  bool // the line before it does not end a clause
}

const (
	minMarks   = 3   // fewer prove nothing
	minGap     = 100 // letters between marks; numbered lists are shorter
	gapSlack   = 2   // letters by which a regular gap may differ
	shareEqual = .8  // of the gaps that must be equal, or
	shareCut   = .6  // of the marks that must cut a sentence
)

// findPageMarks returns the page marks of a sharing site with the line break before
// each. They are the lines "1、", "2、", ... when these stand at equal distances or
// cut sentences; a numbered list does neither.
func findPageMarks(t *Text) []daodu.Span {
	byNumber := map[int][]mark{}
	for i, l := range t.Lines {
		if m, ok := markAt(t, i, l); ok {
			byNumber[m.n] = append(byNumber[m.n], m)
		}
	}
	var best []mark
	for _, first := range byNumber[1] {
		if chain := longestChain(first, byNumber); len(chain) > len(best) {
			best = chain
		}
	}
	return markSpans(best)
}

// markSpans covers each mark with the break before it. The break before the first
// mark parts the text from what the site wrote above it, and stays.
func markSpans(chain []mark) []daodu.Span {
	var spans []daodu.Span
	for i, m := range chain {
		start := m.prev
		if i == 0 {
			start = m.start
		}
		spans = append(spans, daodu.Span{Start: start, End: m.end})
	}
	return spans
}

// markAt reads the page mark at the start of line i.
func markAt(t *Text, i int, l Line) (mark, bool) {
	at, n := l.Start, 0
	for at < l.End && at < l.Start+4 && t.Folded[at] >= '0' && t.Folded[at] <= '9' {
		n = n*10 + int(t.Folded[at]-'0')
		at++
	}
	if n == 0 || at >= l.End || t.Folded[at] != '、' || t.Folded[l.Start] == '0' {
		return mark{}, false
	}
	m := mark{n: n, line: i, prev: l.Start, start: l.Start, end: at + 1}
	for m.prev > 0 && (t.Runes[m.prev-1] == '\n' || t.Runes[m.prev-1] == '\r') {
		m.prev-- // blanks before the break are the text's own
	}
	if i > 0 {
		before := t.Lines[i-1]
		m.cuts = !before.ends() && t.Folded[before.End-1] != ':' && !closes(t.Folded[before.End-1])
	}
	return m, true
}

// longestChain follows the marks from first on, at the distance of each possible
// second mark, and returns the longest chain that holds.
func longestChain(first mark, byNumber map[int][]mark) []mark {
	var best []mark
	for _, second := range byNumber[2] {
		if second.start <= first.start {
			continue
		}
		chain := follow(first, second, byNumber)
		if len(chain) > len(best) && holds(chain) {
			best = chain
		}
	}
	return best
}

// follow extends a chain by the next number whose distance is nearest to that of
// the first two, and stops at the first number that is missing.
func follow(first, second mark, byNumber map[int][]mark) []mark {
	chain := []mark{first, second}
	gap := second.prev - first.end
	for {
		last := chain[len(chain)-1]
		next, found := mark{}, false
		for _, m := range byNumber[last.n+1] {
			if m.start > last.start && (!found || abs(m.prev-last.end-gap) < abs(next.prev-last.end-gap)) {
				next, found = m, true
			}
		}
		if !found {
			return chain
		}
		chain = append(chain, next)
	}
}

// holds reports whether a chain consists of page marks.
func holds(chain []mark) bool {
	if len(chain) < minMarks {
		return false
	}
	gaps := make([]int, 0, len(chain)-1)
	cuts := 0
	for i := 1; i < len(chain); i++ {
		gaps = append(gaps, chain[i].prev-chain[i-1].end)
		if chain[i].cuts && chain[i].line == chain[i-1].line+1 { // the site left no other line break
			cuts++
		}
	}
	median := slices.Sorted(slices.Values(gaps))[len(gaps)/2]
	if median < minGap {
		return false
	}
	equal := 0
	for _, g := range gaps {
		if abs(g-median) <= gapSlack {
			equal++
		}
	}
	n := float64(len(gaps))
	return float64(equal) >= shareEqual*n || float64(cuts) >= shareCut*n
}

func abs(n int) int { return max(n, -n) }
