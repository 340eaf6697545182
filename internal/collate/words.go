package collate

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/docfreq"
	"github.com/daodu/daodu/internal/names"
	"github.com/daodu/daodu/internal/zh"
)

// words are the stretches of Chinese letters that several texts have, and how often
// letters and pairs stand in all of them.
type words struct {
	shared  []word // the most telling first
	letters map[rune]int
	pairs   map[pair]int
}

// A word is a stretch that several texts have.
type word struct {
	letters  string // folded
	families int
	score    float64
	first    daodu.Span // where it stands first, in the first text that has it
	text     int        // which one
}

const (
	shortest  = 2  // letters of a word
	longLabel = 12 // letters of the longest word
	longest   = 24 // letters of a stretch that is counted, so that the ends of a word are its own
	// cohesion is the least share of a letter's places in which the letter at the edge of a
	// word stands beside the next one; below it the edge belongs to another word. A word of
	// two letters needs pairCohesion.
	cohesion     = .12
	pairCohesion = .2
)

const (
	// inner are letters that part words: they hardly stand within one.
	inner = "的了着和与及在是等、"
	// first and last are letters that a word neither begins nor ends with.
	first = "为将对从把被向以并而且其这那各该本我你他也都就还又更要能可已让使由于至个名项次年月日们者化性不有上下中大来去到会做好抓加力步级座一二三四五六七八九十第届"
	last  = "为将对从把被向以并而且其这那之有不很更要能可已让使由各该上下中来去到做好抓加步强提一二三四五六七八九十新大"
)

// verbs open what is done with a thing; the thing is the theme.
var verbs = strings.Fields("提升 提高 推进 推动 推广 加强 加快 加大 加紧 实施 开展 落实 坚持 坚决 切实 深化 强化 完善 建设 健全 发展 规范 继续 保持 扩大 促进 发挥 完成 实现 建立 打造 防止 " +
	"努力 积极 认真 深入 全面 进一步 不断 持续 大力 组织 举办 做好 抓好 确保 建成 新建 新增 选树 培养 支持 鼓励 引导 找准 增强 安排 签订 修订 制定 清理 严格 统筹 优化 构建 启动 稳步 有序 扎实 集体 学习 贯彻 宣传")

// A gram is a stretch while it is counted.
type gram struct {
	families, last int
	first          daodu.Span
	text           int
	part           bool // of a longer stretch that as many families have
}

// count finds the stretches that several families of texts have: of each length those that
// are made of shorter ones which several have (Agrawal and Srikant, Fast Algorithms for
// Mining Association Rules, 1994).
func (g *group) count() words {
	w := words{letters: map[rune]int{}, pairs: map[pair]int{}}
	for _, t := range g.texts {
		if t.family == t.n {
			t.countLetters(&w)
		}
	}
	var shorter map[string]*gram
	seen := map[string]bool{}
	for n := shortest; n <= longest; n++ {
		longer := g.grams(n, shorter)
		closed(shorter, longer)
		w.take(g, shorter, seen)
		shorter = longer
	}
	w.take(g, shorter, seen)
	slices.SortFunc(w.shared, func(a, b word) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.text, b.text), cmp.Compare(a.first.Start, b.first.Start), cmp.Compare(a.letters, b.letters))
	})
	return w
}

// closed leaves out the stretches that stand in a longer one of as many families.
func closed(shorter, longer map[string]*gram) {
	for letters, gr := range longer {
		_, size := utf8.DecodeRuneInString(letters)
		_, tail := utf8.DecodeLastRuneInString(letters)
		for _, part := range []string{letters[size:], letters[:len(letters)-tail]} {
			if p := shorter[part]; p != nil && p.families <= gr.families {
				p.part = true
			}
		}
	}
}

// take adds the words that stretches hold.
func (w *words) take(g *group, grams map[string]*gram, seen map[string]bool) {
	for letters, gr := range grams {
		if gr.part {
			continue
		}
		if word, ok := g.word([]rune(letters), gr, w); ok && !seen[word.letters] {
			seen[word.letters] = true
			w.shared = append(w.shared, word)
		}
	}
}

