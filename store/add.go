package store

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// An Outcome is what became of an item that was to be added.
type Outcome string

// The outcomes.
const (
	New   Outcome = "added"
	Known Outcome = "known"       // the same text from the same place is there
	Again Outcome = "also_source" // the same text is there; this is a further place where it stands
)

// An Added tells what became of one item.
type Added struct {
	ID      string  `json:"id"`
	Outcome Outcome `json:"outcome"`
	// ReprintOf lists articles of the library that hold most of the text, or stand in it,
	// the most alike first. They are different texts all the same: cut, in another script,
	// with other faults.
	ReprintOf []daodu.Entry `json:"reprint_of,omitempty"`
	Jobs      []daodu.Job   `json:"jobs,omitempty"` // see AddAndOrder
}

// Add stores items in one transaction: either all are there when it returns, each whole,
// or none is. The same text is stored once, also when several programs add it at the
// same time. The result has an element for each item, in order.
func (s *Store) Add(ctx context.Context, items ...*Item) ([]Added, error) {
	return s.addAll(ctx, items, func(conn, []Added) error { return nil })
}

// addAll adds items and does in the same transaction what follows from it.
func (s *Store) addAll(ctx context.Context, items []*Item, then func(conn, []Added) error) ([]Added, error) {
	for _, it := range items {
		if err := it.Prepare(); err != nil {
			return nil, err
		}
	}
	// In one order everywhere, so that two programs never wait for each other.
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return bytes.Compare(items[a].row.textSHA, items[b].row.textSHA) })
	keys := make([]key, len(items)) // lists show articles in the order of their keys
	for i := range keys {
		keys[i] = newKey()
	}
	out := make([]Added, len(items))
	err := s.write(ctx, func(tx conn) error {
		for _, i := range order {
			var err error
			if out[i], err = s.add(ctx, tx, keys[i], items[i]); err != nil {
				return err
			}
		}
		return then(tx, out)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// add adds one article under a new key.
func (s *Store) add(ctx context.Context, tx conn, id key, it *Item) (Added, error) {
	row, now := it.row, s.stamp()
	if err := s.addOriginal(ctx, tx, it); err != nil {
		return Added{}, err
	}
	made, err := s.addHead(ctx, tx, id, it, now, now)
	if err != nil {
		return Added{}, err
	}
	if !made {
		return s.addAgain(ctx, tx, it, now)
	}
	added := Added{ID: id.String(), Outcome: New}
	if added.ReprintOf, err = s.copies(ctx, tx, id, row.fingerprints); err != nil {
		return Added{}, err
	}
	if _, err := s.addSource(ctx, tx, id, it, now); err != nil {
		return Added{}, err
	}
	if err := s.addText(ctx, tx, id, it); err != nil {
		return Added{}, err
	}
	return added, s.emitAdded(ctx, tx, id, it.Article)
}

// addHead adds the row of an article; made is false when its text is there already.
func (s *Store) addHead(ctx context.Context, tx conn, id key, it *Item, added, changed int64) (made bool, err error) {
	a, row := it.Article, it.row
	name, role := speaker(a.Speaker)
	n, err := tx.exec(ctx, `insert into articles (workspace_id, id, text_sha256, title, speaker, speaker_folded, role, publisher, publisher_folded,
		occasion, date, genre, script, lang, length, damage, uri, chunks, prints, added_at, changed_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) on conflict do nothing`,
		s.workspace, id, row.textSHA, a.Title, name, fold(name), role, a.Publisher, fold(a.Publisher), a.Occasion, a.Date, string(a.Genre),
		string(a.Script), a.Lang, a.Length, string(row.damage), a.Source.URI, len(row.chunks), len(row.fingerprints), added, changed)
	return n > 0, err
}

// addAgain notes a further source of a text that is there.
func (s *Store) addAgain(ctx context.Context, tx conn, it *Item, now int64) (Added, error) {
	var id key
	err := one(ctx, tx, []any{&id}, `select id from articles where workspace_id = $1 and text_sha256 = $2`, s.workspace, it.row.textSHA)
	if errors.Is(err, errNoRow) {
		return Added{}, errGone // deleted by another program at this moment
	}
	if err != nil {
		return Added{}, err
	}
	made, err := s.addSource(ctx, tx, id, it, now)
	added := Added{ID: id.String(), Outcome: Known}
	if made {
		added.Outcome = Again
	}
	return added, err
}

// errGone asks for the transaction to be repeated.
var errGone = errors.New("store: the article was removed at the same time; try again")

func (s *Store) addOriginal(ctx context.Context, tx conn, it *Item) error {
	if len(it.Original) == 0 {
		return nil
	}
	_, err := tx.exec(ctx, `insert into originals (workspace_id, sha256, bytes, data) values ($1, $2, $3, $4) on conflict (workspace_id, sha256) do nothing`,
		s.workspace, it.row.sourceSHA, len(it.Original), it.row.original)
	return err
}

// addSource notes where a text stands; made is false when that was known.
func (s *Store) addSource(ctx context.Context, tx conn, id key, it *Item, now int64) (made bool, err error) {
	a := it.Article
	n, err := tx.exec(ctx, `insert into sources (workspace_id, article_id, uri, sha256, title, publisher, date, detail, added_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (workspace_id, article_id, uri, sha256) do nothing`,
		s.workspace, id, a.Source.URI, it.row.sourceSHA, a.Title, a.Publisher, a.Date, it.row.source, now)
	return n > 0, err
}

// addText stores the text of a new article and everything that finds it.
func (s *Store) addText(ctx context.Context, tx conn, id key, it *Item) error {
	row := it.row
	if _, err := tx.exec(ctx, `insert into texts (workspace_id, article_id, text, detail, raw, terms, fingerprints) values ($1, $2, $3, $4, $5, $6, $7)`,
		s.workspace, id, it.Article.Text, row.detail, row.raw, row.terms, packHashes(row.fingerprints)); err != nil {
		return err
	}
	chunks := slices.Clone(row.chunks)
	for i := range chunks {
		chunks[i].workspace, chunks[i].article = s.workspace, id
	}
	if err := s.dia.index(ctx, tx, chunks); err != nil {
		return err
	}
	if err := s.addFingerprints(ctx, tx, id, row.fingerprints); err != nil {
		return err
	}
	if it.Vectors == nil {
		return nil
	}
	return s.addVectors(ctx, tx, id, it.Vectors)
}

func (s *Store) addFingerprints(ctx context.Context, tx conn, id key, hashes []uint64) error {
	values := make([][]any, len(hashes))
	for i, h := range hashes {
		values[i] = []any{s.workspace, int64(h), id}
	}
	return tx.load(ctx, "fingerprints", []string{"workspace_id", "hash", "article_id"}, values)
}

// speaker returns by what name and post a speaker is listed and filtered.
func speaker(p *daodu.Speaker) (name, role string) {
	if p == nil {
		return "", ""
	}
	return p.Name, p.Role
}

// fold returns a name as filters compare it: in Simplified letters, half-width, small.
func fold(name string) string { return strings.ToLower(zh.FoldString(strings.TrimSpace(name))) }
