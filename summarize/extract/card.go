package extract

import (
	"cmp"
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/card"
)

// flashcards makes up to most cards: of terms, then of what is most worth knowing.
func (t *text) flashcards(most int) []daodu.Flashcard {
	d := &deck{t: t, most: most, cards: []daodu.Flashcard{}, guids: map[string]bool{}, units: map[*unit]int{}}
	var all []*item
	for i := range t.items() {
		all = append(all, &t.asking[i])
	}
	slices.SortStableFunc(all, func(a, b *item) int { return cmp.Compare(b.value, a.value) })
	d.deal(all, most/2, func(it *item) bool { return it.form == formTerm && it.cloze == "" })
	d.deal(all, most, func(it *item) bool {
		return !it.choice && it.form != formStructure && it.form != formPlace && it.form != formList
	})
	d.deal(all, min(most, len(d.cards)+mostLists), func(it *item) bool { return !it.choice && it.form == formList })
	return d.cards
}

// mostLists is how many cards ask for parallel lists: they soon read all the same.
const mostLists = 3

// mostOfUnit is how many cards are made of one sentence.
const mostOfUnit = 2

// A deck collects cards.
type deck struct {
	t     *text
	most  int
	cards []daodu.Flashcard
	guids map[string]bool
	asked []daodu.Span // answers, so that two cards do not ask for the same
	units map[*unit]int
}

// deal adds cards of the items that ok takes until the deck has n.
func (d *deck) deal(items []*item, n int, ok func(*item) bool) {
	for _, it := range items {
		if len(d.cards) >= n {
			return
		}
		if !ok(it) || it.slot.Len() > 0 && slices.ContainsFunc(d.asked, it.slot.Overlaps) {
			continue
		}
		u := d.t.unitAt(it.quotes[0].Start)
		if d.units[u] >= mostOfUnit {
			continue
		}
		if !d.t.fairItem(it) {
			continue
		}
		made := d.t.card(it)
		if d.guids[made.GUID] || slices.ContainsFunc(d.cards, func(c daodu.Flashcard) bool { return c.Front == made.Front }) {
			continue
		}
		d.guids[made.GUID] = true
		d.units[u]++
		d.cards = append(d.cards, made)
		if it.slot.Len() > 0 {
			d.asked = append(d.asked, it.slot)
		}
	}
}

// card makes a card of an item: figures and quoted words with a gap, the rest as a
// question.
//
// The GUID (package card) rests on the form of the question and its subject: the term, or
// the eight letters before the gap. Of two cards that differ only further off in the
// sentence the second is dropped.
func (t *text) card(it *item) daodu.Flashcard {
	front := it.question
	if it.cloze != "" && (front == "" || it.form == formFigure) {
		front = it.cloze
	}
	subject := it.subject
	if it.unit != nil {
		subject += card.LeadIn(t.folded, it.unit.span, it.at)
	}
	return daodu.Flashcard{
		GUID: card.GUID(t.article, formNames[it.form], subject), Front: t.withTopic(front, it.section), Back: it.answer, Quotes: t.quotesOf(it.quotes),
	}
}

// formNames stand in the hash of a GUID, so they must never change.
var formNames = [forms]string{
	formStructure: "structure", formTerm: card.FormTerm, formFigure: "figure", formDuty: "duty", formDeadline: "deadline", formReason: "reason",
	formCase: "case", formWho: "who", formChange: "change", formPlace: "place", formDocument: "document", formList: "list", formWhat: "what",
}
