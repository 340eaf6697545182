package terms

import (
	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A FigureMatch is a figure in a text.
type FigureMatch struct {
	Value string // the number and its unit, one writing for all: 2000人
	Span  daodu.Span
}

// Figures returns the numbers with a unit in folded text that say something of their
// own: not those that count the parts of the text, name a slogan (“四个意识”), or are no
// more than an article (一个).
func Figures(folded []rune) []FigureMatch {
	var out []FigureMatch
	for _, q := range zh.Quantities(folded) {
		if q.Value != nil && q.Unit != "" && !q.Weak && !q.Slogan && q.Kind != zh.Enumerator {
			out = append(out, FigureMatch{q.Value.RatString() + q.Unit, q.Span})
		}
	}
	return out
}
