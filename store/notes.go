package store

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/anchor"
)

// MaxNotes is the most notes of a collection.
const MaxNotes = 1000

// Limits of a note.
const (
	maxWords  = 2000 // code points that it stands at
	maxAuthor = 300  // bytes
)

const noteColumns = `n.id, n.collection_id, n.article_id, n.author, n.body, n.start_at, n.end_at, n.quote, n.prefix, n.suffix, n.text_sha256, n.added_at, n.changed_at`

// A NewNote is a note that somebody writes.
type NewNote struct {
	Article string // ID
	Author  string // free words, "" without
	Body    string
	At      daodu.Span // of the article's text as its author sees it
	// TextSHA256 is of the text that the author sees, in hexadecimal; "" for the text that
	// is stored.
	TextSHA256 string
}

// written refuses what cannot be a note.
func written(author, body string) error {
	switch {
	case strings.TrimSpace(body) == "":
		return fmt.Errorf("%w: a note needs words", daodu.ErrUsage)
	case len(body) > maxNote || body != printable(body):
		return fmt.Errorf("%w: a note has up to %d bytes of text", daodu.ErrUsage, maxNote)
	case len(author) > maxAuthor || strings.ContainsAny(author, "\n\r") || author != printable(author):
		return fmt.Errorf("%w: the author of a note has one line and up to %d bytes", daodu.ErrUsage, maxAuthor)
	}
	return nil
}

// AddNote writes a note beside words of an article of a collection. The error wraps
// [daodu.ErrNotFound] when the article is not in the collection, [daodu.ErrConflict] when
// its text is not the one that the author saw, [daodu.ErrTooLarge] when the collection has
// [MaxNotes], or [daodu.ErrUsage].
func (s *Store) AddNote(ctx context.Context, collection string, in NewNote) (n daodu.Note, err error) {
	k, err := identifier("collection", collection)
	if err != nil {
		return n, err
	}
	a, err := identifier("article", in.Article)
	if err != nil {
		return n, err
	}
	if err := written(in.Author, in.Body); err != nil {
		return n, err
	}
	id := newKey()
	err = s.write(ctx, func(tx conn) error {
		now := s.stamp()
		n = daodu.Note{
			ID: id.String(), Collection: k.String(), Article: a.String(), Author: in.Author, Body: in.Body,
			State: daodu.NoteAnchored, AddedAt: at(now), ChangedAt: at(now),
		}
		if err := s.roomForNote(ctx, tx, k, a); err != nil {
			return err
		}
		if n.Anchor, err = s.anchorAt(ctx, tx, a, in); err != nil {
			return err
		}
		n.Now = &daodu.Quote{Span: n.Anchor.Span, Text: n.Anchor.Quote}
		return s.insertNote(ctx, tx, [3]key{id, k, a}, n, now)
	})
	return n, err
}

// roomForNote refuses a note on an article that is not in a collection, and one too many.
func (s *Store) roomForNote(ctx context.Context, tx conn, collection, article key) error {
	if err := s.touch(ctx, tx, collection); err != nil {
		return err
	}
	var there, notes int
	err := one(ctx, tx, []any{&there, &notes}, `select (select count(*) from collection_items where workspace_id = $1 and collection_id = $2 and article_id = $3),
		(select count(*) from notes where workspace_id = $1 and collection_id = $2)`, s.workspace, collection, article)
	switch {
	case err != nil:
		return err
	case there == 0:
		return fmt.Errorf("%w: article %s is not in collection %s", daodu.ErrNotFound, article, collection)
	case notes >= MaxNotes:
		return fmt.Errorf("%w: a collection has up to %d notes", daodu.ErrTooLarge, MaxNotes)
	}
	return nil
}

// anchorAt makes the anchor of a new note.
func (s *Store) anchorAt(ctx context.Context, tx conn, article key, in NewNote) (a daodu.Anchor, err error) {
	now, err := s.textOf(ctx, tx, article)
	if err != nil {
		return a, err
	}
	if in.TextSHA256 != "" && !strings.EqualFold(in.TextSHA256, now.sum) {
		return a, fmt.Errorf("%w: the text was read anew meanwhile; look at it and choose the words again", daodu.ErrConflict)
	}
	runes := []rune(now.text)
	switch {
	case in.At.Start < 0 || in.At.End > len(runes) || in.At.Start >= in.At.End || in.At.Len() > maxWords:
		return a, fmt.Errorf("%w: a note stands at 1 to %d letters of the %d of the text", daodu.ErrUsage, maxWords, len(runes))
	case strings.TrimSpace(string(runes[in.At.Start:in.At.End])) == "":
		return a, fmt.Errorf("%w: there are only blanks at %d to %d", daodu.ErrUsage, in.At.Start, in.At.End)
	}
	return anchor.Make(runes, in.At, now.sum), nil
}

// A version is a text with its SHA-256 in hexadecimal.
type version struct{ text, sum string }

// textOf returns the text of an article as it is now.
func (s *Store) textOf(ctx context.Context, tx conn, article key) (v version, err error) {
	var sum []byte
	err = one(ctx, tx, []any{&v.text, &sum}, `select t.text, a.text_sha256 from texts t join articles a on a.workspace_id = t.workspace_id and a.id = t.article_id
		where t.workspace_id = $1 and t.article_id = $2`, s.workspace, article)
	v.sum = hex.EncodeToString(sum)
	return v, missing(err, article.String())
}

