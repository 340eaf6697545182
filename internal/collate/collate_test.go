package collate

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// Texts of a made-up county. The second is Traditional and full width, the last has no
// final punctuation.
const (
	plan = "云溪县职工夜校今年春天开课。全年计划培训快递员3000人次，各乡镇必须安排夜校教室。夜校教师从青石机械厂的老师傅中选聘。" +
		"开班仪式定于2026年3月18日举行。县里还要给每位学员发放一本《安全手册》。"
	report = "雲溪縣職工夜校昨天交出成績單。全年實際培訓快遞員２８００人次，各鄉鎮可以安排夜校教室。夜校教師𠮷田師傅來自青石機械廠，講課最受歡迎。" +
		"開班儀式改於2026年4月2日舉行。圖書室借出小說四百餘冊。"
	visit = "记者日前走访青石机械厂，看到车间里新装的通风设备。厂里的老师傅每周到夜校讲课两次，快递员听得津津有味。锅炉房改造以后，能耗下降了两成"
)

// made makes an article of a text, as reading does.
func made(id, title, text string) *daodu.Article {
	runes := []rune(text)
	a := &daodu.Article{ID: id, Title: title, Text: text, TextSHA256: "sha of " + text, Length: len(runes), Script: zh.Script(runes)}
	a.Lang = zh.Lang(a.Script, runes)
	for _, s := range zh.Sentences(runes, zh.FullStops) {
		a.Sentences = append(a.Sentences, daodu.Sentence{Span: s})
	}
	return a
}

// quoted makes a point of words that stand in a text.
func quoted(text, words string) daodu.Point {
	at := strings.Index(text, words)
	if at < 0 {
		panic("the fixture does not say " + words)
	}
	start := len([]rune(text[:at]))
	return daodu.Point{Text: words, Quotes: []daodu.Quote{{Span: daodu.Span{Start: start, End: start + len([]rune(words))}, Text: words}}, Verdict: daodu.Exact, Specific: .6}
}

// guided adds a study guide with points.
func guided(a *daodu.Article, words ...string) Text {
	g := &daodu.Guide{}
	for _, w := range words {
		g.KeyPoints = append(g.KeyPoints, quoted(a.Text, w))
	}
	return Text{a, &daodu.Artifact{Article: daodu.ArticleRef{TextSHA256: a.TextSHA256}, Content: g}}
}

func county() []Text {
	return []Text{
		guided(made("p", "计划", plan), "全年计划培训快递员3000人次，各乡镇必须安排夜校教室。", "县里还要给每位学员发放一本《安全手册》。"),
		guided(made("r", "總結", report), "圖書室借出小說四百餘冊。"),
		guided(made("v", "走访", visit), "锅炉房改造以后，能耗下降了两成"),
	}
}

func texts(list []Text) map[string]string {
	out := map[string]string{}
	for _, t := range list {
		out[t.Article.ID] = t.Article.Text
	}
	return out
}

func TestGuide(t *testing.T) {
	t.Parallel()
	g := Guide(daodu.CollectionRef{ID: "c", Name: "夜校"}, county())
	if findings := Check(g, texts(county())); len(findings) != 0 || g.Verdict != daodu.Verified || g.Coverage != 1 {
		t.Errorf("%s, coverage %v, findings %v", g.Verdict, g.Coverage, findings)
	}
	themes := map[string][]string{}
	for _, th := range g.Themes {
		for _, p := range th.Points {
			themes[th.Label] = append(themes[th.Label], p.Article)
		}
	}
	if diff := cmp.Diff([]string{"p", "r", "v"}, themes["青石机械厂"]); diff != "" {
		t.Errorf("who speaks of the works in either script (-want +got):\n%s\n%v", diff, themes)
	}
	var got []string
	for _, d := range g.Differences {
		line := string(d.Kind)
		for _, side := range d.Changed {
			line += " "
			for _, q := range side {
				line += q.Text + "|"
			}
		}
		got = append(got, line)
	}
	for _, want := range []string{"figure 计划|3000| 實際|２８００|", "date 定|2026年3月18日| 改|2026年4月2日|", "degree 必须| 可以|"} {
		if !slices.Contains(got, want) {
			t.Errorf("no difference %q among %q", want, got)
		}
	}
	for i, want := range []string{"发放一本《安全手册》", "圖書室借出小說", "能耗下降了两成"} {
		points := g.Additions[i].Points
		if !slices.ContainsFunc(points, func(p daodu.CitedPoint) bool { return strings.Contains(p.Text, want) }) {
			t.Errorf("what %s adds: %v", g.Additions[i].Article, points)
		}
	}
}

