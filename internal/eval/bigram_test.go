package eval

import (
	"math"
	"testing"
)

func TestBigramF1(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, got, want string
		f1, p, r        float64
	}{
		{"same", "工会主席讲话", "工会主席讲话", 1, 1, 1},
		{"punctuation and blanks do not count", "工会，主席 讲话。\n", "工会主席讲话", 1, 1, 1},
		{"both empty", "。", "", 1, 1, 1},
		{"nothing got", "", "工会", 0, 0, 0},
		{"nothing wanted", "工会", "", 0, 0, 0},
		{"disjoint", "甲乙丙", "丁戊己", 0, 0, 0},
		{"single letter", "甲", "甲", 1, 1, 1},
		{"half of it", "甲乙丙", "甲乙丙丁戊", 2. / 3, 1, .5},                       // 2 of 4 bigrams
		{"repeats count as often as wanted", "甲乙甲乙甲乙", "甲乙", 1. / 3, .2, 1}, // 1 of 5 bigrams
		{"astral letters", "𠮷野家", "𠮷野家", 1, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f1, p, r := BigramF1(tt.got, tt.want)
			if !near(f1, tt.f1) || !near(p, tt.p) || !near(r, tt.r) {
				t.Errorf("BigramF1(%q, %q) = %.3f %.3f %.3f, want %.3f %.3f %.3f",
					tt.got, tt.want, f1, p, r, tt.f1, tt.p, tt.r)
			}
		})
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }
