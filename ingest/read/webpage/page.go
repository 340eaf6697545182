package webpage

import (
	"hash/maphash"

	"golang.org/x/net/html/atom"
)

// A page is the plain text of a web page and the boxes it stands in. Boxes are in
// document order, each before those within it, and cover whole lines, so that a sum
// over a box is the difference of two running sums.
type page struct {
	text  []byte // all lines, with nothing between them; valid UTF-8
	lines []line
	boxes []box
}

// A line is one line of the plain text.
type line struct {
	from, to int32 // bytes of page.text
	box      int32 // the innermost box around it, -1 for none
	counts
	level  uint8 // 1..6 for a heading, else 0
	hidden bool  // not shown before a script shows it
	off    bool  // words on a widget
	gap    bool  // preformatted, with an empty line above
}

// counts are the features of a line that tell prose from the rest. Digits are not
// letters here: dates and page numbers are neither prose nor links, and tables of
// figures should weigh little.
type counts struct {
	letters int32 // without digits
	points  int32 // ，。；、：！？… and their half-width forms
	stops   int32 // those of them that end a sentence
	linked  int32 // letters in links and on buttons
	bold    int32 // letters in b, strong and bold styles
}

func (c *counts) add(o counts) {
	c.letters += o.letters
	c.points += o.points
	c.stops += o.stops
	c.linked += o.linked
	c.bold += o.bold
}

// A box is an element that holds text.
type box struct {
	parent     int32  // -1 for none
	first, end int32  // its lines
	look       uint64 // the same for boxes that look alike, 0 for one without a look
	hints      hint
	role       role
	tag        atom.Atom
}

// words returns the text of line i.
func (p *page) words(i int) []byte {
	return p.text[p.lines[i].from:p.lines[i].to]
}

// openBox begins a box and returns its index, -1 when the page has too many.
func (b *builder) openBox(tag atom.Atom, r role, hints hint) int32 {
	if len(b.boxes) >= maxBoxes {
		return -1
	}
	x := box{parent: b.here, first: int32(len(b.lines)), role: r, tag: tag, hints: hints}
	if tag == atom.P || tag == atom.Section || r == block && b.attrs.class != "" {
		x.look = maphash.String(b.seed, b.attrs.class) ^ uint64(tag) | 1
	}
	b.boxes = append(b.boxes, x)
	b.here = int32(len(b.boxes) - 1)
	return b.here
}

// closeBox ends box i, which is the innermost; a box without text is forgotten. When
// it ends amid a line, what is still to come on that line stands in the box around
// it, and then so does the line.
func (b *builder) closeBox(i int32) {
	x := &b.boxes[i]
	b.here = x.parent
	x.end = int32(len(b.lines))
	for j := range b.cur {
		p := &b.cur[j]
		if !p.ink {
			continue
		}
		x.end++ // an inline box ends amid a line
		if p.box >= i {
			p.left, p.outer = true, x.parent
		}
	}
	if x.end == x.first && int(i) == len(b.boxes)-1 {
		b.boxes = b.boxes[:i]
	}
}
