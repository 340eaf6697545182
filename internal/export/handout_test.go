package export

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// handoutOf renders one artifact as Markdown.
func handoutOf(t testing.TB, a *daodu.Article, art *daodu.Artifact) string {
	t.Helper()
	var out bytes.Buffer
	if err := Markdown(&out, a, []*daodu.Artifact{art}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func exact(a *daodu.Article, start, end int) daodu.Point {
	q := daodu.Quote{Span: daodu.Span{Start: start, End: end}, Text: string([]rune(a.Text)[start:end])}
	return daodu.Point{Text: q.Text, Quotes: []daodu.Quote{q}, Verdict: daodu.Exact}
}

// TestPartOnlyIsSaidFirst has artifacts about a text that is cut.
func TestPartOnlyIsSaidFirst(t *testing.T) {
	t.Parallel()
	for _, content := range []daodu.Content{&daodu.Summary{}, &daodu.Outline{}, &daodu.Guide{}} {
		for incomplete, want := range map[bool]bool{true: true, false: false} {
			md := handoutOf(t, small(), &daodu.Artifact{Content: content, Incomplete: incomplete})
			_, artifact, _ := strings.Cut(md, "\n## ")
			first, _, _ := strings.Cut(artifact, "\n")
			if got := strings.Contains(first, "原文不全"); got != want {
				t.Errorf("%s, incomplete %v: first line %q", content.Kind(), incomplete, first)
			}
		}
	}
}

// TestDamagedPointsAreSigned marks the points that findings of the rule damage name, in
// every list of every artifact, and explains the sign once.
func TestDamagedPointsAreSigned(t *testing.T) {
	t.Parallel()
	a := small()
	p := exact(a, 6, 15)
	damaged := func(path string) []daodu.Finding {
		return []daodu.Finding{{Path: path, Rule: "damage", Verdict: daodu.Supported, Detail: "“要安”疑为识别错误；“元”处有乱码。"}}
	}
	tests := []struct {
		path, want string
		content    daodu.Content
	}{
		{"headline", "**要安排1800万元**※ \\[", &daodu.Summary{Headline: p}},
		{"points[0]", "1. 要安排1800万元※ \\[", &daodu.Summary{Points: []daodu.Point{p, p}}},
		{"nodes[0]", "- **一、建平台**※：要安排1800万元 \\[S2\\]", &daodu.Outline{Nodes: []daodu.Node{{Label: "一、建平台", Point: &p}}}},
		{"nodes[0].children[0].point", "  - **甲**：要安排1800万元※ \\[", &daodu.Outline{Nodes: []daodu.Node{{Label: "一", Children: []daodu.Node{{Label: "甲", Point: &p}}}}}},
		{"specific[0]", "1. 要安排1800万元※ \\[", &daodu.Guide{Specific: []daodu.Point{p}}},
		{"terms[0].explanation", "- **平台**：要安排1800万元※ \\[", &daodu.Guide{Terms: []daodu.Term{{Term: "平台", Explanation: p}}}},
		{"people[0]", "- **周明远**※ \\[", &daodu.Guide{People: []daodu.Person{{Name: "周明远", Quotes: p.Quotes}}}},
		{"numbers[0]", "| 1800万元※ | 安排 |", &daodu.Guide{Numbers: []daodu.Number{{Value: "1800万", Unit: "元", What: "安排", Quotes: p.Quotes}}}},
		{"dates[0]", "- **2025年**：安排※ \\[", &daodu.Guide{Dates: []daodu.DateFact{{Date: "2025年", What: "安排", Quotes: p.Quotes}}}},
		{"questions[1]", "1. 1800万元※ \\[", &daodu.Guide{Questions: []daodu.Question{{Kind: daodu.Discussion, Question: "怎样？"}, {Kind: daodu.ShortAnswer, Question: "多少？", Answer: "1800万元", Quotes: p.Quotes}}}},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			t.Parallel()
			md := handoutOf(t, a, &daodu.Artifact{Content: tt.content, Findings: damaged(tt.path)})
			if !strings.Contains(md, tt.want) || strings.Count(md, damageSign) != 2 ||
				!strings.Contains(md, "\n※ 标有此号的条目，所据原文有残损，引用前请核对原件：“要安”疑为识别错误；“元”处有乱码。\n") {
				t.Errorf("no %q, or no legend, in\n%s", tt.want, md)
			}
			if clean := handoutOf(t, a, &daodu.Artifact{Content: tt.content}); strings.Contains(clean, damageSign) {
				t.Errorf("a sign without damage in\n%s", clean)
			}
		})
	}
}

