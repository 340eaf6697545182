package extract

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/daodu/daodu"
)

// flashcards makes cards of the terms that the text explains and of its clozes.
func (t *text) flashcards(most int) []daodu.Flashcard {
	out := []daodu.Flashcard{}
	for _, m := range t.terms {
		if !m.explain || len(out) >= most/2 {
			continue
		}
		back := t.words(m.defined)
		if len(m.members) > 0 {
			back = t.memberWords(m)
		}
		front := fmt.Sprintf(t.own.meaning, t.own.inner(t.words(m.shown)))
		c := t.card("term", front, back, m.defined, m.span)
		if len(m.members) > 0 {
			c.Quotes = t.memberQuotes(m)
		}
		out = append(out, c)
	}
	for _, b := range t.blanks() {
		if len(out) >= most {
			break
		}
		out = append(out, t.card("cloze", t.withGap(b)+b.hint, t.words(b.answer), b.around, b.answer))
	}
	return out
}

// card makes a card. Its GUID is a hash of the text, the place of the quote and of the
// answer, and the kind of card, so that a deck that is made again updates its cards
// and keeps what was learnt.
func (t *text) card(kind, front, back string, quote, answer daodu.Span) daodu.Flashcard {
	id := fmt.Sprintf("%s\n%d-%d\n%d-%d\n%s", t.article.TextSHA256, quote.Start, quote.End, answer.Start, answer.End, kind)
	sum := sha256.Sum256([]byte(id))
	const length = 10 // bytes; 20 hex digits
	return daodu.Flashcard{
		GUID: hex.EncodeToString(sum[:length]), Front: front, Back: back, Quotes: []daodu.Quote{t.quote(quote)},
	}
}
