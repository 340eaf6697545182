package eval

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu/embed/offline"
)

func TestSpearman(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		x, y []float64
		want float64
	}{
		{"same order", []float64{1, 2, 3, 10}, []float64{.1, .2, .3, .4}, 1},
		{"reverse", []float64{1, 2, 3}, []float64{9, 5, 1}, -1},
		// Ranks 0.5 0.5 2 3 against 0 1 2 3: 4.5 / sqrt(4.5 * 5).
		{"equal numbers", []float64{5, 5, 6, 7}, []float64{1, 2, 3, 4}, 4.5 / math.Sqrt(22.5)},
		{"no difference", []float64{1, 1, 1}, []float64{1, 2, 3}, 0},
	}
	for _, tt := range tests {
		if got := spearman(tt.x, tt.y); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestGain(t *testing.T) {
	t.Parallel()
	documents := [][]float32{{1, 0, 0, 0}, {.9, 0, 0, 0}, {.9, 0, 0, 0}, {.2, 0, 0, 0}}
	at := map[string]int{"a": 0, "b": 1, "c": 2, "d": 3}
	second := 1 / math.Log2(3)
	tests := []struct {
		name string
		q    searched
		want float64
	}{
		{"first", searched{Relevant: []string{"a"}}, 1},
		{"second", searched{Relevant: []string{"b"}}, second},
		{"of equal ones the earlier first", searched{Relevant: []string{"c"}}, .5},
		{"two", searched{Relevant: []string{"a", "c"}}, 1.5 / (1 + second)},
		{"the query itself left out", searched{Relevant: []string{"b"}, Exclude: []string{"a"}}, 1},
		{"a document that is not there", searched{Relevant: []string{"a", "z"}}, 1},
		{"none there", searched{Relevant: []string{"z"}}, 0},
	}
	for _, tt := range tests {
		if got := tt.q.gain([]float32{1, 0, 0, 0}, documents, at); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestHighest(t *testing.T) {
	t.Parallel()
	x := []float32{3, 1, 4, 1, 5, 9, 2, 6, 5, 3}
	tests := []struct {
		n    int
		want []int
	}{
		{1, []int{5}},
		{4, []int{5, 7, 4, 8}},
		{20, []int{5, 7, 4, 8, 2, 0, 9, 6, 1, 3}},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, highest(x, tt.n)); d != "" {
			t.Errorf("the %d highest (-want +got):\n%s", tt.n, d)
		}
	}
}

// TestEmbeddingFiles checks that a missing set is told and no figure made up.
func TestEmbeddingFiles(t *testing.T) {
	t.Parallel()
	if figures, err := embeddingFigures(context.Background(), t.TempDir(), offline.New()); err == nil {
		t.Errorf("without the sets there are figures: %v", figures)
	}
}