// TestUncoveredPartsAreNamed gives spans of sections that no point speaks of.
func TestUncoveredPartsAreNamed(t *testing.T) {
	t.Parallel()
	section := func(id, label string, start, end int, kids ...daodu.Section) daodu.Section {
		return daodu.Section{ID: id, Kind: daodu.Heading, Label: label, Span: daodu.Span{Start: start, End: end}, Children: kids}
	}
	a := small()
	a.Sections = []daodu.Section{
		{ID: "1", Kind: daodu.Body, Label: "开场的话，很长", Span: daodu.Span{Start: 0, End: 1}},
		section("2", "一、甲", 1, 4, section("2.1", "（一）乙", 1, 2), section("2.2", "（二）丙", 2, 4)),
		section("3", "二、丁", 4, 16, section("3.1", "（一）戊", 4, 8), section("3.2", "（二）己", 8, 12), section("3.3", "加强领导。", 12, 16)),
	}
	spans := func(pairs ...int) []daodu.Span {
		var out []daodu.Span
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, daodu.Span{Start: pairs[i], End: pairs[i+1]})
		}
		return out
	}
	for want, missing := range map[string][]daodu.Span{
		"未涉及的部分：一、（二）；二、加强领导。\n": spans(2, 4, 12, 16),
		"未涉及的部分：“开场的话，很长”；一。\n":  spans(0, 1, 1, 2, 2, 4),
		"": nil,
	} {
		md := handoutOf(t, a, &daodu.Artifact{Content: &daodu.Guide{}, Coverage: daodu.Coverage{Uncovered: missing}})
		if want == "" && strings.Contains(md, "未涉及") || !strings.Contains(md, want) {
			t.Errorf("uncovered %v: want %q in\n%s", missing, want, md)
		}
	}
	var many []daodu.Span
	a.Sections[2].Children = nil
	for i := range 13 {
		a.Sections[2].Children = append(a.Sections[2].Children, section("3."+string(rune('a'+i)), "（"+string(rune('一'+i))+"）", 4+i, 5+i))
		many = append(many, daodu.Span{Start: 4 + i, End: 5 + i})
	}
	a.Sections[2].Span.End, a.Sections[2].Children[0].Children = 40, []daodu.Section{section("x", "1.庚", 4, 5)}
	a.Sections[2].Children = append(a.Sections[2].Children, section("3.z", "（末）", 20, 40))
	if md := handoutOf(t, a, &daodu.Artifact{Content: &daodu.Guide{}, Coverage: daodu.Coverage{Uncovered: many}}); !strings.Contains(md, "未涉及的部分：二、丁（13处）。") {
		t.Errorf("many are counted:\n%s", md)
	}
}

// TestOwnWordsFollowTheLanguage asks for other words than those of the text's script;
// what the text says keeps its glyphs.
func TestOwnWordsFollowTheLanguage(t *testing.T) {
	t.Parallel()
	a := small()
	p := exact(a, 6, 15)
	for lang, want := range map[string][]string{
		"":        {"## 摘要（原文不全，仅据所见部分）", "核对：以上各条均逐字引自原文。"},
		"zh-Hans": {"## 摘要（原文不全，仅据所见部分）", "核对：以上各条均逐字引自原文。"},
		"zh-Hant": {"## 摘要（原文不全，僅據所見部分）", "核對：以上各條均逐字引自原文。"},
		"en":      {"## Summary (source not whole; of the part that is there)", "Checked: every point is quoted word for word."},
	} {
		md := handoutOf(t, a, &daodu.Artifact{Lang: lang, Incomplete: true, Verdict: daodu.Verified, Content: &daodu.Summary{Headline: p}})
		for _, w := range append(want, "**要安排1800万元** \\[S2 · 一、要安排\\]") {
			if !strings.Contains(md, w) {
				t.Errorf("language %q: no %q in\n%s", lang, w, md)
			}
		}
	}
	md := handoutOf(t, a, &daodu.Artifact{Lang: "en", Content: &daodu.Outline{Nodes: []daodu.Node{{Label: "Where we stand", Point: &p}}}})
	if !strings.Contains(md, "- **Where we stand**: 要安排1800万元 \\[S2\\]\n") {
		t.Errorf("marks of English labels:\n%s", md)
	}
	a.Script = daodu.ScriptHant
	if md := handoutOf(t, a, &daodu.Artifact{Content: &daodu.Summary{Headline: p}}); !strings.Contains(md, "## 摘要\n") || strings.Contains(md, "核对") {
		t.Errorf("a Traditional text:\n%s", md)
	}
}

// TestAnnouncedPartsAreToldInTheLanguage has a finding whose words are Simplified.
func TestAnnouncedPartsAreToldInTheLanguage(t *testing.T) {
	t.Parallel()
	o := &daodu.Outline{Nodes: []daodu.Node{{}, {Children: []daodu.Node{{Label: "提出四項措施", Announced: 4, Children: make([]daodu.Node, 3)}}}}}
	for path, want := range map[string]string{
		"nodes[1].children[0]": "- 提示：「提出四項措施」：原文說有4項，提綱中列出3項。\n", "nodes[7]": "- 提示：原文说有4项。\n",
	} {
		art := &daodu.Artifact{Lang: "zh-Hant", Content: o, Findings: []daodu.Finding{{Path: path, Rule: "announced", Detail: "原文说有4项。"}}}
		if md := handoutOf(t, small(), art); !strings.HasSuffix(md, want) {
			t.Errorf("%s: want %q at the end of\n%s", path, want, md)
		}
	}
}

