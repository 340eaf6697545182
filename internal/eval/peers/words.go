package peers

import (
	"cmp"
	"math"
	"slices"
	"unicode"
)

// A bag holds the words of a sentence with their counts, ascending by number.
type bag []count

type count struct {
	word int
	n    float64
}

// size returns how many words the sentence has, repeated ones included.
func (b bag) size() float64 {
	n := 0.0
	for _, c := range b {
		n += c.n
	}
	return n
}

// most returns the count of the most frequent word, 0 of none.
func (b bag) most() float64 {
	n := 0.0
	for _, c := range b {
		n = max(n, c.n)
	}
	return n
}

// A corpus is the sentences of one text as bags.
type corpus struct {
	bags []bag
	df   []float64 // in how many sentences a word stands
}

// newCorpus numbers the words of sentences.
func newCorpus(sentences []string) *corpus {
	c := &corpus{bags: make([]bag, len(sentences))}
	ids := map[string]int{}
	for i, s := range sentences {
		var words []int
		for _, w := range bigrams(s) {
			id, known := ids[w]
			if !known {
				id = len(ids)
				ids[w] = id
				c.df = append(c.df, 0)
			}
			words = append(words, id)
		}
		c.bags[i] = tally(words)
		for _, x := range c.bags[i] {
			c.df[x.word]++
		}
	}
	return c
}

// tally counts equal numbers.
func tally(words []int) bag {
	slices.Sort(words)
	var out bag
	for _, w := range words {
		if last := len(out) - 1; last >= 0 && out[last].word == w {
			out[last].n++
			continue
		}
		out = append(out, count{w, 1})
	}
	return out
}

// bigrams returns the pairs of neighbouring letters of s, none over a mark; a letter
// alone stands for itself, and so does a run of Latin letters and digits.
func bigrams(s string) []string {
	var out []string
	var run []string // letters without a mark between them
	flush := func() {
		if len(run) == 1 {
			out = append(out, run[0])
		}
		for i := 1; i < len(run); i++ {
			out = append(out, run[i-1]+run[i])
		}
		run = run[:0]
	}
	latin := false
	for _, r := range s {
		switch ascii := r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)); {
		case ascii && latin:
			run[len(run)-1] += string(unicode.ToLower(r))
		case ascii, unicode.IsLetter(r), unicode.IsNumber(r):
			run = append(run, string(unicode.ToLower(r)))
			latin = ascii
		default:
			flush()
			latin = false
		}
	}
	flush()
	return out
}

// product sums f over the words that two bags share.
func product(a, b bag, f func(word int, x, y float64) float64) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch cmp.Compare(a[i].word, b[j].word) {
		case 0:
			sum += f(a[i].word, a[i].n, b[j].n)
			i++
			j++
		case -1:
			i++
		default:
			j++
		}
	}
	return sum
}

// dot is the scalar product of two bags.
func dot(a, b bag) float64 {
	return product(a, b, func(_ int, x, y float64) float64 { return x * y })
}

// unit returns b with its counts weighed by idf and scaled to length 1.
func (b bag) unit(idf []float64) bag {
	out := make(bag, len(b))
	for i, c := range b {
		out[i] = count{c.word, c.n * idf[c.word]}
	}
	if norm := math.Sqrt(dot(out, out)); norm > 0 {
		for i := range out {
			out[i].n /= norm
		}
	}
	return out
}
