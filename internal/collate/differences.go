package collate

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/docfreq"
	"github.com/daodu/daodu/internal/zh"
)

// A clause is a stretch between two marks, as it is compared with those of other texts.
type clause struct {
	span   daodu.Span
	folded []rune
	bare   string         // Chinese letters without figures and dates
	pairs  map[pair]bool  // of bare
	weight int            // of pairs
	values []zh.Quantity  // spans within the clause
	dates  []zh.DateMatch // likewise
}

const (
	shortClause = 6 // letters without figures
	longClause  = 60
	maxEach     = 4 // differences of a kind
	// alike is the share of their words, weighed by rarity, that two clauses must have in
	// common to say nearly the same.
	alike = .62
	// rareClauses is in how many clauses a pair of letters may stand that leads from one
	// to another.
	rareClauses = 40
)

// parted returns the clauses of a text's sentences.
func (t *text) parted() (out []clause) {
	for _, s := range t.article.Sentences {
		if zh.Dateline(t.folded[s.Start:s.End]) > 0 {
			continue
		}
		start := s.Start
		for i := s.Start; i <= s.End; i++ {
			if i < s.End && !strings.ContainsRune(",;:。!?\n", t.folded[i]) {
				continue
			}
			if c, ok := t.clause(daodu.Span{Start: start, End: i}); ok {
				out = append(out, c)
			}
			start = i + 1
		}
	}
	return out
}

// clause returns a stretch as a clause; ok is false when there is too little or too much
// to compare, or it is damaged.
func (t *text) clause(s daodu.Span) (c clause, ok bool) {
	for s.Start < s.End && t.folded[s.Start] == ' ' {
		s.Start++
	}
	folded := t.folded[s.Start:s.End]
	if len(folded) < shortClause || len(folded) > longClause || t.damaged(s) {
		return c, false
	}
	c = clause{span: s, folded: folded, values: zh.Quantities(folded), dates: zh.Dates(folded)}
	skip := make([]bool, len(folded))
	for _, q := range c.values {
		mark(skip, q.Number)
	}
	for _, d := range c.dates {
		mark(skip, d.Span)
	}
	var bare []rune
	for i, r := range folded {
		if !skip[i] && zh.IsHan(r) {
			bare = append(bare, r)
		}
	}
	c.bare, c.pairs = string(bare), pairsOf(bare)
	for q := range c.pairs {
		c.weight += idf(q)
	}
	return c, len(bare) >= shortClause
}

func mark(skip []bool, s daodu.Span) {
	for i := s.Start; i < s.End; i++ {
		skip[i] = true
	}
}

// idf returns how rare a pair is, in thousandths of a nat: sums of whole numbers do not
// depend on their order.
func idf(q pair) int { return int(1000 * docfreq.Default().IDF(q[0], q[1])) }

// A match is two clauses of two texts that say nearly the same.
type match struct {
	a, b  *text
	x, y  *clause
	kind  daodu.DifferenceKind
	score float64
}

// differences returns where two texts say nearly the same, but not quite. A clause has one
// difference only, with the clause that is most like it.
func (g *group) differences() (out []daodu.Difference) {
	found := g.matches()
	slices.SortStableFunc(found, func(m, n match) int { return cmp.Compare(n.score, m.score) })
	used := map[*clause]bool{}
	said := map[string]bool{}
	each := map[daodu.DifferenceKind][]daodu.Difference{}
	for _, m := range found {
		words := string(m.x.folded) + "|" + string(m.y.folded)
		if used[m.x] || used[m.y] || said[words] || len(each[m.kind]) >= maxEach {
			continue
		}
		used[m.x], used[m.y], said[words] = true, true, true
		each[m.kind] = append(each[m.kind], m.difference())
	}
	for _, kind := range []daodu.DifferenceKind{daodu.DifferentFigure, daodu.DifferentDate, daodu.DifferentDegree, daodu.DifferentWording} {
		out = append(out, each[kind]...)
	}
	return out
}

// A clauseAt is a clause of a text.
type clauseAt struct {
	t *text
	c *clause
}

