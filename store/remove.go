package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/daodu/daodu"
)

// Remove deletes an article with everything that was written about it. Answers of models
// stay, since they were paid for. The error wraps [daodu.ErrNotFound].
func (s *Store) Remove(ctx context.Context, id string) error {
	k, err := parseKey(id)
	if err != nil {
		return err
	}
	defer s.stats.forget()
	return s.tell(ctx, func(tx conn) error {
		dropped, err := s.dropJobs(ctx, tx, k)
		if err != nil {
			return missing(err, id)
		}
		if err := s.removeText(ctx, tx, k); err != nil {
			return missing(err, id)
		}
		if _, err := tx.exec(ctx, `delete from articles where workspace_id = $1 and id = $2`, s.workspace, k); err != nil {
			return err
		}
		_, err = tx.exec(ctx, `delete from originals where workspace_id = $1 and not exists
			(select 1 from sources where sources.workspace_id = originals.workspace_id and sources.sha256 = originals.sha256)`, s.workspace)
		if err != nil {
			return err
		}
		return s.emit(ctx, tx, dropped)
	})
}

// removeText deletes the text of an article and everything that finds it. Without such
// an article the error is errNoRow.
func (s *Store) removeText(ctx context.Context, tx conn, k key) error {
	var packed []byte
	if err := one(ctx, tx, []any{&packed}, `select fingerprints from texts where workspace_id = $1 and article_id = $2`, s.workspace, k); err != nil {
		return err
	}
	for some := range slices.Chunk(signed(unpackHashes(packed)), hashesAtOnce) {
		placeholders, args := list(3, some)
		if _, err := tx.exec(ctx, `delete from fingerprints where workspace_id = $1 and article_id = $2 and hash in (`+placeholders+`)`,
			append([]any{s.workspace, k}, args...)...); err != nil {
			return err
		}
	}
	if err := s.removeVectors(ctx, tx, k); err != nil {
		return err
	}
	for _, table := range []string{"chunks", "texts"} {
		if _, err := tx.exec(ctx, `delete from `+table+` where workspace_id = $1 and article_id = $2`, s.workspace, k); err != nil {
			return err
		}
	}
	_, err := tx.exec(ctx, `delete from statistics where workspace_id = $1`, s.workspace)
	return err
}

// Replace gives an article a text that was read anew: the ID stays, and so do the
// artifacts, which tell by text_sha256 that they are about the text before. changed is
// false when the text is the same, letter for letter; what was learnt about it is stored
// all the same. When another article has the text, the error wraps [daodu.ErrUsage] and
// nothing changes.
func (s *Store) Replace(ctx context.Context, id string, it *Item) (changed bool, err error) {
	k, err := parseKey(id)
	if err != nil {
		return false, err
	}
	if err := it.Prepare(); err != nil {
		return false, err
	}
	defer s.stats.forget()
	err = s.write(ctx, func(tx conn) error {
		var before []byte
		if err := one(ctx, tx, []any{&before}, `select text_sha256 from articles where workspace_id = $1 and id = $2`, s.workspace, k); err != nil {
			return missing(err, id)
		}
		changed = string(before) != string(it.row.textSHA)
		if err := s.unique(ctx, tx, k, it.row.textSHA); err != nil {
			return err
		}
		if err := s.removeText(ctx, tx, k); err != nil {
			return missing(err, id)
		}
		if err := s.updateHead(ctx, tx, k, it); err != nil {
			return err
		}
		return s.addText(ctx, tx, k, it)
	})
	return changed, err
}

// unique makes sure that no other article has a text.
func (s *Store) unique(ctx context.Context, tx conn, self key, textSHA []byte) error {
	var other key
	err := one(ctx, tx, []any{&other}, `select id from articles where workspace_id = $1 and text_sha256 = $2 and id <> $3`, s.workspace, textSHA, self)
	if errors.Is(err, errNoRow) {
		return nil
	}
	if err == nil {
		err = fmt.Errorf("%w: article %s would have the same text as article %s; remove one of them", daodu.ErrUsage, self, other)
	}
	return err
}

func (s *Store) updateHead(ctx context.Context, tx conn, k key, it *Item) error {
	a, row := it.Article, it.row
	name, role := speaker(a.Speaker)
	_, err := tx.exec(ctx, `update articles set text_sha256 = $3, title = $4, speaker = $5, speaker_folded = $6, role = $7, publisher = $8,
		publisher_folded = $9, occasion = $10, date = $11, genre = $12, script = $13, lang = $14, length = $15, damage = $16, chunks = $17,
		prints = $18, changed_at = $19 where workspace_id = $1 and id = $2`,
		s.workspace, k, row.textSHA, a.Title, name, fold(name), role, a.Publisher, fold(a.Publisher), a.Occasion, a.Date, string(a.Genre),
		string(a.Script), a.Lang, a.Length, string(row.damage), len(row.chunks), len(row.fingerprints), s.stamp())
	return err
}
