package store

import (
	"cmp"
	"flag"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/internal/synth"
)

// Flags of TestScale, which `make bench-store` runs.
var (
	scaleArticles = flag.Int("scale.articles", 0, "articles of 10 chunks to measure search with; 0 skips")
	scaleDim      = flag.Int("scale.dim", 1024, "elements of their vectors")
	scaleOnly     = flag.String("scale.only", "", "measure one database: sqlite or postgres")
)

const (
	scaleChunks  = 10
	scaleQueries = 200
	scaleTruth   = 40 // queries that are compared with an exhaustive search
	scaleTop     = 10
)

// TestScale measures how long finding what is near takes in a library of made-up vectors,
// and how much of what an exhaustive search finds it finds.
func TestScale(t *testing.T) {
	if *scaleArticles == 0 {
		t.Skip("measures only with -scale.articles; see `make bench-store`")
	}
	vectors := synth.New(synth.Config{Dim: *scaleDim, Articles: *scaleArticles, Chunks: scaleChunks})
	truth := exhaustive(vectors)
	for _, db := range []struct {
		name string
		url  func() string
	}{
		{"sqlite", func() string { return filepath.Join(t.TempDir(), "library.db") }},
		{"postgres", func() string { return pgtest.URL(t) }},
	} {
		if *scaleOnly == "" || *scaleOnly == db.name {
			t.Run(db.name, func(t *testing.T) { scaleOn(t, db.url(), vectors, truth) })
		}
	}
}

func scaleOn(t *testing.T, url string, vectors *synth.Vectors, truth [][]int) {
	ctx := t.Context()
	s, err := Open(ctx, Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	sp, keys, loading := fillSpace(t, s, vectors, *scaleDim)
	start := time.Now()
	if err := s.Optimise(ctx); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%s\n%d chunks of %d elements: loaded in %.0f s, index built in %.0f s\n", s.Database(), vectors.Len(), sp.Dim, loading.Seconds(), time.Since(start).Seconds())

	before := memory()
	article := map[key]int{}
	for i, k := range keys {
		article[k] = i
	}
	right := 0
	related := timed(t, scaleQueries, func(i int) error {
		return s.read(ctx, func(tx conn) error {
			found, err := s.nearByVectors(ctx, tx, sp, keys[i%len(keys)], scaleTop)
			if i < len(truth) {
				for _, f := range found[:min(scaleTop, len(found))] {
					if slices.Contains(truth[i], article[f.id]) {
						right++
					}
				}
			}
			return err
		})
	})
	search := timed(t, scaleQueries, func(i int) error {
		q := vectors.Query(i)
		return s.read(ctx, func(tx conn) error {
			_, err := s.dia.nearChunks(ctx, tx, sp, s.workspace, q, scaleTop)
			return err
		})
	})
	fmt.Printf("related articles   p50 %5.1f ms  p95 %5.1f ms  recall@%d %.3f of an exhaustive search\n", related(50), related(95), scaleTop, float64(right)/float64(scaleTop*len(truth)))
	fmt.Printf("nearest chunks     p50 %5.1f ms  p95 %5.1f ms\nmemory             %.0f MB in this program\n", search(50), search(95), max(0, memory()-before)/1e6)
}

// timed runs f with rising numbers and returns what tells a percentile in milliseconds. One
// run before, which loads what is kept in memory, is not counted.
func timed(t *testing.T, n int, f func(i int) error) func(percent int) float64 {
	t.Helper()
	var took []time.Duration
	for i := range n + 1 {
		start := time.Now()
		if err := f(i); err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	return func(percent int) float64 { return float64(took[(len(took)-1)*percent/100].Microseconds()) / 1000 }
}

// memory returns the bytes in use.
func memory() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// fillSpace adds articles of one letter with made-up vectors.
func fillSpace(t *testing.T, s *Store, vectors *synth.Vectors, dim int) (sp space, keys []key, took time.Duration) {
	t.Helper()
	ctx := t.Context()
	es := daodu.EmbeddingSpace{Provider: "synth", Model: "clusters", Dim: dim}
	if err := s.UseSpace(ctx, es); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	const atOnce = 200
	for from := 0; from < vectors.Len()/scaleChunks; from += atOnce {
		err := s.write(ctx, func(tx conn) (err error) {
			if sp, err = s.space(ctx, tx, es); err != nil {
				return err
			}
			for i := from; i < min(from+atOnce, vectors.Len()/scaleChunks); i++ {
				it := prepared(t, oneItem(fmt.Sprint("第", i)))
				k := newKey()
				if _, err := s.addHead(ctx, tx, k, it, 0, 0); err != nil {
					return err
				}
				chunks := make([][]float32, scaleChunks)
				for c := range chunks {
					chunks[c] = vectors.At(i*scaleChunks + c)
				}
				if err := s.putVectors(ctx, tx, sp, s.workspace, k, chunks); err != nil {
					return err
				}
				keys = append(keys, k)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return sp, keys, time.Since(start)
}

// exhaustive returns for the first articles the ten that have the greatest mean, over
// their chunks, of the cosine with the nearest chunk.
func exhaustive(vectors *synth.Vectors) [][]int {
	all := make([][]float32, vectors.Len())
	each := make(chan int)
	done := make(chan bool)
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for i := range each {
				all[i] = vectors.At(i)
			}
			done <- true
		}()
	}
	for i := range all {
		each <- i
	}
	close(each)
	for range runtime.GOMAXPROCS(0) {
		<-done
	}
	out := make([][]int, scaleTruth)
	for q := range out {
		var scores []scoredArticle
		for a := range len(all) / scaleChunks {
			if a != q {
				scores = append(scores, scoredArticle{a, meanMaxSim(all, q, a)})
			}
		}
		slices.SortFunc(scores, func(a, b scoredArticle) int { return cmp.Compare(b.score, a.score) })
		for _, s := range scores[:scaleTop] {
			out[q] = append(out[q], s.article)
		}
	}
	return out
}

type scoredArticle struct {
	article int
	score   float64
}

func meanMaxSim(all [][]float32, q, a int) float64 {
	sum := 0.0
	for i := range scaleChunks {
		best := float32(-1)
		for j := range scaleChunks {
			best = max(best, dot(all[q*scaleChunks+i], all[a*scaleChunks+j]))
		}
		sum += float64(best)
	}
	return sum / scaleChunks
}
