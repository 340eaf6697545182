package check

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A Source is the text of an article, prepared once for all artifacts about it. It is not
// for use by several goroutines.
type Source struct {
	text      string
	runes     []rune
	sentences []daodu.Span
	passages  map[string]*passage // by the sentences they hold
	whole     func() *passage     // the text as one passage
}

// NewSource converts a text to code points and finds its sentences.
func NewSource(text string) *Source {
	runes := []rune(text)
	return &Source{
		text: text, runes: runes, sentences: zh.Sentences(runes, zh.FullStops), passages: map[string]*passage{},
		whole: sync.OnceValue(func() *passage { return newPassage(runes) }),
	}
}

// slice returns the text at s; ok is false when s lies outside of it.
func (t *Source) slice(s daodu.Span) (words string, ok bool) {
	if s.Start < 0 || s.End < s.Start || s.End > len(t.runes) {
		return "", false
	}
	return string(t.runes[s.Start:s.End]), true
}

// around returns the span of the whole sentences that s touches.
func (t *Source) around(s daodu.Span) daodu.Span {
	first, _ := slices.BinarySearchFunc(t.sentences, s.Start, func(x daodu.Span, at int) int {
		if x.End <= at {
			return -1
		}
		return 1
	})
	out := s
	for _, x := range t.sentences[first:] {
		if !x.Overlaps(s) {
			break
		}
		out.Start, out.End = min(out.Start, x.Start), max(out.End, x.End)
	}
	return out
}

// cited returns the sentences that quotes stand in, with a line break between them.
// Quotes that are not the text are left out. Claims that cite the same sentences share
// one passage.
func (t *Source) cited(quotes []daodu.Quote) *passage {
	var spans []daodu.Span
	for _, q := range quotes {
		if _, ok := t.slice(q.Span); ok {
			if s := t.around(q.Span); !slices.Contains(spans, s) {
				spans = append(spans, s)
			}
		}
	}
	key := fmt.Sprint(spans)
	if t.passages[key] == nil {
		var runes []rune
		for _, s := range spans {
			runes = append(append(runes, t.runes[s.Start:s.End]...), '\n')
		}
		t.passages[key] = newPassage(runes)
	}
	return t.passages[key]
}

// find returns where words stand in the text, -1 when they do not.
func (t *Source) find(words string) int {
	at := strings.Index(t.text, words)
	if at < 0 || words == "" {
		return -1
	}
	return utf8.RuneCountInString(t.text[:at])
}
