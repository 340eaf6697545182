package winnow

import (
	"cmp"
	"slices"

	"github.com/daodu/daodu"
)

const (
	// Least is the number of letters that two texts must share in one stretch for it to be
	// a passage: of the letters of real texts 2 to 4 % in the median stand in such a stretch
	// of another text, in stretches of 20 letters 5 to 7 %.
	Least = 30
	// identity is the share of the letters of a passage that agree; below it stand sentences
	// of one pattern with other words.
	identity = 0.85
	// fringe is how many letters beyond what agrees strictly the ends are looked for.
	fringe = 40
	// How many cells of alignments that come to nothing are looked at, whatever the texts and
	// for each of their letters. Real texts need 220,000 at most when they are short and 7 a
	// letter when they are long; texts of a handful of different letters would take minutes.
	patience       = 1 << 18
	patienceLetter = 8
)

// Passages returns the passages that two texts share; see [Text.Passages].
func Passages(here, there []rune) []daodu.Passage { return New(here).Passages(New(there)) }

// Passages returns the passages that two texts share, in the order of t: stretches with
// [Least] letters or more that agree and few edits between them: letters changed, put in
// or left out, or a page mark. A passage begins and ends with a letter that agrees; its
// quotes are the words of either text as they stand. No letter of either text belongs to two
// passages: of those that overlap the one with the longest exact match comes first.
//
// Passages grow from exact matches of 8 letters, the longest first, by greedy alignment. The
// time is linear in the letters of both texts: 240,000 against 200,000 letters of assembly
// records take some 40 ms. Texts that repeat themselves endlessly stay within a bound; what
// they share may then not be told in full.
func (t *Text) Passages(there *Text) []daodu.Passage {
	m := &matcher{a: t.letters, b: there.letters, patience: patience + patienceLetter*(t.Letters()+there.Letters())}
	m.match(anchors(t, there))
	out := make([]daodu.Passage, len(m.found))
	for i, s := range m.found {
		out[i] = daodu.Passage{Here: t.quote(s.here), There: there.quote(s.there), Letters: s.letters}
	}
	return out
}

// quote returns the words of a stretch of letters.
func (t *Text) quote(letters daodu.Span) daodu.Quote {
	s := daodu.Span{Start: int(t.at[letters.Start]), End: int(t.at[letters.End-1]) + 1}
	return daodu.Quote{Span: s, Text: string(t.runes[s.Start:s.End])}
}

// A matcher grows anchors to passages that have no letter in common.
type matcher struct {
	a, b           []rune
	takenA, takenB spans // by the passages found
	found          []stretch
	patience       int // cells that may still be looked at in vain
}

// match grows anchors, the longest first. Where there is one on every second letter, as in
// texts of a few different letters, the shortest are passed over.
func (m *matcher) match(anchors []stretch) {
	for least := seed + 1; len(anchors) > (len(m.a)+len(m.b))/2; least++ {
		anchors = slices.DeleteFunc(anchors, func(s stretch) bool { return s.letters < least })
	}
	slices.SortFunc(anchors, func(s, t stretch) int {
		return cmp.Or(cmp.Compare(t.letters, s.letters), cmp.Compare(s.here.Start, t.here.Start), cmp.Compare(s.there.Start, t.there.Start))
	})
	for _, s := range anchors {
		if m.patience < 0 {
			break
		}
		m.grow(s)
	}
	slices.SortFunc(m.found, func(s, t stretch) int { return cmp.Compare(s.here.Start, t.here.Start) })
}

// grow extends an anchor within what is not taken, and notes it when it becomes a passage.
func (m *matcher) grow(s stretch) {
	boxA, boxB := m.takenA.gap(middle(s.here), len(m.a)), m.takenB.gap(middle(s.there), len(m.b))
	if s = clip(s, boxA, boxB); s.letters < seed {
		return
	}
	s, work := m.extend(s, boxA, boxB, strict)
	whole, more := m.extend(s, around(s.here, boxA), around(s.there, boxB), lenient)
	if float64(whole.letters) >= identity*float64(max(whole.here.Len(), whole.there.Len())) {
		s = whole
	}
	if s.letters < Least {
		m.patience -= work + more
		return
	}
	m.found = append(m.found, s)
	m.takenA.add(s.here)
	m.takenB.add(s.there)
}

// extend extends a stretch to both sides within boxes, and returns how many cells it
// looked at.
func (m *matcher) extend(s stretch, boxA, boxB daodu.Span, p price) (stretch, int) {
	before := extend(
		strand{m.a, s.here.Start - 1, -1, s.here.Start - boxA.Start},
		strand{m.b, s.there.Start - 1, -1, s.there.Start - boxB.Start}, p)
	after := extend(
		strand{m.a, s.here.End, 1, boxA.End - s.here.End},
		strand{m.b, s.there.End, 1, boxB.End - s.there.End}, p)
	return stretch{
		here:    daodu.Span{Start: s.here.Start - before.a, End: s.here.End + after.a},
		there:   daodu.Span{Start: s.there.Start - before.b, End: s.there.End + after.b},
		letters: before.letters + s.letters + after.letters,
	}, before.work + after.work
}

func middle(s daodu.Span) int { return (s.Start + s.End) / 2 }

// around returns s with a fringe, within box.
func around(s, box daodu.Span) daodu.Span {
	return daodu.Span{Start: max(box.Start, s.Start-fringe), End: min(box.End, s.End+fringe)}
}

// clip cuts an exact match to boxes.
func clip(s stretch, boxA, boxB daodu.Span) stretch {
	cut := max(0, boxA.Start-s.here.Start, boxB.Start-s.there.Start)
	s.here.Start, s.there.Start = s.here.Start+cut, s.there.Start+cut
	s.letters = min(boxA.End, s.here.End) - s.here.Start
	s.letters = max(0, min(s.letters, boxB.End-s.there.Start))
	s.here.End, s.there.End = s.here.Start+s.letters, s.there.Start+s.letters
	return s
}

// spans are disjoint and ascend.
type spans []daodu.Span

// gap returns the widest stretch of [0, n) around at that no span touches; an empty one when
// a span holds at.
func (s spans) gap(at, n int) daodu.Span {
	i := s.after(at)
	out := daodu.Span{Start: 0, End: n}
	if i > 0 {
		out.Start = s[i-1].End
	}
	if i < len(s) {
		out.End = s[i].Start
	}
	if out.Start > at {
		return daodu.Span{Start: at, End: at}
	}
	return out
}

// add puts in a span that touches none of the others.
func (s *spans) add(span daodu.Span) { *s = slices.Insert(*s, s.after(span.Start), span) }

// after returns the index of the first span that begins behind at.
func (s spans) after(at int) int {
	i, _ := slices.BinarySearchFunc(s, at+1, func(span daodu.Span, at int) int { return cmp.Compare(span.Start, at) })
	return i
}
