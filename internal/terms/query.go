package terms

import (
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu/internal/zh"
)

// A Phrase is what an index looks for as one: tokens that follow each other.
type Phrase struct {
	Tokens []string
	// Prefix says that the last token is the beginning of one only: a single Chinese
	// letter finds the pairs that it begins.
	Prefix bool
}

// A Query is what somebody looks for. Queries in either script, width and case are
// equal. The zero value looks for nothing.
type Query struct {
	phrases, excluded []Phrase
	parts, letters    []Phrase // of phrases, see Loose
	words             []rune   // of phrases, folded and in lower case
}

// longestQuery is the number of code points of a query that are read: nobody looks for
// more, and every term costs a lookup.
const longestQuery = 1000

// ParseQuery reads a query, of which what is beyond 1,000 code points is ignored. Blanks and marks part its terms, all of which an article is
// to have: what is typed without a blank is looked for as it is. Words between quotation
// marks ("", “”, 「」) are looked for in that order, whatever marks stand between them. A -
// before a term, at the beginning or behind a blank, excludes the articles that have it.
func ParseQuery(q string) Query {
	var out Query
	text := zh.FoldRunes([]rune(q))
	text = text[:min(len(text), longestQuery)]
	for i := 0; i < len(text); {
		not := text[i] == '-' && (i == 0 || !isLetter(text[i-1])) && i+1 < len(text)
		if not {
			i++
		}
		end := termEnd(text, i)
		if runs := scan(text[i:end]); len(runs) > 0 {
			out.add(text[i:end], runs, not)
		}
		i = end
	}
	return out
}

// termEnd returns the end of the term or quotation that opens at i, or i+1.
func termEnd(text []rune, i int) int {
	if end, ok := quotation(text, i); ok {
		return end
	}
	end := i
	for end < len(text) && !parts(text, end) {
		end++
	}
	return max(end, i+1)
}

// quotation returns the end of the quotation that opens at i, behind its closing mark.
// Any double mark closes a double one, since people mistype them. ok is false without a
// closing mark: an opening one alone is but a mark.
func quotation(text []rune, i int) (end int, ok bool) {
	closing := ""
	switch text[i] {
	case '"', '“', '”':
		closing = `"“”`
	case '‘':
		closing = "’"
	default:
		return i, false
	}
	at := slices.IndexFunc(text[i+1:], func(r rune) bool { return strings.ContainsRune(closing, r) })
	return i + at + 2, at >= 0
}

// parts reports whether the code point at i parts terms: it is no letter and does not
// stand within a number.
func parts(text []rune, i int) bool {
	if isLetter(text[i]) {
		return false
	}
	return !(text[i] == '.' || text[i] == ',') || i == 0 || i+1 == len(text) || !isDigit(text[i-1]) || !isDigit(text[i+1])
}

func isLetter(r rune) bool {
	_, k := letter(r)
	return k != none
}

// add adds the phrase of runs of text.
func (q *Query) add(text []rune, runs []run, not bool) {
	var all []token
	for _, r := range runs {
		all = r.tokens(all)
	}
	last := runs[len(runs)-1]
	p := phrase(all, last)
	if not {
		q.excluded = include(q.excluded, p)
		return
	}
	if n := len(q.phrases); n == len(include(q.phrases, p)) {
		return // again
	}
	q.phrases = append(q.phrases, p)
	for _, r := range text {
		q.words = append(q.words, unicode.ToLower(r))
	}
	q.words = append(q.words, ' ')
	for _, t := range all {
		list := &q.parts
		if t.single {
			list = &q.letters
		}
		*list = include(*list, Phrase{Tokens: []string{t.text}, Prefix: t.single})
	}
}

// include appends p unless list has it.
func include(list []Phrase, p Phrase) []Phrase {
	if slices.ContainsFunc(list, func(o Phrase) bool { return p.Prefix == o.Prefix && slices.Equal(p.Tokens, o.Tokens) }) {
		return list
	}
	return append(list, p)
}

// phrase returns tokens as a phrase, of which last is the last run. Behind the last pair
// the text may go on, so that the last letter is no token of its own, unless it is all
// there is.
func phrase(all []token, last run) Phrase {
	var p Phrase
	if last.kind == pairs {
		p.Prefix = len(last.letters) == 1
		if !p.Prefix {
			all = all[:len(all)-1]
		}
	}
	for _, t := range all {
		p.Tokens = append(p.Tokens, t.text)
	}
	return p
}

// Phrases returns the phrases that an article is to have, in the order of the query.
func (q Query) Phrases() []Phrase { return q.phrases }

// Excluded returns the phrases that an article must not have.
func (q Query) Excluded() []Phrase { return q.excluded }

// Empty reports whether q names nothing to look for; what is excluded does not count.
func (q Query) Empty() bool { return len(q.phrases) == 0 }

// Loose returns the parts of the phrases, each alone: where no article has all phrases,
// those that have some of these may do. Single letters are left out where there is
// anything longer.
func (q Query) Loose() []Phrase {
	if len(q.parts) == 0 {
		return q.letters
	}
	return q.parts
}

// Vector counts the terms that are looked for, as those of an article are counted.
func (q Query) Vector() Vector { return Count(q.words) }
