package eval

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/daodu/daodu/embed/offline"
	"github.com/daodu/daodu/internal/rank"
	"github.com/daodu/daodu/internal/terms"
	"github.com/daodu/daodu/internal/zh"
)

// relatedSets are abstracts that share a discipline, titles of news beside their items,
// items of one series or event, and questions beside the paragraph that answers them.
// The same settings serve all.
var relatedSets = []string{"csl67", "xwlb_title", "xwlb_series", "cmrc"}

// A relatedRecord is one line of a set: a document, or a query with the documents that
// are right for it.
type relatedRecord struct {
	ID      string   `json:"id"`
	Text    string   `json:"text"`
	Rel     []string `json:"rel"`
	Exclude []string `json:"exclude"`
}

// measureRelated scores related articles beside plain cosine of the vectors that are
// computed offline and BM25 alone, on the half of the queries that the parameters were not
// chosen on; package rank says what this half led to all the same.
func measureRelated(ctx context.Context, dir string) ([]Figure, error) {
	var out []Figure
	right, n := 0, 0
	for _, name := range relatedSets {
		set, err := newRelatedSet(ctx, filepath.Join(dir, "..", "eval", "ret_"+name))
		if err != nil {
			return nil, err
		}
		out = append(out, set.figures(name, set.score(ctx))...)
		kept, all := set.recall()
		right, n = right+kept, n+all
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return append(out, ratio("related.candidates", right, n, .99, nil)), nil
}

// A relatedSet is a set with all that is computed once.
type relatedSet struct {
	queries  []relatedRecord // those that are held out
	at       map[string]int  // of documents, by ID
	vectors  []terms.Vector
	postings map[terms.ID][]int
	stats    rank.Stats
	sought   []terms.Vector // of queries
	dense    [][]float32
	soughtBy [][]float32 // embeddings of queries
	plain    *plainIndex
}

func newRelatedSet(ctx context.Context, path string) (*relatedSet, error) {
	documents, err := readLines[relatedRecord](path + ".docs.jsonl")
	if err != nil {
		return nil, err
	}
	queries, err := readLines[relatedRecord](path + ".queries.jsonl")
	if err != nil {
		return nil, err
	}
	set := &relatedSet{at: map[string]int{}, postings: map[terms.ID][]int{}, plain: newPlainIndex(documents)}
	for i, q := range queries {
		if i/2%2 == 1 { // the others were tuned on
			set.queries = append(set.queries, q)
		}
	}
	set.vectors, set.sought = countAll(documents), countAll(set.queries)
	for i, v := range set.vectors {
		set.at[documents[i].ID] = i
		set.stats.Add(v)
		for _, t := range v.Terms {
			set.postings[t.ID] = append(set.postings[t.ID], i)
		}
	}
	if set.dense, err = embedAll(ctx, documents); err != nil {
		return nil, err
	}
	set.soughtBy, err = embedAll(ctx, set.queries)
	return set, err
}

func countAll(records []relatedRecord) []terms.Vector {
	out := make([]terms.Vector, len(records))
	each(len(records), func(i int) { out[i] = terms.Count(zh.FoldRunes([]rune(records[i].Text))) })
	return out
}

func embedAll(ctx context.Context, records []relatedRecord) ([][]float32, error) {
	texts := make([]string, len(records))
	for i, r := range records {
		texts[i] = r.Text
	}
	return offline.New().Documents(ctx, texts)
}

// each calls f for 0 to n-1 on all processors.
func each(n int, f func(i int)) {
	var wg sync.WaitGroup
	step := runtime.GOMAXPROCS(0)
	for first := range step {
		wg.Go(func() {
			for i := first; i < n; i += step {
				f(i)
			}
		})
	}
	wg.Wait()
}

// rankers are the methods, ours first and then those that it is to be ahead of.
var rankers = []struct {
	name string
	rank func(set *relatedSet, query int) []float64
}{
	{"daodu", (*relatedSet).ours},
	{"dense cosine", (*relatedSet).cosines},
	{"BM25", func(set *relatedSet, i int) []float64 { return set.plain.bm25(set.queries[i].Text) }},
	{"TF-IDF cosine", func(set *relatedSet, i int) []float64 { return set.plain.cosines(set.queries[i].Text) }},
	{"daodu, lexical alone", (*relatedSet).lexical},
}

// A retrieval is what a method reached on a query, or the mean over all: nDCG over the
// first ten and the share of the first five that is right.
type retrieval struct{ ndcg, p5 float64 }

// score returns the means of all methods, x 100.
func (set *relatedSet) score(ctx context.Context) []retrieval {
	out := make([]retrieval, len(rankers))
	results := make([][]retrieval, len(set.queries))
	each(len(set.queries), func(i int) {
		results[i] = make([]retrieval, len(rankers))
		for k, r := range rankers {
			if ctx.Err() == nil {
				results[i][k] = set.judge(set.queries[i], r.rank(set, i))
			}
		}
	})
	for _, of := range results {
		for k, r := range of {
			out[k].ndcg += 100 * r.ndcg / float64(len(results))
			out[k].p5 += 100 * r.p5 / float64(len(results))
		}
	}
	return out
}

// recall counts how many of the ten documents with the highest lexical scores are
// fetched, for every fifth query.
func (set *relatedSet) recall() (kept, all int) {
	const every = 5
	found := make([][2]int, len(set.queries)/every)
	each(len(found), func(i int) {
		q := set.stats.Related(set.sought[i*every])
		scores := make([]float64, len(set.vectors))
		for d, v := range set.vectors {
			scores[d] = q.Score(v)
		}
		fetched := set.candidates(i*every, q)
		for _, d := range first(scores, 10) {
			if d >= 0 {
				found[i][1]++
				if fetched[d] {
					found[i][0]++
				}
			}
		}
	})
	for _, f := range found {
		kept, all = kept+f[0], all+f[1]
	}
	return kept, all
}

// judge holds the documents with the highest scores against those that are right.
// Documents without a score (0) are not found.
func (set *relatedSet) judge(q relatedRecord, scores []float64) retrieval {
	right := map[int]bool{}
	for _, id := range q.Rel {
		if at, ok := set.at[id]; ok {
			right[at] = true
		}
	}
	for _, id := range q.Exclude {
		scores[set.at[id]] = 0
	}
	var r retrieval
	ideal := 0.0
	for i, d := range first(scores, 10) {
		gain := 1 / math.Log2(float64(i)+2)
		if i < len(right) {
			ideal += gain
		}
		if d >= 0 && right[d] {
			r.ndcg += gain
			if i < 5 {
				r.p5 += 1. / 5
			}
		}
	}
	r.ndcg /= max(ideal, 1e-9)
	return r
}

// first returns the n documents with the highest scores, the earlier of equals first; -1
// stands for what was not found.
func first(scores []float64, n int) []int {
	out := make([]int, 0, n+1)
	for i, s := range scores {
		if s <= 0 || len(out) == n && s <= scores[out[n-1]] {
			continue
		}
		at, _ := slices.BinarySearchFunc(out, s, func(o int, s float64) int {
			if scores[o] >= s {
				return -1
			}
			return 1
		})
		out = slices.Insert(out, at, i)
		out = out[:min(len(out), n)]
	}
	for len(out) < n {
		out = append(out, -1)
	}
	return out
}

// figures makes figures of our results; floors are the best of dense cosine and BM25.
func (set *relatedSet) figures(name string, results []retrieval) []Figure {
	best := retrieval{max(results[1].ndcg, results[2].ndcg), max(results[1].p5, results[2].p5)}
	n := len(set.queries)
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d queries, %d documents\tnDCG@10\tP@5\t\n", name, n, len(set.vectors))
	for i, r := range rankers {
		fmt.Fprintf(&b, "  %s\t%.2f\t%.2f\t\n", r.name, results[i].ndcg, results[i].p5)
	}
	return []Figure{
		{Name: "related." + name + ".ndcg", Value: results[0].ndcg, Floor: best.ndcg, N: n, Table: b.String()},
		{Name: "related." + name + ".p5", Value: results[0].p5, Floor: best.p5, N: n},
	}
}

// The numbers of documents that a store fetches before it scores them.
const (
	relatedTerms = 40 // by the postings of so many terms
	relatedDense = 60 // nearest embeddings
)

// ours does what a store does: it fetches documents by telling terms and by embeddings,
// and scores these.
func (set *relatedSet) ours(i int) []float64 {
	q, cosines := set.stats.Related(set.sought[i]), set.cosines(i)
	share := rank.DenseShare(set.sought[i].Length)
	out := make([]float64, len(set.vectors))
	found := set.candidates(i, q)
	for _, d := range first(cosines, relatedDense) {
		if d >= 0 {
			found[d] = true
		}
	}
	for d, ok := range found {
		if ok {
			out[d] = rank.Fuse(q.Score(set.vectors[d]), cosines[d], share)
		}
	}
	return out
}

// lexical leaves out embeddings.
func (set *relatedSet) lexical(i int) []float64 {
	q := set.stats.Related(set.sought[i])
	out := make([]float64, len(set.vectors))
	for d, ok := range set.candidates(i, q) {
		if ok {
			out[d] = q.Score(set.vectors[d])
		}
	}
	return out
}

// candidates returns which documents the telling terms of q fetch.
func (set *relatedSet) candidates(i int, q *rank.Query) []bool {
	out := make([]bool, len(set.vectors))
	least := 1
	if len(set.queries[i].Exclude) > 0 { // the query is one of the documents
		least = 2
	}
	for _, c := range q.Candidates(relatedTerms, least) {
		for _, d := range set.postings[c.ID] {
			out[d] = true
		}
	}
	return out
}

// cosines returns the cosine of a query with each document.
func (set *relatedSet) cosines(i int) []float64 {
	out := make([]float64, len(set.dense))
	for d, v := range set.dense {
		var sum [4]float32 // apart, so that the processor adds them side by side
		for k := 0; k < len(v); k += 4 {
			for j := range sum {
				sum[j] += v[k+j] * set.soughtBy[i][k+j]
			}
		}
		out[d] = float64(sum[0] + sum[1] + sum[2] + sum[3])
	}
	return out
}
