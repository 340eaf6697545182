package check

import (
	"strings"
	"testing"
)

// TestAlign shows an alignment as the partners of a clause, letter by letter: _ is a
// letter without one.
func TestAlign(t *testing.T) {
	t.Parallel()
	tests := []struct{ said, cited, want string }{
		{"全市新增就业5万人", "今年以来，全市城镇新增就业3万人。", "全市新增就业3万人"},
		{"财政支出增长8%", "财政收入增长8%，财政支出增长5%。", "财政支出增长5%"},
		{"云溪市没有建成基地", "云溪市建成了实训基地", "云溪市__建成基地"},
		{"产量稳步提高", "产量稳步降低", "产量稳步__"},
		{"雲溪市總工會", "云溪市总工会", "云溪市总工会"},
	}
	for _, tt := range tests {
		said, evidence := newPassage([]rune(tt.said)), newPassage([]rune(tt.cited))
		a := alignLines(said.lines()[0], evidence.lines()[0])
		var got strings.Builder
		for i, j := range a.pair {
			if j < 0 {
				got.WriteString(strings.Repeat("_", a.said.tokens[i].span.Len()))
				continue
			}
			got.WriteString(evidence.words(a.cited.tokens[j].span))
		}
		if got.String() != tt.want {
			t.Errorf("%s beside %s: %s, want %s", tt.said, tt.cited, got.String(), tt.want)
		}
	}
}