// A guide depends on nothing but its input.
func TestSameInputSameGuide(t *testing.T) {
	t.Parallel()
	var first string
	for i := range 20 {
		data, err := json.Marshal(Guide(daodu.CollectionRef{}, county()))
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = string(data)
		} else if string(data) != first {
			t.Fatalf("another guide for the same input:\n%s", cmp.Diff(first, string(data)))
		}
	}
	other := county()
	slices.Reverse(other)
	if InputSHA256(other) == InputSHA256(county()) {
		t.Error("another order is taken for the same input")
	}
	other = county()
	other[1].Guide = nil
	if InputSHA256(other) == InputSHA256(county()) {
		t.Error("another guide of an article is taken for the same input")
	}
}

// A copy adds nothing and does not make a theme of what only its original says.
func TestReprint(t *testing.T) {
	t.Parallel()
	long := plan + "夜校的课程表贴在各个车间门口，工人下班以后可以自己挑选。教材由县总工会统一印制，不向学员收取费用。冬天上课的教室都装了暖气。"
	copied := strings.Replace(long, "统一印制", "统－印制", 1)
	list := []Text{guided(made("a", "甲", long)), guided(made("b", "乙", copied)), guided(made("v", "丙", visit))}
	g := Guide(daodu.CollectionRef{}, list)
	if g.Articles[1].ReprintOf != "a" || g.Articles[0].ReprintOf != "" || g.Articles[2].ReprintOf != "" {
		t.Errorf("reprints: %+v", g.Articles)
	}
	for path, p := range g.EachPoint() {
		if p.Article == "b" {
			t.Errorf("%s cites a copy: %s", path, p.Text)
		}
	}
	if g.Coverage != 1 || len(g.Additions) != 3 || len(g.Additions[1].Points) != 0 {
		t.Errorf("coverage %v, additions %v", g.Coverage, g.Additions)
	}
	for _, d := range g.Differences {
		t.Errorf("a fault of a copy is a difference: %+v", d)
	}
}

// What a study guide marks as unconfirmed does not come in, and that is told.
func TestRefusedPoints(t *testing.T) {
	t.Parallel()
	list := county()
	guide := list[0].Guide.Content.(*daodu.Guide)
	guide.KeyPoints[0].Verdict, guide.KeyPoints[0].Text = daodu.Unsupported, "全年培训快递员九千人次"
	guide.KeyPoints[1].Quotes[0].Start++
	list[1].Guide.Article.TextSHA256 = "another"
	list[2].Guide = nil
	g := Guide(daodu.CollectionRef{}, list)
	var paths []string
	for _, f := range g.Findings {
		paths = append(paths, f.Path)
	}
	if diff := cmp.Diff([]string{"articles[0].key_points[0]", "articles[0].key_points[1]", "articles[1].guide", "articles[2].guide"}, paths); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	for path, p := range g.EachPoint() {
		if strings.Contains(p.Text, "九千") {
			t.Errorf("%s: what is not confirmed stands as a fact", path)
		}
	}
	if f := Check(g, texts(list)); len(f) != 0 || g.Coverage != 1 {
		t.Errorf("findings %v, coverage %v", f, g.Coverage)
	}
}

func TestDamage(t *testing.T) {
	t.Parallel()
	list := county()
	list[0].Guide = nil
	at := quoted(plan, "3000人次").Quotes[0].Span
	list[0].Article.Damage = []daodu.Damage{{Kind: daodu.OCRSuspect, Span: at}, {Kind: daodu.Truncated, Span: daodu.Span{Start: 5, End: 5}}, {Kind: daodu.OCRSuspect, Span: at}}
	g := Guide(daodu.CollectionRef{}, list)
	if !g.Incomplete || !g.Articles[0].Incomplete || g.Articles[1].Incomplete || !slices.Equal(g.Articles[0].Notes, []string{"ocr_suspect", "truncated"}) {
		t.Errorf("incomplete %v, %+v", g.Incomplete, g.Articles)
	}
	for path, p := range g.EachPoint() {
		if strings.Contains(p.Text, "3000") {
			t.Errorf("%s rests on misread letters: %s", path, p.Text)
		}
	}
}

