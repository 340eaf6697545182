package store

import (
	"context"
	"fmt"

	"github.com/daodu/daodu"
)

// ChangeNote gives a note another body or author; nil leaves what is there. Its words stay
// those that it was made on. The error wraps [daodu.ErrNotFound] or [daodu.ErrUsage].
func (s *Store) ChangeNote(ctx context.Context, collection, id string, author, body *string) (n daodu.Note, err error) {
	ids, err := noteKeys(collection, id)
	if err != nil {
		return n, err
	}
	var all []daodu.Note
	var texts map[string]version
	err = s.write(ctx, func(tx conn) error {
		if err := s.touch(ctx, tx, ids[0]); err != nil {
			return err
		}
		if n, err = s.note(ctx, tx, ids); err != nil {
			return err
		}
		if author != nil {
			n.Author = *author
		}
		if body != nil {
			n.Body = *body
		}
		if err := written(n.Author, n.Body); err != nil {
			return err
		}
		now := s.stamp()
		if _, err = tx.exec(ctx, `update notes set author = $3, body = $4, changed_at = $5 where workspace_id = $1 and id = $2`,
			s.workspace, ids[1], n.Author, n.Body, now); err != nil {
			return err
		}
		n.ChangedAt = at(now)
		article, err := parseKey(n.Article)
		if err != nil {
			return err
		}
		v, err := s.textOf(ctx, tx, article)
		all, texts = []daodu.Note{n}, map[string]version{n.Article: v}
		return err
	})
	if err != nil {
		return daodu.Note{}, err
	}
	anchorNotes(all, texts)
	return all[0], nil
}

// noteKeys reads the identifiers of a collection and of a note in it.
func noteKeys(collection, id string) (ids [2]key, err error) {
	if ids[0], err = identifier("collection", collection); err != nil {
		return ids, err
	}
	ids[1], err = identifier("note", id)
	return ids, err
}

// note returns a note as it was made.
func (s *Store) note(ctx context.Context, tx conn, ids [2]key) (n daodu.Note, err error) {
	found := false
	err = each(ctx, tx, func(r rows) error {
		found = true
		n, err = scanNote(r)
		return err
	}, `select `+noteColumns+` from notes n where n.workspace_id = $1 and n.collection_id = $2 and n.id = $3`, s.workspace, ids[0], ids[1])
	if err == nil && !found {
		err = noNote(ids)
	}
	return n, err
}

func noNote(ids [2]key) error {
	return fmt.Errorf("%w: collection %s has no note %s", daodu.ErrNotFound, ids[0], ids[1])
}

// RemoveNote deletes a note. The error wraps [daodu.ErrNotFound].
func (s *Store) RemoveNote(ctx context.Context, collection, id string) error {
	ids, err := noteKeys(collection, id)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx conn) error {
		if err := s.touch(ctx, tx, ids[0]); err != nil {
			return err
		}
		n, err := tx.exec(ctx, `delete from notes where workspace_id = $1 and collection_id = $2 and id = $3`, s.workspace, ids[0], ids[1])
		if err == nil && n == 0 {
			err = noNote(ids)
		}
		return err
	})
}
