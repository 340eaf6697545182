package check

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/internal/zh"
)

// ownSentences returns the sentences of testdata/planted.txt.
func ownSentences(t testing.TB) []string {
	t.Helper()
	return readLines(t, filepath.Join("testdata", "planted.txt"))
}

// readLines returns the lines of a file that hold a sentence of everyday length.
func readLines(t testing.TB, name string) []string {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var out []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		text := []rune(lines.Text())
		for _, s := range zh.Sentences(text, zh.FullStops) {
			if s.Len() >= 20 && s.Len() <= 120 && text[s.End-1] == '。' {
				out = append(out, string(text[s.Start:s.End]))
			}
		}
	}
	return out
}

// realSentences returns every n-th sentence of government work reports, none where the
// shared texts are missing.
func realSentences(t testing.TB, n int) []string {
	t.Helper()
	dir := shared.Dir(t)
	files, err := filepath.Glob(filepath.Join(dir, "corpora", "gwr_provincial_2026", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no reports in %s: %v", dir, err)
	}
	var out []string
	for _, f := range files {
		for i, s := range readLines(t, f) {
			if i%n == 0 {
				out = append(out, s)
			}
		}
	}
	return out
}

// flagged examines a point that cites sentence within a text that holds more, and
// returns the findings that make it unsupported.
func flagged(sentence, point string) []daodu.Finding {
	text := sentence + "\n此外还有别的内容，与前文没有关系。"
	end := len([]rune(sentence))
	art := &daodu.Artifact{Content: &daodu.Summary{
		Headline: daodu.Point{Text: point, Quotes: []daodu.Quote{{Span: daodu.Span{Start: 0, End: end}, Text: sentence}}},
	}}
	Artifact(art, text)
	return slices.DeleteFunc(art.Findings, func(f daodu.Finding) bool { return f.Verdict != daodu.Unsupported })
}

// A planter makes wrong points of a sentence.
type planter struct {
	rule  string
	least float64 // share that must be found
	plant func(*passage) []string
}

var planters = []planter{
	{"number", 1, plantNumbers},
	{"magnitude", 1, plantMagnitudes},
	{"date", 1, plantDates},
	{"modality", .95, plantScales},
	{"degree left out", .95, plantLost},
	{"hedge", .95, plantHedges},
	{"negation", .95, plantNegation},
	{"antonym", .95, plantAntonyms},
	{"swap", .70, plantSwaps},
}

// TestPlanted plants errors into points that are otherwise near to the sentence they
// cite, in texts of our own and in real ones.
func TestPlanted(t *testing.T) {
	t.Parallel()
	own := ownSentences(t)
	for _, p := range planters {
		t.Run(p.rule, func(t *testing.T) { t.Parallel(); p.measure(t, own, 60) })
		t.Run(p.rule+"/reports", func(t *testing.T) { t.Parallel(); long(t); p.measure(t, realSentences(t, 4), 30) })
	}
}

// long skips a test that takes too long under the race detector.
func long(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("thousands of points; not with -short")
	}
}

// measure plants into every sentence and counts what is found.
func (p planter) measure(t *testing.T, sentences []string, least int) {
	t.Helper()
	n, found := 0, 0
	var missed []string
	for _, s := range sentences {
		for i, point := range p.plant(newPassage([]rune(s))) {
			point = lightly(point, n+i)
			if n++; len(flagged(s, point)) > 0 {
				found++
			} else {
				missed = append(missed, point+"\n\t"+s)
			}
		}
	}
	t.Logf("%d of %d found", found, n)
	if n < least {
		t.Errorf("%d errors planted, want %d", n, least)
	}
	if float64(found) < p.least*float64(n) {
		t.Errorf("%d of %d found, want %.0f %%; missed:\n%s", found, n, 100*p.least, strings.Join(missed[:min(len(missed), 25)], "\n"))
	}
}

// lightly rewrites a point without changing what it says, in one of several ways.
func lightly(point string, i int) string {
	point = strings.TrimSuffix(point, "。")
	switch i % 5 {
	case 1:
		return "据介绍，" + point
	case 2:
		return reworded.Replace(point)
	case 3:
		return rotated(point)
	case 4:
		return rotated(reworded.Replace(point))
	}
	return point + "。"
}

