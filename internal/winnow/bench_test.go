package winnow

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// BenchmarkNew prepares a text; see letters/s.
func BenchmarkNew(b *testing.B) {
	text := speech(rand.New(rand.NewPCG(1, 2)), 6000)
	rate(b, New(text).Letters(), func() { New(text) })
}

// BenchmarkFingerprints takes the fingerprints of a prepared text.
func BenchmarkFingerprints(b *testing.B) {
	t := New(speech(rand.New(rand.NewPCG(1, 2)), 6000))
	rate(b, t.Letters(), func() { t.Fingerprints() })
}

// BenchmarkPassages compares texts of some 300,000 letters, both prepared anew.
func BenchmarkPassages(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	text, other := speech(r, 6000), speech(r, 6000)
	few := func(n int) []rune { return []rune(few(r, n, 300_000)) }
	tests := []struct {
		name        string
		here, there []rune
	}{
		{"copy", text, text},
		{"misread", text, misread(r, text, .05)},
		{"unrelated", text, other},
		{"quotes", text, slices.Concat(other[:9000], text[5000:5200], other[9000:])},
		{"same letter", few(1), few(1)},
		{"two letters", few(2), few(2)},
		{"four letters", few(4), few(4)},
	}
	for _, tt := range tests {
		b.Run(tt.name, func(b *testing.B) {
			rate(b, New(tt.here).Letters()+New(tt.there).Letters(), func() { Passages(tt.here, tt.there) })
		})
	}
}

// rate reports how many letters a function handles in a second.
func rate(b *testing.B, letters int, f func()) {
	b.Helper()
	for b.Loop() {
		f()
	}
	b.ReportMetric(float64(letters)*float64(b.N)/b.Elapsed().Seconds(), "letters/s")
}
