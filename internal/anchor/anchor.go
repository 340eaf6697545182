package anchor

import (
	"cmp"
	"slices"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

const (
	// minContext is the share of the letters around the words that must stand around them
	// again, in their order. Stretches that have nothing to do with each other share the
	// commonest letters and marks only: of 44,032 pairs within a speech, a work report and
	// a notice of examples one in a thousand shares more than 0.25; what shares more is a
	// formula that the text repeats.
	minContext = 0.5
	// minAlone is how many code points words need that stand once in a text to be certain
	// without their surroundings.
	minAlone = 8
	// minSimilar is how much of the words must be the same for a similar passage to be
	// theirs: 1 less the edits for each of their letters, blanks left out.
	minSimilar = 0.6
	// shortlist is how many places are held against all of the surroundings.
	shortlist = 16
)

// Make returns the anchor of a stretch of a text. The sum of the text is the caller's.
// It panics when the stretch is not within the text.
func Make(text []rune, s daodu.Span, sum string) daodu.Anchor {
	from, to := max(0, s.Start-daodu.AnchorContext), min(len(text), s.End+daodu.AnchorContext)
	return daodu.Anchor{
		Span: s, Quote: string(text[s.Start:s.End]), Prefix: string(text[from:s.Start]), Suffix: string(text[s.End:to]), TextSHA256: sum,
	}
}

// A Text is a version of a text in which words are looked for.
type Text struct {
	runes  []rune
	folded []rune   // as long as runes
	plain  sequence // folded, without blanks
}

// A sequence is letters with their places in the text.
type sequence struct {
	letters []rune
	at      []int
}

// New prepares a text.
func New(text string) *Text {
	t := &Text{runes: []rune(text)}
	t.folded = zh.FoldRunes(t.runes)
	t.plain = plain(t.folded)
	return t
}

// plain leaves blanks out: a text that is read anew often has its lines broken elsewhere.
func plain(folded []rune) (s sequence) {
	for i, c := range folded {
		if !unicode.IsSpace(c) {
			s.letters, s.at = append(s.letters, c), append(s.at, i)
		}
	}
	return s
}

// span returns the stretch of the text that letters of a sequence take.
func (s sequence) span(from, to int) daodu.Span {
	return daodu.Span{Start: s.at[from], End: s.at[to-1] + 1}
}

// Quote returns the words of a stretch.
func (t *Text) Quote(s daodu.Span) daodu.Quote {
	return daodu.Quote{Span: s, Text: string(t.runes[s.Start:s.End])}
}

// Find returns where the words of an anchor stand; false when that is not certain.
func (t *Text) Find(a daodu.Anchor) (daodu.Span, bool) {
	w := t.wanted(a)
	if len(w.plain) == 0 {
		return daodu.Span{}, false
	}
	for _, way := range []func(*wanted) []place{t.exact, t.sameFolded} {
		if s, ok := t.choose(&w, way(&w)); ok {
			return s, true
		}
	}
	return t.similar(&w)
}

// wanted are the words that are looked for.
type wanted struct {
	quote          []rune
	plain          []rune // folded, without blanks
	prefix, suffix []rune // likewise
	start          int    // where they were
}

func (t *Text) wanted(a daodu.Anchor) wanted {
	letters := func(s string) []rune { return plain(zh.FoldRunes([]rune(s))).letters }
	return wanted{[]rune(a.Quote), letters(a.Quote), letters(a.Prefix), letters(a.Suffix), a.Start}
}

// A place is a stretch where the words may stand.
type place struct {
	daodu.Span
	context  float64 // share of the surroundings that stand there, 0..1
	adjacent int     // letters of them that touch it without a gap
	distance int     // from where the words were
}

// exact returns where the words stand letter for letter.
func (t *Text) exact(w *wanted) (out []place) {
	for _, i := range occurrences(t.runes, w.quote) {
		out = append(out, place{Span: daodu.Span{Start: i, End: i + len(w.quote)}})
	}
	return out
}

// sameFolded returns where the words stand in any script and width, in lines of any
// length.
func (t *Text) sameFolded(w *wanted) (out []place) {
	for _, i := range occurrences(t.plain.letters, w.plain) {
		out = append(out, place{Span: t.plain.span(i, i+len(w.plain))})
	}
	return out
}

// occurrences returns where words begin in a text; they may overlap.
func occurrences(text, words []rune) (out []int) {
	for i := 0; i+len(words) <= len(text); i++ {
		if text[i] == words[0] && slices.Equal(text[i:i+len(words)], words) {
			out = append(out, i)
		}
	}
	return out
}

// choose returns the place with the most of the surroundings, of equal ones the nearest to
// where the words were; false when it is not certain.
func (t *Text) choose(w *wanted, places []place) (daodu.Span, bool) {
	if len(places) == 0 {
		return daodu.Span{}, false
	}
	alone := len(places) == 1 && len(w.plain) >= minAlone
	for i := range places {
		p := &places[i]
		p.adjacent, p.distance = t.adjacent(w, p.Span), abs(p.Start-w.start)
	}
	slices.SortFunc(places, func(p, q place) int {
		return cmp.Or(cmp.Compare(q.adjacent, p.adjacent), cmp.Compare(p.distance, q.distance))
	})
	places = places[:min(len(places), shortlist)]
	for i := range places {
		places[i].context = t.context(w, places[i].Span)
	}
	best := slices.MinFunc(places, func(p, q place) int { // the first of equal ones
		return cmp.Or(cmp.Compare(q.context, p.context), cmp.Compare(p.distance, q.distance))
	})
	return best.Span, alone || best.context >= minContext
}

func abs(n int) int { return max(n, -n) }
