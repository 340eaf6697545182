package main

import (
	"math/rand/v2"
	"slices"
)

// The shares of the kinds of pairs, and the lengths of chunks and spans in pieces.
const (
	titleShare            = 0.35
	chunkShare            = 0.45 // the rest are spans
	chunkLeast, chunkMost = 128, 200
	spanLeast, spanMost   = 8, 40
	titleLeast, bodyLeast = 2, 16
	sameTitle             = 3 // documents that may share a title; more say little by it
)

// A sampler draws pairs of texts that belong together: the title of a document and a
// chunk of it, two chunks of it, a span and what stands around it.
type sampler struct {
	rng   *rand.Rand
	docs  []parted
	order []int // documents of this epoch
	epoch int
	batch []int // beginnings of the batches of this epoch
}

// newSampler draws from docs with a fixed seed.
func newSampler(docs []parted) *sampler {
	titles := map[string]int{}
	for _, d := range docs {
		titles[key(d.title)]++
	}
	s := &sampler{rng: rand.New(rand.NewPCG(20241231, 28000))}
	for _, d := range docs {
		if len(d.body) < bodyLeast {
			continue
		}
		if len(d.title) < titleLeast || titles[key(d.title)] > sameTitle {
			d.title = nil
		}
		s.docs = append(s.docs, d)
	}
	return s
}

func key(pieces []int32) string {
	r := make([]rune, len(pieces))
	copy(r, pieces)
	return string(r)
}

// next returns a batch of n pairs. Every second epoch goes through the documents in
// their order, so that a batch holds news of the same weeks, which are harder to tell
// apart; the batches themselves are shuffled.
func (s *sampler) next(n int) (left, right [][]int32) {
	if len(s.batch) == 0 {
		s.begin(n)
	}
	from := s.batch[0]
	s.batch = s.batch[1:]
	for _, i := range s.order[from : from+n] {
		a, b := s.pair(s.docs[i])
		left, right = append(left, a), append(right, b)
	}
	return left, right
}

func (s *sampler) begin(n int) {
	s.order = s.order[:0]
	for i := range s.docs {
		s.order = append(s.order, i)
	}
	first := 0
	if s.epoch%2 == 0 {
		s.rng.Shuffle(len(s.order), func(i, k int) { s.order[i], s.order[k] = s.order[k], s.order[i] })
	} else {
		first = s.rng.IntN(n)
	}
	s.epoch++
	for at := first; at+n <= len(s.order); at += n {
		s.batch = append(s.batch, at)
	}
	s.rng.Shuffle(len(s.batch), func(i, k int) { s.batch[i], s.batch[k] = s.batch[k], s.batch[i] })
}

func (s *sampler) pair(d parted) (a, b []int32) {
	size := chunkLeast + s.rng.IntN(chunkMost-chunkLeast+1)
	kind := s.rng.Float64()
	switch {
	case kind < titleShare && len(d.title) > 0:
		return d.title, s.chunk(d.body, size)
	case kind < titleShare+chunkShare && len(d.body) >= 4*spanLeast:
		half := len(d.body)/4 + s.rng.IntN(len(d.body)/2)
		return s.chunk(d.body[:half], size), s.chunk(d.body[half:], size)
	}
	around := s.chunk(d.body, size)
	n := min(spanLeast+s.rng.IntN(spanMost-spanLeast+1), len(around)/2)
	at := s.rng.IntN(len(around) - n + 1)
	return around[at : at+n], slices.Concat(around[:at], around[at+n:])
}

// chunk returns a stretch of at most size pieces.
func (s *sampler) chunk(body []int32, size int) []int32 {
	size = min(size, len(body))
	at := s.rng.IntN(len(body) - size + 1)
	return body[at : at+size]
}
