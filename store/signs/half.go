package signs

import (
	"encoding/binary"
	"fmt"
	"math"
)

// A Half is a vector of 16 bits an element, IEEE 754 binary16, as a halfvec of pgvector
// holds it. Elements of length-1 vectors keep 3 digits.
type Half []uint16

// maxHalf is the smallest number that rounds to more than binary16 can hold, 65504.
const maxHalf = 65520

// NewHalf returns v in 16 bits an element, each rounded to the nearest, halfway to the even
// one. As pgvector does, it refuses what is infinite, not a number, or rounds to more than
// 65504 either way.
func NewHalf(v []float32) (Half, error) {
	h := make(Half, len(v))
	for i, value := range v {
		if !(value > -maxHalf && value < maxHalf) { // true of NaN too
			return nil, fmt.Errorf("element %d of a vector is %v; it takes numbers up to 65504", i, value)
		}
		h[i] = round(value)
	}
	return h, nil
}

// ParseHalf appends the elements in data, two bytes each, to h, which may be nil, and
// returns the longer one.
func ParseHalf(h Half, data []byte) (Half, error) {
	if len(data)%2 != 0 {
		return nil, fmt.Errorf("%d bytes are no vector of 16 bits an element", len(data))
	}
	for ; len(data) > 0; data = data[2:] {
		h = append(h, binary.LittleEndian.Uint16(data))
	}
	return h, nil
}

// Bytes returns the elements in two bytes each, the lower one first.
func (h Half) Bytes() []byte {
	data := make([]byte, 0, 2*len(h))
	for _, element := range h {
		data = binary.LittleEndian.AppendUint16(data, element)
	}
	return data
}

// Floats returns the elements, none of which loses anything.
func (h Half) Floats() []float32 {
	v := make([]float32, len(h))
	for i, element := range h {
		v[i] = widen(element)
	}
	return v
}

// The layout of binary16 and binary32: sign, exponent, fraction.
const (
	sign16, infinity16 = 0x8000, 0x7c00
	infinity32         = 0x7f800000
	fractionDiff       = 23 - 10          // bits
	biasDiff           = (127 - 15) << 23 // of the exponent, at its place in binary32
	smallest32         = (127 - 14) << 23 // 2^-14: what is less has no leading 1 in binary16
)

// round returns the number of 16 bits that is nearest to value, halfway the even one.
func round(value float32) uint16 {
	all := math.Float32bits(value)
	sign, magnitude := uint16(all>>16)&sign16, all&^(1<<31)
	switch {
	case magnitude > infinity32:
		return sign | infinity16 | 1<<9 // not a number
	case magnitude < smallest32:
		// in the sum with 0.5 the last bit is worth 2^-24, as it is in the result
		sum := math.Float32frombits(magnitude) + 0.5
		return sign | uint16(math.Float32bits(sum)-math.Float32bits(0.5))
	}
	// up from above the half, or at the half when the last bit that stays is odd
	odd := magnitude >> fractionDiff & 1
	magnitude += 1<<(fractionDiff-1) - 1 + odd
	return sign | uint16(min((magnitude-biasDiff)>>fractionDiff, infinity16))
}

// widen returns the value of an element.
func widen(element uint16) float32 {
	if element&infinity16 == infinity16 {
		sign, fraction := uint32(element&sign16)<<16, uint32(element&^(sign16|infinity16))
		return math.Float32frombits(sign | infinity32 | fraction<<fractionDiff)
	}
	return widenFinite(element)
}

// widenFinite is widen without a branch: as a binary32 the bits of a finite element are its
// value times 2^-112, the difference of the biases, whether it has a leading 1 or not.
func widenFinite(element uint16) float32 {
	return math.Float32frombits(uint32(element&sign16)<<16|uint32(element&^sign16)<<fractionDiff) * (1 << 112)
}
