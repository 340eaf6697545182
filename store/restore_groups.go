package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/daodu/daodu"
)

// collection stores a collection with what hangs on it. What is there stays; what is new
// joins it.
func (in *importer) collection(ctx context.Context, tx conn, r *collectionRecord, total *Imported) error {
	id, err := backedUp(r.ID)
	if err != nil {
		return err
	}
	n, err := tx.exec(ctx, `insert into collections (workspace_id, id, name, note, added_at, changed_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
		in.s.workspace, id, r.Name, r.Note, r.AddedAt, r.ChangedAt)
	if err != nil {
		return err
	}
	total.Collections += int(n)
	if err := in.items(ctx, tx, id, r.Items); err != nil {
		return err
	}
	for _, g := range r.Guides {
		if err := in.guide(ctx, tx, id, g); err != nil {
			return err
		}
	}
	for _, note := range r.Notes {
		n, err := in.note(ctx, tx, id, note)
		if err != nil {
			return err
		}
		total.Notes += n
	}
	for _, f := range r.Feeds {
		if err := in.feed(ctx, tx, id, f); err != nil {
			return err
		}
	}
	return nil
}

// there returns the article of the library that stands for one of the backup.
func (in *importer) there(ctx context.Context, tx conn, name string) (key, error) {
	id, ok := in.id(name)
	count := 0
	if ok {
		if err := one(ctx, tx, []any{&count}, `select count(*) from articles where workspace_id = $1 and id = $2`, in.s.workspace, id); err != nil {
			return id, err
		}
	}
	if count == 0 {
		return id, fmt.Errorf("%w: article %q is in no line before", daodu.ErrBadInput, name)
	}
	return id, nil
}

// items puts articles behind those that a collection has.
func (in *importer) items(ctx context.Context, tx conn, collection key, items []itemRecord) error {
	var last int
	err := one(ctx, tx, []any{&last}, `select coalesce(max(place), 0) from collection_items where workspace_id = $1 and collection_id = $2`, in.s.workspace, collection)
	for i, it := range items {
		if err != nil {
			return err
		}
		var article key
		if article, err = in.there(ctx, tx, it.Article); err != nil {
			return err
		}
		_, err = tx.exec(ctx, `insert into collection_items (workspace_id, collection_id, article_id, place, note, due) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
			in.s.workspace, collection, article, last+1+i, it.Note, it.Due)
	}
	return err
}

// guide stores a guide, which names articles as the library does.
func (in *importer) guide(ctx context.Context, tx conn, collection key, g guideRecord) error {
	id, err := backedUp(g.ID)
	if err != nil {
		return err
	}
	var names []string
	for name, there := range in.renamed {
		if name != there.String() {
			names = append(names, name, there.String())
		}
	}
	_, err = tx.exec(ctx, `insert into collection_guides (workspace_id, collection_id, id, input_sha256, content, added_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
		in.s.workspace, collection, id, g.InputSHA256, strings.NewReplacer(names...).Replace(string(g.Content)), g.AddedAt)
	return err
}

func (in *importer) note(ctx context.Context, tx conn, collection key, n noteRecord) (added int, err error) {
	id, err := backedUp(n.ID)
	if err != nil {
		return 0, err
	}
	article, err := in.there(ctx, tx, n.Article)
	if err != nil {
		return 0, err
	}
	made, err := tx.exec(ctx, `insert into notes (workspace_id, id, collection_id, article_id, author, body, start_at, end_at, quote, prefix, suffix, text_sha256, added_at, changed_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing`,
		in.s.workspace, id, collection, article, n.Author, n.Body, n.Start, n.End, n.Quote, n.Prefix, n.Suffix, n.TextSHA256, n.AddedAt, n.ChangedAt)
	return int(made), err
}

// feed stores a feed that is not there, with its items. It is asked for at once.
func (in *importer) feed(ctx context.Context, tx conn, collection key, f feedRecord) error {
	id, err := backedUp(f.ID)
	if err != nil {
		return err
	}
	n, err := tx.exec(ctx, `insert into feeds (workspace_id, id, collection_id, url, title, active, every, backfill, etag, modified, failures, error, checked_at, due_at, lease_until, added_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', $11, $12, 0, $13) on conflict do nothing`,
		in.s.workspace, id, collection, f.URL, f.Title, f.Active, f.Every, f.Backfill, f.ETag, f.Modified, f.CheckedAt, in.s.stamp(), f.AddedAt)
	if err != nil || n == 0 {
		return err
	}
	for _, it := range f.Items {
		if err := in.feedItem(ctx, tx, id, it); err != nil {
			return err
		}
	}
	return nil
}

func (in *importer) feedItem(ctx context.Context, tx conn, feed key, it feedItemRecord) error {
	id, err := backedUp(it.ID)
	if err != nil {
		return err
	}
	named := func(name string) *key { // the article may be gone
		if k, ok := in.id(name); ok {
			return &k
		}
		return nil
	}
	_, err = tx.exec(ctx, `insert into feed_items (workspace_id, feed_id, sha256, id, uri, title, state, article_id, reprint_of, attempts, error, seen_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
		in.s.workspace, feed, it.SHA256, id, it.URI, it.Title, it.State, named(it.Article), named(it.ReprintOf), it.Attempts, it.Error, it.SeenAt)
	return err
}
