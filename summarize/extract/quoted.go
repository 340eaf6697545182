package extract

import (
	"github.com/daodu/daodu"
)

// longestQuotation is how many letters a quotation may have to count as one; longer
// ones have lost a mark.
const longestQuotation = 60

// quotations returns what stands between quotation marks within s, without the marks.
// Of nested ones only the outer is returned.
func quotations(folded []rune, s daodu.Span) []daodu.Span {
	var out []daodu.Span
	for i := s.Start; i < s.End; i++ {
		if folded[i] != '“' {
			continue
		}
		end := closing(folded, i, s.End)
		if end < 0 {
			continue
		}
		out = append(out, daodu.Span{Start: i + 1, End: end})
		i = end
	}
	return out
}

// closing returns where the quotation opened at i closes, -1 when it does not.
func closing(folded []rune, i, end int) int {
	depth := 0
	for k := i; k < min(end, i+longestQuotation); k++ {
		switch folded[k] {
		case '“':
			depth++
		case '”':
			if depth--; depth == 0 {
				return k
			}
		case '\n':
			return -1
		}
	}
	return -1
}
