package check

import (
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// Whether a statement turns the sense of its evidence is told by laying its clauses
// beside the sentences that say nearly the same, letter by letter. A number or a date
// is one letter of its own, which fits every other number or date: so the words
// around decide what is compared, and not the figures.

// A token is a letter, a number with its unit, or a date.
type token struct {
	letter   rune // 0 for a number or date
	span     daodu.Span
	quantity *zh.Quantity
	date     *zh.DateMatch
}

// fits reports whether two tokens may stand for each other.
func (t token) fits(u token) bool {
	switch {
	case t.quantity != nil:
		return u.quantity != nil
	case t.date != nil:
		return u.date != nil
	}
	return t.letter == u.letter
}

// equal reports whether two tokens that fit say the same.
func (t token) equal(u token) bool {
	switch {
	case t.quantity != nil:
		return sameNumber(*t.quantity, *u.quantity)
	case t.date != nil:
		return sameDate(*t.date, *u.date, u.date.Year)
	}
	return true
}

// weight is what it counts that two tokens stand for each other, 0 when they do not
// fit.
func (t token) weight(u token) int32 {
	switch {
	case !t.fits(u):
		return 0
	case t.letter == 0 && t.equal(u):
		return fitting + same
	}
	return fitting
}

// A line is a sentence of a passage in tokens; marks and blanks are none.
type line struct {
	passage *passage
	tokens  []token
	bigrams map[[2]rune]bool // made when first asked for
}

// linesOf returns the sentences of p.
func linesOf(p *passage) []line {
	marked := figures(p)
	var out []line
	for _, s := range zh.Sentences(p.folded, zh.FullStops) {
		if tokens := tokensOf(p, s, marked); len(tokens) > 0 {
			out = append(out, line{passage: p, tokens: tokens})
		}
	}
	return out
}

// figures returns the numbers and dates of p as tokens, in order. Numbers that are
// often no more than words (一个) stay letters.
func figures(p *passage) []token {
	var out []token
	quantities, dates := p.quantities(), p.dates()
	for i := range quantities {
		if q := &quantities[i]; !q.Weak && q.Kind != zh.Enumerator {
			out = append(out, token{span: q.Span, quantity: q})
		}
	}
	for i := range dates {
		out = append(out, token{span: dates[i].Span, date: &dates[i]})
	}
	slices.SortFunc(out, func(a, b token) int { return a.span.Start - b.span.Start })
	return out
}

// tokensOf cuts a stretch of p into tokens.
func tokensOf(p *passage, s daodu.Span, figures []token) []token {
	var out []token
	next, _ := slices.BinarySearchFunc(figures, s.Start, func(t token, at int) int { return t.span.Start - at })
	for i := s.Start; i < s.End; {
		if next < len(figures) && i >= figures[next].span.Start {
			out = append(out, figures[next])
			i = max(i+1, figures[next].span.End)
			next++
			continue
		}
		if r := p.folded[i]; unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, token{letter: r, span: daodu.Span{Start: i, End: i + 1}})
		}
		i++
	}
	return out
}

// clauses cuts a line at its marks. Very short clauses go with what follows.
func (l line) clauses() []line {
	const least = 5
	var out []line
	from := 0
	for i := range l.tokens {
		end := i + 1
		if end < len(l.tokens) && (end-from < least || !l.parted(i, end, ",;:")) {
			continue
		}
		out = append(out, line{passage: l.passage, tokens: l.tokens[from:end]})
		from = end
	}
	return out
}

// parted reports whether one of marks stands between two tokens.
func (l line) parted(from, to int, marks string) bool {
	between := l.passage.folded[l.tokens[from].span.End:max(l.tokens[from].span.End, l.tokens[to].span.Start)]
	return strings.ContainsAny(string(between), marks)
}

// An alignment pairs the tokens of a clause with those of a sentence in order.
type alignment struct {
	said, cited line
	pair        []int   // index in cited of each token of said, -1 for none
	share       float64 // of the tokens of said that have a partner
}

// closest is how many sentences of the evidence a clause is laid beside.
const closest = 3

// align lays a clause beside the sentences of the evidence that share most with it and
// returns the alignments, best first; none for a clause that has no likeness there.
func align(said line, evidence *passage) []alignment {
	var out []alignment
	for _, cited := range nearest(said, evidence.lines()) {
		if a := alignLines(said, cited); a.share >= likeness {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b alignment) int {
		switch {
		case a.share > b.share:
			return -1
		case a.share < b.share:
			return 1
		}
		return 0
	})
	return out
}

// likeness is the least share of a clause that must find its partner before anything
// is concluded from the rest.
const likeness = .6

// nearest returns the lines with the most bigrams of said.
func nearest(said line, lines []line) []line {
	if len(lines) <= closest {
		return lines
	}
	type scored struct{ at, shared int }
	var found []scored
	own := said.pairs()
	for i := range lines {
		if lines[i].bigrams == nil {
			lines[i].bigrams = lines[i].pairs()
		}
		shared := 0
		for b := range own {
			if lines[i].bigrams[b] {
				shared++
			}
		}
		if shared > 0 {
			found = append(found, scored{i, shared})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return b.shared - a.shared })
	var out []line
	for _, f := range found[:min(closest, len(found))] {
		out = append(out, lines[f.at])
	}
	return out
}

// pairs returns the bigrams of letters of a line.
func (l line) pairs() map[[2]rune]bool {
	out := make(map[[2]rune]bool, len(l.tokens))
	for i := 1; i < len(l.tokens); i++ {
		out[[2]rune{l.tokens[i-1].letter, l.tokens[i].letter}] = true
	}
	return out
}
