// Package office is the part of stage 1 that reads Word files: [Docx] for Word
// 2007 and later, [Doc] for Word 97 to 2003.
//
// Both give the words a reader sees on the page, in order: a line for each
// paragraph, the cells of a table row on one line with tabs between them, the
// numbers that Word counts itself (一、 （一） 1.), text boxes where they are
// anchored, and the notes at the end, each opened by "[1] ". Headers, footers,
// comments, hidden and deleted words are left out, and so are bullets, which are
// mostly letters of a symbol font.
package office

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
)

// The media types of what this package reads.
const (
	DocxMediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	DocMediaType  = "application/msword"
)

// A line is one paragraph or table row of the text.
type line struct {
	text  string
	level int  // heading level from 1; 0 is not a heading
	title bool // the paragraph has the style Title
}

// properties is what the file itself says about its text.
type properties struct {
	title, author string
}

// document puts lines together. Headings that hold no word are left out.
func document(lines []line, props properties, mediaType string) (*raw.Document, error) {
	doc := &raw.Document{Source: daodu.Source{MediaType: mediaType}}
	var b strings.Builder
	at := 0 // code points written
	for _, l := range lines {
		n := utf8.RuneCountInString(l.text)
		if l.level > 0 && hasWord(l.text) {
			doc.Headings = append(doc.Headings, raw.Heading{Level: l.level, Span: daodu.Span{Start: at, End: at + n}})
		}
		b.WriteString(l.text)
		b.WriteByte('\n')
		at += n + 1
	}
	doc.Text = b.String()
	if !hasWord(doc.Text) {
		return nil, fmt.Errorf("%w: the Word file holds no words, perhaps only pictures; convert them to text with OCR first", daodu.ErrEmpty)
	}
	doc.Meta.Title = bestTitle(props.title, lines)
	doc.Meta.Author = strings.TrimSpace(props.author)
	return doc, nil
}

// titleLines is how many lines with words are searched for the title: a cover and
// a table of contents may come before it.
const titleLines = 40

// bestTitle returns the title in the file's properties when it stands in the
// text, else the paragraph in the style Title. Properties are often left over
// from the file that served as a template (last year's title, the name of an
// office), so by themselves they are not believed: of the real files read so far
// with a title among the properties, three of five have another title on the
// page.
func bestTitle(property string, lines []line) string {
	property = strings.Join(strings.Fields(property), " ")
	want := squeeze(property)
	var seen []string
	var styled []string
	for _, l := range lines {
		if len(seen) == titleLines {
			break
		}
		if !hasWord(l.text) {
			continue
		}
		seen = append(seen, squeeze(l.text))
		if l.title {
			styled = append(styled, strings.TrimSpace(l.text))
		}
	}
	for i := range seen {
		// A long title is broken over up to three lines.
		joined := strings.Join(seen[i:min(len(seen), i+3)], "")
		if want != "" && strings.HasPrefix(joined, want) {
			return property
		}
	}
	return strings.Join(styled[:min(3, len(styled))], "")
}

// squeeze removes all white space, which titles on paper are full of.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// hasWord reports whether s holds a letter or digit.
func hasWord(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// rowLines turns a table row into lines: its cells joined by tabs, or, when only
// one cell has words, the paragraphs of that cell, since a table with one cell is
// how many a notice gets its frame.
func rowLines(cells [][]line) []line {
	filled := 0
	var only []line
	for _, cell := range cells {
		for _, l := range cell {
			if hasWord(l.text) {
				filled++
				only = cell
				break
			}
		}
	}
	if filled == 1 && len(only) > 1 {
		return only
	}
	texts := make([]string, len(cells))
	for i, cell := range cells {
		texts[i] = cellText(cell)
	}
	row := line{text: strings.TrimRight(strings.Join(texts, "\t"), "\t")}
	if filled == 1 {
		row.level, row.title = only[0].level, only[0].title
	}
	return []line{row}
}

// cellText joins the paragraphs of a cell by a blank; tabs and line ends inside
// of it would be taken for those of the table.
func cellText(cell []line) string {
	var parts []string
	for _, l := range cell {
		if t := strings.Join(strings.FieldsFunc(l.text, func(r rune) bool { return r == '\t' || r == '\n' }), " "); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, " ")
}
