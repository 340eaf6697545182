package signs

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// TestSignsTellTheAngle: the share of bits that differ is the angle as a share of half a
// turn, also of vectors that have no more than two elements other than zero.
func TestSignsTellTheAngle(t *testing.T) {
	t.Parallel()
	const seeds = 16
	for _, dim := range []int{64, 100, 256, 768, 1024, 1536} {
		for _, turn := range []float64{0, 0.1, 0.25, 0.5, 0.9} { // of half a turn
			v, w := make([]float32, dim), make([]float32, dim)
			v[0] = 1
			w[0], w[dim-1] = float32(math.Cos(turn*math.Pi)), float32(math.Sin(turn*math.Pi))
			share := 0.0
			for seed := range uint64(seeds) {
				b := NewBasis(make([]float32, dim), seed)
				distance := make([]uint32, 1)
				hammingAny(distance, b.Signs(v), b.Signs(w))
				share += float64(distance[0]) / float64(min(b.Words()*wordBits, len(b.flips[0]))) / seeds
			}
			deviation := math.Sqrt(turn * (1 - turn) / float64(dim*seeds))
			if math.Abs(share-turn) > 4*deviation+1e-9 {
				t.Errorf("%d elements: %.4f of the bits differ, want %.4f", dim, share, turn)
			}
		}
	}
}

// TestSignsStay holds the bits of a basis fast: a library may keep them.
func TestSignsStay(t *testing.T) {
	t.Parallel()
	v := make([]float32, 128)
	mean := make([]float32, 128)
	for i := range v {
		v[i], mean[i] = float32(i%7)-2.9, float32(i%5)/10
	}
	got := fmt.Sprintf("%016x", NewBasis(mean, 1).Signs(v))
	if want := "[cffb2390cff3897f 2d03dfc96d59bb65]"; got != want {
		t.Errorf("bits %s, want %s", got, want)
	}
	if other := fmt.Sprintf("%016x", NewBasis(mean, 2).Signs(v)); other == got {
		t.Error("another seed gives the same bits")
	}
}

func TestMeanIsTakenOff(t *testing.T) {
	t.Parallel()
	mean := []float32{5, 5, 5, 5}
	up, down := []float32{6, 5, 5, 5}, []float32{4, 5, 5, 5}
	b := NewBasis(mean, 1)
	distance := make([]uint32, 1)
	hammingAny(distance, b.Signs(up), b.Signs(down))
	if distance[0] != 4 {
		t.Errorf("%d of 4 bits differ between opposite sides of the mean, want all", distance[0])
	}
}

func TestCentre(t *testing.T) {
	t.Parallel()
	var c Centre
	if got := c.Mean(); got != nil {
		t.Errorf("mean of nothing: %v", got)
	}
	c.Add([]float32{1, -2})
	c.Add([]float32{2, 4})
	if got := c.Mean(); !slices.Equal(got, []float32{1.5, 1}) {
		t.Errorf("mean %v, want [1.5 1]", got)
	}
}

// TestHadamardKeepsAngles: its rows are at right angles, hence all products of vectors grow
// by its size.
func TestHadamardKeepsAngles(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 64; n *= 2 {
		rows := make([][]float32, n)
		for i := range rows {
			x := make([]float32, n)
			x[i] = 1
			rows[i], _ = hadamard(x, make([]float32, n))
		}
		for i, a := range rows {
			for j, b := range rows {
				product, want := float32(0), float32(0)
				for k := range a {
					product += a[k] * b[k]
				}
				if i == j {
					want = float32(n)
				}
				if product != want {
					t.Fatalf("size %d: product of %d and %d is %v, want %v", n, i, j, product, want)
				}
			}
		}
	}
}
