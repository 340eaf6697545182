package static

import "slices"

// A Segmenter parts texts into pieces. It keeps its memory from text to text, so one
// goroutine uses it at a time.
type Segmenter struct {
	v       *Vocabulary
	numbers []uint16 // of the letters of a run
	best    []int32  // the least cost of what stands before each letter
	last    []step   // the piece that ends there
}

type step struct {
	piece  int32
	length int32
}

// NewSegmenter returns a segmenter with pieces of v.
func NewSegmenter(v *Vocabulary) *Segmenter { return &Segmenter{v: v} }

// Segment appends the pieces of normal letters to dst, in order: numbers from 0 for
// pieces of the vocabulary, below 0 for a letter or word that it does not have. Equal
// words have equal numbers.
func (s *Segmenter) Segment(dst []int32, text []rune) []int32 {
	for len(text) > 0 {
		var class Class
		var run []rune
		class, run, text = Next(text)
		switch class {
		case Wide:
			dst = s.viterbi(dst, run)
		case Word:
			dst = append(dst, s.v.word(run))
		case Digit:
			dst = append(dst, s.v.word(number))
		}
	}
	return dst
}

var number = []rune(Number)

// word returns the number of a word.
func (v *Vocabulary) word(w []rune) int32 {
	h := HashWord(w)
	if i, ok := v.words[h]; ok {
		return i
	}
	return ^int32(h >> 33)
}

// viterbi appends the pieces of a run of letters that cost the least together, the most
// probable way to part it when pieces are drawn independently of each other.
func (s *Segmenter) viterbi(dst []int32, run []rune) []int32 {
	s.prepare(run)
	for i := range run {
		before := s.best[i]
		number := s.numbers[i]
		e := &s.v.first[number]
		if e.piece == 0 {
			s.reach(i+1, before+unknownCost, step{^int32(run[i]), 1})
		} else {
			s.reach(i+1, before+int32(e.cost), step{int32(e.piece) - 1, 1})
		}
		for k := i + 1; k < len(run) && e.node != 0 && s.numbers[k] != 0; k++ {
			e = s.v.place(uint32(e.node)<<16 | uint32(s.numbers[k]))
			if e.piece != 0 {
				s.reach(k+1, before+int32(e.cost), step{int32(e.piece) - 1, int32(k + 1 - i)})
			}
		}
	}
	start := len(dst)
	for i := len(run); i > 0; i -= int(s.last[i].length) {
		dst = append(dst, s.last[i].piece)
	}
	slices.Reverse(dst[start:])
	return dst
}

// prepare makes room for a run and looks its letters up.
func (s *Segmenter) prepare(run []rune) {
	n := len(run) + 1
	s.best = slices.Grow(s.best[:0], n)[:n]
	s.last = slices.Grow(s.last[:0], n)[:n]
	s.numbers = s.numbers[:0]
	for _, r := range run {
		s.numbers = append(s.numbers, s.v.known(r))
	}
	for i := range s.best {
		s.best[i] = 1<<31 - 1
	}
	s.best[0] = 0
}

// reach notes a way to what stands before letter i, if it is the cheapest so far. Costs
// of a run stay below 2^29.
func (s *Segmenter) reach(i int, cost int32, by step) {
	if cost < s.best[i] {
		s.best[i], s.last[i] = cost, by
	}
}
