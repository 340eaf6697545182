package check

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// quoteOf returns the quote of words in text, where they have to stand.
func quoteOf(t testing.TB, text, words string) daodu.Quote {
	t.Helper()
	at := strings.Index(text, words)
	if at < 0 {
		t.Fatalf("%q does not stand in the text", words)
	}
	start := utf8.RuneCountInString(text[:at])
	return daodu.Quote{Span: daodu.Span{Start: start, End: start + utf8.RuneCountInString(words)}, Text: words}
}

// summaryOf makes an artifact of one headline, which is sound, and one point.
func summaryOf(t testing.TB, text string, p daodu.Point) *daodu.Artifact {
	t.Helper()
	first := quoteOf(t, text, string([]rune(text)[:4]))
	return &daodu.Artifact{
		Schema:  daodu.KindSummary.Schema(),
		Article: daodu.ArticleRef{Date: "2025-03-18"},
		Content: &daodu.Summary{
			Headline: daodu.Point{Text: first.Text, Quotes: []daodu.Quote{first}},
			Points:   []daodu.Point{p},
		},
	}
}

const meeting = "同志们，云溪市总工会安排专项资金1800万元，6月底前建成3个实训基地。𠮷师傅说：“一岗双师”不得走过场😀。二〇二五年5月举办大赛，设１８个工种。"

func TestQuoteRule(t *testing.T) {
	t.Parallel()
	shift := func(q daodu.Quote, by int) daodu.Quote { q.Start += by; q.End += by; return q }
	tests := []struct {
		name   string
		point  string
		quotes []daodu.Quote
		want   daodu.Verdict
		detail string
	}{
		{"exact", "6月底前建成3个实训基地", []daodu.Quote{quoteOf(t, meeting, "6月底前建成3个实训基地")}, daodu.Exact, ""},
		{"a full stop more or less", "6月底前建成3个实训基地", []daodu.Quote{quoteOf(t, meeting, "6月底前建成3个实训基地。")}, daodu.Exact, ""},
		{"astral letters before", "设１８个工种", []daodu.Quote{quoteOf(t, meeting, "设１８个工种")}, daodu.Exact, ""},
		{"two quotes joined", "云溪市总工会安排专项资金1800万元设１８个工种", []daodu.Quote{
			quoteOf(t, meeting, "云溪市总工会安排专项资金1800万元"), quoteOf(t, meeting, "设１８个工种"),
		}, daodu.Exact, ""},
		{"shifted", "设１８个工种", []daodu.Quote{shift(quoteOf(t, meeting, "设１８个工种"), 1)}, daodu.Unsupported, "实际在第"},
		{"byte offsets", "设１８个工种", []daodu.Quote{{Span: daodu.Span{Start: strings.Index(meeting, "设"), End: strings.Index(meeting, "设") + 6}, Text: "设１８个工种"}}, daodu.Unsupported, "超出原文"},
		{"tampered", "建成5个实训基地", []daodu.Quote{{Span: quoteOf(t, meeting, "建成3个实训基地").Span, Text: "建成5个实训基地"}}, daodu.Unsupported, "不是“建成5个"},
		{"width changed", "设18个工种", []daodu.Quote{{Span: quoteOf(t, meeting, "设１８个工种").Span, Text: "设18个工种"}}, daodu.Unsupported, "设１８个工种"},
		{"before the text", "同志们", []daodu.Quote{{Span: daodu.Span{Start: -1, End: 3}, Text: "同志们"}}, daodu.Unsupported, "超出原文"},
		{"reversed", "同志们", []daodu.Quote{{Span: daodu.Span{Start: 3, End: 0}, Text: "同志们"}}, daodu.Unsupported, "超出原文"},
		{"empty", "同志们", []daodu.Quote{{Span: daodu.Span{Start: 3, End: 3}}}, daodu.Unsupported, "引文为空"},
		{"none", "同志们", nil, daodu.Unsupported, "没有引文"},
		{"negation cut off", "得走过场", []daodu.Quote{quoteOf(t, meeting, "得走过场")}, daodu.Unsupported, "意思相反"},
		{"own words", "市总工会出钱建基地", []daodu.Quote{quoteOf(t, meeting, "云溪市总工会安排专项资金1800万元")}, daodu.Supported, ""},
		{"torn from its clause", "得走过场", []daodu.Quote{quoteOf(t, meeting, "“一岗双师”不得走过场😀")}, daodu.Unsupported, "少了否定"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			art := summaryOf(t, meeting, daodu.Point{Text: tt.point, Quotes: tt.quotes})
			Artifact(art, meeting)
			if got := art.Content.(*daodu.Summary).Points[0].Verdict; got != tt.want {
				t.Errorf("verdict %s, want %s; findings %v", got, tt.want, art.Findings)
			}
			var details []string
			for _, f := range art.Findings {
				details = append(details, f.Detail)
			}
			if got := strings.Join(details, "\n"); !strings.Contains(got, tt.detail) || tt.detail == "" && got != "" {
				t.Errorf("findings %q, want %q in them", got, tt.detail)
			}
		})
	}
}

