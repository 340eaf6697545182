package openai

import (
	"math"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// How far words are said by one text only: by how new they are (package docfreq), which
// maps onto 0..1 between commonplace and singular, and by the figures and dates in them.
// The first four figures are those of the extract engine; a model's points hold no marks of
// bodies, projects and places, so that figures and dates stand for all that can be checked.
const (
	commonplace = 2.0
	singular    = 6.5
	weightNovel = .6
	weightHard  = .8
	halfway     = 1.5 // figures and dates that make 1-1/e
)

// specific returns how far the words of quotes are said by this text only, the most of them:
// 0 for set phrases, towards 1 for figures and dates in words that few texts have.
func (d *document) specific(quotes []daodu.Quote) float64 {
	most := 0.
	for _, q := range quotes {
		novel := (d.weights.Novelty(q.Start, q.End) - commonplace) / (singular - commonplace)
		hard := 1 - math.Exp(-float64(d.hard(q.Span))/halfway)
		most = max(most, 1-(1-weightNovel*min(1, max(0, novel)))*(1-weightHard*hard))
	}
	return math.Round(most*100) / 100
}

// hard counts the figures and dates at s.
func (d *document) hard(s daodu.Span) int {
	n := len(zh.Dates(d.folded[s.Start:s.End]))
	for _, q := range zh.Quantities(d.folded[s.Start:s.End]) {
		if !q.Weak && q.Kind != zh.Enumerator && q.Kind != zh.Label {
			n++
		}
	}
	return n
}