func (s *Store) insertNote(ctx context.Context, tx conn, ids [3]key, n daodu.Note, now int64) error {
	sum, err := hex.DecodeString(n.Anchor.TextSHA256)
	if err != nil {
		return fmt.Errorf("store: article %s: %w", n.Article, err)
	}
	_, err = tx.exec(ctx, `insert into notes (workspace_id, id, collection_id, article_id, author, body, start_at, end_at, quote, prefix, suffix, text_sha256, added_at, changed_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)`,
		s.workspace, ids[0], ids[1], ids[2], n.Author, n.Body, n.Anchor.Start, n.Anchor.End, n.Anchor.Quote, n.Anchor.Prefix, n.Anchor.Suffix, sum, now)
	return err
}

// scanNote reads a note as it was made, and the sum of its article's text as it is now.
func scanNote(r rows, more ...any) (n daodu.Note, err error) {
	var id, collection, article key
	var sum []byte
	var added, changed int64
	a := &n.Anchor
	err = r.Scan(append([]any{&id, &collection, &article, &n.Author, &n.Body, &a.Start, &a.End, &a.Quote, &a.Prefix, &a.Suffix, &sum, &added, &changed}, more...)...)
	n.ID, n.Collection, n.Article = id.String(), collection.String(), article.String()
	a.TextSHA256, n.AddedAt, n.ChangedAt = hex.EncodeToString(sum), at(added), at(changed)
	return n, err
}

// Notes returns the notes on the articles of a collection in reading order, or on one of
// them; article "" is all. Notes that lost their words stand where they were. The error
// wraps [daodu.ErrNotFound].
//
// Where a note stands is found here and not when a text is read anew: nothing that reads
// texts needs to know of notes, an anchor always is as its author made it, and a text that
// becomes again what it was has its notes again where they were.
func (s *Store) Notes(ctx context.Context, collection, article string) (out []daodu.Note, err error) {
	k, err := identifier("collection", collection)
	if err != nil {
		return nil, err
	}
	only := key{}
	if article != "" {
		if only, err = identifier("article", article); err != nil {
			return nil, err
		}
	}
	var texts map[string]version
	err = s.read(ctx, func(tx conn) error {
		if _, err := s.collection(ctx, tx, k); err != nil {
			return err
		}
		out, texts, err = s.notes(ctx, tx, k, only)
		return err
	})
	if err == nil {
		anchorNotes(out, texts)
	}
	return out, err
}

// notes returns notes as they were made, and the texts in which the words of some must be
// looked for. What was taken out of a collection is not shown with it.
func (s *Store) notes(ctx context.Context, tx conn, collection, only key) ([]daodu.Note, map[string]version, error) {
	out, changed := []daodu.Note{}, map[string]version{}
	err := each(ctx, tx, func(r rows) error {
		var sum []byte
		n, err := scanNote(r, &sum)
		if only != (key{}) && n.Article != only.String() {
			return err
		}
		if n.Anchor.TextSHA256 != hex.EncodeToString(sum) {
			changed[n.Article] = version{}
		}
		out = append(out, n)
		return err
	}, `select `+noteColumns+`, a.text_sha256 from notes n join articles a on a.workspace_id = n.workspace_id and a.id = n.article_id
		join collection_items i on i.workspace_id = n.workspace_id and i.collection_id = n.collection_id and i.article_id = n.article_id
		where n.workspace_id = $1 and n.collection_id = $2 order by i.place, i.article_id, n.start_at, n.id`, s.workspace, collection)
	if err != nil {
		return nil, nil, err
	}
	for id := range changed {
		k, err := parseKey(id)
		if err != nil {
			return nil, nil, err
		}
		if changed[id], err = s.textOf(ctx, tx, k); err != nil {
			return nil, nil, err
		}
	}
	return out, changed, nil
}

// anchorNotes tells for each note where its words are now, and sorts those of each article
// by that.
func anchorNotes(notes []daodu.Note, texts map[string]version) {
	prepared, order := map[string]*anchor.Text{}, map[string]int{}
	for i := range notes {
		n := &notes[i]
		if _, ok := order[n.Article]; !ok {
			order[n.Article] = len(order)
		}
		n.State, n.Now = daodu.NoteAnchored, &daodu.Quote{Span: n.Anchor.Span, Text: n.Anchor.Quote}
		v, changed := texts[n.Article]
		if !changed || v.sum == n.Anchor.TextSHA256 {
			continue
		}
		if prepared[n.Article] == nil {
			prepared[n.Article] = anchor.New(v.text)
		}
		findWords(n, prepared[n.Article])
	}
	slices.SortStableFunc(notes, func(a, b daodu.Note) int {
		return cmp.Or(cmp.Compare(order[a.Article], order[b.Article]), cmp.Compare(placeOf(a), placeOf(b)))
	})
}

// findWords looks for the words of a note in a text that is not the one it was made on.
func findWords(n *daodu.Note, in *anchor.Text) {
	n.State, n.Now = daodu.NoteOrphaned, nil
	if span, ok := in.Find(n.Anchor); ok {
		q := in.Quote(span)
		n.State, n.Now = daodu.NoteMoved, &q
	}
}

func placeOf(n daodu.Note) int {
	if n.Now != nil {
		return n.Now.Start
	}
	return n.Anchor.Start
}
