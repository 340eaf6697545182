package eval

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/embed/offline"
)

// sameTexts are pairs of texts with how alike people found them: STS-B, and pairs of
// documents and of documents and summaries from Sohu. The floors are what a prototype of
// the same design reached, Spearman's rank correlation.
var sameTexts = []struct {
	name, file string
	floor      float64
}{
	{"sts_b", "STS-B", .632},
	{"sohu_dd", "SOHU-dd", .729},
	{"sohu_dc", "SOHU-dc", .521},
}

// searches are queries with the documents that answer them: abstracts of the same
// discipline, news by title, news of the same series, paragraphs by question. The floors
// are what a prototype of the same design reached, nDCG@10.
var searches = []struct {
	name  string
	floor float64
}{
	{"csl67", .322},
	{"xwlb_title", .728},
	{"xwlb_series", .346},
	{"cmrc", .885},
}

// measureEmbedding measures the offline embedder: whether texts that people found alike
// have near vectors, whether the nearest documents are those that answer, and whether a
// text has the same vector in both scripts.
func measureEmbedding(ctx context.Context, dir string) ([]Figure, error) {
	return embeddingFigures(ctx, filepath.Join(dir, "..", "eval"), offline.New())
}

func embeddingFigures(ctx context.Context, dir string, e daodu.Embedder) ([]Figure, error) {
	var out []Figure
	for _, set := range sameTexts {
		rho, n, err := alike(ctx, e, filepath.Join(dir, "sts", set.file+".tsv"))
		if err != nil {
			return nil, err
		}
		out = append(out, Figure{Name: "embedding." + set.name, Value: rho, Floor: set.floor, N: n})
	}
	for _, set := range searches {
		s, err := readSearch(filepath.Join(dir, "ret_"+set.name))
		if err != nil {
			return nil, err
		}
		f, err := s.figure(ctx, e)
		if err != nil {
			return nil, err
		}
		f.Name, f.Floor = "embedding."+set.name, set.floor
		out = append(out, f)
	}
	f, err := sameInBothScripts(ctx, e, dir)
	return append(out, f), err
}

// alike returns Spearman's rank correlation between the cosines of pairs of texts and
// what people said: lines of two texts and a number, parted by tabs.
func alike(ctx context.Context, e daodu.Embedder, file string) (rho float64, n int, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, 0, err
	}
	var left, right []string
	var gold []float64
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(cells) < 3 {
			return 0, 0, fmt.Errorf("eval: %s: line %d has no three cells", file, len(gold)+1)
		}
		y, err := strconv.ParseFloat(cells[2], 64)
		if err != nil {
			return 0, 0, fmt.Errorf("eval: %s: %w", file, err)
		}
		left, right, gold = append(left, cells[0]), append(right, cells[1]), append(gold, y)
	}
	cosines, err := cosinesOf(ctx, e, left, right)
	return spearman(cosines, gold), len(gold), err
}

// cosinesOf returns the cosine of each pair of texts.
func cosinesOf(ctx context.Context, e daodu.Embedder, left, right []string) ([]float64, error) {
	a, err := e.Documents(ctx, left)
	if err != nil {
		return nil, err
	}
	b, err := e.Documents(ctx, right)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(a))
	for i := range a {
		out[i] = float64(product(a[i], b[i]))
	}
	return out, nil
}

// spearman returns the rank correlation of two lists of numbers: Pearson's correlation of
// their ranks, equal numbers having the mean of their ranks.
func spearman(x, y []float64) float64 {
	a, b := ranksOf(x), ranksOf(y)
	mean := float64(len(x)-1) / 2
	var ab, aa, bb float64
	for i := range a {
		p, q := a[i]-mean, b[i]-mean
		ab += p * q
		aa += p * p
		bb += q * q
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

// ranksOf returns the rank of each number, from 0.
func ranksOf(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, k int) int { return cmp.Compare(x[i], x[k]) })
	out := make([]float64, len(x))
	for i := 0; i < len(order); {
		k := i
		for k < len(order) && x[order[k]] == x[order[i]] {
			k++
		}
		for _, at := range order[i:k] {
			out[at] = float64(i+k-1) / 2
		}
		i = k
	}
	return out
}

// A search is a set of documents with queries that some of them answer.
type search struct {
	documents, queries []searched
}

