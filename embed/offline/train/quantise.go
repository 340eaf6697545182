package main

import (
	"math"
	"slices"

	"github.com/daodu/daodu/embed/offline/internal/static"
)

// most is the greatest element of a row of 4 bits. 8 bits are no better (csl67 32.0 and
// 32.1) and twice as large.
const most = 7

// quantise turns the rows into small whole numbers with one scale each. Only the ratio
// of the scales counts, so that the greatest becomes the greatest number of 16 bits.
func (m *model) quantise() *static.Table {
	n := len(m.touched)
	scales, elements := make([]float64, n), make([]int8, n*dim)
	parallel(n, func(from, to int) {
		for p := from; p < to; p++ {
			scales[p] = quantiseRow(elements[p*dim:(p+1)*dim], m.rows[p*dim:(p+1)*dim])
		}
	})
	greatest := slices.Max(scales)
	t := &static.Table{Rows: elements}
	for _, s := range scales {
		t.Scales = append(t.Scales, uint16(math.Round(max(1, s/greatest*math.MaxUint16))))
	}
	t.Strange = strange(t)
	return t
}

// quantiseRow writes the elements of a row and returns its scale: of several, the one
// with the least squared error, since a scale that spares the greatest element wastes
// steps on it.
func quantiseRow(out []int8, row []float32) float64 {
	greatest := 0.0
	for _, x := range row {
		greatest = max(greatest, math.Abs(float64(x)))
	}
	best, scale := math.Inf(1), 0.0
	for part := 0.5; part <= 1; part += 0.05 {
		s := greatest * part / most
		sum := 0.0
		for _, x := range row {
			d := float64(x) - float64(rounded(x, s))*s
			sum += float64(d * d)
		}
		if sum < best {
			best, scale = sum, s
		}
	}
	for i, x := range row {
		out[i] = rounded(x, scale)
	}
	return scale
}

func rounded(x float32, scale float64) int8 {
	if scale == 0 {
		return 0
	}
	return int8(max(-most, min(most, math.Round(float64(x)/scale))))
}

// strange returns the scale of the rows of pieces that are not in the vocabulary: they
// are as long as a row is in the median.
func strange(t *static.Table) uint16 {
	var lengths []float64
	for p, scale := range t.Scales {
		sum := 0.0
		for _, x := range t.Rows[p*dim : (p+1)*dim] {
			sum += float64(x) * float64(x)
		}
		lengths = append(lengths, math.Sqrt(sum)*float64(scale))
	}
	slices.Sort(lengths)
	return uint16(lengths[len(lengths)/2] / math.Sqrt(dim))
}
