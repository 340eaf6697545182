package zh

import (
	"testing"

	"github.com/daodu/daodu"
)

func TestScriptAndLang(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in     string
		script daodu.Script
		lang   string
	}{
		{"全市各级工会要认真学习贯彻会议精神。", daodu.ScriptHans, "zh-Hans"},
		{"全市各級工會要認真學習貫徹會議精神。", daodu.ScriptHant, "zh-Hant"},
		{"全市各级工会要认真学习。全市各級工會要認真學習。", daodu.ScriptMixed, "zh"},
		{"全市各級工會要認真學習貫徹落實會議精神，團結奮鬥，開創新局面。后来。为了", daodu.ScriptHant, "zh-Hant"},
		{"上下左右，天地人和。", daodu.ScriptNone, "zh"},
		{"No Chinese here.", daodu.ScriptNone, "en"},
		{"12345 。，", daodu.ScriptNone, "und"},
		{"", daodu.ScriptNone, "und"},
		{"𠮷😀", daodu.ScriptNone, "zh"},
	}
	for _, tt := range tests {
		got := Script([]rune(tt.in))
		if got != tt.script {
			t.Errorf("Script(%q) = %s, want %s", tt.in, got, tt.script)
		}
		if lang := Lang(got, []rune(tt.in)); lang != tt.lang {
			t.Errorf("Lang(%q) = %s, want %s", tt.in, lang, tt.lang)
		}
	}
}

func TestWrongVariants(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		want     []string
	}{
		{"converter's leftovers", "今后要團結奮斗，領導干部要聯系群眾，開辟新局面。", []string{"今後", "奮鬥", "領導幹部", "聯繫群眾", "開闢"}},
		{"correct text", "今後要團結奮鬥，領導幹部要聯繫群眾，開闢新局面。", nil},
		{"letters that are right in Traditional", "皇后、北斗、批准、干擾、系統、豆腐乾、複習、辟邪", nil},
		{"奮斗 before 的", "牢牢把握團結奮斗的要求", []string{"奮鬥"}},
		{"regional spelling", "公布、台灣、群眾、橋上為眾人而設", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, v := range WrongVariants([]rune(tt.in)) {
				got = append(got, v.Want)
			}
			if len(got) != len(tt.want) {
				t.Fatalf("WrongVariants(%q) = %q, want %q", tt.in, got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("WrongVariants(%q) = %q, want %q", tt.in, got, tt.want)
				}
			}
		})
	}
}

func TestStrays(t *testing.T) {
	t.Parallel()
	in := []rune("全市职工团結奋斗，學习先进。")
	var got string
	for _, s := range Strays(in) {
		got += string(in[s.Start:s.End])
	}
	if got != "結學" {
		t.Errorf("Strays found %q, want 結學", got)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	text := []rune("云溪市总工会召开会议。")
	if limit, price := TokenLimit(text), TokenPrice(text); limit < price || limit < 8 || limit > 11 {
		t.Errorf("TokenLimit = %d, TokenPrice = %d of 11 code points; want the limit above the price", limit, price)
	}
	if got := TokenLimit([]rune("a")); got != 1 {
		t.Errorf("TokenLimit of one letter = %d, want 1", got)
	}
	if got := TokenLimit(nil); got != 0 {
		t.Errorf("TokenLimit of nothing = %d, want 0", got)
	}
}
