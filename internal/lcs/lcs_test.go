package lcs

import "testing"

func TestLength(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"职工", "", 0}, {"职工", "职工", 2}, {"全市职工书屋", "职工之家书屋", 4},
		{"𠮷林同志", "吉林同志", 3}, {"甲乙", "乙甲", 1},
	} {
		for _, pair := range [][2]string{{tt.a, tt.b}, {tt.b, tt.a}} {
			if got := Length([]rune(pair[0]), []rune(pair[1])); got != tt.want {
				t.Errorf("%s and %s have %d in common, want %d", pair[0], pair[1], got, tt.want)
			}
		}
	}
}
