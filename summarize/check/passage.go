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
	text       func() string // folded
	negated    func() map[[2]rune]bool
	paired     func() []placed
}

// newPassage prepares a passage; it looks for nothing yet.
func newPassage(shown []rune) *passage {
	p := &passage{shown: shown, folded: zh.FoldRunes(shown)}
	p.dates = sync.OnceValue(func() []zh.DateMatch { return zh.Dates(p.folded) })
	p.quantities = sync.OnceValue(func() []zh.Quantity { return zh.Quantities(p.folded) })
	p.lines = sync.OnceValue(func() []line { return linesOf(p) })
	p.text = sync.OnceValue(func() string { return string(p.folded) })
	p.negated = sync.OnceValue(func() map[[2]rune]bool { return negatedPairs(p) })
	p.paired = sync.OnceValue(func() []placed { return pairedWords(p) })
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

// holds reports whether the words of q stand in p, whatever the script, the width and
// the marks at the ends. A figure must not be part of a longer one.
func (p *passage) holds(q *passage) bool {
	words := strings.TrimFunc(string(q.folded), isMark)
	if words == "" {
		return false
	}
	text := p.text()
	for from := 0; ; {
		at := strings.Index(text[from:], words)
		if at < 0 {
			return false
		}
		before, after := text[:from+at], text[from+at+len(words):]
		if !joined(before, words) && !joined(words, after) {
			return true
		}
		from += at + len(words)
	}
}

// joined reports whether one figure runs from the end of a into b. A mark belongs to it
// between figures only: 1,500 but not 1800万元,6月.
func joined(a, b string) bool {
	if !endsInDigit(a) || !startsWithDigit(b) {
		return false
	}
	bare := strings.TrimRight(a, ".．,，")
	return bare == a || endsInDigit(bare) && !strings.ContainsAny(b[:1], ".．,，")
}

// hasClauses reports whether the words of q stand in p as whole clauses, whatever the
// script, the width and the marks at the ends.
func (p *passage) hasClauses(q *passage) bool {
	words := strings.TrimFunc(string(q.folded), isMark)
	return words != "" && hasClauses(p.text(), words)
}
