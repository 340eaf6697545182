package main

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestMultiply checks the product of matrices against the definition.
func TestMultiply(t *testing.T) {
	t.Parallel()
	const rows, columns, n = 6, 8, 5
	rng := rand.New(rand.NewPCG(1, 1))
	a, b, c := random(rng, rows*n), random(rng, columns*n), make([]float32, rows*columns)
	multiply(c, a, b, n)
	for i := range rows {
		for k := range columns {
			want := 0.0
			for x := range n {
				want += float64(a[i*n+x]) * float64(b[k*n+x])
			}
			if got := float64(c[i*columns+k]); math.Abs(got-want) > 1e-5 {
				t.Errorf("element %d,%d is %v, want %v", i, k, got, want)
			}
		}
	}
}

func random(rng *rand.Rand, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(rng.NormFloat64())
	}
	return out
}

func TestExp(t *testing.T) {
	t.Parallel()
	for x := -80.0; x <= 0; x += .01 {
		if got, want := float64(exp(float32(x))), math.Exp(float64(float32(x))); math.Abs(got/want-1) > 1e-5 {
			t.Fatalf("exp(%v) is %v, want %v", x, got, want)
		}
	}
}

// TestGradients checks the gradients of contrast against differences of the loss.
func TestGradients(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("nine products of 1,024 by 1,024 are slow under the race detector")
	}
	m := newModel(nil, 1)
	rng := rand.New(rand.NewPCG(1, 2))
	copy(m.left.x, random(rng, batch*dim))
	copy(m.right.x, random(rng, batch*dim))
	for i := range batch {
		for _, x := range [][]float32{m.left.x, m.right.x} {
			row := x[i*dim : (i+1)*dim]
			scale(row, 1/float32(math.Sqrt(float64(dot(row, row)))))
		}
	}
	loss := func() float64 {
		transpose(m.left.xt, m.left.x, batch, dim)
		transpose(m.right.xt, m.right.x, batch, dim)
		return m.contrast(.1)
	}
	loss()
	left, right := slices.Clone(m.left.g), slices.Clone(m.right.g)
	for _, tt := range []struct {
		x, g []float32
		at   int
	}{{m.left.x, left, 5}, {m.left.x, left, 300*dim + 7}, {m.right.x, right, 9}, {m.right.x, right, 1000*dim + 200}} {
		const by = .5
		before := tt.x[tt.at]
		tt.x[tt.at] = before + by
		up := loss()
		tt.x[tt.at] = before - by
		down := loss()
		tt.x[tt.at] = before
		if got, want := float64(tt.g[tt.at]), (up-down)/(2*by); math.Abs(got-want) > .1*math.Abs(want)+1e-6 {
			t.Errorf("the gradient of element %d is %v, the difference of losses %v", tt.at, got, want)
		}
	}
}

func TestQuantiseRow(t *testing.T) {
	t.Parallel()
	row := random(rand.New(rand.NewPCG(3, 3)), dim)
	out := make([]int8, dim)
	by := quantiseRow(out, row)
	lost, whole := 0.0, 0.0
	for i, x := range row {
		d := float64(x) - float64(out[i])*by
		lost += d * d
		whole += float64(x) * float64(x)
		if out[i] < -most || out[i] > most {
			t.Fatalf("element %d is %d", i, out[i])
		}
	}
	if lost/whole > .02 {
		t.Errorf("4 bits lose %.3f of the square, want .02 at most", lost/whole)
	}
}