type searched struct {
	ID       string   `json:"id"`
	Text     string   `json:"text"`
	Relevant []string `json:"rel"`
	Exclude  []string `json:"exclude"` // documents that do not count, such as the query itself
}

func readSearch(path string) (s search, err error) {
	if s.documents, err = readLines[searched](path + ".docs.jsonl"); err != nil {
		return s, err
	}
	s.queries, err = readLines[searched](path + ".queries.jsonl")
	return s, err
}

// figure returns the mean nDCG@10 of the queries.
func (s search) figure(ctx context.Context, e daodu.Embedder) (Figure, error) {
	documents, err := e.Documents(ctx, texts(s.documents))
	if err != nil {
		return Figure{}, err
	}
	queries := make([][]float32, len(s.queries))
	for i, q := range s.queries {
		if queries[i], err = e.Query(ctx, q.Text); err != nil {
			return Figure{}, err
		}
	}
	at := map[string]int{}
	for i, d := range s.documents {
		at[d.ID] = i
	}
	gains := make([]float64, len(queries))
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(queries) && ctx.Err() == nil; i += workers {
				gains[i] = s.queries[i].gain(queries[i], documents, at)
			}
		})
	}
	wg.Wait()
	sum := 0.0
	for _, g := range gains {
		sum += g
	}
	return Figure{Value: sum / float64(len(queries)), N: len(queries)}, ctx.Err()
}

func texts(items []searched) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = item.Text
	}
	return out
}

// gain returns the nDCG@10 of one query (Järvelin and Kekäläinen, Cumulated Gain-Based
// Evaluation of IR Techniques, 2002), every relevant document counting 1. Of equal
// cosines the earlier document comes first.
func (q searched) gain(v []float32, documents [][]float32, at map[string]int) float64 {
	const depth = 10
	cosines := make([]float32, len(documents))
	for i, d := range documents {
		cosines[i] = product(v, d)
	}
	for _, id := range q.Exclude {
		if i, ok := at[id]; ok {
			cosines[i] = -9
		}
	}
	relevant := map[int]bool{}
	for _, id := range q.Relevant {
		if i, ok := at[id]; ok {
			relevant[i] = true
		}
	}
	got, ideal := 0.0, 0.0
	for rank, i := range highest(cosines, depth) {
		if relevant[i] {
			got += 1 / math.Log2(float64(rank)+2)
		}
	}
	for rank := range min(depth, len(relevant)) {
		ideal += 1 / math.Log2(float64(rank)+2)
	}
	return got / max(ideal, 1e-12)
}

// highest returns the places of the n greatest numbers, the greatest first.
func highest(x []float32, n int) []int {
	var out []int
	for i := range x {
		k := len(out)
		for k > 0 && x[i] > x[out[k-1]] {
			k--
		}
		if k < n {
			out = slices.Insert(out, k, i)
			out = out[:min(n, len(out))]
		}
	}
	return out
}

// product is the scalar product, the cosine of vectors of length 1.
func product(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	for len(a) >= 4 && len(b) >= 4 {
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
		a, b = a[4:], b[4:]
	}
	return s0 + s1 + s2 + s3
}

// sameInBothScripts returns the mean cosine of texts with the same texts in Traditional
// letters, by a table that is not ours: OpenCC's, the first letter of several.
func sameInBothScripts(ctx context.Context, e daodu.Embedder, dir string) (Figure, error) {
	data, err := os.ReadFile(filepath.Join(dir, "STCharacters.txt"))
	if err != nil {
		return Figure{}, err
	}
	var table []string
	for line := range strings.Lines(string(data)) {
		if cells := strings.Fields(line); len(cells) > 1 {
			table = append(table, cells[0], cells[1])
		}
	}
	documents, err := readLines[searched](filepath.Join(dir, "ret_cmrc.docs.jsonl"))
	if err != nil {
		return Figure{}, err
	}
	simplified := texts(documents)
	traditional := make([]string, len(simplified))
	replacer := strings.NewReplacer(table...)
	for i, text := range simplified {
		traditional[i] = replacer.Replace(text)
	}
	cosines, err := cosinesOf(ctx, e, simplified, traditional)
	sum := 0.0
	for _, c := range cosines {
		sum += c
	}
	return Figure{Name: "embedding.scripts", Value: sum / float64(len(cosines)), Floor: .99, N: len(cosines)}, err
}
