package extract

import (
	"slices"
	"strings"

	"github.com/daodu/daodu"
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

// worth rates asking about s in unit u: what only this text says comes first.
func (t *text) worth(u *unit, s daodu.Span) float64 {
	v, known := t.worths[s]
	if !known {
		v = t.specific(s) + 0.3*u.central
		t.worths[s] = v
	}
	return v
}
