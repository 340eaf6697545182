package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A duty is what the text asks of somebody: 全国总工会要带头加强自身建设.
type duty struct {
	unit *unit
	who  daodu.Span
	deed daodu.Span
}

var (
	// actors are the words that bodies and groups of people end in.
	actors = newWords(`工会 党委 党组 政府 部门 单位 企业 干部 机关 组织 人员 学校 医院 职工 部 委员会 委员 办公室 主席 书记 主任 负责人 责任人 机构 同志 党员 班子 公司 协会 联合会 总会
	中心 代表 法院 检察院 人大 政协 团队 教师 学生 青年 工厂 车间 班组 社区 街道 乡镇 支部 党支部 群团 高校 平台 用人单位 经营者 当事人 局 厅 委 处 署 院 校 各地 各县 各区 各省 各市 各级`)
	// binding are the words that ask, longest first.
	binding = []string{"必须", "应当", "应该", "要", "应", "须"}
	// wanting matches words of which 要 is a part, and 应 that does not bind.
	wanting = regexp.MustCompile(`^(?:要[求点素闻件害领么职的是]|应[急用对变届])`)
	// leadsIn matches what makes the words before 要 no subject.
	leadsIn = regexp.MustCompile(`^(?:引导|教育|组织|团结|推动|带动|对|在|把|使|让|为|以|从|通过|因此|同时|但|特别|如果|只|不|没|这|那|其|他|她|它|我们|大家|主|重|需|还|也|就|更|关键|首先|任何|.*(?:我|发现|认为|主张|提议|建议|觉得|一个|由于)|所以|因为|凡)|(?:主|重|需|摘|纲|简|概|首|只|想|快|不|就|将|正|还|若)$`)
	adverbs = regexp.MustCompile(`(?:都|也|还|均|更|则|一定|首先|同样|特别|尤其|理所)+$`)
)

const (
	longestActor = 24
	longestDeed  = 76
)

// duties finds what is asked of whom, once for the text.
func (t *text) duties() []duty {
	var out []duty
	for i := range t.units {
		u := &t.units[i]
		if u.score < 0 || u.heading {
			continue
		}
		if d, ok := t.duty(u); ok {
			out = append(out, d)
		}
	}
	return out
}

// duty reads a unit that begins with somebody and a word that asks.
func (t *text) duty(u *unit) (duty, bool) {
	end := min(u.span.End, u.span.Start+longestActor)
	for i := u.span.Start; i < end && (zh.IsLetter(t.folded[i]) || strings.ContainsRune("、()", t.folded[i])); i++ {
		modal := t.modalAt(i)
		if modal == 0 {
			continue
		}
		who := string(t.folded[u.span.Start:i])
		who = strings.TrimSuffix(who, adverbs.FindString(who))
		d := duty{unit: u, who: daodu.Span{Start: u.span.Start, End: u.span.Start + len([]rune(who))}}
		if d.who.Len() < 2 || leadsIn.MatchString(who) || !actors.end(t.slice(d.who)) || leansBack.MatchString(who) || !t.balanced(d.who) {
			return duty{}, false
		}
		d.deed = t.firstDeeds(daodu.Span{Start: i + modal, End: u.span.End})
		return d, d.deed.Len() > 0
	}
	return duty{}, false
}

// modalAt returns the length of the word that asks at i, 0 for none.
func (t *text) modalAt(i int) int {
	rest := string(t.folded[i:min(len(t.folded), i+3)])
	if wanting.MatchString(rest) {
		return 0
	}
	for _, w := range binding {
		if strings.HasPrefix(rest, w) {
			return len([]rune(w))
		}
	}
	return 0
}

// firstDeeds returns as many whole clauses of s as a question can have for an answer.
func (t *text) firstDeeds(s daodu.Span) daodu.Span {
	if fitted, ok := t.fit(s, longestDeed); ok && fitted.Start == s.Start && letters(t.slice(fitted)) >= leastContext {
		return t.core(fitted)
	}
	return daodu.Span{}
}

// dutyItems asks what is demanded of somebody, where that is said once, and of whom
// something is demanded.
func (t *text) dutyItems() []item {
	all := t.duties()
	times := map[string]int{}
	for _, d := range all {
		times[string(t.slice(d.who))]++
	}
	var names []string
	for _, d := range all {
		if words := t.words(d.who); !slices.Contains(names, words) {
			names = append(names, words)
		}
	}
	var out []item
	for _, d := range all {
		who := string(t.slice(d.who))
		it := item{
			form: formDuty, quotes: []daodu.Span{{Start: d.who.Start, End: d.deed.End}}, section: d.unit.section,
			subject: who, value: t.worth(d.unit, d.unit.span), answer: t.words(d.deed), question: fmt.Sprintf(t.phrasing().duty, t.words(d.who)),
		}
		if times[who] == 1 && len(t.occurrences(who+"要")) <= 1 {
			out = append(out, it)
		}
		if of, ok := t.ofWhom(it, d, names); ok {
			out = append(out, of)
		}
	}
	return out
}

