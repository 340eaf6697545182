package names

import (
	"slices"
	"strings"
	"sync"
)

// A lexicon looks for words that begin or end at a place. A bitmap of the first (last)
// letters answers most questions at once.
type lexicon struct {
	first, last letterSet
	ahead, back map[rune][][]rune // by first and by last letter, longest first
}

// newLexicon makes a lexicon of words parted by blanks.
func newLexicon(list string) *lexicon {
	l := &lexicon{ahead: map[rune][][]rune{}, back: map[rune][][]rune{}}
	for _, w := range strings.Fields(list) {
		r := []rune(w)
		first, last := r[0], r[len(r)-1]
		l.first.add(first)
		l.last.add(last)
		l.ahead[first] = append(l.ahead[first], r)
		l.back[last] = append(l.back[last], r)
	}
	longest := func(a, b []rune) int { return len(b) - len(a) }
	for _, words := range l.ahead {
		slices.SortStableFunc(words, longest)
	}
	for _, words := range l.back {
		slices.SortStableFunc(words, longest)
	}
	return l
}

// from returns the length of the longest word that begins at i, 0 for none.
func (l *lexicon) from(text []rune, i int) int {
	if i < 0 || i >= len(text) || !l.first.has(text[i]) {
		return 0
	}
	for _, w := range l.ahead[text[i]] {
		if i+len(w) <= len(text) && slices.Equal(w, text[i:i+len(w)]) {
			return len(w)
		}
	}
	return 0
}

// upTo returns the length of the longest word that ends before end, 0 for none.
func (l *lexicon) upTo(text []rune, end int) int {
	if end <= 0 || end > len(text) || !l.last.has(text[end-1]) {
		return 0
	}
	for _, w := range l.back[text[end-1]] {
		if len(w) <= end && slices.Equal(w, text[end-len(w):end]) {
			return len(w)
		}
	}
	return 0
}

// newLetterSet makes a set of letters.
func newLetterSet(list string) *letterSet {
	s := &letterSet{}
	for _, r := range list {
		s.add(r)
	}
	return s
}

// A letterSet is a set of letters of the basic multilingual plane.
type letterSet [1 << 10]uint64

func (s *letterSet) add(r rune) {
	if r < 1<<16 {
		s[r>>6] |= 1 << (r & 63)
	}
}

func (s *letterSet) has(r rune) bool { return r < 1<<16 && s[r>>6]&(1<<(r&63)) != 0 }

// A vocabulary holds the lexicons that name something in the rules.
type vocabulary = *lexicons

type lexicons struct {
	posts, jobs, strong, bylines, titles, foreignPosts, acts, follow, places, suffixes, shortSuffixes, known, verbs, doubles, levels, generic, heads, surnameTitles, rough, notForeign, notBodies, genericPlaces, parties, openers, nounVerbs, kinds *lexicon
	doubtful, wordy, landforms, level, open, notBeforeLevel                                                                                                                                                                                          *letterSet
	unsure                                                                                                                                                                                                                                           map[string]bool // places that are also parts of words
}

// loaded builds the lexicons once.
var loaded = sync.OnceValue(func() vocabulary {
	names, unsure := placeTable()
	return &lexicons{
		doubtful: newLetterSet(doubtful), wordy: newLetterSet(wordy), landforms: newLetterSet(landforms),
		level: newLetterSet(levelLetters), open: newLetterSet(openLetters), notBeforeLevel: newLetterSet(notBeforeLevel),
		posts: newLexicon(posts + jobs), jobs: newLexicon(jobs), strong: newLexicon(strongActs), bylines: newLexicon(bylines), titles: newLexicon(titles), foreignPosts: newLexicon(foreignPosts),
		acts: newLexicon(acts), follow: newLexicon(follow), places: newLexicon(names), unsure: unsure,
		suffixes: newLexicon(bodySuffixes), shortSuffixes: newLexicon(shortSuffixes), known: newLexicon(knownBodies),
		verbs: newLexicon(leadingVerbs), doubles: newLexicon(doubleSurnames), levels: newLexicon(levels), generic: newLexicon(genericBodies), heads: newLexicon(heads), surnameTitles: newLexicon(surnameTitles), rough: newLexicon(roughSuffixes), notForeign: newLexicon(notForeign), notBodies: newLexicon(notBodies), genericPlaces: newLexicon(genericPlaces), parties: newLexicon(parties), openers: newLexicon(openers), nounVerbs: newLexicon(nounVerbs), kinds: newLexicon(kindsOfBodies),
	}
})
