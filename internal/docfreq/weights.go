package docfreq

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// Counts gives the document frequencies of further texts, such as those of a library:
// what all of them say is not specific to one of them, however rare it is elsewhere.
type Counts interface {
	// Documents returns how many documents are counted.
	Documents() int
	// Frequency returns how many of them hold the stretch of Gram folded letters that
	// has this [Hash].
	Frequency(hash uint64) int
}

const (
	// fewest is the number of documents of a library that make a stretch common, and
	// share the part of a large one.
	fewest = 4
	share  = 0.05
)

// knownBy is how much a letter counts as known, by the level of the commonest stretch
// around it. Measured on news of 2025.
var knownBy = [...]float64{0, 0.75, 0.9, 1}

// formulaLevel is the level of formulas.
const formulaLevel = 2

//go:embed formulas.txt
var formulasText string

// formulas are phrases of study texts, most of them shorter than Gram, that are said in
// every one of them. They were listed by hand: the language of trade unions and party
// meetings is rarer in news and laws than where Daodu is used. By first letter, longest
// first.
var formulas = sync.OnceValue(func() map[rune][][]rune {
	out := map[rune][][]rune{}
	for _, w := range strings.Fields(formulasText) {
		r := []rune(w)
		out[r[0]] = append(out[r[0]], r)
	}
	for _, same := range out {
		slices.SortFunc(same, func(a, b []rune) int { return cmp.Compare(len(b), len(a)) })
	}
	return out
})

// inherent is the part of the rarity that wholly known words keep.
const inherent = 0.15

// Weights holds how known and how rare the words of one text are, so that it can be
// asked of any stretch at once. Positions are code points.
type Weights struct {
	known, rare    []float64 // sums over what stands before each position
	letters, pairs []int32
}

// Weigh weighs folded text. more adds the counts of further texts; nil for none. A
// letter that is not to count, because it is misread or lost, is given as U+FFFD.
func (t *Table) Weigh(folded []rune, more Counts) *Weights {
	n := len(folded)
	w := &Weights{known: make([]float64, n+1), rare: make([]float64, n+1), letters: make([]int32, n+1), pairs: make([]int32, n+1)}
	for _, r := range Runs(folded) {
		for i, level := range t.levels(r.Letters, more) {
			at := r.At[i] + 1
			w.letters[at] = 1
			w.known[at] = knownBy[level]
			if i > 0 {
				w.pairs[at] = 1
				w.rare[at] = t.IDF(r.Letters[i-1], r.Letters[i])
			}
		}
	}
	for i := 1; i <= n; i++ {
		w.known[i] += w.known[i-1]
		w.rare[i] += w.rare[i-1]
		w.letters[i] += w.letters[i-1]
		w.pairs[i] += w.pairs[i-1]
	}
	return w
}

// levels returns for each letter how common the commonest stretch around it is.
func (t *Table) levels(letters []rune, more Counts) []int {
	out := make([]int, len(letters))
	for i := 0; i+Gram <= len(letters); i++ {
		level := t.level(Hash(letters[i:i+Gram]), more)
		for k := i; level > 0 && k < i+Gram; k++ {
			out[k] = max(out[k], level)
		}
	}
	for i := range letters {
		for k := range formulaAt(letters[i:]) {
			out[i+k] = max(out[i+k], formulaLevel)
		}
	}
	return out
}

// formulaAt returns the length of the formula that letters begin with, 0 for none.
func formulaAt(letters []rune) int {
	for _, f := range formulas()[letters[0]] {
		if len(f) <= len(letters) && slices.Equal(f, letters[:len(f)]) {
			return len(f)
		}
	}
	return 0
}

// level returns how common a stretch is, here and in more.
func (t *Table) level(h uint64, more Counts) int {
	level := t.common(h)
	if more == nil {
		return level
	}
	least := max(fewest, share*float64(more.Documents()))
	n := float64(more.Frequency(h))
	for i, ratio := range Levels {
		if n >= least*ratio {
			level = max(level, i+1)
		}
	}
	return level
}

// Known returns the share of the letters in [start, end) that stand in common
// stretches, 0..1.
func (w *Weights) Known(start, end int) float64 {
	n := w.letters[end] - w.letters[start]
	if n == 0 {
		return 0
	}
	return (w.known[end] - w.known[start]) / float64(n)
}

// Rarity returns how rare the pairs of letters in [start, end) are in the mean, 0 to
// MaxIDF.
func (w *Weights) Rarity(start, end int) float64 {
	start = min(start+1, end) // a pair stands where its second letter does
	n := w.pairs[end] - w.pairs[start]
	if n == 0 {
		return 0
	}
	return (w.rare[end] - w.rare[start]) / float64(n)
}

// Novelty returns how little the words in [start, end) are said elsewhere: about 1 for
// set phrases, 5 for what one text says in common words, 8 for names.
func (w *Weights) Novelty(start, end int) float64 {
	return (inherent + 1 - w.Known(start, end)) * w.Rarity(start, end)
}

// A Phrase is a common set phrase.
type Phrase struct {
	Words     string // folded
	Documents int    // of the table that hold it
}

//go:embed phrases.txt
var phrasesText string

// Phrases returns the commonest set phrases of official texts, the most frequent first.
// The caller must not change them.
var Phrases = sync.OnceValue(func() []Phrase {
	var out []Phrase
	for line := range strings.Lines(phrasesText) {
		words, count, _ := strings.Cut(strings.TrimSpace(line), "\t")
		n := 0
		for _, r := range count {
			n = n*10 + int(r-'0')
		}
		out = append(out, Phrase{words, n})
	}
	return out
})

// IsFormula reports whether folded words are one of the formulas or common set phrases
// as a whole.
func IsFormula(words string) bool {
	r := []rune(words)
	return len(r) > 0 && formulaAt(r) == len(r) || isPhrase()[words]
}

// isPhrase holds the words of Phrases.
var isPhrase = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, p := range Phrases() {
		out[p.Words] = true
	}
	return out
})

// FormulaShare returns the share of folded letters that stand in formulas, 0..1.
func FormulaShare(folded []rune) float64 {
	n := 0
	for i := 0; i < len(folded); {
		step := formulaAt(folded[i:])
		n += step
		i += max(step, 1)
	}
	return float64(n) / float64(max(len(folded), 1))
}
