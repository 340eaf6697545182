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
	// fewKeyPoints is how many key points there are at least, where the text has them:
	// a text of three parts gets two for each.
	fewKeyPoints = 6
)

// guide writes the study guide. What is specific is chosen first, since a figure or a
// deadline must not be missing there; the overview and the key points take other words
// where there are any.
func (t *text) guide(l daodu.Length) *daodu.Guide {
	q := quotaOf(l)
	if t.terms == nil {
		t.terms = t.findTerms()
	}
	specific := t.specifics(q.specific)
	overview := t.overview(specific, q.overview)
	return &daodu.Guide{
		Overview:   t.points(overview),
		KeyPoints:  t.points(t.keyPoints(overview, specific, q.keyPoints)),
		Specific:   t.points(specific),
		Terms:      t.guideTerms(t.shownTerms(q.terms)),
		People:     t.guidePeople(q.people),
		Numbers:    t.guideNumbers(q.figures),
		Dates:      t.guideDates(q.dates),
		Questions:  t.questions(q.questions),
		Flashcards: t.flashcards(q.cards),
		Reading:    []daodu.Reading{},
	}
}

// overview returns 2 to 4 stretches that tell what the article is about: its headline
// and the most central statements, which are not those of taken.
func (t *text) overview(taken []daodu.Span, limit int) []daodu.Span {
	const most = 3
	headline := t.headline()
	s := &selection{t: t, limit: limit, taken: append([]daodu.Span{headline}, taken...)}
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

// leastKeyPoints is how many key points a text has, even if they say what is listed as
// specific too.
const leastKeyPoints = 1

// keyPoints returns what each main section asks for or states, or the best ones when
// there are more sections than points. Nothing of taken is said again, and nothing
// that is specific while other words are left.
func (t *text) keyPoints(taken, specific []daodu.Span, most int) []daodu.Span {
	s := &selection{t: t, limit: most * longestKeyPoint, taken: slices.Concat(taken, specific)}
	sections := t.keySections(most)
	s.fillKeyPoints(sections, most)
	if s.taken = taken; len(s.spans) < leastKeyPoints {
		s.fillKeyPoints(sections, leastKeyPoints)
	}
	return s.merged()
}

// fillKeyPoints adds the best of each section, up to most points; of a text without
// sections the best of all.
func (s *selection) fillKeyPoints(sections []*section, most int) {
	each := max(1, (fewKeyPoints+len(sections)-1)/max(1, len(sections)))
	for _, sec := range sections {
		units := s.t.standing(s.t.bodies(sec.units))
		for n := 0; n < each && len(s.spans) < most; n++ {
			if !s.best(units, longestKeyPoint) && (n > 0 || !s.bestRun(units, longestKeyPoint)) {
				break
			}
		}
	}
	units := s.t.standing(s.t.bodies(s.t.all()))
	for len(sections) == 0 && len(s.spans) < most && (s.best(units, longestKeyPoint) || s.bestRun(units, longestKeyPoint)) {
	}
}

// telling is the centrality from which a unit is a key point that neither asks for
// something nor has anything to check.
const telling = 0.5

// standing returns the units that can be key points: they begin with nothing that leans
// on the sentence before, and ask for something, tell something or are central.
func (t *text) standing(units []int) []int {
	return slices.DeleteFunc(slices.Clone(units), func(i int) bool {
		u := &t.units[i]
		words := t.slice(u.span)
		return pointsBack.MatchString(string(words)) || !asks(words) && u.facts == 0 && u.central < telling
	})
}

// bestRun adds the longest run of clauses that is still free of the best unit that has
// one, and reports whether there was any.
func (s *selection) bestRun(units []int, room int) bool {
	units = slices.Clone(units)
	slices.SortStableFunc(units, func(a, b int) int { return cmp.Compare(s.t.units[b].score, s.t.units[a].score) })
	for _, i := range units {
		u := &s.t.units[i]
		if u.score < 0 {
			break
		}
		best := daodu.Span{}
		for _, run := range s.t.runs(u.span, room) {
			if run.Len() > best.Len() && s.free(run) && !s.repeats(run) && ruled(s.t.slice(run)) == "" {
				best = run
			}
		}
		if best.Len() > 0 {
			s.spans, s.units = append(s.spans, best), append(s.units, i)
			return true
		}
	}
	return false
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
