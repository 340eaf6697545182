package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/daodu/daodu"
)

// Limits of feeds.
const (
	MaxFeeds    = 500 // of a workspace
	minEvery    = 5   // minutes between two looks
	maxEvery    = 7 * 24 * 60
	MaxBackfill = 500
)

const feedColumns = `f.id, f.collection_id, f.url, f.title, f.active, f.every, f.backfill, f.failures, f.error, f.checked_at, f.due_at, f.added_at`

func scanFeed(r rows, more ...any) (daodu.Feed, error) {
	var f daodu.Feed
	var id, collection key
	var active int
	var checked, due, added int64
	err := r.Scan(append([]any{&id, &collection, &f.URL, &f.Title, &active, &f.Every, &f.Backfill, &f.Failures, &f.Error, &checked, &due, &added}, more...)...)
	f.ID, f.Collection, f.Active = id.String(), collection.String(), active == 1
	f.CheckedAt, f.DueAt, f.AddedAt = at(checked), at(due), at(added)
	return f, err
}

func checkFeed(f daodu.Feed) error {
	switch {
	case f.Every < minEvery || f.Every > maxEvery:
		return fmt.Errorf("%w: a feed is asked for every %d to %d minutes", daodu.ErrUsage, minEvery, maxEvery)
	case f.Backfill < 0 || f.Backfill > MaxBackfill:
		return fmt.Errorf("%w: backfill is 0 to %d items", daodu.ErrUsage, MaxBackfill)
	case len(f.URL) > maxURL || f.URL != printable(f.URL):
		return fmt.Errorf("%w: an address has up to %d bytes", daodu.ErrUsage, maxURL)
	}
	return nil
}

// AddFeed subscribes a collection to the URL of a feed, with its Every and Backfill. It is
// asked for at once. When the collection has it already, that one is returned and made is
// false. The caller has checked that the address may be called. The error wraps
// [daodu.ErrNotFound] without such a collection, [daodu.ErrUsage], or [daodu.ErrTooLarge].
func (s *Store) AddFeed(ctx context.Context, f daodu.Feed) (_ daodu.Feed, made bool, err error) {
	collection, err := identifier("collection", f.Collection)
	if err != nil {
		return f, false, err
	}
	if err := checkFeed(f); err != nil {
		return f, false, err
	}
	k, now := newKey(), s.stamp()
	err = s.write(ctx, func(tx conn) error {
		if err := s.touch(ctx, tx, collection); err != nil {
			return err
		}
		var count int
		if err := one(ctx, tx, []any{&count}, `select count(*) from feeds where workspace_id = $1`, s.workspace); err != nil {
			return err
		}
		n, err := tx.exec(ctx, `insert into feeds (workspace_id, id, collection_id, url, title, active, every, backfill, etag, modified, failures, error, checked_at, due_at, lease_until, added_at)
			values ($1, $2, $3, $4, '', 1, $5, $6, '', '', 0, '', 0, $7, 0, $7) on conflict (workspace_id, collection_id, url) do nothing`,
			s.workspace, k, collection, f.URL, f.Every, f.Backfill, now)
		if err != nil {
			return err
		}
		if made = n > 0; made && count >= MaxFeeds {
			return fmt.Errorf("%w: a workspace has up to %d feeds; remove one", daodu.ErrTooLarge, MaxFeeds)
		}
		f, err = s.feed(ctx, tx, "f.collection_id = $2 and f.url = $3", collection, f.URL)
		return err
	})
	return f, made, err
}

func (s *Store) feed(ctx context.Context, tx conn, where string, args ...any) (f daodu.Feed, err error) {
	found := false
	err = each(ctx, tx, func(r rows) error {
		found = true
		f, err = scanFeed(r)
		return err
	}, `select `+feedColumns+` from feeds f where f.workspace_id = $1 and `+where, append([]any{s.workspace}, args...)...)
	if err == nil && !found {
		err = fmt.Errorf("%w: no such feed in this library", daodu.ErrNotFound)
	}
	return f, err
}

// Feed returns a feed. The error wraps [daodu.ErrNotFound].
func (s *Store) Feed(ctx context.Context, id string) (f daodu.Feed, err error) {
	k, err := identifier("feed", id)
	if err != nil {
		return f, err
	}
	err = s.read(ctx, func(tx conn) error {
		f, err = s.feed(ctx, tx, "f.id = $2", k)
		return err
	})
	return f, err
}

// Feeds returns the feeds of a collection in the order of adding, of all when collection
// is "". The error wraps [daodu.ErrNotFound].
func (s *Store) Feeds(ctx context.Context, collection string) (out []daodu.Feed, err error) {
	where, args := "", []any{s.workspace}
	var k key
	if collection != "" {
		if k, err = identifier("collection", collection); err != nil {
			return nil, err
		}
		where, args = " and f.collection_id = $2", append(args, k)
	}
	err = s.read(ctx, func(tx conn) error {
		if collection != "" {
			if _, err := s.collection(ctx, tx, k); err != nil {
				return err
			}
		}
		out = []daodu.Feed{}
		return each(ctx, tx, func(r rows) error {
			f, err := scanFeed(r)
			out = append(out, f)
			return err
		}, `select `+feedColumns+` from feeds f where f.workspace_id = $1`+where+` order by f.id`, args...)
	})
	return out, err
}

