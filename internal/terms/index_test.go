package terms

import (
	"slices"
	"strings"
	"testing"
)

func TestIndex(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"", ""},
		{"。，！", ""},
		{"工", "工"},
		{"人工智能", "人工 工智 智能 能"},
		{"團結奮鬥，一個", "团结 结奋 奋斗 斗 一个 个"},
		{"第1批", "第 1 批"},
		{"2024年5月", "2024 年 5 月"},
		{"增长4.5％", "增长 长 4 p5"},
		{"4、5月", "4 5 月"},
		{"2024.5.1", "2024 p5 p1"},
		{"１，５００亿元", "1500 亿元 元"},
		{"1,234,567", "1234567"},
		{"1234,567", "1234 567"},
		{"1,2345", "1 2345"},
		{"12,345,67", "12345 67"},
		{"ＧＤＰ与G20", "gdp 与 g20"},
		{"COVID-19", "covid 19"},
		{"Müller Ångström", "muller angstrom"},
		{"cafe\u0301", "cafe"},
		{"①②⑩", "12x2469"},
		{"0\u037A", "0x37a"}, // decomposes into a blank and an accent
		{"Москва", "x43cx43ex441x43ax432x430"},
		{"𠮷野家", "x20bb7野 野家 家"},
		{"二〇二四", "二x3007 x3007二 二四 四"},
		{"カラ", "x30abx30e9 x30e9"},
		{"职工\n代表", "职工 工 代表 表"},
		{"a\uFFFDb", "a b"},
	}
	for _, tt := range tests {
		if got := strings.Join(Index([]rune(tt.text)), " "); got != tt.want {
			t.Errorf("Index(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// TestIndexWidths holds that script, width and case make no difference.
func TestIndexWidths(t *testing.T) {
	t.Parallel()
	want := Index([]rune("国务院2024年批准GDP核算1,500项,增长4.5%"))
	for _, same := range []string{"國務院２０２４年批准ＧＤＰ核算１，５００項，增長４．５％", "国务院2024年批准gdp核算1500项；增长4.5"} {
		if got := Index([]rune(same)); !slices.Equal(got, want) {
			t.Errorf("Index(%q) = %q, want %q", same, got, want)
		}
	}
}

// TestIndexLong cuts what no index takes as one token.
func TestIndexLong(t *testing.T) {
	t.Parallel()
	for _, text := range []string{strings.Repeat("a", 5000), "3." + strings.Repeat("1", 5000), "1" + strings.Repeat(",000", 2000), strings.Repeat("я", 5000)} {
		n := 0
		for _, tok := range Index([]rune(text)) {
			if len(tok) > 1000 {
				t.Errorf("a token of %d bytes", len(tok))
			}
			n += len(tok)
		}
		if n < 5000 {
			t.Errorf("%.10s...: %d bytes of tokens, want all letters", text, n)
		}
	}
}

func TestParseQuery(t *testing.T) {
	t.Parallel()
	tests := []struct{ q, phrases, excluded, loose string }{
		{"", "", "", ""},
		{" ，。-", "", "", ""},
		{"人工智能", "人工_工智_智能", "", "人工 工智 智能"},
		{"工", "工*", "", "工*"},
		{"職工　技能", "职工 技能", "", "职工 技能"},
		{"职工、技能", "职工 技能", "", "职工 技能"},
		{"第1批", "第_1_批*", "", "1"},
		{"2024年工作", "2024_年工_工作", "", "2024 年工 工作"},
		{"GDP 4.5%", "gdp 4_p5", "", "gdp 4 p5"},
		{"1,500亿", "1500_亿*", "", "1500"},
		{`"同志们，大家好"`, "同志_志们_们_大家_家好", "", "同志 志们 大家 家好"},
		{"「新時代」-“旧 时代”", "新时_时代", "旧_时代", "新时 时代"},
		{"『新时代』", "新时_时代", "", "新时 时代"},
		{"”新 时代”", "新_时代", "", "时代"},
		{`"新 时代`, "新* 时代", "", "时代"},
		{"COVID-19 -疫苗 - 职工", "covid 19 职工", "疫苗", "covid 19 职工"},
		{"－疫苗", "", "疫苗", ""},
		{"职工 职工 職工", "职工", "", "职工"},
		{"𠮷野家", "x20bb7野_野家", "", "x20bb7野 野家"},
		{"Xi’s", "xi s", "", "xi s"},
	}
	for _, tt := range tests {
		q := ParseQuery(tt.q)
		if got := show(q.Phrases()); got != tt.phrases {
			t.Errorf("%q looks for %q, want %q", tt.q, got, tt.phrases)
		}
		if got := show(q.Excluded()); got != tt.excluded {
			t.Errorf("%q excludes %q, want %q", tt.q, got, tt.excluded)
		}
		if got := show(q.Loose()); got != tt.loose {
			t.Errorf("%q falls back to %q, want %q", tt.q, got, tt.loose)
		}
		if q.Empty() != (tt.phrases == "") {
			t.Errorf("%q: Empty is %v", tt.q, q.Empty())
		}
	}
}

// show writes phrases with _ between tokens and * behind a prefix.
func show(list []Phrase) string {
	var out []string
	for _, p := range list {
		s := strings.Join(p.Tokens, "_")
		if p.Prefix {
			s += "*"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

// FuzzParseQuery holds that a text is found by each stretch of itself in quotation
// marks, that tokens are plain, and that nothing breaks.
func FuzzParseQuery(f *testing.F) {
	f.Add("今年GDP增长4.5%，第1批𠮷野家", 3, 9)
	f.Add(`-"“a ‘b’ 1,500.25,3`, 0, 20)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		ParseQuery(text)
		runes := []rune(text)
		for _, tok := range Index(runes) {
			for _, r := range tok {
				if !plainLetter(r) || r < 0x80 && !isDigit(r) && (r < 'a' || r > 'z') {
					t.Fatalf("token %q of %q", tok, text)
				}
			}
		}
		n := len(runes)
		if n == 0 || from < 0 || to < 0 {
			return
		}
		from, to = from%n, to%n
		if from >= to || !border(runes, from) || !border(runes, to) {
			return
		}
		part := strings.Map(func(r rune) rune {
			if strings.ContainsRune(`"“”「」『』‘’＂〝〞〟﹁﹂﹃﹄｢｣`, r) {
				return ' '
			}
			return r
		}, string(runes[from:to]))
		q := ParseQuery("“" + part + "”")
		if !q.Empty() && len(q.Phrases()[0].occurrences(tokens(runes))) == 0 {
			t.Fatalf("%q is not found in %q", show(q.Phrases()), Index(runes))
		}
	})
}

// border reports whether a stretch of text may begin or end at i so that what is cut off
// changes no token: at an end, or behind a Chinese letter.
func border(text []rune, i int) bool {
	if i == 0 || i == len(text) {
		return true
	}
	_, before := letter(text[i-1])
	_, after := letter(text[i])
	return before == pairs && after == pairs || before == none && text[i-1] == ' '
}
