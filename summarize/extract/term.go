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
	takenUp = regexp.MustCompile(`(?:推行|开展|实行|实施|提出|落实|深化|做到|增强|坚定|拥护|践行|牢记|推广|围绕|贯彻|打造|开办|设立|建立|构建|坚持|弘扬|评选|启动|举办|所谓|称为|叫做|叫作|锚定|聚焦|领悟|带动|推出|完善|创建|克服|整治|反对|纠正|授予)(?:的|了|好)?$`)
	namesA  = regexp.MustCompile(`^(?:制度|行动|工程|计划|目标|标准|精神|机制|模式|平台|活动|竞赛|要求|经验|试点|政策|改革|战略|体系|格局|理念|办法|安排|作息|夜校|方式|原则|任务|方针|重要思想|总体布局|战略布局|理论|工作法|服务|品牌|方法|方案|专项|清单|奖|奖章|称号|杯|论坛|大赛|贴|卡|码|线路|事项|问题|现象|行为|倾向|经济|关系)`)
	// namesItself matches a term that says what it is.
	namesItself = regexp.MustCompile(`\p{Han}{2}(?:制度|行动|工程|计划|标准|机制|模式|平台|工作法|夜校|驿站|清单|论坛|大赛|线|杯|奖章|专项)$`)
	explains    = regexp.MustCompile(`^”?(?:[^,。;:]{0,8})?[,:]?(?:即|是指|指的是|就是|就是指|是说|包括|分别是|具体是|:|是[^,;。]{0,20}(?:一[项种个场]|行动|活动|制度|服务|工程|平台))`)
)

// findTerms finds quoted terms and slogans, those with an explanation first.
func (t *text) findTerms() []term {
	var out []term
	for _, q := range quotations(t.folded, daodu.Span{End: len(t.folded)}) {
		if t.isTerm(q) {
			out = addTerm(out, term{words: string(t.slice(q)), span: q, shown: t.withNoun(q)})
		}
	}
	for _, words := range slogans {
		if at := t.find(words); at >= 0 {
			s := daodu.Span{Start: at, End: at + utf8.RuneCountInString(words)}
			out = addTerm(out, term{words: words, span: s, shown: s})
		}
	}
	kept := out[:0]
	for _, m := range out {
		if t.define(&m) && (m.explain || !slices.ContainsFunc(kept, func(x term) bool { return x.defined == m.defined })) {
			kept = append(kept, m)
		}
	}
	slices.SortStableFunc(kept, func(a, b term) int { return cmp.Compare(b.worth(), a.worth()) })
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
)

// fiveYears matches 十四五, which every text has.
var fiveYears = regexp.MustCompile(`^十[一二三四五六七]五(?:时期|规划)?$`)

// isTerm reports whether a quotation names something: it is taken up by a verb like
// 推行, or a noun like 制度 follows, or it is explained, or comes back.
func (t *text) isTerm(q daodu.Span) bool {
	words := string(t.slice(q))
	if q.Len() < shortTerm || q.Len() > longestTerm || strings.ContainsAny(words, ",。;:!?、“”") || fiveYears.MatchString(words) || zh.HanCount(t.slice(q)) < shortTerm {
		return false
	}
	before := string(t.folded[max(0, q.Start-1-8) : q.Start-1])
	after := string(t.folded[min(len(t.folded), q.End+1):min(len(t.folded), q.End+13)])
	return takenUp.MatchString(before) || namesItself.MatchString(words) || namesA.MatchString(after) || explains.MatchString(after) ||
		isSlogan(words) || t.atLeast(t.slice(q), 3)
}

// define finds the words that explain the term, or else the clause that mentions it
// first. It reports false when there is nothing that can be shown.
func (t *text) define(m *term) bool {
	places := t.occurrences(m.words)
	m.count = len(places)
	for _, at := range places {
		u := t.unitAt(at.Start)
		if u == nil {
			continue
		}
		s := t.sentenceAround(u.span)
		after := string(t.folded[at.End:min(s.End, at.End+16)])
		if at.End < s.End && explains.MatchString(after) {
			m.defined, m.explain = t.definition(s, at), true
			m.members = t.members(m, daodu.Span{Start: at.End, End: s.End})
			return true
		}
		if u.score < 0 || u.heading || !u.span.Contains(at) || m.defined.Len() > 0 && !isSlogan(m.words) {
			continue
		}
		if s := t.mention(u.span, at); m.defined.Len() == 0 || s.Len() < m.defined.Len() {
			m.defined = s
		}
	}
	return m.defined.Len() > 0
}

