package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/docfreq"
	"github.com/daodu/daodu/internal/names"
	"github.com/daodu/daodu/internal/zh"
)

var (
	// says matches a clause that says what something is: 工人阶级是我国的领导阶级, or what a
	// word stands for: 工匠日是指….
	says = regexp.MustCompile(`^([\p{Han}]{2,12}?)(?:,)?(?:是指|指的是|就是指|(?:就)?是)([^,;。!?:]{2,40})$`)
	// class matches the end of 是…的某某, which puts a thing into a class.
	class = regexp.MustCompile(`^[^的]{1,24}的[\p{Han}]{2,10}$|^[一][个项种条支次]`)
	// kinds end the class of what a short common word stands for: 工会是…群众组织.
	kinds = regexp.MustCompile(`(?:组织|机构|制度|学说|团体|政党|文件|法律|单位|机关|会议|活动|学校|工具|平台|疾病|技术|方法|行业|职业)$`)
	// vagueClass ends a clause that says what somebody thinks of a thing, not what it is.
	vagueClass = regexp.MustCompile(`(?:问题|挑战|机遇|大事|时刻|任务|事情|要求|话题|结果|愿望|考验|受益者|方向|热土|硬道理|选择|时候|日子|朋友|伙伴)$`)
	// pointing are words that begin what is no term: they point to something said.
	pointing = regexp.MustCompile(`^(?:这|那|此|该|其|它|他|她|我|你|您|咱|谁|什么|哪|如|但|而|也|还|都|就|不|正|更|最|只|又|才|却|既|或|若|当|在|对|从|为|以|把|被|让|使|要|关键|重点|核心|目的|根本|主要|原因|问题|结果|特别|尤其|同时|首先|其次|实质|前提|基础|目标|任务|主题|可以|应该|必须|今年|去年|明年|当前|今天|现在|过去|未来|一|二|两|各|三|四|五|六|七|八|九|十|大家|同志|所有|许多|有|没有|无论|总|说到底|归根|事实|实践|历史|报告|会议|大会|讲话|决定)|(?:的|了|着|也|都|就|还|又|只|才|更|最|不|正|仍|便|即|确实|可以|一定|始终|一直|首先|不仅|不光|本身|已经|同志|先生|女士|总理|主席|总书记)$`)
)

// definedTerms finds what the text says the meaning of without quotation marks. The
// term must come back elsewhere in the text.
func (t *text) definedTerms() []term {
	const again = 2
	var out []term
	for i := range t.units {
		u := &t.units[i]
		if u.score < 0 || u.heading {
			continue
		}
		for _, c := range t.clauses(u.span) {
			if at := slices.Index(t.slice(c.span), '是'); at < 2 || at > 14 {
				continue
			}
			m := says.FindStringSubmatch(string(t.slice(c.span)))
			if m == nil || pointing.MatchString(m[1]) || names.IsOffice([]rune(m[1])) {
				continue
			}
			means := strings.Contains(m[0], "指")
			s := daodu.Span{Start: c.span.Start, End: c.span.Start + utf8.RuneCountInString(m[1])}
			if !means && (!class.MatchString(m[2]) || vagueClass.MatchString(m[2]) || s.Len() == shortTerm && !kinds.MatchString(m[2])) {
				continue
			}
			count := len(t.occurrences(m[1]))
			if count < again || !means && count == again {
				continue
			}
			out = addTerm(out, term{words: m[1], span: s, shown: s, defined: t.goingOn(u.span, c.span), explain: true, said: true, count: count})
		}
	}
	return out
}

// goesOn matches a clause that says more of what the one before has defined.
var goesOn = regexp.MustCompile(`^(?:也|又|更|还|就|都)?是`)

// goingOn returns clause s of unit with those behind it that go on with 也是, 更是.
func (t *text) goingOn(unit, s daodu.Span) daodu.Span {
	for _, c := range t.clauses(unit) {
		if c.span.Start > s.End && c.span.Start <= s.End+2 && c.span.End-s.Start <= longestDefinition && goesOn.MatchString(string(t.slice(c.span))) {
			s.End = c.span.End
		}
	}
	return s
}