// TestPlacesCanBeLookedUp has the numbers of sentences that handouts name in the view of
// the article.
func TestPlacesCanBeLookedUp(t *testing.T) {
	t.Parallel()
	a := small()
	a.Text = "一、建平台。\n\n要安排1800万元。建基地。\n  "
	a.Sentences = []daodu.Sentence{{ID: "S1", Span: daodu.Span{Start: 0, End: 6}}, {ID: "S2", Span: daodu.Span{Start: 8, End: 18}}, {ID: "S3", Span: daodu.Span{Start: 18, End: 22}}}
	var out bytes.Buffer
	if err := ArticleMarkdown(&out, a); err != nil {
		t.Fatal(err)
	}
	if want := "\\[S1\\] 一、建平台。\n\n\\[S2–S3\\] 要安排1800万元。建基地。\n"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("want at the end %q in\n%s", want, out.String())
	}
}

// TestHostileWords puts words that Markdown reads as blocks or markup into every place
// that shows the words of others; the lines must be those of a harmless text.
func TestHostileWords(t *testing.T) {
	t.Parallel()
	harmless := skeleton(everything("甲"))
	for _, words := range []string{
		"# 一", "- 二", "+ 三", "1. 四", "12) 五", "> 六", "===", "---", "***", "* * *", "___", "```", "~~~ go", "| a | b |", "| --- |",
		"<script>alert(1)</script>", "<!-- 注", "[链](http://x)", "![图](x)", "[^1]: 注", "    code", "\tcode", "a\n\n# b", "a\r- b", "a\u2028# b",
		"&lt;b&gt;", "\\", "a\\", "*a*b_c_", "$x$", "``", "\x1b[31m红", "\u202e反", "：——", "“甲", "甲**", "1986. 年",
	} {
		md := everything(words)
		if diff := cmp.Diff(harmless, skeleton(md)); diff != "" {
			t.Errorf("%q makes other blocks (-want +got):\n%s\n%s", words, diff, md)
		}
		if got, want := len(openMark.FindAllString(md, -1)), len(openMark.FindAllString(everything("甲"), -1)); got != want {
			t.Errorf("%q: %d marks of markup, want our own %d, in\n%s", words, got, want, md)
		}
		if strings.ContainsAny(md, "\x1b\u202e") {
			t.Errorf("%q steers the terminal", words)
		}
	}
}

// everything writes all artifacts with the same words everywhere.
func everything(words string) string {
	quote := []daodu.Quote{{Span: daodu.Span{Start: 6, End: 15}, Text: words}}
	p := daodu.Point{Text: words, Quotes: quote, Verdict: daodu.Supported}
	a := small()
	a.Title, a.Subtitle, a.Occasion, a.Publisher, a.Author = words, words, words, words, words
	a.Damage = []daodu.Damage{{Kind: daodu.Truncated, Severity: daodu.SeveritySevere, Span: daodu.Span{Start: 10, End: 16}}}
	a.Sections[0].Children[0].Label = words
	arts := []*daodu.Artifact{
		{Content: &daodu.Summary{Headline: p, Points: []daodu.Point{p}}, Findings: []daodu.Finding{{Rule: "number", Detail: words}}},
		{Content: &daodu.Outline{Nodes: []daodu.Node{{Label: words, Point: &p, Children: []daodu.Node{{Label: words, Point: &p}}}}}},
		{Content: &daodu.Guide{
			Overview: []daodu.Point{p}, Terms: []daodu.Term{{Term: words, Explanation: p}, {Term: words, Members: []string{words, words}}},
			People: []daodu.Person{{Name: words, Role: words, Quotes: quote}}, Numbers: []daodu.Number{{Value: words, What: words, Quotes: quote}},
			Dates: []daodu.DateFact{{Date: words, What: words, Quotes: quote}}, Reading: []daodu.Reading{{Title: words, Why: words}},
			Questions: []daodu.Question{
				{Kind: daodu.Choice, Question: words, Options: []string{words, "乙"}, Answer: words, Why: words, Quotes: quote},
				{Kind: daodu.Discussion, Question: words, Quotes: quote},
			},
		}},
	}
	var out bytes.Buffer
	if err := Markdown(&out, a, arts); err != nil {
		return err.Error()
	}
	return out.String()
}

// skeleton returns what the lines of a document begin with.
func skeleton(md string) []string {
	marks := []string{"### ", "## ", "# ", "      - ", "   - ", "    - ", "  - ", "- ", "   > ", "> ", "| ", "|"}
	var out []string
	for line := range strings.Lines(md) {
		i := slices.IndexFunc(marks, func(m string) bool { return strings.HasPrefix(line, m) })
		switch {
		case i >= 0:
			out = append(out, marks[i])
		case strings.HasPrefix(line, "1. ") || strings.HasPrefix(line, "2. "):
			out = append(out, "1. ")
		case line == "\n":
			out = append(out, "")
		default:
			out = append(out, "words")
		}
	}
	return out
}
