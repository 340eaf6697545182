// Package raw holds what reading hands to cleaning: a text as it was received,
// decoded but otherwise untouched, with what its format says about it.
package raw

import (
	"strings"
	"unicode"

	"github.com/daodu/daodu"
)

// A Document is one text as it was received.
type Document struct {
	Source daodu.Source

	// Text is the decoded text of a text file, or the full plain text that a reader
	// made of a page or an office file: every visible word, a line for each
	// paragraph, heading, list item or table row. All spans below point into it.
	Text string

	// Main tells where the article itself stands, for formats that carry other
	// things beside it (a web page). Spans are in order and do not overlap. Nil
	// means the format does not tell, and cleaning has to find out.
	Main []daodu.Span

	// Headings are those that the format marks (h1..h6, "## ", a Word style).
	Headings []Heading

	Meta Meta

	// Original is the bytes received, of a crawl those of the row; nil unless the reader
	// was told to keep them.
	Original []byte

	// Damage is what reading itself noticed: lost letters, a picture instead of
	// text. Spans point into Text.
	Damage []daodu.Damage
}

// A Heading is a heading marked by the format.
type Heading struct {
	Level int // 1 is the highest
	Span  daodu.Span
}

// Meta is what the format says about the article beside its text: meta elements
// of a page, properties of an office file, columns of a crawl. Every field may be
// empty; none of it has been checked against the text.
type Meta struct {
	Title     string
	Author    string
	Publisher string
	Date      string // as written there
	URL       string // address of the page
}

// IsTitle reports whether the words at s are the title that the format gives, but for
// blanks, marks and the name of a site around it.
func (d *Document) IsTitle(s daodu.Span) bool {
	words, title := letters(daodu.Slice(d.Text, s)), letters(d.Meta.Title)
	return words != "" && title != "" && (strings.Contains(title, words) || strings.Contains(words, title))
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
