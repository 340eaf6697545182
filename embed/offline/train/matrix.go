package main

import "math"

// The products of floating-point numbers are converted to float32 before they are added:
// that forbids fused multiplication, which rounds otherwise on some processors.

// multiply computes c = a*b' for rows of n elements: c[i,k] is the product of row i of a
// and row k of b. Two rows of a and four of b at once keep the sums in registers.
func multiply(c, a, b []float32, n int) {
	rows, columns := len(a)/n, len(b)/n
	parallel(rows/2, func(from, to int) {
		for k := 0; k < columns; k += 4 {
			for i := 2 * from; i < 2*to; i += 2 {
				block(c[i*columns+k:], a[i*n:(i+2)*n], b[k*n:(k+4)*n], n, columns)
			}
		}
	})
}

// block computes 2 x 4 elements of a product.
func block(c, a, b []float32, n, columns int) {
	a0, a1 := a[:n], a[n:][:n]
	b0, b1, b2, b3 := b[:n], b[n:][:n], b[2*n:][:n], b[3*n:][:n]
	var s00, s01, s02, s03, s10, s11, s12, s13 float32
	for k, x := range a0 {
		y := a1[k]
		u, v, w, z := b0[k], b1[k], b2[k], b3[k]
		s00 += float32(x * u)
		s01 += float32(x * v)
		s02 += float32(x * w)
		s03 += float32(x * z)
		s10 += float32(y * u)
		s11 += float32(y * v)
		s12 += float32(y * w)
		s13 += float32(y * z)
	}
	c[0], c[1], c[2], c[3] = s00, s01, s02, s03
	c = c[columns:]
	c[0], c[1], c[2], c[3] = s10, s11, s12, s13
}

// transpose writes the transpose of a matrix of rows x columns elements to t.
func transpose(t, m []float32, rows, columns int) {
	const tile = 32
	parallel(rows/tile, func(from, to int) {
		for i := from * tile; i < to*tile; i += tile {
			for k := 0; k < columns; k += tile {
				for x := i; x < i+tile; x++ {
					for y := k; y < k+tile; y++ {
						t[y*rows+x] = m[x*columns+y]
					}
				}
			}
		}
	})
}

// add adds the first elements of b to a.
func add(a, b []float32) {
	b = b[:len(a)]
	for len(a) >= 4 && len(b) >= 4 {
		a[0] += b[0]
		a[1] += b[1]
		a[2] += b[2]
		a[3] += b[3]
		a, b = a[4:], b[4:]
	}
}

func scale(a []float32, by float32) {
	for i := range a {
		a[i] *= by
	}
}

func dot(a, b []float32) float32 {
	b = b[:len(a)]
	var sum [4]float32
	for len(a) >= 4 && len(b) >= 4 {
		sum[0] += float32(a[0] * b[0])
		sum[1] += float32(a[1] * b[1])
		sum[2] += float32(a[2] * b[2])
		sum[3] += float32(a[3] * b[3])
		a, b = a[4:], b[4:]
	}
	return sum[0] + sum[1] + sum[2] + sum[3]
}

// exp is e to the power of x, x from -80 to 0, to about 1 part in 10^6: 2^n times a
// polynomial of the rest. math.Exp differs between processors in the last bit.
func exp(x float32) float32 {
	t := x * math.Log2E
	n := float32(math.Floor(float64(t)))
	f := t - n // 0 to 1
	p := float32(1.8775767e-3)
	for _, c := range [...]float32{8.9893397e-3, 5.5826318e-2, 2.4015361e-1, 6.9315308e-1, 9.9999994e-1} {
		p = float32(p*f) + c
	}
	return p * math.Float32frombits(uint32(int32(n)+127)<<23)
}
