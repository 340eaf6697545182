package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// deedsOfOne are the words behind a name that tell of a deed of that person alone.
// Others took part as well, so 参加 and 出席 are none; 指出 and 强调 say too little.
var deedsOfOne = regexp.MustCompile(`^(?:主持|代表[^,。]{4}|率|宣布|致辞|致(?:欢迎|开幕)|作了?[^,。]{2,20}(?:报告|汇报|说明)|担任|当选|介绍了?[^,。]{4}|宣读|发布|签署|为[^,。]{2,16}(?:颁奖|授|揭牌)|就[^,。]{4})`)

// knownToAll are offices whose holder every reader knows.
var knownToAll = regexp.MustCompile(`总书记|国家主席|总理`)

// mostNamed is how often a name may stand in a text for a question about it; the one
// whom the text is about is no answer worth asking for.
const mostNamed = 3

// whoItems asks who did something.
func (t *text) whoItems() []item {
	var out []item
	for _, p := range t.persons() {
		rest := string(t.folded[p.at.End:min(len(t.folded), p.at.End+30)])
		if !deedsOfOne.MatchString(rest) || t.count(p.at) > mostNamed || p.at.Start > 0 && t.folded[p.at.Start-1] == '、' {
			continue
		}
		u := t.unitAt(p.at.Start)
		if u == nil || !u.span.Contains(p.span) {
			continue
		}
		at := p.span
		it, ok := t.slotItem(formWho, u, at, t.phrasing().who)
		if !ok || it.question == "" {
			continue
		}
		it.answer, it.cloze, it.slot, it.rivals = t.words(p.at), "", p.at, func() []string { return t.otherNames(p) }
		it.subject, it.value = "did ", it.value+0.3
		out = append(out, it)
	}
	return out
}

// officeItems asks who holds an office. Where a list of names follows, the office may
// be that of several.
func (t *text) officeItems() []item {
	var out []item
	for _, p := range t.persons() {
		const least = 5
		role := zh.FoldString(p.role)
		if len([]rune(role)) < least || knownToAll.MatchString(role) || strings.ContainsAny(role, ",;和或我你“”") || strings.HasSuffix(role, "同志") || strings.ContainsAny(p.name, "说讲谈过") || p.span.Start == p.at.Start ||
			p.at.End < len(t.folded) && t.folded[p.at.End] == '、' || len(t.occurrences(role)) > 2 || t.speaks(p.at) {
			continue
		}
		out = append(out, item{
			form: formWho, question: fmt.Sprintf(t.phrasing().office, strings.TrimPrefix(p.role, "尊敬的")), answer: t.words(p.at), quotes: []daodu.Span{p.span},
			slot: p.at, rivals: func() []string { return t.otherNames(p) }, subject: "office " + role, value: 0.3,
		})
	}
	return out
}

// speaks reports whether the head of the article gives the name at s as the speaker's.
func (t *text) speaks(s daodu.Span) bool {
	speaker := t.article.Speaker
	return speaker != nil && zh.FoldString(speaker.Name) == string(t.slice(s))
}

// otherNames returns the names of those with an office of their own: of others a text
// may not say that they did not hold it too.
func (t *text) otherNames(p person) []string {
	var out []string
	for _, x := range t.persons() {
		if x.name != p.name && x.role != "" && !knownToAll.MatchString(zh.FoldString(x.role)) && zh.FoldString(x.role) != zh.FoldString(p.role) {
			out = append(out, t.words(x.at))
		}
	}
	return out
}

// persons finds the people of the text once.
func (t *text) persons() []person {
	if t.everybody == nil {
		t.everybody = append([]person{}, t.people()...)
	}
	return t.everybody
}

// byWhom are the words behind 由 and a body.
var byWhom = newWords("牵头 负责 约谈 授予 组织实施 组织 承担 解决 会同 审核 批准 监督 按程序 制定 统一 开展 实施 具体 提出 出具 决定 规定 处 责令 吊销 予以 依法 委托 指定")

