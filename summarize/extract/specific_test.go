package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

func TestMarks(t *testing.T) {
	t.Parallel()
	names := [markKinds]string{"term", "body", "title", "project", "line", "place"}
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a body with its task", "这项工作由县住建局牵头。", []string{"body 这项工作由县住建局牵头"}},
		{"a named programme", "开展金梭子绣坊试点。", []string{"project 开展金梭子绣坊试点"}},
		{"any programme", "开展主题教育活动。", nil},
		{"a number to call", "维权请打电话12351。", []string{"line 12351"}},
		{"a number that is none to call", "编号20251109的文件。", nil},
		{"a place", "送到柳溪村。", []string{"place 柳溪村"}},
		{"no place", "各县、全市和古镇。", nil},
		{"a title", "学习《焊工手册》。", []string{"title 《焊工手册》"}},
		{"a title without end", "学习《焊工手册。", nil},
		{"a name in marks", "推行“五步交接”工作法。", []string{"term 五步交接"}},
		{"a stressed word", "要“带头”干。", nil},
		{"a slogan", "增强“四个意识”。", nil},
		{"traditional", "這項工作由縣住建局牽頭。", []string{"body 這項工作由縣住建局牽頭"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := newText(plain(tt.text), "")
			var got []string
			for _, m := range x.marks {
				got = append(got, names[m.kind]+" "+x.words(m.span))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("marks (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSpecificWords checks which clauses of a sentence are listed.
func TestSpecificWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{
			"without the formula behind it", "要在柳河镇建成焊工实训基地12个，不断增强职工群众的获得感、幸福感、安全感。",
			[]string{"要在柳河镇建成焊工实训基地12个"},
		},
		{
			"two of one sentence", "7月底前建成碧溪港夜校3所，高举中国特色社会主义伟大旗帜，全面贯彻习近平新时代中国特色社会主义思想，坚持稳中求进工作总基调，为全面建设社会主义现代化国家而团结奋斗，从8月起给焊工每月补贴200元。",
			[]string{"7月底前建成碧溪港夜校3所", "从8月起给焊工每月补贴200元"},
		},
		{"formulas only", "要深刻领悟“两个确立”的决定性意义，增强“四个意识”、坚定“四个自信”、做到“两个维护”。", nil},
		{"a date alone", "市总工会办公室印发通知，请认真执行。二〇二五年十一月九日", nil},
		{"a saying", "“凡益之道，与时偕行。”", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := newText(plain(tt.text), "")
			var got []string
			for _, s := range x.specifics(10) {
				got = append(got, x.words(s))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("specific (-want +got):\n%s", diff)
			}
		})
	}
}

// TestKeyPointsBesideSpecific checks that the two lists share no words while there are
// others.
func TestKeyPointsBesideSpecific(t *testing.T) {
	t.Parallel()
	g := newText(load(t, "speech"), "").guide(daodu.Medium)
	for _, k := range g.KeyPoints {
		for _, s := range g.Specific {
			if k.Quotes[0].Overlaps(s.Quotes[0].Span) {
				t.Errorf("%q is a key point and specific", k.Text)
			}
		}
	}
}
