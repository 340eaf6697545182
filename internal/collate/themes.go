package collate

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

const (
	maxThemes = 8
	maxTerms  = 4   // beside the label of a theme
	tried     = 400 // words that are looked at for themes
)

// themes returns what several texts speak of: the most telling words that they share, each
// with what every text says of it. A point stands in one theme only, and words that lead to
// the same points are one theme.
func (g *group) themes() []daodu.Theme {
	t := &theming{group: g, used: map[string]int{}}
	for _, w := range g.words.shared[:min(len(g.words.shared), tried)] {
		t.add(w)
	}
	return t.themes
}

type theming struct {
	*group
	themes []daodu.Theme
	used   map[string]int // theme of a point, by its article and text
}

// add makes a theme of a word, or adds the word to the theme that has its points.
func (t *theming) add(w word) {
	found := t.said(w)
	if len(found) < 2 {
		return
	}
	var points []point
	already := map[int]int{}
	for _, p := range found {
		if at, ok := t.used[place(p)]; ok {
			already[at]++
		} else {
			points = append(points, p)
		}
	}
	for _, at := range slices.Sorted(maps.Keys(already)) {
		if n := already[at]; 2*n >= len(found) || len(points) < 2 {
			t.join(at, w)
			return
		}
	}
	if len(points) < 2 || len(t.themes) >= maxThemes {
		return
	}
	theme := daodu.Theme{Label: t.written(w), Points: []daodu.CitedPoint{}}
	for _, p := range points {
		t.used[place(p)] = len(t.themes)
		theme.Points = append(theme.Points, p.CitedPoint)
	}
	t.themes = append(t.themes, theme)
}

// join adds a word to a theme if all of its points have it.
func (t *theming) join(at int, w word) {
	theme := &t.themes[at]
	label := t.written(w)
	if len(theme.Terms) >= maxTerms || len([]rune(label)) <= shortest || strings.Contains(theme.Label, label) ||
		slices.ContainsFunc(theme.Terms, func(o string) bool { return strings.Contains(o, label) || strings.Contains(label, o) }) {
		return
	}
	for _, p := range theme.Points {
		if !strings.Contains(zh.FoldString(p.Text), w.letters) {
			return
		}
	}
	theme.Terms = append(theme.Terms, label)
}

// place names a point.
func place(p point) string { return p.Article + " " + p.Text }

// written returns a word as the first text that has it writes it.
func (t *theming) written(w word) string {
	return string(t.texts[w.text].runes[w.first.Start:w.first.End])
}

// said returns for each text that has a word the point that says most of it: of the first
// one the most telling, of the others the one most like it.
func (g *group) said(w word) (out []point) {
	var like map[pair]bool
	for _, t := range g.texts {
		best, ok := t.best(w, like)
		if !ok {
			continue
		}
		if like == nil {
			like = pairsOf(zh.FoldRunes([]rune(best.Text)))
		}
		out = append(out, best)
	}
	return out
}

// best returns the point of a text with a word that fits best; points of its guide come
// before its sentences.
func (t *text) best(w word, like map[pair]bool) (best point, ok bool) {
	top := 0.0
	consider := func(p point, bonus float64) {
		folded := zh.FoldRunes([]rune(p.Text))
		if !strings.Contains(string(folded), w.letters) {
			return
		}
		if s := bonus * t.fits(p, folded, like); s > top {
			best, top, ok = p, s, true
		}
	}
	for _, p := range t.points {
		consider(p, 1.5)
	}
	for _, p := range t.sentences {
		consider(p, 1)
	}
	return best, ok
}

// fits weighs a point: by how telling it is, and by how much of its words the point that it
// is to stand beside has.
func (t *text) fits(p point, folded []rune, like map[pair]bool) float64 {
	telling := .1 + p.Specific
	if like == nil {
		return telling
	}
	sum, shared := 0, 0
	for q := range pairsOf(folded) {
		if sum += idf(q); like[q] {
			shared += idf(q)
		}
	}
	return telling * (.2 + float64(shared)/float64(max(sum, 1)))
}

// pairsOf returns the pairs of Chinese letters of folded text.
func pairsOf(folded []rune) map[pair]bool {
	out := map[pair]bool{}
	for i := 1; i < len(folded); i++ {
		if zh.IsHan(folded[i-1]) && zh.IsHan(folded[i]) {
			out[pair{folded[i-1], folded[i]}] = true
		}
	}
	return out
}

const (
	maxAdded = 3
	// leastOwn is the share of the words of a point, weighed by how rare they are, that no
	// other text may have for the point to be an addition.
	leastOwn = .25
)

// additions returns for each text what no other says.
func (g *group) additions() (out []daodu.Addition) {
	for _, t := range g.texts {
		a := daodu.Addition{Article: t.article.ID, Points: []daodu.CitedPoint{}}
		for _, p := range g.own(t) {
			a.Points = append(a.Points, p.CitedPoint)
		}
		out = append(out, a)
	}
	return out
}

// own returns the points of a text that differ most from all that the others say, in the
// order of the text.
func (g *group) own(t *text) []point {
	type scored struct {
		point
		score float64
	}
	var list []scored
	source := t.points
	if len(source) == 0 {
		source = t.sentences
	}
	for _, p := range source {
		if own := g.ownShare(t, p); own >= leastOwn {
			list = append(list, scored{p, own * (.1 + p.Specific) * (1 - .1*float64(p.rank))})
		}
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	var out []point
	for _, s := range list[:min(len(list), maxAdded)] {
		out = append(out, s.point)
	}
	slices.SortStableFunc(out, func(a, b point) int { return cmp.Compare(a.spans[0].Start, b.spans[0].Start) })
	return out
}

// ownShare returns the share of the pairs of letters of a point, weighed by their rarity,
// that stand in no other text.
func (g *group) ownShare(t *text, p point) float64 {
	sum, own := 0, 0
	for q := range pairsOf(zh.FoldRunes([]rune(p.Text))) {
		sum += idf(q)
		if !slices.ContainsFunc(g.texts, func(o *text) bool { return o.family != t.family && o.pairs[q] }) {
			own += idf(q)
		}
	}
	return float64(own) / float64(max(sum, 1))
}
