package static

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// MaxPiece is the greatest number of letters of a piece of Chinese. Pieces of up to
	// 6 letters were a little worse (csl67 30.0 against 31.0).
	MaxPiece = 4
	// CostUnit is what a natural logarithm of 1 costs.
	CostUnit = 256
	// unknownCost is what a letter costs that no piece has: more than any piece.
	unknownCost = 20 * CostUnit
	// Number is the piece that stands for every number.
	Number = "0"
)

var errPieces = errors.New("not a list of pieces")

// A Vocabulary knows the pieces that texts are parted into, with their costs: minus the
// logarithm of their probability, in 1/CostUnit. It is a trie of letters whose edges
// stand in one hash table. It is read-only and safe for concurrent use.
type Vocabulary struct {
	pieces  []string
	words   map[uint64]int32 // pieces that are words or Number, by hash
	letters [bmp]uint16      // numbers of the letters of pieces, 0 for none
	astral  map[rune]uint16  // the same for the other planes
	first   []edge           // by the number of a letter: pieces of one letter
	edges   []edge           // a power of two, searched from Mix of the key
	shift   uint
}

// An edge leads from a node of the trie over a letter to the next node.
type edge struct {
	key   uint32 // node and letter, 0 for a free place
	node  uint16 // where it leads
	piece uint16 // that ends there, counted from 1; 0 for none
	cost  uint16 // of the piece
}

// NewVocabulary returns the vocabulary of pieces, each with its cost.
func NewVocabulary(pieces []string, costs []uint16) (*Vocabulary, error) {
	if len(pieces) != len(costs) || len(pieces) >= bmp {
		return nil, fmt.Errorf("%w: %d pieces with %d costs", errPieces, len(pieces), len(costs))
	}
	v := &Vocabulary{pieces: pieces, words: map[uint64]int32{}, astral: map[rune]uint16{}, first: make([]edge, 1)}
	size := 1
	for v.shift = 32; size < 4*len(pieces); v.shift-- {
		size *= 2
	}
	v.edges = make([]edge, size)
	nodes := 0
	for i, p := range pieces {
		r := []rune(p)
		if len(r) == 0 || !utf8.ValidString(p) {
			return nil, fmt.Errorf("%w: piece %d is %q", errPieces, i, p)
		}
		if ClassOf(r[0]) != Wide {
			v.words[HashWord(r)] = int32(i)
			continue
		}
		if len(r) > MaxPiece {
			return nil, fmt.Errorf("%w: %q is longer than %d letters", errPieces, p, MaxPiece)
		}
		if err := v.add(r, edge{piece: uint16(i + 1), cost: costs[i]}, &nodes); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// add puts a piece into the trie.
func (v *Vocabulary) add(r []rune, end edge, nodes *int) error {
	at := &v.first[v.number(r[0])]
	for _, next := range r[1:] {
		if at.node == 0 {
			*nodes++
			at.node = uint16(*nodes)
		}
		key := uint32(at.node)<<16 | uint32(v.number(next))
		at = v.place(key)
		at.key = key
	}
	if *nodes >= bmp-1 || len(v.first) >= bmp-1 || at.piece != 0 {
		return fmt.Errorf("%w: %q is too much or there twice", errPieces, string(r))
	}
	at.piece, at.cost = end.piece, end.cost
	return nil
}

// number returns the number of a letter, a new one if it has none.
func (v *Vocabulary) number(r rune) uint16 {
	if n := v.known(r); n != 0 {
		return n
	}
	n := uint16(len(v.first))
	v.first = append(v.first, edge{})
	if r < bmp {
		v.letters[r] = n
	} else {
		v.astral[r] = n
	}
	return n
}

// known returns the number of a letter, 0 if no piece has it.
func (v *Vocabulary) known(r rune) uint16 {
	if r < bmp {
		return v.letters[r]
	}
	return v.astral[r]
}

// place returns the edge of a key, or the free place where it belongs. There is one,
// since a piece has at most three edges and the table four places for each.
func (v *Vocabulary) place(key uint32) *edge {
	for at := key * 0x9e3779b1 >> v.shift; ; at = (at + 1) & uint32(len(v.edges)-1) {
		if e := &v.edges[at]; e.key == key || e.key == 0 {
			return e
		}
	}
}

// Len returns the number of pieces.
func (v *Vocabulary) Len() int { return len(v.pieces) }

// Piece returns the text of a piece.
func (v *Vocabulary) Piece(i int) string { return v.pieces[i] }

// Sorted returns the order in which pieces are stored, so that equal sets are equal bytes.
func Sorted(pieces []string) []string {
	return slices.SortedFunc(slices.Values(pieces), func(a, b string) int {
		return cmp.Or(cmp.Compare(utf8.RuneCountInString(a), utf8.RuneCountInString(b)), strings.Compare(a, b))
	})
}
