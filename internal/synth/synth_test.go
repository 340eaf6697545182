package synth

import (
	"math"
	"slices"
	"testing"
)

func dot(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestVectorsLieAsSaid(t *testing.T) {
	t.Parallel()
	v := New(Config{Dim: 256, Articles: 300, Topics: 10})
	if v.Len() != 3000 {
		t.Fatalf("Len() = %d, want 3000", v.Len())
	}
	type mean struct{ sum, count float64 }
	var article, query, rest mean
	for i := range 300 {
		own, next := v.At(10*i), v.At(10*i+9)
		if length := dot(own, own); math.Abs(length-1) > 1e-6 {
			t.Fatalf("vector %d has the squared length %v, want 1", 10*i, length)
		}
		article = mean{article.sum + dot(own, next), article.count + 1}
		query = mean{query.sum + dot(own, v.Query(i)), query.count + 1}
		rest = mean{rest.sum + dot(own, v.At((10*i+1000)%3000)), rest.count + 1}
	}
	for _, tt := range []struct {
		name string
		mean
		want float64
	}{
		{"chunks of one article", article, 0.8},
		{"chunk and query of one article", query, 0.8},
		{"chunks of two articles, one pair in ten of one topic", rest, 0.35 + 0.25/10},
	} {
		if got := tt.sum / tt.count; math.Abs(got-tt.want) > 0.08 {
			t.Errorf("%s: mean cosine %.3f, want about %.2f", tt.name, got, tt.want)
		}
	}
}

func TestVectorsDependOnSeedOnly(t *testing.T) {
	t.Parallel()
	config := Config{Dim: 64, Articles: 20, Seed: 7}
	first, second := New(config), New(config)
	second.At(150)
	if !slices.Equal(first.At(3), second.At(3)) || !slices.Equal(first.Query(3), second.Query(3)) {
		t.Error("the same configuration gives other vectors")
	}
	config.Seed = 8
	if slices.Equal(first.At(3), New(config).At(3)) {
		t.Error("another seed gives the same vectors")
	}
	if slices.Equal(first.At(0), first.Query(0)) {
		t.Error("a query is one of the vectors")
	}
}

func TestDecayPutsVarianceInFewDirections(t *testing.T) {
	t.Parallel()
	share := func(decay float64) float64 { // of the variance, along the first tenth of 100 axes
		v := New(Config{Dim: 100, Articles: 200, Chunks: 1, Decay: decay})
		first, all := 0.0, 0.0
		for j := range 100 {
			sum, squares := 0.0, 0.0
			for i := range v.Len() {
				x := float64(v.At(i)[j])
				sum, squares = sum+x, squares+x*x
			}
			variance := squares/200 - sum*sum/200/200
			if all += variance; j < 10 {
				first += variance
			}
		}
		return first / all
	}
	if flat, steep := share(0.01), share(1); flat > 0.2 || steep < 0.4 {
		t.Errorf("the first tenth of the axes has %.2f of the variance without decay and %.2f with, want about 0.1 and 0.56", flat, steep)
	}
}
