package extract

import (
	"cmp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A form is what a question asks for. A guide mixes forms, since ten questions of one
// form test only one kind of reading.
type form int

const (
	formStructure form = iota // the parts of the text or of a section
	formTerm                  // what a term means, or which term it is
	formFigure                // how many
	formDuty                  // what is asked of whom
	formDeadline              // what is due when
	formReason                // why, what for
	formCase                  // what holds in a case
	formWho                   // who did it, who is responsible
	formChange                // by how much something has changed: computed
	formPlace                 // in which part something stands
	formDocument              // which document
	formWhat                  // what something is, or what belongs to it
	formList                  // the words of a parallel list
	forms         = iota
)

// An item is a question that could be asked. Most can take several kinds.
type item struct {
	form     form
	question string       // in words; "" when it can only be a cloze
	cloze    string       // with a gap; "" when it can only be asked in words
	answer   string       // words of the quotes, or computed from them
	why      string       // how a computed answer is found
	quotes   []daodu.Span // what proves the answer
	slot     daodu.Span   // where the answer stands; empty when it stands in several places
	section  *section
	subject  string // what a card is known by, see card
	value    float64
	unit     *unit           // where a card is known by what stands before its answer
	at       daodu.Span      // and that answer
	rivals   func() []string // what may be wrong options, the best first; nil for none
	likely   bool            // there are probably enough of them
	judged   bool            // fair tells whether it can be asked at all
	fair     bool
	choice   bool // can only be a choice
}

// questions writes up to most questions, the last sixth of them to be discussed. No
// sentence is asked of twice, nor does one question give the answer to another.
func (t *text) questions(most int) []daodu.Question {
	talks := t.discussions(max(1, most/6))
	p := &picker{t: t, most: most - len(talks)}
	p.pick(t.items())
	out := []daodu.Question{}
	choices, clozes, words := 0, 0, 0
	for _, it := range p.picked {
		q := t.question(it)
		options := it.options
		switch {
		case len(options) > 0:
			q.Kind, q.Options = daodu.Choice, t.arrange(options, it.answer, choices)
			q.Question = t.stem(it.item)
			choices++
		case it.cloze != "" && (it.question == "" || clozes < words):
			q.Kind, q.Question = daodu.Cloze, t.withTopic(it.cloze, it.section)
			clozes++
		default:
			words++
		}
		out = append(out, q)
	}
	return append(out, talks...)
}

// question asks an item in words.
func (t *text) question(it picked) daodu.Question {
	return daodu.Question{
		Kind: daodu.ShortAnswer, Question: t.withTopic(it.question, it.section),
		Answer: it.answer, Why: it.why, Quotes: t.quotesOf(it.quotes),
	}
}

// stem returns the words above options: a question where there is one.
func (t *text) stem(it *item) string {
	if it.question != "" {
		return t.withTopic(it.question, it.section)
	}
	return t.withTopic(it.cloze, it.section)
}

// quotesOf quotes spans.
func (t *text) quotesOf(spans []daodu.Span) []daodu.Quote {
	var out []daodu.Quote
	for _, s := range spans {
		out = append(out, t.quote(s))
	}
	return out
}

// A picker chooses items.
type picker struct {
	t       *text
	most    int
	picked  []picked
	asked   []daodu.Span    // sentences that were asked of
	said    []string        // folded questions
	words   map[string]bool // folded answers, by form
	choices int             // how many of picked can be choices
}

// A picked is an item with the options that were proved, if any.
type picked struct {
	*item
	options []string
}

// pick goes over the forms in turn and takes the best of each, until there are enough.
func (p *picker) pick(all []item) {
	p.words = map[string]bool{}
	byForm := make([][]*item, forms)
	for i := range all {
		byForm[all[i].form] = append(byForm[all[i].form], &all[i])
	}
	for i := range all {
		if all[i].likely {
			all[i].value += worthChoice
		}
	}
	for _, items := range byForm {
		slices.SortStableFunc(items, func(a, b *item) int { return cmp.Compare(b.value, a.value) })
	}
	p.turn(byForm, p.most, 0)
	p.turn(byForm, p.most/2, lowest) // with nothing better, what everybody knows by heart
	slices.SortStableFunc(p.picked, func(a, b picked) int { return cmp.Compare(a.place(), b.place()) })
}

// worthChoice is what an item gains that may become a choice; without it a text has hardly
// any.
const worthChoice = 0.2

// turns is the order in which forms are asked for. Figures come twice, since a text that
// has them says most by them.
var turns = []form{
	formStructure, formTerm, formFigure, formDuty, formDeadline, formReason, formPlace, formCase, formChange, formFigure, formWhat,
	formWho, formDocument, formList,
}

// count returns how many questions of a form were picked.
func (p *picker) count(f form) int {
	n := 0
	for _, it := range p.picked {
		if it.form == f {
			n++
		}
	}
	return n
}

// lowest is below the value of any item.
const lowest = -10

// turn takes items of at least a value, form by form, until there are most.
func (p *picker) turn(byForm [][]*item, most int, least float64) {
	for round := 0; round < most && len(p.picked) < most; round++ {
		for _, f := range turns {
			if len(p.picked) < most && p.count(f) < p.share(f) && len(byForm[f]) > 0 && byForm[f][0].value >= least {
				byForm[f] = p.next(byForm[f])
			}
		}
	}
}

// share returns how many questions of a form there are at most.
func (p *picker) share(f form) int {
	switch f {
	case formFigure:
		return max(2, p.most/2)
	case formStructure, formTerm, formDuty, formCase, formWhat:
		return max(1, p.most/3)
	case formPlace, formDocument:
		return max(1, p.most/8)
	}
	return max(1, p.most/5)
}

// place orders questions as the text goes, those on its structure first.
func (it picked) place() int {
	if it.form == formStructure {
		return it.quotes[0].Start - 1<<30
	}
	return it.quotes[0].Start
}

// next takes the first of items that can be asked, and returns those behind it.
func (p *picker) next(items []*item) []*item {
	for i, it := range items {
		if p.take(it) {
			return items[i+1:]
		}
	}
	return nil
}

// take picks an item unless its sentence was asked of, its answer is known from another
// question, or no wrong options can be proved where it needs them.
func (p *picker) take(it *item) bool {
	if p.stale(it) || !p.t.fairItem(it) {
		return false
	}
	answer := zh.FoldString(it.answer)
	key := string(rune('a'+it.form)) + answer
	question := zh.FoldString(it.question + it.cloze)
	if p.words[key] || p.leaks(it, answer, question) {
		return false
	}
	var options []string
	if it.choice || p.choices <= p.most/3 {
		options = p.t.options(it)
	}
	if it.choice && len(options) == 0 {
		return false
	}
	if len(options) > 0 {
		p.choices++
	}
	p.words[key] = true
	p.said = append(p.said, question)
	p.picked = append(p.picked, picked{it, options})
	for _, s := range it.quotes {
		p.asked = append(p.asked, p.sentence(it, s))
	}
	return true
}

// sentence returns the stretch that an item uses up: the sentence of its answer, or the
// quote alone where that is a heading.
func (p *picker) sentence(it *item, s daodu.Span) daodu.Span {
	if it.form == formStructure || it.form == formPlace {
		return s
	}
	if u := p.t.unitAt(s.Start); u != nil && u.span.End > s.End {
		s.End = u.span.End
	}
	return s
}

// stale reports whether a question was asked of the same words.
func (p *picker) stale(it *item) bool {
	return slices.ContainsFunc(it.quotes, func(s daodu.Span) bool { return slices.ContainsFunc(p.asked, s.Overlaps) })
}

// leaks reports whether another question holds the answer, or this one holds that of
// another. Headings stand in many questions, so they are left out.
func (p *picker) leaks(it *item, answer, question string) bool {
	const least = 3 * 3 // bytes of three Chinese letters
	if it.form == formStructure || it.form == formPlace {
		return false
	}
	for i, said := range p.said {
		if len(answer) >= least && strings.Contains(said, answer) {
			return true
		}
		other := zh.FoldString(p.picked[i].answer)
		if f := p.picked[i].form; f != formStructure && f != formPlace && len(other) >= least && strings.Contains(question, other) {
			return true
		}
	}
	return false
}

// items lists all that can be asked, in the order of the text within each form. It is
// made once for questions and cards.
func (t *text) items() []item {
	if t.asking == nil && !t.chinese() {
		t.asking = t.structureItems() // the rest is asked in Chinese, of Chinese
	}
	if t.asking == nil {
		t.asking = slices.Concat(
			t.structureItems(), t.placeItems(), t.termItems(), t.deadlineItems(), t.whoItems(), t.officeItems(),
			t.dutyItems(), t.runItems(), t.unitItems(),
		)
		t.asking = t.clear(t.asking)
		if t.debate() {
			t.asking = slices.DeleteFunc(t.asking, func(it item) bool { return !inDebate[it.form] })
		}
	}
	return t.asking
}

// inDebate are the forms that are asked of a debate, where nobody rules or demands for
// the text as a whole.
var inDebate = map[form]bool{formFigure: true, formChange: true, formWho: true, formDocument: true, formWhat: true, formTerm: true}

// debate reports whether several members speak in turn.
func (t *text) debate() bool {
	const least = 5
	return strings.Count(t.foldedText, "议员:") >= least
}

// chinese reports whether the article is in Chinese.
func (t *text) chinese() bool {
	return t.article.Lang == "" || strings.HasPrefix(t.article.Lang, "zh")
}

// clear drops questions that read the same and have different answers, as the goals for
// two years do.
func (t *text) clear(items []item) []item {
	type words struct{ question, cloze, topic string }
	read := func(it *item) words { return words{it.question, it.cloze, t.topicOf(it.section)} }
	times := map[words]int{}
	for i := range items {
		times[read(&items[i])]++
	}
	return slices.DeleteFunc(items, func(it item) bool { return times[read(&it)] > 1 })
}

// unique reports whether the words beside the answer of an item stand beside nothing else
// anywhere in the text.
func (t *text) unique(it *item) bool {
	const reach, far = 6, 180 // code points, bytes
	around := it.quotes[0]
	before := daodu.Span{Start: max(around.Start, it.slot.Start-reach), End: it.slot.Start}
	after := daodu.Span{Start: it.slot.End, End: min(around.End, it.slot.End+reach)}
	if it.slot.Len() == 0 || before.Len() < reach || after.Len() < reach {
		return true
	}
	answer, head, tail := string(t.slice(it.slot)), string(t.slice(before)), string(t.slice(after))
	for text := t.foldedText; ; {
		at := strings.Index(text, head)
		if at < 0 {
			return true
		}
		text = text[at+len(head):]
		rest := text[:min(len(text), far)]
		end := strings.Index(rest, tail)
		if end > 0 && rest[:end] != answer && !strings.ContainsAny(rest[:end], "。;") {
			return false
		}
	}
}

// unitItems asks of each unit what stands in it.
func (t *text) unitItems() []item {
	out := []item{}
	seen, of := t.sameLead(), t.figureKinds()
	for i := range t.units {
		u := &t.units[i]
		if u.score < 0 || u.heading {
			continue
		}
		out = append(out, t.figureItems(u, seen, of)...)
		out = append(out, t.changeItems(u)...)
		out = append(out, t.quotedItems(u)...)
		out = append(out, t.listItems(u)...)
		out = append(out, t.documentItems(u)...)
		out = append(out, t.bodyItems(u)...)
		out = append(out, t.reasonItems(u)...)
		out = append(out, t.caseItems(u)...)
		out = append(out, t.whatItems(u)...)
		out = append(out, t.amongItems(u)...)
	}
	return out
}

// fairItem judges an item once.
func (t *text) fairItem(it *item) bool {
	if !it.judged {
		it.judged, it.fair = true, t.answerable(it) && t.unique(it)
	}
	return it.fair
}

// answerable reports whether a question can be answered from the text and not from its own
// words: nothing it shows is damaged, and the answer does not stand in it.
func (t *text) answerable(it *item) bool {
	for _, s := range it.quotes {
		if s.Len() == 0 || t.damaged(s) && it.form != formStructure {
			return false
		}
	}
	if it.answer = trimmed(it.answer); it.answer == "" || len(it.quotes) == 0 {
		return false
	}
	answer := zh.FoldString(it.answer)
	if it.form != formStructure && spoken.MatchString(zh.FoldString(it.question+it.cloze+it.answer)) {
		return false
	}
	shown := func() string {
		return zh.FoldString(t.withTopic(it.question, it.section) + t.withTopic(it.cloze, it.section))
	}
	if it.section != nil && strings.Contains(shown(), answer) {
		it.section = nil // perhaps only the heading has it
	}
	return !strings.Contains(shown(), answer)
}

// worth rates asking about s in unit u: what only this text says comes first.
func (t *text) worth(u *unit, s daodu.Span) float64 {
	v, known := t.worths[s]
	if !known {
		v = t.specific(s) + 0.3*u.central
		t.worths[s] = v
	}
	return v
}
