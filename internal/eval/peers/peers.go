// Package peers holds the reference methods of extractive summary that the engine is
// measured against: lead, TextRank, LexRank, LSA and centroid, as sumy, TextRank4ZH and
// SnowNLP have them, written from their definitions. They are no part of the product.
//
// The Python packages themselves are not run: they cannot be installed where this is
// measured. What differs from them is said at each method; of all of them, that words
// are character bigrams instead of jieba's words (no worse on these texts) and that
// sentences are split as [Sentences] does, which is better than their own splitting.
package peers

import (
	"slices"
	"strings"
)

// A Method ranks the sentences of a text.
type Method struct {
	Name string
	Doc  string
	// Rank returns a value for each sentence; a greater one is taken first.
	Rank func(sentences []string) []float64
}

// Methods lists all methods.
var Methods = []Method{
	{"lead", "the opening", lead},
	{"textrank_sumy", "TextRank as in sumy 0.11: shared words over the log of the lengths, damping .85", textRankSumy},
	{"textrank_4zh", "TextRank as in TextRank4ZH 0.3: different shared words, PageRank of networkx", textRank4ZH},
	{"textrank_bm25", "TextRank over BM25 as in SnowNLP 0.12", textRankBM25},
	{"lexrank_sumy", "LexRank as in sumy 0.11: threshold .1, no damping", lexRankSumy},
	{"lexrank", "continuous LexRank, idf of the text, damping .85", lexRank},
	{"lsa_sumy", "LSA as in sumy 0.11 with its defaults", lsaSumy},
	{"lsa", "LSA of Steinberger and Ježek, 2004", lsa},
	{"centroid", "likeness to the centroid of the text", centroid},
}

// lead ranks sentences by where they stand.
func lead(sentences []string) []float64 {
	out := make([]float64, len(sentences))
	for i := range out {
		out[i] = -float64(i)
	}
	return out
}

// Fill takes sentences in the order of their ranks until budget tokens are reached,
// passing over those that would go beyond 110 % of it, and returns those taken in the
// order of the text. size counts the tokens of a sentence.
func Fill(sentences []string, ranks []float64, budget int, size func(string) int) string {
	const over, enough = 1.1, 0.8
	order := make([]int, len(sentences))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case ranks[a] > ranks[b]:
			return -1
		case ranks[a] < ranks[b]:
			return 1
		}
		return 0
	})
	var taken []int
	n := 0
	for _, i := range order {
		length := size(sentences[i])
		if n > 0 && float64(n+length) > over*float64(budget) {
			if float64(n) >= enough*float64(budget) {
				break
			}
			continue
		}
		taken, n = append(taken, i), n+length
		if n >= budget {
			break
		}
	}
	slices.Sort(taken)
	var out strings.Builder
	for _, i := range taken {
		out.WriteString(sentences[i])
	}
	return out.String()
}

// Sentences splits a text at line ends and behind full stops and semicolons, with the
// marks that close a quotation.
func Sentences(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		runes := []rune(strings.TrimSpace(line))
		start := 0
		for i := 0; i < len(runes); i++ {
			if !strings.ContainsRune("。！？!?；;", runes[i]) {
				continue
			}
			for i+1 < len(runes) && strings.ContainsRune("”’」』）)\"。！？!?", runes[i+1]) {
				i++
			}
			out = appendTrimmed(out, runes[start:i+1])
			start = i + 1
		}
		out = appendTrimmed(out, runes[start:])
	}
	return out
}

func appendTrimmed(out []string, s []rune) []string {
	if words := strings.TrimSpace(string(s)); words != "" {
		return append(out, words)
	}
	return out
}
