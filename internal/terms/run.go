package terms

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/daodu/daodu/internal/zh"
)

// A kind says how a run is cut into tokens.
type kind byte

const (
	none     kind = iota // no letter: parts runs
	mark                 // an accent on the letter before: counts for nothing
	word                 // a whole is a token
	pairs                // written without blanks: pairs of letters are tokens
	fraction             // the digits behind a point
)

// longest is the number of letters behind which a word is cut, so that no stretch of
// code or damage makes a token that an index refuses.
const longest = 64

// A run is a stretch of letters of one kind, folded and in lower case.
type run struct {
	kind    kind
	letters []rune
	at      []int // where each letter stands, in code points
}

func (r run) start() int { return r.at[0] }
func (r run) end() int   { return r.at[len(r.at)-1] + 1 }

// scan parts text, folded or not, into runs.
func scan(text []rune) []run {
	var out []run
	letters, at := make([]rune, 0, len(text)), make([]int, 0, len(text))
	from, k := 0, none
	flush := func() {
		if n := len(letters); n > from {
			out = append(out, run{k, letters[from:n:n], at[from:n:n]})
		}
		from, k = len(letters), none
	}
	for i := range text {
		r, next := letter(text[i])
		switch {
		case next == mark && k != none, k == word && groups(text, i, letters[from:]):
			continue
		case next == none || next == mark:
			flush()
			continue
		case k != pairs && len(letters)-from == longest:
			flush()
			k = next
		case k == none && next == word && point(text, i):
			k = fraction
		case k == fraction && isDigit(r):
		case k != next:
			flush()
			k = next
		}
		letters, at = append(letters, r), append(at, i)
	}
	flush()
	return out
}

// point reports whether the digit at i stands behind a point behind a digit.
func point(text []rune, i int) bool {
	return i >= 2 && zh.Fold(text[i-1]) == '.' && isDigit(zh.Fold(text[i-2])) && isDigit(zh.Fold(text[i]))
}

// groups reports whether the comma at i parts groups of three digits, before being the
// letters of the run so far.
func groups(text []rune, i int, before []rune) bool {
	if zh.Fold(text[i]) != ',' || len(before) > longest/2 || slices.ContainsFunc(before, isNoDigit) {
		return false
	}
	if len(before) > 3 && zh.Fold(text[i-4]) != ',' {
		return false
	}
	n := 0
	for i+1+n < len(text) && n < 4 && isDigit(zh.Fold(text[i+1+n])) {
		n++
	}
	return n == 3
}

func isNoDigit(r rune) bool { return !isDigit(r) }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// letter returns the form of r that every script, width and case shares, and its kind.
func letter(r rune) (rune, kind) {
	r = zh.Fold(r)
	switch {
	case r >= 'a' && r <= 'z', isDigit(r):
		return r, word
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A', word
	case r < 0x80:
		return r, none
	case zh.IsHan(r):
		return r, pairs
	case unicode.Is(unicode.Mn, r):
		return r, mark
	case !unicode.In(r, unicode.L, unicode.N):
		return r, none
	case r == '々', unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
		return r, pairs
	}
	return plain(r)
}

// plain returns a letter or numeral without its accents, and as the one ASCII letter
// that it is a form of, if it is: é is e, ① is 1.
func plain(r rune) (rune, kind) {
	form := norm.NFKD.String(string(unicode.ToLower(r)))
	first, size := utf8.DecodeRuneInString(form)
	if !unicode.In(first, unicode.L, unicode.N) {
		return unicode.ToLower(r), word
	}
	for _, m := range form[size:] {
		if !unicode.Is(unicode.Mn, m) {
			return unicode.ToLower(r), word
		}
	}
	return unicode.ToLower(first), word
}
