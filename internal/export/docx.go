package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/daodu/daodu"
)

// DOCX writes the artifacts of an article as a Word file (Office Open XML, ECMA-376
// part 1, WordprocessingML): headings as the styles that Word builds its navigation of,
// lists as lists, A4 with page numbers. version is that of the program. The error is that
// of w. The same input gives the same bytes.
func DOCX(w io.Writer, a *daodu.Article, arts []*daodu.Artifact, version string) error {
	d := handout(a, arts)
	t := &wordText{}
	for _, b := range d.blocks {
		t.block(b)
	}
	t.paragraph("Colophon", "", []run{{text: d.madeBy(arts, version) + d.own.stop + d.own.sum + a.TextSHA256}})
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, data string }{
		{"[Content_Types].xml", wordTypes},
		{"_rels/.rels", wordRoot},
		{"docProps/core.xml", fmt.Sprintf(wordCore, escapedXML(d.name()), escapedXML("Daodu "+version), d.own.lang)},
		{"word/document.xml", fmt.Sprintf(wordDocument, t.out.String())},
		{"word/styles.xml", wordStyles(d.own.lang)},
		{"word/numbering.xml", wordNumbering(t.lists)},
		{"word/footer.xml", wordFooter},
		{"word/settings.xml", wordSettings},
		{"word/_rels/document.xml.rels", wordParts},
	} {
		if err := addFile(z, part.name, []byte(part.data)); err != nil {
			return err
		}
	}
	return z.Close()
}

// addFile adds a file to an archive. Its time is that of the first day a ZIP can name, so
// that archives of the same content are the same.
func addFile(z *zip.Writer, name string, data []byte) error {
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return err
}

// escapedXML returns words for use in an element or a quoted attribute of XML, on one
// line. Letters that XML cannot hold are replaced.
func escapedXML(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(oneLine(s))) // a buffer gives no error
	return b.String()
}

// A wordText is the body of a Word file that grows block by block.
type wordText struct {
	out   strings.Builder
	lists int // numbered lists so far; each counts from 1 on its own
}

// bulletList is the number of the list of items without numbers; numbered lists follow.
const bulletList = 1

func (t *wordText) block(b block) {
	switch b.kind {
	case heading:
		t.heading(b)
	case item:
		t.listed("ListBullet", bulletList, b.level, b.runs)
	case numbered:
		if b.number == 1 || t.lists == 0 {
			t.lists++
		}
		t.listed("ListNumber", bulletList+t.lists, 0, b.runs)
	case option:
		t.paragraph("Option", "", b.runs)
	case quotation:
		t.paragraph("Quote", "", b.runs)
	case warning:
		t.paragraph("Warning", "", b.runs)
	case facts:
		t.paragraph("Facts", "", []run{{text: factWords(b)}})
	case table:
		t.table(b.rows)
	default:
		t.paragraph("BodyText", "", b.runs)
	}
}

// heading writes the title, or a heading one level below that of Markdown, where the
// title takes the first.
func (t *wordText) heading(b block) {
	style, more := fmt.Sprintf("Heading%d", b.level-1), ""
	if b.level == 1 {
		style = "Title"
	}
	if b.name == answers {
		more = "<w:pageBreakBefore/>"
	}
	t.paragraph(style, more, b.runs)
}

func (t *wordText) listed(style string, list, level int, runs []run) {
	const deepest = 8 // Word has nine levels
	t.paragraph(style, fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, min(level, deepest), list), runs)
}

// paragraph writes runs in a style; more are further properties, in the order of the
// schema.
func (t *wordText) paragraph(style, more string, runs []run) {
	fmt.Fprintf(&t.out, `<w:p><w:pPr><w:pStyle w:val="%s"/>%s</w:pPr>`, style, more)
	t.runs(runs)
	t.out.WriteString("</w:p>")
}

func (t *wordText) runs(runs []run) {
	before := ""
	for _, r := range runs {
		words := oneLine(r.text)
		if words == "" {
			continue
		}
		gap := ""
		if before != "" && (r.style == anchor || spaced(before, words)) {
			gap = " "
		}
		style := ""
		switch r.style {
		case strong:
			style = `<w:rPr><w:rStyle w:val="Strong"/></w:rPr>`
		case anchor:
			style = `<w:rPr><w:rStyle w:val="Place"/></w:rPr>`
			words = "[" + words + "]"
		}
		fmt.Fprintf(&t.out, `<w:r>%s<w:t xml:space="preserve">%s</w:t></w:r>`, style, gap+escapedXML(words))
		before = words
	}
}

// table writes rows over the breadth of the text; the head is repeated on every page and
// no row is broken.
func (t *wordText) table(rows [][]cell) {
	widths := []int{1700, 5326, 2000} // twentieths of a point; together the breadth of the text
	t.out.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Figures"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1"/></w:tblPr><w:tblGrid>`)
	for _, width := range widths {
		fmt.Fprintf(&t.out, `<w:gridCol w:w="%d"/>`, width)
	}
	t.out.WriteString("</w:tblGrid>")
	for i, row := range rows {
		t.out.WriteString("<w:tr><w:trPr><w:cantSplit/>")
		if i == 0 {
			t.out.WriteString("<w:tblHeader/>")
		}
		t.out.WriteString("</w:trPr>")
		for k, c := range row {
			fmt.Fprintf(&t.out, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, widths[min(k, len(widths)-1)])
			t.paragraph("Cell", "", c)
			t.out.WriteString("</w:tc>")
		}
		t.out.WriteString("</w:tr>")
	}
	t.out.WriteString("</w:tbl>")
}
