package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/names"
)

// checkPlaces looks up the places and bodies of a claim.
func checkPlaces(r *run) {
	r.eachOwn(func(c *claim) {
		for _, n := range c.said.names() {
			name := c.said.folded[n.Span.Start:n.Span.End]
			if n.Rough {
				name = name[max(0, len(name)-names.LastWord(name)-leastOfRough):]
			}
			if c.failed || n.Rough && r.whole || !r.whole && c.said.inOffice(n.Span) {
				continue
			}
			switch {
			case n.Kind == names.Place && !hasPlace(c.evidence, name):
				r.fail(c, c.path, fmt.Sprintf("%s没有地名“%s”", r.sourceWord(), c.said.words(n.Span)))
			case n.Kind == names.Body && !hasBody(c.evidence, name):
				r.fail(c, c.path, fmt.Sprintf("%s没有“%s”", r.sourceWord(), c.said.words(n.Span)))
			}
		}
	})
	r.checkAlike(names.Body, "机构")
	r.checkAlike(names.Place, "地名")
	r.checkReplaced(names.Body, "机构")
	r.checkReplaced(names.Place, "地名")
}

// inOffice reports whether a place or body is part of the office of a person, which the
// rule for names has looked up in the whole text.
func (p *passage) inOffice(s daodu.Span) bool {
	return slices.ContainsFunc(p.names(), func(n names.Name) bool {
		return n.Kind == names.Person && n.Post.Contains(s) && names.IsOffice(p.folded[n.Post.Start:n.Post.End])
	})
}

// leastOfRough is how many letters before its last word a body has to share with the
// evidence, when nobody can tell where its name begins.
const leastOfRough = 2

// levels are the letters that tell of which level a place is.
const levels = "省市县区镇乡村州盟旗"

// home are words for the country itself, which texts hardly name.
var home = []string{"中国", "中华人民共和国", "全国"}

// hasPlace reports whether evidence names a place: by all its letters, without its level
// where the evidence gives no other, or by a longer name that it is short for.
func hasPlace(evidence *passage, name []rune) bool {
	text := evidence.text()
	name = current(name)
	if strings.Contains(text, string(name)) || slices.Contains(home, string(name)) {
		return true
	}
	if short := strings.TrimRight(strings.TrimSuffix(string(name), "地区"), levels); len([]rune(short)) >= 2 && short != string(name) && standsBare(text, short) {
		return true
	}
	return slices.ContainsFunc(evidence.names(), func(m names.Name) bool {
		if m.Kind != names.Place {
			return false
		}
		other := evidence.folded[m.Span.Start:m.Span.End]
		return len(name) >= 2 && subsequence(name, other) && other[0] == name[0]
	})
}

// current returns a name without a letter before it that tells from when it is (原夏县).
func current(name []rune) []rune {
	const least = 3
	if len(name) >= least && strings.ContainsRune("原现前", name[0]) {
		return name[1:]
	}
	return name
}

// standsBare reports whether short stands in text without a level behind it.
func standsBare(text, short string) bool {
	for rest := text; ; {
		_, after, ok := strings.Cut(rest, short)
		if !ok {
			return false
		}
		if !strings.HasPrefix(strings.TrimLeft(after, levels), after) {
			rest = after
			continue
		}
		return true
	}
}

// filling are letters that full names of bodies have and short ones leave out.
const filling = "中华人民共和国全总工省市县区级高委员会有限责任股份公司集团党局厅部院办的"

// hasBody reports whether evidence names a body: by all its letters, or by a fuller or a
// shorter form of the name.
func hasBody(evidence *passage, name []rune) bool {
	name = current(name)
	if strings.Contains(evidence.text(), string(name)) || evidence.joins(name) {
		return true
	}
	return slices.ContainsFunc(evidence.names(), func(m names.Name) bool {
		if m.Kind != names.Body {
			return false
		}
		other := evidence.folded[m.Span.Start:m.Span.End]
		return subsequence(name, other) || !m.Rough && fills(other, name)
	})
}

// joins reports whether a name is put together of names of the passage, and then words
// of it: 江源省 and 云溪市总工会.
func (p *passage) joins(name []rune) bool {
	const least = 2
	for _, m := range p.names() {
		head := p.folded[m.Span.Start:m.Span.End]
		if m.Kind == names.Person || m.Rough || len(head) >= len(name) || len(head) < least || !slices.Equal(head, name[:len(head)]) {
			continue
		}
		rest := name[len(head):]
		if len(rest) >= least && strings.Contains(p.text(), string(rest)) || p.joins(rest) {
			return true
		}
	}
	return false
}

// fills reports whether full is short with letters that say no more.
func fills(short, full []rune) bool {
	const least = 2
	if len(short) < least || len(short) >= len(full) || !subsequence(short, full) {
		return false
	}
	i := 0
	for _, r := range full {
		if i < len(short) && short[i] == r {
			i++
		} else if !strings.ContainsRune(filling, r) {
			return false
		}
	}
	return true
}
