package openai

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/card"
	"github.com/daodu/daodu/internal/zh"
)

// meaning asks for a term, by the language of the artifact.
var meaning = map[string]string{"zh-Hans": "“%s”是什么意思？", "zh-Hant": "「%s」是什麼意思？", "en": "What does “%s” mean?"}

// cards makes flash cards of the terms and questions of a guide that passed the checks:
// sound tells of a path whether it did. Of two cards of one GUID the first stays.
func (d *decoder) cards(g *daodu.Guide, sound func(path string) bool) []daodu.Flashcard {
	out := []daodu.Flashcard{}
	add := func(form, subject string, c daodu.Flashcard) {
		c.GUID = card.GUID(d.doc.article, form, subject)
		if !slices.ContainsFunc(out, func(o daodu.Flashcard) bool { return o.GUID == c.GUID || o.Front == c.Front }) {
			out = append(out, c)
		}
	}
	for i, t := range g.Terms {
		if path := fmt.Sprintf("terms[%d]", i); sound(path) && !strings.Contains(t.Explanation.Text, blank) {
			add(card.FormTerm, string(zh.Letters(zh.FoldRunes([]rune(t.Term)))), daodu.Flashcard{
				Front: fmt.Sprintf(d.meaning(), t.Term), Back: d.behind(t), Quotes: t.Explanation.Quotes,
			})
		}
	}
	for i, q := range g.Questions {
		at, ok := d.answerAt(q)
		if path := fmt.Sprintf("questions[%d]", i); ok && sound(path) && (q.Kind == daodu.ShortAnswer || q.Kind == daodu.Cloze) {
			add(card.FormWords, card.LeadIn(d.doc.folded, d.sentenceAt(at.Start), at), daodu.Flashcard{Front: q.Question, Back: q.Answer, Quotes: q.Quotes})
		}
	}
	return out
}

func (d *decoder) meaning() string {
	switch {
	case d.lang == "zh-Hant":
		return meaning["zh-Hant"]
	case zhLang(d.lang):
		return meaning["zh-Hans"]
	}
	return meaning["en"]
}

// behind returns an explanation without the term that opens it, so that a card does not
// answer with what it asks for.
func (d *decoder) behind(t daodu.Term) string {
	rest, ok := strings.CutPrefix(strings.TrimLeft(t.Explanation.Text, "“「"), t.Term)
	if !ok {
		return t.Explanation.Text
	}
	rest = strings.TrimLeft(rest, "”」，,：:")
	for _, joint := range []string{"就是指", "就是", "是指", "即", "是", "指"} {
		if after, ok := strings.CutPrefix(rest, joint); ok {
			return strings.TrimLeft(after, "：:，,")
		}
	}
	return t.Explanation.Text
}

// answerAt returns where the first part of an answer stands in the text.
func (d *decoder) answerAt(q daodu.Question) (daodu.Span, bool) {
	parts := answerParts(q.Answer)
	if len(parts) == 0 {
		return daodu.Span{}, false
	}
	part := strings.TrimFunc(parts[0], isEndMark)
	for _, x := range q.Quotes {
		before, _, ok := strings.Cut(x.Text, part)
		if ok && part != "" {
			start := x.Start + len([]rune(before))
			return daodu.Span{Start: start, End: start + len([]rune(part))}, true
		}
	}
	return daodu.Span{}, false
}

// sentenceAt returns the sentence around a code point.
func (d *decoder) sentenceAt(at int) daodu.Span {
	for _, s := range d.doc.sentences {
		if s.Start <= at && at < s.End {
			return s
		}
	}
	return daodu.Span{Start: at, End: at}
}
