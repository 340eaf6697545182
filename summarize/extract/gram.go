package extract

import (
	"cmp"
	"math"
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A vector holds the character bigrams of a unit, weighted by tf x idf and scaled to
// length 1. Bigrams need no word list and do as well as words (measured on speeches).
type vector []weight

type weight struct {
	id int32 // bigrams are numbered in order of appearance
	w  float64
}

// A bag is a vector before weighing: bigram numbers with their counts, ascending.
type bag []count

type count struct {
	id int32
	n  int32
}

// A lexicon numbers the bigrams of one text and counts in how many units each stands.
type lexicon struct {
	ids map[uint64]int32
	df  []int32
}

func newLexicon() *lexicon { return &lexicon{ids: map[uint64]int32{}} }

// functional are letters of words that only bind others together. Pairs of them (这个,
// 就是, 我们的) say nothing of the matter, and in records of talk they are every third.
const functional = "的了是在和就都而及与着或一个我们你他她它这那有不也说要会可以还很到去来对吧嘛呢啊吗呀哦嗯然后所因为但如果什么怎样时候觉得其实些里自己能把被让给从之种刚才想讲"

var isFunctional = func() map[rune]bool {
	m := map[rune]bool{}
	for _, r := range functional {
		m[r] = true
	}
	return m
}()

// bag counts the bigrams of folded letters, new ones included. Bigrams do not reach
// over punctuation.
func (l *lexicon) bag(folded []rune) bag {
	var ids []int32
	for i := 1; i < len(folded); i++ {
		if !zh.IsLetter(folded[i-1]) || !zh.IsLetter(folded[i]) || isFunctional[folded[i-1]] && isFunctional[folded[i]] {
			continue
		}
		key := uint64(folded[i-1])<<32 | uint64(folded[i])
		id, ok := l.ids[key]
		if !ok {
			id = int32(len(l.ids))
			l.ids[key] = id
			l.df = append(l.df, 0)
		}
		ids = append(ids, id)
	}
	return tally(ids)
}

// tally counts equal numbers. It sorts ids.
func tally(ids []int32) bag {
	slices.Sort(ids)
	var out bag
	for _, id := range ids {
		if last := len(out) - 1; last >= 0 && out[last].id == id {
			out[last].n++
			continue
		}
		out = append(out, count{id, 1})
	}
	return out
}

// weigh makes vectors of the bags of one text, with idf from these bags alone: a
// background table gains nothing on long texts.
func (l *lexicon) weigh(bags []bag) []vector {
	clear(l.df)
	for _, b := range bags {
		for _, c := range b {
			l.df[c.id]++
		}
	}
	out := make([]vector, len(bags))
	for i, b := range bags {
		out[i] = l.vector(b, len(bags))
	}
	return out
}

// vector weighs the bag of one of n units.
func (l *lexicon) vector(b bag, n int) vector {
	v := make(vector, len(b))
	sum := 0.0
	for i, c := range b {
		idf := math.Log((float64(n) + 1) / (float64(l.df[c.id]) + 0.5))
		v[i] = weight{c.id, float64(c.n) * idf}
		sum += v[i].w * v[i].w
	}
	if norm := math.Sqrt(sum); norm > 0 {
		for i := range v {
			v[i].w /= norm
		}
	}
	return v
}

// cosine returns the likeness of two vectors, 0..1.
func cosine(a, b vector) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch cmp.Compare(a[i].id, b[j].id) {
		case 0:
			sum += a[i].w * b[j].w
			i++
			j++
		case -1:
			i++
		default:
			j++
		}
	}
	return sum
}

// recall returns the share of a's bigrams that b has too, 0..1.
func recall(a, b bag) float64 {
	if len(a) == 0 {
		return 0
	}
	found, j := 0, 0
	for _, c := range a {
		for j < len(b) && b[j].id < c.id {
			j++
		}
		if j < len(b) && b[j].id == c.id {
			found++
		}
	}
	return float64(found) / float64(len(a))
}

// slice returns the folded letters at s.
func (t *text) slice(s daodu.Span) []rune { return t.folded[s.Start:s.End] }
