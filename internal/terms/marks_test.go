package terms

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// marked returns text with brackets around spans.
func marked(text string, spans []daodu.Span) string {
	runes := []rune(text)
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(string(runes[at:s.Start]) + "[" + string(runes[s.Start:s.End]) + "]")
		at = s.End
	}
	return b.String() + string(runes[at:])
}

func TestMarks(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, q, want string }{
		{"", "职工", ""},
		{"全國職工技能大賽", "职工技能", "全國[職工技能]大賽"},
		{"职工技能，职工", "职工 职工技能", "[职工技能]，[职工]"},
		{"职工的技能，技能人才", "职工技能", "[职工]的[技能]，[技能]人才"},
		{"人工智能与智能", "人工智能", "[人工智能]与智能"},
		{"人工，智能", "人工智能", "[人工]，[智能]"},
		{"好，同志们", "“好！同志”", "[好，同志]们"},
		{"ＧＤＰ增长４．５％", "gdp 4.5", "[ＧＤＰ]增长[４．５]％"},
		{"拨款1，500亿元", "1500亿", "拨款[1，500亿]元"},
		{"工会和职工", "工", "[工]会和职[工]"},
		{"𠮷野家在𠮷野", "𠮷野", "[𠮷野]家在[𠮷野]"},
		{"工会 -主席", "工会 -主席", "[工会] -主席"},
		{"东风东风东", "东风东", "[东风东]风东"},
	}
	for _, tt := range tests {
		if got := marked(tt.text, Marks([]rune(tt.text), ParseQuery(tt.q))); got != tt.want {
			t.Errorf("%q in %q: %s, want %s", tt.q, tt.text, got, tt.want)
		}
	}
}

const council = "各位代表，大家上午好。今年以来，全市各级工会围绕中心、服务大局，各项工作取得新的成绩。" +
	"一年来，我们举办订单式培训班十五期，实名制培训不少于2000人，帮助一千二百名下岗职工重新走上工作岗位，受到广大职工的一致好评。" +
	"同时，也要清醒地看到，工作中还有不少问题和不足，需要在今后认真加以解决。" +
	"下一步，要把实名制培训做得更细，让每一名职工都有一技之长"

func TestExcerpts(t *testing.T) {
	t.Parallel()
	trad := strings.NewReplacer("实", "實", "训", "訓", "职", "職", "举", "舉", "办", "辦").Replace(council)
	for _, text := range []string{council, trad} {
		runes := []rune(text)
		got := Excerpts(runes, nil, ParseQuery("实名制培训"), 2)
		if len(got) != 2 {
			t.Fatalf("%d excerpts, want 2: %v", len(got), got)
		}
		for i, want := range []string{"2000人", "更细"} {
			e := got[i]
			if !strings.Contains(e.Text, want) || len(e.Marks) != 1 || zh.FoldString(string(runes[e.Marks[0].Start:e.Marks[0].End])) != "实名制培训" {
				t.Errorf("excerpt %d is %q with %v, want one around %s", i, e.Text, e.Marks, want)
			}
			if e.Text != string(runes[e.Start:e.End]) || e.Len() > excerptMax {
				t.Errorf("excerpt %d: %q is not the text at %v, or too long", i, e.Text, e.Span)
			}
		}
		if got[0].Len() < excerptAim {
			t.Errorf("the first excerpt has %d code points, want %d: %q", got[0].Len(), excerptAim, got[0].Text)
		}
	}
}

func TestExcerptsEdges(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("无标点", 300)
	tests := []struct {
		name, text, q string
		n, want       int
		first         string
	}{
		{"empty", "", "职工", 3, 0, ""},
		{"none wanted", council, "职工", 0, 0, ""},
		{"no word of it", council, "量子", 3, 1, "各位代表，大家上午好。"},
		{"no query", council, "", 3, 1, "各位代表，大家上午好。"},
		{"no mark at the end", "工会", "工会", 3, 1, "工会"},
		{"no marks at all", long + "职工" + long, "职工", 1, 1, ""},
		{"all words in one place", "职工。" + council + "职工技能。", "职工 技能", 1, 1, ""},
	}
	for _, tt := range tests {
		got := Excerpts([]rune(tt.text), nil, ParseQuery(tt.q), tt.n)
		if len(got) != tt.want {
			t.Errorf("%s: %d excerpts, want %d", tt.name, len(got), tt.want)
			continue
		}
		for _, e := range got {
			if n := utf8.RuneCountInString(e.Text); n > excerptMax || n == 0 {
				t.Errorf("%s: %d code points in %q", tt.name, n, e.Text)
			}
		}
		if len(got) > 0 && !strings.HasPrefix(got[0].Text, tt.first) {
			t.Errorf("%s: %q, want it to begin with %q", tt.name, got[0].Text, tt.first)
		}
	}
	one := Excerpts([]rune(long+"职工"+long), nil, ParseQuery("职工"), 1)[0]
	if len(one.Marks) != 1 {
		t.Errorf("the word is not in the excerpt %q", one.Text)
	}
}
