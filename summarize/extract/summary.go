package extract

import (
	"strings"

	"github.com/daodu/daodu"
)

// summary writes a headline, and points that together have at most limit code points.
func (t *text) summary(limit int) *daodu.Summary {
	headline := t.headline()
	s := t.choose(limit, []daodu.Span{headline})
	return &daodu.Summary{Headline: t.point(headline), Points: t.points(s)}
}

// choose selects stretches of up to limit code points, leaving out what is taken.
func (t *text) choose(limit int, taken []daodu.Span) []daodu.Span {
	s := &selection{t: t, limit: limit, longest: max(longestShare, limit/4), taken: taken}
	parts := t.parts()
	switch {
	case t.regime == regimeLead:
		s.lead()
	case len(parts) >= 2 && limit <= longLimit:
		s.spreadOver(parts)
	}
	for all := t.all(); s.room() >= worthFilling && s.best(all, s.room()); {
	}
	return s.merged()
}

// points makes points of stretches of the text.
func (t *text) points(spans []daodu.Span) []daodu.Point {
	out := make([]daodu.Point, 0, len(spans))
	for _, s := range spans {
		out = append(out, t.point(s))
	}
	return out
}

// point makes a point of a stretch of the text: its words are its quote.
func (t *text) point(s daodu.Span) daodu.Point {
	words := t.words(s)
	return daodu.Point{
		Text: words, Quotes: []daodu.Quote{{Span: s, Text: words}},
		Verdict: daodu.Exact, Specific: t.specific(s),
	}
}

// quote returns the quote of the words at s.
func (t *text) quote(s daodu.Span) daodu.Quote { return daodu.Quote{Span: s, Text: t.words(s)} }

// words returns the text at s in its own glyphs.
func (t *text) words(s daodu.Span) string { return string(t.runes[s.Start:s.End]) }

// contains reports whether one of two stretches holds the other.
func contains(a, b string) bool { return strings.Contains(a, b) || strings.Contains(b, a) }

// Excerpt returns the stretches of an article that a summary of at most limit code
// points is made of, in order, as [Engine] chooses them; a summary has its headline
// besides. Below the length of a headline it is the headline, which may be longer.
func Excerpt(a *daodu.Article, limit int) []daodu.Span {
	t := newText(a, "")
	if limit < headlineBest {
		return []daodu.Span{t.headline()}
	}
	return t.choose(limit, nil)
}
