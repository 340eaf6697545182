package office

import (
	"fmt"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
)

// Doc reads a Word 97-2003 binary file, a Word document in an OLE compound file
// (MS-DOC, MS-CFB). What is encrypted, older than Word 97, damaged or no .doc at
// all gives an error that wraps [daodu.ErrBadInput] and says so in one line, a
// file without a word one that wraps [daodu.ErrEmpty]. See [Docx] for the title
// and the author.
//
// Headings are the paragraphs in Word's own heading styles and those with an
// outline level of their own; styles made by the user are not looked into.
func Doc(data []byte) (doc *raw.Document, err error) {
	defer func() {
		if r := recover(); r != nil {
			doc, err = nil, damagedDoc(r)
		}
	}()
	c, err := openCompound(data)
	if err != nil {
		return nil, err
	}
	switch {
	case c.has("EncryptedPackage"):
		return nil, errEncrypted(".doc")
	case c.has("Workbook"), c.has("Book"):
		return nil, fmt.Errorf("%w: the .doc file is an Excel workbook; save its text in Word", daodu.ErrBadInput)
	case c.has("PowerPoint Document"):
		return nil, fmt.Errorf("%w: the .doc file is a PowerPoint presentation; save its text in Word", daodu.ErrBadInput)
	case !c.has("WordDocument"):
		return nil, fmt.Errorf("%w: the .doc file holds no Word document", daodu.ErrBadInput)
	}
	lines, err := c.lines()
	if err != nil {
		return nil, err
	}
	return document(lines, c.properties(), DocMediaType)
}

// lines reads the text of a Word document with what shapes it.
func (c *compound) lines() ([]line, error) {
	main, err := c.read("WordDocument")
	if err != nil {
		return nil, err
	}
	f, err := readFIB(main)
	if err != nil {
		return nil, err
	}
	table, err := c.read(f.tableName())
	if err != nil {
		return nil, err
	}
	pieces, err := readPieces(f, main, table)
	if err != nil {
		return nil, err
	}
	t := &docText{
		paras: readRuns(main, f.at(table, fcPlcfBtePapx), papx),
		chars: readRuns(main, f.at(table, fcPlcfBteChpx), chpx),
		lists: readDocLists(table, f),
	}
	t.readAll(f, pieces)
	return t.lines, nil
}
