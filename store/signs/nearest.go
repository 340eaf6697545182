package signs

import (
	"cmp"
	"slices"
)

// excluded is the distance of what a filter refuses; no vector has as many bits.
const excluded = ^uint32(0)

// A search is the memory of one search, kept for the next.
type search struct {
	distances []uint32 // of each slot
	counts    []int    // of each distance
	found     []candidate
}

type candidate struct {
	key      int
	distance uint32 // differing bits
}

// Nearest returns the keys of the n vectors whose bits differ least from bits, the nearest
// first and of equal ones the smaller key first; fewer when the index has fewer. keep, when
// it is not nil, says which keys count; it must not call the index.
func (x *Index) Nearest(bits []uint64, n int, keep func(key int) bool) []int {
	if len(bits) != x.words {
		panic("signs: bits of another basis")
	}
	s := x.room.Get().(*search)
	defer x.room.Put(s)
	x.mu.RLock()
	defer x.mu.RUnlock()
	s.measure(x, bits)
	if keep != nil {
		s.exclude(x.keys, keep)
	}
	s.gather(x.keys, s.limit(n))
	slices.SortFunc(s.found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.key, b.key))
	})
	keys := make([]int, min(max(n, 0), len(s.found)))
	for i := range keys {
		keys[i] = s.found[i].key
	}
	return keys
}

// measure sets distances.
func (s *search) measure(x *Index, bits []uint64) {
	s.distances = slices.Grow(s.distances[:0], len(x.keys))[:len(x.keys)]
	hamming(s.distances, x.bits, bits)
	s.counts = slices.Grow(s.counts[:0], x.words*wordBits+1)[:x.words*wordBits+1]
}

func (s *search) exclude(keys []int, keep func(int) bool) {
	for slot, key := range keys {
		if !keep(key) {
			s.distances[slot] = excluded
		}
	}
}

// limit returns the distance within which the n nearest lie, and as few others as possible:
// a counting select, one pass over the distances.
func (s *search) limit(n int) uint32 {
	clear(s.counts)
	for _, distance := range s.distances {
		if distance != excluded {
			s.counts[distance]++
		}
	}
	within := 0
	for distance, count := range s.counts {
		if within += count; within >= n {
			return uint32(distance)
		}
	}
	return excluded - 1
}

// gather sets found to all that lie within limit.
func (s *search) gather(keys []int, limit uint32) {
	s.found = s.found[:0]
	for slot, distance := range s.distances {
		if distance <= limit {
			s.found = append(s.found, candidate{keys[slot], distance})
		}
	}
}
