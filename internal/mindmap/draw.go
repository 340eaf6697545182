package mindmap

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
)

const subSize = 0.8 // of small words, beside the label

// A hue colours a part: its lines and the ground of its first node. Dark letters on the
// ground have a contrast of at least 12:1.
type hue struct{ line, ground string }

var hues = []hue{{"#a8322d", "#f9ebe7"}, {"#1f6f8b", "#e6f1f4"}, {"#7a5c00", "#f6f0dc"}, {"#4b6f2a", "#ecf2e4"}, {"#6a4a8c", "#f0eaf5"}, {"#9a4f12", "#f8ece0"}}

const ink = "#1b1b1b"

// draw writes a branch. position counts from 1 among its neighbours.
func (b *branch) draw(out *bufio.Writer, position int) {
	fmt.Fprintf(out, `<g class="branch" transform="translate(%.1f %.1f)" data-w="%.1f" data-h="%.1f">`, b.left, b.y, b.w, b.h)
	if b.level > 0 {
		fmt.Fprintf(out, `<path class="edge" d="%s" fill="none" stroke="%s" stroke-width="1.5"/>`, edge(b.gap, b.y), b.hueOf().line)
	}
	b.node(out, position)
	if len(b.below) > 0 {
		fmt.Fprint(out, `<g class="children" role="group">`+"\n")
		for i, c := range b.below {
			c.draw(out, i+1)
		}
		fmt.Fprint(out, `</g>`)
	}
	fmt.Fprint(out, "</g>\n")
}

// edge leads from the knob on the right side of the node above, y units higher, to the
// origin.
func edge(gap, y float64) string {
	return fmt.Sprintf("M%.1f %.1fC%.1f %.1f %.1f 0 0 0", knob-gap, -y, -gap/2, -y, -gap/2)
}

// node writes the box of a branch with its words.
func (b *branch) node(out *bufio.Writer, position int) {
	tab, expanded := "-1", ""
	if b.level == 0 {
		tab = "0"
	}
	if len(b.below) > 0 {
		expanded = ` aria-expanded="true"`
	}
	class := "node level" + fmt.Sprint(min(b.level, 3))
	if b.doubtful {
		class += " unsupported"
	}
	fmt.Fprintf(out, `<g class="%s" role="treeitem" tabindex="%s" aria-level="%d" aria-posinset="%d"%s aria-label="%s"%s>`,
		class, tab, b.level+1, position, expanded, escape(b.spoken()), b.data())
	if b.tip != "" {
		fmt.Fprintf(out, `<title>%s</title>`, escape(b.tip))
	}
	b.box(out)
	b.text(out)
	if len(b.below) > 0 {
		fmt.Fprintf(out, `<circle class="fold" cx="%.1f" cy="0" r="%d" fill="#fdfcf9" stroke="%s" stroke-width="1.5"/>`, b.w, knob, b.hueOf().line)
	}
	fmt.Fprint(out, `</g>`)
}

// spoken returns what a screen reader says of a node.
func (b *branch) spoken() string {
	if b.tip == "" || b.tip == b.words {
		return b.words
	}
	return b.words + "：" + b.tip
}

// data returns attributes with the place of a node in the outline and in the text.
func (b *branch) data() string {
	if b.path == "" {
		return ""
	}
	out := fmt.Sprintf(` data-path="%s" data-section="%s"`, b.path, escape(b.section))
	if b.place.Len() > 0 {
		out += fmt.Sprintf(` data-start="%d" data-end="%d"`, b.place.Start, b.place.End)
	}
	return out
}

func (b *branch) box(out *bufio.Writer) {
	fill, dash := "#ffffff", ""
	switch b.level {
	case 0:
		fill = "#7d1414"
	case 1:
		fill = b.hueOf().ground
	}
	if b.doubtful {
		dash = ` stroke-dasharray="5 4"`
	}
	fmt.Fprintf(out, `<rect x="0" y="%.1f" width="%.1f" height="%.1f" rx="6" fill="%s" stroke="%s" stroke-width="1.2"%s/>`, -b.h/2, b.w, b.h, fill, b.hueOf().line, dash)
}

// text writes the lines of a node, each from its own base line.
func (b *branch) text(out *bufio.Writer) {
	fill, weight := ink, ""
	if b.level == 0 {
		fill = "#ffffff"
	}
	if b.level <= 1 {
		weight = ` font-weight="bold"`
	}
	const base = 0.72 // of a line, from its top
	y := -b.h/2 + padY + leading*base
	fmt.Fprintf(out, `<text fill="%s" font-size="%.0f"%s>`, fill, b.size(), weight)
	for _, l := range b.lines {
		fmt.Fprintf(out, `<tspan x="%d" y="%.1f">%s</tspan>`, padX, y, escape(l))
		y += leading
	}
	if b.sub != "" {
		fmt.Fprintf(out, `<tspan class="sub" x="%d" y="%.1f" font-size="%.0f" font-weight="normal">%s</tspan>`, padX, y, textSize*subSize, escape(b.sub))
	}
	fmt.Fprint(out, `</text>`)
}

func (b *branch) hueOf() hue { return hues[b.hue%len(hues)] }

// escape returns words for elements and quoted attributes of XML. What XML cannot hold is
// replaced.
func escape(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(s)) // a buffer gives no error
	return b.String()
}
