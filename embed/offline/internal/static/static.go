// Package static holds what the offline embedder and the program that trains it share:
// how a text becomes letters, letters become pieces, and pieces and pairs of letters
// become numbers that are the same on every machine.
package static

import (
	"sync"
	"unicode"

	"github.com/daodu/daodu/internal/zh"
)

// A Class says how letters are put together.
type Class uint8

// The classes of normal letters.
const (
	Separator Class = iota // no letter: blanks, marks, symbols
	Digit                  // 0-9, and the point between them
	Word                   // letters that make words between blanks: Latin, Cyrillic, ...
	Wide                   // letters that are written without blanks: Han, kana, ...
)

// wide is the first code point of the East Asian scripts (CJK radicals).
const wide = 0x2E80

// bmp is the number of code points that the table of normal letters holds.
const bmp = 0x10000

// normals maps each code point of the basic plane to its normal letter, 0 for none.
var normals = sync.OnceValue(func() *[bmp]uint16 {
	t := &[bmp]uint16{}
	for r := range rune(bmp) {
		if n := normal(r); n < bmp {
			t[r] = uint16(n)
		}
	}
	return t
})

// normal returns the Simplified, half-width, lower-case form of a letter, digit or
// point, 0 for anything else.
func normal(r rune) rune {
	f := unicode.ToLower(zh.Fold(r))
	if f == '.' || f >= '0' && f <= '9' || f != unicode.ReplacementChar && (zh.IsHan(f) || unicode.IsLetter(f)) {
		return f
	}
	return 0
}

// Normalise appends the normal letters of text to dst, one for each code point; what is
// no letter becomes 0.
func Normalise(dst []rune, text string) []rune {
	t := normals()
	for _, r := range text {
		if r < bmp {
			dst = append(dst, rune(t[r]))
		} else {
			dst = append(dst, normal(r))
		}
	}
	return dst
}

// ClassOf returns the class of a normal letter.
func ClassOf(r rune) Class {
	switch {
	case r >= wide:
		return Wide
	case r > '9':
		return Word
	case r == 0:
		return Separator
	}
	return Digit
}

// maxRun is the greatest number of letters of a run, so that costs cannot overflow.
const maxRun = 1 << 16

// Next parts the first run of letters of one class, of at most 65,536 letters, from text,
// which is not empty. Points beside a number do not belong to it.
func Next(text []rune) (class Class, run, rest []rune) {
	class = ClassOf(text[0])
	n := 1
	for n < min(len(text), maxRun) && ClassOf(text[n]) == class {
		n++
	}
	run, rest = text[:n], text[n:]
	if class != Digit {
		return class, run, rest
	}
	for len(run) > 0 && run[0] == '.' {
		run = run[1:]
	}
	for len(run) > 0 && run[len(run)-1] == '.' {
		run = run[:len(run)-1]
	}
	if len(run) == 0 {
		class = Separator
	}
	return class, run, rest
}

// Mix spreads the bits of a number over a hash (the finisher of SplitMix64).
func Mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// HashWord returns the hash of a word: FNV-1a over code points, mixed.
func HashWord(word []rune) uint64 {
	h := uint64(14695981039346656037)
	for _, r := range word {
		h = (h ^ uint64(r)) * 1099511628211
	}
	return Mix(h)
}
