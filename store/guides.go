package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/daodu/daodu"
)

// AskCollectionGuide asks for a guide over a collection, unless one is being written. The
// error wraps [daodu.ErrNotFound], or [daodu.ErrUsage] for a collection of fewer than two
// articles, of which there is nothing to compare.
func (s *Store) AskCollectionGuide(ctx context.Context, id string) (st daodu.CollectionGuideState, err error) {
	k, err := identifier("collection", id)
	if err != nil {
		return st, err
	}
	err = s.write(ctx, func(tx conn) error {
		c, err := s.collection(ctx, tx, k)
		if err != nil {
			return err
		}
		if c.Articles < 2 {
			return fmt.Errorf("%w: a guide over a collection compares its articles; add at least two", daodu.ErrUsage)
		}
		_, err = tx.exec(ctx, `insert into collection_wishes (workspace_id, collection_id, state, attempts, waiting, error, asked_at, due_at, lease_until)
			values ($1, $2, 'queued', 0, 0, '', $3, $3, 0) on conflict (workspace_id, collection_id) do update
			set state = 'queued', attempts = 0, waiting = 0, error = '', asked_at = excluded.asked_at, due_at = excluded.due_at
			where collection_wishes.state <> 'queued'`, s.workspace, k, s.stamp())
		if err != nil {
			return err
		}
		st, err = s.guideState(ctx, tx, k)
		return err
	})
	return st, err
}

// CollectionGuideState says how far the guide has come that was asked for last. The error
// wraps [daodu.ErrNotFound] when nobody asked.
func (s *Store) CollectionGuideState(ctx context.Context, id string) (st daodu.CollectionGuideState, err error) {
	k, err := identifier("collection", id)
	if err != nil {
		return st, err
	}
	err = s.read(ctx, func(tx conn) error {
		st, err = s.guideState(ctx, tx, k)
		return err
	})
	return st, err
}

func (s *Store) guideState(ctx context.Context, tx conn, k key) (st daodu.CollectionGuideState, err error) {
	var state string
	var asked int64
	err = one(ctx, tx, []any{&state, &st.Attempts, &st.Waiting, &st.Error, &asked}, `select state, attempts, waiting, error, asked_at
		from collection_wishes where workspace_id = $1 and collection_id = $2`, s.workspace, k)
	if errors.Is(err, errNoRow) {
		return st, fmt.Errorf("%w: nobody has asked for a guide over collection %s", daodu.ErrNotFound, k)
	}
	st.State, st.AskedAt = daodu.WorkState(state), at(asked)
	return st, err
}

// CollectionGuide returns the newest guide over a collection. current is false when the
// collection has other articles by now, or texts that were read anew. The error wraps
// [daodu.ErrNotFound].
func (s *Store) CollectionGuide(ctx context.Context, id string) (g *daodu.CollectionGuide, current bool, err error) {
	k, err := identifier("collection", id)
	if err != nil {
		return nil, false, err
	}
	err = s.read(ctx, func(tx conn) error {
		var content string
		err := one(ctx, tx, []any{&content}, `select content from collection_guides where workspace_id = $1 and collection_id = $2 order by id desc limit 1`, s.workspace, k)
		if errors.Is(err, errNoRow) {
			return fmt.Errorf("%w: no guide over collection %s has been written", daodu.ErrNotFound, id)
		}
		if err != nil {
			return err
		}
		g = new(daodu.CollectionGuide)
		if err := json.Unmarshal([]byte(content), g); err != nil {
			return fmt.Errorf("store: guide over collection %s: %w", id, err)
		}
		current, err = s.guideIsCurrent(ctx, tx, k, g)
		return err
	})
	return g, current, err
}

// guideIsCurrent reports whether a guide is about the articles as they are.
func (s *Store) guideIsCurrent(ctx context.Context, tx conn, k key, g *daodu.CollectionGuide) (bool, error) {
	n, same := 0, true
	err := each(ctx, tx, func(r rows) error {
		var id key
		var sum []byte
		err := r.Scan(&id, &sum)
		same = same && n < len(g.Articles) && g.Articles[n].ID == id.String() && g.Articles[n].TextSHA256 == hex.EncodeToString(sum)
		n++
		return err
	}, `select a.id, a.text_sha256 from collection_items i join articles a on a.workspace_id = i.workspace_id and a.id = i.article_id
		where i.workspace_id = $1 and i.collection_id = $2 order by i.place, i.article_id`, s.workspace, k)
	return same && n == len(g.Articles), err
}