// reworded puts other words of the same sense, and leaves out what carries none.
var reworded = strings.NewReplacer("开展", "进行", "以及", "和", "实施", "施行", "由", "从", "达到", "达", "召开", "举行", "的", "", "用于", "用来", "比上年", "较上年",
	"同比", "比去年同期", "推动", "促进", "各级", "各个级别的", "全市", "本市", "将", "要", "其中", "当中")

// rotated puts the first clause last.
func rotated(point string) string {
	first, rest, ok := strings.Cut(point, "，")
	if !ok {
		return point
	}
	return rest + "，" + first
}

// replace returns the passage with other words at a span.
func (p *passage) replace(at daodu.Span, words string) string {
	return string(p.shown[:at.Start]) + words + string(p.shown[at.End:])
}

// plantNumbers changes the last figure of every number.
func plantNumbers(p *passage) []string {
	var out []string
	for _, q := range p.quantities() {
		if q.Weak || q.Kind == zh.Enumerator || q.Kind == zh.Label {
			continue
		}
		word := p.words(q.Number)
		changed := otherDigit(word)
		if changed == word {
			continue
		}
		point := p.replace(q.Number, changed)
		// The new number must be one, and one that the sentence does not have.
		if fresh(p, point, q.Span.Start) {
			out = append(out, point)
		}
	}
	return out
}

// fresh reports whether the number of point at a place is none of p's.
func fresh(p *passage, point string, at int) bool {
	for _, q := range newPassage([]rune(point)).quantities() {
		if q.Span.Start == at {
			return !q.Weak && !slices.ContainsFunc(p.quantities(), q.SameNumber)
		}
	}
	return false
}

// otherDigit changes the first figure of a word.
func otherDigit(word string) string {
	const digits, next = "123456789一二三四五六七八九两", "358147926四五七八九三二六一七"
	from, to := []rune(digits), []rune(next)
	out := []rune(word)
	for i, r := range out {
		if k := slices.Index(from, r); k >= 0 {
			out[i] = to[k]
			return string(out)
		}
	}
	return word
}

// plantMagnitudes puts 万 behind Arabic numbers, or takes it away.
func plantMagnitudes(p *passage) []string {
	var out []string
	for _, q := range p.quantities() {
		word := p.words(q.Number)
		if q.Kind != zh.Cardinal || q.Unit == "" || q.Weak || word == "0" || !strings.ContainsAny(word, "0123456789") || strings.HasSuffix(word, "亿") {
			continue
		}
		changed, ok := strings.CutSuffix(word, "万")
		if !ok {
			changed = word + "万"
		}
		out = append(out, p.replace(q.Number, changed))
	}
	return out
}

// plantDates changes a figure of every date.
func plantDates(p *passage) []string {
	var out []string
	for _, d := range p.dates() {
		word := p.words(d.Span)
		for _, part := range []string{"日", "月", "年"} {
			before, after, ok := strings.Cut(word, part)
			if !ok || before == "" {
				continue
			}
			runes := []rune(before)
			last := len(runes) - 1
			changed := string(runes[last])
			for range 3 {
				if changed = otherDigit(changed); changed != string(runes[last]) {
					out = append(out, p.replace(d.Span, string(runes[:last])+changed+part+after))
				}
			}
		}
	}
	return out
}

// plantScales puts a word of another sense in place of a word of a scale.
func plantScales(p *passage) []string {
	swaps := [][2]string{
		{"必须", "可以"}, {"应当", "可以"}, {"应当", "必须"}, {"不得", "可以"}, {"可以", "必须"}, {"鼓励", "要求"}, {"禁止", "鼓励"}, {"要求", "建议"},
		{"全面", "基本"}, {"基本", "全面"}, {"部分", "全部"}, {"全部", "部分"}, {"所有", "部分"}, {"确保", "力争"}, {"力争", "确保"}, {"预计", "已经"},
		{"首次", "再次"}, {"再次", "首次"}, {"逐步", "立即"}, {"稳步", "迅速"}, {"原则上", "一律"}, {"一律", "原则上"}, {"大力", "适当"}, {"大幅", "小幅"}, {"可能", "必然"}, {"加快", "逐步"}, {"持续", "临时"}, {"显著", "略有"},
	}
	return plantWords(p, swaps, func(at int) bool { return standsAlone(p, at) })
}