// matches returns the pairs of clauses that differ, of different texts. It compares those
// that share a pair of letters which few clauses have.
func (g *group) matches() (out []match) {
	index := map[pair][]clauseAt{}
	for _, t := range g.texts {
		for i := range t.clauses {
			at := clauseAt{t, &t.clauses[i]}
			for q := range at.c.pairs {
				index[q] = append(index[q], at)
			}
		}
	}
	for _, t := range g.texts {
		for i := range t.clauses {
			c := &t.clauses[i]
			for _, o := range near(t, c, index) {
				if m, ok := compare(t, c, o.t, o.c); ok {
					out = append(out, m)
				}
			}
		}
	}
	return out
}

// near returns the clauses of later texts that share rare letters with c, in their order.
func near(t *text, c *clause, index map[pair][]clauseAt) []clauseAt {
	shared := map[*clause]int{}
	byClause := map[*clause]clauseAt{}
	for q := range c.pairs {
		if len(index[q]) > rareClauses {
			continue
		}
		for _, o := range index[q] {
			if o.t.n > t.n && o.t.family != t.family {
				shared[o.c] += idf(q)
				byClause[o.c] = o
			}
		}
	}
	var out []clauseAt
	for o, weight := range shared {
		if 5*weight >= min(c.weight, o.weight) {
			out = append(out, byClause[o])
		}
	}
	slices.SortFunc(out, func(a, b clauseAt) int {
		return cmp.Or(cmp.Compare(a.t.n, b.t.n), cmp.Compare(a.c.span.Start, b.c.span.Start))
	})
	return out
}

// compare tells in what two clauses differ; ok is false when they are not alike, or the
// same.
func compare(a *text, x *clause, b *text, y *clause) (match, bool) {
	common := 0
	for q := range x.pairs {
		if y.pairs[q] {
			common += idf(q)
		}
	}
	likeness := float64(2*common) / float64(max(x.weight+y.weight, 1))
	if likeness < alike {
		return match{}, false
	}
	kind, ok := differ(x, y)
	if !ok {
		return match{}, false
	}
	score := likeness * (1 + min(a.weights.Novelty(x.span.Start, x.span.End), b.weights.Novelty(y.span.Start, y.span.End)))
	if kind == daodu.DifferentWording {
		worth, ok := reworded(x, y)
		return match{a, b, x, y, kind, score * worth}, ok
	}
	return match{a, b, x, y, kind, score}, true
}

// differ returns the kind of difference between two clauses that are alike.
func differ(x, y *clause) (daodu.DifferenceKind, bool) {
	same := sameSubject(x, y)
	switch {
	case same && otherValues(x, y):
		return daodu.DifferentFigure, true
	case same && otherDates(x, y):
		return daodu.DifferentDate, true
	case otherValues(x, y) || otherDates(x, y):
		return "", false // figures of different things
	case x.bare == y.bare:
		return "", false
	case otherDegree(x, y):
		return daodu.DifferentDegree, true
	}
	return daodu.DifferentWording, true
}

// sameSubject reports whether two clauses begin alike, without which figures are of
// different things: 粮食产量, 煤炭产量.
func sameSubject(x, y *clause) bool {
	a, b := []rune(x.bare), []rune(y.bare)
	return a[0] == b[0] && a[1] == b[1]
}

// reworded returns how telling it is that two clauses are worded differently: most when one
// word stands for another. ok is false when one is but a part of the other.
func reworded(x, y *clause) (worth float64, ok bool) {
	here, there := changed([]rune(x.bare), []rune(y.bare))
	added := 0
	for _, s := range append(here, there...) {
		added += s.Len()
	}
	switch {
	case len(here) > 0 && len(there) > 0:
		return 1, true
	case added*4 > utf8.RuneCountInString(x.bare), strings.ContainsAny(string([]rune(x.bare)[:2])+string([]rune(y.bare)[:2]), "一二三四五六七八九十是"):
		return 0, false
	}
	return .6, true
}

// otherValues reports whether both clauses count the same thing and come to different
// numbers.
func otherValues(x, y *clause) bool {
	has := func(list []zh.Quantity, q zh.Quantity) bool {
		return slices.ContainsFunc(list, func(o zh.Quantity) bool { return o.SameNumber(q) })
	}
	for _, q := range x.values {
		if !counts(q) || has(y.values, q) {
			continue
		}
		for _, o := range y.values {
			if counts(o) && o.Unit == q.Unit && o.Kind == q.Kind && !has(x.values, o) {
				return true
			}
		}
	}
	return false
}

