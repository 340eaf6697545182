package check

import (
	"slices"
	"strings"
)

// A lexicon finds words in lines. A longer word hides the shorter ones in it, so that
// words which only look like one of the lexicon (不断) are listed with the sense "".
type lexicon map[rune][]entry

// An entry is one word of a lexicon.
type entry struct {
	word  []rune
	sense string
}

// A mention is a word of a lexicon in a line.
type mention struct {
	entry
	from, to int // tokens
}

// newLexicon takes rows of a sense and words parted by blanks.
func newLexicon(rows ...[2]string) lexicon {
	l := lexicon{}
	for _, row := range rows {
		for _, w := range strings.Fields(row[1]) {
			word := []rune(w)
			l[word[0]] = append(l[word[0]], entry{word, row[0]})
		}
	}
	for _, entries := range l {
		slices.SortStableFunc(entries, func(a, b entry) int { return len(b.word) - len(a.word) })
	}
	return l
}

// find returns the words of l in the tokens [from,to) of a line, in order and without
// overlap.
func (l lexicon) find(s line, from, to int) []mention {
	var out []mention
	for i := max(0, from); i < min(to, len(s.tokens)); {
		next := i + 1
		if e, ok := l.at(s, i); ok {
			next = i + len(e.word)
			if e.sense != "" {
				out = append(out, mention{e, i, next})
			}
		}
		i = next
	}
	return out
}

// at returns the longest word that begins at token i.
func (l lexicon) at(s line, i int) (entry, bool) {
	for _, e := range l[s.tokens[i].letter] {
		if s.holds(i, e.word) {
			return e, true
		}
	}
	return entry{}, false
}

// holds reports whether a word stands in the line at token i, without a mark inside.
func (l line) holds(i int, word []rune) bool {
	if i+len(word) > len(l.tokens) {
		return false
	}
	for k, r := range word {
		t := l.tokens[i+k]
		if t.letter != r || k > 0 && t.span.Start != l.tokens[i+k-1].span.End {
			return false
		}
	}
	return true
}

// has reports whether a mention of the sense is among mentions.
func has(mentions []mention, sense string) bool {
	return slices.ContainsFunc(mentions, func(m mention) bool { return m.sense == sense })
}

// shown returns the line's own glyphs from token from to token to.
func (l line) shown(from, to int) string {
	if from >= to {
		return ""
	}
	return string(l.passage.shown[l.tokens[from].span.Start:l.tokens[to-1].span.End])
}
