package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A term is a set phrase of the text with what the text says of it.
type term struct {
	words   string     // folded
	span    daodu.Span // where it stands first
	shown   daodu.Span // the same, with the noun that a short one needs: “六有”标准
	defined daodu.Span // the words that explain or list it, or mention it
	members []daodu.Span
	explain bool // defined explains; otherwise it only mentions
	said    bool // found without quotation marks
	count   int  // occurrences
}

// slogans are numbered phrases of political language that are used without quotation
// marks too, folded.
var slogans = strings.Fields(`两个确立 两个维护 四个意识 四个自信 国之大者 三个代表 五位一体 四个全面 两个结合 六个必须坚持 三严三实 八项规定
	两个一百年 两个毫不动摇 一国两制 一带一路 三个务必 两个务必 六稳 六保 三去一降一补 四风 五大发展理念 三大攻坚战 三农 三会一课 四个伟大
	两山论 双碳 双减 放管服 枫桥经验 三大文化 五个认同 五个一百 三个区分开来 两个先锋队 四下基层 千万工程 七个有之 五个必须 三重一大`)

// isSlogan reports whether a folded phrase is one of slogans.
func isSlogan(words string) bool { return slices.Contains(slogans, words) }

var (
	// takenUp and namesA match what stands before or behind a quoted term when it names
	// something rather than gives somebody's words.
	takenUp = regexp.MustCompile(`(?:推行|开展|实行|实施|提出|落实|深化|做到|增强|坚定|拥护|践行|牢记|推广|围绕|贯彻|打造|开办|设立|建立|构建|坚持|弘扬|评选|启动|举办|所谓|称为|叫做|叫作|锚定|聚焦|领悟|带动|推出|完善|创建|克服|整治|反对|纠正|授予)(?:的|了|好|一批|一个|一项)?$`)
	namesA  = regexp.MustCompile(`^(?:制度|行动|工程|计划|目标|标准|精神|机制|模式|平台|活动|竞赛|要求|经验|试点|政策|改革|战略|体系|格局|理念|办法|安排|作息|夜校|方式|原则|任务|方针|重要思想|总体布局|战略布局|理论|工作法|服务|品牌|方法|方案|专项|清单|奖|奖章|称号|杯|论坛|大赛|贴|卡|码|线路|事项|问题|现象|行为|倾向|经济|关系)`)
	// namesItself matches a term that says what it is.
	namesItself = regexp.MustCompile(`\p{Han}{2}(?:制度|行动|工程|计划|标准|机制|模式|平台|工作法|夜校|驿站|清单|论坛|大赛|线|杯|奖章|专项)$`)
	explains    = regexp.MustCompile(`^”?(?:[^,。;:]{0,8})?[,:]?(?:即[^时使将可便刻日行或]|是指|指的是|就是|就是指|是说|包括|分别是|具体是|:|是[^,;。]{0,20}(?:一[项种个场]|行动|活动|制度|服务|工程|平台))`)
)

// findTerms finds quoted terms, slogans, what the text defines and what it keeps
// saying, those with an explanation first.
func (t *text) findTerms() []term {
	var out []term
	for _, q := range t.named {
		out = addTerm(out, term{words: string(t.slice(q)), span: q, shown: t.withNoun(q)})
	}
	for _, words := range slogans {
		if at := t.find(words); at >= 0 {
			s := daodu.Span{Start: at, End: at + utf8.RuneCountInString(words)}
			out = addTerm(out, term{words: words, span: s, shown: s})
		}
	}
	kept := out[:0]
	for _, m := range out {
		within := func(x term) bool { return contains(x.words, m.words) && x.defined.Overlaps(m.defined) }
		if t.define(&m) && !slices.ContainsFunc(kept, within) && (m.explain || !slices.ContainsFunc(kept, func(x term) bool { return x.defined == m.defined })) {
			kept = append(kept, m)
		}
	}
	kept = t.addSaid(kept)
	slices.SortStableFunc(kept, func(a, b term) int { return cmp.Compare(b.worth(), a.worth()) })
	return kept
}

// addSaid adds what the text defines without quotation marks, and what it keeps saying.
func (t *text) addSaid(kept []term) []term {
	for _, m := range slices.Concat(t.definedTerms(), t.recurring()) {
		known := func(x term) bool {
			return contains(x.words, m.words) || x.defined.Contains(m.defined) || m.defined.Contains(x.defined)
		}
		if !slices.ContainsFunc(kept, known) {
			kept = append(kept, m)
		}
	}
	return kept
}

// withNoun returns a quotation with its marks and the noun behind it when it is too
// short to say by itself what it is.
func (t *text) withNoun(q daodu.Span) daodu.Span {
	const short = 4
	if q.Len() > short || isSlogan(string(t.slice(q))) {
		return q
	}
	noun := namesA.FindString(string(t.folded[q.End+1 : min(len(t.folded), q.End+7)]))
	if noun == "" {
		return q
	}
	return daodu.Span{Start: q.Start - 1, End: q.End + 1 + utf8.RuneCountInString(noun)}
}

