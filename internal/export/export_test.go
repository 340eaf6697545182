package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// update writes the golden files anew: go test ./internal/export -update
var update = flag.Bool("update", false, "write the golden files of testdata anew")

func read(t testing.TB, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// TestGolden writes the project's own examples with the artifacts that were made of
// them.
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"speech", "news", "notice-hant", "sharing-site"} {
		var a daodu.Article
		var arts []*daodu.Artifact
		read(t, name+"/article.json", &a)
		read(t, name+"/artifacts.json", &arts)
		for file, write := range map[string]func(io.Writer) error{
			"handout.md":  func(w io.Writer) error { return Markdown(w, &a, arts) },
			"handout.txt": func(w io.Writer) error { return Text(w, &a, arts) },
			"article.md":  func(w io.Writer) error { return ArticleMarkdown(w, &a) },
			"article.txt": func(w io.Writer) error { return ArticleText(w, &a) },
		} {
			t.Run(name+" "+file, func(t *testing.T) {
				t.Parallel()
				var got bytes.Buffer
				if err := write(&got); err != nil {
					t.Fatal(err)
				}
				golden(t, filepath.Join("testdata", name, file), got.Bytes())
			})
		}
	}
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got; -update writes it anew):\n%s", file, diff)
	}
}

// small is an article of two sentences in two sections.
func small() *daodu.Article {
	return &daodu.Article{
		Title: "讲话", Text: "一、建平台。要安排1800万元。",
		Sections: []daodu.Section{{ID: "1", Kind: daodu.Heading, Label: "一、建平台", Span: daodu.Span{Start: 0, End: 16},
			Children: []daodu.Section{{ID: "1.1", Kind: daodu.RunIn, Label: "要安排", Span: daodu.Span{Start: 6, End: 16}}}}},
		Sentences: []daodu.Sentence{{ID: "S1", Span: daodu.Span{Start: 0, End: 6}}, {ID: "S2", Span: daodu.Span{Start: 6, End: 16}}},
	}
}

func render(t testing.TB, a *daodu.Article, c daodu.Content) (md, txt string) {
	t.Helper()
	art := &daodu.Artifact{Content: c, Verdict: daodu.Partial}
	var m, x bytes.Buffer
	if err := Markdown(&m, a, []*daodu.Artifact{art}); err != nil {
		t.Fatal(err)
	}
	if err := Text(&x, a, []*daodu.Artifact{art}); err != nil {
		t.Fatal(err)
	}
	return m.String(), x.String()
}

func TestPointInOtherWords(t *testing.T) {
	t.Parallel()
	quote := daodu.Quote{Span: daodu.Span{Start: 6, End: 15}, Text: "要安排1800万元"}
	point := func(v daodu.Verdict) daodu.Point {
		return daodu.Point{Text: "花一千八百万", Quotes: []daodu.Quote{quote}, Verdict: v}
	}
	exact := daodu.Point{Text: quote.Text, Quotes: []daodu.Quote{quote}, Verdict: daodu.Exact}
	md, txt := render(t, small(), &daodu.Summary{
		Headline: exact, Points: []daodu.Point{point(daodu.Supported), point(daodu.Unsupported)},
	})
	for _, want := range []string{
		"**要安排1800万元** \\[S2 · 一、要安排\\]\n",
		"1. 花一千八百万 \\[S2 · 一、要安排\\]\n\n   > 要安排1800万元\n",
		"2. 花一千八百万（未经原文证实） \\[",
	} {
		if !strings.Contains(md, want) {
			t.Errorf("no %q in\n%s", want, md)
		}
	}
	if n := strings.Count(md, "要安排1800万元"); n != 3 {
		t.Errorf("the quote stands %d times, want 3: not again under the headline that is it", n)
	}
	if !strings.Contains(txt, "2. 花一千八百万（未经原文证实） [S2 · 一、要安排]\n") {
		t.Errorf("plain text:\n%s", txt)
	}
}

// TestMarkupOfTheSource has words that Markdown would read as markup.
func TestMarkupOfTheSource(t *testing.T) {
	t.Parallel()
	tests := []struct{ words, want string }{
		{"***书记说", `\*\*\*书记说`},
		{"a_b_c [链接](x) <b> `c` A|B ~~删~~ $1 &lt;", "a\\_b\\_c \\[链接\\](x) \\<b\\> \\`c\\` A\\|B \\~\\~删\\~\\~ \\$1 \\&lt;"},
		{`反斜\杠`, `反斜\\杠`},
		{"# 不是标题", `\# 不是标题`},
		{"- 不是列表", `\- 不是列表`},
		{"1. 不是列表", `1\. 不是列表`},
		{"3) 不是列表", `3\) 不是列表`},
		{"两行\n的话", "两行 的话"},
		{"2025年", "2025年"},
		{"𠮷＊😀", "𠮷＊😀"},
	}
	for _, tt := range tests {
		md, _ := render(t, small(), &daodu.Summary{Points: []daodu.Point{{Text: tt.words, Verdict: daodu.Exact}}})
		if !strings.Contains(md, "\n1. "+tt.want+"\n") {
			t.Errorf("%q is not written as %q in\n%s", tt.words, tt.want, md)
		}
	}
}