// standsAlone reports whether the lexicons take the word at a place for one of a scale:
// 基本 of 基本农田 is none.
func standsAlone(p *passage, at int) bool {
	for _, l := range p.lines() {
		for _, words := range lexicons {
			for _, m := range words.find(l, 0, len(l.tokens)) {
				if l.tokens[m.from].span.Start == at {
					return true
				}
			}
		}
	}
	return false
}

// plantWords puts the second word of each pair in place of the first.
func plantWords(p *passage, swaps [][2]string, ok func(at int) bool) []string {
	var out []string
	folded := string(p.folded)
	for _, s := range swaps {
		before, _, found := strings.Cut(folded, s[0])
		at := len([]rune(before))
		if found && ok(at) {
			out = append(out, p.replace(daodu.Span{Start: at, End: at + len([]rune(s[0]))}, s[1]))
		}
	}
	return out
}

// plantLost leaves a word out without which the sentence says more.
func plantLost(p *passage) []string {
	lost := [][2]string{{"基本", ""}, {"原则上", ""}, {"力争", ""}, {"预计", ""}, {"可能", ""}, {"部分", ""}, {"初步", ""}, {"多数", ""}, {"涉嫌", ""}, {"一般", ""}, {"个别", ""}, {"适当", ""}, {"有望", ""}, {"努力", ""}}
	out := plantWords(p, lost, func(at int) bool { return standsAlone(p, at) })
	added := []string{"首次", "必须", "确保"}
	for i, verb := range []string{"完成", "建成", "开展", "实现", "建设", "推进", "提高", "增加", "举办", "恢复"} {
		folded := string(p.folded)
		before, _, found := strings.Cut(folded, verb)
		if at := len([]rune(before)); found && at > 2 {
			out = append(out, p.replace(daodu.Span{Start: at, End: at}, added[i%len(added)]))
		}
	}
	return out
}

// plantHedges changes the degree of a number.
func plantHedges(p *passage) []string {
	var out []string
	for _, q := range p.quantities() {
		if q.Weak || q.Kind != zh.Cardinal && q.Kind != zh.Proportion || q.Value == nil || q.Range != zh.NoRange || q.Hedge != zh.Exactly {
			continue
		}
		for _, hedge := range []string{"约", "超过", "不足"} {
			point := p.replace(daodu.Span{Start: q.Span.Start, End: q.Span.Start}, hedge)
			if slices.ContainsFunc(newPassage([]rune(point)).quantities(), func(x zh.Quantity) bool { return x.SameNumber(q) && x.Hedge != zh.Exactly }) {
				out = append(out, point)
			}
		}
	}
	return out
}

// plantNegation puts a negator before verbs and takes negators away.
func plantNegation(p *passage) []string {
	var out []string
	negated := [][2]string{{"完成", "未完成"}, {"建成", "没有建成"}, {"开展", "不开展"}, {"实现", "未实现"}, {"达到", "没有达到"}, {"支持", "不支持"}, {"提高", "没有提高"}, {"安排", "未安排"},
		{"参加", "没有参加"}, {"通过", "未通过"}, {"发展", "不发展"}, {"增加", "没有增加"}, {"推进", "不推进"}, {"加强", "不加强"}, {"可以", "不可以"}, {"应当", "不应当"}, {"发现", "未发现"}, {"举办", "没有举办"}}
	out = append(out, plantWords(p, negated, func(at int) bool {
		return at > 0 && !strings.ContainsRune("不未没得以当续成", p.folded[at-1])
	})...)
	dropped := [][2]string{{"不得", ""}, {"没有", ""}, {"未", ""}, {"禁止", ""}, {"严禁", ""}, {"不再", ""}, {"不予", ""}, {"不影响", "影响"}}
	return append(out, plantWords(p, dropped, func(at int) bool {
		return at+2 < len(p.folded) && p.folded[at+1] != '来'
	})...)
}

