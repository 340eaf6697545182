package ui

import (
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

type compareData struct {
	head
	A, B     *side
	Entries  []daodu.Entry // to choose from while a side is open
	Reuse    *daodu.Reuse
	Passages []pair
	Here     int // per cent of A that stands in B
	There    int
}

// A side is one of two articles.
type side struct {
	Article *daodu.Article
	Own     []shownPoint // what rests on no shared passage
	Length  int
}

// A pair is a passage as both articles have it.
type pair struct {
	Letters     int
	Here, There []run
	HereCite    cite
	ThereCite   cite
}

// compare shows two articles beside each other: what both say word for word, and the
// points that only one makes.
func (s *site) compare(q *request) error {
	d := compareData{head: q.head("compare.title")}
	a, b := q.value("a"), q.value("b")
	if a == "" || b == "" {
		return q.chooseSides(d, a, b)
	}
	reuses, err := q.of.Finder.Reuse(q.Context(), a)
	if err != nil {
		return err
	}
	for _, r := range reuses {
		if r.ID == b {
			d.Reuse, d.Here, d.There = &r, int(r.Here*100+.5), int(r.There*100+.5)
		}
	}
	first, left, err := q.side(a, d.Reuse, func(p daodu.Passage) daodu.Span { return p.Here.Span })
	if err != nil {
		return err
	}
	second, right, err := q.side(b, d.Reuse, func(p daodu.Passage) daodu.Span { return p.There.Span })
	if err != nil {
		return err
	}
	d.A, d.B = first, second
	if d.Reuse != nil {
		for _, p := range d.Reuse.Passages {
			here, there := differing([]rune(p.Here.Text), []rune(p.There.Text))
			d.Passages = append(d.Passages, pair{p.Letters, here, there, left.cite(p.Here), right.cite(p.There)})
		}
	}
	return q.show(http.StatusOK, "compare", d)
}

// choices is how many articles a side can be chosen from.
const choices = 100

func (q *request) chooseSides(d compareData, a, b string) (err error) {
	if d.Entries, _, err = q.of.Articles.List(q.Context(), Filter{}, "", choices); err != nil {
		return err
	}
	for _, pick := range []struct {
		id   string
		side **side
	}{{a, &d.A}, {b, &d.B}} {
		if pick.id != "" {
			article, err := q.of.Articles.Article(q.Context(), pick.id)
			if err != nil {
				return err
			}
			article.ID = pick.id
			*pick.side = &side{Article: article}
		}
	}
	return q.show(http.StatusOK, "compare", d)
}

// side returns one article with the points that rest on no shared passage.
func (q *request) side(id string, reuse *daodu.Reuse, spanOf func(daodu.Passage) daodu.Span) (*side, *pointer, error) {
	a, err := q.of.Articles.Article(q.Context(), id)
	if err != nil {
		return nil, nil, err
	}
	a.ID = id
	arts, err := q.of.Written.Written(q.Context(), id, q.script())
	if err != nil {
		return nil, nil, err
	}
	out := &side{Article: a, Length: a.Length}
	var shared []daodu.Span
	if reuse != nil {
		for _, p := range reuse.Passages {
			shared = append(shared, spanOf(p))
		}
	}
	art := artifactOf(arts, daodu.KindOutline)
	p := q.pointer(newReading(a, arts), "outline", art)
	if art == nil {
		return out, p, nil
	}
	for path, point := range art.Content.EachPoint() {
		if !touches(point.Quotes, shared) {
			out.Own = append(out.Own, p.point(path, *point))
		}
	}
	return out, p, nil
}

func touches(quotes []daodu.Quote, spans []daodu.Span) bool {
	for _, s := range spans {
		if rests(quotes, s) {
			return true
		}
	}
	return false
}

// differing marks the letters in which two forms of a passage differ. Passages are found
// by letters that are equal, so that the longest common run of both ends and a window
// between them tell the few that are not.
func differing(a, b []rune) (left, right []run) {
	there := align(a, b)
	here := slices.Repeat([]int{-1}, len(b))
	for i, j := range there {
		if j >= 0 {
			here[j] = i
		}
	}
	for wholeNumbers(a, there, here) || wholeNumbers(b, here, there) {
	}
	return alternate(a, there), alternate(b, here)
}

// wholeNumbers makes a number differ as a whole when a part of it does: 1000 and 40 do not
// have a 0 in common. pairs are the places of the letters of r in the other form, back those
// of the other's in r. It reports whether it changed them.
func wholeNumbers(r []rune, pairs, back []int) (changed bool) {
	for i := 0; i < len(r); {
		j := i + 1
		if !numeral(r[i]) {
			i = j
			continue
		}
		for j < len(r) && (numeral(r[j]) || r[j] == '.') {
			j++
		}
		if slices.Contains(pairs[i:j], -1) {
			for k := i; k < j; k++ {
				if pairs[k] >= 0 {
					back[pairs[k]], pairs[k], changed = -1, -1, true
				}
			}
		}
		i = j
	}
	return changed
}

func numeral(c rune) bool {
	return unicode.IsDigit(c) || strings.ContainsRune("零〇一二两三四五六七八九十百千万亿", zh.Fold(c))
}

// alternate cuts letters into those that have a like in the other form and those that have
// not.
func alternate(r []rune, pairs []int) (out []run) {
	for i := 0; i < len(r); {
		j := i
		for j < len(r) && (pairs[j] < 0) == (pairs[i] < 0) {
			j++
		}
		class := ""
		if pairs[i] < 0 {
			class = "differs"
		}
		out = append(out, run{Text: shown(r[i:j]), Class: class})
		i = j
	}
	return out
}

// alignWindow is how many letters are looked ahead for the next common one.
const alignWindow = 24

// align returns for each letter of a the place of its like in b, or -1. Letters are equal
// when they are so in the folded text: two scripts do not differ.
func align(a, b []rune) []int {
	pairs := make([]int, len(a))
	i, j := 0, 0
	for i < len(a) {
		if j < len(b) && same(a[i], b[j]) {
			pairs[i] = j
			i, j = i+1, j+1
			continue
		}
		skipA, skipB := nextCommon(a[i:], b[j:])
		for k := range skipA {
			pairs[i+k] = -1
		}
		i, j = i+skipA, j+skipB
		if skipA == 0 && skipB == 0 {
			pairs[i] = -1
			i++
		}
	}
	return pairs
}

// nextCommon returns how many letters to leave out on both sides until two letters in a
// row are equal, as few as can be.
func nextCommon(a, b []rune) (int, int) {
	for n := 1; n <= 2*alignWindow; n++ {
		for x := max(0, n-alignWindow); x <= min(n, alignWindow); x++ {
			y := n - x
			if x+1 < len(a) && y+1 < len(b) && same(a[x], b[y]) && same(a[x+1], b[y+1]) {
				return x, y
			}
		}
	}
	return len(a), len(b)
}

// same reports whether two letters are the same but for script and width.
func same(a, b rune) bool { return zh.Fold(a) == zh.Fold(b) }
