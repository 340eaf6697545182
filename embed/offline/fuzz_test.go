package offline_test

import (
	"math"
	"slices"
	"testing"
	"unicode"

	"github.com/daodu/daodu/embed/offline"
	"github.com/daodu/daodu/internal/zh"
)

// FuzzDocuments checks that any bytes have a vector of length 1 or, without a letter, the
// zero vector, that the vector is the same again and that of the folded text.
func FuzzDocuments(f *testing.F) {
	for _, text := range goldenTexts {
		f.Add(text)
	}
	f.Add("")
	f.Add("1.5..3 . ...")
	f.Add("工会\xff\xfe干部\x00")
	f.Add("ΑΣ ǅ İ ß e\u0301")
	e := offline.New()
	f.Fuzz(func(t *testing.T, text string) {
		vectors, err := e.Documents(t.Context(), []string{text, zh.FoldString(text), text})
		if err != nil {
			t.Fatal(err)
		}
		want := 0.0
		for _, r := range zh.FoldString(text) { // ㆍ, a letter, serves as a middle dot
			if isLetter(r) {
				want = 1
			}
		}
		if got := length(vectors[0]); !(math.Abs(got-want) < 1e-3) {
			t.Errorf("%q has a vector of length %v, want %v", text, got, want)
		}
		if !slices.Equal(vectors[0], vectors[1]) || !slices.Equal(vectors[0], vectors[2]) {
			t.Errorf("%q has other vectors when folded or asked for again", text)
		}
	})
}

func isLetter(r rune) bool {
	return r != unicode.ReplacementChar && (zh.IsHan(r) || unicode.IsLetter(r))
}

func length(v []float32) float64 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return math.Sqrt(sum)
}
