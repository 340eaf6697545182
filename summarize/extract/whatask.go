package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/match"
)

// held are patterns whose first group is what a sentence takes for something, or turns
// something into. What is asked for stands where the group stands: 要把什么作为首要任务？
var held = []*regexp.Regexp{
	regexp.MustCompile(`把([^,。;:]{6,44})作为[^,。;:]{4}`),
	regexp.MustCompile(`转化为([^,。;:]{4,30})(?:[,。;]|$)`),
	regexp.MustCompile(`以([^,。;:]{4,44})为(?:重点|主线|抓手|主题|导向|牵引|载体|突破口|切入点|着力点|落脚点|契机)`),
	regexp.MustCompile(`(?:主题|目标|任务|重点|目的|核心|宗旨)(?:是|为)([^。;:!?]{6,64})(?:[。;]|$)`),
	regexp.MustCompile(`(?:简称|称为|叫作|叫做|命名为)“([^”]{3,20})”`),
}

// heldSet tells which of held may match at all.
var heldSet = match.NewSet(held...)

// whatItems asks what something is taken for.
func (t *text) whatItems(u *unit) []item {
	may := heldSet.Candidates(t.slice(u.span))
	if may == 0 {
		return nil
	}
	folded := string(t.slice(u.span))
	var out []item
	for bit, re := range held {
		if may&(1<<bit) == 0 {
			continue
		}
		m := re.FindStringSubmatchIndex(folded)
		if m == nil {
			continue
		}
		at := t.spanIn(u.span, folded, m[2], m[3])
		if !t.balanced(at) || strings.ContainsRune("的", t.folded[at.End-1]) {
			continue
		}
		if it, ok := t.slotItem(formWhat, u, at, t.phrasing().what); ok && it.question != "" {
			it.cloze = ""
			out = append(out, it)
		}
	}
	return out
}

// spanIn turns byte offsets within the folded words of s into a span.
func (t *text) spanIn(s daodu.Span, folded string, from, to int) daodu.Span {
	start := s.Start + utf8.RuneCountInString(folded[:from])
	return daodu.Span{Start: start, End: start + utf8.RuneCountInString(folded[from:to])}
}

var (
	// among matches a list that ends in 等 and the noun for all of it: 个人自学、集中学习、
	// 专题培训等形式. The words before it show where the first one begins.
	among = regexp.MustCompile(`(?:面向|针对|通过|围绕|聚焦|对|在|为|^以|要以|向|做好|抓好|包括|涉及|开展|举办|重视|加强|推进|推动|落实|解决|推广|组织|提供|存在|纳入|发放|的)([^,。;:!?、“”]{2,14}(?:、[^,。;:!?、“”]{2,16}){1,7})等(?:[一二三四五六七八九十\d]{1,2}[个项类种])?(重[点大要][^,。;、]{0,2}|主要|新兴|特殊|困难)?(形式|方式|途径|渠道|内容|领域|行业|群体|人员|单位|部门|工作|方面|问题|措施|活动|任务|环节|人群|产业|工种|项目|情形|行为|情况|场所|区域|地区|材料|资料|服务|事项|制度|企业)`)
	// notItem matches what shows that the first word of a list was read wrongly.
	notItem = regexp.MustCompile(`^(?:对|为|向|把|将|存在|包括|涉及|发生|出现|加强|推进|做好|开展|了|的|于|有|和|与|及|是|要|好|到|上|下|中|着|过|其|这|那|话|握|职|象|来|此|岗|外|内|应|待)|(?:了|的)$|[^、](?:在|以|从|将|把)`)
)

// amongItems asks for the words of a list that a noun sums up: 通过哪些形式？
func (t *text) amongItems(u *unit) []item {
	if !slices.Contains(t.slice(u.span), '等') || !slices.Contains(t.slice(u.span), '、') {
		return nil
	}
	var out []item
	for _, c := range t.clauses(u.span) {
		if slices.Contains(t.slice(c.span), '等') && slices.Contains(t.slice(c.span), '、') {
			out = append(out, t.amongIn(u, c.span)...)
		}
	}
	return out
}

// amongIn does the work of amongItems for one clause.
func (t *text) amongIn(u *unit, s daodu.Span) []item {
	folded := string(t.slice(s))
	var out []item
	for _, m := range among.FindAllStringSubmatchIndex(folded, -1) {
		list := t.spanIn(s, folded, m[2], m[3])
		whole := t.spanIn(s, folded, m[2], m[1])
		noun := daodu.Span{Start: whole.End - utf8.RuneCountInString(folded[m[6]:m[7]]), End: whole.End}
		if m[4] >= 0 {
			noun.Start -= utf8.RuneCountInString(folded[m[4]:m[5]])
		}
		if notItem.MatchString(folded[m[2]:m[3]]) || strings.Count(folded[m[2]:m[3]], "、") < 2 {
			continue
		}
		it, ok := t.slotItem(formWhat, u, whole, t.phrasing().which+t.words(noun))
		if !ok || it.question == "" {
			continue
		}
		it.answer, it.cloze, it.slot = t.words(list), "", list
		it.value += 0.3
		out = append(out, it)
	}
	return out
}

// repeating are the words at the head of parallel clauses that can be asked for: 深入学习
// 领会… seven times.
var repeating = regexp.MustCompile(`(?:领会|领悟|注重|坚持|聚焦到?|认识|把握|推进|加强|防止|坚决|严禁|不准|不得|必须|做到|保障|支持|完善|健全|深化|落实|维护|推动|提升|强化|突出)$`)

// runItems asks for the parallel clauses of a section.
func (t *text) runItems() []item {
	var out []item
	for _, s := range t.sections {
		for _, l := range s.Lists {
			if it, ok := t.runItem(s, l); ok {
				out = append(out, it)
			}
		}
	}
	return out
}

// runItem asks for one list.
func (t *text) runItem(s *section, l daodu.List) (item, bool) {
	const least, most, shortest = 4, 10, 4
	n := utf8.RuneCountInString(l.Pattern)
	if len(l.Items) < least || len(l.Items) > most || n < shortest || !repeating.MatchString(l.Pattern) {
		return item{}, false
	}
	var parts []string
	for _, x := range l.Items {
		x = t.within(x, len(t.runes))
		if !strings.HasPrefix(string(t.slice(x)), l.Pattern) || letters(t.slice(x))-n < shortest || !t.balanced(x) {
			return item{}, false
		}
		parts = append(parts, trimmed(t.words(daodu.Span{Start: x.Start + n, End: x.End})))
	}
	whole := daodu.Span{Start: l.Items[0].Start, End: l.Items[len(l.Items)-1].End}
	if slices.Contains(t.slice(whole), '。') {
		return item{}, false
	}
	pattern := t.words(daodu.Span{Start: whole.Start, End: whole.Start + n})
	return item{
		form: formStructure, question: fmt.Sprintf(t.phrasing().run, pattern, t.numeral(len(parts))), answer: strings.Join(parts, "；"),
		quotes: []daodu.Span{whole}, section: s, subject: "run " + l.Pattern, value: 0.5,
	}, true
}
