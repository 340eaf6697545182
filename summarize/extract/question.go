package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
)

// questions writes up to most questions: on the structure, on terms, on what is due,
// clozes, and something to discuss. Each kind has its share, so that no guide is all
// clozes; of one sentence only one thing is asked.
func (t *text) questions(most int) []daodu.Question {
	a := &asker{t: t, most: most, out: []daodu.Question{}}
	a.upTo(most/4, t.structureQuestions())
	a.upTo(most/4, t.termQuestions())
	a.upTo(most/6, t.deadlineQuestions())
	a.upTo(most-len(a.out)-most/6, t.clozes())
	a.upTo(most/6, t.discussions())
	return a.out
}

// An asker collects questions.
type asker struct {
	t     *text
	most  int
	out   []daodu.Question
	asked []daodu.Span
}

// upTo takes the first n of questions that ask of nothing that was asked before.
func (a *asker) upTo(n int, questions []daodu.Question) {
	for _, q := range questions {
		if n <= 0 || len(a.out) >= a.most {
			return
		}
		if a.new(q) {
			a.out = append(a.out, q)
			n--
		}
	}
}

// new reports whether q rests on words that no question rests on yet, and notes them.
func (a *asker) new(q daodu.Question) bool {
	for _, quote := range q.Quotes {
		for _, s := range a.asked {
			if q.Kind != daodu.Discussion && quote.Overlaps(s) {
				return false
			}
		}
	}
	for _, quote := range q.Quotes {
		a.asked = append(a.asked, quote.Span)
	}
	return true
}

const (
	leastParts = 2
	mostParts  = 10
)

// structureQuestions asks for the parts of the text and of its sections, those that
// announce their number first.
func (t *text) structureQuestions() []daodu.Question {
	var announced, others []daodu.Question
	if q, ok := t.partsQuestion(); ok {
		announced = append(announced, q)
	}
	for _, s := range t.sections {
		q, ok := t.pointsQuestion(s)
		switch {
		case ok && s.Announced > 0:
			announced = append(announced, q)
		case ok:
			others = append(others, q)
		}
	}
	return append(announced, others...)
}

// partsQuestion asks for the main headings.
func (t *text) partsQuestion() (daodu.Question, bool) {
	var heads []*section
	for _, s := range t.roots {
		if s.Kind == daodu.Heading {
			heads = append(heads, s)
		}
	}
	if len(heads) < leastParts || len(heads) > mostParts || t.cutShort() {
		return daodu.Question{}, false
	}
	return t.listQuestion(fmt.Sprintf(t.own.parts, numeral(len(heads))), heads), true
}

// pointsQuestion asks for the parts of one section, where it has a heading to name it
// by.
func (t *text) pointsQuestion(s *section) (daodu.Question, bool) {
	var kids []*section
	for _, k := range s.children {
		if k.headed() {
			kids = append(kids, k)
		}
	}
	name := t.headingWords(s)
	if name == "" && s.Announced == 0 || len(kids) < leastParts || len(kids) > mostParts || s.Announced > 0 && s.Announced != len(kids) {
		return daodu.Question{}, false
	}
	if last := kids[len(kids)-1]; t.cutShort() && last.Span.End >= len(t.runes)-1 {
		return daodu.Question{}, false // more may have followed
	}
	words := t.pointsWords(s, name, len(kids))
	return t.listQuestion(words, kids), words != ""
}

// announcing matches the words that give the number of the parts to come.
var announcing = regexp.MustCompile(`([一二两三四五六七八九十]{1,3}|\d{1,2})(?:个|点|项|条|件|方面|大)`)

// pointsWords asks with the announcing clause of the section (反映出哪三个突出问题？), or
// in words of its own where the section announces nothing.
func (t *text) pointsWords(s *section, name string, n int) string {
	if clause, at := t.announcement(s); s.Announced == n && at.Len() > 0 {
		asked := t.words(daodu.Span{Start: clause.Start, End: at.Start}) + t.own.which + t.words(daodu.Span{Start: at.Start, End: clause.End})
		if name == "" {
			return asked + "？"
		}
		return fmt.Sprintf(t.own.pointsIn, name, asked)
	}
	if name == "" {
		return ""
	}
	return fmt.Sprintf(t.own.points, name, numeral(n))
}

// announcement returns the last clause before the first child that gives a number,
// and where the number stands.
func (t *text) announcement(s *section) (clause, number daodu.Span) {
	before := daodu.Span{Start: s.Span.Start, End: s.children[0].Span.Start}
	if before.Len() <= 0 {
		return daodu.Span{}, daodu.Span{}
	}
	for _, c := range slices.Backward(t.clauses(t.core(before))) {
		folded := string(t.slice(c.span))
		if m := announcing.FindAllStringIndex(folded, -1); m != nil {
			last := m[len(m)-1]
			at := c.span.Start + utf8.RuneCountInString(folded[:last[0]])
			return t.core(c.span), daodu.Span{Start: at, End: c.span.Start + utf8.RuneCountInString(folded[:last[1]])}
		}
	}
	return daodu.Span{}, daodu.Span{}
}

