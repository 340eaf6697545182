package extract

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// TestPlaces holds the index against a search letter by letter, on texts of few letters
// in which everything repeats, astral ones among them.
func TestPlaces(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 7))
	alphabet := []rune("工会𠮷a")
	letters := func(n int) []rune {
		out := make([]rune, n)
		for i := range out {
			out[i] = alphabet[random.IntN(len(alphabet))]
		}
		return out
	}
	for range 300 {
		x := newText(plain("。"), "")
		x.folded = letters(random.IntN(60))
		x.foldedText, x.index = string(x.folded), nil
		words, most := letters(1+random.IntN(5)), 1+random.IntN(6)
		if diff := cmp.Diff(naivePlaces(x.folded, words, most), x.places(words, most)); diff != "" {
			t.Fatalf("%q in %q (-naive +index):\n%s", string(words), string(x.folded), diff)
		}
	}
}

func naivePlaces(text, words []rune, most int) []daodu.Span {
	var out []daodu.Span
	for i := 0; i+len(words) <= len(text) && len(out) < most; i++ {
		if slices.Equal(text[i:i+len(words)], words) {
			out = append(out, daodu.Span{Start: i, End: i + len(words)})
			i += len(words) - 1
		}
	}
	return out
}