// counts reports whether a number says how much, rather than which.
func counts(q zh.Quantity) bool {
	return (q.Kind == zh.Cardinal || q.Kind == zh.Proportion) && !q.Weak && !q.Slogan && q.Value != nil
}

// otherDates reports whether both clauses have a date and no date in common.
func otherDates(x, y *clause) bool {
	if len(x.dates) == 0 || len(y.dates) == 0 {
		return false
	}
	for _, d := range x.dates {
		for _, o := range y.dates {
			if d.Suspect || o.Suspect || d.Year*o.Year != 0 && d.Year != o.Year || d.Month*o.Month != 0 && d.Month != o.Month || d.Day*o.Day != 0 && d.Day != o.Day {
				continue
			}
			return false
		}
	}
	return true
}

// degrees are words for how binding, how sure and how far-reaching something is, in groups
// of which a statement has one.
var degrees = []string{"必须 应当 应该 可以 不得 严禁 鼓励 允许", "确保 力争 争取 努力 尽量", "全面 基本 大部分 全部 初步", "首次 再次", "显著 明显 有所 稍有"}

// otherDegree reports whether two clauses have different words of one group.
func otherDegree(x, y *clause) bool {
	for _, group := range degrees {
		a, b := degree(x, group), degree(y, group)
		if a != "" && b != "" && a != b {
			return true
		}
	}
	return false
}

func degree(c *clause, group string) string {
	for w := range strings.FieldsSeq(group) {
		if strings.Contains(string(c.folded), w) {
			return w
		}
	}
	return ""
}

// difference returns a match as the guide has it.
func (m match) difference() daodu.Difference {
	here, there := changed(m.x.folded, m.y.folded)
	here, there = m.x.whole(here), m.y.whole(there)
	return daodu.Difference{
		Kind:    m.kind,
		Sides:   []daodu.CitedPoint{m.a.around(m.x).CitedPoint, m.b.around(m.y).CitedPoint},
		Changed: [][]daodu.Quote{m.a.quotes(m.x, here), m.b.quotes(m.y, there)},
	}
}

// around returns the sentence of a clause, which tells what it is about, or the clause
// alone when the sentence is long or damaged.
func (t *text) around(c *clause) point {
	for _, s := range t.sentences {
		if s.spans[0].Contains(c.span) {
			return s
		}
	}
	return t.verbatim(c.span)
}

// whole makes changed letters of a figure or a date the whole of it.
func (c *clause) whole(spans []daodu.Span) (out []daodu.Span) {
	for _, s := range spans {
		for _, q := range c.values {
			if q.Number.Overlaps(s) {
				s = daodu.Span{Start: min(s.Start, q.Number.Start), End: max(s.End, q.Number.End)}
			}
		}
		for _, d := range c.dates {
			if d.Span.Overlaps(s) {
				s = daodu.Span{Start: min(s.Start, d.Span.Start), End: max(s.End, d.Span.End)}
			}
		}
		if n := len(out); n > 0 && out[n-1].End >= s.Start {
			out[n-1].End = max(out[n-1].End, s.End)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// quotes returns stretches of a clause as quotes of the text.
func (t *text) quotes(c *clause, spans []daodu.Span) []daodu.Quote {
	out := []daodu.Quote{}
	for _, s := range spans {
		s.Start, s.End = s.Start+c.span.Start, s.End+c.span.Start
		out = append(out, daodu.Quote{Span: s, Text: string(t.runes[s.Start:s.End])})
	}
	return out
}

// changed returns the stretches of each side that are not in the longest common
// subsequence of both.
func changed(a, b []rune) (inA, inB []daodu.Span) {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && table[i+1][j] >= table[i][j+1]:
			inA, i = grow(inA, i), i+1
		default:
			inB, j = grow(inB, j), j+1
		}
	}
	return inA, inB
}

// grow adds a letter to the last of ascending spans, or as a new one.
func grow(spans []daodu.Span, at int) []daodu.Span {
	if n := len(spans); n > 0 && spans[n-1].End == at {
		spans[n-1].End++
		return spans
	}
	return append(spans, daodu.Span{Start: at, End: at + 1})
}
