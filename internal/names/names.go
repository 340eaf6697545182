package names

import (
	"cmp"
	"slices"

	"github.com/daodu/daodu"
)

// A Kind says what bears a name.
type Kind int

// The kinds of names.
const (
	Person Kind = iota + 1
	Body        // an organisation: 云溪市总工会
	Place       // 云溪市
)

// String returns the kind in English.
func (k Kind) String() string {
	return [...]string{"none", "person", "body", "place"}[k]
}

// A Name is one place in a text where somebody or something is named.
type Name struct {
	Kind Kind
	Span daodu.Span // the name alone, without the post
	// Post is the office beside the name of a person: 云溪市总工会主席 before it, 主席
	// behind it. It is empty when none stands there.
	Post daodu.Span
	// Bare tells of a person of whom only the surname stands there (周主席, 李女士).
	Bare bool
	// Redacted tells of a person whose name was struck out (XX局长).
	Redacted bool
	// Rough tells of a body whose left edge is a guess, since it begins neither with a
	// place nor with a level.
	Rough bool
	// Byline tells of a person who wrote the text or took its pictures.
	Byline bool
}

// Find returns the names in folded text by where they begin, longer ones first. Places
// within bodies are given as well.
func Find(folded []rune) []Name {
	f := &finder{text: folded, letters: letters(), words: loaded()}
	f.places()
	f.bodies()
	f.people()
	slices.SortStableFunc(f.found, func(a, b Name) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(b.Span.End, a.Span.End))
	})
	return f.found
}

// A finder is one text under examination.
type finder struct {
	text    []rune
	letters *letterTable
	found   []Name
	placed  []daodu.Span // places, ascending
	words   *vocabulary
}

// is reports whether the letter at i belongs to one of the classes c; no letter stands
// outside of the text.
func (f *finder) is(i int, c class) bool {
	return i >= 0 && i < len(f.text) && f.letters.of(f.text[i])&c != 0
}

// at returns the letter at i, 0 outside of the text.
func (f *finder) at(i int) rune {
	if i < 0 || i >= len(f.text) {
		return 0
	}
	return f.text[i]
}

// pair returns the two letters from i as one key.
func (f *finder) pair(i int) uint64 { return uint64(uint32(f.at(i)))<<32 | uint64(uint32(f.at(i+1))) }

// isWord reports whether a word that is no name begins with the two letters at i.
func (f *finder) isWord(i int) bool {
	_, ok := f.letters.notNames[f.pair(i)]
	return ok
}
