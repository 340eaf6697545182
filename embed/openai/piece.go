package openai

import (
	"fmt"
	"math"
	"slices"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// minPiece is the length in code points below which a text that an endpoint finds too long
// is not split any further: something else is wrong then.
const minPiece = 32

// A piece is a text, or a part of one, that is embedded by itself.
type piece struct {
	prefix string
	text   []rune
}

func (p piece) String() string { return p.prefix + string(p.text) }

// tokens estimates from above what p costs.
func (p piece) tokens() int { return zh.TokenLimit([]rune(p.prefix)) + zh.TokenLimit(p.text) }

// halves parts p behind a sentence near its middle.
func (p piece) halves() []piece {
	m := middle(p.text)
	return pieces(p.prefix, p.text[:m], p.text[m:])
}

// split cuts text into pieces of at most room tokens, behind sentences where it can. A text
// without a letter has no pieces.
func split(prefix, text string, room int) []piece {
	return pieces(prefix, parts([]rune(text), room)...)
}

// pieces leaves out what has no letter.
func pieces(prefix string, texts ...[]rune) []piece {
	var out []piece
	for _, text := range texts {
		if slices.ContainsFunc(text, isLetter) {
			out = append(out, piece{prefix, text})
		}
	}
	return out
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || zh.IsHan(r) }

// parts fills parts of at most room tokens with whole sentences.
func parts(text []rune, room int) [][]rune {
	if zh.TokenLimit(text) <= room {
		return [][]rune{text}
	}
	var out [][]rune
	from, end, tokens := 0, 0, 0 // of the open part
	for _, s := range zh.Sentences(text, zh.FullStops) {
		n := zh.TokenLimit(text[end:s.End]) + 1 // rounded up, since many short ones add up
		if end > from && tokens+n > room {
			out = append(out, fit(text[from:end], room)...)
			from, tokens = end, 0
		}
		end, tokens = s.End, tokens+n
	}
	return append(out, fit(text[from:], room)...)
}

// fit halves text, which may be one long sentence, until its parts have room.
func fit(text []rune, room int) [][]rune {
	if zh.TokenLimit(text) <= room || len(text) < 2 {
		return [][]rune{text}
	}
	m := middle(text)
	return append(fit(text[:m], room), fit(text[m:], room)...)
}

// middle returns where to cut a text of at least two code points in two: behind the sentence
// or clause, the comma or the blank that is nearest to its middle, if one is near.
func middle(text []rune) int {
	best := 0
	half := len(text) / 2
	consider := func(at int) {
		if at > 0 && at < len(text) && abs(at-half) <= len(text)/4 && (best == 0 || abs(at-half) < abs(best-half)) {
			best = at
		}
	}
	for _, s := range zh.Sentences(text, zh.Semicolons) {
		consider(s.End)
	}
	for i := 0; i < len(text) && best == 0; i++ {
		// Outward from the middle, so that the first is the nearest.
		at := half + (i+1)/2*(1-i%2*2)
		if at > 0 && at < len(text) && breaks(text[at-1]) {
			consider(at)
		}
	}
	if best == 0 {
		return half
	}
	return best
}

func breaks(r rune) bool {
	switch zh.Fold(r) {
	case ',', '、', ':', ' ', '\n':
		return true
	}
	return false
}

func abs(n int) int { return max(n, -n) }

// mean returns the average of vectors, weighted by the length of their pieces, with length
// 1; the zero vector of dim elements for none.
func mean(pieces []piece, vectors [][]float32, dim int) ([]float32, error) {
	switch len(vectors) {
	case 0:
		return make([]float32, dim), nil
	case 1:
		return vectors[0], nil
	}
	sum := make([]float64, len(vectors[0]))
	for i, v := range vectors {
		for k, x := range v {
			sum[k] += float64(x) * float64(len(pieces[i].text))
		}
	}
	v, err := unit(sum)
	if err != nil {
		return nil, fmt.Errorf("%w: the parts of a long text make %w", daodu.ErrUpstream, err)
	}
	return v, nil
}

// unit returns v with length 1; it fails for a v without a direction.
func unit[T float32 | float64](v []T) ([]float32, error) {
	square := 0.0
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	if square == 0 || math.IsNaN(square) || math.IsInf(square, 0) {
		return nil, fmt.Errorf("a vector of length %v", math.Sqrt(square))
	}
	length := math.Sqrt(square)
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(float64(x) / length)
	}
	return out, nil
}
