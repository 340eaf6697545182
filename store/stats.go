package store

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/daodu/daodu/internal/rank"
	"github.com/daodu/daodu/internal/terms"
	"github.com/daodu/daodu/internal/zh"
)

// A statsCache keeps the document frequencies of a workspace for a moment, so that a
// server does not read them for every search.
type statsCache struct {
	mu    sync.Mutex
	stats *rank.Stats
	until time.Time
}

// cacheFor is how long frequencies may be old. Those of one article more or less change
// no order that anybody would notice.
const cacheFor = 2 * time.Second

func (c *statsCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stats = nil
}

// statistics returns the document frequencies of the workspace.
func (s *Store) statistics(ctx context.Context) (*rank.Stats, error) {
	s.stats.mu.Lock()
	defer s.stats.mu.Unlock()
	if s.stats.stats != nil && time.Now().Before(s.stats.until) {
		return s.stats.stats, nil
	}
	stats, added, err := s.countTerms(ctx)
	if err != nil {
		return nil, err
	}
	if added >= keepFrom {
		if err := s.keepStatistics(ctx, stats); err != nil {
			s.log.Debug("document frequencies were not kept", "error", err) // they are counted again next time
		}
	}
	s.stats.stats, s.stats.until = stats.Stats, time.Now().Add(cacheFor)
	return stats.Stats, nil
}

// keepFrom is how many articles are counted before the sums are stored.
const keepFrom = 32

// A counted is frequencies with the article up to which they were counted.
type counted struct {
	*rank.Stats
	upto key
	n    int
}

// countTerms returns the frequencies that are stored and adds the articles that came
// since. When articles that had been counted are gone, it begins anew.
func (s *Store) countTerms(ctx context.Context) (c counted, added int, err error) {
	err = s.read(ctx, func(tx conn) error {
		if c, err = s.storedStatistics(ctx, tx); err != nil {
			return err
		}
		added = 0
		var stale []key
		err := each(ctx, tx, func(r rows) error {
			var packed []byte
			if err := r.Scan(&c.upto, &packed); err != nil {
				return err
			}
			var v terms.Vector
			if v.UnmarshalBinary(packed) == nil {
				c.Add(v)
			} else {
				stale = append(stale, c.upto)
			}
			c.n++
			added++
			return nil
		}, `select article_id, terms from texts where workspace_id = $1 and article_id > $2 order by article_id`, s.workspace, c.upto)
		if err != nil {
			return err
		}
		counted, err := s.countTexts(ctx, tx, stale)
		for _, v := range counted {
			c.Add(v)
		}
		return err
	})
	return c, added, err
}

// countTexts counts the terms of texts whose vectors are of another version of Daodu.
// [Store.Optimise] stores them anew.
func (s *Store) countTexts(ctx context.Context, tx conn, articles []key) (map[key]terms.Vector, error) {
	out := map[key]terms.Vector{}
	for some := range slices.Chunk(articles, countAtOnce) {
		texts, err := s.texts(ctx, tx, some)
		if err != nil {
			return nil, err
		}
		entries, err := s.entries(ctx, tx, some)
		if err != nil {
			return nil, err
		}
		for id, text := range texts {
			out[id] = terms.Count(zh.FoldRunes(titled(entries[id].Title, text)))
		}
	}
	return out, nil
}

// countAtOnce is how many texts are held in memory to count them.
const countAtOnce = 64

// recount stores the vectors of terms anew that are of another version of Daodu.
func (s *Store) recount(ctx context.Context) error {
	for {
		n := 0
		err := s.write(ctx, func(tx conn) error {
			var stale []key
			err := each(ctx, tx, func(r rows) error {
				var id key
				err := r.Scan(&id)
				stale = append(stale, id)
				return err
			}, `select article_id from texts where workspace_id = $1 and substr(terms, 1, 1) <> $2 limit $3`, s.workspace, []byte{terms.Version}, countAtOnce)
			if err != nil {
				return err
			}
			n = len(stale)
			counted, err := s.countTexts(ctx, tx, stale)
			if err != nil {
				return err
			}
			for id, v := range counted {
				packed, err := v.MarshalBinary()
				if err != nil {
					return err
				}
				if _, err := tx.exec(ctx, `update texts set terms = $3 where workspace_id = $1 and article_id = $2`, s.workspace, id, packed); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || n == 0 {
			return err
		}
	}
}

// storedStatistics returns the frequencies that are stored, if they still hold.
func (s *Store) storedStatistics(ctx context.Context, tx conn) (counted, error) {
	none := counted{Stats: new(rank.Stats)}
	c := counted{Stats: new(rank.Stats)}
	var data []byte
	err := one(ctx, tx, []any{&c.upto, &c.n, &data}, `select upto, documents, data from statistics where workspace_id = $1`, s.workspace)
	if errors.Is(err, errNoRow) {
		return none, nil
	}
	if err != nil {
		return none, err
	}
	// Programs with clocks that differ may have added articles before the last one.
	var n int
	if err := one(ctx, tx, []any{&n}, `select count(*) from articles where workspace_id = $1 and id <= $2`, s.workspace, c.upto); err != nil || n != c.n {
		return none, err
	}
	if err := c.UnmarshalBinary(data); err != nil {
		return none, nil // written by another version
	}
	return c, nil
}

func (s *Store) keepStatistics(ctx context.Context, c counted) error {
	data, err := c.MarshalBinary()
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx conn) error {
		_, err := tx.exec(ctx, `insert into statistics (workspace_id, upto, documents, data) values ($1, $2, $3, $4)
			on conflict (workspace_id) do update set upto = excluded.upto, documents = excluded.documents, data = excluded.data`,
			s.workspace, c.upto, c.n, data)
		return err
	})
}

// termVectors returns the term vectors of articles.
func (s *Store) termVectors(ctx context.Context, tx conn, articles []key) (map[key]terms.Vector, error) {
	out := map[key]terms.Vector{}
	if len(articles) == 0 {
		return out, nil
	}
	placeholders, args := list(2, articles)
	var stale []key
	err := each(ctx, tx, func(r rows) error {
		var id key
		var packed []byte
		if err := r.Scan(&id, &packed); err != nil {
			return err
		}
		var v terms.Vector
		if v.UnmarshalBinary(packed) != nil {
			stale = append(stale, id)
		}
		out[id] = v
		return nil
	}, `select article_id, terms from texts where workspace_id = $1 and article_id in (`+placeholders+`)`, append([]any{s.workspace}, args...)...)
	if err != nil {
		return nil, err
	}
	counted, err := s.countTexts(ctx, tx, stale)
	maps.Copy(out, counted)
	return out, err
}
