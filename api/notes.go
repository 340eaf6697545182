package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
)

// Notes are what the people of study groups write beside words of articles. Errors about
// a collection or a note that there is not wrap [daodu.ErrNotFound].
type Notes interface {
	// Notes returns the notes on the articles of a collection in reading order, or on one
	// of them, with where their words are now.
	Notes(ctx context.Context, collection, article string) ([]daodu.Note, error)
	// WriteNote adds a note. The error wraps [daodu.ErrConflict] when the text is not the
	// one that the author saw.
	WriteNote(ctx context.Context, collection string, n NewNote) (daodu.Note, error)
	// ChangeNote changes what is not nil.
	ChangeNote(ctx context.Context, collection, id string, author, body *string) (daodu.Note, error)
	RemoveNote(ctx context.Context, collection, id string) error
}

// A NewNote is a note that somebody writes.
type NewNote struct {
	Article    string // ID
	Author     string // free words, "" without
	Body       string
	At         daodu.Span
	TextSHA256 string // of the text that the author sees; "" for the one that is stored
}

func (s *Server) routesNotes(a huma.API) {
	const tag = "notes"
	op := get("/collections/{id}/notes", "listNotes", tag, "List the notes on the articles of a collection in reading order")
	op.Description = "Each note has its anchor as its author made it and a state: `anchored` in the text that it was made on; `moved` when that was read anew and the words were found in it (`now`); `orphaned` when they are not in it any more."
	register(s, a, daodu.RoleReader, op, s.listNotes)
	op = post("/collections/{id}/notes", "addNote", tag, "Write a note beside words of an article")
	op.Description = "The words are those from `start` to `end`, in code points of the text of the article. With `text_sha256` the answer is 409 when that text was read anew meanwhile."
	op.DefaultStatus = http.StatusCreated
	register(s, a, daodu.RoleEditor, op, s.addNote)
	register(s, a, daodu.RoleEditor, patch("/collections/{id}/notes/{note}", "changeNote", tag, "Change the words or the author of a note"), s.changeNote)
	register(s, a, daodu.RoleEditor, remove("/collections/{id}/notes/{note}", "removeNote", tag, "Remove a note"), s.removeNote)
	register(s, a, public, get("/shared/notes", "getSharedNotes", tag, "Read the notes on the articles of a collection by a link"), s.getSharedNotes)
}

// A NotesFilter chooses notes.
type NotesFilter struct {
	Article string `query:"article" format:"uuid" doc:"Only notes on this article"`
}

type notesIn struct {
	CollectionParam
	NotesFilter
}

func (s *Server) listNotes(ctx context.Context, in *notesIn) (*listOut[daodu.Note], error) {
	notes, err := workspaceOf(ctx).Notes.Notes(ctx, in.ID, in.Article)
	if err != nil {
		return nil, err
	}
	return list(notes, ""), nil
}

type addNoteIn struct {
	CollectionParam
	Body struct {
		_          struct{} `additionalProperties:"false"`
		Article    string   `json:"article" format:"uuid" doc:"ID of the article, which is in the collection"`
		Start      int      `json:"start" minimum:"0" doc:"First code point of the words" example:"12"`
		End        int      `json:"end" minimum:"1" doc:"Code point behind the words, at most 2000 further on" example:"20"`
		Body       string   `json:"body" minLength:"1" maxLength:"4000" example:"这一条怎样落实？"`
		Author     string   `json:"author,omitempty" maxLength:"100" doc:"Who writes, in free words" example:"李明"`
		TextSHA256 string   `json:"text_sha256,omitempty" pattern:"^[0-9a-fA-F]{64}$" doc:"Of the text that the author sees"`
	}
}

type noteOut struct{ Body daodu.Note }

func (s *Server) addNote(ctx context.Context, in *addNoteIn) (*noteOut, error) {
	b := in.Body
	n, err := workspaceOf(ctx).Notes.WriteNote(ctx, in.ID, NewNote{b.Article, b.Author, b.Body, daodu.Span{Start: b.Start, End: b.End}, b.TextSHA256})
	if err != nil {
		return nil, err
	}
	return &noteOut{n}, nil
}

// A NoteParam is the input of routes of one note.
type NoteParam struct {
	CollectionParam
	Note string `path:"note" format:"uuid" doc:"ID of the note"`
}

type changeNoteIn struct {
	NoteParam
	Body struct {
		_      struct{} `additionalProperties:"false"`
		Body   *string  `json:"body,omitempty" minLength:"1" maxLength:"4000"`
		Author *string  `json:"author,omitempty" maxLength:"100"`
	}
}

func (s *Server) changeNote(ctx context.Context, in *changeNoteIn) (*noteOut, error) {
	n, err := workspaceOf(ctx).Notes.ChangeNote(ctx, in.ID, in.Note, in.Body.Author, in.Body.Body)
	if err != nil {
		return nil, err
	}
	return &noteOut{n}, nil
}

func (s *Server) removeNote(ctx context.Context, in *NoteParam) (*noContent, error) {
	return nil, workspaceOf(ctx).Notes.RemoveNote(ctx, in.ID, in.Note)
}

type sharedNotesIn struct {
	ShareParam
	NotesFilter
}

type sharedNotesOut struct {
	Cache string `header:"Cache-Control"`
	Body  listBody[daodu.Note]
}

func (s *Server) getSharedNotes(ctx context.Context, in *sharedNotesIn) (*sharedNotesOut, error) {
	w, id, err := s.open(ctx, &in.ShareParam)
	if err != nil {
		return nil, err
	}
	notes, err := w.Notes.Notes(ctx, id, in.Article)
	if err != nil {
		return nil, err
	}
	return &sharedNotesOut{private, list(notes, "").Body}, nil
}
