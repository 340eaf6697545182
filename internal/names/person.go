package names

import (
	"slices"

	"github.com/daodu/daodu"
)

// people finds persons: first those with enough evidence of their own, then other
// places where the same letters stand.
func (f *finder) people() {
	p := &personFinder{finder: f, known: map[uint64][]known{}, nearly: map[[3]rune]int{}, taken: -1}
	p.scan(false)
	p.taken = -1
	p.persons = nil
	p.scan(true)
	f.found = slices.DeleteFunc(f.found, func(n Name) bool { return n.Kind == Place && p.names(n.Span) })
	f.found = append(f.found, p.persons...)
}

// names reports whether s stands within the name of a person: 玉林 of 曹玉林.
func (p *personFinder) names(s daodu.Span) bool {
	i, found := slices.BinarySearchFunc(p.persons, s.Start, func(n Name, at int) int { return n.Span.Start - at })
	if !found {
		i--
	}
	return i >= 0 && p.persons[i].Span.Contains(s)
}

// A personFinder goes over the text twice.
type personFinder struct {
	*finder
	known   map[uint64][]known // names by their first two letters
	nearly  map[[3]rune]int    // how often letters were nearly taken for a name
	persons []Name
	taken   int // end of the last name
	placeAt int // index in placed
}

// known is a name found in the first pass.
type known struct {
	name []rune
}

// scan tries every letter; the second time known names count wherever they stand.
func (p *personFinder) scan(again bool) {
	list := -1 // where a name in a list may begin
	p.placeAt = 0
	for i := 0; i < len(p.text); i++ {
		if i < p.taken {
			continue
		}
		if p.is(i, surname) && p.listAt(i) {
			list = i
		}
		name, ok := p.personAt(i, list == i, again)
		if !ok {
			continue
		}
		p.add(name, again)
		if p.at(p.taken) == '、' {
			list = p.taken + 1
		}
	}
}

// personAt returns the person whose name begins at i.
func (p *personFinder) personAt(i int, inList, again bool) (Name, bool) {
	switch {
	case p.is(i, foreign) && p.dotBehind(i):
		if n := p.dotted(i); n > 0 {
			return p.named(daodu.Span{Start: i, End: i + n}), true
		}
	case p.redactedAt(i):
		return p.redacted(i)
	}
	if p.is(i, surname) || p.words.doubles.from(p.text, i) > 0 {
		if again {
			if at, ok := p.knownAt(i); ok {
				return p.named(at), true
			}
		}
		c := p.best(i, inList)
		if c.at.Len() > 1 && (c.score() >= enough || p.repeated(c)) {
			return p.named(c.at), true
		}
		if p.bareSurname(i) {
			return Name{Kind: Person, Span: daodu.Span{Start: i, End: i + 1}, Post: p.surnamePost(i + 1), Bare: true}, true
		}
	}
	if p.is(i, foreign) {
		if n := max(p.byPost(i), p.byTitle(i)); n > 0 {
			return p.named(daodu.Span{Start: i, End: i + n}), true
		}
		if at, ok := p.knownAt(i); again && ok {
			return p.named(at), true
		}
	}
	return Name{}, false
}

// repeated reports whether the same letters were nearly taken for a name before.
func (p *personFinder) repeated(c candidate) bool {
	const longest = 3
	if c.score() < nearly || c.at.Len() > longest || c.left == 0 || c.right == 0 || c.left < leftJob && !p.is(c.at.Start, common) {
		return false
	}
	var key [longest]rune
	copy(key[:], p.text[c.at.Start:c.at.End])
	p.nearly[key]++
	return p.nearly[key] > 1
}

// named makes the person named at a span, with the post beside the name.
func (p *personFinder) named(at daodu.Span) Name {
	n := Name{Kind: Person, Span: at, Post: p.postBefore(at.Start), Byline: p.bylineBefore(at.Start)}
	if n.Post.Len() == 0 {
		n.Post = p.postBehind(at.End)
	}
	return n
}

func (p *personFinder) add(n Name, again bool) {
	p.taken = n.Span.End
	p.persons = append(p.persons, n)
	if again || n.Bare || n.Redacted || n.Span.Len() < 2 {
		return
	}
	key := p.pair(n.Span.Start)
	name := p.text[n.Span.Start:n.Span.End]
	for _, k := range p.known[key] {
		if string(k.name) == string(name) {
			return
		}
	}
	p.known[key] = append(p.known[key], known{name})
}

// knownAt returns the longest name of the first pass that stands at i.
func (p *personFinder) knownAt(i int) (daodu.Span, bool) {
	best := 0
	for _, k := range p.known[p.pair(i)] {
		if n := len(k.name); n > best && i+n <= len(p.text) && string(p.text[i:i+n]) == string(k.name) {
			best = n
		}
	}
	if best == 2 && p.isWord(i) {
		return daodu.Span{}, false
	}
	if best == 2 && p.is(i+2, given) && p.rightOf(i+2) == 0 && p.leftOf(i) == 0 {
		return daodu.Span{}, false // more likely part of something longer
	}
	return daodu.Span{Start: i, End: i + best}, best > 0
}
