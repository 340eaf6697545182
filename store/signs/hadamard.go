package signs

// hadamard returns the Walsh-Hadamard transform of x, whose length is a power of two, in
// some order of rows and without the factor that would keep its length. It stands in x or in
// spare, which is as long; the other one is returned second. Each step reads neighbours and
// writes far apart, so that all loops are long ones (Pease 1968, "An adaptation of the fast
// Fourier transform for parallel processing"); two levels in one step halve the way through
// memory.
func hadamard(x, spare []float32) (transform, other []float32) {
	n := len(x)
	for ; n >= 4; n /= 4 {
		twoLevels(spare, x)
		x, spare = spare, x
	}
	if n == 2 {
		oneLevel(spare, x)
		x, spare = spare, x
	}
	return x, spare
}

func oneLevel(out, in []float32) {
	low, high := out[:len(in)/2], out[len(in)/2:]
	for i := range low {
		a, b := in[2*i], in[2*i+1]
		low[i], high[i] = a+b, a-b
	}
}

func twoLevels(out, in []float32) {
	n := len(in) / 4
	first, second, third, fourth := out[:n], out[n:2*n], out[2*n:3*n], out[3*n:]
	for i := range first {
		x := (*[4]float32)(in[4*i:])
		a, b, c, d := x[0]+x[1], x[0]-x[1], x[2]+x[3], x[2]-x[3]
		first[i], second[i], third[i], fourth[i] = a+c, b+d, a-c, b-d
	}
}