// ClaimCollection takes a collection of any workspace over which somebody wants a guide.
// ok is false when there is none.
func (s *Store) ClaimCollection(ctx context.Context, lease time.Duration) (c daodu.Claim, ok bool, err error) {
	return s.claim(ctx, daodu.ClaimCollection, `t.state = 'queued' and t.due_at <= $1`, "t.due_at", lease)
}

// KeepCollectionGuide stores the guide of a claim, gives it its ID and tells the webhooks.
// A guide that was made from the same input as the newest one is not stored again. The
// error wraps [daodu.ErrClaimLost].
func (s *Store) KeepCollectionGuide(ctx context.Context, c daodu.Claim, g *daodu.CollectionGuide) error {
	sum, err := hex.DecodeString(g.Origin.InputSHA256)
	if err != nil || len(sum) == 0 {
		return fmt.Errorf("%w: input_sha256 %q is no SHA-256", daodu.ErrBadInput, g.Origin.InputSHA256)
	}
	made := newKey()
	return s.under(ctx, c, func(tx conn, l lease) error {
		if err := s.held(ctx, tx, l, "state = 'done', waiting = 0, error = '', attempts = attempts + 1, lease_until = 0"); err != nil {
			return err
		}
		var last []byte
		err := one(ctx, tx, []any{&last}, `select input_sha256 from collection_guides where workspace_id = $1 and collection_id = $2 order by id desc limit 1`, l.workspace, l.id)
		if err != nil && !errors.Is(err, errNoRow) || string(last) == string(sum) {
			return err
		}
		return s.at(l).addGuide(ctx, tx, l.id, made, sum, g)
	})
}

func (s *Store) addGuide(ctx context.Context, tx conn, collection, id key, sum []byte, g *daodu.CollectionGuide) error {
	g.ID = id.String()
	content, err := toJSON(g)
	if err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `insert into collection_guides (workspace_id, collection_id, id, input_sha256, content, added_at) values ($1, $2, $3, $4, $5, $6)`,
		s.workspace, collection, id, sum, content, s.stamp()); err != nil {
		return err
	}
	return s.post(ctx, tx, daodu.EventCollectionReady, daodu.EventData{
		Collection: collection.String(), Name: g.Collection.Name, Guide: g.ID, Verdict: g.Verdict, Lang: g.Lang, Engine: g.Origin.Engine,
	})
}

// PostponeCollection puts the work of a claim off: waiting tells how many articles have no
// guide yet, why what failed, "" when nothing did. The error wraps [daodu.ErrClaimLost].
func (s *Store) PostponeCollection(ctx context.Context, c daodu.Claim, until time.Time, waiting int, why string) error {
	return s.under(ctx, c, func(tx conn, l lease) error {
		return s.held(ctx, tx, l, "waiting = $4, error = $5, attempts = attempts + $6, due_at = $7, lease_until = 0", waiting, printable(why), bit(why != ""), micros(until))
	})
}

// FailCollection gives the work of a claim up. The error wraps [daodu.ErrClaimLost].
func (s *Store) FailCollection(ctx context.Context, c daodu.Claim, why string) error {
	return s.under(ctx, c, func(tx conn, l lease) error {
		return s.held(ctx, tx, l, "state = 'failed', error = $4, attempts = attempts + 1, lease_until = 0", printable(why))
	})
}

// CollectionWish says how far the work of a claim has come. The error wraps
// [daodu.ErrClaimLost] when the collection is gone.
func (s *Store) CollectionWish(ctx context.Context, c daodu.Claim) (st daodu.CollectionGuideState, err error) {
	err = s.seen(ctx, c, func(tx conn, l lease) error {
		st, err = s.at(l).guideState(ctx, tx, l.id)
		return err
	})
	if errors.Is(err, daodu.ErrNotFound) {
		err = fmt.Errorf("%w: %w", daodu.ErrClaimLost, err)
	}
	return st, err
}
