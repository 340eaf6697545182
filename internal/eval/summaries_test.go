package eval

import (
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/daodu/daodu/internal/eval/peers"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/internal/shared"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	got := tokens("２０２５年，GDP增长5.5％；𠮷（①）")
	want := []string{"2025", "年", "gdp", "增", "长", "5", "5", "𠮷", "1"}
	if !slices.Equal(got, want) {
		t.Errorf("tokens %q, want %q", got, want)
	}
}

func TestRouge(t *testing.T) {
	t.Parallel()
	tests := []struct {
		summary, reference string
		want               rouge
	}{
		{"工会大会", "工会大会", rouge{1, 1, 1}},
		{"工会", "天气", rouge{}},
		{"", "工会", rouge{}},
		{"会工", "工会", rouge{1, 0, .5}},
		{"工工工", "工", rouge{.5, 0, .5}}, // 1 of 3 and 1 of 1
		{"一二三四", "一三二四五", rouge{8. / 9, 0, 6. / 9}},
	}
	for _, tt := range tests {
		got := scoreRouge(tokens(tt.summary), tokens(tt.reference))
		if math.Abs(got.r1-tt.want.r1)+math.Abs(got.r2-tt.want.r2)+math.Abs(got.rl-tt.want.rl) > 1e-12 {
			t.Errorf("%q against %q: %v, want %v", tt.summary, tt.reference, got, tt.want)
		}
	}
}

// TestScorerIsTheScorer holds the figures of a lead against those that the scorer in
// Python prints for the same sets.
func TestScorerIsTheScorer(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	want := map[string][3]float64{
		"speech_ref": {63.78, 38.38, 29.70}, "speech_300": {27.79, 14.80, 13.84}, "vcsum_140": {25.07, 7.20, 13.60},
		"lawbench_125": {60.30, 53.85, 54.43}, "lcsts_22": {24.14, 13.34, 20.66},
	}
	dir := filepath.Join(shared.Dir(t), "eval")
	for _, set := range summarySets {
		cases, err := summaryCases(filepath.Join(dir, set.file))
		if err != nil {
			t.Fatal(err)
		}
		var lead scored
		for _, c := range cases {
			reference := tokens(c.Ref)
			budget := set.budget
			if budget == 0 {
				budget = len(reference)
			}
			sentences := peers.Sentences(c.Text)
			lead.add(peers.Fill(sentences, peers.Methods[0].Rank(sentences), budget, func(s string) int { return len(tokens(s)) }), reference)
		}
		for i, got := range lead.means(len(cases)) {
			if math.Abs(got-want[set.name][i]) > .005 {
				t.Errorf("%s: lead reaches %.2f, the scorer in Python says %.2f", set.name, got, want[set.name][i])
			}
		}
	}
}