// A FeedChange says what to change of a feed; nil leaves what is there.
type FeedChange struct {
	Active *bool
	Every  *int // minutes
}

// ChangeFeed changes a feed and has it asked for at once when it is active. What failed
// before is forgotten. The error wraps [daodu.ErrNotFound] or [daodu.ErrUsage].
func (s *Store) ChangeFeed(ctx context.Context, id string, c FeedChange) (f daodu.Feed, err error) {
	k, err := identifier("feed", id)
	if err != nil {
		return f, err
	}
	err = s.write(ctx, func(tx conn) error {
		if f, err = s.feed(ctx, tx, "f.id = $2", k); err != nil {
			return err
		}
		if c.Active != nil {
			f.Active = *c.Active
		}
		if c.Every != nil {
			f.Every = *c.Every
		}
		if err := checkFeed(f); err != nil {
			return err
		}
		if _, err := tx.exec(ctx, `update feeds set active = $3, every = $4, failures = 0, error = '', due_at = $5 where workspace_id = $1 and id = $2`,
			s.workspace, k, bit(f.Active), f.Every, s.stamp()); err != nil {
			return err
		}
		f, err = s.feed(ctx, tx, "f.id = $2", k)
		return err
	})
	return f, err
}

// RemoveFeed ends a subscription. The articles that it brought stay. The error wraps
// [daodu.ErrNotFound].
func (s *Store) RemoveFeed(ctx context.Context, id string) error {
	k, err := identifier("feed", id)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx conn) error {
		n, err := tx.exec(ctx, `delete from feeds where workspace_id = $1 and id = $2`, s.workspace, k)
		if err == nil && n == 0 {
			err = fmt.Errorf("%w: no feed %s in this library", daodu.ErrNotFound, id)
		}
		return err
	})
}

// FeedItems returns what became of the items of a feed, those seen last first. next is the
// place to go on after, "" at the end. The error wraps [daodu.ErrNotFound].
func (s *Store) FeedItems(ctx context.Context, id string, p Page) (out []daodu.FeedItem, next string, err error) {
	k, err := identifier("feed", id)
	if err != nil {
		return nil, "", err
	}
	after, args, err := p.before(s.workspace, "i.id", k)
	if err != nil {
		return nil, "", err
	}
	var places []key
	err = s.read(ctx, func(tx conn) error {
		if _, err := s.feed(ctx, tx, "f.id = $2", k); err != nil {
			return err
		}
		out, places, err = s.feedItems(ctx, tx, fmt.Sprintf(`%s order by i.id desc limit %d`, after, p.limit()+1), args...)
		return err
	})
	if len(out) > p.limit() {
		out, next = out[:p.limit()], places[p.limit()-1].String()
	}
	return out, next, err
}

// feedItems returns items of the feed $2 of the workspace $1, with the keys of their order.
func (s *Store) feedItems(ctx context.Context, tx conn, where string, args ...any) (out []daodu.FeedItem, places []key, err error) {
	out = []daodu.FeedItem{}
	err = each(ctx, tx, func(r rows) error {
		var it daodu.FeedItem
		var id key
		var article, original *key
		var state string
		var seen int64
		err := r.Scan(&id, &it.URI, &it.Title, &state, &article, &original, &it.Attempts, &it.Error, &seen)
		if it.State, it.SeenAt = daodu.FeedItemState(state), at(seen); article != nil {
			it.Article = article.String()
		}
		if original != nil {
			it.ReprintOf = original.String()
		}
		out, places = append(out, it), append(places, id)
		return err
	}, `select i.id, i.uri, i.title, i.state, i.article_id, i.reprint_of, i.attempts, i.error, i.seen_at
		from feed_items i where i.workspace_id = $1 and i.feed_id = $2`+where, args...)
	return out, places, err
}

// ClaimFeed takes a feed of any workspace that is due. One process at a time works on a
// feed. ok is false when none is due.
func (s *Store) ClaimFeed(ctx context.Context, lease time.Duration) (c daodu.Claim, ok bool, err error) {
	return s.claim(ctx, daodu.ClaimFeed, `t.active = 1 and t.due_at <= $1`, "t.due_at", lease)
}

// ClaimedFeed returns the feed of a claim.
func (s *Store) ClaimedFeed(ctx context.Context, c daodu.Claim) (f daodu.FeedState, err error) {
	err = s.seen(ctx, c, func(tx conn, l lease) error {
		found := false
		err := each(ctx, tx, func(r rows) error {
			found = true
			f.Feed, err = scanFeed(r, &f.ETag, &f.Modified)
			return err
		}, `select `+feedColumns+`, f.etag, f.modified from feeds f where f.workspace_id = $1 and f.id = $2`, l.workspace, l.id)
		if err == nil && !found {
			err = daodu.ErrClaimLost
		}
		return err
	})
	return f, err
}

