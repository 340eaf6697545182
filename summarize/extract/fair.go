package extract

import (
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

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