func TestFewTexts(t *testing.T) {
	t.Parallel()
	for _, list := range [][]Text{nil, county()[:1], {{Article: made("e", "", "")}, {Article: made("f", "", "")}}} {
		g := Guide(daodu.CollectionRef{}, list)
		if len(g.Articles) != len(list) || len(g.Themes)+len(g.Differences) != 0 {
			t.Errorf("%d texts: %+v", len(list), g)
		}
		if f := Check(g, texts(list)); len(f) != 0 {
			t.Errorf("%d texts: %v", len(list), f)
		}
	}
}

// Check finds each fault that is put into a guide.
func TestCheck(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		damage func(*daodu.CollectionGuide)
		rule   string
	}{
		"quote":           {func(g *daodu.CollectionGuide) { g.Themes[0].Points[0].Quotes[0].Start++ }, "quote"},
		"quote outside":   {func(g *daodu.CollectionGuide) { g.Additions[0].Points[0].Quotes[0].End = 9999 }, "quote"},
		"no quote":        {func(g *daodu.CollectionGuide) { g.Additions[0].Points[0].Quotes = nil }, "quote"},
		"another article": {func(g *daodu.CollectionGuide) { g.Additions[0].Points[0].Article = "v" }, "quote"},
		"no article":      {func(g *daodu.CollectionGuide) { g.Additions[0].Points[0].Article = "x" }, "article"},
		"no verdict":      {func(g *daodu.CollectionGuide) { g.Additions[0].Points[0].Verdict = "" }, "verdict"},
		"sum of verdicts": {func(g *daodu.CollectionGuide) { g.Additions[0].Points[0].Verdict = daodu.Unsupported }, "verdict"},
		"label":           {func(g *daodu.CollectionGuide) { g.Themes[0].Label = "火星" }, "theme"},
		"lonely theme":    {func(g *daodu.CollectionGuide) { g.Themes[0].Points = g.Themes[0].Points[:1] }, "theme"},
		"one side":        {func(g *daodu.CollectionGuide) { g.Differences[0].Sides = g.Differences[0].Sides[:1] }, "difference"},
		"changed quote":   {func(g *daodu.CollectionGuide) { g.Differences[0].Changed[0][0].Text = "9999" }, "quote"},
		"changed outside": {func(g *daodu.CollectionGuide) {
			g.Differences[0].Changed[0][0] = daodu.Quote{Span: daodu.Span{Start: 0, End: 2}, Text: "云溪"}
		}, "difference"},
	} {
		g := Guide(daodu.CollectionRef{}, county())
		tt.damage(g)
		if f := Check(g, texts(county())); !slices.ContainsFunc(f, func(f daodu.Finding) bool { return f.Rule == tt.rule }) {
			t.Errorf("%s: %v", name, f)
		}
	}
}

func TestChanged(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ a, b, inA, inB string }{
		{"同样的话", "同样的话", "", ""},
		{"必须安排", "可以安排", "必须", "可以"},
		{"全面贯彻方针", "贯彻方针", "全面", ""},
		{"", "新的", "", "新的"},
		{"甲乙丙丁", "甲丙丁戊", "乙", "戊"},
	} {
		a, b := changed([]rune(tt.a), []rune(tt.b))
		words := func(text string, spans []daodu.Span) string {
			var out []string
			for _, s := range spans {
				out = append(out, string([]rune(text)[s.Start:s.End]))
			}
			return strings.Join(out, " ")
		}
		if words(tt.a, a) != tt.inA || words(tt.b, b) != tt.inB {
			t.Errorf("%s, %s: %q, %q", tt.a, tt.b, words(tt.a, a), words(tt.b, b))
		}
	}
}