// SeenInFeed notes the items of a feed that are new, the newest first as the feed has
// them: they are queued, but for those beyond the first queue, which are skipped. It
// returns how many are new. The error wraps [daodu.ErrClaimLost].
func (s *Store) SeenInFeed(ctx context.Context, c daodu.Claim, items []daodu.FeedItem, queue int) (fresh int, err error) {
	keys := make([]key, len(items))
	for i := len(keys) - 1; i >= 0; i-- { // the oldest item has the least key
		keys[i] = newKey()
	}
	err = s.under(ctx, c, func(tx conn, l lease) error {
		if err := s.held(ctx, tx, l, "lease = lease"); err != nil {
			return err
		}
		fresh = 0
		for i, it := range items {
			state := daodu.FeedItemQueued
			if fresh >= queue {
				state = daodu.FeedItemSkipped
			}
			sum := sha256.Sum256([]byte(it.URI))
			n, err := tx.exec(ctx, `insert into feed_items (workspace_id, feed_id, sha256, id, uri, title, state, attempts, error, seen_at)
				values ($1, $2, $3, $4, $5, $6, $7, 0, '', $8) on conflict (workspace_id, feed_id, sha256) do nothing`,
				l.workspace, l.id, sum[:], keys[i], printable(it.URI), printable(it.Title), string(state), s.stamp())
			if err != nil {
				return err
			}
			fresh += int(n)
		}
		return nil
	})
	return fresh, err
}

// QueuedInFeed returns up to n items of a feed that are to be fetched, those that failed
// least and the oldest first.
func (s *Store) QueuedInFeed(ctx context.Context, c daodu.Claim, n int) (out []daodu.FeedItem, err error) {
	err = s.seen(ctx, c, func(tx conn, l lease) error {
		out, _, err = s.feedItems(ctx, tx, fmt.Sprintf(` and i.state = 'queued' order by i.attempts, i.id limit %d`, n), l.workspace, l.id)
		return err
	})
	return out, err
}

// FeedItemDone stores what became of an item under a claim. Its article, or for a reprint
// the article that it repeats, joins the collection of the feed; a collection that is full
// is told in the item's error. The error wraps [daodu.ErrClaimLost].
func (s *Store) FeedItemDone(ctx context.Context, c daodu.Claim, it daodu.FeedItem) error {
	article, err := optionalKey(it.Article)
	if err != nil {
		return err
	}
	original, err := optionalKey(it.ReprintOf)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(it.URI))
	return s.under(ctx, c, func(tx conn, l lease) error {
		if err := s.held(ctx, tx, l, "lease = lease"); err != nil {
			return err
		}
		joined := article
		if original != nil {
			joined = original
		}
		why := it.Error
		if joined != nil {
			if refused, err := s.at(l).joinFromFeed(ctx, tx, l.id, *joined); err != nil {
				return err
			} else if refused != "" {
				why = refused
			}
		}
		_, err := tx.exec(ctx, `update feed_items set state = $4, article_id = $5, reprint_of = $6, attempts = $7, error = $8
			where workspace_id = $1 and feed_id = $2 and sha256 = $3`, l.workspace, l.id, sum[:], string(it.State), article, original, it.Attempts, printable(why))
		return err
	})
}

// joinFromFeed adds an article to the collection of a feed. refused says why it could not
// be.
func (s *Store) joinFromFeed(ctx context.Context, tx conn, feed, article key) (refused string, err error) {
	f, err := s.feed(ctx, tx, "f.id = $2", feed)
	if err != nil {
		return "", err
	}
	collection, err := identifier("collection", f.Collection)
	if err != nil {
		return "", err
	}
	if err := s.touch(ctx, tx, collection); err != nil {
		return "", err
	}
	_, err = s.joinCollection(ctx, tx, collection, article)
	if errors.Is(err, daodu.ErrTooLarge) || errors.Is(err, daodu.ErrNotFound) {
		return err.Error(), nil
	}
	return "", err
}

// optionalKey reads an identifier that may be "".
func optionalKey(id string) (*key, error) {
	if id == "" {
		return nil, nil
	}
	k, err := parseKey(id)
	return &k, err
}

// FeedChecked stores what became of a look at a feed and ends the claim. The error wraps
// [daodu.ErrClaimLost].
func (s *Store) FeedChecked(ctx context.Context, c daodu.Claim, check daodu.FeedCheck) error {
	return s.under(ctx, c, func(tx conn, l lease) error {
		if check.Error != "" {
			return s.held(ctx, tx, l, "failures = failures + 1, error = $4, active = case when $5 = 1 then 0 else active end, due_at = $6, lease_until = 0",
				printable(check.Error), bit(check.Stop), micros(check.Due))
		}
		return s.held(ctx, tx, l, "failures = 0, error = '', title = $4, etag = $5, modified = $6, due_at = $7, checked_at = $8, lease_until = 0",
			printable(check.Title), check.ETag, check.Modified, micros(check.Due), s.stamp())
	})
}