func TestNoEmptyHeadings(t *testing.T) {
	t.Parallel()
	md, _ := render(t, small(), &daodu.Guide{})
	if strings.Contains(md, "###") {
		t.Errorf("headings of an empty guide:\n%s", md)
	}
	quote := []daodu.Quote{{Span: daodu.Span{Start: 6, End: 15}, Text: "要安排1800万元"}}
	md, txt := render(t, small(), &daodu.Guide{
		Questions: []daodu.Question{
			{Kind: daodu.Discussion, Question: "怎样落实？", Quotes: quote},
			{Kind: daodu.Choice, Question: "安排了多少？", Options: []string{"800万元", "1800万元"}, Answer: "B", Why: "见原文", Quotes: quote},
		},
		Numbers: []daodu.Number{{Value: "1800万", Unit: "元", What: "安排|资金", Quotes: quote}},
		People:  []daodu.Person{{Name: "周明远", Role: "主席", Quotes: quote}, {Name: "罗建平"}},
		Reading: []daodu.Reading{{Title: "另一篇", Why: "同一主题"}},
	})
	for _, want := range []string{
		"### 自测题\n\n1. 安排了多少？\n   - A. 800万元\n   - B. 1800万元\n", "### 讨论题\n\n1. 怎样落实？ \\[S2 · 一、要安排\\]\n",
		"### 参考答案\n\n1. B. 1800万元；见原文 \\[S2 · 一、要安排\\]\n",
		"| 1800万元 | 安排\\|资金 | \\[S2 · 一、要安排\\] |\n", "- **周明远**：主席 \\[S2 · 一、要安排\\]\n- **罗建平**\n", "- **另一篇**：同一主题\n",
	} {
		if !strings.Contains(md, want) {
			t.Errorf("no %q in\n%s", want, md)
		}
	}
	if !strings.Contains(txt, "· 1800万元：安排|资金 [S2 · 一、要安排]\n") {
		t.Errorf("plain text:\n%s", txt)
	}
}

func TestDamageIsSaid(t *testing.T) {
	t.Parallel()
	a := small()
	redacted := daodu.Damage{Kind: daodu.Redacted, Severity: daodu.SeverityWarn, Span: daodu.Span{Start: 2, End: 5}}
	a.Damage = []daodu.Damage{
		{Kind: daodu.OCRSuspect, Severity: daodu.SeverityNote, Span: daodu.Span{Start: 6, End: 9}}, redacted, redacted,
		{Kind: daodu.Truncated, Severity: daodu.SeveritySevere, Span: daodu.Span{Start: 10, End: 16}},
	}
	md, _ := render(t, a, &daodu.Guide{})
	want := "> ⚠ 原文残缺：正文在“…台。要安排1800万元。”处中断，后文缺失；2处文字被隐去（建平台）；1处疑为识别错误（要安排）。\n"
	if !strings.Contains(md, want) {
		t.Errorf("no %q in\n%s", want, md)
	}
	a.Damage = a.Damage[:1]
	if md, _ := render(t, a, &daodu.Guide{}); !strings.Contains(md, "> 原文状况：1处疑为") {
		t.Errorf("a slight damage is told without alarm:\n%s", md)
	}
	a.Damage = []daodu.Damage{{Kind: daodu.Truncated, Span: daodu.Span{Start: 90, End: 99}}}
	if md, _ := render(t, a, &daodu.Guide{}); !strings.Contains(md, "正文有中断") {
		t.Errorf("a place outside of the text:\n%s", md)
	}
}

func TestSuspectDate(t *testing.T) {
	t.Parallel()
	a := small()
	a.Date = "2024-06-12"
	a.Dates = []daodu.Date{{Date: "2024-06-12", Text: "2024年6月12H", Suspect: true, Why: "“H”疑为“日”之误"}}
	a.Source.URI, a.Publisher = "https://example.org/a", "云溪通讯社"
	md, _ := render(t, a, &daodu.Guide{})
	if !strings.Contains(md, "日期：2024年6月12H（存疑：“H”疑为“日”之误）") || !strings.Contains(md, "来源：云溪通讯社 https://example.org/a") {
		t.Errorf("title block:\n%s", md)
	}
}

