// Package match tells cheaply which of many regular expressions may match a text.
// Rules over Chinese text are long alternations of words; trying each on every line
// costs more than everything else. A [Set] derives from each expression the words of
// which every match must hold one, and looks for the first letters of all of
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
	starts map[[3]rune]uint64         // by the first three letters of a word; shorter ones are padded with 0 in front
	seen   [1 << slotBits / 64]uint64 // bitmap of the hashes of starts
	short  bool                       // some word has less than three letters
}

const slotBits = 16

// NewSet prepares patterns; the i-th is bit i of the answers. It panics on more than
// 64.
func NewSet(patterns ...*regexp.Regexp) *Set {
	if len(patterns) > maxPatterns {
		panic("match: too many patterns")
	}
	s := &Set{starts: map[[3]rune]uint64{}}
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
		runes = runes[:min(len(runes), 3)]
		var start [3]rune
		copy(start[3-len(runes):], runes)
		s.starts[start] |= bit
		s.short = s.short || len(runes) < 3
		h := slot(start)
		s.seen[h/64] |= 1 << (h % 64)
	}
}

// Candidates returns the patterns that may match text. A bit that is not set is
// certain, one that is set is not.
func (s *Set) Candidates(text []rune) uint64 {
	found := s.always
	var last [3]rune // the last three letters
	for _, r := range text {
		last = [3]rune{last[1], last[2], lower(r)}
		found |= s.lookup(last)
		if s.short {
			found |= s.lookup([3]rune{0, last[1], last[2]}) | s.lookup([3]rune{0, 0, last[2]})
		}
	}
	return found
}

func (s *Set) lookup(start [3]rune) uint64 {
	h := slot(start)
	if s.seen[h/64]&(1<<(h%64)) == 0 {
		return 0
	}
	return s.starts[start]
}

func slot(s [3]rune) uint32 {
	return (uint32(s[0])*0xC2B2AE35 ^ uint32(s[1])*0x9E3779B1 ^ uint32(s[2])*0x85EBCA6B) >> (32 - slotBits)
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
