package eval

import (
	"math"
	"unicode/utf8"

	"github.com/daodu/daodu/internal/terms"
)

// A plainIndex holds the plain counts that the reference methods work with: letters, pairs
// of letters and words, without any of what package rank adds.
type plainIndex struct {
	postings map[string][]plainPosting
	lengths  []float64 // letters and words of each document
	norms    []float64 // of each TF-IDF vector
	mean     float64
}

type plainPosting struct {
	document int
	n        float64
}

func newPlainIndex(documents []relatedRecord) *plainIndex {
	x := &plainIndex{postings: map[string][]plainPosting{}, norms: make([]float64, len(documents))}
	for i, d := range documents {
		counts, length := plainCounts(d.Text)
		for t, n := range counts {
			x.postings[t] = append(x.postings[t], plainPosting{i, n})
		}
		x.lengths = append(x.lengths, length)
		x.mean += length / float64(len(documents))
	}
	for t, list := range x.postings {
		for _, p := range list {
			w := x.tfidf(t, p.n)
			x.norms[p.document] += w * w
		}
	}
	return x
}

// plainCounts counts the letters, pairs and words of a text.
func plainCounts(text string) (counts map[string]float64, length float64) {
	counts = map[string]float64{}
	for _, t := range terms.Index([]rune(text)) {
		counts[t]++
		length++
		if first, size := utf8.DecodeRuneInString(t); size > 1 && size < len(t) {
			counts[string(first)]++
		}
	}
	return counts, length
}

// bm25 scores by plain BM25: k1 1.2, b .75, k3 1, letters weigh half. On these sets
// nothing else is better for all of them.
func (x *plainIndex) bm25(query string) []float64 {
	const k1, b, k3 = 1.2, .75, 1
	n := float64(len(x.lengths))
	out := make([]float64, len(x.lengths))
	counts, _ := plainCounts(query)
	for t, tf := range counts {
		df := float64(len(x.postings[t]))
		w := math.Log(1+(n-df+.5)/(df+.5)) * tf * (k3 + 1) / (tf + k3)
		if utf8.RuneCountInString(t) == 1 && len(t) > 1 {
			w /= 2
		}
		for _, p := range x.postings[t] {
			out[p.document] += w * p.n * (k1 + 1) / (p.n + k1*(1-b+b*x.lengths[p.document]/x.mean))
		}
	}
	return out
}

// cosines scores by the cosine of TF-IDF vectors.
func (x *plainIndex) cosines(query string) []float64 {
	out := make([]float64, len(x.lengths))
	counts, _ := plainCounts(query)
	for t, tf := range counts {
		for _, p := range x.postings[t] {
			out[p.document] += x.tfidf(t, tf) * x.tfidf(t, p.n)
		}
	}
	for d := range out {
		out[d] /= math.Sqrt(max(x.norms[d], 1e-9))
	}
	return out
}

// tfidf is sqrt(tf) x idf.
func (x *plainIndex) tfidf(term string, n float64) float64 {
	return math.Sqrt(n) * math.Log(float64(len(x.lengths)+1)/float64(len(x.postings[term])+1))
}
