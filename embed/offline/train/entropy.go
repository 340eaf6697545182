package main

import (
	"math"
	"slices"

	"github.com/daodu/daodu/embed/offline/internal/static"
)

// entropies returns for each frequent stretch of 2 to static.MaxPiece letters the lower
// of the entropies of the letters before it and behind it, in nats. The edge of a text
// or mark counts as a letter that is another one each time.
func (s *stream) entropies(counts []map[gram]int) []map[gram]float64 {
	out := make([]map[gram]float64, static.MaxPiece+1)
	for n := 2; n <= static.MaxPiece; n++ {
		number, list := index(counts[n])
		sides := make([][]float64, 2)
		parallel(2, func(from, to int) {
			for side := from; side < to; side++ {
				sides[side] = s.branching(n, number, len(list), side)
			}
		})
		out[n] = make(map[gram]float64, len(list))
		for i, g := range list {
			out[n][g] = min(sides[0][i], sides[1][i])
		}
	}
	return out
}

// index numbers the stretches that are frequent enough for candidates.
func index(counts map[gram]int) (map[gram]uint32, []gram) {
	var list []gram
	for g, c := range counts {
		if c >= seedCount {
			list = append(list, g)
		}
	}
	slices.Sort(list)
	number := make(map[gram]uint32, len(list))
	for i, g := range list {
		number[g] = uint32(i)
	}
	return number, list
}

// branching returns the entropies of the letters before (side 0) or behind (side 1) the
// stretches of n letters.
func (s *stream) branching(n int, number map[gram]uint32, size, side int) []float64 {
	var pairs []uint64 // number of the stretch, letter beside it
	mask := gram(1)<<(16*n) - 1
	have, g := 0, gram(0)
	for i, c := range s.numbers {
		g = (g<<16 | gram(c)) & mask
		if have++; c == 0 {
			have = 0
		}
		if have < n {
			continue
		}
		if k, ok := number[g]; ok {
			beside := uint64(0)
			switch {
			case side == 0 && i >= n:
				beside = uint64(s.numbers[i-n])
			case side == 1 && i+1 < len(s.numbers):
				beside = uint64(s.numbers[i+1])
			}
			pairs = append(pairs, uint64(k)<<16|beside)
		}
	}
	slices.Sort(pairs)
	return entropyOf(pairs, size)
}

// entropyOf returns the entropy of each number over sorted pairs: ln(total) - sum(c ln c)/total.
func entropyOf(pairs []uint64, size int) []float64 {
	sum, total := make([]float64, size), make([]float64, size)
	for i := 0; i < len(pairs); {
		k := i
		for k < len(pairs) && pairs[k] == pairs[i] {
			k++
		}
		c := float64(k - i)
		at := pairs[i] >> 16
		total[at] += c
		if pairs[i]&0xffff != 0 {
			sum[at] += c * math.Log(c)
		}
		i = k
	}
	for i := range sum {
		if total[i] > 0 {
			sum[i] = math.Log(total[i]) - sum[i]/total[i]
		}
	}
	return sum
}
