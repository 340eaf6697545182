package main

import (
	"cmp"
	"log"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/daodu/daodu/embed/offline/internal/static"
)

// passes are the sizes to which the vocabulary is cut before the passes over the texts.
var passes = []int{60000, 50000, 40000, 32000, vocabularySize, vocabularySize}

const (
	vocabularySize = 28000
	words          = 1500 // of them words in Latin letters and the like, at most
	wordCount      = 10   // occurrences of such a word, at least
)

// learnVocabulary finds the pieces and their costs by hard expectation-maximisation: the
// texts are parted at the least cost, the pieces counted, the rarest dropped, and costs
// computed anew from the counts (the unigram language model of Kudo, Subword
// Regularization, 2018, with the best way to part instead of all ways).
func learnVocabulary(docs []document) (*static.Vocabulary, []uint16, error) {
	s := newStream(docs)
	counts := s.candidates()
	var keep []string // never dropped
	for i, r := range s.letters[1:] {
		keep = append(keep, string(r))
		counts[string(r)] = s.counts[i+1]
	}
	for w, n := range frequentWords(docs) {
		keep = append(keep, w)
		counts[w] = n
	}
	for i, size := range passes {
		v, _, err := vocabulary(cut(counts, keep, size))
		if err != nil {
			return nil, nil, err
		}
		counts = count(v, docs)
		log.Printf("pass %d: %d pieces", i+1, len(counts))
	}
	return vocabulary(cut(counts, keep, vocabularySize))
}

// frequentWords counts the words that are not Chinese, and numbers.
func frequentWords(docs []document) map[string]int {
	all := map[string]int{}
	for _, d := range docs {
		for _, text := range [][]rune{d.title, d.body} {
			for len(text) > 0 {
				var class static.Class
				var run []rune
				class, run, text = static.Next(text)
				switch class {
				case static.Word:
					all[string(run)]++
				case static.Digit:
					all[static.Number]++
				}
			}
		}
	}
	names := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(cmp.Compare(all[b], all[a]), strings.Compare(a, b))
	})
	for i, w := range names {
		if i >= words || all[w] < wordCount {
			delete(all, w)
		}
	}
	return all
}

// vocabulary makes a vocabulary of pieces by their counts.
func vocabulary(counts map[string]int) (*static.Vocabulary, []uint16, error) {
	pieces := static.Sorted(slices.Collect(maps.Keys(counts)))
	total := 0
	for _, n := range counts {
		total += n
	}
	costs := make([]uint16, len(pieces))
	for i, p := range pieces {
		costs[i] = uint16(math.Round(math.Log(float64(total)/float64(counts[p])) * static.CostUnit))
	}
	v, err := static.NewVocabulary(pieces, costs)
	return v, costs, err
}

// count parts all texts and counts the pieces.
func count(v *static.Vocabulary, docs []document) map[string]int {
	sum := make([]int, v.Len())
	var mu sync.Mutex
	parallel(len(docs), func(from, to int) {
		part := make([]int, v.Len())
		s := static.NewSegmenter(v)
		var ids []int32
		for _, d := range docs[from:to] {
			ids = s.Segment(s.Segment(ids[:0], d.title), d.body)
			for _, id := range ids {
				if id >= 0 {
					part[id]++
				}
			}
		}
		mu.Lock()
		defer mu.Unlock()
		for i, n := range part {
			sum[i] += n
		}
	})
	out := map[string]int{}
	for i, n := range sum {
		out[v.Piece(i)] = n
	}
	return out
}

// cut keeps size pieces: those of keep and the most frequent others.
func cut(counts map[string]int, keep []string, size int) map[string]int {
	out := map[string]int{}
	for _, p := range keep {
		out[p] = max(counts[p], 1)
		delete(counts, p)
	}
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	for _, p := range names[:max(0, min(len(names), size-len(out)))] {
		out[p] = max(counts[p], 1)
	}
	return out
}
