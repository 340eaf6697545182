package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/daodu/daodu"
)

// MaxCollection is the most articles of a collection: a guide over it compares each
// article with each.
const MaxCollection = 200

// Limits of what people write beside collections, in bytes.
const (
	maxName = 600
	maxNote = 12000
)

const collectionColumns = `c.id, c.name, c.note, (select count(*) from collection_items i where i.workspace_id = c.workspace_id and i.collection_id = c.id), c.added_at, c.changed_at`

func scanCollection(r rows) (daodu.Collection, error) {
	var c daodu.Collection
	var id key
	var added, changed int64
	err := r.Scan(&id, &c.Name, &c.Note, &c.Articles, &added, &changed)
	c.ID, c.AddedAt, c.ChangedAt = id.String(), at(added), at(changed)
	return c, err
}

// AddCollection makes an empty collection. The error wraps [daodu.ErrUsage] without a
// name.
func (s *Store) AddCollection(ctx context.Context, name, note string) (daodu.Collection, error) {
	if err := named(name, note); err != nil {
		return daodu.Collection{}, err
	}
	k, now := newKey(), s.stamp()
	err := s.write(ctx, func(tx conn) error {
		_, err := tx.exec(ctx, `insert into collections (workspace_id, id, name, note, added_at, changed_at) values ($1, $2, $3, $4, $5, $6)`,
			s.workspace, k, name, note, now, now)
		return err
	})
	return daodu.Collection{ID: k.String(), Name: name, Note: note, AddedAt: at(now), ChangedAt: at(now)}, err
}

// named refuses what cannot be the name or the note of something.
func named(name, note string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return fmt.Errorf("%w: a collection needs a name", daodu.ErrUsage)
	case len(name) > maxName || strings.ContainsAny(name, "\n\r") || name != printable(name):
		return fmt.Errorf("%w: a name has one line and up to %d bytes", daodu.ErrUsage, maxName)
	}
	return noted(note)
}

func noted(note string) error {
	if len(note) > maxNote || note != printable(note) {
		return fmt.Errorf("%w: a note has up to %d bytes of text", daodu.ErrUsage, maxNote)
	}
	return nil
}

// noCollection turns the lack of a row into an error for the user.
func noCollection(err error, id string) error {
	if errors.Is(err, errNoRow) {
		return fmt.Errorf("%w: no collection %s in this library", daodu.ErrNotFound, id)
	}
	return err
}

// identifier reads the identifier of something. The error wraps [daodu.ErrNotFound]:
// what cannot be an identifier names nothing.
func identifier(what, id string) (key, error) {
	k, err := parseKey(id)
	if err != nil {
		return k, fmt.Errorf("%w: no %s %q in this library", daodu.ErrNotFound, what, id)
	}
	return k, nil
}

// Collection returns a collection. The error wraps [daodu.ErrNotFound].
func (s *Store) Collection(ctx context.Context, id string) (c daodu.Collection, err error) {
	k, err := identifier("collection", id)
	if err != nil {
		return c, err
	}
	err = s.read(ctx, func(tx conn) error {
		c, err = s.collection(ctx, tx, k)
		return err
	})
	return c, err
}

func (s *Store) collection(ctx context.Context, tx conn, k key) (c daodu.Collection, err error) {
	found := false
	err = each(ctx, tx, func(r rows) error {
		found = true
		c, err = scanCollection(r)
		return err
	}, `select `+collectionColumns+` from collections c where c.workspace_id = $1 and c.id = $2`, s.workspace, k)
	if err == nil && !found {
		err = noCollection(errNoRow, k.String())
	}
	return c, err
}

// Collections returns collections, those made last first. next is the ID to go on after,
// "" at the end.
func (s *Store) Collections(ctx context.Context, p Page) (out []daodu.Collection, next string, err error) {
	after, args, err := p.before(s.workspace, "c.id")
	if err != nil {
		return nil, "", err
	}
	err = s.read(ctx, func(tx conn) error {
		out = []daodu.Collection{}
		return each(ctx, tx, func(r rows) error {
			c, err := scanCollection(r)
			out = append(out, c)
			return err
		}, fmt.Sprintf(`select %s from collections c where c.workspace_id = $1%s order by c.id desc limit %d`, collectionColumns, after, p.limit()+1), args...)
	})
	if len(out) > p.limit() {
		out = out[:p.limit()]
		next = out[len(out)-1].ID
	}
	return out, next, err
}

// before returns the condition that begins a page of rows, those with the greatest key
// first, with its arguments behind the workspace.
func (p Page) before(workspace key, column string, more ...any) (string, []any, error) {
	args := append([]any{workspace}, more...)
	if p.After == "" {
		return "", args, nil
	}
	k, err := identifier("entry", p.After)
	if err != nil {
		return "", nil, err
	}
	args = append(args, k)
	return fmt.Sprintf(" and %s < $%d", column, len(args)), args, nil
}

