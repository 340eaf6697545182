package webpage

import "golang.org/x/net/html/atom"

// maxSearch is how many open elements are looked at for the one that a tag ends. The
// bound keeps time linear; pages that people read do not nest that deep.
const maxSearch = 256

// An element is an open element of the page.
type element struct {
	tag    tagID
	box    int32 // index of its box, -1 without one
	role   role
	marks  markSet
	closed bool // its end tag came, but blocks opened inside it are still open
}

// A tagID is the atom of an element that HTML knows, or a number above all atoms.
type tagID uint32

// A mark is something that an element does to all text within it.
type mark uint8

const (
	markHidden  mark = iota // not shown before a script shows it
	markLink                // a link or a button
	markBold                //
	markUnseen              // never shown
	markPre                 // blanks stand as written
	markControl             // words on a widget
	markCount
)

type markSet uint8

func (s markSet) has(m mark) bool { return s>>m&1 != 0 }

// push opens an element. Inline elements get a box only when their name says
// something, since most pages have more of them than of all others together.
func (b *builder) push(tag atom.Atom, id tagID, r role) {
	if r.isBlock() {
		b.breakLine()
	}
	e := element{tag: id, role: r, box: -1, marks: b.attrs.marks(tag, r)}
	hints := b.attrs.hints(tag)
	if r.isBlock() || r == wrapper || r == inline && hints != 0 {
		e.box = b.openBox(tag, r, hints)
	}
	switch r {
	case heading:
		b.level = int(tag.String()[1] - '0')
	case row:
		b.rows = append(b.rows, openRow{box: e.box, first: len(b.lines)})
	case cell:
		if n := len(b.rows); n > 0 {
			b.rows[n-1].cells = append(b.rows[n-1].cells, len(b.lines))
		}
	}
	for m := range markCount {
		if e.marks.has(m) {
			b.depth[m]++
		}
	}
	b.stack = append(b.stack, e)
	b.open[id]++
	b.roles[r]++
}

// pop closes the innermost open element. The line ends before the marks do, and a row
// is made one line before its box is closed.
func (b *builder) pop() {
	e := b.stack[len(b.stack)-1]
	b.stack = b.stack[:len(b.stack)-1]
	if e.role.isBlock() {
		b.breakLine()
	}
	b.unmark(&e)
	b.roles[e.role]--
	if e.role == row {
		b.closeRow()
	}
	if e.box >= 0 {
		b.closeBox(e.box)
	}
}

// popTo closes the element at index i of the stack and all within it; a negative i
// closes none.
func (b *builder) popTo(i int) {
	for i >= 0 && len(b.stack) > i {
		b.pop()
	}
}

// unmark ends what an element does to the text after it.
func (b *builder) unmark(e *element) {
	if e.closed {
		return
	}
	e.closed = true
	for m := range markCount {
		if e.marks.has(m) {
			b.depth[m]--
		}
	}
	b.open[e.tag]--
}

// closeImplied ends the open elements that an element of role r cannot stand in.
func (b *builder) closeImplied(r role) {
	if !r.isBlock() || r == control {
		return
	}
	rule := implied[r]
	if rule.ends == 0 {
		if b.roles[paragraph] == 0 {
			return
		}
		rule.ends, rule.stops = of(paragraph), of(cell, table, unseen)
	}
	at := -1 // the outermost of them: all within it end too
	for i := len(b.stack) - 1; i >= max(0, len(b.stack)-maxSearch); i-- {
		if rule.stops.has(b.stack[i].role) {
			break
		}
		if rule.ends.has(b.stack[i].role) {
			at = i
		}
	}
	b.popTo(at)
}

// closeBlock ends the innermost element called id with all that is open in it. A
// stray </div> in a table cell does not end what stands around the table.
func (b *builder) closeBlock(r role, id tagID) {
	stops := of(cell, table)
	switch r { // end tags of tables reach through cells, to the innermost table
	case table:
		stops = 0
	case rowGroup, row, cell:
		stops = of(table)
	}
	for i := len(b.stack) - 1; i >= max(0, len(b.stack)-maxSearch); i-- {
		if b.stack[i].tag == id && !b.stack[i].closed {
			b.popTo(i)
			return
		}
		if stops.has(b.stack[i].role) {
			return
		}
	}
}

// closeInline ends the innermost inline element called id. Blocks that were opened
// inside it stay open, as in a browser.
func (b *builder) closeInline(id tagID) {
	if b.open[id] == 0 {
		return
	}
	blocks := false
	for i := len(b.stack) - 1; i >= max(0, len(b.stack)-maxSearch); i-- {
		e := &b.stack[i]
		switch {
		case e.tag != id || e.closed:
			blocks = blocks || e.role.isBlock()
		case blocks:
			b.unmark(e)
			return
		default:
			b.popTo(i)
			return
		}
	}
}
