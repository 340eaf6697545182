package check

import (
	"fmt"
	"regexp"

	"github.com/daodu/daodu"
)

// checkAnnounced counts the parts of outline nodes that announce how many they have.
// A difference makes no point false, but shows that a part was overlooked or is
// missing from the source.
func checkAnnounced(r *run) {
	o, ok := r.content.(*daodu.Outline)
	if !ok {
		return
	}
	r.countNodes("nodes", o.Nodes)
}

// countNodes counts the children of nodes at a path, depth first. The number may also be
// that of the numbered children, beside which others stand, or that of the grandchildren
// (共23项 in five groups).
func (r *run) countNodes(list string, nodes []daodu.Node) {
	for i, n := range nodes {
		path := fmt.Sprintf("%s[%d]", list, i)
		if n.Announced > 0 && n.Announced != len(n.Children) && n.Announced != numbered(n) && n.Announced != grandchildren(n) {
			r.note(path, announcedDetail(n))
		}
		r.countNodes(path+".children", n.Children)
	}
}

// itemNumber matches the number in front of a label.
var itemNumber = regexp.MustCompile(`^(?:第?[一二三四五六七八九十]{1,3}[是要、，,章节節条條]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[.．、]|[①-⑳])`)

// numbered counts the children with a number in front.
func numbered(n daodu.Node) int {
	sum := 0
	for _, c := range n.Children {
		if itemNumber.MatchString(c.Label) {
			sum++
		}
	}
	return sum
}

func grandchildren(n daodu.Node) int {
	sum := 0
	for _, c := range n.Children {
		sum += len(c.Children)
	}
	return sum
}

// announcedDetail says which part it is, how many it announces and how many it has.
func announcedDetail(n daodu.Node) string {
	detail := fmt.Sprintf("原文说有%d项，列出%d项", n.Announced, len(n.Children))
	if n.Label == "" {
		return detail
	}
	return fmt.Sprintf("“%s”：%s", shorten(n.Label), detail)
}