// bodyItems asks which body has to do something: 由市总工会按程序授予.
func (t *text) bodyItems(u *unit) []item {
	var out []item
	for i := u.span.Start; i < u.span.End; i++ {
		if t.folded[i] != '由' || i > u.span.Start && strings.ContainsRune("自理经事缘来", t.folded[i-1]) {
			continue
		}
		at, ok := t.bodyBehind(i+1, u.span.End)
		if !ok {
			continue
		}
		if it, ok := t.slotItem(formWho, u, daodu.Span{Start: i, End: at.End}, t.phrasing().body); ok && it.question != "" {
			it.answer, it.slot, it.cloze = t.words(at), at, ""
			it.rivals = func() []string { return t.otherBodies(at) }
			it.subject, it.value = "by ", it.value+0.3
			out = append(out, it)
		}
	}
	return out
}

// notBody matches words that a body's name does not hold.
var notBody = regexp.MustCompile(`会同|联合|通过|按照|依照|根据|负责|我`)

// bodyBehind returns the body that begins at i, where a word of byWhom follows it.
func (t *text) bodyBehind(i, end int) (daodu.Span, bool) {
	const shortest = 3
	for k := i + shortest; k < min(end, i+longestActor); k++ {
		if notBody.MatchString(string(t.folded[i:k])) || !zh.IsLetter(t.folded[k-1]) && !strings.ContainsRune("、()", t.folded[k-1]) {
			return daodu.Span{}, false
		}
		s := daodu.Span{Start: i, End: k}
		if byWhom.at(t.folded[k:end]) > 0 && actors.end(t.slice(s)) && t.balanced(s) {
			return s, true
		}
	}
	return daodu.Span{}, false
}

// otherBodies returns the bodies that have to do other things.
func (t *text) otherBodies(at daodu.Span) []string {
	if t.bodiesNamed == nil {
		t.bodiesNamed = []string{}
		for i := range t.units {
			u := &t.units[i]
			if d, ok := t.duty(u); ok {
				t.nameBody(d.who)
			}
			for k := u.span.Start; k < u.span.End; k++ {
				if t.folded[k] == '由' {
					if s, ok := t.bodyBehind(k+1, u.span.End); ok {
						t.nameBody(s)
					}
				}
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(t.bodiesNamed), func(w string) bool { return w == t.words(at) })
}

// nameBody notes a body once.
func (t *text) nameBody(s daodu.Span) {
	const most = 60
	if words := t.words(s); len(t.bodiesNamed) < most && !slices.Contains(t.bodiesNamed, words) {
		t.bodiesNamed = append(t.bodiesNamed, words)
	}
}

// deadlineItems asks what is due by a date, and by when something is due.
func (t *text) deadlineItems() []item {
	var out []item
	for i := range t.units {
		u := &t.units[i]
		if u.score < 0 {
			continue
		}
		due := t.datesIn(u.span)
		if len(due) != 1 || !due[0].limit {
			continue // with two dates in a sentence the question is not clear
		}
		if it, ok := t.dueItem(u, due[0]); ok {
			out = append(out, it)
		}
		if it, ok := t.slotItem(formDeadline, u, due[0].span, t.phrasing().when); ok {
			it.rivals, it.value = func() []string { return t.otherLimits(u) }, it.value+0.2
			it.subject = "when "
			out = append(out, it)
		}
	}
	return out
}

// dueItem asks what is due.
func (t *text) dueItem(u *unit, due when) (item, bool) {
	around, ok := t.happening(u.span, due.span)
	answer := t.core(daodu.Span{Start: due.span.End, End: max(due.span.End, around.End)})
	if !ok || letters(t.slice(answer)) < leastCut {
		return item{}, false
	}
	subject := t.subject(daodu.Span{Start: around.Start, End: due.span.Start})
	words := subject + t.words(due.span)
	it := item{
		form: formDeadline, question: fmt.Sprintf(t.own.deadline, words), answer: trimmed(t.words(answer)), quotes: []daodu.Span{around},
		subject: "due " + string(zh.Letters(t.slice(due.span))), unit: u, at: due.span, value: 0.4 + t.worth(u, around),
	}
	switch topic := t.topicOf(u.section); {
	case article.MatchString(topic):
		it.question = fmt.Sprintf(t.phrasing().article, topic) + fmt.Sprintf(t.phrasing().due, words)
	case topic != "":
		it.question = fmt.Sprintf(t.own.deadlineIn, topic, words)
	}
	return it, true
}

// otherLimits returns other dates by which something is due.
func (t *text) otherLimits(u *unit) []string {
	var out []string
	for _, w := range t.facts.dates {
		if words := t.words(w.span); w.limit && !u.span.Contains(w.span) && !slices.Contains(out, words) {
			out = append(out, words)
		}
	}
	return out
}