func (t *text) countLetters(w *words) {
	for i, r := range t.folded {
		if !zh.IsHan(r) {
			continue
		}
		w.letters[r]++
		if i > 0 && zh.IsHan(t.folded[i-1]) {
			w.pairs[pair{t.folded[i-1], r}]++
		}
	}
}

// grams counts the stretches of n letters whose parts of n-1 letters are in shorter, nil
// for all, and keeps those of at least two families.
func (g *group) grams(n int, shorter map[string]*gram) map[string]*gram {
	out := map[string]*gram{}
	for _, t := range g.texts {
		if t.family != t.n {
			continue
		}
		run := 0
		for i, r := range t.folded {
			if run++; !zh.IsHan(r) || strings.ContainsRune(inner, r) {
				run = 0
			}
			if run < n {
				continue
			}
			letters := t.folded[i-n+1 : i+1]
			if shorter != nil && (shorter[string(letters[1:])] == nil || shorter[string(letters[:n-1])] == nil) {
				continue
			}
			key := string(letters)
			gr := out[key]
			if gr == nil {
				gr = &gram{last: -1, first: daodu.Span{Start: i - n + 1, End: i + 1}, text: t.n}
				out[key] = gr
			}
			if gr.last != t.n {
				gr.families, gr.last = gr.families+1, t.n
			}
		}
	}
	for key, gr := range out {
		if gr.families < 2 {
			delete(out, key)
		}
	}
	return out
}

// word returns what a stretch is about: the stretch without the verbs and the letters of
// grammar around it. ok is false when that is no word, or says nothing.
func (g *group) word(letters []rune, gr *gram, w *words) (word, bool) {
	at := gr.first
	for trimmed := true; trimmed && len(letters) > shortest; {
		from, to := trim(letters)
		trimmed = from > 0 || to < len(letters)
		letters, at = letters[from:to], daodu.Span{Start: at.Start + from, End: at.Start + to}
	}
	n := len(letters)
	if n < shortest || n > longLabel || docfreq.IsFormula(string(letters)) || isPlace(letters) {
		return word{}, false
	}
	least := cohesion
	if n == shortest {
		least = pairCohesion
	}
	if w.coheres(letters[0], letters[1]) < least || w.coheres(letters[n-2], letters[n-1]) < least {
		return word{}, false
	}
	novelty := g.texts[gr.text].weights.Novelty(at.Start, at.End)
	return word{
		letters: string(letters), families: gr.families, first: at, text: gr.text,
		score: novelty * math.Sqrt(float64(min(n, 8)-1)) * math.Log2(1+float64(gr.families)),
	}, novelty >= leastNovelty
}

// trim returns what is left of a stretch without one verb or letter of grammar at each end.
func trim(letters []rune) (from, to int) {
	to = len(letters)
	for _, v := range verbs {
		if n := len([]rune(v)); n < to && string(letters[:n]) == v {
			from = n
			break
		}
	}
	if from == 0 && strings.ContainsRune(first, letters[0]) {
		from = 1
	}
	if to > from && strings.ContainsRune(last, letters[to-1]) {
		to--
	}
	return from, to
}

// isPlace reports whether letters name a place and no more: where something happens is not
// what it is about.
func isPlace(letters []rune) bool {
	return slices.ContainsFunc(names.Find(letters), func(n names.Name) bool {
		return n.Kind == names.Place && n.Span.Start == 0 && n.Span.End == len(letters)
	})
}

// leastNovelty leaves out what is said everywhere: set phrases have about 1, what one text
// says in common words 5 (package docfreq).
const leastNovelty = 1.2

// coheres returns in what share of the places of the rarer of two letters they stand beside
// each other.
func (w *words) coheres(a, b rune) float64 {
	return float64(w.pairs[pair{a, b}]) / float64(max(1, min(w.letters[a], w.letters[b])))
}
