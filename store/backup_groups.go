package store

import (
	"context"
	"encoding/json"
)

// A collectionRecord is what a study group has: a collection with everything that hangs on
// it. Links to read it, webhooks and keys are not part of a backup: they hold secrets, and
// belong to one server.
type collectionRecord struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	Note      string        `json:"note"`
	AddedAt   int64         `json:"added_at"` // microseconds since 1970
	ChangedAt int64         `json:"changed_at"`
	Items     []itemRecord  `json:"items"` // in their order
	Guides    []guideRecord `json:"guides"`
	Notes     []noteRecord  `json:"notes"`
	Feeds     []feedRecord  `json:"feeds"`
}

type itemRecord struct {
	Article string `json:"article"`
	Note    string `json:"note"`
	Due     string `json:"due"`
}

type guideRecord struct {
	ID          string          `json:"id"`
	InputSHA256 []byte          `json:"input_sha256"`
	Content     json.RawMessage `json:"content"`
	AddedAt     int64           `json:"added_at"`
}

type noteRecord struct {
	ID         string `json:"id"`
	Article    string `json:"article"`
	Author     string `json:"author"`
	Body       string `json:"body"`
	Start      int    `json:"start"` // code points of the text it was made on
	End        int    `json:"end"`
	Quote      string `json:"quote"`
	Prefix     string `json:"prefix"`
	Suffix     string `json:"suffix"`
	TextSHA256 []byte `json:"text_sha256"`
	AddedAt    int64  `json:"added_at"`
	ChangedAt  int64  `json:"changed_at"`
}

type feedRecord struct {
	ID        string           `json:"id"`
	URL       string           `json:"url"`
	Title     string           `json:"title"`
	Active    int              `json:"active"`
	Every     int              `json:"every"` // minutes
	Backfill  int              `json:"backfill"`
	ETag      string           `json:"etag"`
	Modified  string           `json:"modified"`
	CheckedAt int64            `json:"checked_at"`
	AddedAt   int64            `json:"added_at"`
	Items     []feedItemRecord `json:"items"` // as they arrived
}

type feedItemRecord struct {
	ID        string `json:"id"`
	SHA256    []byte `json:"sha256"`
	URI       string `json:"uri"`
	Title     string `json:"title"`
	State     string `json:"state"`
	Article   string `json:"article,omitempty"`
	ReprintOf string `json:"reprint_of,omitempty"`
	Attempts  int    `json:"attempts"`
	Error     string `json:"error"`
	SeenAt    int64  `json:"seen_at"`
}

func (e *exporter) collections(ctx context.Context, tx conn) error {
	var all []collectionRecord
	var keys []key
	err := each(ctx, tx, func(r rows) error {
		var k key
		var c collectionRecord
		err := r.Scan(&k, &c.Name, &c.Note, &c.AddedAt, &c.ChangedAt)
		c.ID = k.String()
		all, keys = append(all, c), append(keys, k)
		return err
	}, `select id, name, note, added_at, changed_at from collections where workspace_id = $1 order by id`, e.s.workspace)
	for i := range all {
		for _, part := range []func(context.Context, conn, key, *collectionRecord) error{e.items, e.guides, e.notes, e.feeds} {
			if err == nil {
				err = part(ctx, tx, keys[i], &all[i])
			}
		}
		if err == nil {
			err = e.json.Encode(record{Collection: &all[i]})
		}
	}
	return err
}

func (e *exporter) items(ctx context.Context, tx conn, k key, c *collectionRecord) error {
	c.Items = []itemRecord{}
	return each(ctx, tx, func(r rows) error {
		var article key
		var it itemRecord
		err := r.Scan(&article, &it.Note, &it.Due)
		it.Article = article.String()
		c.Items = append(c.Items, it)
		return err
	}, `select article_id, note, due from collection_items where workspace_id = $1 and collection_id = $2 order by place, article_id`, e.s.workspace, k)
}

func (e *exporter) guides(ctx context.Context, tx conn, k key, c *collectionRecord) error {
	c.Guides = []guideRecord{}
	return each(ctx, tx, func(r rows) error {
		var id key
		var content string
		var g guideRecord
		err := r.Scan(&id, &g.InputSHA256, &content, &g.AddedAt)
		g.ID, g.Content = id.String(), json.RawMessage(content)
		c.Guides = append(c.Guides, g)
		return err
	}, `select id, input_sha256, content, added_at from collection_guides where workspace_id = $1 and collection_id = $2 order by id`, e.s.workspace, k)
}

func (e *exporter) notes(ctx context.Context, tx conn, k key, c *collectionRecord) error {
	c.Notes = []noteRecord{}
	return each(ctx, tx, func(r rows) error {
		var id, article key
		var n noteRecord
		err := r.Scan(&id, &article, &n.Author, &n.Body, &n.Start, &n.End, &n.Quote, &n.Prefix, &n.Suffix, &n.TextSHA256, &n.AddedAt, &n.ChangedAt)
		n.ID, n.Article = id.String(), article.String()
		c.Notes = append(c.Notes, n)
		return err
	}, `select id, article_id, author, body, start_at, end_at, quote, prefix, suffix, text_sha256, added_at, changed_at
		from notes where workspace_id = $1 and collection_id = $2 order by id`, e.s.workspace, k)
}

func (e *exporter) feeds(ctx context.Context, tx conn, k key, c *collectionRecord) error {
	c.Feeds = []feedRecord{}
	var keys []key
	err := each(ctx, tx, func(r rows) error {
		var id key
		var f feedRecord
		err := r.Scan(&id, &f.URL, &f.Title, &f.Active, &f.Every, &f.Backfill, &f.ETag, &f.Modified, &f.CheckedAt, &f.AddedAt)
		f.ID = id.String()
		c.Feeds, keys = append(c.Feeds, f), append(keys, id)
		return err
	}, `select id, url, title, active, every, backfill, etag, modified, checked_at, added_at
		from feeds where workspace_id = $1 and collection_id = $2 order by id`, e.s.workspace, k)
	for i := range keys {
		if err == nil {
			err = e.feedItems(ctx, tx, keys[i], &c.Feeds[i])
		}
	}
	return err
}

func (e *exporter) feedItems(ctx context.Context, tx conn, k key, f *feedRecord) error {
	f.Items = []feedItemRecord{}
	return each(ctx, tx, func(r rows) error {
		var id key
		var article, original *key
		var it feedItemRecord
		err := r.Scan(&id, &it.SHA256, &it.URI, &it.Title, &it.State, &article, &original, &it.Attempts, &it.Error, &it.SeenAt)
		if it.ID = id.String(); article != nil {
			it.Article = article.String()
		}
		if original != nil {
			it.ReprintOf = original.String()
		}
		f.Items = append(f.Items, it)
		return err
	}, `select id, sha256, uri, title, state, article_id, reprint_of, attempts, error, seen_at
		from feed_items where workspace_id = $1 and feed_id = $2 order by id`, e.s.workspace, k)
}
