package extract

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/match"
	"github.com/daodu/daodu/internal/zh"
)

// demands matches words that ask for something to be done, so that a group can talk
// about how.
var demands = regexp.MustCompile(`^[^,]{0,12}(?:^|[^重主需体])要[^求点素事件领]|^[^,]{0,12}(?:加强|强化|推进|推动|提高|提升|增强|切实|坚持|深化|抓好|突出|压实|认清|夯实|完善|建强|聚焦|履行|发挥|维护|弘扬|落实|做好|保障|扩大|优化|防范|改进|严格|着力|必须|应当|把握|加快|健全|促进|坚定)`)

// aimWords tell what a section is for by its heading, or by what it says.
var aimWords = []struct {
	aim  aim
	head *regexp.Regexp
	body *regexp.Regexp // nil where only a heading tells
}{
	{aimProblem, regexp.MustCompile(`问题|不足|困难|短板|差距|隐患|形势|教训`), regexp.MustCompile(`突出问题|存在[^,。]{0,10}问题|(?:不足|不优|不合|不实|不强|薄弱)[,。;]`)},
	{aimExperience, regexp.MustCompile(`经验|做法|回顾|成效|成绩|案例|启示|工作情况`), regexp.MustCompile(`(?:经验|做法)(?:是|就在|告诉)|从\d{4}年起(?:推行|实行|开展)`)},
	{aimBody, regexp.MustCompile(`压实责任|明确责任|责任(?:分工|落实|到人|制)|组织领导|分工|考核|督促|督查|监督|保障措施`), regexp.MustCompile(`第一责任人|由[^,。]{2,24}(?:牵头|负责)`)},
	{aimRule, regexp.MustCompile(`^第[一二三四五六七八九十百\d]+条|规定|不准|纪律|管好`), regexp.MustCompile(`不得|严禁|禁止|不准`)},
	{aimMeaning, regexp.MustCompile(`认清|认识|意义|领悟|领会|理解|学习|把握|主题`), nil},
}

// aimSet tells which of the bodies of aimWords may match at all.
var aimSet = func() *match.Set {
	var all []*regexp.Regexp
	for _, w := range aimWords {
		all = append(all, cmp.Or(w.body, w.head))
	}
	return match.NewSet(all...)
}()

// discussions asks a group about up to most sections. Each is asked by what it does for
// the text, and no two in the same way while there are others.
func (t *text) discussions(most int) []daodu.Question {
	if !t.chinese() {
		return []daodu.Question{}
	}
	type talk struct {
		aim   aim
		words daodu.Span
		at    int
	}
	var all []talk
	for i, s := range t.talkable() {
		if demand := t.demand(s); demand.Len() > 0 {
			all = append(all, talk{t.aimOf(s, demand), demand, i})
		}
	}
	used := map[aim]int{}
	out := make([]talk, 0, most)
	for len(out) < most && len(all) > 0 {
		best := 0
		for i, a := range all {
			if used[a.aim] < used[all[best].aim] {
				best = i
			}
		}
		used[all[best].aim]++
		out = append(out, all[best])
		all = slices.Delete(all, best, best+1)
	}
	slices.SortStableFunc(out, func(a, b talk) int { return cmp.Compare(a.at, b.at) })
	questions := []daodu.Question{}
	for _, a := range out {
		words := t.own.inner(chapter.ReplaceAllString(trimmed(t.words(a.words)), ""))
		questions = append(questions, daodu.Question{
			Kind: daodu.Discussion, Question: fmt.Sprintf(discussing[t.phrasing()][a.aim], words), Quotes: []daodu.Quote{t.quote(a.words)},
		})
	}
	return questions
}

// targets matches words with a figure that is to be reached.
var targets = regexp.MustCompile(`达到|不少于|不低于|以上|以内|力争|目标|突破|控制在|提高到|新增|建成`)

// talkable returns the sections that a group can talk about: the main ones, then those
// one level down.
func (t *text) talkable() []*section {
	const most = 16 // a group has time for two
	out := slices.Clone(t.parts())
	for _, s := range t.parts() {
		out = append(out, t.speaking(s.children)...)
	}
	return out[:min(most, len(out))]
}

// aimOf tells what a section is for. Where it has no heading, the sentence alone tells
// that the group is to talk about.
func (t *text) aimOf(s *section, demand daodu.Span) aim {
	if t.article.Genre == daodu.GenreLaw {
		return aimRule
	}
	scope := s.Span
	if u := t.unitAt(demand.Start); u != nil && !s.headApart() {
		scope = u.span
	}
	head := string(t.slice(s.Head))
	for _, w := range aimWords {
		if s.headApart() && w.head.MatchString(head) {
			return w.aim
		}
	}
	figures, limits := t.figuresIn(scope), 0
	for _, w := range t.datesIn(scope) {
		if w.limit {
			limits++
		}
	}
	const telling = 3
	if len(s.children) == 0 && limits > 0 {
		return aimDeadline
	}
	const reach = 400 // what a part is for shows at its beginning
	scope.End = min(scope.End, scope.Start+reach)
	body := string(t.slice(scope))
	may := aimSet.Candidates(t.slice(scope))
	for bit, w := range aimWords {
		if len(s.children) == 0 && may&(1<<bit) != 0 && w.body != nil && w.body.MatchString(body) {
			return w.aim
		}
	}
	if len(figures) >= telling && targets.MatchString(body) {
		return aimFigure
	}
	return aimAct
}

// generic matches headings that any text may have.
var generic = regexp.MustCompile(`^(?:第.{1,4}章)?[ 　]*(?:总[ 　]*则|附[ 　]*则|总体要求|基本要求|其他|附件|关于.*问题)$`)

// demand returns the words of a section that ask for something: its heading, or what
// is reported; an empty span when it asks for nothing.
func (t *text) demand(s *section) daodu.Span {
	words := t.headingWords(s)
	if article.MatchString(words) || t.article.Genre == daodu.GenreLaw && words == "" {
		return t.ruleOf(s)
	}
	if words != "" {
		if generic.MatchString(zh.FoldString(words)) {
			return daodu.Span{}
		}
		if head := t.core(s.Head); demands.MatchString(string(t.slice(head))) || t.aimOf(s, head) != aimAct {
			return head
		}
		return daodu.Span{}
	}
	said := t.reportedWords(s)
	if s.Kind == daodu.ReportedPoint && ruled(t.slice(said)) == "" && demands.MatchString(string(t.slice(said))) {
		if fitted, ok := t.fit(said, longLabel); ok {
			return fitted
		}
	}
	return daodu.Span{}
}

// ruleOf returns the first short sentence of an article of a law that binds or forbids.
func (t *text) ruleOf(s *section) daodu.Span {
	for _, i := range s.units {
		u := &t.units[i]
		if folded := string(t.slice(u.span)); u.score >= 0 && u.span.Len() <= longLabel && (strings.ContainsAny(folded, "应须禁") || strings.Contains(folded, "不得")) {
			return u.span
		}
	}
	return daodu.Span{}
}
