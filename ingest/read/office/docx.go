package office

import (
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
)

// Docx reads a Word 2007+ file. limit is the most bytes of XML it unpacks, 64 MiB
// when it is not positive; beyond it the error wraps [daodu.ErrTooLarge]. What is
// encrypted, damaged or no .docx at all gives an error that wraps
// [daodu.ErrBadInput] and says so in one line, a file without a word one that
// wraps [daodu.ErrEmpty].
//
// The dates in the file's properties are those of the file, not of the article,
// and are not given. See [raw.Meta] for the rest: Title is the property of that
// name when the text bears it out, else the paragraph in the style Title, and
// Author is the property "creator" as written, often the name of a computer.
func Docx(data []byte, limit int64) (*raw.Document, error) {
	p, err := openPack(data, limit)
	if err != nil {
		return nil, err
	}
	var top relations
	if err := p.visit("_rels/.rels", &top); err != nil {
		return nil, err
	}
	main := top.target("officeDocument", "", "word/document.xml")
	if !p.has(main) || p.other() != "" && !strings.Contains(main, "word") {
		return nil, p.noText() // other Office files have a main part too
	}
	lines, err := p.lines(main)
	if err != nil {
		return nil, err
	}
	var core coreVisitor
	if err := p.visit(top.target("core-properties", "", "docProps/core.xml"), &core); errors.Is(err, daodu.ErrTooLarge) {
		return nil, err // else the properties are damaged, which the text does not suffer from
	}
	return document(lines, properties{core.title.String(), core.creator.String()}, DocxMediaType)
}

// lines reads the part with the text and those it leans on.
func (p *pack) lines(main string) ([]line, error) {
	var rels relations
	dir, file := path.Split(main)
	if err := p.visit(dir+"_rels/"+file+".rels", &rels); err != nil {
		return nil, err
	}
	sheet := newStyleSheet()
	if err := p.visit(rels.target("styles", dir, dir+"styles.xml"), sheet); err != nil {
		return nil, err
	}
	lists := newLists()
	if err := p.visit(rels.target("numbering", dir, dir+"numbering.xml"), &numberingVisitor{lists: lists}); err != nil {
		return nil, err
	}
	lists.link(sheet)
	b := &body{sheet: sheet, lists: lists}
	if err := p.visit(main, b); err != nil {
		return nil, err
	}
	if !b.seen {
		return nil, fmt.Errorf("%w: %s is not the text of a Word file", daodu.ErrBadInput, main)
	}
	return p.addNotes(b, rels, dir)
}

// addNotes appends the footnotes and endnotes that the text refers to, in order.
func (p *pack) addNotes(b *body, rels relations, dir string) ([]line, error) {
	lines := b.lines
	if len(b.refs) == 0 {
		return lines, nil
	}
	notes := make(map[noteRef][]line)
	for _, kind := range []string{"footnote", "endnote"} {
		nb := &body{sheet: b.sheet, lists: b.lists, kind: kind, notes: notes}
		if err := p.visit(rels.target(kind+"s", dir, dir+kind+"s.xml"), nb); err != nil {
			return nil, err
		}
	}
	n := 0
	for _, ref := range b.refs {
		text := strings.TrimSpace(cellText(notes[ref]))
		if text == "" {
			continue
		}
		n++
		lines = append(lines, line{text: fmt.Sprintf("[%d] %s", n, text)})
		delete(notes, ref) // a note referred to twice stands once
	}
	return lines, nil
}

// other names the kind of Office file that a package without a Word text is.
func (p *pack) other() string {
	for _, kind := range []struct{ part, name string }{
		{"xl/workbook.xml", "an Excel workbook"},
		{"ppt/presentation.xml", "a PowerPoint presentation"},
		{"content.xml", "an OpenDocument file"},
		{"META-INF/container.xml", "an e-book (EPUB)"},
	} {
		if p.has(kind.part) {
			return kind.name
		}
	}
	return ""
}

// noText says what a package without a Word text is.
func (p *pack) noText() error {
	if kind := p.other(); kind != "" {
		return fmt.Errorf("%w: the .docx file is %s; save its text in Word as .docx", daodu.ErrBadInput, kind)
	}
	return fmt.Errorf("%w: the .docx file has no word/document.xml, so it is not from Word or was cut short", daodu.ErrBadInput)
}

// relations visits a .rels part: which part plays which role.
type relations map[string]string

// target returns the part of a role. Targets are relative to dir.
func (r relations) target(role, dir, otherwise string) string {
	t := r[role]
	switch {
	case t == "":
		return otherwise
	case strings.HasPrefix(t, "/"):
		return partName(t)
	}
	return partName(dir + t)
}

func (r *relations) open(e xml.StartElement, _ []string) bool {
	if e.Name.Local == "Relationship" && attr(e, "TargetMode") != "External" {
		if *r == nil {
			*r = make(relations)
		}
		// Types are URLs that differ between the two standards only before the
		// last slash.
		role := path.Base(attr(e, "Type"))
		if _, ok := (*r)[role]; !ok {
			(*r)[role] = attr(e, "Target")
		}
	}
	return true
}
func (*relations) close(string) error { return nil }
func (*relations) text([]byte)        {}

// coreVisitor visits docProps/core.xml (Dublin Core).
type coreVisitor struct {
	in             *strings.Builder
	title, creator strings.Builder
}

func (c *coreVisitor) open(e xml.StartElement, _ []string) bool {
	switch e.Name.Local {
	case "title":
		c.in = &c.title
	case "creator":
		c.in = &c.creator
	}
	return true
}
func (c *coreVisitor) close(string) error {
	c.in = nil
	return nil
}
func (c *coreVisitor) text(s []byte) {
	if c.in != nil && c.in.Len() < 1000 {
		c.in.Write(s)
	}
}
