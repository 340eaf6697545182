package extract

import (
	"cmp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

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
