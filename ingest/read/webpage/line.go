package webpage

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/daodu/daodu/internal/zh"
)

// pending is a line while it is being filled.
type pending struct {
	buf   []byte
	last  rune  // the letter written last, 0 at the start of the line
	blank rune  // what the blanks since then are worth: 0, ' ' or '\n'
	ink   bool  // something but blanks was written
	box   int32 // the innermost box around all of it
	left  bool  // that box ended; what follows stands in the one below
	outer int32
	counts
}

// write adds text to the current line. Blanks collapse as in a browser; U+3000 and
// NBSP are not among them. Hidden text is kept apart, so that a hidden remark amid a
// paragraph does not end up in its sentences.
func (b *builder) write(text []byte) {
	p, pre := &b.cur[0], b.depth[markPre] > 0
	if b.depth[markHidden] > 0 {
		p = &b.cur[1]
	}
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		switch {
		case r == 0:
		case pre && r == '\n':
			b.breakPre()
		case pre && r == '\r':
		case pre || !isBlank(r):
			b.writeRune(p, r)
		case r == '\n' || r == '\r':
			p.blank = '\n'
		case p.blank == 0:
			p.blank = ' '
		}
	}
}

// isBlank reports whether a browser collapses runs of r.
func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' }

// writeRune adds a letter and the blank due before it, if any: none at the start of a
// line, nor for a line break of the source between two wide letters.
func (b *builder) writeRune(p *pending, r rune) {
	if p.blank != 0 && p.last != 0 && !(p.blank == '\n' && isWide(p.last) && isWide(r)) {
		p.buf = append(p.buf, ' ')
	}
	p.blank = 0
	p.buf = utf8.AppendRune(p.buf, r)
	if !isInvisible(r) {
		p.place(b.here)
	}
	b.count(p, r)
	p.last = r
}

// place notes that something visible is written in box here.
func (p *pending) place(here int32) {
	switch {
	case !p.ink:
		p.ink, p.box = true, here
	case p.left:
		p.left, p.box = false, p.outer
	}
}

// isInvisible reports whether r leaves no mark on a page.
func isInvisible(r rune) bool {
	return unicode.IsSpace(r) || r == 0x200B || r == 0x2060 || r == 0xFEFF
}

// isWide reports whether r is written without blanks around it. A line break of the
// source between two such letters is none of the text (CSS Text 3, 4.1.3).
func isWide(r rune) bool {
	return r >= 0x2E80 && (zh.IsHan(r) || r >= 0x3000 && r <= 0x30FF || r >= 0xFF01 && r <= 0xFF60)
}

// count notes what r, written after p.last, says about the line.
func (b *builder) count(p *pending, r rune) {
	switch {
	case isLetter(r):
		p.letters++
		if b.depth[markLink] > 0 {
			p.linked++
		}
		if b.depth[markBold] > 0 {
			p.bold++
		}
	case r == ',' || r == ':' || r == ';':
		if p.last < '0' || p.last > '9' { // not in 1,500 or 12:30
			p.points++
		}
	case strings.ContainsRune("。！？!?…", r):
		p.stops++
		p.points++
	case strings.ContainsRune("，、；：﹐﹑﹔﹕", r):
		p.points++
	}
}

// isLetter is unicode.IsLetter, faster for the two kinds that pages are made of.
func isLetter(r rune) bool {
	if r < 0x80 {
		return r|0x20 >= 'a' && r|0x20 <= 'z'
	}
	return zh.IsHan(r) || unicode.IsLetter(r)
}

// breakLine ends the current line, unless what breaks it is never shown.
func (b *builder) breakLine() {
	if b.depth[markUnseen] == 0 {
		b.flush()
	}
}

// flush ends the current line. Hidden text amid a shown line follows it as a line of
// its own.
func (b *builder) flush() {
	b.endLine(&b.cur[0], false)
	b.endLine(&b.cur[1], true)
	b.gap = false
}

// breakPre ends a line of preformatted text, and remembers an empty one.
func (b *builder) breakPre() {
	empty := !b.cur[0].ink && !b.cur[1].ink
	b.flush()
	b.gap = empty
}

// endLine keeps the pending line when something can be seen of it, and starts anew.
func (b *builder) endLine(p *pending, hidden bool) {
	if p.ink {
		b.addLine(p, hidden)
	}
	*p = pending{buf: p.buf[:0]}
}

// addLine keeps a pending line. An empty line above it counts within one box only:
// between boxes it is as much markup noise as empty paragraphs are.
func (b *builder) addLine(p *pending, hidden bool) {
	l := line{from: int32(len(b.text)), box: p.box, counts: p.counts, hidden: hidden}
	b.text = append(b.text, bytes.TrimRight(p.buf, " \t")...)
	l.to = int32(len(b.text))
	l.off = b.depth[markControl] > 0
	if b.roles[heading] > 0 {
		l.level = uint8(b.level)
	}
	if n := len(b.lines); n > 0 && b.depth[markPre] > 0 {
		l.gap = b.gap && b.lines[n-1].box == l.box
	}
	b.lines = append(b.lines, l)
}
