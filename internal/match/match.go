// Package match tells cheaply which of many regular expressions may match a text.
// Rules over Chinese text are long alternations of words; trying each on every line
// costs more than everything else. A [Set] derives from each expression the words of
// which every match must hold one, and looks for the first two letters of all of
// them in a single pass.
package match

import (
	"regexp"
	"regexp/syntax"
)

// maxPatterns is the width of the answer of Candidates.
const maxPatterns = 64

// A Set holds up to 64 patterns.
type Set struct {
	always uint64                     // patterns without a word that every match holds
	starts map[[2]rune]uint64         // by the first two letters of a word; {0, r} for a single one
	seen   [1 << slotBits / 64]uint64 // bitmap of the hashes of starts
}

const slotBits = 16

// NewSet prepares patterns; the i-th is bit i of the answers. It panics on more than
// 64.
func NewSet(patterns ...*regexp.Regexp) *Set {
	if len(patterns) > maxPatterns {
		panic("match: too many patterns")
	}
	s := &Set{starts: map[[2]rune]uint64{}}
	for i, p := range patterns {
		s.add(p, 1<<i)
	}
	return s
}

func (s *Set) add(p *regexp.Regexp, bit uint64) {
	tree, err := syntax.Parse(p.String(), syntax.Perl)
	if err != nil {
		panic("match: " + err.Error()) // unreachable: p has been compiled
	}
	words := analyse(tree.Simplify()).need()
	if words == nil {
		s.always |= bit
		return
	}
	for _, w := range words {
		runes := []rune(w)
		start := [2]rune{0, runes[0]}
		if len(runes) > 1 {
			start = [2]rune{runes[0], runes[1]}
		}
		s.starts[start] |= bit
		h := slot(start[0], start[1])
		s.seen[h/64] |= 1 << (h % 64)
	}
}

// Candidates returns the patterns that may match text. A bit that is not set is
// certain, one that is set is not.
func (s *Set) Candidates(text []rune) uint64 {
	found := s.always
	var before rune
	for _, r := range text {
		r = lower(r)
		found |= s.lookup(before, r) | s.lookup(0, r)
		before = r
	}
	return found
}

func (s *Set) lookup(a, b rune) uint64 {
	h := slot(a, b)
	if s.seen[h/64]&(1<<(h%64)) == 0 {
		return 0
	}
	return s.starts[[2]rune{a, b}]
}

func slot(a, b rune) uint32 {
	return (uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA6B) >> (32 - slotBits)
}

// lower folds ASCII letters and the two letters beyond ASCII that an expression with
// (?i) takes for one.
func lower(r rune) rune {
	switch {
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A'
	case r == 0x212A: // Kelvin sign
		return 'k'
	case r == 0x017F: // long s
		return 's'
	}
	return r
}
