package eval

import (
	"math"
	"slices"
	"testing"
)

func TestFirst(t *testing.T) {
	t.Parallel()
	tests := []struct {
		scores []float64
		n      int
		want   []int
	}{
		{[]float64{.1, .3, .2}, 2, []int{1, 2}},
		{[]float64{.3, .3, .3}, 2, []int{0, 1}},
		{[]float64{0, .1, -1}, 3, []int{1, -1, -1}},
		{nil, 1, []int{-1}},
	}
	for _, tt := range tests {
		if got := first(tt.scores, tt.n); !slices.Equal(got, tt.want) {
			t.Errorf("first %d of %v: %v, want %v", tt.n, tt.scores, got, tt.want)
		}
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	set := &relatedSet{at: map[string]int{"a": 0, "b": 1, "c": 2, "d": 3}}
	tests := []struct {
		name   string
		q      relatedRecord
		scores []float64
		want   retrieval
	}{
		{"first of one", relatedRecord{Rel: []string{"a"}}, []float64{4, 3, 2, 1}, retrieval{1, .2}},
		{"second of one", relatedRecord{Rel: []string{"b"}}, []float64{4, 3, 2, 1}, retrieval{1 / math.Log2(3), .2}},
		{"the query itself is left out", relatedRecord{Rel: []string{"b"}, Exclude: []string{"a"}}, []float64{4, 3, 2, 1}, retrieval{1, .2}},
		{"all of two", relatedRecord{Rel: []string{"a", "b", "gone"}}, []float64{4, 3, 2, 1}, retrieval{1, .4}},
		{"not found", relatedRecord{Rel: []string{"d"}}, []float64{4, 3, 2, 0}, retrieval{0, 0}},
	}
	for _, tt := range tests {
		if got := set.judge(tt.q, tt.scores); math.Abs(got.ndcg-tt.want.ndcg)+math.Abs(got.p5-tt.want.p5) > 1e-12 {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestPlainMethods holds the order of the reference methods on three texts: both find
// the rarer word, and BM25 prefers the shorter of two texts with the same word.
func TestPlainMethods(t *testing.T) {
	t.Parallel()
	x := newPlainIndex([]relatedRecord{{Text: "职工大会讨论"}, {Text: "职工"}, {Text: "古树和职工"}})
	bm25, cosines := x.bm25("古树职工"), x.cosines("古树")
	if !(bm25[2] > bm25[1] && bm25[1] > bm25[0] && bm25[0] > 0) {
		t.Errorf("BM25 %v", bm25)
	}
	if !(cosines[2] > 0 && cosines[0] == 0 && cosines[1] == 0) {
		t.Errorf("cosines %v", cosines)
	}
}
