package office

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// The characters that mean something other than themselves (MS-DOC 2.4.1 and
// 2.8.26).
const (
	charNoteRef    = 0x02
	charCellMark   = 0x07
	charTab        = 0x09
	charLineBreak  = 0x0B
	charPageBreak  = 0x0C
	charParagraph  = 0x0D
	charFieldBegin = 0x13
	charFieldSep   = 0x14
	charFieldEnd   = 0x15
	charHardHyphen = 0x1E
	charSymbol     = 0x28 // only where the properties name a symbol
)

// A docText turns the pieces of a .doc file into lines.
type docText struct {
	paras, chars runs
	lists        *lists

	lines   []line
	units   []uint16 // of the paragraph being read, UTF-16
	fields  []bool   // open fields; true while in the instruction
	inNotes bool     // it reads footnotes or endnotes
	noteRef bool     // the paragraph holds the mark of a note
	notes   int      // notes so far
	cell    []line   // paragraphs of the table cell being read
	cells   [][]line // finished cells of the row
}

// readAll reads the parts a reader sees: the text itself, text boxes, notes.
func (t *docText) readAll(f fib, pieces []piece) {
	var starts [parts + 1]int // in characters
	for i := range parts {
		starts[i+1] = starts[i] + f.count(i)
	}
	for _, part := range []int{partMain, partTextBoxes, partFootnotes, partEndnotes} {
		t.inNotes = part == partFootnotes || part == partEndnotes
		t.read(pieces, starts[part], starts[part+1])
		t.endPart()
	}
}

// read takes the characters from one position to another.
func (t *docText) read(pieces []piece, from, to int) {
	at := 0
	for _, p := range pieces {
		for i := max(0, from-at); i < p.n && at+i < to; i++ {
			c, offset := p.unit(i)
			t.char(c, offset)
		}
		at += p.n
	}
}

// unit returns the i-th character of a piece and where it stands in the stream.
func (p piece) unit(i int) (uint16, int) {
	if p.narrow {
		c := p.bytes[i]
		if c < 0x80 {
			return uint16(c), p.at + i
		}
		return uint16(charmap.Windows1252.DecodeByte(c)), p.at + i
	}
	return le.Uint16(p.bytes[2*i:]), p.at + 2*i
}

// char takes one character, which stands at an offset of the stream.
func (t *docText) char(c uint16, offset int) {
	switch c {
	case charFieldBegin:
		t.fields = append(t.fields, true)
	case charFieldSep:
		if n := len(t.fields); n > 0 {
			t.fields[n-1] = false
		}
	case charFieldEnd:
		if n := len(t.fields); n > 0 {
			t.fields = t.fields[:n-1]
		}
	case charParagraph, charPageBreak:
		p := t.paras.find(offset)
		lines := t.finish(p)
		if p.inTable {
			t.cell = append(t.cell, lines...)
			return
		}
		t.endRow()
		t.lines = append(t.lines, lines...)
	case charCellMark:
		t.cellMark(t.paras.find(offset))
	default:
		t.letter(c, offset)
	}
}

// letter takes a character of the running text.
func (t *docText) letter(c uint16, offset int) {
	for _, instruction := range t.fields {
		if instruction {
			return
		}
	}
	p := t.chars.find(offset)
	if p.hidden {
		return
	}
	switch {
	case c == charNoteRef:
		t.noteRef = true
	case c == charLineBreak:
		t.units = append(t.units, '\n')
	case c == charHardHyphen:
		t.units = append(t.units, '-')
	case c == charSymbol && p.symbol != 0:
		if !isPrivate(p.symbol) {
			t.units = append(t.units, uint16(p.symbol))
		}
	case c >= ' ' || c == charTab:
		t.units = append(t.units, c)
	}
}

// finish ends a paragraph and returns its lines.
func (t *docText) finish(p *props) []line {
	text := string(utf16.Decode(t.units))
	t.units = t.units[:0]
	label := ""
	if p.list != 0 {
		label = t.lists.next(listRef{num: strconv.Itoa(p.list), level: p.level})
	}
	if t.inNotes && t.noteRef {
		t.notes++
		label = fmt.Sprintf("[%d] ", t.notes)
		text = strings.TrimLeft(text, " \t")
	}
	t.noteRef = false
	if hasWord(text) {
		text = label + text
	}
	var l line
	switch {
	case 0 <= p.outline && p.outline <= 8:
		l.level = p.outline + 1
	case p.outline < 0 && 1 <= p.style && p.style <= 9:
		l.level = p.style
	}
	var lines []line
	for part := range strings.SplitSeq(text, "\n") {
		l.text = strings.TrimRight(part, " \t")
		lines = append(lines, l)
	}
	return lines
}

// cellMark ends a cell or, when its paragraph says so, a row. A file whose
// paragraph properties are lost has an empty cell at the end of each row.
func (t *docText) cellMark(p *props) {
	if p.rowEnd || len(t.paras) == 0 && len(t.units) == 0 && len(t.cells) > 0 {
		t.units = t.units[:0]
		t.endRow()
		return
	}
	t.cells = append(t.cells, append(t.cell, t.finish(p)...))
	t.cell = nil
}

// endRow writes what there is of a table row.
func (t *docText) endRow() {
	if t.cell != nil {
		t.cells = append(t.cells, t.cell)
	}
	if t.cells != nil {
		t.lines = append(t.lines, rowLines(t.cells)...)
	}
	t.cell, t.cells = nil, nil
}

// endPart closes what a part left open, so that a damaged one does not spoil the
// next.
func (t *docText) endPart() {
	if len(t.units) > 0 {
		t.lines = append(t.lines, t.finish(&noProps)...)
	}
	t.endRow()
	t.fields, t.noteRef = nil, false
}
