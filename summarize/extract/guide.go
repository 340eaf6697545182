package extract

import (
	"cmp"
	"slices"

	"github.com/daodu/daodu"
)

// A quota says how much of each list a guide of one length holds.
type quota struct {
	overview  int // code points
	keyPoints int
	specific  int
	terms     int
	people    int
	figures   int
	dates     int
	questions int
	cards     int
}

// quotaOf returns the sizes for a length, those of a medium one when it is not given.
func quotaOf(l daodu.Length) quota {
	switch l {
	case daodu.Short:
		return quota{100, 5, 5, 6, 10, 12, 8, 6, 8}
	case daodu.Long:
		return quota{240, 20, 16, 20, 60, 80, 40, 16, 30}
	}
	return quota{160, 10, 10, 12, 30, 40, 20, 12, 16}
}

const (
	longestOverview = 100 // code points of each point
	longestKeyPoint = 120
	longestSpecific = 110
	// fewKeyPoints is how many key points there are at least, where the text has them:
	// a text of three parts gets two for each.
	fewKeyPoints = 6
	// leastSpecific is the value below which nothing counts as specific: one date or
	// one quoted term without set phrases around it.
	leastSpecific = 0.45
)

// guide writes the study guide. What one list says the next does not repeat: the
// overview is chosen first, then the key points, then what is specific.
func (t *text) guide(l daodu.Length) *daodu.Guide {
	q := quotaOf(l)
	overview := t.overview(q.overview)
	keys := t.keyPoints(overview, q.keyPoints)
	terms := t.shownTerms(q.terms)
	return &daodu.Guide{
		Overview:   t.points(overview),
		KeyPoints:  t.points(keys),
		Specific:   t.points(t.specifics(slices.Concat(overview, keys, definitions(terms)), q.specific)),
		Terms:      t.guideTerms(terms),
		People:     t.guidePeople(q.people),
		Numbers:    t.guideNumbers(q.figures),
		Dates:      t.guideDates(q.dates),
		Questions:  t.questions(q.questions),
		Flashcards: t.flashcards(q.cards),
		Reading:    []daodu.Reading{},
	}
}

// overview returns 2 to 4 stretches that tell what the article is about: its headline
// and the most central statements.
func (t *text) overview(limit int) []daodu.Span {
	const most = 3
	headline := t.headline()
	s := &selection{t: t, limit: limit, taken: []daodu.Span{headline}}
	for depth := range maxDepth {
		for len(s.spans) < most && s.room() >= worthFilling && s.best(t.above(depth), min(s.room(), longestOverview)) {
		}
	}
	return append([]daodu.Span{headline}, s.merged()...)
}

// maxDepth is the number of levels of sections that are told apart.
const maxDepth = 4

// above returns the units that stand directly in a section of at most the given depth,
// and so speak of more than a detail. Headings are left out.
func (t *text) above(depth int) []int {
	var out []int
	for i, u := range t.units {
		if !u.heading && (u.section == nil || u.section.depth <= depth || depth == maxDepth-1) {
			out = append(out, i)
		}
	}
	return out
}

// bodies leaves headings out: an outline has those.
func (t *text) bodies(units []int) []int {
	var out []int
	for _, i := range units {
		if !t.units[i].heading {
			out = append(out, i)
		}
	}
	return out
}

// keyPoints returns one stretch for each main section, or the best ones when there
// are more sections than points.
func (t *text) keyPoints(taken []daodu.Span, most int) []daodu.Span {
	sections := t.keySections(most)
	s := &selection{t: t, limit: most * longestKeyPoint, taken: taken}
	each := max(1, (fewKeyPoints+len(sections)-1)/max(1, len(sections)))
	for _, sec := range sections {
		for range each {
			s.best(t.bodies(sec.units), longestKeyPoint)
		}
	}
	for len(sections) == 0 && len(s.spans) < most && s.best(t.bodies(t.all()), longestKeyPoint) {
	}
	return s.merged()
}

// keySections returns the main sections, those one level down where that gives no
// more than most, so that each stands for a piece of the text.
func (t *text) keySections(most int) []*section {
	at := t.parts()
	for {
		var next []*section
		deeper := false
		for _, s := range at {
			kids := t.speaking(s.children)
			if len(kids) < 2 {
				kids = []*section{s}
			} else {
				deeper = true
			}
			next = append(next, kids...)
		}
		if !deeper || len(next) > most {
			break
		}
		at = next
	}
	if len(at) > most {
		slices.SortStableFunc(at, func(a, b *section) int { return cmp.Compare(t.size(b), t.size(a)) })
		at = at[:most]
	}
	return at
}

// speaking returns the sections that hold something to choose.
func (t *text) speaking(sections []*section) []*section {
	var out []*section
	for _, s := range sections {
		if s.content() && t.size(s) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// specifics returns the stretches that are most specific, one of each unit, in the
// order of the text.
func (t *text) specifics(taken []daodu.Span, most int) []daodu.Span {
	type candidate struct {
		span  daodu.Span
		value float64
	}
	var all []candidate
	for _, i := range t.bodies(t.all()) {
		u := &t.units[i]
		if u.score < 0 {
			continue
		}
		if s, v := t.mostSpecific(u.span); v >= leastSpecific && ruled(t.slice(s)) == "" {
			all = append(all, candidate{s, v + 0.2*u.central})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.value, a.value) })
	s := &selection{t: t, taken: taken}
	for _, c := range all {
		if len(s.spans) < most && s.free(c.span) && !s.repeats(c.span) {
			s.spans = append(s.spans, c.span)
		}
	}
	return s.merged()
}

// mostSpecific returns the stretch of s, within the length of a specific point, that
// is most specific.
func (t *text) mostSpecific(s daodu.Span) (best daodu.Span, value float64) {
	if s.Len() <= longestSpecific {
		return s, t.specific(s)
	}
	for _, run := range t.runs(s, longestSpecific) {
		if v := t.specific(run); v > value {
			best, value = run, v
		}
	}
	return best, value
}
