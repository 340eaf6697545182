package office

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/daodu/daodu"
)

// A frame is something that paragraphs stand in: the page, a table cell, a text
// box, a note; or a table row, which cells stand in.
type frame struct {
	kind  string // name of the element; "" for the page
	lines []line
	cells [][]line // of a row
	note  noteRef
}

// A noteRef names a note; footnotes and endnotes are counted apart.
type noteRef struct{ kind, id string }

// A paragraph is what is known of a paragraph while it is read.
type paragraph struct {
	text    strings.Builder
	style   string
	outline int // 0..8; 9 is none by the paragraph's own word, -1 not said
	list    listRef
}

// A body visits a part with text: the document, footnotes or endnotes.
type body struct {
	sheet *styleSheet
	lists *lists
	kind  string // "footnote" or "endnote" when it visits notes
	notes map[noteRef][]line

	seen   bool // the root element was that of a text
	lines  []line
	refs   []noteRef
	frames []frame      // innermost last
	paras  []*paragraph // a text box nests paragraphs
	fields []bool       // open fields; true while in the instruction
	choice []bool       // open mc:AlternateContent; true when one was taken
	hidden bool         // the run is hidden text
	inText bool         // in w:t or m:t
	closed int          // elements counted against maxParagraphs
}

// open takes the elements that are text or shape it. Word's and the math elements
// are told by local name alone, since their two standards differ in the namespace
// only; the other namespaces in a text (drawings) use none of these names.
func (b *body) open(e xml.StartElement, path []string) bool {
	switch name := e.Name.Local; name {
	case "document", "footnotes", "endnotes":
		b.seen = true
	case "p":
		b.paras = append(b.paras, &paragraph{outline: -1, list: listRef{num: "", level: -1}})
	case "tr", "tc", "txbxContent":
		b.frames = append(b.frames, frame{kind: name})
	case "footnote", "endnote":
		b.frames = append(b.frames, frame{kind: name, note: noteRef{name, attr(e, "id")}})
	case "footnoteReference", "endnoteReference":
		if b.kind == "" {
			b.refs = append(b.refs, noteRef{strings.TrimSuffix(name, "Reference"), attr(e, "id")})
		}
	case "AlternateContent":
		b.choice = append(b.choice, false)
	case "Choice":
		return b.choose()
	case "Fallback":
		return b.choose()
	case "del", "moveFrom", "delText", "instrText", "delInstrText", "rt",
		"pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "numberingChange":
		// Deleted words, field instructions, the reading above a word, and formats
		// that were changed.
		return false
	default:
		b.openInParagraph(e, path)
	}
	return true
}

// choose takes the first alternative of the innermost mc:AlternateContent: they
// all say the same.
func (b *body) choose() bool {
	n := len(b.choice)
	if n == 0 {
		return true
	}
	taken := b.choice[n-1]
	b.choice[n-1] = true
	return !taken
}

// openInParagraph takes the elements that mean something within a paragraph only.
func (b *body) openInParagraph(e xml.StartElement, path []string) {
	if len(b.paras) == 0 {
		return
	}
	p := b.paras[len(b.paras)-1]
	switch e.Name.Local {
	case "pStyle":
		p.style = attr(e, "val")
	case "outlineLvl":
		p.outline = atoi(attr(e, "val"), -1)
	case "ilvl":
		p.list.level = atoi(attr(e, "val"), -1)
	case "numId":
		p.list.num = attr(e, "val")
	case "r":
		b.hidden = false
	case "vanish":
		// The same element in w:pPr hides only the paragraph mark.
		if n := len(path); n >= 3 && path[n-2] == "rPr" && path[n-3] == "r" {
			b.hidden = isOn(e)
		}
	case "t":
		b.inText = true
	case "tab", "ptab":
		// w:tab also stands in w:tabs, where it is a tab stop.
		if n := len(path); n < 2 || path[n-2] == "r" {
			b.write("\t")
		}
	case "br", "cr":
		b.write("\n")
	case "noBreakHyphen":
		b.write("-")
	case "textpath": // lettering drawn along a line, such as the head of a decree
		b.write(attr(e, "string"))
	case "sym":
		b.write(symbol(attr(e, "char")))
	case "fldChar":
		b.field(attr(e, "fldCharType"))
	}
}

