package extract

import "github.com/daodu/daodu"

// outline writes all sections that say something, in order and nested.
func (t *text) outline() *daodu.Outline {
	o := &daodu.Outline{Nodes: t.nodes(t.roots)}
	if len(o.Nodes) == 0 {
		o.Nodes = t.paragraphNodes(daodu.Span{End: len(t.runes)}, "")
	}
	return o
}

// nodes writes sections of one level. Sections that only greet have no node, nor has
// plain text that holds no point.
func (t *text) nodes(sections []*section) []daodu.Node {
	out := []daodu.Node{}
	size := (plainOf(sections) + mostPlain - 1) / mostPlain
	for i := 0; i < len(sections); i++ {
		s := sections[i]
		if run := plainRun(sections[i:], size); len(run) > 1 {
			span := daodu.Span{Start: s.Span.Start, End: run[len(run)-1].Span.End}
			out = t.appendStretch(out, span, s.ID)
			i += len(run) - 1
			continue
		}
		switch {
		case s.Kind == daodu.Body && len(s.children) == 0 && s.Span.Len() > longText/2 && len(t.paragraphsIn(s.Span)) > 1:
			out = append(out, t.paragraphNodes(s.Span, s.ID)...)
		case s.content() || s.Kind == daodu.Closing || s.Kind == daodu.Attendance:
			n := t.node(s, len(out) > 0)
			if s.headed() || n.Point != nil || n.Children != nil {
				out = append(out, n)
			}
		}
	}
	return out
}

// mostPlain is how many sections without a heading are shown one by one: the turns of a
// debate are hundreds, and several of them share a node.
const mostPlain = 24

// plain reports whether a section has neither a heading nor parts with one.
func (s *section) plain() bool {
	switch s.Kind {
	case daodu.Heading, daodu.Enumeration, daodu.RunIn, daodu.Transition:
		return false
	}
	return len(s.children) == 0
}

func plainOf(sections []*section) int {
	n := 0
	for _, s := range sections {
		if s.plain() {
			n++
		}
	}
	return n
}

// plainRun returns the first sections that share a node of up to size, at least two.
func plainRun(sections []*section, size int) []*section {
	n := 0
	for n < len(sections) && n < size && sections[n].plain() {
		n++
	}
	if n < 2 {
		return nil
	}
	return sections[:n]
}

// node writes one section; behind tells that others that say something came before.
func (t *text) node(s *section, behind bool) daodu.Node {
	n := daodu.Node{Section: s.ID}
	var rest daodu.Span
	n.Label, rest = t.label(s, behind)
	if p := t.nodePoint(s, rest); p.Len() > 0 && !repeatsLabel(n.Label, t.words(p)) {
		point := t.point(p)
		n.Point = &point
	}
	if kids := t.nodes(s.children); len(kids) > 0 {
		n.Children, n.Announced = kids, s.Announced
	}
	return n
}

// nodeParagraphs is how many nodes a text without headings is divided into at most.
const nodeParagraphs = 12

// paragraphNodes divides a stretch without headings into its paragraphs, several to a
// node where there are many.
func (t *text) paragraphNodes(s daodu.Span, id string) []daodu.Node {
	paras := t.paragraphsIn(s)
	size := (len(paras) + nodeParagraphs - 1) / nodeParagraphs
	out := []daodu.Node{}
	for from := 0; from < len(paras); from += size {
		to := min(from+size, len(paras))
		out = t.appendStretch(out, daodu.Span{Start: paras[from].Start, End: paras[to-1].End}, id)
	}
	return out
}

// appendStretch appends a node for paragraphs without a heading, none when they hold no
// point.
func (t *text) appendStretch(nodes []daodu.Node, s daodu.Span, id string) []daodu.Node {
	p := t.bestWithin(s)
	if p.Len() == 0 {
		return nodes
	}
	point := t.point(p)
	return append(nodes, daodu.Node{Section: id, Label: t.paragraphLabel(s), Point: &point})
}
