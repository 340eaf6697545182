package synth

import (
	"testing"
	"unicode/utf8"
)

func TestSpeech(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for n := range 500 {
		text := Speech(n)
		if text != Speech(n) {
			t.Fatalf("speech %d is not always the same", n)
		}
		if m, ok := seen[text]; ok {
			t.Errorf("speeches %d and %d are one", m, n)
		}
		seen[text] = n
		if length := utf8.RuneCountInString(text); length < 700 || length > 2000 {
			t.Errorf("speech %d has %d code points", n, length)
		}
	}
}
