package signs

import (
	"math/rand/v2"
	"sync"
)

// wordBits is how many signs stand in one word.
const wordBits = 64

// rounds of random signs and Hadamard transform. Three of them are as good as a random
// rotation (Andoni et al. 2015, "Practical and optimal LSH for angular distance", section 6).
const rounds = 3

// A Basis turns vectors of one embedding space into bits. Bits of two bases cannot be
// compared. It may be used by many goroutines at once.
type Basis struct {
	mean  []float32
	flips [rounds][]float32 // 1 or -1 for each element, the padding included
	room  sync.Pool         // of *[]float32, one for each vector that is under way
}

// NewBasis returns the basis for vectors of len(mean) elements that scatter round mean. The
// vectors of a model lie to one side of the origin; without their mean most signs would be
// the same for all of them. A mean of zeros is permitted. The same mean and seed give the
// same basis.
func NewBasis(mean []float32, seed uint64) *Basis {
	padded := 1
	for padded < len(mean) {
		padded *= 2
	}
	b := &Basis{mean: append([]float32(nil), mean...)}
	b.room.New = func() any { return &[2][]float32{make([]float32, padded), make([]float32, padded)} }
	random := rand.New(rand.NewPCG(seed, 0))
	for round := range b.flips {
		b.flips[round] = make([]float32, padded)
		for i := range b.flips[round] {
			b.flips[round][i] = float32(random.IntN(2)*2 - 1)
		}
	}
	return b
}

// Dim returns the number of elements of the vectors.
func (b *Basis) Dim() int { return len(b.mean) }

// Words returns the number of words that hold the bits of a vector: one bit an element,
// rounded up.
func (b *Basis) Words() int { return (len(b.mean) + wordBits - 1) / wordBits }

// Signs returns the bits of v, which has Dim elements and the length that those of the mean
// had: 1 for vectors of an embedder. It panics when v has another number of elements.
func (b *Basis) Signs(v []float32) []uint64 {
	if len(v) != len(b.mean) {
		panic("signs: a vector of another dimension")
	}
	room := b.room.Get().(*[2][]float32)
	defer b.room.Put(room)
	x, spare := room[0], room[1]
	for i, m := range b.mean {
		x[i] = v[i] - m
	}
	clear(x[len(v):])
	for _, flips := range b.flips {
		for i, flip := range flips {
			x[i] *= flip
		}
		x, spare = hadamard(x, spare)
	}
	// one row of a rotation is as good as another: of the padded ones the first do
	return pack(x, b.Words())
}

// pack returns the signs of the first elements of x in words: bit i%64 of word i/64 is set
// when x[i] is positive.
func pack(x []float32, words int) []uint64 {
	bits := make([]uint64, words)
	for i, value := range x[:min(len(x), words*wordBits)] {
		if value > 0 {
			bits[i/wordBits] |= 1 << (i % wordBits)
		}
	}
	return bits
}

// A Centre adds up vectors to their mean.
type Centre struct {
	sum   []float64
	count int
}

// Add adds a vector, which has as many elements as those before.
func (c *Centre) Add(v []float32) {
	if c.sum == nil {
		c.sum = make([]float64, len(v))
	}
	for i, value := range v {
		c.sum[i] += float64(value)
	}
	c.count++
}

// Mean returns the mean of the vectors, nil without any.
func (c *Centre) Mean() []float32 {
	if c.count == 0 {
		return nil
	}
	mean := make([]float32, len(c.sum))
	for i, sum := range c.sum {
		mean[i] = float32(sum / float64(c.count))
	}
	return mean
}
