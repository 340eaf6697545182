package zh

import (
	"testing"
	"unicode/utf8"
)

func TestFoldString(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"full width", "２０２４年，５％（见附件）；Ａ：Ｂ！？", "2024年,5%(见附件);A:B!?"},
		{"small forms", "甲﹔乙﹐丙﹕丁", "甲;乙,丙:丁"},
		{"blanks", "甲\u3000乙\u00a0丙\t丁\u200b戊\ufeff", "甲 乙 丙 丁 戊 "},
		{"line breaks stay", "甲\r\n乙\n丙", "甲\r\n乙\n丙"},
		{"corner brackets", "「團結」與『奮鬥』", "“团结”与‘奋斗’"},
		{"traditional", "職工們為實現目標而努力，後勤部門準備好了乾糧", "职工们为实现目标而努力,后勤部门准备好了干粮"},
		{"著 is 着 in both", "著力 着力", "着力 着力"},
		{"compatibility ideographs", "\uf9b4\u2f08", "领人"},
		{"astral", "𠮷野家😀", "𠮷野家😀"},
		{"unchanged", "云溪市总工会。", "云溪市总工会。"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := FoldString(tt.in); got != tt.want {
				t.Errorf("FoldString(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// Spans hold in folded text only if nothing changes its length, and patterns may be
// written folded only if folding twice changes nothing.
func TestFoldEveryRune(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		f := Fold(r)
		if !utf8.ValidRune(f) {
			t.Fatalf("Fold(%U) = %U is no code point", r, f)
		}
		if ff := Fold(f); ff != f {
			t.Errorf("Fold(%U) = %U, folded again %U", r, f, ff)
		}
		if (r == '\n') != (f == '\n') {
			t.Errorf("Fold(%U) = %U makes or breaks a line", r, f)
		}
	}
}

func FuzzFoldString(f *testing.F) {
	f.Add("職工，ＡＢＣ「引」\xff")
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := utf8.RuneCountInString(FoldString(s)), utf8.RuneCountInString(s); got != want {
			t.Errorf("FoldString(%q) has %d code points, want %d", s, got, want)
		}
	})
}
