package openai

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

const (
	// shortSentence is how many code points a sentence has at most that is quoted whole.
	shortSentence = 48
	// mostOfSentence is the share of a sentence above which nothing is gained by less.
	mostOfSentence = .7
	// leastPairs is how many pairs of letters a statement and a sentence must have in common
	// before it is clear which clauses carry it.
	leastPairs = 6
)

// carrying returns the clauses of the sentence at s that a statement is in the words of, or
// all of s where that is not clear: when what it says is spread over the sentence, or the
// clauses would say something else without those around them.
func (d *document) carrying(s daodu.Span, said string) daodu.Span {
	if s.Len() <= shortSentence || d.article.Genre == daodu.GenreLaw {
		return s
	}
	clauses := d.clauses(s)
	folded := zh.FoldRunes([]rune(said))
	wanted := common(pairs(folded), pairs(d.folded[s.Start:s.End]))
	if len(clauses) < 2 || len(wanted) < leastPairs {
		return s
	}
	from, to, ok := d.fewest(clauses, wanted)
	if !ok {
		return s
	}
	run := daodu.Span{Start: clauses[from].Start, End: clauses[to-1].End}
	if to == len(clauses) {
		run.End = s.End
	}
	if float64(run.Len()) > mostOfSentence*float64(s.Len()) || !d.separable(clauses, from, to) || !balanced(d.folded[run.Start:run.End]) || d.figureLeft(s, run, folded) {
		return s
	}
	return run
}

// fewest returns the shortest run [from, to) of clauses that has all wanted pairs.
func (d *document) fewest(clauses []daodu.Span, wanted map[[2]rune]bool) (from, to int, ok bool) {
	best := math.MaxInt
	for i := range clauses {
		for k := i + 1; k <= len(clauses); k++ {
			run := daodu.Span{Start: clauses[i].Start, End: clauses[k-1].End}
			if run.Len() >= best {
				break
			}
			if len(common(wanted, pairs(d.folded[run.Start:run.End]))) == len(wanted) {
				from, to, ok, best = i, k, true, run.Len()
				break
			}
		}
	}
	return from, to, ok
}

// clauses parts s at commas, semicolons and colons, but not within brackets, titles and
// numbers. The mark behind a clause is not part of it.
func (d *document) clauses(s daodu.Span) []daodu.Span {
	var out []daodu.Span
	start, depth := s.Start, 0
	add := func(end int) {
		for start < end && strings.ContainsRune(" \n", d.folded[start]) {
			start++
		}
		if start < end {
			out = append(out, daodu.Span{Start: start, End: end})
		}
	}
	for i := s.Start; i < s.End; i++ {
		switch d.folded[i] {
		case '(', '《', '【', '[', '“', '‘':
			depth++
		case ')', '》', '】', ']', '”', '’':
			depth = max(0, depth-1)
		case ',', ';', ':':
			if depth == 0 && !d.amidDigits(i) {
				add(i)
				start = i + 1
			}
		}
	}
	add(s.End)
	return out
}

// amidDigits reports whether the mark at i stands within a number or a clock time.
func (d *document) amidDigits(i int) bool {
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	return i > 0 && i+1 < len(d.folded) && digit(d.folded[i-1]) && digit(d.folded[i+1])
}

var (
	// hanging opens clauses that mean nothing without the one before.
	hanging = regexp.MustCompile(`^(?:[就才则便却也还更但而并或及又仍]|从而|进而|因而|因此|所以|以便|以免|以期|使|致使|导致|否则|反之|其中|方可|同时|以及|不是|除外|[一二三四五六七八九十]是|其[^他])`)
	// binding stands in clauses that change the sense of the next: a condition, a reason, a
	// contrast, a ban that goes on.
	binding = regexp.MustCompile(`^(?:如果?|若|倘若?|假如|只要|只有|除非?|凡|无论|不论|不管|即使|即便|虽然?|尽管|既然|因为|由于|一旦|对于?|当|遇|不仅|不但|不是|并非|未经)|不得|禁止|严禁|不准|不许|防止|避免|杜绝|反对|拒绝|的$|时$|前$|后$|内$|的话$`)
	// turning opens clauses that take back or limit what the one before says.
	turning = regexp.MustCompile(`^(?:但|然而|不过|否则|除非|除外|却|而不|才|方可|的除外|就|则|便)|除外|另有规定`)
)

// separable reports whether clauses [from, to) say the same without those around them.
func (d *document) separable(clauses []daodu.Span, from, to int) bool {
	folded := func(i int) string { return string(d.folded[clauses[i].Start:clauses[i].End]) }
	if from > 0 && (hanging.MatchString(folded(from)) || d.colonBehind(clauses[from-1])) {
		return false
	}
	for i := range from {
		if binding.MatchString(folded(i)) {
			return false
		}
	}
	return to == len(clauses) || !turning.MatchString(folded(to)) && !d.colonBehind(clauses[to-1])
}

// colonBehind reports whether a clause announces the next.
func (d *document) colonBehind(s daodu.Span) bool {
	return s.End < len(d.folded) && d.folded[s.End] == ':'
}

// figureLeft reports whether a figure of the statement stands in s outside of run.
func (d *document) figureLeft(s, run daodu.Span, said []rune) bool {
	figures := zh.Quantities(said)
	for _, part := range []daodu.Span{{Start: s.Start, End: run.Start}, {Start: run.End, End: s.End}} {
		for _, q := range zh.Quantities(d.folded[part.Start:part.End]) {
			if slices.ContainsFunc(figures, q.SameNumber) {
				return true
			}
		}
	}
	return false
}

// balanced reports whether every bracket and quotation mark has its partner.
func balanced(folded []rune) bool {
	depth := 0
	for _, r := range folded {
		switch {
		case strings.ContainsRune("(《【[“‘", r):
			depth++
		case strings.ContainsRune(")》】]”’", r):
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0
}

// pairs returns the pairs of letters that stand behind one another in folded text.
func pairs(folded []rune) map[[2]rune]bool {
	out := map[[2]rune]bool{}
	for i := 1; i < len(folded); i++ {
		if zh.IsLetter(folded[i-1]) && zh.IsLetter(folded[i]) {
			out[[2]rune{folded[i-1], folded[i]}] = true
		}
	}
	return out
}

// common returns what two sets share.
func common(a, b map[[2]rune]bool) map[[2]rune]bool {
	out := map[[2]rune]bool{}
	for p := range a {
		if b[p] {
			out[p] = true
		}
	}
	return out
}
