package check

import "testing"

func TestStatement(t *testing.T) {
	t.Parallel()
	const source = "云溪市总工会安排专项资金1800万元，6月底前建成3个实训基地。"
	tests := []struct {
		statement string
		want      string // path and rule of the first finding
	}{
		{"6月底前建成3個實訓基地", ""},
		{"云溪市总工会将安排一千八百万元专项资金。", ""},
		{"6月底前建成3个实训基地。云溪市总工会安排了1900万元。", "sentences[1] number"},
		{"7月底前，云溪市建成实训基地。", "sentences[0] date"},
		{"", ""},
	}
	for _, tt := range tests {
		got := ""
		if f := Statement(tt.statement, source); len(f) > 0 {
			got = f[0].Path + " " + f[0].Rule
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.statement, got, tt.want)
		}
	}
}