// worth orders terms: what the text explains comes before what it repeats, and that
// before what it mentions; common slogans come last.
func (m *term) worth() int {
	w := min(m.count, 3)
	if m.explain {
		w += 20
	}
	if len(m.members) > 0 {
		w += 10
	}
	if isSlogan(m.words) {
		w -= 5
	}
	if m.said {
		w -= 8
	}
	return w
}

// addTerm adds a term unless it is known.
func addTerm(all []term, m term) []term {
	if slices.ContainsFunc(all, func(x term) bool { return x.words == m.words }) {
		return all
	}
	return append(all, m)
}

// find returns where folded words stand first, -1 for nowhere.
func (t *text) find(words string) int {
	if at := t.places([]rune(words), 1); len(at) > 0 {
		return at[0].Start
	}
	return -1
}

const (
	longestTerm = 14 // letters of a quoted term; longer quotations are sayings
	shortTerm   = 2
	leastSaid   = 4 // letters that a mention has besides a term that is found by its recurrence
	commonWord  = 3 // letters of a quoted term that may be but a common word
)

// opensWithNumber matches terms that count: 三诊, 双百.
var opensWithNumber = regexp.MustCompile(`^[一二两双三四五六七八九十百千\d]`)

// fiveYears matches 十四五, which every text has.
var fiveYears = regexp.MustCompile(`^十[一二三四五六七]五(?:时期|规划)?$`)

// findNamed finds the quotations that name something.
func (t *text) findNamed() {
	all := quotations(t.folded, daodu.Span{End: len(t.folded)})
	quoted := map[string]int{}
	for _, q := range all {
		quoted[string(t.slice(q))]++
	}
	for _, q := range all {
		if t.names(q, quoted[string(t.slice(q))]) {
			t.named = append(t.named, q)
		}
	}
}

// isTerm reports whether a quotation names something.
func (t *text) isTerm(q daodu.Span) bool { return slices.Contains(overlapping(t.named, q), q) }

// names reports whether a quotation names something: it is taken up by a verb like
// 推行, or a noun like 制度 follows, or it is explained, or comes back: times is how
// often it is quoted.
func (t *text) names(q daodu.Span, times int) bool {
	words := string(t.slice(q))
	if q.Len() < shortTerm || q.Len() > longestTerm || strings.ContainsAny(words, ",。;:!?、“”") || fiveYears.MatchString(words) || zh.HanCount(t.slice(q)) < shortTerm {
		return false
	}
	before := string(t.folded[max(0, q.Start-1-8) : q.Start-1])
	after := string(t.folded[min(len(t.folded), q.End+1):min(len(t.folded), q.End+13)])
	if q.Len() <= commonWord && !isSlogan(words) && !opensWithNumber.MatchString(words) && !namesA.MatchString(after) && t.weights.Rarity(q.Start, q.End) < rareName {
		return false // “人民”, “融合”: a word of everybody's, only stressed
	}
	return takenUp.MatchString(before) || namesItself.MatchString(words) || namesA.MatchString(after) || explains.MatchString(after) ||
		isSlogan(words) || q.Len() > shortTerm && times >= 3
}

// unitAt returns the unit that holds a position, nil when none does.
func (t *text) unitAt(pos int) *unit {
	i, _ := slices.BinarySearchFunc(t.units, pos, func(u unit, pos int) int {
		if u.span.End <= pos {
			return -1
		}
		return 1
	})
	if i < len(t.units) && t.units[i].span.Start <= pos {
		return &t.units[i]
	}
	return nil
}

// sentenceAround returns s with the units behind semicolons that continue it.
func (t *text) sentenceAround(s daodu.Span) daodu.Span {
	all := t.article.Sentences
	i, _ := slices.BinarySearchFunc(all, s.Start, func(x daodu.Sentence, at int) int {
		if x.End <= at {
			return -1
		}
		return 1
	})
	if i < len(all) && all[i].Start <= s.Start && s.End <= all[i].End {
		return daodu.Span{Start: s.Start, End: all[i].End}
	}
	return s
}

// shownTerms returns the first most terms.
func (t *text) shownTerms(most int) []term { return t.terms[:min(most, len(t.terms))] }

// guideTerms makes the terms of a guide.
func (t *text) guideTerms(terms []term) []daodu.Term {
	out := []daodu.Term{}
	for _, m := range terms {
		g := daodu.Term{Term: t.words(m.shown), Explanation: t.point(m.defined)}
		for _, s := range m.members {
			g.Members = append(g.Members, t.words(s))
		}
		out = append(out, g)
	}
	return out
}
