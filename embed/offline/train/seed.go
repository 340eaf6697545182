package main

import (
	"log"
	"math"
	"slices"

	"github.com/daodu/daodu/embed/offline/internal/static"
)

const (
	seedCount   = 30  // occurrences of a candidate, at least
	seedPMI     = 2.0 // pointwise mutual information of its loosest joint, in nats
	seedEntropy = 1.0 // of the letters before it and behind it, in nats
	letterCount = 20  // occurrences of a letter that is a piece
)

// A stream is the Chinese letters of all documents as numbers from 1, with 0 where
// something else stands, so that four letters fit into 64 bits.
type stream struct {
	numbers []uint16
	letters []rune // by number
	counts  []int  // of the letters, by number
}

// newStream numbers the letters that occur often enough, in the order of their code
// points.
func newStream(docs []document) *stream {
	count := map[rune]int{}
	for _, d := range docs {
		for _, text := range [][]rune{d.title, d.body} {
			for _, r := range text {
				if static.ClassOf(r) == static.Wide {
					count[r]++
				}
			}
		}
	}
	s := &stream{letters: []rune{0}, counts: []int{0}}
	number := map[rune]uint16{}
	for r, n := range count {
		if n >= letterCount {
			s.letters = append(s.letters, r)
		}
	}
	slices.Sort(s.letters)
	for i, r := range s.letters[1:] {
		number[r] = uint16(i + 1)
		s.counts = append(s.counts, count[r])
	}
	for _, d := range docs {
		for _, text := range [][]rune{d.title, d.body} {
			for _, r := range text {
				s.numbers = append(s.numbers, number[r])
			}
			s.numbers = append(s.numbers, 0)
		}
	}
	return s
}

// A gram is up to four letters, 16 bits each, the last the lowest.
type gram uint64

// grams returns the stretches of n letters in order of their places, 0 where there are
// fewer letters.
func (s *stream) grams(n int) []gram {
	out := make([]gram, 0, len(s.numbers))
	mask := gram(1)<<(16*n) - 1
	have, g := 0, gram(0)
	for _, c := range s.numbers {
		g = (g<<16 | gram(c)) & mask
		if have++; c == 0 {
			have = 0
		}
		if have >= n {
			out = append(out, g)
		}
	}
	return out
}

// frequent counts the stretches of 1 to static.MaxPiece letters.
func (s *stream) frequent() []map[gram]int {
	out := make([]map[gram]int, static.MaxPiece+1)
	parallel(static.MaxPiece, func(from, to int) {
		for n := from + 1; n <= to; n++ {
			all := s.grams(n)
			slices.Sort(all)
			out[n] = map[gram]int{}
			for i := 0; i < len(all); {
				k := i
				for k < len(all) && all[k] == all[i] {
					k++
				}
				if k-i >= letterCount {
					out[n][all[i]] = k - i
				}
				i = k
			}
		}
	})
	return out
}

// candidates returns the stretches that may be words, with their counts: frequent ones
// whose letters belong together and stand beside many different letters (Chinese word
// extraction by mutual information and branching entropy, as in Jin and Tanaka-Ishii,
// Unsupervised Segmentation of Chinese Text by Use of Branching Entropy, 2006).
func (s *stream) candidates() map[string]int {
	counts := s.frequent()
	free := s.entropies(counts)
	out := map[string]int{}
	for n := 2; n <= static.MaxPiece; n++ {
		for g, c := range counts[n] {
			if c >= seedCount && free[n][g] >= seedEntropy && s.pmi(counts, g, n) >= seedPMI {
				out[s.text(g, n)] = c
			}
		}
	}
	log.Printf("%d candidates", len(out))
	return out
}

func (s *stream) text(g gram, n int) string {
	r := make([]rune, n)
	for i := range r {
		r[i] = s.letters[g>>(16*(n-1-i))&0xffff]
	}
	return string(r)
}

// pmi returns the least pointwise mutual information of the two parts of a stretch.
func (s *stream) pmi(counts []map[gram]int, g gram, n int) float64 {
	total := float64(len(s.numbers))
	least := math.Inf(1)
	for k := 1; k < n; k++ {
		right := g & (gram(1)<<(16*k) - 1)
		left := g >> (16 * k)
		a, b := float64(counts[n-k][left]), float64(counts[k][right])
		least = min(least, math.Log(float64(counts[n][g])*total/(a*b)))
	}
	return least
}
