package eval

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/daodu/daodu/internal/lcs"
)

// A rouge holds the F1 of single tokens, of pairs of tokens and of the longest common
// subsequence (Lin, 2004), each 0..1.
type rouge struct{ r1, r2, rl float64 }

// tokens returns the tokens of a text after NFKC: each letter of a script without
// spaces alone, each run of Latin letters and digits as one word in lower case.
// Punctuation is left out.
func tokens(text string) []string {
	var out []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			out = append(out, word.String())
			word.Reset()
		}
	}
	for _, r := range norm.NFKC.String(text) {
		switch letter := unicode.IsLetter(r) || unicode.IsNumber(r); {
		case letter && r <= unicode.MaxASCII:
			word.WriteRune(unicode.ToLower(r))
		case letter:
			flush()
			out = append(out, string(r))
		default:
			flush()
		}
	}
	flush()
	return out
}

// scoreRouge compares a summary with a reference.
func scoreRouge(summary, reference []string) rouge {
	return rouge{
		r1: f1(overlap(grams(summary, 1), grams(reference, 1)), len(summary), len(reference)),
		r2: f1(overlap(grams(summary, 2), grams(reference, 2)), len(summary)-1, len(reference)-1),
		rl: f1(commonLength(summary, reference), len(summary), len(reference)),
	}
}

// f1 is the harmonic mean of hits/n and hits/m.
func f1(hits, n, m int) float64 {
	if hits == 0 {
		return 0
	}
	return 2 * float64(hits) / float64(n+m)
}

// grams counts the runs of n tokens.
func grams(t []string, n int) map[string]int {
	out := map[string]int{}
	for i := 0; i+n <= len(t); i++ {
		out[strings.Join(t[i:i+n], " ")]++
	}
	return out
}

// overlap counts what two sets of counts share.
func overlap(a, b map[string]int) int {
	n := 0
	for k, v := range a {
		n += min(v, b[k])
	}
	return n
}

// commonLength returns the length of the longest common subsequence.
func commonLength(a, b []string) int {
	ids := map[string]int32{}
	return lcs.Length(numbers(a, ids), numbers(b, ids))
}

// numbers writes tokens as numbers, which compare faster.
func numbers(t []string, ids map[string]int32) []int32 {
	out := make([]int32, len(t))
	for i, s := range t {
		id, known := ids[s]
		if !known {
			id = int32(len(ids))
			ids[s] = id
		}
		out[i] = id
	}
	return out
}
