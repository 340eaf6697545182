package extract

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
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
		card := d.t.card(it)
		if d.guids[card.GUID] || slices.ContainsFunc(d.cards, func(c daodu.Flashcard) bool { return c.Front == card.Front }) {
			continue
		}
		d.guids[card.GUID] = true
		d.units[u]++
		d.cards = append(d.cards, card)
		if it.slot.Len() > 0 {
			d.asked = append(d.asked, it.slot)
		}
	}
}

// card makes a card of an item: figures and quoted words with a gap, the rest as a
// question.
//
// The GUID is by what Anki knows a card again when a deck is imported once more. It is
// a hash of the article (title, date, speaker or else publisher, folded), the form of
// the question and its subject: the term, or the eight letters before the gap. Places,
// the words of the answer and other cards are left out of it. So a card stays itself
// when the text is cleaned anew, reread from the other script, or corrected in the
// answer, and its new back replaces the old one; of two cards that differ only further
// off in the sentence the second is dropped.
func (t *text) card(it *item) daodu.Flashcard {
	front := it.question
	if it.cloze != "" && (front == "" || it.form == formFigure) {
		front = it.cloze
	}
	subject := it.subject
	if it.unit != nil {
		subject += t.leadIn(it.unit.span, it.at)
	}
	id := strings.Join([]string{t.identity(), formNames[it.form], subject}, "\n")
	sum := sha256.Sum256([]byte(id))
	const length = 10 // bytes; 20 hex digits
	return daodu.Flashcard{
		GUID: hex.EncodeToString(sum[:length]), Front: t.withTopic(front, it.section), Back: it.answer, Quotes: t.quotesOf(it.quotes),
	}
}

// formNames stand in the hash of a GUID, so they must never change.
var formNames = [forms]string{
	formStructure: "structure", formTerm: "term", formFigure: "figure", formDuty: "duty", formDeadline: "deadline", formReason: "reason",
	formCase: "case", formWho: "who", formChange: "change", formPlace: "place", formDocument: "document", formList: "list", formWhat: "what",
}

// identity tells articles apart by what does not change when one is read again: the
// title with date and speaker, or for an untitled one where it came from.
func (t *text) identity() string {
	a := t.article
	by := a.Publisher
	if a.Speaker != nil && a.Speaker.Name != "" {
		by = a.Speaker.Name
	}
	title := string(lettersOnly(zh.FoldRunes([]rune(a.Title))))
	if title == "" {
		title = a.Source.URI
	}
	return strings.Join([]string{title, a.Date, zh.FoldString(by)}, "\n")
}