// field follows a complex field: its instruction lies between begin and separate.
func (b *body) field(kind string) {
	n := len(b.fields)
	switch {
	case kind == "begin":
		b.fields = append(b.fields, true)
	case n == 0:
	case kind == "separate":
		b.fields[n-1] = false
	case kind == "end":
		b.fields = b.fields[:n-1]
	}
}

// write adds s to the innermost paragraph unless it cannot be seen.
func (b *body) write(s string) {
	if b.hidden || len(b.paras) == 0 {
		return
	}
	for _, instruction := range b.fields {
		if instruction {
			return
		}
	}
	b.paras[len(b.paras)-1].text.WriteString(s)
}

// text takes the words of w:t and m:t; all else between tags is layout of the XML.
func (b *body) text(s []byte) {
	if b.inText {
		b.write(string(s))
	}
}

// close ends what open began. XML that is well formed closes in order, so the
// innermost is meant each time.
func (b *body) close(name string) error {
	switch name {
	case "t":
		b.inText = false
		return nil
	case "r":
		b.hidden = false
		return nil
	case "AlternateContent":
		b.choice = b.choice[:len(b.choice)-1]
		return nil
	case "p":
		n := len(b.paras)
		b.put(b.finish(b.paras[n-1])...)
		b.paras = b.paras[:n-1]
	case "tr", "tc", "txbxContent", "footnote", "endnote":
		b.closeFrame()
	default:
		return nil
	}
	// An empty paragraph takes six bytes of XML but a hundred of memory.
	if b.closed++; b.closed > maxParagraphs {
		return fmt.Errorf("%w: the .docx file has more than %d paragraphs and cells", daodu.ErrTooLarge, maxParagraphs)
	}
	return nil
}

// maxParagraphs bounds the paragraphs, cells and the like of a part. The largest of
// the real files read so far has 7,000.
const maxParagraphs = 1_000_000

// put adds lines to the innermost frame.
func (b *body) put(lines ...line) {
	if n := len(b.frames); n > 0 {
		b.frames[n-1].lines = append(b.frames[n-1].lines, lines...)
		return
	}
	b.lines = append(b.lines, lines...)
}

// closeFrame hands what stood in a frame to the one around it. A text box comes
// before the paragraph it is anchored in, which is still open.
func (b *body) closeFrame() {
	n := len(b.frames) - 1
	f := b.frames[n]
	b.frames = b.frames[:n]
	switch {
	case f.note != noteRef{}:
		b.notes[f.note] = f.lines
	case f.kind == "tc" && n > 0 && b.frames[n-1].kind == "tr":
		b.frames[n-1].cells = append(b.frames[n-1].cells, f.lines)
	case f.kind == "tr":
		b.put(rowLines(f.cells)...)
		b.put(f.lines...) // stray paragraphs between cells
	default:
		b.put(f.lines...)
	}
}

// finish turns a paragraph into a line, or several where it holds line breaks.
func (b *body) finish(p *paragraph) []line {
	s := b.sheet.style(p.style)
	ref := p.list
	if ref.num == "" {
		ref.num = s.list.num
	}
	if ref.level < 0 {
		ref.level = b.lists.levelOf(ref.num, s)
	}
	label := b.lists.next(ref)
	text := p.text.String()
	if hasWord(text) {
		text = label + text
	}
	l := line{level: s.level, title: s.title}
	switch {
	case p.outline >= 0 && p.outline <= 8:
		l.level = p.outline + 1
	case p.outline == 9 || s.title:
		l.level = 0
	}
	var lines []line
	for part := range strings.SplitSeq(text, "\n") {
		l.text = strings.TrimRight(part, " \t")
		lines = append(lines, l)
	}
	return lines
}

// symbol returns the letter of a w:sym element, given in hexadecimal.
func symbol(hex string) string {
	n, err := strconv.ParseUint(hex, 16, 16)
	if err != nil || isPrivate(rune(n)) {
		return ""
	}
	return string(rune(n))
}

// isPrivate reports whether r is no letter outside of its own font: one of the
// private use area, where symbol fonts have theirs, or below the letters.
func isPrivate(r rune) bool { return r < ' ' || 0xE000 <= r && r <= 0xF8FF }

// isOn reads an on/off element, which is on unless it says otherwise.
func isOn(e xml.StartElement) bool {
	switch attr(e, "val") {
	case "0", "false", "off":
		return false
	}
	return true
}

// atoi reads a decimal number, otherwise when s is none.
func atoi(s string, otherwise int) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return otherwise
	}
	return n
}
