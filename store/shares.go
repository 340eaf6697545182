package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/daodu/daodu"
)

// Limits of links: how long one can be good, and how many a collection has.
const (
	maxShareTime = 366 * 24 * time.Hour
	maxShares    = 200
)

// errNoShare is the one answer to a link that is wrong, has expired or was revoked.
var errNoShare = fmt.Errorf("%w: this link is not valid, or no longer", daodu.ErrNotFound)

// AddShare makes a link by which a collection can be read without a key until a time. The
// token of the share is told here only. The error wraps [daodu.ErrNotFound], or
// [daodu.ErrUsage] when the time is past or more than a year away.
func (s *Store) AddShare(ctx context.Context, collection, note string, expires time.Time) (sh daodu.Share, err error) {
	k, err := identifier("collection", collection)
	if err != nil {
		return sh, err
	}
	if left := expires.Sub(s.now()); left <= 0 || left > maxShareTime {
		return sh, fmt.Errorf("%w: a link expires in the future, within a year", daodu.ErrUsage)
	}
	if err := noted(note); err != nil {
		return sh, err
	}
	id, secret := newKey(), make([]byte, 32)
	rand.Read(secret) // never fails
	sum := sha256.Sum256(secret)
	now := s.stamp()
	err = s.write(ctx, func(tx conn) error {
		if _, err := s.collection(ctx, tx, k); err != nil {
			return err
		}
		n := 0
		if err := one(ctx, tx, []any{&n}, `select count(*) from shares where workspace_id = $1 and collection_id = $2`, s.workspace, k); err != nil {
			return err
		}
		if n >= maxShares {
			return fmt.Errorf("%w: a collection has up to %d links", daodu.ErrTooLarge, maxShares)
		}
		_, err := tx.exec(ctx, `insert into shares (workspace_id, id, collection_id, note, secret_sha256, expires_at, revoked_at, used_at, added_at)
			values ($1, $2, $3, $4, $5, $6, 0, 0, $7)`, s.workspace, id, k, note, sum[:], micros(expires), now)
		return err
	})
	return daodu.Share{
		ID: id.String(), Collection: k.String(), Note: note, ExpiresAt: at(micros(expires)), AddedAt: at(now),
		Token: token(s.workspace, id, secret),
	}, err
}

// token writes what a link carries: whose share it is, which, and its secret.
func token(workspace, id key, secret []byte) string {
	return base64.RawURLEncoding.EncodeToString(append(append(workspace[:], id[:]...), secret...))
}

// Shares returns the links of a collection, the newest first, without their tokens. The
// error wraps [daodu.ErrNotFound].
func (s *Store) Shares(ctx context.Context, collection string) (out []daodu.Share, err error) {
	k, err := identifier("collection", collection)
	if err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx conn) error {
		if _, err := s.collection(ctx, tx, k); err != nil {
			return err
		}
		out = []daodu.Share{}
		return each(ctx, tx, func(r rows) error {
			var id key
			var expires, revoked, used, added int64
			sh := daodu.Share{Collection: k.String()}
			err := r.Scan(&id, &sh.Note, &expires, &revoked, &used, &added)
			sh.ID, sh.ExpiresAt, sh.RevokedAt, sh.UsedAt, sh.AddedAt = id.String(), at(expires), at(revoked), at(used), at(added)
			out = append(out, sh)
			return err
		}, `select id, note, expires_at, revoked_at, used_at, added_at from shares where workspace_id = $1 and collection_id = $2 order by id desc`, s.workspace, k)
	})
	return out, err
}

// RevokeShare ends a link at once. The error wraps [daodu.ErrNotFound].
func (s *Store) RevokeShare(ctx context.Context, collection, id string) error {
	k, err := identifier("collection", collection)
	if err != nil {
		return err
	}
	share, err := identifier("link", id)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx conn) error {
		n, err := tx.exec(ctx, `update shares set revoked_at = case when revoked_at = 0 then $4 else revoked_at end
			where workspace_id = $1 and collection_id = $2 and id = $3`, s.workspace, k, share, s.stamp())
		if err == nil && n == 0 {
			err = fmt.Errorf("%w: collection %s has no link %s", daodu.ErrNotFound, collection, id)
		}
		return err
	})
}

// OpenShare returns the collection that a token opens, and the workspace in which it is.
// What is wrong with a token is not told: the error wraps [daodu.ErrNotFound].
func (s *Store) OpenShare(ctx context.Context, token string) (view *Store, collection string, err error) {
	data, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(data) != 2*len(key{})+32 {
		return nil, "", errNoShare
	}
	view = &Store{shared: s.shared, workspace: key(data[:16])}
	id, given := key(data[16:32]), sha256.Sum256(data[32:])
	var k key
	var kept []byte
	var expires, revoked, used int64
	err = s.read(ctx, func(tx conn) error {
		return one(ctx, tx, []any{&view.name, &k, &kept, &expires, &revoked, &used}, `select w.name, s.collection_id, s.secret_sha256, s.expires_at, s.revoked_at, s.used_at
			from shares s join workspaces w on w.id = s.workspace_id where s.workspace_id = $1 and s.id = $2`, view.workspace, id)
	})
	switch {
	case errors.Is(err, errNoRow):
		return nil, "", errNoShare
	case err != nil:
		return nil, "", err
	case subtle.ConstantTimeCompare(kept, given[:]) != 1 || revoked != 0 || expires <= s.stamp():
		return nil, "", errNoShare
	}
	return view, k.String(), view.shareUsed(ctx, id, used)
}

// shareUsed notes, once a minute, that a link was used.
func (s *Store) shareUsed(ctx context.Context, id key, last int64) error {
	now := s.stamp()
	if now-last < time.Minute.Microseconds() {
		return nil
	}
	return s.write(ctx, func(tx conn) error {
		_, err := tx.exec(ctx, `update shares set used_at = $3 where workspace_id = $1 and id = $2`, s.workspace, id, now)
		return err
	})
}
