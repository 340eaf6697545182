package winnow

import (
	"math/bits"

	"github.com/daodu/daodu"
)

// seed is the number of letters of the exact matches that passages grow from. 30 letters
// with two of them changed have 10 in a row at least, 80 with four changed 16.
const seed = 8

// An index tells where each stretch of seed letters stands. Stretches whose hashes fall
// into one slot share a list; whoever looks one up compares the letters.
type index struct {
	shift int
	start []int32 // by slot: where its list begins in at; it ends where the next begins
	at    []int32
}

func newIndex(letters []rune) *index {
	hashes := rolling(letters, seed)
	size := bits.Len(uint(len(hashes))) + 1
	x := &index{shift: 64 - size, start: make([]int32, 1<<size+1), at: make([]int32, len(hashes))}
	for _, h := range hashes {
		x.start[h>>x.shift]++
	}
	for slot := 1; slot < len(x.start); slot++ {
		x.start[slot] += x.start[slot-1]
	}
	for i := len(hashes) - 1; i >= 0; i-- { // backwards, so that lists ascend
		slot := hashes[i] >> x.shift
		x.start[slot]--
		x.at[x.start[slot]] = int32(i)
	}
	return x
}

// list returns the slot of a hash and where the stretches in it stand, ascending.
func (x *index) list(hash uint64) (slot uint64, at []int32) {
	slot = hash >> x.shift
	return slot, x.at[x.start[slot]:x.start[slot+1]]
}

// A stretch stands in both texts. Its spans are in letters, not code points.
type stretch struct {
	here, there daodu.Span
	letters     int // that agree
}

// mostPlaces is how many places of one stretch are looked at. Where a stretch stands more
// often, as in tables and refrains, the n-th place in one text is tried against the n-th and
// following ones in the other: so a copy is found place by place, and the work stays linear.
const mostPlaces = 8

// anchors returns the exact matches of seed letters or more, none of which a letter makes
// longer.
func anchors(here, there *Text) []stretch {
	s := &scan{
		a: here.letters, b: there.letters,
		reached: make([]int32, len(here.letters)+len(there.letters)+1),
		turn:    map[uint64]int{},
	}
	x := here.seeds()
	for j, h := range rolling(there.letters, seed) {
		slot, places := x.list(h)
		if len(places) <= mostPlaces {
			s.try(places, j)
			continue
		}
		turn := s.turn[slot] % len(places)
		s.turn[slot]++
		if j >= s.covered {
			s.try(places[turn:min(turn+mostPlaces, len(places))], j)
			s.try(places[:max(0, turn+mostPlaces-len(places))], j)
		}
	}
	return s.found
}

// A scan looks for anchors.
type scan struct {
	a, b    []rune
	reached []int32        // by diagonal: how far in b it was matched
	turn    map[uint64]int // by slot: the place to be tried next, of those that stand often
	covered int            // how far in b anchors reach
	found   []stretch
}

// try extends the matches of what stands at j in b.
func (s *scan) try(places []int32, j int) {
	for _, at := range places {
		i := int(at)
		diagonal := i - j + len(s.b)
		if int(s.reached[diagonal]) > j {
			continue
		}
		n := common(s.a[i:], s.b[j:])
		if n < seed {
			continue // the hashes agree, not the letters
		}
		s.reached[diagonal] = int32(j + n)
		s.covered = max(s.covered, j+n)
		before := 0
		for before < min(i, j) && s.a[i-before-1] == s.b[j-before-1] {
			before++
		}
		s.found = append(s.found, stretch{
			here:    daodu.Span{Start: i - before, End: i + n},
			there:   daodu.Span{Start: j - before, End: j + n},
			letters: before + n,
		})
	}
}

// common returns how many letters a and b begin with alike.
func common(a, b []rune) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
