package extract

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/check"
)

// fixtures are articles of the project's own examples, as reading them gives them.
var fixtures = []string{"speech", "news", "notice-hant", "sharing-site"}

func load(t testing.TB, name string) *daodu.Article {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "internal", "export", "testdata", name, "article.json"))
	if err != nil {
		t.Fatal(err)
	}
	a := new(daodu.Article)
	if err := json.Unmarshal(data, a); err != nil {
		t.Fatal(err)
	}
	return a
}

// plain makes an article of a text without sections.
func plain(text string) *daodu.Article {
	runes := []rune(text)
	sum := sha256.Sum256([]byte(text))
	a := &daodu.Article{Text: text, TextSHA256: hex.EncodeToString(sum[:]), Length: len(runes), Script: zh.Script(runes)}
	a.Lang = zh.Lang(a.Script, runes)
	for i, s := range zh.Sentences(runes, zh.FullStops) {
		a.Sentences = append(a.Sentences, daodu.Sentence{ID: "S" + strconv.Itoa(i+1), Span: s})
	}
	return a
}

func write(t testing.TB, a *daodu.Article, opts summarize.Options) []*daodu.Artifact {
	t.Helper()
	arts, err := summarize.Artifacts(context.Background(), Engine{}, a, nil, opts)
	if err != nil {
		t.Fatal(err)
	}
	return arts
}

// sound reports whether sections begin and end between words; of others a heading may be
// a piece of a figure, which the checks are right to tell.
func sound(text []rune, sections []daodu.Section) bool {
	return !slices.ContainsFunc(sections, func(s daodu.Section) bool {
		return !check.Bounded(text, s.Span) || !sound(text, s.Children)
	})
}

// promises checks what holds for the artifacts of every article there is.
func promises(t *testing.T, a *daodu.Article, length daodu.Length) {
	t.Helper()
	runes := []rune(a.Text)
	for _, art := range write(t, a, summarize.Options{Length: length}) {
		for path, q := range art.Content.EachQuote() {
			if q.Start < 0 || q.End > len(runes) || q.Len() <= 0 || string(runes[q.Start:q.End]) != q.Text {
				t.Errorf("%s %s: quote [%d,%d) %q is not the text", art.Schema, path, q.Start, q.End, q.Text)
			}
		}
		for path, p := range art.Content.EachPoint() {
			if p.Verdict != daodu.Exact || len(p.Quotes) != 1 || p.Quotes[0].Text != p.Text || p.Specific < 0 || p.Specific > 1 {
				t.Errorf("%s %s: a point that is not its quote: %+v", art.Schema, path, p)
			}
		}
		for _, f := range art.Findings {
			if f.Verdict == daodu.Unsupported && (sound(runes, a.Sections) || !strings.HasSuffix(f.Path, ".label")) {
				t.Errorf("%s: %v", art.Schema, f)
			}
		}
		if _, err := check.Verify(art, a.Text); err != nil {
			t.Errorf("%s: %v", art.Schema, err)
		}
		switch c := art.Content.(type) {
		case *daodu.Summary:
			promisesOfSummary(t, c, length)
		case *daodu.Guide:
			promisesOfGuide(t, c)
		}
	}
}

func promisesOfSummary(t *testing.T, s *daodu.Summary, length daodu.Length) {
	t.Helper()
	said, total := []string{s.Headline.Text}, 0
	for _, p := range s.Points {
		for _, before := range said {
			if strings.Contains(before, p.Text) || strings.Contains(p.Text, before) {
				t.Errorf("%q repeats %q", p.Text, before)
			}
		}
		said = append(said, p.Text)
		total += len([]rune(p.Text))
	}
	if total > length.Limit() {
		t.Errorf("%d characters, limit %d", total, length.Limit())
	}
	if n := len([]rune(s.Headline.Text)); n > headlineMost {
		t.Errorf("headline of %d characters", n)
	}
}

