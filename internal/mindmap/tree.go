package mindmap

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
)

// Sizes in user units, which are pixels at the natural size.
const (
	textSize = 15
	leading  = 22 // from line to line
	padX     = 12
	padY     = 7
	gapX     = 52 // from a node to its children, at least
	gapMost  = 160
	gapY     = 12 // between branches
	longest  = 20 // ems of a line of a label
	knob     = 5  // radius of the circle that folds
)

// A branch is a node with the branches below it.
type branch struct {
	words    string // the label
	tip      string // the point, shown when asked for
	sub      string // small words under the label
	path     string
	section  string
	place    daodu.Span // of the point; empty without one
	doubtful bool
	level    int // 0 is the title
	hue      int // of the part it belongs to
	below    []*branch

	lines []string
	w, h  float64 // of the node
	left  float64 // from the left side of the node above
	gap   float64 // from its right side
	y     float64 // from the middle of the node above
	reach float64 // height of the branch with everything below
}

// tree builds the branches of a map.
func (m Map) tree() *branch {
	root := &branch{words: line(m.Title), sub: line(m.Note)}
	root.below = m.branches(m.Nodes, "nodes", 1, 0)
	return root
}

func (m Map) branches(nodes []daodu.Node, list string, level, hue int) []*branch {
	out := make([]*branch, 0, len(nodes))
	for i, n := range nodes {
		if level == 1 {
			hue = i
		}
		b := &branch{words: line(n.Label), path: fmt.Sprintf("%s[%d]", list, i), section: n.Section, level: level, hue: hue}
		m.point(b, n.Point)
		if m.Damaged[b.path] || m.Damaged[b.path+".point"] {
			b.words += "※"
		}
		b.below = m.branches(n.Children, b.path+".children", level+1, hue)
		out = append(out, b)
	}
	return out
}

// point gives a branch its point. A part without a label is called by its point.
func (m Map) point(b *branch, p *daodu.Point) {
	if p == nil {
		return
	}
	b.tip = line(p.Text)
	if b.words == "" {
		b.words = b.tip
	}
	if p.Verdict == daodu.Unsupported {
		b.doubtful, b.sub = true, line(m.Unconfirmed)
		b.tip += b.sub
	}
	if len(p.Quotes) > 0 {
		b.place = daodu.Span{Start: p.Quotes[0].Start, End: p.Quotes[len(p.Quotes)-1].End}
	}
}

// line returns words on one line, without letters that steer or turn the writing.
func line(s string) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(kept), " ")
}

// arrange measures a branch and places what is below it.
func (b *branch) arrange() {
	b.lines = wrap(b.words, longest)
	rows := len(b.lines)
	for _, l := range b.lines {
		b.w = max(b.w, ems(l)*b.size())
	}
	if b.sub != "" {
		rows++
		b.w = max(b.w, ems(b.sub)*textSize*subSize)
	}
	b.w += 2 * padX
	b.h = float64(rows*leading + 2*padY)
	b.spread()
}

// spread stacks the branches below b around its middle, to its right.
func (b *branch) spread() {
	total := 0.0
	for i, c := range b.below {
		c.arrange()
		if i > 0 {
			total += gapY
		}
		total += c.reach
	}
	at, gap := -total/2, gapOf(total)
	for _, c := range b.below {
		c.left, c.gap, c.y = b.w+gap, gap, at+c.reach/2
		at += c.reach + gapY
	}
	b.reach = max(b.h, total)
}

// gapOf returns the room for edges to branches that are together total high: the higher,
// the more, so that edges do not become one line.
func gapOf(total float64) float64 { return min(max(gapX, total/12), gapMost) }

// breadth returns the width of a branch with everything below.
func (b *branch) breadth() float64 {
	most := 0.0
	for _, c := range b.below {
		most = max(most, c.gap+c.breadth())
	}
	return b.w + most
}

// size returns the size of letters: the title is larger.
func (b *branch) size() float64 {
	if b.level == 0 {
		return textSize * 1.2
	}
	return textSize
}
