// Package mindmap draws an outline as a mind map in SVG 1.1: the title on the left, parts
// to the right of what they belong to. A drawing stands alone, and a page can fold it.
//
// A branch is <g class="branch">, placed relative to the one that it belongs to, with its
// edge, its <g class="node"> and, when there are any, its <g class="children">. Its origin
// is the middle of the left side of its node; data-w and data-h are the size of the node
// in user units, so that a script can lay branches out again when some are folded
// ([Script] does). Nodes are items of a tree for screen readers, and carry the place of
// their point (data-path, data-section, data-start, data-end). Colours and sizes are
// attributes, which a style sheet overrides: nothing depends on a style within the page.
package mindmap

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/daodu/daodu"
)

// Script folds and unfolds the maps of a page, with the pointer and the keyboard (arrow
// keys, Home, End; Enter and Space fold). A map of more than 60 nodes begins with two
// levels. A node that is chosen sends the event daodu:point, which bubbles, with path,
// section, start and end as its detail; start and end are -1 when it has no point.
//
//go:embed mindmap.js
var Script string

// A Map is an outline to draw.
type Map struct {
	Title string
	Note  string // under the title: that the source is not whole; "" for none
	Lang  string // BCP 47, chooses the forms of letters
	Nodes []daodu.Node
	// Damaged has the paths of nodes and points that rest on damaged words, such as
	// "nodes[1].children[0]"; they are marked with ※.
	Damaged map[string]bool
	// Unconfirmed stands under a node whose point no check confirmed.
	Unconfirmed string
}

// Write draws m. The same map gives the same bytes. The error is that of w.
func (m Map) Write(w io.Writer) error {
	root := m.tree()
	root.arrange()
	out := bufio.NewWriter(w)
	const margin = 24
	top, bottom := root.reach/2+margin, root.reach/2+margin
	width := root.breadth() + 2*margin
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" class="mindmap" role="tree" aria-label="%s" xml:lang="%s" width="%.0f" height="%.0f" viewBox="%d %.1f %.1f %.1f" font-family="%s" font-size="%d">`+"\n",
		escape(root.words), escape(m.Lang), width, top+bottom, -margin, -top, width, top+bottom, fonts(m.Lang), textSize)
	fmt.Fprintf(out, `<rect class="paper" x="%d" y="%.1f" width="%.1f" height="%.1f" fill="#fdfcf9"/>`+"\n", -margin, -top, width, top+bottom)
	root.draw(out, 1)
	fmt.Fprintln(out, "</svg>")
	return out.Flush()
}

// fonts are the families to try, those with the letter forms of the language first. The
// attribute is quoted, so the names are not.
func fonts(lang string) string {
	if strings.HasPrefix(lang, "zh-Hant") {
		return "Source Han Serif TC, Noto Serif CJK TC, Songti TC, PMingLiU, serif"
	}
	return "Source Han Serif SC, Noto Serif CJK SC, Songti SC, SimSun, serif"
}