// ChangeCollection gives a collection another name or note; nil leaves what is there. The
// error wraps [daodu.ErrNotFound] or [daodu.ErrUsage].
func (s *Store) ChangeCollection(ctx context.Context, id string, name, note *string) (c daodu.Collection, err error) {
	k, err := identifier("collection", id)
	if err != nil {
		return c, err
	}
	err = s.write(ctx, func(tx conn) error {
		if err := s.touch(ctx, tx, k); err != nil {
			return err
		}
		if c, err = s.collection(ctx, tx, k); err != nil {
			return err
		}
		if name != nil {
			c.Name = *name
		}
		if note != nil {
			c.Note = *note
		}
		if err := named(c.Name, c.Note); err != nil {
			return err
		}
		_, err = tx.exec(ctx, `update collections set name = $3, note = $4 where workspace_id = $1 and id = $2`, s.workspace, k, c.Name, c.Note)
		return err
	})
	return c, err
}

// touch notes that a collection changes, and keeps others from changing it at the same
// time.
func (s *Store) touch(ctx context.Context, tx conn, k key) error {
	n, err := tx.exec(ctx, `update collections set changed_at = $3 where workspace_id = $1 and id = $2`, s.workspace, k, s.stamp())
	if err == nil && n == 0 {
		err = noCollection(errNoRow, k.String())
	}
	return err
}

// RemoveCollection deletes a collection with its guides, links and feeds. Its articles
// stay in the library. The error wraps [daodu.ErrNotFound].
func (s *Store) RemoveCollection(ctx context.Context, id string) error {
	k, err := identifier("collection", id)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx conn) error {
		n, err := tx.exec(ctx, `delete from collections where workspace_id = $1 and id = $2`, s.workspace, k)
		if err == nil && n == 0 {
			err = noCollection(errNoRow, id)
		}
		return err
	})
}

// CollectionItems returns the articles of a collection in their order. The error wraps
// [daodu.ErrNotFound].
func (s *Store) CollectionItems(ctx context.Context, id string) (out []daodu.CollectionItem, err error) {
	k, err := identifier("collection", id)
	if err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx conn) error {
		if _, err := s.collection(ctx, tx, k); err != nil {
			return err
		}
		out, err = s.collectionItems(ctx, tx, k)
		return err
	})
	return out, err
}

func (s *Store) collectionItems(ctx context.Context, tx conn, k key) ([]daodu.CollectionItem, error) {
	out := []daodu.CollectionItem{}
	err := each(ctx, tx, func(r rows) error {
		it := daodu.CollectionItem{Position: len(out) + 1}
		var err error
		_, it.Entry, err = scanEntry(r, &it.Note, &it.Due)
		out = append(out, it)
		return err
	}, `select `+entryColumns+`, i.note, i.due from collection_items i join articles a on a.workspace_id = i.workspace_id and a.id = i.article_id
		where i.workspace_id = $1 and i.collection_id = $2 order by i.place, i.article_id`, s.workspace, k)
	return out, err
}

// An ItemChange says what to change of an article in a collection; nil leaves what is
// there.
type ItemChange struct {
	Position *int // from 1; beyond the end is the end
	Note     *string
	Due      *string // ISO date, "" for none
}

// validate refuses what cannot be.
func (c ItemChange) validate() error {
	if c.Due != nil && *c.Due != "" {
		if _, err := time.Parse(time.DateOnly, *c.Due); err != nil {
			return fmt.Errorf("%w: %q is no day; write it as 2026-11-21", daodu.ErrUsage, *c.Due)
		}
	}
	if c.Position != nil && *c.Position < 1 {
		return fmt.Errorf("%w: positions count from 1", daodu.ErrUsage)
	}
	if c.Note != nil {
		return noted(*c.Note)
	}
	return nil
}

// PutCollectionItem adds an article to a collection, at the end when the change names no
// position, or changes it when it is there. added tells which. The error wraps
// [daodu.ErrNotFound] without such a collection or article, [daodu.ErrTooLarge] when the
// collection has [MaxCollection] articles, or [daodu.ErrUsage].
func (s *Store) PutCollectionItem(ctx context.Context, id, article string, change ItemChange) (added bool, err error) {
	if err := change.validate(); err != nil {
		return false, err
	}
	k, err := identifier("collection", id)
	if err != nil {
		return false, err
	}
	a, err := parseKey(article)
	if err != nil {
		return false, err
	}
	err = s.write(ctx, func(tx conn) error {
		if err := s.touch(ctx, tx, k); err != nil {
			return err
		}
		if added, err = s.joinCollection(ctx, tx, k, a); err != nil {
			return err
		}
		return s.changeItem(ctx, tx, k, a, change)
	})
	return added, err
}