// occurrences returns where folded words stand, at most 20 times.
func (t *text) occurrences(words string) []daodu.Span {
	const most = 20
	return t.places([]rune(words), most)
}

// longestDefinition is the length in code points that an explanation may have.
const longestDefinition = 160

// definition returns the words of sentence s from the clause with the term on.
func (t *text) definition(s, at daodu.Span) daodu.Span {
	start := s.Start
	for _, c := range t.clauses(s) {
		if c.span.Start <= at.Start {
			start = c.span.Start
		}
	}
	out := daodu.Span{Start: start, End: s.End}
	if s.Len() <= longestDefinition {
		out.Start = s.Start
	}
	if fitted, ok := t.fit(out, longestDefinition); ok && fitted.Contains(at) {
		return t.core(fitted)
	}
	return t.mention(s, at)
}

// mention returns a short run of clauses around the term; for a common slogan, of
// which the verb is all that a text adds (增强, 坚定, 做到), the clause alone.
func (t *text) mention(s, at daodu.Span) daodu.Span {
	const most = 80
	slogan := isSlogan(string(t.slice(at)))
	if s.Len() <= most && !slogan {
		return s
	}
	best := daodu.Span{}
	for _, run := range t.runs(s, most) {
		if !slogan && run.Contains(at) && run.Len() > best.Len() {
			best = run
		}
	}
	if best.Len() > 0 {
		return best
	}
	return t.clauseAround(s, at)
}

// clauseAround returns the clause of s with the term, with those before it that it
// leans on.
func (t *text) clauseAround(s, at daodu.Span) daodu.Span {
	start := s.Start
	for i, c := range t.clauses(s) {
		if i == 0 || !c.tight {
			start = c.span.Start
		}
		if run := (daodu.Span{Start: start, End: c.span.End}); c.span.Contains(at) && t.balanced(run) {
			return run
		}
	}
	return s
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

// members lists what a numbered term counts, when the words behind it have that many
// parallel parts.
func (t *text) members(m *term, s daodu.Span) []daodu.Span {
	n, ok := zh.ParseInt([]rune(m.words)[:1])
	if !ok || n < 2 || n > 10 {
		return nil
	}
	for s.Start < s.End && !strings.ContainsRune(":即是指", t.folded[s.Start]) {
		s.Start++
	}
	for s.Start < s.End && strings.ContainsRune(":即是指”就,包括", t.folded[s.Start]) {
		s.Start++
	}
	if at := slices.Index(t.slice(s), ':'); at >= 0 {
		s.Start += at + 1
	}
	for _, mark := range []rune{';', ',', '、'} {
		if parts := t.split(s, mark); len(parts) == int(n) {
			return parts
		}
	}
	return nil
}

// split parts s at a mark; of each part only the first clause is kept.
func (t *text) split(s daodu.Span, mark rune) []daodu.Span {
	var out []daodu.Span
	start := s.Start
	for i := s.Start; i <= s.End; i++ {
		if i < s.End && t.folded[i] != mark && !strings.ContainsRune("。!?", t.folded[i]) {
			continue
		}
		if part := t.firstClause(daodu.Span{Start: start, End: i}); part.Len() >= 2 {
			out = append(out, part)
		}
		start = i + 1
		if i < s.End && t.folded[i] != mark {
			break
		}
	}
	return out
}

// firstClause returns the words of s up to its first comma, without numbering.
func (t *text) firstClause(s daodu.Span) daodu.Span {
	s = t.core(s)
	if i := slices.Index(t.slice(s), ','); i >= 0 {
		s.End = s.Start + i
	}
	return s
}

// shownTerms returns the first most terms.
func (t *text) shownTerms(most int) []term { return t.terms[:min(most, len(t.terms))] }

// definitions returns the words that explain terms.
func definitions(terms []term) []daodu.Span {
	var out []daodu.Span
	for _, m := range terms {
		out = append(out, m.defined)
	}
	return out
}

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
