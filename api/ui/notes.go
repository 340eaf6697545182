package ui

import (
	"errors"
	"slices"

	"github.com/daodu/daodu"
)

// A group is those who read an article together: a collection with the notes on it.
type group struct {
	daodu.Collection
	Notes []groupNote
}

// A groupNote is a note as it is shown.
type groupNote struct {
	daodu.Note
	Cite    *cite // nil when its words are gone
	Changed bool  // its words are not quite those that it was made on
}

// join finds the group in which an article is read: that of the link, or the one that the
// address names. What is no group of the article is as none.
func (q *request) join(article string) error {
	id := q.shares
	if id == "" && q.of.Collections != nil {
		id = q.value("in")
	}
	if id == "" {
		return nil
	}
	items, err := q.of.Collections.CollectionItems(q.Context(), id)
	switch {
	case errors.Is(err, daodu.ErrNotFound):
		return nil
	case err != nil:
		return err
	case !slices.ContainsFunc(items, func(it daodu.CollectionItem) bool { return it.ID == article }):
		return nil
	}
	g := &group{}
	if g.Collection, err = q.of.Collections.Collection(q.Context(), id); err != nil {
		return err
	}
	notes, err := q.of.Collections.Notes(q.Context(), id, article)
	if err != nil {
		return err
	}
	for _, n := range notes {
		g.Notes = append(g.Notes, q.groupNote(n, id))
	}
	q.group = g
	return nil
}

func (q *request) groupNote(n daodu.Note, collection string) groupNote {
	v := groupNote{Note: n}
	if n.Now != nil {
		at := stretch(n.Now.Span)
		v.Changed = n.Now.Text != n.Anchor.Quote
		v.Cite = &cite{Href: q.among(n.Article, collection) + "tab=notes&at=" + at, At: at, Text: n.Now.Text}
	}
	return v
}

// among returns the address of an article as a group reads it, ready for a parameter.
func (q *request) among(article, collection string) string {
	to := q.base + "/articles/" + article + "?"
	if q.base == "" { // a link says itself which collection it opens
		to += "in=" + collection + "&"
	}
	return to
}

// noted returns the stretches of a text that have notes.
func (g *group) noted() (out []daodu.Span) {
	if g == nil {
		return nil
	}
	for _, n := range g.Notes {
		if n.Now != nil {
			out = append(out, n.Now.Span)
		}
	}
	return out
}

// at returns the notes whose words touch a stretch.
func (g *group) at(s daodu.Span) (out []groupNote) {
	if g == nil {
		return nil
	}
	for _, n := range g.Notes {
		if n.Now != nil && n.Now.Overlaps(s) {
			out = append(out, n)
		}
	}
	return out
}

// reading prepares the article for this request, with the words that have notes.
func (q *request) reading(a *daodu.Article, arts []*daodu.Artifact) *reading {
	r := newReading(a, arts)
	r.noted = q.group.noted()
	return r
}

// notesOf returns the notes on the articles of a collection by the article's ID.
func (q *request) notesOf(collection string) (map[string][]groupNote, error) {
	notes, err := q.of.Collections.Notes(q.Context(), collection, "")
	out := map[string][]groupNote{}
	for _, n := range notes {
		out[n.Article] = append(out[n.Article], q.groupNote(n, collection))
	}
	return out, err
}

// A notesList is what shows notes.
type notesList struct {
	Notes      []groupNote
	Collection string // ID
	Edits      bool   // the reader may change them
}

// notes returns what shows notes of a collection to this reader.
func (q *request) notes(collection string, notes []groupNote) notesList {
	return notesList{notes, collection, q.writes()}
}

// writes reports whether the reader may write notes.
func (q *request) writes() bool { return q.base == "" && q.role.May(daodu.RoleEditor) }
