package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/summarize"
)

// excerptWords returns what an excerpt of a within limit says.
func excerptWords(a *daodu.Article, limit int) []string {
	runes := []rune(a.Text)
	var out []string
	for _, s := range Excerpt(a, limit) {
		out = append(out, string(runes[s.Start:s.End]))
	}
	return out
}

// TestExcerptKeepsItsLimit tries all fixtures at many limits: never more than asked
// for, in the order of the text, no place twice.
func TestExcerptKeepsItsLimit(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	for _, name := range fixtures {
		a := load(t, name)
		for limit := headlineBest; limit < 2400; limit += 97 {
			total, end := 0, 0
			for _, s := range Excerpt(a, limit) {
				if s.Start < end || s.Len() <= 0 || s.End > a.Length {
					t.Errorf("%s within %d: [%d,%d) behind %d", name, limit, s.Start, s.End, end)
				}
				total, end = total+s.Len(), s.End
			}
			if total > limit {
				t.Errorf("%s within %d has %d code points", name, limit, total)
			}
			if total < limit/2 && limit < a.Length/3 {
				t.Errorf("%s within %d has only %d code points", name, limit, total)
			}
		}
	}
}

func TestShortestExcerptIsTheHeadline(t *testing.T) {
	t.Parallel()
	a := load(t, "speech")
	got := Excerpt(a, 20)
	if want := []daodu.Span{newText(a, "").headline()}; !slices.Equal(got, want) {
		t.Errorf("excerpt within 20 is %v, want the headline at %v", got, want)
	}
}

// TestBothScripts checks that the same text in Simplified and in Traditional letters
// gives points from the same places, whatever the length.
func TestBothScripts(t *testing.T) {
	t.Parallel()
	for _, name := range fixtures {
		a := load(t, name)
		hans := *a
		hans.Text, hans.Title = zh.FoldString(a.Text), zh.FoldString(a.Title)
		hans.Script, hans.Lang = daodu.ScriptHans, "zh-Hans"
		for _, length := range []daodu.Length{daodu.Short, daodu.Medium, daodu.Long} {
			want := quotesOf(write(t, a, summarize.Options{Length: length})[0])
			got := quotesOf(write(t, &hans, summarize.Options{Length: length})[0])
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s %s: other places in Simplified (-as it is +Simplified):\n%s", name, length, diff)
			}
		}
	}
}

// quotesOf returns the places of all quotes of an artifact.
func quotesOf(art *daodu.Artifact) []daodu.Span {
	var out []daodu.Span
	for _, q := range art.Content.EachQuote() {
		out = append(out, q.Span)
	}
	return out
}

// TestSameIsSaidOnce has a speech that says three times nearly the same.
func TestSameIsSaidOnce(t *testing.T) {
	t.Parallel()
	a := plain("各县区总工会要在六月底前建成三个职工实训基地，配齐设备和师傅。\n各级总工会要在六月底之前建成三个职工实训基地，配齐设备和师傅。\n要办好职工技能大赛，让有本事的人站到台前来。\n所以各县区总工会要在六月底前建成三个职工实训基地。")
	n := 0
	for _, words := range excerptWords(a, 300) {
		if strings.Contains(words, "实训基地") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d points about the same, want 1: %q", n, excerptWords(a, 300))
	}
}

// TestTasksComeFirst has a structured speech in which every part has a set phrase and a
// task with a figure; a short summary tells the tasks.
func TestTasksComeFirst(t *testing.T) {
	t.Parallel()
	s := write(t, load(t, "speech"), summarize.Options{})[0].Content.(*daodu.Summary)
	figures := 0
	for _, p := range s.Points {
		if strings.ContainsAny(p.Text, "0123456789") {
			figures++
		}
		if words := []rune(p.Text); len(words) < 20 && !strings.ContainsAny(p.Text, "，。") {
			t.Errorf("a bare heading: %q", p.Text)
		}
	}
	if figures < len(s.Points)/2 {
		t.Errorf("%d of %d points have a figure", figures, len(s.Points))
	}
}