// plantAntonyms puts the opposite in place of a word.
func plantAntonyms(p *passage) []string {
	swaps := [][2]string{{"提高", "降低"}, {"增加", "减少"}, {"增长", "下降"}, {"下降", "增长"}, {"减少", "增加"}, {"扩大", "缩小"}, {"上升", "下降"}, {"支持", "反对"}, {"反对", "支持"},
		{"加强", "削弱"}, {"加快", "放缓"}, {"完善", "破坏"}, {"促进", "阻碍"}, {"通过", "否决"}, {"恢复", "中断"}, {"成功", "失败"}, {"公开", "隐瞒"}, {"同意", "反对"}, {"出口", "进口"}, {"鼓励", "限制"}, {"保护", "破坏"}, {"稳定", "动荡"}, {"优化", "恶化"}, {"提高", "下降"}, {"增加", "缩减"}, {"新建", "拆除"}, {"合格", "不合格"}, {"以上", "以下"}, {"之前", "之后"}, {"女职工", "男职工"}, {"上半年", "下半年"}, {"暂停", "恢复"}, {"禁止", "允许"}, {"解除", "签订"}, {"满意", "不满"}, {"延长", "缩短"}, {"缩短", "延长"}, {"减少", "增加"}, {"同意", "否决"}, {"扩大", "收缩"}, {"全部", "部分"}, {"高出", "低于"}, {"超过", "不足"}, {"多出", "少于"}}
	return plantWords(p, swaps, func(int) bool { return true })
}

// plantSwaps exchanges two numbers of the same unit.
func plantSwaps(p *passage) []string {
	var out []string
	quantities := p.quantities()
	for i, q := range quantities {
		for _, r := range quantities[i+1:] {
			if q.Weak || r.Weak || q.Unit != r.Unit || q.Unit == "" || q.Kind != r.Kind || q.SameNumber(r) || q.Value == nil || r.Value == nil || q.Hedge != r.Hedge || q.Range != r.Range || q.Kind > zh.Proportion {
				continue
			}
			out = append(out, string(p.shown[:q.Number.Start])+p.words(r.Number)+
				string(p.shown[q.Number.End:r.Number.Start])+p.words(q.Number)+string(p.shown[r.Number.End:]))
		}
	}
	return out
}

// TestSoundPoints puts points that say what they cite, shortened or in slightly other
// words, to the checks.
func TestSoundPoints(t *testing.T) {
	t.Parallel()
	t.Run("own", func(t *testing.T) { t.Parallel(); soundPoints(t, ownSentences(t), 150) })
	t.Run("reports", func(t *testing.T) { t.Parallel(); long(t); soundPoints(t, realSentences(t, 7), 500) })
}

func soundPoints(t *testing.T, sentences []string, least int) {
	t.Helper()
	const most = .02
	n, wrong := 0, []string{}
	for _, s := range sentences {
		for _, point := range harmless(s) {
			n++
			if f := flagged(s, point); len(f) > 0 {
				wrong = append(wrong, fmt.Sprintf("%s\n\t%s\n\t%v", point, s, f))
			}
		}
	}
	t.Logf("%d of %d flagged", len(wrong), n)
	if n < least {
		t.Errorf("%d points, want %d", n, least)
	}
	if float64(len(wrong)) > most*float64(n) {
		t.Errorf("%d of %d sound points flagged:\n%s", len(wrong), n, strings.Join(wrong[:min(len(wrong), 25)], "\n"))
	}
}

// harmless returns sound points about a sentence.
func harmless(sentence string) []string {
	body := strings.TrimSuffix(sentence, "。")
	out := []string{
		"会议强调，" + body,
		strings.NewReplacer("提高", "提升", "加强", "强化", "以及", "和", "推动", "促进", "没有", "未").Replace(body) + "！",
		chineseYears(body) + "！",
		strings.NewReplacer("，", "；", "、", "，").Replace(body),
		reworded.Replace(body),
		rotated(reworded.Replace(body)),
	}
	if first, rest, ok := strings.Cut(body, "，"); ok && len([]rune(rest)) > 10 {
		out = append(out, "文中说："+rest)
		if last := strings.LastIndex(body, "，"); last > len(first) {
			out = append(out, "文中说："+body[:last], reworded.Replace(body[len(first)+len("，"):]))
		}
	}
	return out
}

// chineseYears writes the years of a text in Chinese.
func chineseYears(s string) string {
	digits := []rune("〇一二三四五六七八九")
	p := newPassage([]rune(s))
	out := []rune(s)
	for _, d := range p.dates() {
		for i := d.Span.Start; d.Year > 0 && i < d.Span.Start+4; i++ {
			if r := out[i]; r >= '0' && r <= '9' {
				out[i] = digits[r-'0']
			}
		}
	}
	return string(out)
}
