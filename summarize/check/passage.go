package check

import (
	"strings"
	"sync"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A passage is a stretch of text, a claim or its evidence, with what the rules look for
// in it. Each of these is found when it is asked for first; all spans count code points
// of the passage.
type passage struct {
	shown  []rune // in its own glyphs, for messages
	folded []rune // for matching

	dates      func() []zh.DateMatch
	quantities func() []zh.Quantity
	lines      func() []line // its sentences, for alignment
	bigrams    func() map[[2]rune]bool
}

// newPassage prepares a passage; it looks for nothing yet.
func newPassage(shown []rune) *passage {
	p := &passage{shown: shown, folded: zh.FoldRunes(shown)}
	p.dates = sync.OnceValue(func() []zh.DateMatch { return zh.Dates(p.folded) })
	p.quantities = sync.OnceValue(func() []zh.Quantity { return zh.Quantities(p.folded) })
	p.lines = sync.OnceValue(func() []line { return linesOf(p) })
	p.bigrams = sync.OnceValue(func() map[[2]rune]bool { return bigramsOf(p) })
	return p
}

// bigramsOf returns the pairs of letters that stand side by side in p.
func bigramsOf(p *passage) map[[2]rune]bool {
	out := make(map[[2]rune]bool, len(p.folded))
	for i := 1; i < len(p.folded); i++ {
		out[[2]rune{p.folded[i-1], p.folded[i]}] = true
	}
	return out
}

// words returns the passage's own glyphs at a span.
func (p *passage) words(at daodu.Span) string { return string(p.shown[at.Start:at.End]) }

// hasClauses reports whether the words of q stand in p as whole clauses, whatever the
// script, the width and the marks at the ends.
func (p *passage) hasClauses(q *passage) bool {
	words := strings.TrimFunc(string(q.folded), isMark)
	return words != "" && hasClauses(string(p.folded), words)
}