// headingWords returns the heading of a section without its number, "" when it has
// none that stands apart.
func (t *text) headingWords(s *section) string {
	if !s.headApart() {
		return ""
	}
	words := strings.TrimRight(t.words(t.core(s.Head)), "。；;：:，,！! ")
	if n := letters([]rune(words)); n < leastWhat || n > longLabel {
		return ""
	}
	return t.own.inner(words)
}

// listQuestion asks for what sections are headed with. Every one of them has a head in
// an article that was read here.
func (t *text) listQuestion(question string, sections []*section) daodu.Question {
	q := daodu.Question{Kind: daodu.ShortAnswer, Question: question}
	var answers []string
	for _, s := range sections {
		head := s.Head
		if !s.headApart() {
			head, _ = t.splitHead(s)
		}
		if head = t.core(head); head.Len() == 0 {
			continue
		}
		answers = append(answers, strings.TrimRight(t.words(head), "。；;：:，,"))
		q.Quotes = append(q.Quotes, t.quote(head))
	}
	q.Answer = strings.Join(answers, "；")
	return q
}

// termQuestions asks for the terms that the text explains.
func (t *text) termQuestions() []daodu.Question {
	var out []daodu.Question
	for _, m := range t.terms {
		if !m.explain {
			continue
		}
		words := t.own.inner(t.words(m.shown))
		q := daodu.Question{
			Kind: daodu.ShortAnswer, Question: fmt.Sprintf(t.own.meaning, words),
			Answer: t.words(m.defined), Quotes: []daodu.Quote{t.quote(m.defined)},
		}
		if n := len(m.members); n > 0 {
			q.Question = fmt.Sprintf(t.own.members, words, numeral(n))
			q.Answer, q.Quotes = t.memberWords(m), t.memberQuotes(m)
		}
		out = append(out, q)
	}
	return out
}

// memberQuotes quotes the words that introduce the members, and each member.
func (t *text) memberQuotes(m term) []daodu.Quote {
	if end := m.members[len(m.members)-1].End; end <= m.defined.End {
		return []daodu.Quote{t.quote(m.defined)}
	}
	var out []daodu.Quote
	for _, s := range m.members {
		out = append(out, t.quote(s))
	}
	return out
}

// memberWords joins the members of a term.
func (t *text) memberWords(m term) string {
	var words []string
	for _, s := range m.members {
		words = append(words, t.words(s))
	}
	return strings.Join(words, "；")
}

// deadlineQuestions asks what is due by a date.
func (t *text) deadlineQuestions() []daodu.Question {
	var out []daodu.Question
	for _, u := range t.units {
		if u.score < 0 {
			continue
		}
		due := t.datesIn(u.span)
		if len(due) != 1 || !due[0].limit {
			continue // with two dates in a sentence the question is not clear
		}
		around, ok := t.happening(u.span, due[0].span)
		answer := strings.Trim(t.words(daodu.Span{Start: due[0].span.End, End: around.End}), "，,。；;、 ")
		if !ok || letters([]rune(answer)) < leastCut {
			continue
		}
		subject := t.subject(daodu.Span{Start: around.Start, End: due[0].span.Start})
		out = append(out, daodu.Question{
			Kind:     daodu.ShortAnswer,
			Question: t.deadlineWords(subject+t.words(due[0].span), u.section),
			Answer:   answer, Quotes: []daodu.Quote{t.quote(around)},
		})
	}
	return out
}

// deadlineWords asks what is due, naming the section so that the date alone need not
// tell what the matter is.
func (t *text) deadlineWords(due string, s *section) string {
	for ; s != nil; s = s.parent {
		if words := t.headingWords(s); words != "" {
			return fmt.Sprintf(t.own.deadlineIn, words, due)
		}
	}
	return fmt.Sprintf(t.own.deadline, due)
}

// discussions asks for what the group makes of the main sections; there is no answer
// in the text.
func (t *text) discussions() []daodu.Question {
	var out []daodu.Question
	for _, s := range t.parts() {
		demand := t.demand(s)
		if demand.Len() == 0 {
			continue
		}
		words := t.own.inner(strings.TrimRight(t.words(demand), "。；;：:，,！! "))
		form := t.own.discuss[len(out)%len(t.own.discuss)]
		out = append(out, daodu.Question{
			Kind: daodu.Discussion, Question: fmt.Sprintf(form, words), Quotes: []daodu.Quote{t.quote(demand)},
		})
	}
	return out
}

// demands matches words that ask for something to be done, so that a group can talk
// about how.
var demands = regexp.MustCompile(`^[^,]{0,12}(?:^|[^重主需体])要[^求点素事件领]|^[^,]{0,12}(?:加强|强化|推进|推动|提高|提升|增强|切实|坚持|深化|抓好|突出|压实|认清|夯实|完善|建强|聚焦|履行|发挥|维护|弘扬|落实|做好|保障|扩大|优化|防范|改进|严格|着力|必须|应当|把握|加快|健全|促进|坚定)`)

// demand returns the words of a section that ask for something: its heading, or what
// is reported; an empty span when it asks for nothing.
func (t *text) demand(s *section) daodu.Span {
	if words := t.headingWords(s); words != "" {
		if head := t.core(s.Head); demands.MatchString(string(t.slice(head))) {
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
