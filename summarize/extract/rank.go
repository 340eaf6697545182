package extract

import "math"

// damping is the share of a unit's rank that comes from its likeness to others; the
// value of PageRank and LexRank (Erkan and Radev, 2004).
const damping = 0.85

// rounds is how often ranks are passed on; after 20 rounds they move by less than
// 0.85^20 = 4 %, which changes no order worth having.
const rounds = 20

// lexRank returns how central each unit is among all, 0..1. Likeness is the cosine of
// bigram vectors, without a threshold. The matrix of likenesses, which grows with the
// square of the text, is never built: with the vectors as rows of X it is X·Xᵀ, and one
// round costs two passes over the bigrams. 200,000 characters take some 10 ms a round.
func lexRank(vectors []vector, grams int) []float64 {
	n := len(vectors)
	if n == 0 {
		return nil
	}
	ranks, share := make([]float64, n), make([]float64, n)
	for i := range ranks {
		ranks[i] = 1 / float64(n)
		share[i] = 1
	}
	m := &likeness{vectors: vectors, pooled: make([]float64, grams), out: make([]float64, n)}
	degrees := append([]float64(nil), m.times(share)...)
	for range rounds {
		for i := range share {
			share[i] = 0
			if degrees[i] > 0 {
				share[i] = ranks[i] / degrees[i]
			}
		}
		for i, v := range m.times(share) {
			ranks[i] = (1-damping)/float64(n) + damping*v
		}
	}
	return spread(ranks)
}

// A likeness multiplies vectors of numbers with X·Xᵀ less its diagonal: no unit
// recommends itself.
type likeness struct {
	vectors []vector
	pooled  []float64 // per bigram
	out     []float64 // per unit
}

// times returns (X·Xᵀ - diagonal)·x. The answer is overwritten by the next call.
func (m *likeness) times(x []float64) []float64 {
	clear(m.pooled)
	for i, v := range m.vectors {
		for _, g := range v {
			m.pooled[g.id] += g.w * x[i]
		}
	}
	for i, v := range m.vectors {
		sum := 0.0
		for _, g := range v {
			sum += g.w * (m.pooled[g.id] - g.w*x[i])
		}
		m.out[i] = sum
	}
	return m.out
}

// spread maps values onto 0..1, all to 0 when they are equal.
func spread(values []float64) []float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	out := make([]float64, len(values))
	if high <= low {
		return out
	}
	for i, v := range values {
		out[i] = (v - low) / (high - low)
	}
	return out
}
