package extract

import (
	"cmp"
	"slices"

	"github.com/daodu/daodu"
)

const (
	// redundancy is how much likeness to what is already chosen counts against a unit
	// (maximal marginal relevance, Carbonell and Goldstein, 1998).
	redundancy = 0.3
	// worthFilling is the least room, in code points, that is filled up with one more
	// shortened sentence.
	worthFilling = 24
	// lossCut is what a unit loses when it has to be shortened.
	lossCut = 0.2
)

// A selection collects stretches of the text up to a length.
type selection struct {
	t       *text
	limit   int // code points
	longest int // of one stretch, where parts share the length
	spans   []daodu.Span
	units   []int
	taken   []daodu.Span // what must not be said again
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
	span, ok := s.t.fit(s.t.units[unit].span, min(room, s.room()))
	if !ok || !s.free(span) || s.repeats(span) || ruled(s.t.slice(span)) != "" {
		return false
	}
	s.spans, s.units = append(s.spans, span), append(s.units, unit)
	return true
}

// repeats reports whether the words of x were chosen elsewhere.
func (s *selection) repeats(x daodu.Span) bool {
	words := string(s.t.slice(x))
	same := func(y daodu.Span) bool { return contains(string(s.t.slice(y)), words) }
	return slices.ContainsFunc(s.spans, same) || slices.ContainsFunc(s.taken, same)
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
	type candidate struct {
		unit  int
		value float64
	}
	var all []candidate
	for _, i := range units {
		u := &s.t.units[i]
		if u.score < 0 || !s.free(u.span) {
			continue
		}
		value := u.score - redundancy*s.likeness(u.vector)
		if u.span.Len() > room {
			value -= lossCut
		}
		all = append(all, candidate{i, value})
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.value, a.value) })
	for _, c := range all {
		if s.add(c.unit, room) {
			return true
		}
	}
	return false
}

// likeness returns the greatest likeness of v to a chosen unit, 0..1.
func (s *selection) likeness(v vector) float64 {
	most := 0.0
	for _, i := range s.units {
		most = max(most, cosine(v, s.t.units[i].vector))
	}
	return most
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
			s.spans, s.units = append(s.spans, rest), append(s.units, i)
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

// size returns how many code points of a part can become points.
func (t *text) size(p *section) int {
	n := 0
	for _, i := range p.units {
		if t.units[i].score >= 0 {
			n += t.units[i].span.Len()
		}
	}
	return n
}

// parts returns the main parts of the text: the top sections that say something, or
// the ones below when there is but one.
func (t *text) parts() []*section {
	at := t.roots
	for {
		var out []*section
		for _, s := range at {
			if s.content() && t.size(s) > 0 {
				out = append(out, s)
			}
		}
		if len(out) != 1 || len(out[0].children) < 2 {
			return out
		}
		at = out[0].children
	}
}

// all returns the numbers of all units.
func (t *text) all() []int {
	out := make([]int, len(t.units))
	for i := range out {
		out[i] = i
	}
	return out
}
