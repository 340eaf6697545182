package winnow

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/daodu/daodu"
)

const (
	siteHead = "首页 > 云溪新闻 > 正文\n字号：大 中 小　打印　收藏\n来源：云溪日报　编辑：陆青禾\n\n"
	siteFoot = "\n\n上一篇：云溪区召开河道清淤工作现场会\n相关阅读：石门坎村茶园迎来采摘季\n版权所有：云溪日报社　未经书面授权不得转载\n"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(13, 14))
	text, other := speech(r, 30), speech(r, 30)
	slogans := "高举中国特色社会主义伟大旗帜，全面贯彻习近平新时代中国特色社会主义思想，深入贯彻党的二十大精神"
	tests := []struct {
		name        string
		here, there []rune
		want        daodu.ReuseClass
		shares      [2]float64 // here and there, at least
	}{
		{"nothing", nil, nil, "", [2]float64{}},
		{"nothing there", text, nil, "", [2]float64{}},
		{"marks only", []rune("……"), []rune("……"), "", [2]float64{}},
		{"identical", text, text, daodu.Reprint, [2]float64{1, 1}},
		{"Traditional", text, traditional(text), daodu.Reprint, [2]float64{1, 1}},
		{"site chrome", slices.Concat([]rune(siteHead), text, []rune(siteFoot)), text, daodu.Reprint, [2]float64{.9, 1}},
		{"misread", text, misread(r, text, .05), daodu.Reprint, [2]float64{.9, .9}},
		{"as much of something else", text, slices.Concat(text[:len(text)*9/10], speech(r, 25)), daodu.Reprint, [2]float64{.89, .5}},
		{"first third", text, text[:len(text)/3], daodu.ExcerptFrom, [2]float64{.3, 1}},
		{"held by a longer one", text, slices.Concat(other, text, other), daodu.ExcerptFrom, [2]float64{1, .3}},
		{"one quote", text, slices.Concat(other, text[100:160]), daodu.QuoteFrom, [2]float64{.03, .03}},
		{"unrelated", text, other, "", [2]float64{}},
		{"slogans in both", slices.Concat(text, []rune(slogans)), slices.Concat(other, []rune(slogans)), "", [2]float64{}},
		{"slogans and a quote", slices.Concat(text, []rune(slogans)), slices.Concat(other, []rune(slogans+"。"), text[100:160]), daodu.QuoteFrom, [2]float64{.03, .03}},
		{"slogans only", []rune(slogans), []rune(slogans), daodu.Reprint, [2]float64{1, 1}},
		{"an excerpt of slogans", slices.Concat(text, []rune(slogans)), []rune(slogans), "", [2]float64{}},
	}
	for _, tt := range tests {
		got := Compare(tt.here, tt.there)
		if got.Class != tt.want || got.Here < tt.shares[0] || got.There < tt.shares[1] || got.Here > 1 || got.There > 1 {
			t.Errorf("%s: %q %.2f %.2f, want %q and at least %v", tt.name, got.Class, got.Here, got.There, tt.want, tt.shares)
		}
		if (got.Class == "") != (len(got.Passages) == 0) {
			t.Errorf("%s: %q with %d passages", tt.name, got.Class, len(got.Passages))
		}
		for _, p := range got.Passages {
			if got.Class == daodu.QuoteFrom && strings.Contains(p.Here.Text, "旗帜") {
				t.Errorf("%s: slogans are a quote: %s", tt.name, p.Here.Text)
			}
		}
		back := Compare(tt.there, tt.here)
		if back.Class != got.Class || abs(int(1000*back.There)-int(1000*got.Here)) > 20 {
			t.Errorf("%s: %q %.2f, the other way round %q %.2f", tt.name, got.Class, got.Here, back.Class, back.There)
		}
	}
}

// TestFamilies makes five variants of ten speeches: each is known for what it is, and no two
// speeches are taken for each other.
func TestFamilies(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(15, 16))
	var all []*Text
	for range 10 {
		text := speech(r, 40)
		original := New(text)
		variants := map[string][]rune{
			"site chrome": slices.Concat([]rune(siteHead), text, []rune(siteFoot)),
			"Traditional": traditional(text),
			"misread":     misread(r, text, .02),
			"blacked out": []rune(strings.NewReplacer("市总工会", "XXX", "区财政局", "***", "渔政大队", "").Replace(string(text))),
		}
		for name, v := range variants {
			if got := original.Compare(New(v)); got.Class != daodu.Reprint {
				t.Errorf("%s: %q %.2f %.2f", name, got.Class, got.Here, got.There)
			}
		}
		if got := original.Compare(New(text[:len(text)/2])); got.Class != daodu.Reprint && got.Class != daodu.ExcerptFrom {
			t.Errorf("first half: %q %.2f %.2f", got.Class, got.Here, got.There)
		}
		for _, other := range all {
			if got := original.Compare(other); got.Class != "" {
				t.Errorf("two speeches: %q, %q", got.Class, got.Passages[0].Here.Text)
			}
		}
		all = append(all, original)
	}
}

func TestDirection(t *testing.T) {
	t.Parallel()
	tests := []struct {
		here, there string
		want        daodu.ReuseDirection
	}{
		{"2022-11-12", "2022-10-23", daodu.ReuseFrom},
		{"2022-10-23", "2022-11-12", daodu.ReuseBy},
		{"2022-10-23", "2022-10-23", daodu.ReuseUnknown},
		{"2023", "2022-11-12", daodu.ReuseFrom},
		{"2022-11-12", "2023", daodu.ReuseBy},
		{"2022", "2022-11-12", daodu.ReuseUnknown},
		{"2022-11", "2022-11-12", daodu.ReuseUnknown},
		{"2022-12", "2022-11-12", daodu.ReuseFrom},
		{"2022", "2022", daodu.ReuseUnknown},
		{"", "2022-11-12", daodu.ReuseUnknown},
		{"2022-11-12", "", daodu.ReuseUnknown},
		{"", "", daodu.ReuseUnknown},
		{"去年", "2022", daodu.ReuseUnknown},
		{"2022-13-01", "2021", daodu.ReuseUnknown},
	}
	for _, tt := range tests {
		if got := Direction(tt.here, tt.there); got != tt.want {
			t.Errorf("%q and %q: %s, want %s", tt.here, tt.there, got, tt.want)
		}
	}
}
