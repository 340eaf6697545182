package extract

import (
	"cmp"
	"slices"

	"github.com/daodu/daodu"
)

const (
	// redundancy is how much likeness to what is already chosen counts against a unit
	// (maximal marginal relevance, Carbonell and Goldstein, 1998).
	redundancy = 0.2
	// same is the share of the bigrams of one stretch in another from which on the two
	// say the same.
	same = 0.75
	// worthFilling is the least room, in code points, that is filled up with one more
	// shortened sentence.
	worthFilling = 24
	// lossCut is what a unit loses when it has to be shortened.
	lossCut = 0.2
	// lossLong is what a unit loses in short selections for every 100 code points above
	// easyLength, so that they hold more points.
	lossLong   = 0.4
	easyLength = 50
	// leastKept is the share of a unit that a shortened one keeps at least where others
	// can be taken instead: what is cut is most often what it has to say.
	leastKept = 0.4
	// longestShare is the length in code points above which no part of the text has one
	// point, unless the selection is long.
	longestShare = 150
	// mostTries is how many of the best units are tried for one place, since shortening is
	// dear. Over 942 summaries of real texts and a Hansard of 276,000 characters no place
	// that was filled at all took more than 78.
	mostTries = 200

	// longLimit is the length in code points above which a selection has room for all
	// parts: the best units of the whole text then give more than shares of the parts do
	// (speeches: ROUGE-2 52 against 50), headings tell of the parts that have no other
	// point, and units with facts need no advantage.
	longLimit     = 600
	weightHeading = 0.8 // makes up for lossHeading
)

// A selection collects stretches of the text up to a length.
type selection struct {
	t       *text
	limit   int // code points
	longest int // of one stretch, where parts share the length
	spans   []daodu.Span
	units   []int
	taken   []daodu.Span // what must not be said again

	like  []likeTo           // of each unit, nil before the first is asked for
	grams map[daodu.Span]bag // bigrams of spans and taken, as asked for
}

// A likeTo is the greatest likeness of a unit to the first n chosen units, so that
// each pair is compared once.
type likeTo struct {
	most float64 // 0..1
	n    int
}

// room returns how many code points are left.
func (s *selection) room() int {
	n := 0
	for _, x := range s.merged() {
		n += x.Len()
	}
	return s.limit - n
}

// free reports whether nothing of x was chosen or is taken.
func (s *selection) free(x daodu.Span) bool {
	overlaps := func(y daodu.Span) bool { return x.Overlaps(y) }
	return !slices.ContainsFunc(s.spans, overlaps) && !slices.ContainsFunc(s.taken, overlaps)
}

// add takes the unit when it has room, shortened if need be.
func (s *selection) add(unit, room int) bool {
	span, ok := s.t.fit(s.t.units[unit].span, room)
	if !ok || float64(span.Len()) < leastKept*float64(s.t.units[unit].span.Len()) && s.t.regime == regimeParts || !s.free(span) || s.repeats(span) || s.t.judged(unit, span) != "" {
		return false
	}
	return s.take(unit, span)
}

// judged returns the rule by which a stretch of a unit can be no point, "" for none.
func (t *text) judged(unit int, s daodu.Span) string {
	if u := &t.units[unit]; s == u.span {
		return u.never
	}
	return ruled(t.slice(s))
}

// take chooses a stretch of a unit, and reports whether there is room for it: joined
// with what stands beside it, the mark between them counts too.
func (s *selection) take(unit int, span daodu.Span) bool {
	s.spans, s.units = append(s.spans, span), append(s.units, unit)
	if s.room() >= 0 {
		return true
	}
	s.spans, s.units = s.spans[:len(s.spans)-1], s.units[:len(s.units)-1]
	return false
}

// repeats reports whether the words of x were chosen elsewhere, or nearly the same
// words.
func (s *selection) repeats(x daodu.Span) bool {
	words, grams := string(s.t.slice(x)), s.t.lexicon.bag(s.t.slice(x))
	said := func(y daodu.Span) bool {
		b := s.bag(y)
		return recall(grams, b) >= same || recall(b, grams) >= same || contains(string(s.t.slice(y)), words)
	}
	return slices.ContainsFunc(s.spans, said) || slices.ContainsFunc(s.taken, said)
}

