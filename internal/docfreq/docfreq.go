// Package docfreq knows what is said everywhere: which stretches of 6 Chinese
// letters many documents share, how rare each pair of letters is, which pairs are words,
// and the set phrases (提法) that are commonest. With it the words of one text can be told apart into what
// only this text says and what thousands say, without any other text at hand.
//
// # Where it comes from
//
// The tables were counted over 72,000 documents, none later than 2024: the
// evening news of China Central Television 2012-2024, the laws and regulations of the
// People's Republic, speeches, work reports and documents of its State Council, and
// Traditional Chinese records of assemblies in Hong Kong and Taiwan, folded to
// Simplified letters. gen.go counts them anew (`make tables`).
//
// A stretch is known when at least 13 items of news, 35 laws, 4 official texts or 20
// pieces of records hold it. Digits, Latin letters and the ends of sentences part
// stretches; other marks do not count as letters.
//
// # What is shipped
//
// table.bin holds hashes in Bloom filters (12 bits a stretch, 0.3 % taken wrongly for
// known, for words as well) and a sketch of document frequencies: weights that no text can be read back
// from. The texts themselves stay with their publishers. phrases.txt lists short
// common phrases with their number of documents.
package docfreq

import (
	_ "embed"
	"fmt"
	"math"
	"sync"

	"github.com/daodu/daodu/internal/zh"
)

// Gram is the number of letters of the stretches that are known or not. 6 tell set
// phrases from chance: over news of 2025 they part clauses of one item from clauses of
// many better than 8 do.
const Gram = 6

// MaxIDF is the weight, in nats, of a pair of letters that hardly any document has.
const MaxIDF = 8.0

// Levels are the steps in which it is known how common a stretch is, in multiples of
// the least number of documents.
var Levels = [...]float64{1, 4, 16}

// A Table holds the frequencies. It is read-only and safe for concurrent use.
type Table struct {
	Documents int
	Known     []Filter // one for each of Levels
	Pairs     Sketch
	Words     Filter // pairs of letters that are words
}

//go:embed table.bin
var data []byte

// Default returns the table that is shipped.
var Default = sync.OnceValue(func() *Table {
	t := &Table{}
	if err := t.UnmarshalBinary(data); err != nil {
		panic(fmt.Sprintf("docfreq: the embedded table is broken: %v", err))
	}
	return t
})

// Common returns how common a stretch of Gram folded letters is: 0 when few documents
// have it, else the number of Levels that it reaches.
func (t *Table) Common(letters []rune) int {
	return t.common(Hash(letters))
}

// common is Common for the hash of a stretch.
func (t *Table) common(h uint64) int {
	n := 0
	for n < len(t.Known) && t.Known[n].Has(h) {
		n++
	}
	return n
}

// IDF returns how rare a pair of folded letters is, ln(documents/frequency), from 0 to
// MaxIDF.
func (t *Table) IDF(a, b rune) float64 { return t.Pairs.IDF(Hash([]rune{a, b})) }

// IDF returns ln(documents/frequency) cut to 0..MaxIDF.
func IDF(documents, frequency int) float64 {
	return min(MaxIDF, max(0, math.Log(float64(documents)/float64(max(frequency, 1)))))
}

// A Run is a run of Chinese letters that nothing but quotation marks, commas and the
// like part, so that a phrase may go through it.
type Run struct {
	Letters []rune
	At      []int // where each stands in the text, in code points
}

// Runs parts folded text into runs.
func Runs(folded []rune) []Run {
	var out []Run
	var r Run
	for i, c := range folded {
		switch {
		case zh.IsHan(c):
			r.Letters, r.At = append(r.Letters, c), append(r.At, i)
		case parts(c) && len(r.Letters) > 0:
			out = append(out, r)
			r = Run{}
		}
	}
	if len(r.Letters) > 0 {
		out = append(out, r)
	}
	return out
}

// parts reports whether no phrase goes on over c: a digit, a letter of another script,
// the end of a sentence or line.
func parts(c rune) bool {
	switch {
	case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		return true
	}
	switch c {
	case '。', '!', '?', '\n', '\t', '%', '*', '\uFFFD':
		return true
	}
	return false
}

// IsWord reports whether a pair of folded letters is a word, or the common part of longer
// ones: its letters stand together more often than by chance, with many different letters
// before and behind. Of 100 pairs that are held for one some 15 are not; names of people and
// small places are missing.
func (t *Table) IsWord(a, b rune) bool { return t.Words.Has(Hash([]rune{a, b})) }

// Hash returns a 64-bit hash of letters: FNV-1a over code points, mixed so that all of
// its bits serve (the finisher of SplitMix64).
func Hash(letters []rune) uint64 {
	h := uint64(14695981039346656037)
	for _, r := range letters {
		h = (h ^ uint64(r)) * 1099511628211
	}
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