// TestNumberRule has one statement a row that cites one sentence.
func TestNumberRule(t *testing.T) {
	t.Parallel()
	tests := []struct {
		cited, point string
		want         daodu.Verdict
	}{
		{"总投资1,500亿元。", "投资一千五百亿元", daodu.Supported},
		{"总投资一千五百亿元。", "投资１５００亿元", daodu.Supported},
		{"参赛率达到百分之五。", "参赛率为5%", daodu.Supported},
		{"留在本市的占两成。", "只有20%留下", daodu.Supported},
		{"總投資1.2萬億元。", "总投资1.2万亿元", daodu.Supported},
		{"总投资1.2万亿元。", "总投资1.2亿元", daodu.Unsupported},
		{"安排资金1800万元。", "安排了1880万元", daodu.Unsupported},
		{"安排资金1800万元。", "安排了1800万人", daodu.Unsupported},
		{"培训不少于2000人。", "培训2000人", daodu.Unsupported},
		{"培训不少于2000人。", "培训至少2000人", daodu.Supported},
		{"培训约2000人。", "培训近2000人", daodu.Unsupported},
		{"二〇二四年5月1日起施行。", "2024年5月1日施行", daodu.Supported},
		{"5月1日起施行。", "2025年5月1日施行", daodu.Supported},   // the article's own year
		{"5月1日起施行。", "2024年5月1日施行", daodu.Unsupported}, // another one
		{"5月1日起施行。", "6月1日施行", daodu.Unsupported},
		{"2024年5月1日起施行。", "5月施行", daodu.Supported},
		{"要讲学习、讲团结。", "提出两点要求", daodu.Supported}, // may be a count of what is cited
		{"要讲学习、讲团结。", "提出20点要求", daodu.Unsupported},
		{"这是一个整体。", "是一个整体", daodu.Supported},
		{"本次会议开得好。", "会议开得很好", daodu.Supported},
	}
	for _, tt := range tests {
		t.Run(tt.point, func(t *testing.T) {
			t.Parallel()
			// The sentence behind holds every number there is: only what is cited counts.
			text := tt.cited + "另有1880万元、1.2亿元、1800万人、2000人、2024年5月1日、6月1日、20点。"
			cited := string([]rune(tt.cited)[:3])
			art := summaryOf(t, text, daodu.Point{Text: tt.point, Quotes: []daodu.Quote{quoteOf(t, text, cited)}})
			Artifact(art, text)
			if got := art.Content.(*daodu.Summary).Points[0].Verdict; got != tt.want {
				t.Errorf("%q citing %q is %s, want %s; findings %v", tt.point, tt.cited, got, tt.want, art.Findings)
			}
		})
	}
}

