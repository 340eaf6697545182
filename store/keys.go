package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/daodu/daodu"
)

// secretPrefix opens every secret, so that scanners of leaked secrets know it.
const secretPrefix = "daodu_"

// prefixLength is how much of a secret tells keys apart: 48 of its 256 bits. What is left
// is far beyond guessing.
const prefixLength = len(secretPrefix) + 8

// AddKey makes a key to the workspace of s with the name, role, rate and budget of k. The
// secret is 256 random bits; it is returned this once and not kept. The error wraps
// [daodu.ErrUsage] when there is no such role.
func (s *Store) AddKey(ctx context.Context, k daodu.Key) (made daodu.Key, secret string, err error) {
	if err := checkKey(k); err != nil {
		return made, "", err
	}
	random := make([]byte, 32)
	rand.Read(random) // never fails
	secret = secretPrefix + base64.RawURLEncoding.EncodeToString(random)
	id, now := newKey(), s.stamp()
	made = daodu.Key{
		ID: id.String(), Name: k.Name, Prefix: secret[:prefixLength], Role: k.Role, Workspace: s.name,
		AddedAt: at(now), Rate: k.Rate, Budget: k.Budget,
	}
	sum := sha256.Sum256([]byte(secret))
	err = s.write(ctx, func(tx conn) error {
		_, err := tx.exec(ctx, `insert into keys (workspace_id, id, name, prefix, sha256, role, rate, budget, currency, added_at, used_at, revoked_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0)`,
			s.workspace, id, k.Name, made.Prefix, sum[:], string(k.Role), k.Rate, k.Budget.Amount, k.Budget.Currency, now)
		return err
	})
	return made, secret, err
}

func checkKey(k daodu.Key) error {
	switch {
	case !k.Role.May(daodu.RoleReader):
		return fmt.Errorf("%w: role %q is none of reader, editor, admin", daodu.ErrUsage, k.Role)
	case k.Rate < 0 || k.Budget.Amount < 0:
		return fmt.Errorf("%w: a rate or a budget cannot be negative", daodu.ErrUsage)
	case k.Budget.Amount > 0 && k.Budget.Currency == "":
		return fmt.Errorf("%w: a budget needs a currency; write it as 5 USD", daodu.ErrUsage)
	case k.Name != printable(k.Name) || len(k.Name) > 200:
		return fmt.Errorf("%w: the name of a key is text of up to 200 bytes", daodu.ErrUsage)
	}
	return nil
}

// keyColumns are what a key is read from, in the order of scanKey.
const keyColumns = `k.id, w.name, k.name, k.prefix, k.role, k.rate, k.budget, k.currency, k.added_at, k.used_at, k.revoked_at`

func scanKey(r rows, more ...any) (daodu.Key, error) {
	var k daodu.Key
	var id key
	var role string
	var added, used, revoked int64
	err := r.Scan(append([]any{&id, &k.Workspace, &k.Name, &k.Prefix, &role, &k.Rate, &k.Budget.Amount, &k.Budget.Currency, &added, &used, &revoked}, more...)...)
	k.ID, k.Role = id.String(), daodu.Role(role)
	k.AddedAt, k.UsedAt, k.RevokedAt = at(added), at(used), at(revoked)
	return k, err
}

// at returns the time that a table holds; 0 is no time.
func at(micro int64) time.Time {
	if micro == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micro).UTC()
}

// KeyOf returns the valid key with a secret, of whatever workspace. The error wraps
// [daodu.ErrNotFound]. How long it takes tells nothing of the secret but its prefix,
// which is no secret: the rest is compared in constant time.
func (s *Store) KeyOf(ctx context.Context, secret string) (daodu.Key, error) {
	var found daodu.Key
	ok := 0
	sum := sha256.Sum256([]byte(secret))
	if len(secret) < prefixLength || !strings.HasPrefix(secret, secretPrefix) || secret != printable(secret) {
		return found, errNoKey
	}
	err := s.read(ctx, func(tx conn) error {
		ok = 0
		return each(ctx, tx, func(r rows) error {
			var kept []byte
			k, err := scanKey(r, &kept)
			if err == nil && subtle.ConstantTimeCompare(kept, sum[:]) == 1 {
				found, ok = k, 1
			}
			return err
		}, `select `+keyColumns+`, k.sha256 from keys k join workspaces w on w.id = k.workspace_id where k.prefix = $1 and k.revoked_at = 0`, secret[:prefixLength])
	})
	if err == nil && ok == 0 {
		err = errNoKey
	}
	return found, err
}

// errNoKey tells nothing of how near a guess was.
var errNoKey = fmt.Errorf("%w: no such key", daodu.ErrNotFound)

// AnyKey reports whether any workspace has a valid key.
func (s *Store) AnyKey(ctx context.Context) (bool, error) {
	var n int
	err := s.read(ctx, func(tx conn) error {
		return one(ctx, tx, []any{&n}, `select case when exists (select 1 from keys where revoked_at = 0) then 1 else 0 end`)
	})
	return n > 0, err
}

// ListKeys returns the keys of the workspace of s, those made last first, the revoked ones
// too.
func (s *Store) ListKeys(ctx context.Context) (keys []daodu.Key, err error) {
	err = s.read(ctx, func(tx conn) error {
		keys = nil
		return each(ctx, tx, func(r rows) error {
			k, err := scanKey(r)
			keys = append(keys, k)
			return err
		}, `select `+keyColumns+` from keys k join workspaces w on w.id = k.workspace_id where k.workspace_id = $1 order by k.id desc`, s.workspace)
	})
	return keys, err
}

// TouchKey notes that a key was used just now.
func (s *Store) TouchKey(ctx context.Context, k daodu.Key) error {
	id, err := parseKey(k.ID)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx conn) error {
		_, err := tx.exec(ctx, `update keys set used_at = $1 where workspace_id = (select id from workspaces where name = $2) and id = $3`, s.stamp(), k.Workspace, id)
		return err
	})
}

// RevokeKey makes a key of the workspace of s invalid, now and for good. The error wraps
// [daodu.ErrNotFound] when there is no such key, or it was revoked before.
func (s *Store) RevokeKey(ctx context.Context, id string) error {
	k, err := parseKey(id)
	if err != nil {
		return noSuchKey(id)
	}
	return s.write(ctx, func(tx conn) error {
		n, err := tx.exec(ctx, `update keys set revoked_at = $1 where workspace_id = $2 and id = $3 and revoked_at = 0`, s.stamp(), s.workspace, k)
		if err == nil && n == 0 {
			return noSuchKey(id)
		}
		return err
	})
}

func noSuchKey(id string) error {
	return fmt.Errorf("%w: no valid key %s in this workspace; `daodu key list` shows what there is", daodu.ErrNotFound, id)
}