func promisesOfGuide(t *testing.T, g *daodu.Guide) {
	t.Helper()
	repeated := 0
	for i, list := range [][]daodu.Point{g.Overview, g.KeyPoints, g.Specific} {
		for k, p := range list {
			same := func(x daodu.Point) bool { return x.Text == p.Text }
			if slices.ContainsFunc(list[:k], same) {
				t.Errorf("the guide says %q twice in one list", p.Text)
			}
			// What is specific may be the headline or the only matter of a short text too.
			if i == 1 && slices.ContainsFunc(g.Overview, same) {
				t.Errorf("%q stands in the overview and among the key points", p.Text)
			}
			if i == 1 && slices.ContainsFunc(g.Specific, same) {
				repeated++
			}
		}
	}
	if repeated > leastKeyPoints {
		t.Errorf("%d key points are listed as specific too", repeated)
	}
	for _, q := range g.Questions {
		if q.Question == "" || q.Kind != daodu.Discussion && q.Answer == "" {
			t.Errorf("question without question or answer: %+v", q)
		}
		if q.Kind == daodu.Cloze && strings.Contains(q.Question, q.Answer) {
			t.Errorf("%q gives its answer %q away", q.Question, q.Answer)
		}
	}
	ids := map[string]bool{}
	for _, c := range g.Flashcards {
		if ids[c.GUID] || c.Front == "" || c.Back == "" {
			t.Errorf("card without side or with the GUID of another: %+v", c)
		}
		ids[c.GUID] = true
	}
}

func TestPromises(t *testing.T) {
	t.Parallel()
	for _, name := range fixtures {
		for _, length := range []daodu.Length{daodu.Short, daodu.Medium, daodu.Long} {
			t.Run(name+" "+string(length), func(t *testing.T) {
				t.Parallel()
				promises(t, load(t, name), length)
			})
		}
	}
}

// TestOddTexts writes about what is hardly a text at all.
func TestOddTexts(t *testing.T) {
	t.Parallel()
	crossed := plain("一、建平台。要安排资金1800万元建平台。二、带徒弟。")
	crossed.Sections = []daodu.Section{
		{ID: "1", Kind: daodu.Heading, Announced: 2, Span: daodu.Span{Start: 6, End: 3}, Head: daodu.Span{Start: 20, End: 90}, Children: []daodu.Section{
			{ID: "1.1", Kind: daodu.Enumeration, Span: daodu.Span{Start: -4, End: 500}}, {ID: "1.2", Kind: daodu.RunIn},
		}},
		{ID: "2", Kind: daodu.ReportedPoint, Span: daodu.Span{Start: 4, End: 24}},
	}
	tests := map[string]*daodu.Article{
		"one sentence":        plain("谢谢大家！"),
		"one letter":          plain("好"),
		"only marks":          plain("。。。！"),
		"english":             plain("Workers of the city met on Monday. The union will spend 18 million on training, and 3,000 pairs will sign up."),
		"a table":             plain("事项\t责任人\t时限\n补齐师傅\t魏桂芳\t2025年10月24日\n修订协议\t邱雨晴\t2025年10月31日"),
		"no full stop":        plain("市总工会安排专项资金1800万元建设实训基地"),
		"one endless clause":  plain(strings.Repeat("深入学习领会", 200)),
		"astral letters":      plain("𠮷林市总工会😀要求各单位在6月底前建成3个实训基地，𠮷师傅带好徒弟。"),
		"marks without mate":  plain("“班前五分钟制度，每天讲一讲）。《通知要求各单位“照办。"),
		"sections that cross": crossed,
	}
	for name, a := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			promises(t, a, daodu.Medium)
		})
	}
}

