package structure

import (
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/header"
)

// The figures of a parallel list: at least so many clauses that open with the same
// letters, none farther from the next than the reach.
const (
	minParallel   = 3
	minPattern    = 3
	maxPattern    = 8
	parallelReach = 260
	meanGap       = 120 // mean distance between clauses; a name that recurs is no list
	leadIn        = 8   // letters before the pattern in the first clause ("要把着力点")
)

// lists returns the parallel lists in a part's own paragraphs (深入学习领会… seven times).
// Only leaves are searched, so that no list is reported twice.
func (t *text) lists(p *part) []daodu.List {
	if len(p.children) > 0 {
		return nil
	}
	var out []daodu.List
	for _, para := range t.paras {
		s := daodu.Span{Start: max(para.Start, p.span.Start), End: min(para.End, p.span.End)}
		if s.Len() > 0 {
			out = append(out, t.parallel(s)...)
		}
	}
	return out
}

// parallel finds the lists of one paragraph, longest pattern first at each clause.
func (t *text) parallel(s daodu.Span) []daodu.List {
	starts := t.clauses(s)
	var out []daodu.List
	for i := 0; i+1 < len(starts); i++ {
		best := daodu.List{}
		for n := t.commonPrefix(starts, i, s); n >= minPattern && best.Count == 0; n-- {
			best, _ = t.run(starts, i, n, s)
		}
		if best.Count == 0 {
			continue
		}
		out = append(out, best)
		for i+1 < len(starts) && starts[i+1] < best.Span.End {
			i++
		}
	}
	return out
}

// commonPrefix returns the most letters that the i-th clause shares with one of the
// next clauses in reach.
func (t *text) commonPrefix(starts []int, i int, s daodu.Span) int {
	most := 0
	for _, at := range starts[i+1:] {
		if at-starts[i] > parallelReach {
			break
		}
		n := 0
		for n < maxPattern && at+n < s.End && t.folded[starts[i]+n] == t.folded[at+n] {
			n++
		}
		most = max(most, n)
	}
	return most
}

// clauses returns where the clauses of s begin.
func (t *text) clauses(s daodu.Span) []int {
	starts := []int{s.Start}
	for at := s.Start; at < s.End-1; at++ {
		if strings.ContainsRune(",;。!?:", t.folded[at]) {
			starts = append(starts, at+1)
		}
	}
	return starts
}

// run collects the clauses from the i-th on that open with the same n letters. The
// first may have a few letters before them.
func (t *text) run(starts []int, i, n int, s daodu.Span) (daodu.List, bool) {
	if i+1 >= len(starts) {
		return daodu.List{}, false
	}
	pattern := t.letters(starts[i], n, s)
	if pattern == "" {
		return daodu.List{}, false
	}
	from := []int{starts[i]}
	if before := t.leadIn(starts, i, pattern, s); before >= 0 {
		from = []int{before, starts[i]}
	}
	for _, at := range starts[i+1:] {
		if at-from[len(from)-1] > parallelReach {
			break
		}
		if t.letters(at, n, s) == pattern {
			from = append(from, at)
		}
	}
	spread := from[len(from)-1] - from[0]
	if len(from) < minParallel || spread > meanGap*(len(from)-1) || header.Name(pattern) != "" {
		return daodu.List{}, false
	}
	return t.newList(pattern, from, s), true
}

// letters returns the n letters at a position when all of them are letters.
func (t *text) letters(at, n int, s daodu.Span) string {
	if at+n > s.End {
		return ""
	}
	for _, r := range t.folded[at : at+n] {
		if strings.ContainsRune(" ,;。!?:、“”‘’《》()0123456789", r) {
			return ""
		}
	}
	return string(t.folded[at : at+n])
}

// leadIn returns where the pattern stands inside one of the clauses before the i-th:
// the first item often has a few letters before it.
func (t *text) leadIn(starts []int, i int, pattern string, s daodu.Span) int {
	const clauses = 4
	n := len([]rune(pattern))
	for k := i - 1; k >= max(0, i-clauses); k-- {
		if starts[i]-starts[k] > parallelReach {
			break
		}
		for at := starts[k] + 1; at <= min(starts[k]+leadIn, starts[k+1]-n); at++ {
			if t.letters(at, n, s) == pattern {
				return at
			}
		}
	}
	return -1
}

func (t *text) newList(pattern string, from []int, s daodu.Span) daodu.List {
	l := daodu.List{Count: len(from), Pattern: pattern}
	for k, at := range from {
		end := t.clauseStop(at, s)
		if k+1 < len(from) {
			end = from[k+1]
			for end > at && strings.ContainsRune(",;。!?: ", t.folded[end-1]) {
				end--
			}
		}
		l.Items = append(l.Items, daodu.Span{Start: at, End: end})
	}
	l.Span = daodu.Span{Start: from[0], End: l.Items[len(from)-1].End}
	return l
}

// clauseStop returns where the clause at a position ends.
func (t *text) clauseStop(at int, s daodu.Span) int {
	for at++; at < s.End && !strings.ContainsRune(",;。!?", t.folded[at]); at++ {
	}
	return at
}