// ofWhom turns the question round.
func (t *text) ofWhom(it item, d duty, names []string) (item, bool) {
	deed := d.deed
	for _, c := range t.clauses(deed) {
		if run := (daodu.Span{Start: deed.Start, End: c.span.End}); letters(t.slice(run)) >= leastContext && t.balanced(run) {
			deed = run
			break
		}
	}
	const longest = 48
	if deed.Len() > longest || len(names) < leastOptions {
		return item{}, false
	}
	it.question, it.answer = fmt.Sprintf(t.phrasing().ofWhom, t.own.inner(t.words(deed))), t.words(d.who)
	it.subject, it.slot, it.choice, it.rivals = "of "+string(t.slice(deed)), d.who, true, func() []string { return names }
	it.value += 0.05
	return it, true
}

var (
	// caseHead matches a clause that puts a case: …的, 对…, 遇…; aboutHead one that names a
	// matter.
	caseHead  = regexp.MustCompile(`^(?:凡|如|若|遇|有下列|对(?:于)?[^此比照标外内着]).*|.*[^目是有些真似]的$`)
	aboutHead = regexp.MustCompile(`^(?:围绕|针对|面对|面向)`)
	// noRule matches what follows a case without saying what is to be done.
	noRule = regexp.MustCompile(`^(?:具有|有着|意义|产生|作出|表示|感到|是|这|我|他|她|即|也|却|但|而|才|就是|首先[是要]|不仅|不是)`)
	// ruling matches what follows a case when it says what is to be done.
	ruling = regexp.MustCompile(`^(?:[^,。]{0,16})(?:由|要|应|给予|予以|必须|依法|依照|按照?|可以?|不得|处|责令|实行|取消|建立|逐|优先|从严|从重|一律|免|不予|撤销|罚|没收|吊销|追究|认定|适用|视为|有权|负责|承担|参照|及时|晋升|倾斜|约谈)`)
	// binds matches what is to be done about a matter, rather than what was.
	binds = regexp.MustCompile(`^(?:[^,。]{0,12})(?:要|必须|应当?|须)|^(?:加快|加强|推进|推动|开展|建设|建立|完善|健全|实施|组织|引进|编制|深化|优化|强化|落实|制定|打造|培育|支持|鼓励|举办|做好|抓好|坚持|以)`)
	// stated matches a statement that ends like a case: 工会是…发展起来的.
	stated = regexp.MustCompile(`(?:是|为)[^,]*的$|(?:指出|强调|认为|表示|证明|看到)|仍|前款|前项|逾期|^情节|拒不改|下列`)
	// heldFor matches what makes "对…" no case.
	heldFor = regexp.MustCompile(`(?:来说|而言|来讲|看来|有利|意义|以来|充分肯定)$`)
)

const (
	leastCase   = 8
	longestCase = 80
)

// caseItems asks what holds in a case that opens a unit.
func (t *text) caseItems(u *unit) []item {
	clauses := t.clauses(u.span)
	if len(clauses) < 2 {
		return nil
	}
	last := t.lastOfCase(clauses)
	if last < 0 || last+1 >= len(clauses) || clauses[last].colon {
		return nil
	}
	head := daodu.Span{Start: u.span.Start, End: clauses[last].span.End}
	rest, ok := t.fit(daodu.Span{Start: clauses[last+1].span.Start, End: u.span.End}, longestDeed)
	folded := string(t.slice(head))
	if rest = t.core(rest); !ok || rest.Start != clauses[last+1].span.Start || letters(t.slice(head)) < leastCase || head.Len() > longestCase || letters(t.slice(rest)) < 4 ||
		noRule.MatchString(string(t.slice(rest))) || heldFor.MatchString(folded) || leansBack.MatchString(folded) || !t.balanced(head) {
		return nil
	}
	form := t.phrasing().handled
	switch {
	case aboutHead.MatchString(folded) && !binds.MatchString(string(t.slice(rest))), rest.End < u.span.End && actors.end(t.slice(rest)):
		return nil
	case aboutHead.MatchString(folded):
		form = t.phrasing().done
	case !ruling.MatchString(string(t.slice(rest))) || clauses[0].class == stub || stated.MatchString(folded):
		return nil
	}
	return []item{{
		form: formCase, question: fmt.Sprintf(form, t.words(head)), answer: t.words(rest), quotes: []daodu.Span{{Start: head.Start, End: rest.End}},
		section: u.section, subject: string(zh.Letters(t.slice(head))), value: 0.2 + t.worth(u, u.span),
	}}
}