// joinCollection adds an article at the end of a collection if it is not in it.
func (s *Store) joinCollection(ctx context.Context, tx conn, collection, article key) (added bool, err error) {
	var there, count, last int
	err = one(ctx, tx, []any{&there, &count, &last}, `select count(case when article_id = $3 then 1 end), count(*), coalesce(max(place), 0)
		from collection_items where workspace_id = $1 and collection_id = $2`, s.workspace, collection, article)
	switch {
	case err != nil || there > 0:
		return false, err
	case count >= MaxCollection:
		return false, fmt.Errorf("%w: a collection has up to %d articles; begin another", daodu.ErrTooLarge, MaxCollection)
	}
	n, err := tx.exec(ctx, `insert into collection_items (workspace_id, collection_id, article_id, place, note, due)
		select workspace_id, $2, id, $4, '', '' from articles where workspace_id = $1 and id = $3`, s.workspace, collection, article, last+1)
	if err == nil && n == 0 {
		err = missing(errNoRow, article.String())
	}
	return err == nil, err
}

func (s *Store) changeItem(ctx context.Context, tx conn, collection, article key, c ItemChange) error {
	for _, f := range []struct {
		column string
		value  *string
	}{{"note", c.Note}, {"due", c.Due}} {
		if f.value == nil {
			continue
		}
		if _, err := tx.exec(ctx, `update collection_items set `+f.column+` = $4 where workspace_id = $1 and collection_id = $2 and article_id = $3`,
			s.workspace, collection, article, *f.value); err != nil {
			return err
		}
	}
	if c.Position == nil {
		return nil
	}
	order, err := s.inOrder(ctx, tx, collection)
	if err != nil {
		return err
	}
	rest := make([]key, 0, len(order))
	for _, k := range order {
		if k != article {
			rest = append(rest, k)
		}
	}
	at := min(*c.Position-1, len(rest))
	return s.reorder(ctx, tx, collection, append(append(append([]key{}, rest[:at]...), article), rest[at:]...))
}

// inOrder returns the articles of a collection in their order.
func (s *Store) inOrder(ctx context.Context, tx conn, collection key) (out []key, err error) {
	err = each(ctx, tx, func(r rows) error {
		var k key
		err := r.Scan(&k)
		out = append(out, k)
		return err
	}, `select article_id from collection_items where workspace_id = $1 and collection_id = $2 order by place, article_id`, s.workspace, collection)
	return out, err
}

func (s *Store) reorder(ctx context.Context, tx conn, collection key, articles []key) error {
	for i, a := range articles {
		if _, err := tx.exec(ctx, `update collection_items set place = $4 where workspace_id = $1 and collection_id = $2 and article_id = $3`,
			s.workspace, collection, a, i+1); err != nil {
			return err
		}
	}
	return nil
}

// OrderCollection puts the articles of a collection into an order, which must name each
// of them once. The error wraps [daodu.ErrUsage] when it does not, or
// [daodu.ErrNotFound].
func (s *Store) OrderCollection(ctx context.Context, id string, articles []string) error {
	k, err := identifier("collection", id)
	if err != nil {
		return err
	}
	wanted := map[key]bool{}
	var order []key
	for _, name := range articles {
		a, err := parseKey(name)
		if err != nil {
			return err
		}
		wanted[a], order = true, append(order, a)
	}
	return s.write(ctx, func(tx conn) error {
		if err := s.touch(ctx, tx, k); err != nil {
			return err
		}
		there, err := s.inOrder(ctx, tx, k)
		if err != nil {
			return err
		}
		same := len(there) == len(order) && len(order) == len(wanted)
		for _, a := range there {
			same = same && wanted[a]
		}
		if !same {
			return fmt.Errorf("%w: the order must name each of the %d articles of the collection once", daodu.ErrUsage, len(there))
		}
		return s.reorder(ctx, tx, k, order)
	})
}

// RemoveCollectionItem takes an article out of a collection. The error wraps
// [daodu.ErrNotFound].
func (s *Store) RemoveCollectionItem(ctx context.Context, id, article string) error {
	k, err := identifier("collection", id)
	if err != nil {
		return err
	}
	a, err := parseKey(article)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx conn) error {
		if err := s.touch(ctx, tx, k); err != nil {
			return err
		}
		n, err := tx.exec(ctx, `delete from collection_items where workspace_id = $1 and collection_id = $2 and article_id = $3`, s.workspace, k, a)
		if err == nil && n == 0 {
			err = fmt.Errorf("%w: article %s is not in collection %s", daodu.ErrNotFound, article, id)
		}
		return err
	})
}
