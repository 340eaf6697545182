package summarize

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// A script is an engine that answers with what it was given.
type script struct {
	content daodu.Content
	err     error
	asked   []Options
}

func (*script) Name() string { return "script" }

func (s *script) Write(_ context.Context, _ *daodu.Article, _ daodu.Kind, opts Options) (*daodu.Artifact, error) {
	s.asked = append(s.asked, opts)
	return &daodu.Artifact{Origin: daodu.Origin{Engine: s.Name()}, Content: s.content}, s.err
}

// article has two sections of ten letters and one of five that is only a heading.
func article() *daodu.Article {
	return &daodu.Article{
		ID: "a1", Title: "标题", Date: "2025-03-18", Lang: "zh-Hans", Publisher: "云溪通讯社",
		Source: daodu.Source{URI: "a.txt"}, Speaker: &daodu.Speaker{Name: "周明远"},
		Text: "一、建平台多花钱。二、带徒弟有津贴。三、收尾", TextSHA256: "ab12",
		Damage: []daodu.Damage{{Kind: daodu.Truncated}, {Kind: daodu.OCRSuspect}, {Kind: daodu.OCRSuspect}},
		Sections: []daodu.Section{
			{ID: "1", Kind: daodu.Heading, Span: daodu.Span{Start: 0, End: 9}, Head: daodu.Span{Start: 0, End: 5}},
			{ID: "2", Kind: daodu.Heading, Span: daodu.Span{Start: 9, End: 18}, Head: daodu.Span{Start: 9, End: 14}},
			{ID: "3", Kind: daodu.Heading, Span: daodu.Span{Start: 18, End: 22}, Head: daodu.Span{Start: 18, End: 22}},
		},
	}
}

func point(s daodu.Span) daodu.Point {
	words := daodu.Slice(article().Text, s)
	return daodu.Point{Text: words, Quotes: []daodu.Quote{{Span: s, Text: words}}}
}

func TestArtifactsFillTheEnvelope(t *testing.T) {
	t.Parallel()
	p := point(daodu.Span{Start: 5, End: 9})
	e := &script{content: &daodu.Summary{Headline: p}}
	a := article()
	arts, err := Artifacts(t.Context(), e, a, []daodu.Kind{daodu.KindSummary}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	p.Verdict = daodu.Exact
	want := &daodu.Artifact{
		Schema: "daodu.summary/1",
		Article: daodu.ArticleRef{
			ID: "a1", Title: "标题", Date: "2025-03-18", URI: "a.txt", TextSHA256: "ab12",
			Speaker: a.Speaker, Publisher: "云溪通讯社",
		},
		Lang: "zh-Hans", Length: daodu.Medium, Incomplete: true, Notes: []string{"truncated", "ocr_suspect"},
		Origin: daodu.Origin{Engine: "script"}, Content: &daodu.Summary{Headline: p},
		Verdict: daodu.Verified, Findings: []daodu.Finding{},
		Coverage: daodu.Coverage{Sections: 1.0 / 3, Parts: 3, Uncovered: []daodu.Span{{Start: 9, End: 18}, {Start: 18, End: 22}}},
	}
	if diff := cmp.Diff(want, arts[0]); diff != "" {
		t.Errorf("artifact (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Options{{Length: daodu.Medium, Lang: "zh-Hans"}}, e.asked); diff != "" {
		t.Errorf("the engine sees options without gaps (-want +got):\n%s", diff)
	}
}

func TestCoverage(t *testing.T) {
	t.Parallel()
	first := point(daodu.Span{Start: 5, End: 9})
	tests := []struct {
		name    string
		content daodu.Content
		change  func(*daodu.Article)
		want    float64
		missing int
	}{
		{"outline that names a bare heading", &daodu.Outline{Nodes: []daodu.Node{{Section: "1", Point: &first, Children: []daodu.Node{{Section: "3"}}}}}, nil, 2.0 / 3, 1},
		{"a name is no point where there is more", &daodu.Outline{Nodes: []daodu.Node{{Section: "2"}}}, nil, 0, 3},
		{"only the finest sections count", &daodu.Summary{Headline: first}, func(a *daodu.Article) {
			a.Sections = []daodu.Section{{Kind: daodu.Heading, Span: daodu.Span{Start: 0, End: 22}, Children: a.Sections[:1]}}
		}, 1, 0},
		{"who was there does not count", &daodu.Summary{Headline: first}, func(a *daodu.Article) { a.Sections[1].Kind, a.Sections[2].Kind = daodu.Attendance, daodu.Closing }, 1, 0},
		{"without headings all that says something counts", &daodu.Summary{Headline: first}, func(a *daodu.Article) {
			a.Sections[0].Kind, a.Sections[1].Kind, a.Sections[2].Kind = daodu.Lead, daodu.Body, daodu.Salutation
		}, 0.5, 1},
		{"no sections", &daodu.Summary{Headline: first}, func(a *daodu.Article) { a.Sections = nil }, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := article()
			if tt.change != nil {
				tt.change(a)
			}
			got := coverage(tt.content, a)
			if got.Sections != tt.want || len(got.Uncovered) != tt.missing {
				t.Errorf("coverage %v with %d uncovered, want %v with %d", got.Sections, len(got.Uncovered), tt.want, tt.missing)
			}
		})
	}
}

func TestArtifactsRefuse(t *testing.T) {
	t.Parallel()
	fails := errors.New("no answer")
	good := &daodu.Summary{Headline: point(daodu.Span{Start: 5, End: 9})}
	tests := []struct {
		name   string
		engine *script
		kinds  []daodu.Kind
		opts   Options
		want   error
		says   string
	}{
		{"kind", &script{content: good}, []daodu.Kind{"poem"}, Options{}, daodu.ErrUsage, "choose summary, outline or guide"},
		{"length", &script{content: good}, nil, Options{Length: "huge"}, daodu.ErrUsage, "choose short, medium or long"},
		{"engine", &script{content: good, err: fails}, nil, Options{}, fails, "summary of a.txt"},
	}
	for _, tt := range tests {
		_, err := Artifacts(t.Context(), tt.engine, article(), tt.kinds, tt.opts)
		if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %v saying %q", tt.name, err, tt.want, tt.says)
		}
	}
}

