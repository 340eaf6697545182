package extract

import (
	"cmp"
	"slices"

	"github.com/daodu/daodu"
)

const (
	// headlineBest is the length in code points that a headline should keep to,
	// headlineLong one that it may have if it leaves nothing out, and headlineMost the
	// one when nothing shorter makes sense.
	headlineBest = 60
	headlineLong = 72
	headlineMost = 90
	// weightWhole is what a headline of headlineBest gains over an empty one: of two
	// cuts of a sentence the one that keeps more of it is the better.
	weightWhole   = 0.3
	weightRecall  = 3 // all words of the title
	weightPurpose = 1.5
	weightOpening = 0.7 // before the first heading, where texts say what they are about
	// lossHalf is what a headline loses that begins in the middle of a sentence, unless
	// only the time or the reason was left out.
	lossHalf = 0.4
	// lossIdle is what it loses that begins with the time or the reason.
	lossIdle = 0.05
)

// purposes stand in the sentence of a speech that says what the meeting is for, folded.
var purposes = newWords(`主要任务是 主要任务就是 主要目的是 主要目的就是 中心议题是 中心议题就是 主题是 主题就是 主旨是 主旨就是
	主要预期目标是 总目标是 总目标就是 总体要求是 总体思路是`)

// headline returns the stretch of the text that says best what it is about: near the
// words of the title, or, where the title only names the occasion, the purpose or the
// most central statement. It is looked for once.
func (t *text) headline() daodu.Span {
	if t.head == nil {
		s := t.findHeadline()
		t.head = &s
	}
	return *t.head
}

// findHeadline does the work of headline. Parting units into clauses is dear, so they
// are tried in the order of the most that they can reach, and the search ends where no
// other can reach more than the best found.
func (t *text) findHeadline() daodu.Span {
	type candidate struct {
		unit  int
		bound float64
	}
	var all []candidate
	for _, i := range t.headlineUnits() {
		all = append(all, candidate{i, t.headlineBound(i)})
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.bound, a.bound) })
	best, value := daodu.Span{}, -1.0
	for _, c := range all {
		if c.bound < value {
			break
		}
		for _, s := range t.runs(t.units[c.unit].span, headlineLong) {
			if v := t.headlineValue(c.unit, s); v > value || v == value && s.Start < best.Start {
				best, value = s, v
			}
		}
	}
	if best.Len() > 0 {
		return best
	}
	return t.anyUnit()
}

// headlineBound returns a value that no stretch of unit i is worth more than.
func (t *text) headlineBound(i int) float64 {
	u := &t.units[i]
	v := weightRecall*recall(t.title, u.bag) + t.headlinePlace(i) + weightWhole
	if purposes.in(t.slice(u.span)) {
		v += weightPurpose
	}
	return v
}

// headlinePlace returns the part of a headline's value that all of unit i shares.
func (t *text) headlinePlace(i int) float64 {
	u := &t.units[i]
	switch {
	case t.regime == regimeLead || t.article.Genre == daodu.GenreNews:
		return u.score + 1/float64(1+i)
	case u.section == nil || !u.section.root().headed():
		return u.score + weightOpening
	}
	return u.score
}

// headlineUnits returns the units that a headline may come from.
func (t *text) headlineUnits() []int {
	var out []int
	for i, u := range t.units {
		if u.score < 0 || u.heading && u.letters < 12 {
			continue
		}
		out = append(out, i)
		if len(out) == t.headlineReach() {
			break
		}
	}
	return out
}

// headlineReach returns how many units from the beginning may give the headline. The
// first sentence of news is its headline, unless the title says otherwise.
func (t *text) headlineReach() int {
	switch {
	case t.regime == regimeLead && len(t.title) == 0:
		return 1
	case t.article.Genre == daodu.GenreLaw:
		return 3 // what it is for and whom it binds
	case t.regime == regimeLead || t.article.Genre == daodu.GenreNews:
		return 6
	}
	return len(t.units)
}

// headlineValue weighs a stretch of unit i as a headline.
func (t *text) headlineValue(i int, s daodu.Span) float64 {
	u := &t.units[i]
	v := weightRecall*recall(t.title, t.lexicon.bag(t.slice(s))) + t.headlinePlace(i)
	if purposes.in(t.slice(s)) {
		v += weightPurpose
	}
	if s.Len() > headlineBest && s != u.span {
		v -= lossHalf
	}
	return v - t.lossStart(u.span, s) + weightWhole*min(1, float64(t.substance(u.span, s))/headlineBest)
}

// lossStart returns what s loses for the words of the unit that are left out before,
// or for those that could have been left out.
func (t *text) lossStart(unit, s daodu.Span) float64 {
	for _, c := range t.clauses(unit) {
		switch {
		case c.span.Start < s.Start && c.class == mainClause:
			return lossHalf
		case c.span.Start == s.Start && c.class == background:
			return lossIdle
		}
	}
	return 0
}

// substance returns the length of s without the clauses that only tell when or why.
func (t *text) substance(unit, s daodu.Span) int {
	n := s.Len()
	for _, c := range t.clauses(unit) {
		if s.Contains(c.span) && c.class == background {
			n -= c.span.Len()
		}
	}
	return n
}

// runs returns the runs of clauses of s that can stand alone within limit.
func (t *text) runs(s daodu.Span, limit int) []daodu.Span {
	var out []daodu.Span
	if t.indivisible() {
		if s.Len() <= limit {
			out = append(out, s)
		}
		return out
	}
	clauses := t.clauses(s)
	for from := range clauses {
		if !canStart(clauses, from) {
			break
		}
		for to := from + 1; to <= len(clauses); to++ {
			run := daodu.Span{Start: clauses[from].span.Start, End: clauses[to-1].span.End}
			if run.Len() > limit {
				break
			}
			if t.standsAlone(clauses, from, to) {
				out = append(out, t.afterSaying(run, from > 0))
			}
		}
	}
	return out
}

// anyUnit returns the best of what there is when nothing makes a good headline: the
// shortest cut of the best unit, or the opening of the text.
func (t *text) anyUnit() daodu.Span {
	best := -1
	for i, u := range t.units {
		if u.never == "fragment" {
			continue
		}
		if best < 0 || u.score > t.units[best].score || u.score == t.units[best].score && u.letters > t.units[best].letters {
			best = i
		}
	}
	if best < 0 {
		return t.opening(daodu.Span{End: len(t.runes)})
	}
	s := t.units[best].span
	if fitted, ok := t.fit(s, headlineMost); ok {
		return fitted
	}
	return t.opening(s)
}

// opening returns the first clauses of s up to the length of a headline, or as many
// letters of it.
func (t *text) opening(s daodu.Span) daodu.Span {
	for s.Start < s.End && t.folded[s.Start] <= ' ' {
		s.Start++
	}
	out := daodu.Span{Start: s.Start, End: min(s.End, s.Start+headlineBest)}
	for _, c := range t.clauses(s) {
		if c.span.End <= s.Start+headlineBest {
			out.End = c.span.End
		}
	}
	return out
}

// sayings open what somebody says, where the words before named who it is, folded.
var sayings = newWords(`强调 并强调 还强调 指出 并指出 还指出 表示 并表示 认为`)

// afterSaying returns s without such a verb when s is the later part of a sentence: who
// speaks stands in what was left out, and 强调要… has no subject.
func (t *text) afterSaying(s daodu.Span, later bool) daodu.Span {
	if n := sayings.at(t.slice(s)); later && letters(t.runes[s.Start+n:s.End]) >= leastCut {
		s.Start += n
	}
	return t.core(s)
}