func TestFactsOfAGuide(t *testing.T) {
	t.Parallel()
	whole := quoteOf(t, meeting, "云溪市总工会安排专项资金1800万元")
	quotes := []daodu.Quote{whole}
	due := []daodu.Quote{quoteOf(t, meeting, "6月底前建成3个实训基地")}
	art := &daodu.Artifact{Article: daodu.ArticleRef{Date: "2025-03-18"}, Content: &daodu.Guide{
		Overview: []daodu.Point{{Text: whole.Text, Quotes: quotes}},
		Numbers: []daodu.Number{
			{Value: "1800万", Unit: "元", Quotes: quotes},
			{Value: "800万", Unit: "元", Quotes: quotes}, // part of a longer figure
		},
		Dates:     []daodu.DateFact{{Date: "6月底前", Quotes: due}, {Date: "7月底前", Quotes: due}},
		Questions: []daodu.Question{{Question: "安排了多少？", Answer: "1800万元", Quotes: quotes}, {Kind: daodu.Discussion, Quotes: quotes}},
	}}
	Artifact(art, meeting)
	var paths []string
	for _, f := range art.Findings {
		paths = append(paths, f.Path+" "+f.Rule)
	}
	if diff := cmp.Diff([]string{"dates[1] date", "numbers[1] number"}, paths); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if art.Verdict != daodu.Partial {
		t.Errorf("verdict %s of a guide with a wrong figure, want partial", art.Verdict)
	}
}

func TestArtifactVerdict(t *testing.T) {
	t.Parallel()
	sound := daodu.Point{Text: "设１８个工种", Quotes: []daodu.Quote{quoteOf(t, meeting, "设１８个工种")}}
	wrong := daodu.Point{Text: "设20个工种", Quotes: sound.Quotes}
	tests := []struct {
		name             string
		headline, second daodu.Point
		want             daodu.Verdict
	}{
		{"all sound", sound, sound, daodu.Verified},
		{"one wrong", sound, wrong, daodu.Partial},
		{"all wrong", wrong, wrong, daodu.Unverified},
	}
	for _, tt := range tests {
		art := &daodu.Artifact{Content: &daodu.Summary{Headline: tt.headline, Points: []daodu.Point{tt.second}}}
		Artifact(art, meeting)
		if art.Verdict != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, art.Verdict, tt.want)
		}
	}
	nothing := &daodu.Artifact{Content: &daodu.Outline{}}
	if Artifact(nothing, meeting); nothing.Verdict != daodu.Unverified {
		t.Errorf("an outline without points is %s, want unverified", nothing.Verdict)
	}
}

func TestAnnouncedRule(t *testing.T) {
	t.Parallel()
	point := func() *daodu.Point {
		return &daodu.Point{Text: "设１８个工种", Quotes: []daodu.Quote{quoteOf(t, meeting, "设１８个工种")}}
	}
	art := &daodu.Artifact{Content: &daodu.Outline{Nodes: []daodu.Node{{
		Announced: 3, Point: point(), Children: []daodu.Node{{Announced: 2, Children: []daodu.Node{{}, {}}}, {}},
	}}}}
	Artifact(art, meeting)
	want := []daodu.Finding{{Path: "nodes[0]", Rule: "announced", Verdict: daodu.Supported, Detail: "原文说有3点，提纲中有2点"}}
	if diff := cmp.Diff(want, art.Findings); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if art.Verdict != daodu.Verified {
		t.Errorf("verdict %s: a missing part makes no point false", art.Verdict)
	}
}

// TestFindingsOfOthersStay checks that a second examination gives the same result and
// keeps what an engine had to say.
func TestFindingsOfOthersStay(t *testing.T) {
	t.Parallel()
	art := summaryOf(t, meeting, daodu.Point{Text: "设20个工种", Quotes: []daodu.Quote{quoteOf(t, meeting, "设１８个工种")}})
	own := daodu.Finding{Path: "points", Rule: "structure", Verdict: daodu.Supported, Detail: "一"}
	art.Findings = []daodu.Finding{own, {Path: "points[7]", Rule: "number", Verdict: daodu.Unsupported, Detail: "旧"}}
	Artifact(art, meeting)
	first := art.Findings
	if len(first) != 2 || first[0] != own || first[1].Path != "points[0]" {
		t.Errorf("findings %v, want the engine's and one of the rule number", first)
	}
	Artifact(art, meeting)
	if diff := cmp.Diff(first, art.Findings); diff != "" {
		t.Errorf("a second examination differs:\n%s", diff)
	}
}

func TestRulesAreDescribed(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range Rules() {
		if r.Name == "" || r.Doc == "" || seen[r.Name] {
			t.Errorf("rule %q: name must be there and unique, doc must be there", r.Name)
		}
		seen[r.Name] = true
	}
}