func TestInputSHA256(t *testing.T) {
	t.Parallel()
	a, other := article(), article()
	other.TextSHA256 = "cd34"
	base := InputSHA256("e@1", a, daodu.KindGuide, Options{Length: daodu.Short})
	if again := InputSHA256("e@1", article(), daodu.KindGuide, Options{Length: daodu.Short}); again != base {
		t.Error("the same wish has two hashes")
	}
	for name, hash := range map[string]string{
		"engine": InputSHA256("e@2", a, daodu.KindGuide, Options{Length: daodu.Short}),
		"text":   InputSHA256("e@1", other, daodu.KindGuide, Options{Length: daodu.Short}),
		"kind":   InputSHA256("e@1", a, daodu.KindOutline, Options{Length: daodu.Short}),
		"length": InputSHA256("e@1", a, daodu.KindGuide, Options{Length: daodu.Long}),
		"lang":   InputSHA256("e@1", a, daodu.KindGuide, Options{Length: daodu.Short, Lang: "zh-Hant"}),
	} {
		if hash == base {
			t.Errorf("another %s has the same hash", name)
		}
	}
}

func TestLang(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", "zh-Hans": "zh-Hans", "zh-hans": "zh-Hans", "zh-CN": "zh-Hans", "zh_CN": "zh-Hans", "zh-Hans-SG": "zh-Hans",
		"zh-TW": "zh-Hant", "zh-Hant-HK": "zh-Hant", "ZH-HK": "zh-Hant", "zh": "zh", "en-GB": "en", "en": "en", "eng": "eng", "fr": "fr",
	} {
		if got := Lang(in); got != want {
			t.Errorf("Lang(%q) = %q, want %q", in, got, want)
		}
	}
}

// A chorus writes all artifacts at once, but cannot write outlines.
type chorus struct{ script }

var errHoarse = errors.New("no voice left")

func (c *chorus) WriteAll(_ context.Context, _ *daodu.Article, kinds []daodu.Kind, _ Options) ([]*daodu.Artifact, error) {
	var out []*daodu.Artifact
	var err error
	for _, k := range kinds {
		if k == daodu.KindOutline {
			err = errHoarse
			continue
		}
		content := daodu.NewContent(k)
		if s, ok := content.(*daodu.Summary); ok {
			s.Headline = point(daodu.Span{Start: 5, End: 9})
		}
		out = append(out, &daodu.Artifact{Content: content})
	}
	return out, err
}

func TestConcurrentEnginesLoseNothing(t *testing.T) {
	t.Parallel()
	arts, err := Artifacts(t.Context(), new(chorus), article(), nil, Options{})
	if !errors.Is(err, errHoarse) || !strings.Contains(err.Error(), "a.txt") {
		t.Errorf("error %v, want the failure and the article's address", err)
	}
	if len(arts) != 2 || arts[0].Schema != "daodu.summary/1" || arts[1].Schema != "daodu.guide/1" {
		t.Fatalf("artifacts %v, want summary and guide", arts)
	}
	if arts[0].Verdict != daodu.Verified || arts[0].Length != daodu.Medium || arts[0].Coverage.Parts == 0 {
		t.Errorf("what was written is not completed and checked: %+v", arts[0])
	}
	if arts, err := Artifacts(t.Context(), &chorus{script{content: new(daodu.Summary)}}, article(), []daodu.Kind{daodu.KindSummary, "poem"}, Options{}); !errors.Is(err, daodu.ErrUsage) {
		t.Errorf("an unknown kind gives %v, %v", arts, err)
	}
}
