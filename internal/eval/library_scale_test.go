package eval_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/daodu/daodu/embed/offline"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/store"
)

// scaleTexts is how many items of news TestTexts, which `make bench-store` runs, measures
// with.
var scaleTexts = flag.Int("scale.texts", 0, "items of news to measure search with; 0 skips")

// TestTexts measures how long searches take in a library of real news, and how often the
// article that a query was cut from is among the first five.
func TestTexts(t *testing.T) {
	if *scaleTexts == 0 {
		t.Skip("measures only with -scale.texts; see `make bench-store`")
	}
	texts := trainingNews(t, *scaleTexts)
	for _, db := range pgtest.Databases {
		t.Run(db.Name, func(t *testing.T) {
			s := open(t, db.URL(t))
			start := time.Now()
			ids := addAll(t, s, texts)
			took := time.Since(start)
			if err := s.Optimise(t.Context()); err != nil {
				t.Fatal(err)
			}
			total, err := s.Total(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			fmt.Printf("%s\n%d articles, %d chunks: %.0f articles a second\n", s.Database(), total.Articles, total.Chunks, float64(len(texts))/took.Seconds())
			measureSearch(t, s, texts, ids)
			random := rand.New(rand.NewPCG(2, 2))
			report("related", percentiles(t, 100, func() {
				if _, err := s.Related(t.Context(), ids[random.IntN(len(ids))], store.RelatedOptions{}); err != nil {
					t.Fatal(err)
				}
			}))
		})
	}
}

func measureSearch(t *testing.T, s *store.Store, texts, ids []string) {
	e := offline.New()
	random := rand.New(rand.NewPCG(1, 1))
	for _, letters := range []int{2, 4, 8, 16} {
		found, asked := 0, 0
		p := percentiles(t, 100, func() {
			i := random.IntN(len(texts))
			letters := min(letters, len([]rune(texts[i]))/2)
			from := random.IntN(len([]rune(texts[i])) - letters)
			query := string([]rune(texts[i])[from : from+letters])
			hits, err := s.Search(t.Context(), `"`+strings.ReplaceAll(query, `"`, ` `)+`"`, store.SearchOptions{Embedder: e, Limit: 5})
			if err != nil {
				return // nothing but marks
			}
			asked++
			for _, h := range hits {
				if h.ID == ids[i] {
					found++
				}
			}
		})
		report(fmt.Sprintf("search of %d letters (%.0f %% in the first five)", letters, 100*float64(found)/float64(max(1, asked))), p)
	}
}

func report(what string, p [2]time.Duration) {
	fmt.Printf("%-46s p50 %6.1f ms  p95 %6.1f ms\n", what, float64(p[0].Microseconds())/1000, float64(p[1].Microseconds())/1000)
}

// percentiles runs f and returns the median and the 95th percentile.
func percentiles(t *testing.T, n int, f func()) [2]time.Duration {
	t.Helper()
	f() // loads what is kept in memory
	var took []time.Duration
	for range n {
		start := time.Now()
		f()
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	return [2]time.Duration{took[n/2], took[n*95/100]}
}

// trainingNews returns items of the news that the tables were made from.
func trainingNews(t *testing.T, n int) []string {
	t.Helper()
	out, err := exec.Command("xz", "-dc", filepath.Join(shared.Dir(t), "training", "xwlb.txt.xz")).Output()
	if err != nil {
		t.Skip("needs the news and xz: ", err)
	}
	items := strings.Split(string(out), "\n\n")
	items = slices.DeleteFunc(items, func(s string) bool {
		_, err := ingest.Article(&raw.Document{Text: s})
		return err != nil || len([]rune(s)) < 60
	})
	return items[:min(n, len(items))]
}
