package check

import "fmt"

// Shares of a sentence's bigrams that its evidence has. Below the first nothing in the
// evidence speaks of what the sentence says; below the second much of it is in words of
// its own, which a reader should look at.
const (
	foreignShare = .2
	freeShare    = .5
)

// leastBigrams is how many bigrams a sentence needs before their share tells anything.
const leastBigrams = 6

// checkLexical looks for sentences that have next to no words in common with what they
// rest on.
func checkLexical(r *run) {
	r.eachStatement(func(c *claim) {
		if c.point == nil && !r.whole {
			return
		}
		for _, l := range c.said.lines() {
			share, n := l.supported(c.evidence)
			switch {
			case c.failed || n < leastBigrams:
			case share < foreignShare:
				r.fail(c, c.path, fmt.Sprintf("%s几乎没有“%s”所说的内容", r.sourceWord(), shorten(l.shown(0, len(l.tokens)))))
			case share < freeShare:
				r.note(c.path, fmt.Sprintf("“%s”与原文用词相差较大，请对照原文", shorten(l.shown(0, len(l.tokens)))))
			}
		}
	})
}

// supported returns the share of the line's bigrams of letters that the evidence has, and
// how many it has of them.
func (l line) supported(evidence *passage) (share float64, n int) {
	found := 0
	known := evidence.bigrams()
	for i := 1; i < len(l.tokens); i++ {
		if !l.letters(i-1, i+1) {
			continue
		}
		n++
		if known[[2]rune{l.tokens[i-1].letter, l.tokens[i].letter}] {
			found++
		}
	}
	return float64(found) / float64(max(n, 1)), n
}
