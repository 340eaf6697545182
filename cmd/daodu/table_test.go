package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"
)

func TestTable(t *testing.T) {
	t.Parallel()
	tb := &table{heads: []string{"ID", "TITLE", "LENGTH"}, wide: 1, rows: [][]string{
		{"1", "在全市职工技能提升三年行动动员会上的讲话", "1916"},
		{"22", "聯合總工會ＡＢ的通知𠮷", ""},
	}}
	for _, tt := range []struct {
		columns int
		want    string
	}{
		{0, `
ID  TITLE                                     LENGTH
1   在全市职工技能提升三年行动动员会上的讲话  1916
22  聯合總工會ＡＢ的通知𠮷
`},
		{38, `
ID  TITLE                       LENGTH
1   在全市职工技能提升三年行…   1916
22  聯合總工會ＡＢ的通知𠮷
`},
		{10, `
ID  TITLE                 LENGTH
1   在全市职工技能提升…   1916
22  聯合總工會ＡＢ的通…
`},
	} {
		var b strings.Builder
		if err := tb.write(&b, tt.columns); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), b.String()); diff != "" {
			t.Errorf("%d columns (-want +got):\n%s", tt.columns, diff)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	text := "到2027年底，建成劳模 and craftsmen 创新工作室100个，選樹崗位技術能手１０００名𠮷"
	lines := wrap(text, 20)
	if got := strings.Join(lines, ""); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(text, " ", "") {
		t.Errorf("letters were lost: %q", got)
	}
	for _, l := range lines {
		if w := uniseg.StringWidth(l); w > 20 || w < 10 {
			t.Errorf("a line of %d columns: %q", w, l)
		}
	}
	if got := wrap("字", 1); len(got) != 1 || got[0] != "字" {
		t.Errorf("a letter broader than the line: %q", got)
	}
}

// What stands in a title or a name of a file does nothing to a terminal.
func TestPlain(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"标题":                     "标题",
		" 甲\n乙\t丙 ":              "甲 乙 丙",
		"\x1b[31m红\x1b[0m":       "[31m红 [0m",
		"a\u202eb\u2066c":        "abc",
		"\x00\x07\u0085\u2028":   "",
		"全　角":                    "全 角",
		"𠮷 e\u0301 👩\u200d🔬 zwj": "𠮷 e\u0301 👩\u200d🔬 zwj",
	} {
		if got := plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
}