// TestRemovedIsListed gives the raw text, which the JSON of an article does not have.
func TestRemovedIsListed(t *testing.T) {
	t.Parallel()
	a := small()
	a.Raw = "首页 > 新闻\n\n正文"
	a.Removed = []daodu.Removal{
		{Raw: daodu.Span{Start: 0, End: 7}, Reason: daodu.Navigation, Rule: "breadcrumb"},
		{Raw: daodu.Span{Start: 7, End: 9}, Reason: daodu.Space, Rule: "space"},
		{Raw: daodu.Span{Start: 3, End: 400}, Reason: "unheard_of", Rule: "x"},
	}
	var got bytes.Buffer
	if err := ArticleMarkdown(&got, a); err != nil {
		t.Fatal(err)
	}
	want := "## 已清除的内容\n\n- 网页导航（规则breadcrumb，1处，共7字）：首页 \\> 新闻\n- unheard\\_of（规则x，1处，共397字）\n"
	if !strings.HasSuffix(got.String(), want) {
		t.Errorf("want at the end:\n%s\ngot:\n%s", want, got.String())
	}
}

// broken fails as a full disk does.
type broken struct{}

var errFull = errors.New("no space left")

func (broken) Write([]byte) (int, error) { return 0, errFull }

func TestWriteErrors(t *testing.T) {
	t.Parallel()
	a := small()
	for name, err := range map[string]error{
		"Markdown": Markdown(broken{}, a, nil), "Text": Text(broken{}, a, nil),
		"ArticleMarkdown": ArticleMarkdown(broken{}, a), "ArticleText": ArticleText(broken{}, a),
	} {
		if !errors.Is(err, errFull) {
			t.Errorf("%s: error %v, want that of the writer", name, err)
		}
	}
}

// openMark matches characters that Markdown reads as markup and that no backslash
// disarms.
var openMark = regexp.MustCompile("(?:^|[^\\\\])(?:\\\\\\\\)*([*_`\\[\\]<>|~])")

// FuzzEscape checks that no words of a source come through as markup.
func FuzzEscape(f *testing.F) {
	f.Add("***书记 \\* [a](b) `c`")
	f.Add("# 一\n- 二")
	f.Fuzz(func(t *testing.T, words string) {
		line := lineStart(inline([]run{{text: words}}))
		if m := openMark.FindString(line); m != "" {
			t.Errorf("%q is written %q, where %q is markup", words, line, m)
		}
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "- ") || strings.Contains(line, "\n") {
			t.Errorf("%q begins a block: %q", words, line)
		}
	})
}

// FuzzExport writes articles and artifacts that anybody may have written.
func FuzzExport(f *testing.F) {
	f.Add([]byte(`{"title":"一","text":"二三","damage":[{"kind":"truncated","span":{"start":9,"end":-2}}],"sections":[{"span":{"start":0,"end":9},"kind":"heading","label":"一、"}],"sentences":[{"id":"S1","start":5,"end":1}],"removed":[{"raw":{"start":-3,"end":9}}]}`),
		[]byte(`{"schema":"daodu.guide/1","content":{"overview":[{"text":"二","quotes":[{"start":-1,"end":99,"text":"二"}]}],"numbers":[{}],"questions":[{"answer":"一"}]}}`))
	f.Add([]byte(`{"script":"Hant","date":"2024","dates":[{"date":"2024","suspect":true}]}`), []byte(`{"schema":"daodu.outline/1","content":{"nodes":[{"children":[{"label":"一"}]}]}}`))
	f.Fuzz(func(t *testing.T, article, artifact []byte) {
		var a daodu.Article
		var art daodu.Artifact
		if json.Unmarshal(article, &a) != nil || json.Unmarshal(artifact, &art) != nil {
			return
		}
		for _, err := range []error{
			Markdown(io.Discard, &a, []*daodu.Artifact{&art}), Text(io.Discard, &a, []*daodu.Artifact{&art}),
			ArticleMarkdown(io.Discard, &a), ArticleText(io.Discard, &a),
		} {
			if err != nil {
				t.Error(err)
			}
		}
		for _, f := range Formats {
			err := Write(io.Discard, f.Name, &a, []*daodu.Artifact{&art}, "1")
			if err != nil && !errors.Is(err, daodu.ErrNotFound) && !errors.Is(err, daodu.ErrBadInput) {
				t.Errorf("%s: %v", f.Name, err)
			}
		}
	})
}