// TestTalk has a record of talk: what is all fillers is no point while something else
// is to be had.
func TestTalk(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for range 12 {
		b.WriteString("然后那个就是说对吧，其实我觉得这个就是这样的，对吧，是吧。")
		b.WriteString("那么，就是说这个那个其实我觉得是不是，嗯。\n")
	}
	b.WriteString("开源社区给企业带来人才，也带来好的代码文化。\n高校开发者通过社区的巡回活动参与开源项目。\n")
	got := excerptWords(plain(b.String()), 60)
	want := []string{"开源社区给企业带来人才，也带来好的代码文化。", "高校开发者通过社区的巡回活动参与开源项目。"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("points (-want +got):\n%s", diff)
	}
}

func TestAsks(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"要建好平台": true, "各单位必须专款专用": true, "我们要抓落实": true, "单位应当公开账目": true,
		"这项工作很重要": false, "主要领导出席": false, "职工需要培训": false, "按要求办理": false, "会议纪要印发": false,
	}
	for words, want := range tests {
		if got := asks([]rune(words)); got != want {
			t.Errorf("%q asks for something: %v, want %v", words, got, want)
		}
	}
}

// TestLeaning checks what a point loses that cannot stand alone.
func TestLeaning(t *testing.T) {
	t.Parallel()
	tests := map[string]float64{
		"这是关键一步": lossAnaphora, "对此要高度重视": lossAnaphora, "其中三成来自县里": lossAnaphora,
		"但也有不足": lossConnective, "同时建好平台": lossConnective,
		"还款期限为三年": 0, "并购企业三家": 0, "建好平台": 0,
	}
	for words, want := range tests {
		if got := lossLeaning([]rune(words)); got != want {
			t.Errorf("%q loses %v, want %v", words, got, want)
		}
	}
}

// TestHeadlineSearch holds the search that ends early against one that tries all.
func TestHeadlineSearch(t *testing.T) {
	t.Parallel()
	for _, name := range fixtures {
		x := newText(load(t, name), "")
		best, value := daodu.Span{}, -1.0
		for _, i := range x.headlineUnits() {
			for _, s := range x.runs(x.units[i].span, headlineLong) {
				v := x.headlineValue(i, s)
				if bound := x.headlineBound(i); v > bound+1e-9 {
					t.Errorf("%s: %q is worth %v, more than the bound %v of its unit", name, x.words(s), v, bound)
				}
				if v > value {
					best, value = s, v
				}
			}
		}
		if got := x.headline(); best.Len() > 0 && got != best {
			t.Errorf("%s: headline %q, trying all gives %q", name, x.words(got), x.words(best))
		}
	}
}

// TestPrepareChangesNothing writes with and without preparation.
func TestPrepareChangesNothing(t *testing.T) {
	t.Parallel()
	for _, name := range fixtures {
		a := load(t, name)
		opts := summarize.Options{Length: daodu.Medium, Lang: a.Lang}
		ready := Engine{}.Prepare(a, opts)
		for _, kind := range daodu.Kinds {
			want, err := Engine{}.Write(t.Context(), a, kind, opts)
			if err != nil {
				t.Fatal(err)
			}
			got, err := ready.Write(t.Context(), a, kind, opts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s %s (-alone +prepared):\n%s", name, kind, diff)
			}
		}
	}
	other := plain("市总工会安排专项资金1800万元。")
	got, err := Engine{}.Prepare(load(t, "news"), summarize.Options{}).Write(t.Context(), other, daodu.KindSummary, summarize.Options{})
	if err != nil || !strings.Contains(got.Content.(*daodu.Summary).Headline.Text, "1800") {
		t.Errorf("an engine prepared for one article writes %v, %v about another", got, err)
	}
}

// TestJoinedPointsKeepTheLimit has two parts of one sentence that fill the limit to the
// letter; the semicolon between them makes one too many.
func TestJoinedPointsKeepTheLimit(t *testing.T) {
	t.Parallel()
	first, second := "市总工会安排专项资金一千八百万元建成三个市级实训基地", "各县区总工会在六月底前拿出实施方案并报市总工会备案审查"
	a := plain(first + "；" + second + "。")
	limit := len([]rune(first + second + "。"))
	for n := limit - 3; n <= limit+1; n++ {
		total := 0
		for _, s := range newText(a, "").choose(n, nil) {
			total += s.Len()
		}
		if total > n || n > limit && total != n {
			t.Errorf("%d code points within %d", total, n)
		}
	}
}
