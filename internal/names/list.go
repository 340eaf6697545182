package names

import (
	"github.com/daodu/daodu"
)

// listAt reports whether a list of names begins at i: three items that look like names,
// or two and then what names are listed for (等, 发言, 出席).
func (p *personFinder) listAt(i int) bool {
	if p.is(i-1, han) && p.leftOf(i) == 0 {
		return false
	}
	const sure = 3
	for count := 1; ; count++ {
		n := p.listItem(i)
		switch {
		case n == 0:
			return false
		case count == sure:
			return true
		case p.at(i+n) != '、':
			return count > 1 && p.rightOf(i+n) >= rightMark && p.is(i+n, han)
		}
		i += n + 1
	}
}

// listItem returns the length of what may be a name in a list at i, 0 for none.
func (p *personFinder) listItem(i int) int {
	if !p.is(i, surname) || p.isWord(i) {
		return 0
	}
	for n := 2; n <= 3; n++ {
		at := daodu.Span{Start: i, End: i + n}
		if !p.nameLetters(at, 1) || p.words.places.from(p.text, i) > 0 {
			continue
		}
		next := p.at(i + n)
		if (next == '、' || p.rightOf(i+n) > 0 && (n == 3 || p.rightOf(i+n) > rightMark || next == '等')) && p.shapeOf(at, 1) > 0 {
			return n
		}
	}
	return 0
}
