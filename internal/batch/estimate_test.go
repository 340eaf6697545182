package batch

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// modelRates are those of a model of 2 a million tokens in, 0.2 cached and 8 out.
var modelRates = Rates{Context: 32768, Concurrency: 2, Input: 2, Cached: 0.2, Output: 8, Currency: "CNY", ReadSpeed: 4000, WriteSpeed: 80}

func TestEstimate(t *testing.T) {
	t.Parallel()
	short, long := strings.Repeat("学", 10000), strings.Repeat("學", 137000)
	tests := []struct {
		name  string
		text  string
		kinds []daodu.Kind
		rates Rates
		want  Estimate
	}{
		{"no model", short, daodu.Kinds, Rates{}, Estimate{Missing: 3}},
		{"nothing to write", short, nil, modelRates, Estimate{}},
		// 6,000 tokens, a tenth more for the numbers of sentences, and 1,500 of prompt, three
		// times; at best two of three documents are cached.
		{"it fits", short, daodu.Kinds, modelRates, Estimate{
			Missing: 3, Calls: Range{3, 6}, Input: Range{24300, 48600}, Output: Range{2750, 7000},
			Cost: Range{(11100*2 + 13200*.2 + 2750*8) / 1e6, (48600*2 + 7000*8) / 1e6}, Currency: "CNY",
			Seconds: Range{(11100./4000 + 2750./80) / 2, (48600./4000 + 7000./80) / 2},
		}},
		// 90,420 tokens are 8 parts.
		{"it is read in parts", long, []daodu.Kind{daodu.KindSummary}, modelRates, Estimate{
			Missing: 1, Calls: Range{9, 10}, Input: Range{90420 + 8*1500 + 9500, 90420 + 8*1500 + 2*9500}, Output: Range{4500, 9500},
			Cost: Range{(111920*2 + 4500*8) / 1e6, (121420*2 + 9500*8) / 1e6}, Currency: "CNY",
			Seconds: Range{(111920./4000 + 4500./80) / 2, (121420./4000 + 9500./80) / 2},
		}},
	}
	near := cmp.Comparer(func(a, b float64) bool { return a-b < 1e-6 && b-a < 1e-6 })
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var e Estimate
			e.Add(tt.text, tt.kinds, tt.rates)
			if diff := cmp.Diff(tt.want, e, near); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got := tt.rates.Cost(tt.text, tt.kinds); !cmp.Equal(got, tt.want.Cost.High, near) {
				t.Errorf("at most %g, want %g", got, tt.want.Cost.High)
			}
		})
	}
}

func TestTimeLeft(t *testing.T) {
	t.Parallel()
	began := time.Unix(1000, 0)
	for _, tt := range []struct {
		total, ready, fresh int
		want                time.Duration
	}{{100, 0, 0, 0}, {100, 60, 10, 40 * time.Second}, {100, 50, 0, 0}, {100, 100, 100, 0}} {
		tally := Tally{Total: tt.total, Ready: tt.ready, Fresh: tt.fresh, Began: began}
		if got := tally.Left(began.Add(10 * time.Second)); got != tt.want {
			t.Errorf("%+v: %v, want %v", tt, got, tt.want)
		}
	}
}
