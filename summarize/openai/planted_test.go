package openai

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/names"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/prompts"
	"github.com/daodu/daodu/summarize"
)

// examples are the articles that errors are planted in: those of the project, and two of the
// sentences that the checks are measured with.
func examples(t testing.TB) []*daodu.Article {
	t.Helper()
	var out []*daodu.Article
	for _, name := range []string{"speech", "notice-hant", "sharing-site", "news"} {
		out = append(out, load(t, name))
	}
	for _, name := range []string{"planted.txt", "named.txt"} {
		data, err := os.ReadFile(filepath.Join("..", "check", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, plain(strings.TrimSpace(string(data))))
	}
	return out
}

// A planter makes wrong statements of a sentence, each with one error.
type planter struct {
	rule  string
	least float64 // share that must be found
	plant func(s string) []string
}

var planters = []planter{
	{"number", 1, plantNumbers},
	{"date", 1, plantDates},
	{"name", 1, plantNames},
	{"post", 1, plantPosts},
	{"title", 1, plantTitles},
	{"quoted", 1, plantQuotations},
	{"count", 1, plantCounts},
	{"modality", .95, plantModality},
	{"negation", .95, plantNegation},
}

// A claim is a statement that a fake model makes of a sentence.
type claim struct {
	text, source string
	n            int
}

// TestPlanted plants errors into the answers of a model and counts those that leave the
// engine marked. The model repairs every other one when it is asked again, and makes another
// error of the rest.
func TestPlanted(t *testing.T) {
	t.Parallel()
	for _, p := range planters {
		t.Run(p.rule, func(t *testing.T) {
			t.Parallel()
			planted, found := 0, 0
			for _, a := range examples(t) {
				n, marked := p.through(t, a)
				planted, found = planted+n, found+marked
			}
			t.Logf("%d of %d found", found, planted)
			if planted < 60 {
				t.Errorf("%d errors planted, want 60", planted)
			}
			if float64(found) < p.least*float64(planted) {
				t.Errorf("%d of %d found, want %.0f %%", found, planted, 100*p.least)
			}
		})
	}
}

// through sends one article with errors through the engine, and returns how many were planted
// and how many of them were repaired or marked.
func (p planter) through(t *testing.T, a *daodu.Article) (planted, found int) {
	t.Helper()
	var claims []claim
	for i, s := range a.Sentences {
		source := daodu.Slice(a.Text, s.Span)
		for _, wrong := range p.plant(source) {
			claims = append(claims, claim{lightly(wrong, len(claims)), source, i + 1})
		}
	}
	if len(claims) == 0 {
		return 0, 0
	}
	g := guideOfClaims(t, a, claims, true)
	for i, point := range g.KeyPoints {
		c := claims[i]
		switch {
		case point.Verdict == daodu.Unsupported, point.Text == c.source && point.Verdict == daodu.Exact:
			found++
		default:
			t.Logf("missed: %s\n\t%s", point.Text, c.source)
		}
	}
	return len(claims), found
}

// guideOfClaims has the engine write a guide whose key points are the claims.
func guideOfClaims(t *testing.T, a *daodu.Article, claims []claim, repairs bool) *daodu.Guide {
	t.Helper()
	m := &model{}
	m.answer = func(asked asked) (any, error) {
		if asked.kind == prompts.Repair {
			return repaired(asked, claims, repairs), nil
		}
		g := honestGuide(asked.sentences, []prompts.Point{{Text: asked.sentences[0].text, Cites: []int{1}}})
		g.Questions, g.Numbers = []prompts.Question{}, []prompts.Number{}
		for _, c := range claims {
			g.KeyPoints = append(g.KeyPoints, prompts.Point{Text: c.text, Cites: []int{c.n}})
		}
		return g, nil
	}
	arts, err := summarize.Artifacts(t.Context(), engine(t, m, nil), a, []daodu.Kind{daodu.KindGuide}, summarize.Options{})
	if err != nil {
		t.Fatal(err)
	}
	holdQuotes(t, arts[0], a)
	g := arts[0].Content.(*daodu.Guide)
	if len(g.KeyPoints) != len(claims) {
		t.Fatalf("%d key points of %d claims; findings: %v", len(g.KeyPoints), len(claims), arts[0].Findings)
	}
	return g
}

// repaired is what a model answers that puts every other item right.
func repaired(a asked, claims []claim, repairs bool) prompts.RepairAnswer {
	out := prompts.RepairAnswer{Items: []prompts.Item{}}
	for i, f := range a.findings {
		k := slices.IndexFunc(claims, func(c claim) bool { return c.text == f.Text })
		if k < 0 || !repairs {
			continue
		}
		item := prompts.Item{Path: f.Path, Text: claims[k].source, Cites: []int{claims[k].n}}
		if i%2 == 1 {
			item.Text = "据统计，" + claims[k].text
		}
		out.Items = append(out.Items, item)
	}
	return out
}

// holdQuotes demands that every quote is the text at its place.
func holdQuotes(t *testing.T, art *daodu.Artifact, a *daodu.Article) {
	t.Helper()
	runes := []rune(a.Text)
	for path, q := range art.Content.EachQuote() {
		if q.Start < 0 || q.End > len(runes) || q.Start >= q.End || string(runes[q.Start:q.End]) != q.Text {
			t.Errorf("%s: %q is not the text at [%d,%d)", path, q.Text, q.Start, q.End)
		}
	}
}

// TestCleanPoints sends statements that say what they cite through the engine and counts
// false alarms.
func TestCleanPoints(t *testing.T) {
	t.Parallel()
	const most = .02
	points, wrong := 0, []string{}
	for _, a := range examples(t) {
		var claims []claim
		for i, s := range a.Sentences {
			source := daodu.Slice(a.Text, s.Span)
			if n := len([]rune(source)); n < 20 || n > 160 {
				continue
			}
			for _, text := range harmless(source) {
				if !slices.ContainsFunc(claims, func(c claim) bool { return letterKey(c.text) == letterKey(text) }) {
					claims = append(claims, claim{text, source, i + 1})
				}
			}
		}
		for i, p := range guideOfClaims(t, a, claims, false).KeyPoints {
			if points++; p.Verdict == daodu.Unsupported {
				wrong = append(wrong, p.Text+"\n\t"+claims[i].source)
			}
		}
	}
	t.Logf("%d of %d flagged", len(wrong), points)
	if points < 300 || float64(len(wrong)) > most*float64(points) {
		t.Errorf("%d of %d sound points flagged:\n%s", len(wrong), points, strings.Join(wrong, "\n"))
	}
}

// harmless returns sound statements about a sentence.
func harmless(sentence string) []string {
	body := strings.TrimRight(sentence, "。！")
	out := []string{sentence, "会议强调，" + body, reworded.Replace(body)}
	if first, rest, ok := strings.Cut(body, "，"); ok && len([]rune(rest)) > 10 && len([]rune(first)) > 2 {
		out = append(out, rest+"，"+first)
	}
	return out
}

// reworded puts other words of the same sense.
var reworded = strings.NewReplacer("开展", "进行", "以及", "和", "实施", "施行", "召开", "举行", "比上年", "较上年", "推动", "促进", "開展", "進行", "舉行", "召開")

// lightly rewrites a statement without changing what it says, in one of several ways.
func lightly(s string, i int) string {
	s = strings.TrimRight(s, "。")
	switch i % 3 {
	case 1:
		return "据介绍，" + s
	case 2:
		return reworded.Replace(s)
	}
	return s + "。"
}

// put returns a sentence with other words at a span.
func put(runes []rune, at daodu.Span, words string) string {
	return string(runes[:at.Start]) + words + string(runes[at.End:])
}

// otherDigits returns words with their last digit changed in several ways.
func otherDigits(words string) []string {
	var out []string
	runes := []rune(words)
	for i := len(runes) - 1; i >= 0; i-- {
		for _, digits := range []string{"123456789", "一二三四五六七八九"} {
			at := strings.IndexRune(digits, runes[i])
			if at < 0 {
				continue
			}
			set := []rune(digits)
			at = slices.Index(set, runes[i])
			for _, by := range []int{2, 5} {
				changed := slices.Clone(runes)
				changed[i] = set[(at+by)%len(set)]
				out = append(out, string(changed))
			}
			return out
		}
	}
	return nil
}

// plantNumbers changes a digit of every number.
func plantNumbers(s string) []string {
	return quantityPlants(s, func(q zh.Quantity) bool { return q.Kind == zh.Cardinal || q.Kind == zh.Proportion })
}

// plantCounts changes how many there are of what is counted in a text: four tasks, three
// points. Numbers above twelve are out of reach of what a reader may count himself.
func plantCounts(s string) []string {
	runes := []rune(s)
	var out []string
	for _, q := range zh.Quantities(zh.FoldRunes(runes)) {
		number := string(runes[q.Number.Start:q.Number.End])
		if q.Weak || q.Kind != zh.Cardinal || len([]rune(number)) != 1 || !strings.ContainsAny(number, "二三四五六七八九两") {
			continue
		}
		for _, other := range []string{"十六", "二十五", "三十七"} {
			out = append(out, put(runes, q.Number, other))
		}
	}
	return out
}

// quantityPlants changes digits of the quantities that ok takes, to numbers that the sentence
// does not have.
func quantityPlants(s string, ok func(zh.Quantity) bool) []string {
	runes := []rune(s)
	all := zh.Quantities(zh.FoldRunes(runes))
	var out []string
	for _, q := range all {
		if q.Weak || !ok(q) || q.Value == nil {
			continue
		}
		for _, other := range otherDigits(string(runes[q.Number.Start:q.Number.End])) {
			wrong := put(runes, q.Number, other)
			fresh := slices.ContainsFunc(zh.Quantities(zh.FoldRunes([]rune(wrong))), func(x zh.Quantity) bool {
				return x.Span.Start == q.Span.Start && !x.Weak && !slices.ContainsFunc(all, x.SameNumber)
			})
			if fresh {
				out = append(out, wrong)
			}
		}
	}
	return out
}

// plantDates changes a digit of every part of every date.
func plantDates(s string) []string {
	runes := []rune(s)
	var out []string
	for _, d := range zh.Dates(zh.FoldRunes(runes)) {
		words := string(runes[d.Span.Start:d.Span.End])
		for _, part := range []string{"日", "月", "年"} {
			before, after, ok := strings.Cut(words, part)
			if !ok || before == "" {
				continue
			}
			last := []rune(before)
			for _, other := range otherDigits(string(last[len(last)-1:])) {
				if wrong := string(last[:len(last)-1]) + other + part + after; !strings.Contains(s, wrong) {
					out = append(out, put(runes, d.Span, wrong))
				}
			}
		}
	}
	return out
}

// plantNames puts other people in place of those named.
func plantNames(s string) []string {
	return namePlants(s, func(n names.Name) daodu.Span { return n.Span }, "陈国栋", "林晓东", "王建军", "赵春燕", "孙立新", "吴海涛")
}

// plantPosts gives people other posts.
func plantPosts(s string) []string {
	return namePlants(s, func(n names.Name) daodu.Span { return n.Post }, "市财政局局长", "省委副书记", "工程师", "县长", "校长", "副市长", "秘书长", "董事长")
}

func namePlants(s string, at func(names.Name) daodu.Span, others ...string) []string {
	runes := []rune(s)
	var out []string
	for _, n := range names.Find(zh.FoldRunes(runes)) {
		if n.Kind != names.Person || n.Bare || n.Redacted || at(n).Len() < 2 {
			continue
		}
		for _, other := range others {
			if !strings.Contains(zh.FoldString(s), other) {
				out = append(out, put(runes, at(n), other))
			}
		}
	}
	return out
}

// plantTitles changes titles in 《》.
func plantTitles(s string) []string {
	return betweenPlants(s, "《", "》", func(title []rune) []string {
		last := len(title) - 1
		return []string{string(title) + "实施细则", string(title[:last]), "关于" + string(title), string(title[:last]) + "草案", "职工守则", "新" + string(title), string(title[1:]) + "汇编"}
	})
}

// plantQuotations changes words in quotation marks.
func plantQuotations(s string) []string {
	change := func(words []rune) []string {
		swapped, last := slices.Clone(words), len(words)-1
		for last > 1 && !zh.IsLetter(swapped[last]) {
			last-- // a mark says nothing
		}
		swapped[0], swapped[last] = swapped[last], swapped[0]
		return []string{string(words) + "工程", "新" + string(words), string(swapped), "同心共建"}
	}
	return append(betweenPlants(s, "“", "”", change), betweenPlants(s, "「", "」", change)...)
}

// betweenPlants puts other words between marks, where the sentence does not have them.
func betweenPlants(s, open, shut string, others func([]rune) []string) []string {
	var out []string
	rest, done := s, ""
	for {
		before, after, ok := strings.Cut(rest, open)
		words, behind, closed := strings.Cut(after, shut)
		if !ok || !closed {
			return out
		}
		if inner := []rune(words); len(inner) >= 3 {
			for _, other := range others(inner) {
				if !strings.Contains(s, other) {
					out = append(out, done+before+open+other+shut+behind)
				}
			}
		}
		done += before + open + words + shut
		rest = behind
	}
}

// swapped puts the second word of each pair in place of the first.
func swapped(s string, pairs [][2]string, ok func(before, after string) bool) []string {
	var out []string
	for _, p := range pairs {
		before, after, found := strings.Cut(s, p[0])
		if found && ok(before, after) {
			out = append(out, before+p[1]+after)
		}
	}
	return out
}

func always(string, string) bool { return true }

// plantModality changes how binding, how sure or how far-reaching a sentence is.
func plantModality(s string) []string {
	return swapped(s, [][2]string{
		{"必须", "可以"}, {"必須", "可以"}, {"应当", "可以"}, {"應當", "可以"}, {"不得", "可以"}, {"鼓励", "要求"}, {"鼓勵", "要求"}, {"禁止", "鼓励"}, {"要求", "建议"},
		{"全面", "基本"}, {"部分", "全部"}, {"全部", "部分"}, {"所有", "部分"}, {"确保", "力争"}, {"確保", "力爭"}, {"力争", "确保"}, {"预计", "已经"}, {"首次", "再次"},
		{"再次", "首次"}, {"逐步", "立即"}, {"原则上", "一律"}, {"一律", "原则上"}, {"大力", "适当"}, {"可能", "必然"}, {"加快", "逐步"}, {"预计", ""}, {"力争", ""},
		{"原则上", ""}, {"约", ""}, {"不少于", "约"}, {"至少", "最多"}, {"以上", "以下"}, {"不低于", "不高于"}, {"不超过", "不少于"},
	}, func(before, after string) bool {
		last, _ := utf8.DecodeLastRuneInString(before)
		next, _ := utf8.DecodeRuneInString(after)
		return !strings.ContainsRune("大公网", last) && !strings.ContainsRune("束定谈货", next) // 公约, 约束 and their like
	})
}

// plantNegation turns a sentence round.
func plantNegation(s string) []string {
	turned := [][2]string{
		{"完成", "未完成"}, {"建成", "没有建成"}, {"开展", "不开展"}, {"实现", "未实现"}, {"达到", "没有达到"}, {"支持", "不支持"}, {"提高", "没有提高"}, {"安排", "未安排"},
		{"参加", "没有参加"}, {"通过", "未通过"}, {"增加", "没有增加"}, {"推进", "不推进"}, {"加强", "不加强"}, {"应当", "不应当"}, {"发现", "未发现"}, {"举办", "没有举办"},
	}
	out := swapped(s, turned, func(before, _ string) bool {
		last := []rune(before)
		return len(last) > 0 && !strings.ContainsRune("不未没沒得以当续成", last[len(last)-1])
	})
	dropped := [][2]string{{"不得", ""}, {"没有", ""}, {"禁止", ""}, {"严禁", ""}, {"不再", ""}, {"不予", ""}, {"沒有", ""}}
	return append(out, swapped(s, dropped, always)...)
}
