package signs

import "math/bits"

// hamming sets distances[i] to the number of bits in which query differs from the i-th of
// the vectors that stand one behind the other in all. Without bounds checks it is faster by
// a quarter, hence the forms for the usual dimensions, 256 and 1024.
func hamming(distances []uint32, all, query []uint64) {
	switch len(query) {
	case 4:
		hamming256(distances, all, [4]uint64(query))
	case 16:
		hamming1024(distances, all, [4][4]uint64{
			[4]uint64(query), [4]uint64(query[4:]), [4]uint64(query[8:]), [4]uint64(query[12:])})
	default:
		hammingAny(distances, all, query)
	}
}

func hammingAny(distances []uint32, all, query []uint64) {
	for i := range distances {
		v := all[i*len(query):][:len(query)]
		sum := 0
		for j, word := range query {
			sum += bits.OnesCount64(v[j] ^ word)
		}
		distances[i] = uint32(sum)
	}
}

func hamming256(distances []uint32, all []uint64, query [4]uint64) {
	for i := range distances {
		distances[i] = uint32(differing((*[4]uint64)(all[i*4:]), &query))
	}
}

func hamming1024(distances []uint32, all []uint64, query [4][4]uint64) {
	for i := range distances {
		v := (*[16]uint64)(all[i*16:])
		distances[i] = uint32(differing((*[4]uint64)(v[:4]), &query[0]) +
			differing((*[4]uint64)(v[4:8]), &query[1]) +
			differing((*[4]uint64)(v[8:12]), &query[2]) +
			differing((*[4]uint64)(v[12:]), &query[3]))
	}
}

// differing is small enough to be inlined.
func differing(a, b *[4]uint64) int {
	return bits.OnesCount64(a[0]^b[0]) + bits.OnesCount64(a[1]^b[1]) +
		bits.OnesCount64(a[2]^b[2]) + bits.OnesCount64(a[3]^b[3])
}