// nouns end names of matters; what a text keeps saying counts as a term only with one
// of them, since a letter more or less makes a fragment (在思想上, 切实把).
var nouns = newWords(`精神 作用 制度 机制 体系 工程 行动 计划 文化 改革 战略 格局 平台 模式 理念 思想 道路 产业 产业集群 竞赛 大赛 工作室 示范区 方针 路线 主线
	阶级 主力军 共同体 现代化 生产力 工作法 经济 专项行动 试验区 走廊 合作社 大军 队伍 驿站 清单 联盟 先行区 自贸港 自贸区 新区 条例 公约 协定 协商 权益 动能 安全观 发展观 文明`)

// looseHead are words that begin a fragment or a phrase with a verb rather than a name.
var looseHead = regexp.MustCompile(`^(?:的|了|和|与|及|或|而|等|个|在|切实|把|将|对|为|以|从|由|向|于|被|让|使|要|是|有|其|这|那|该|各|每|本|我|他|们|着|过|上|下|中|里|大|小|新的|更|最|不|也|都|就|还|并|且|所|之|第|一|二|两|三|四|五|六|七|八|九|十|坚持|加强|推进|推动|深化|开展|建立|健全|完善|落实|发挥|弘扬|构建|实施|强化|提升|提高|促进|加快|打造|培育|建设|发展|做好|抓好|全面|深入|积极|大力|持续|进一步|不断|努力|充分|形成|实现|统筹|支持|服务|维护|保障|组织|参与|围绕|贯彻|学习|践行|增强|坚定|牢固|树立|创新|优化|扩大|巩固|拓展|引领|引导|动员|相关|有关|重要|主要|重大|良好|具体|实际|各种|各类|多种|同|用|到|来|去|能|会|可|应|须|再|又|给|与)`)

// recurring finds the names that the text keeps coming back to, by their last word and
// by how often what stands before it is the same.
func (t *text) recurring() []term {
	const least, most = 3, 6
	ends := map[string][]int{} // where each candidate ends
	for _, end := range t.nounEnds() {
		for n := 4; n <= 10 && end-n >= 0 && zh.IsHan(t.folded[end-n]); n++ {
			words := string(t.folded[end-n : end])
			ends[words] = append(ends[words], end)
		}
	}
	var names []string
	for words, at := range ends {
		if len(at) >= least && t.maximal(words, at) && !looseHead.MatchString(words) {
			names = append(names, words)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(ends[b]), len(ends[a])), cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	var out []term
	for _, words := range names {
		m := term{words: words, said: true, span: daodu.Span{}}
		if len(out) == most || slices.ContainsFunc(out, func(x term) bool { return contains(x.words, words) }) || docfreq.IsFormula(words) {
			continue
		}
		at := t.find(words)
		m.span = daodu.Span{Start: at, End: at + utf8.RuneCountInString(words)}
		m.shown = m.span
		if t.define(&m) && (m.explain || t.weights.Rarity(m.span.Start, m.span.End) >= rareName) {
			out = append(out, m)
		}
	}
	return out
}

// nounEnds returns where nouns end within words, without those that go on (制度化).
func (t *text) nounEnds() []int {
	var out []int
	for _, s := range nouns.find(t.folded) {
		if s.End >= len(t.folded) || !strings.ContainsRune("化性者家们", t.folded[s.End]) {
			out = append(out, s.End)
		}
	}
	return out
}

// maximal reports whether words, which end at these places, are the whole of a name: no
// letter before them is there most of the time.
func (t *text) maximal(words string, ends []int) bool {
	const mostly = 0.6
	n := utf8.RuneCountInString(words)
	before := map[rune]int{}
	for _, end := range ends {
		if at := end - n - 1; at >= 0 && zh.IsHan(t.folded[at]) {
			before[t.folded[at]]++
			if float64(before[t.folded[at]]) > mostly*float64(len(ends)) {
				return false
			}
		}
	}
	return true
}
