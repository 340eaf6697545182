package mindmap

import (
	"math"
	"strings"
	"unicode"
)

// ems estimates the width of words in a serif font: a Chinese letter or mark is as wide as
// high, a western one about half as wide, a capital or a dash more. The estimate is on the
// safe side for the fonts of package documentation.
func ems(s string) float64 {
	sum := 0.0
	for _, r := range s {
		sum += em(r)
	}
	return sum
}

func em(r rune) float64 {
	switch {
	case unicode.Is(unicode.Mn, r):
		return 0
	case r >= 0x1100 || r == '“' || r == '”' || r == '‘' || r == '’' || r == '—' || r == '…' || r == '·' || r == '※':
		return 1
	case strings.ContainsRune("MW@%mw", r):
		return 0.95
	case unicode.IsUpper(r):
		return 0.72
	case r == ' ':
		return 0.3
	}
	return 0.58
}

// wrap parts words into lines of at most limit ems, as even as may be. No line begins with a closing mark or
// ends with an opening one, and western words and figures stay whole where they fit.
func wrap(words string, limit float64) []string {
	var lines []string
	rest := []rune(words)
	if all := ems(words); all > limit {
		limit = min(limit, all/math.Ceil(all/limit)+2)
	}
	for ems(string(rest)) > limit {
		n := breakAt(rest, limit)
		lines = append(lines, strings.TrimSpace(string(rest[:n])))
		rest = []rune(strings.TrimSpace(string(rest[n:])))
	}
	return append(lines, string(rest))
}

// breakAt returns how many letters of words go on a line of limit ems: at least one.
func breakAt(words []rune, limit float64) int {
	n, used := 0, 0.0
	for n < len(words) && used+em(words[n]) <= limit {
		used += em(words[n])
		n++
	}
	for k := n; k > max(n/2, 1); k-- {
		if mayBreak(words[k-1], words[min(k, len(words)-1)]) {
			return k
		}
	}
	return max(n, 1)
}

// closing and opening marks do not begin and do not end a line (W3C clreq, line breaking).
const (
	closing = "，。、；：？！）》」』】〉”’…—·%,.;:?!)]}※"
	opening = "（《「『【〈“‘([{"
)

func mayBreak(before, after rune) bool {
	switch {
	case strings.ContainsRune(closing, after), strings.ContainsRune(opening, before):
		return false
	case before == ' ' || after == ' ':
		return true
	}
	return !western(before) || !western(after)
}

func western(r rune) bool { return r < 0x1100 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
