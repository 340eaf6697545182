package signs

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/daodu/daodu/internal/synth"
)

// A library is what a store holds: the bits in memory, the vectors in a database.
type library struct {
	basis *Basis
	index *Index
	rows  []Half
}

func newLibrary(tb testing.TB, source *synth.Vectors) *library {
	tb.Helper()
	var centre Centre
	for i := 0; i < source.Len(); i += 1 + source.Len()/5000 { // a sample will do
		centre.Add(source.At(i))
	}
	l := &library{basis: NewBasis(centre.Mean(), 1)}
	l.index = NewIndex(l.basis.Words())
	for i := range source.Len() {
		v := source.At(i)
		row, err := NewHalf(v)
		if err != nil {
			tb.Fatal(err)
		}
		l.rows = append(l.rows, row)
		l.index.Add(i, l.basis.Signs(v))
	}
	return l
}

// search returns the 10 nearest of the candidates.
func (l *library) search(v []float32, candidates int) []Neighbour {
	keys := l.index.Nearest(l.basis.Signs(v), candidates, nil)
	return Rerank(v, func(yield func(int, Half) bool) {
		for _, key := range keys {
			if !yield(key, l.rows[key]) {
				return
			}
		}
	}, 10)
}

// recall returns the share of the 10 vectors with the greatest cosine that search finds.
func (l *library) recall(source *synth.Vectors, queries, candidates int) float64 {
	found := 0
	for q := range queries {
		v := source.Query(q * 37)
		truth := Rerank(v, slices.All(l.rows), 10)
		got := l.search(v, candidates)
		for _, neighbour := range truth {
			if slices.Contains(got, neighbour) {
				found++
			}
		}
	}
	return float64(found) / float64(10*queries)
}

func TestRecall(t *testing.T) {
	t.Parallel()
	articles, queries := 2000, 50
	if testing.Short() {
		articles, queries = 200, 10
	}
	for _, tt := range []struct {
		dim, candidates int
		want            float64
	}{
		{256, 200, 0.97},
		{768, 100, 0.97}, // takes padding
		{1024, 100, 0.99},
	} {
		t.Run(fmt.Sprint(tt.dim), func(t *testing.T) {
			t.Parallel()
			source := synth.New(synth.Config{Dim: tt.dim, Articles: articles})
			got := newLibrary(t, source).recall(source, queries, tt.candidates)
			if got < tt.want {
				t.Errorf("recall %.3f of %d vectors with %d candidates, want %.2f", got, source.Len(), tt.candidates, tt.want)
			}
		})
	}
}

func TestRerankOrder(t *testing.T) {
	t.Parallel()
	one := uint16(0x3c00)
	rows := map[int]Half{4: {one, 0}, 2: {0, one}, 3: {one, one}, 1: {0, one}}
	got := Rerank([]float32{0, 2}, func(yield func(int, Half) bool) {
		for key, row := range rows {
			if !yield(key, row) {
				return
			}
		}
	}, 3)
	var keys []int
	for _, neighbour := range got {
		keys = append(keys, neighbour.Key)
	}
	if !slices.Equal(keys, []int{1, 2, 3}) || got[0].Cosine != 1 {
		t.Errorf("Rerank = %v, want keys 1, 2, 3", got)
	}
}

// BenchmarkSearch searches 100,000 vectors with 200 candidates.
func BenchmarkSearch(b *testing.B) {
	for _, dim := range []int{256, 1024} {
		b.Run(fmt.Sprint(dim), func(b *testing.B) {
			source := synth.New(synth.Config{Dim: dim, Articles: 10_000})
			l := newLibrary(b, source)
			recall, memory := l.recall(source, 20, 200), megabytes(l.index)
			var times []time.Duration
			for b.Loop() {
				v := source.Query(len(times))
				start := time.Now()
				l.search(v, 200)
				times = append(times, time.Since(start))
			}
			slices.Sort(times)
			b.ReportMetric(recall, "recall")
			b.ReportMetric(memory, "MB")
			b.ReportMetric(float64(times[len(times)/2])/1e6, "p50-ms")
			b.ReportMetric(float64(times[len(times)*99/100])/1e6, "p99-ms")
		})
	}
}

// megabytes returns the memory of the index, by building it again from bits.
func megabytes(x *Index) float64 {
	used := func() uint64 {
		var stats runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	before, again := used(), NewIndex(x.words)
	for slot, key := range x.keys {
		again.Add(key, x.at(slot))
	}
	after := used()
	runtime.KeepAlive(again)
	return float64(after-before) / 1e6
}

func BenchmarkSigns(b *testing.B) {
	source := synth.New(synth.Config{Dim: 1024, Articles: 1})
	v, basis := source.At(0), NewBasis(source.At(1), 1)
	for b.Loop() {
		basis.Signs(v)
	}
}
