// Package anki writes decks of flash cards that Anki imports: as a package (.apkg) and as
// a text file. Notes carry GUIDs of ours, so that a deck which is imported again adds
// nothing and corrects what has changed, while what was learnt stays.
//
// The formats are those of docs.ankiweb.net/importing and, for the database within a
// package, schema 11 as github.com/ankidroid/Anki-Android/wiki/Database-Structure has it:
// every version of Anki since 2.0 reads it.
package anki

import (
	"html"
	"strings"
	"time"
	"unicode"
)

// A Deck is notes under one name.
type Deck struct {
	Name     []string  // from the outermost deck inwards
	Modified time.Time // a note that is newer than that of a collection replaces it
	Notes    []Note
}

// A Note is one flash card. All words are plain text.
type Note struct {
	GUID    string // by what Anki knows the note again; unique within a deck
	Front   string
	Back    string
	Quotes  []string // the words that the card rests on
	Place   string   // where they stand
	Article string   // what they are quoted from
	Tags    []string // without blanks; levels are parted by ::
}

// name joins the names of a deck as Anki does. A name of ours that holds the sign for
// levels would make levels of its own.
func (d Deck) name() string {
	parts := make([]string, len(d.Name))
	for i, p := range d.Name {
		parts[i] = strings.ReplaceAll(line(p), "::", "：：")
	}
	return strings.Join(parts, "::")
}

// fields returns the fields of a note as HTML, in the order of the note type.
func (n Note) fields() []string {
	return []string{field(n.Front), field(n.Back), n.quotation(), field(n.Place), field(n.Article)}
}

// quotation returns the quotes of a note as HTML.
func (n Note) quotation() string {
	out := make([]string, len(n.Quotes))
	for i, q := range n.Quotes {
		out[i] = field(q)
	}
	return strings.Join(out, "<br>")
}

// tags joins tags as a note has them.
func (n Note) tags() string {
	out := make([]string, len(n.Tags))
	for i, t := range n.Tags {
		out[i] = strings.Join(strings.Fields(line(t)), "_")
	}
	return strings.Join(out, " ")
}

// field returns words as HTML. A bracket would open [sound:...], which plays a file.
func field(words string) string {
	return strings.ReplaceAll(html.EscapeString(line(words)), "[", "&#91;")
}

// line returns words on one line without control characters, one of which parts fields.
func line(words string) string {
	kept := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, words)
	return strings.Join(strings.Fields(kept), " ")
}
