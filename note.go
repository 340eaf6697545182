package daodu

import "time"

// A Note is what somebody of a study group wrote beside words of an article. It is made on
// one version of the text; when that is read anew, the words are looked for again.
type Note struct {
	ID         string `json:"id"`
	Collection string `json:"collection"`       // ID
	Article    string `json:"article"`          // ID
	Author     string `json:"author,omitempty"` // in free words: who reads together knows each other
	Body       string `json:"body"`
	// Anchor is as the author made it. It never changes, so that what the note was
	// written about can always be told.
	Anchor Anchor    `json:"anchor"`
	State  NoteState `json:"state"`
	// Now are the words of the text as it is now that the note is shown at; nil when it is
	// orphaned.
	Now       *Quote    `json:"now,omitempty"`
	AddedAt   time.Time `json:"added_at"`
	ChangedAt time.Time `json:"changed_at"` // when its body or author last changed
}

// AnchorContext is how many code points before and behind its words an [Anchor] keeps.
const AnchorContext = 32

// An Anchor holds on to words of a text so that they can be found again in another version
// of it: their place, and their wording with what stands around it, as the
// TextQuoteSelector of the W3C (Web Annotation Data Model, 2017, 4.2.4) has it.
type Anchor struct {
	Span              // in the text that it was made on
	Quote      string `json:"quote"`
	Prefix     string `json:"prefix"`      // up to AnchorContext code points before the quote
	Suffix     string `json:"suffix"`      // up to AnchorContext code points behind it
	TextSHA256 string `json:"text_sha256"` // of the text that it was made on
}

// A NoteState says how a note stands to the text as it is now.
type NoteState string

// The states of notes.
const (
	NoteAnchored NoteState = "anchored" // the text is the one that it was made on
	NoteMoved    NoteState = "moved"    // the text is another; the words were found in it anew
	NoteOrphaned NoteState = "orphaned" // the text is another; the words are not in it any more
)