func TestEmptyText(t *testing.T) {
	t.Parallel()
	_, err := Engine{}.Write(t.Context(), plain(" \n　"), daodu.KindSummary, summarize.Options{})
	if !errors.Is(err, daodu.ErrEmpty) {
		t.Errorf("error %v, want no text", err)
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	a := load(t, "speech")
	for lang, want := range map[string]string{"": "开头", "zh-Hans": "开头", "zh-Hant": "開頭", "zh-TW": "開頭"} {
		arts := write(t, a, summarize.Options{Lang: lang})
		if got := arts[1].Content.(*daodu.Outline).Nodes[0].Label; got != want {
			t.Errorf("language %q labels the opening %q, want %q", lang, got, want)
		}
	}
	_, err := Engine{}.Write(t.Context(), a, daodu.KindOutline, summarize.Options{Lang: "en"})
	if !errors.Is(err, daodu.ErrUsage) || !strings.Contains(err.Error(), "does not translate") {
		t.Errorf("English of a Chinese text: %v, want a refusal", err)
	}
}

// TestTraditional checks that own words follow the script of the article and quotes
// keep its marks.
func TestTraditional(t *testing.T) {
	t.Parallel()
	arts := write(t, load(t, "notice-hant"), summarize.Options{})
	data, err := json.Marshal(arts)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"導語", "具體指哪三項", "要做什麼", "「三段作息」"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %s in the artifacts of a Traditional text", want)
		}
	}
	for _, wrong := range []string{"导语", "具体", "什么"} {
		if strings.Contains(string(data), wrong) {
			t.Errorf("Simplified %s in the artifacts of a Traditional text", wrong)
		}
	}
}

func TestSameInputSameOutput(t *testing.T) {
	t.Parallel()
	first, _ := json.Marshal(write(t, load(t, "speech"), summarize.Options{}))
	second, _ := json.Marshal(write(t, load(t, "speech"), summarize.Options{}))
	if diff := cmp.Diff(string(first), string(second)); diff != "" {
		t.Errorf("two runs differ:\n%s", diff)
	}
	if strings.Contains(string(first), "created_at") {
		t.Error("the time of writing makes every run differ")
	}
}

// FuzzEngine writes about any text with any sections.
func FuzzEngine(f *testing.F) {
	f.Add("同志们：6月底前建成3个实训基地，市总工会主席周明远强调两点。一是建平台；二是带徒弟。", 4, 20, 4, 9, "heading")
	f.Add("𠮷「三段作息」，就是早、午、晚三段。民國41年（1952年）4月28日（記者程某）", 9, 2, -1, 70, "enumeration")
	f.Add("“一”“二”：；，、…", 0, 5, 0, 1, "reported_point")
	f.Fuzz(func(t *testing.T, text string, start, end, headStart, headEnd int, kind string) {
		a := plain(strings.ToValidUTF8(text, "？"))
		if strings.TrimSpace(a.Text) == "" {
			return
		}
		s := daodu.Section{
			ID: "1", Kind: daodu.SectionKind(kind), Announced: headEnd,
			Span: daodu.Span{Start: start, End: end}, Head: daodu.Span{Start: headStart, End: headEnd},
		}
		inner := s
		inner.ID, inner.Kind, inner.Span.Start = "1.1", daodu.Enumeration, headEnd
		s.Children = []daodu.Section{inner, inner}
		a.Sections = []daodu.Section{s, inner, {ID: "3", Kind: daodu.Transition, Announced: 2, Span: daodu.Span{Start: end, End: end + 9}}}
		a.Damage = []daodu.Damage{{Kind: daodu.Truncated, Severity: daodu.SeveritySevere, Span: daodu.Span{Start: end, End: start}}}
		promises(t, a, daodu.Short)
	})
}

// BenchmarkArtifacts writes all three artifacts of a speech of about 1,900 characters
// and of a dump of 3,200.
func BenchmarkArtifacts(b *testing.B) {
	for _, name := range []string{"speech", "sharing-site"} {
		b.Run(name, func(b *testing.B) {
			a := load(b, name)
			for b.Loop() {
				write(b, a, summarize.Options{})
			}
		})
	}
}
