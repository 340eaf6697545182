// Package card gives flash cards the names by which a deck that is imported again knows
// them, whichever engine made them.
package card

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// FormTerm is the form of cards that ask for the meaning of a term. Their subject is the
// folded letters of the term.
const FormTerm = "term"

// FormWords is the form of cards whose answer is words of the text, asked for by a model.
// Their subject is what [LeadIn] returns for these words.
const FormWords = "words"

// GUID returns the GUID of a card: 20 hex digits.
//
// It is by what Anki knows a card again when a deck is imported once more. It is a hash
// of the article (title, date, speaker or else publisher, folded), the form of the
// question and its subject. Places, the words of the answer and other cards are left out
// of it. So a card stays itself when the text is cleaned anew, reread from the other
// script, or corrected in the answer, and its new back replaces the old one.
func GUID(a *daodu.Article, form, subject string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{identity(a), form, subject}, "\n")))
	const length = 10 // bytes
	return hex.EncodeToString(sum[:length])
}

// identity tells articles apart by what does not change when one is read again: the
// title with date and speaker, or for an untitled one where it came from.
func identity(a *daodu.Article) string {
	by := a.Publisher
	if a.Speaker != nil && a.Speaker.Name != "" {
		by = a.Speaker.Name
	}
	title := string(zh.Letters(zh.FoldRunes([]rune(a.Title))))
	if title == "" {
		title = a.Source.URI
	}
	return strings.Join([]string{title, a.Date, zh.FoldString(by)}, "\n")
}

// LeadIn returns the letters of folded text before a place in a unit, by which it can be
// found again when the text around it changes a little; those behind it where too few
// stand before.
func LeadIn(folded []rune, unit, at daodu.Span) string {
	const reach = 8 // letters
	before := zh.Letters(folded[unit.Start:at.Start])
	if len(before) >= reach {
		return string(before[len(before)-reach:])
	}
	behind := zh.Letters(folded[at.End:max(at.End, unit.End)])
	return string(before) + "_" + string(behind[:min(len(behind), 2*reach)])
}
