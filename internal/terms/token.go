package terms

import (
	"strings"

	"github.com/daodu/daodu"
)

// A token is one token of an index with the letters that it stands for.
type token struct {
	text   string
	span   daodu.Span
	single bool // the last letter of a run that is cut into pairs
}

// Index returns the tokens of text in order, for a full-text index. text need not be
// folded.
func Index(text []rune) []string {
	all := tokens(text)
	out := make([]string, len(all))
	for i, t := range all {
		out[i] = t.text
	}
	return out
}

func tokens(text []rune) []token {
	out := make([]token, 0, len(text))
	for _, r := range scan(text) {
		out = r.tokens(out)
	}
	return out
}

// tokens appends the tokens of r.
func (r run) tokens(out []token) []token {
	if r.kind != pairs {
		return append(out, token{r.text(), daodu.Span{Start: r.start(), End: r.end()}, false})
	}
	for i := range r.letters {
		end := min(i+2, len(r.letters))
		text := spell(r.letters[i:end])
		out = append(out, token{text, daodu.Span{Start: r.at[i], End: r.at[end-1] + 1}, end == i+1})
	}
	return out
}

// text returns the token of a run that is not cut into pairs.
func (r run) text() string {
	if r.kind == fraction {
		return "p" + spell(r.letters)
	}
	return spell(r.letters)
}

// spell writes folded letters as part of a token.
func spell(letters []rune) string {
	var b strings.Builder
	for _, r := range letters {
		if plainLetter(r) {
			b.WriteRune(r)
		} else {
			b.WriteByte('x')
			const digits = "0123456789abcdef"
			for shift := 20; shift >= 0; shift -= 4 {
				if d := r >> shift; d > 0 || shift == 0 {
					b.WriteByte(digits[d&15])
				}
			}
		}
	}
	return b.String()
}

// plainLetter reports whether r may stand in a token: ASCII and the CJK unified
// ideographs of Unicode 3.0, which every table of letters knows.
func plainLetter(r rune) bool {
	return r < 0x80 || r >= 0x4E00 && r <= 0x9FA5 || r >= 0x3400 && r <= 0x4DB5
}
