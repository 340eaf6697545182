package main

import (
	"math"
	"slices"

	"github.com/daodu/daodu/embed/offline/internal/static"
)

const (
	// partLetters is the length of the parts of documents over which it is counted how
	// many hold a letter or a pair: a whole law holds nearly every common pair.
	partLetters = 1500
	rare        = 6 // parts that hold a feature; with fewer it counts as the rarest
)

// sketch notes how rare letters, pairs and words are.
func sketch(docs []document) static.Sketch {
	count := map[uint64]int32{}
	parts := 0
	var hashes []uint64
	for _, d := range docs {
		text := slices.Concat(d.title, []rune{0}, d.body)
		for len(text) > 0 {
			n := min(partLetters, len(text))
			hashes = hashes[:0]
			static.Features(text[:n], func(h uint64, _ uint32) { hashes = append(hashes, h) })
			slices.Sort(hashes)
			hashes = slices.Compact(hashes)
			for _, h := range hashes {
				count[h]++
			}
			text, parts = text[n:], parts+1
		}
	}
	s := static.NewSketch()
	for h, n := range count { // the greatest counts, in whatever order
		if n >= rare {
			s.Add(h, math.Log(float64(parts)/float64(n)))
		}
	}
	return s
}