// bag returns the bigrams of a stretch that was chosen or is taken.
func (s *selection) bag(x daodu.Span) bag {
	b, known := s.grams[x]
	if !known {
		if s.grams == nil {
			s.grams = map[daodu.Span]bag{}
		}
		b = s.t.lexicon.bag(s.t.slice(x))
		s.grams[x] = b
	}
	return b
}

// merged returns the chosen stretches in the order of the text, those that follow
// each other in one sentence as one.
func (s *selection) merged() []daodu.Span {
	spans := slices.Clone(s.spans)
	slices.SortFunc(spans, func(a, b daodu.Span) int { return cmp.Compare(a.Start, b.Start) })
	var out []daodu.Span
	for _, x := range spans {
		if last := len(out) - 1; last >= 0 && s.t.joint(out[last].End, x.Start) {
			out[last].End = x.End
			continue
		}
		out = append(out, x)
	}
	return out
}

// joint reports whether nothing but a semicolon or comma stands between two places.
func (t *text) joint(from, to int) bool {
	return to-from == 1 && (t.folded[from] == ';' || t.folded[from] == ',')
}

// best adds the best of the units that still have room, and reports whether there was
// one. room is the most that it may take.
func (s *selection) best(units []int, room int) bool {
	room = min(room, s.room())
	values := make([]float64, len(units))
	for k, i := range units {
		values[k] = s.value(i, room)
	}
	for range mostTries {
		best := -1
		for k, v := range values {
			if v > none && (best < 0 || v > values[best]) {
				best = k
			}
		}
		if best < 0 {
			return false
		}
		if s.add(units[best], room) {
			return true
		}
		values[best] = none
	}
	return false
}

// none is the value of a unit that cannot be chosen; those of others are greater.
const none = -1e9

// value returns what unit i is worth beside what is chosen, none when it cannot be.
func (s *selection) value(i, room int) float64 {
	u := &s.t.units[i]
	if u.score < 0 || !s.free(u.span) {
		return none
	}
	v := u.score - redundancy*s.likeness(i)
	if u.span.Len() > room {
		v -= lossCut
	}
	if s.limit <= longLimit {
		return v - lossLong*float64(max(0, min(u.span.Len(), room)-easyLength))/100
	}
	if u.heading {
		v += weightHeading
	}
	return v - weightFacts*u.facts
}

// likeness returns the greatest likeness of unit i to a chosen one, 0..1.
func (s *selection) likeness(i int) float64 {
	if s.like == nil {
		s.like = make([]likeTo, len(s.t.units))
	}
	l := &s.like[i]
	for ; l.n < len(s.units); l.n++ {
		l.most = max(l.most, cosine(s.t.units[i].vector, s.t.units[s.units[l.n]].vector))
	}
	return l.most
}

// lead fills the selection in the order of the text.
func (s *selection) lead() {
	for i := range s.t.units {
		if s.room() < worthFilling {
			return
		}
		u := &s.t.units[i]
		if u.score < 0 {
			continue
		}
		if s.free(u.span) {
			s.add(i, s.room())
		} else {
			s.addRest(i)
		}
	}
}

// addRest takes what follows in a unit behind words that are taken, if it can stand
// without them.
func (s *selection) addRest(i int) {
	clauses := s.t.clauses(s.t.units[i].span)
	for from := 1; from < len(clauses); from++ {
		rest := daodu.Span{Start: clauses[from].span.Start, End: s.t.units[i].span.End}
		if !s.free(rest) {
			continue
		}
		if rest, ok := s.t.fit(rest, s.room()); ok && !clauses[from].tight && letters(s.t.runes[rest.Start:rest.End]) >= leastCut {
			s.take(i, rest)
		}
		return
	}
}

// spreadOver gives each part of the text a share of the length that goes with its
// size; what one leaves over falls to the next. On speeches this speaks of 94 % of the
// numbered parts, where choosing from the whole speaks of 73 %.
func (s *selection) spreadOver(parts []*section) {
	total := 0
	for _, p := range parts {
		total += s.t.size(p)
	}
	carry, room := 0.0, float64(s.room())
	for _, p := range parts {
		carry += room * float64(s.t.size(p)) / float64(max(total, 1))
		for int(carry) >= worthFilling {
			before := s.room()
			if !s.best(p.units, min(int(carry), s.longest)) {
				break
			}
			carry -= float64(before - s.room())
		}
	}
}
