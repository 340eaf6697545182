package check

import (
	"fmt"

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

// countNodes counts the children of nodes at a path, depth first.
func (r *run) countNodes(list string, nodes []daodu.Node) {
	for i, n := range nodes {
		path := fmt.Sprintf("%s[%d]", list, i)
		if n.Announced > 0 && n.Announced != len(n.Children) {
			r.note(path, fmt.Sprintf("原文说有%d点，提纲中有%d点", n.Announced, len(n.Children)))
		}
		r.countNodes(path+".children", n.Children)
	}
}
