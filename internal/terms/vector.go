package terms

import (
	"cmp"
	"math"
	"slices"

	"github.com/daodu/daodu/internal/docfreq"
)

// Version changes whenever the vector of any text does, so that vectors that were kept
// are known to be out of date. It is the first byte of every encoded vector.
const Version = 1

// A Vector says how often each term stands in a text: its letters, pairs of letters,
// words, and figures. A figure is a number with its unit whatever its writing, so that
// 不少于2000人 and 两千名 have it in common. The same text in either script or width has
// the same vector.
type Vector struct {
	Terms  []Term // ascending by ID
	Length int    // Chinese letters and words of the text
}

// A Term is one term of a vector.
type Term struct {
	ID ID
	// Weight is how often the term stands in the text, in quarters. An occurrence among
	// the first words of the text, where its title and lead stand, counts twice; one in
	// a set phrase counts for less, down to a quarter: see internal/docfreq.
	Weight uint16
}

// An ID stands for a term: its kind and a hash of 24 bits. Of the 238,000 pairs
// of letters in 7,000 items of news one in 190 has the ID of another.
type ID uint32

// A Kind says what a term is.
type Kind byte

// The kinds of term. Pairs are parted by how rare they are in the background of
// internal/docfreq, in steps of 2 nats of document frequency, the commonest first.
const (
	Letter Kind = iota
	Pair0
	Pair2
	Pair4
	Pair6
	Word
	Figure
	kinds
)

const (
	hashBits = 24
	// one is the weight of an occurrence, and lead how much more it has among the first
	// leadLetters code points.
	one, lead   = 4, 4
	leadLetters = 60
)

// known is the weight of an occurrence by the level of the set phrase that it stands in.
var known = [...]uint16{one, 3, 2, 1}

// Kind returns the kind of term.
func (id ID) Kind() Kind { return Kind(id >> hashBits) }

// Background returns the share of documents of the background that are taken to have
// the term, 0..1: for pairs the middle of their step.
func (id ID) Background() float64 {
	switch k := id.Kind(); k {
	case Letter:
		return commonLetter
	case Word:
		return commonWord
	case Figure:
		return commonFigure
	default:
		return math.Exp(-float64(2*(k-Pair0)) - 1)
	}
}

// The background counts pairs only; letters, words and figures are taken to be as
// common as they are on average in news of 2025, in the geometric mean.
var commonLetter, commonWord, commonFigure = math.Exp(-2), math.Exp(-6), math.Exp(-7)

// Count returns the vector of folded text (zh.FoldRunes).
func Count(folded []rune) Vector {
	c := counter{folded: folded, known: docfreq.Default().Weigh(folded, nil), weights: map[ID]uint16{}}
	for _, r := range scan(folded) {
		if r.kind != pairs {
			c.add(newID(Word, []rune(r.text())), 0, r.start())
			c.length++
			continue
		}
		c.letters(r)
	}
	c.figures()
	v := Vector{Length: c.length, Terms: make([]Term, 0, len(c.weights))}
	for id, w := range c.weights {
		v.Terms = append(v.Terms, Term{id, w})
	}
	slices.SortFunc(v.Terms, func(a, b Term) int { return cmp.Compare(a.ID, b.ID) })
	return v
}

// A counter adds up the weights of a text.
type counter struct {
	folded  []rune
	known   *docfreq.Weights
	weights map[ID]uint16
	length  int
}

// add counts an occurrence at a position, in a set phrase of a level.
func (c *counter) add(id ID, level, at int) {
	w := known[level]
	if at < leadLetters {
		w += lead
	}
	if old := c.weights[id]; old <= math.MaxUint16-w {
		c.weights[id] = old + w
	}
}

// letters counts the letters of a run and their pairs.
func (c *counter) letters(r run) {
	c.length += len(r.letters)
	before := 0
	for i, l := range r.letters {
		level := c.level(r.at[i])
		c.add(LetterID(l), level, r.at[i])
		if i > 0 {
			c.add(PairID(r.letters[i-1], l), min(level, before), r.at[i-1])
		}
		before = level
	}
}

// level returns the level of the set phrase around a letter, 0 for none.
func (c *counter) level(at int) int {
	switch share := c.known.Known(at, at+1); {
	case share > .95:
		return 3
	case share > .85:
		return 2
	case share > .7:
		return 1
	}
	return 0
}

// figures counts the figures.
func (c *counter) figures() {
	for _, f := range Figures(c.folded) {
		c.add(FigureID(f.Value), c.level(f.Span.Start), f.Span.Start)
	}
}

// LetterID returns the ID of a folded letter.
func LetterID(r rune) ID { return ID(r & (1<<hashBits - 1)) }

// PairID returns the ID of a pair of folded letters.
func PairID(a, b rune) ID {
	step := Kind(min(docfreq.Default().IDF(a, b)/2, 3))
	return newID(Pair0+step, []rune{a, b})
}

// newID returns the ID of a term that is no letter.
func newID(k Kind, letters []rune) ID {
	return ID(k)<<hashBits | ID(docfreq.Hash(letters)&(1<<hashBits-1))
}

// WordID returns the ID of a word of another script, folded and in lower case.
func WordID(w string) ID { return newID(Word, []rune(w)) }

// FigureID returns the ID of a figure by its Value (see [Figures]).
func FigureID(value string) ID { return newID(Figure, []rune(value)) }
