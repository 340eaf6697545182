package zh

import "slices"

// IsLetter reports whether r, folded, belongs to a word or a number: marks and blanks do
// not. Punctuation beyond the basic plane of Latin is none either.
func IsLetter(r rune) bool {
	switch {
	case r < 0x80:
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	case r < 0x2E80:
		return r >= 0xC0 && r < 0x2000
	}
	return IsHan(r)
}

// Letters returns folded text without marks and blanks.
func Letters(folded []rune) []rune {
	return slices.DeleteFunc(slices.Clone(folded), func(r rune) bool { return !IsLetter(r) })
}