// lastOfCase returns the number of the last clause of a case that opens a unit, -1 for
// none: laws join several with 或者.
func (t *text) lastOfCase(clauses []clause) int {
	last := -1
	for i, c := range clauses[:len(clauses)-1] {
		if first, end := t.folded[c.span.Start], t.folded[c.span.End-1]; end != '的' && (i > 0 || !strings.ContainsRune("凡如若遇有对围针面", first)) {
			continue
		}
		folded := string(t.slice(c.span))
		if i == 0 && aboutHead.MatchString(folded) {
			return 0
		}
		if strings.HasSuffix(folded, "的") && caseHead.MatchString(folded) || i == 0 && caseHead.MatchString(folded) {
			last = i
		}
	}
	return last
}

var (
	// aims open a clause that says what for.
	aims = newWords("防止 避免 以免 以便 以防 确保 以确保 从而 为的是 目的是 让")
	// causes open a clause that says why.
	causes = newWords("由于 因为 鉴于")
	// rests are words behind which stands what something rests on.
	rests = newWords("根本在于 关键在于 重点在于 核心在于 目的在于 原因在于 难点在于 出路在于 优势在于 归根到底是 根本上要靠 关键是要 根本原因是 主要原因是")
)

// reasonItems asks why and what for.
func (t *text) reasonItems(u *unit) []item {
	var out []item
	clauses := t.clauses(u.span)
	for i, c := range clauses {
		if n := aims.at(t.slice(c.span)); n > 0 && i > 0 {
			out = t.aimItem(out, u, clauses, i)
		}
		if n := causes.at(t.slice(c.span)); n > 0 && i+1 < len(clauses) {
			out = t.causeItem(out, u, clauses, i)
		}
		for at := c.span.Start + leastContext; at < c.span.End; at++ {
			if n := rests.at(t.folded[at:c.span.End]); n > 0 && c.span.End-at-n >= leastWhat {
				if it, ok := t.slotItem(formReason, u, daodu.Span{Start: at + n, End: c.span.End}, t.phrasing().what); ok {
					it.value += 0.6
					out = append(out, it)
				}
				break
			}
		}
	}
	return out
}

// aimItem asks what a clause is for; the words that say so stand behind it.
func (t *text) aimItem(out []item, u *unit, clauses []clause, i int) []item {
	deed, aim := clauses[i-1], clauses[i]
	said := t.core(deed.span)
	if deed.class != mainClause || deed.colon || deed.tight || letters(t.slice(said)) < leastContext || letters(t.slice(aim.span)) < 6 ||
		!t.balanced(said) || !t.balanced(aim.span) || !t.demanded(u, said) || leansBack.MatchString(string(t.slice(said))) {
		return out
	}
	return append(out, item{
		form: formReason, question: fmt.Sprintf(t.phrasing().aim, t.own.inner(t.words(said))), answer: t.words(t.core(aim.span)),
		quotes: []daodu.Span{{Start: said.Start, End: t.core(aim.span).End}}, section: u.section,
		subject: string(zh.Letters(t.slice(said))), value: 0.3 + t.worth(u, u.span),
	})
}

// demanded reports whether a clause is something that a text asks for rather than tells.
func (t *text) demanded(u *unit, s daodu.Span) bool {
	folded := string(t.slice(s))
	return demands.MatchString(folded) || strings.ContainsAny(folded, "要须应") || strings.Contains(string(t.folded[u.span.Start:s.End]), "要")
}

// causeItem asks why something is so; the words that say it stand before.
func (t *text) causeItem(out []item, u *unit, clauses []clause, i int) []item {
	cause, effect := clauses[i].span, t.core(clauses[i+1].span)
	if letters(t.slice(effect)) < leastContext || letters(t.slice(cause)) < leastContext || clauses[i+1].class != mainClause ||
		!t.balanced(effect) || !t.balanced(cause) || leansBack.MatchString(string(t.slice(effect))) {
		return out
	}
	return append(out, item{
		form: formReason, question: fmt.Sprintf(t.phrasing().cause, t.own.inner(t.words(effect))), answer: t.words(cause),
		quotes: []daodu.Span{{Start: cause.Start, End: effect.End}}, section: u.section,
		subject: string(zh.Letters(t.slice(effect))), value: 0.3 + t.worth(u, u.span),
	})
}
