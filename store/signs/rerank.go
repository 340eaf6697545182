package signs

import (
	"cmp"
	"iter"
	"math"
	"slices"
)

// A Neighbour is a vector with how near it is.
type Neighbour struct {
	Key    int
	Cosine float64 // -1..1
}

// Rerank returns the n vectors whose cosine with v is greatest, the greatest first and of
// equal ones the smaller key first; fewer when there are fewer. A Half may be used again for
// the next vector. It panics when one has another dimension than v.
func Rerank(v []float32, vectors iter.Seq2[int, Half], n int) []Neighbour {
	var found []Neighbour
	squaredLength := squared(v)
	for key, h := range vectors {
		found = append(found, Neighbour{key, h.cosine(v, squaredLength)})
	}
	slices.SortFunc(found, func(a, b Neighbour) int {
		return cmp.Or(cmp.Compare(b.Cosine, a.Cosine), cmp.Compare(a.Key, b.Key))
	})
	return found[:min(max(n, 0), len(found))]
}

// Cosine returns the cosine of the angle between h and v, 0 when one of them is all zeros.
// It panics when v has another number of elements. The elements of h are finite.
func (h Half) Cosine(v []float32) float64 { return h.cosine(v, squared(v)) }

// cosine takes the squared length of v, which is the same for many h.
func (h Half) cosine(v []float32, squaredLength float64) float64 {
	if len(v) != len(h) {
		panic("signs: a vector of another dimension")
	}
	product, squares := dots(h, v)
	if squares == 0 || squaredLength == 0 {
		return 0
	}
	return max(-1, min(1, float64(product)/math.Sqrt(float64(squares)*squaredLength)))
}

// dots returns the inner products of h with v and with itself, which are of one length.
// Four sums each do not wait for one another.
func dots(h Half, v []float32) (product, squares float32) {
	var p0, p1, p2, p3, s0, s1, s2, s3 float32
	for ; len(h) >= 4 && len(v) >= 4; h, v = h[4:], v[4:] {
		x0, x1, x2, x3 := widenFinite(h[0]), widenFinite(h[1]), widenFinite(h[2]), widenFinite(h[3])
		p0 += x0 * v[0]
		p1 += x1 * v[1]
		p2 += x2 * v[2]
		p3 += x3 * v[3]
		s0 += x0 * x0
		s1 += x1 * x1
		s2 += x2 * x2
		s3 += x3 * x3
	}
	for i, element := range h {
		x := widenFinite(element)
		p0 += x * v[i]
		s0 += x * x
	}
	return p0 + p1 + p2 + p3, s0 + s1 + s2 + s3
}

// squared returns the squared length of v.
func squared(v []float32) float64 {
	sum := 0.0
	for _, value := range v {
		sum += float64(value) * float64(value)
	}
	return sum
}
