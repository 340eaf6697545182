package offline

import (
	"math"
	"slices"
)

// A counter counts keys in a hash table that grows to the largest text and is not
// cleared between texts: places of an older round are free.
type counter struct {
	places []place // a power of two, at most half full
	shift  uint
	round  uint32
	all    []counted // in the order of their first occurrence
}

type place struct {
	key   uint64
	round uint32
	at    uint32 // in all
}

type counted struct {
	key    uint64
	count  uint32
	weight uint32
}

// begin forgets what was counted and makes room for n keys.
func (c *counter) begin(n int) {
	c.all = slices.Grow(c.all[:0], n)
	c.round++
	if c.round == 0 || len(c.places) < 2*n {
		size := max(1024, len(c.places))
		for size < 2*n {
			size *= 2
		}
		c.places, c.round = make([]place, size), 1
		for c.shift = 64; size > 1; size /= 2 {
			c.shift--
		}
	}
}

// add counts a key; weight is kept with its first occurrence.
func (c *counter) add(key uint64, weight uint32) {
	for i := key * 0x9e3779b97f4a7c15 >> c.shift; ; i = (i + 1) & uint64(len(c.places)-1) {
		p := &c.places[i]
		if p.round != c.round {
			*p = place{key, c.round, uint32(len(c.all))}
			c.all = append(c.all, counted{key, 1, weight})
			return
		}
		if p.key == key {
			c.all[p.at].count++
			return
		}
	}
}

// A power turns counts into weights in 1/256. It is made of square roots and products
// only, which every processor rounds alike, and keeps those of small counts.
type power struct {
	of    func(count float64) float64
	small [256]int64
}

func newPower(of func(count float64) float64) *power {
	p := &power{of: of}
	for i := range p.small {
		p.small[i] = int64(256 * of(float64(i)))
	}
	return p
}

func (p *power) weight(count uint32) int64 {
	if count < uint32(len(p.small)) {
		return p.small[count]
	}
	return int64(256 * p.of(float64(count)))
}

var (
	// pieceWeight is the count to the power of 11/16: long texts repeat their turns of
	// phrase. 1 finds news of the same series worse, 1/2 abstracts of the same discipline.
	pieceWeight = newPower(func(count float64) float64 {
		half := math.Sqrt(count)
		eighth := math.Sqrt(math.Sqrt(half))
		return half * eighth * math.Sqrt(eighth)
	})
	// wordWeight is the square root.
	wordWeight = newPower(math.Sqrt)
)
