package store

import (
	"context"
	"fmt"
	"time"

	"github.com/daodu/daodu"
)

// NoteChange adds a change to the audit log. ID and time are given here.
func (s *Store) NoteChange(ctx context.Context, c daodu.Change) error {
	return s.write(ctx, func(tx conn) error {
		_, err := tx.exec(ctx, `insert into audit (workspace_id, id, at, caller, name, action, target, status, request, address)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			s.workspace, newKey(), s.stamp(), c.Key, c.Name, c.Action, printable(c.Target), c.Status, c.Request, c.Address)
		return err
	})
}

// Changes returns the audit log of the workspace of s, the last change first. next is the
// ID to go on after, "" at the end.
func (s *Store) Changes(ctx context.Context, p Page) (changes []daodu.Change, next string, err error) {
	args := []any{s.workspace, p.limit() + 1}
	behind := ""
	if p.After != "" {
		after, err := parseKey(p.After)
		if err != nil {
			return nil, "", fmt.Errorf("%w: no change %q in the audit log", daodu.ErrNotFound, p.After)
		}
		args, behind = append(args, after), " and id < $3"
	}
	err = s.read(ctx, func(tx conn) error {
		changes = nil
		return each(ctx, tx, func(r rows) error {
			var c daodu.Change
			var id key
			var micro int64
			err := r.Scan(&id, &micro, &c.Key, &c.Name, &c.Action, &c.Target, &c.Status, &c.Request, &c.Address)
			c.ID, c.At = id.String(), at(micro)
			changes = append(changes, c)
			return err
		}, `select id, at, caller, name, action, target, status, request, address from audit where workspace_id = $1`+behind+` order by id desc limit $2`, args...)
	})
	if len(changes) > p.limit() {
		changes = changes[:p.limit()]
		next = changes[len(changes)-1].ID
	}
	return changes, next, err
}

// month names a calendar month (UTC).
func month(t time.Time) string { return t.UTC().Format("2006-01") }

// Spend adds what something cost to what a key has spent this month. Nothing is added for
// work that nobody pays for.
func (s *Store) Spend(ctx context.Context, keyID string, c daodu.Cost) error {
	return s.write(ctx, func(tx conn) error { return s.spend(ctx, tx, keyID, c) })
}

// spend is Spend within a transaction.
func (s *Store) spend(ctx context.Context, tx conn, keyID string, c daodu.Cost) error {
	if c.Amount == 0 || c.Currency == "" {
		return nil
	}
	k, err := parseKey(keyID)
	if err != nil {
		return noSuchKey(keyID)
	}
	_, err = tx.exec(ctx, `insert into spending (workspace_id, key_id, month, currency, amount) values ($1, $2, $3, $4, $5)
		on conflict (workspace_id, key_id, month, currency) do update set amount = spending.amount + excluded.amount`,
		s.workspace, k, month(s.now()), c.Currency, c.Amount)
	return err
}

// Spent returns what a key has spent this month in a currency.
func (s *Store) Spent(ctx context.Context, keyID, currency string) (c daodu.Cost, err error) {
	k, err := parseKey(keyID)
	if err != nil {
		return c, noSuchKey(keyID)
	}
	c.Currency = currency
	err = s.read(ctx, func(tx conn) error {
		return one(ctx, tx, []any{&c.Amount}, `select coalesce(sum(amount), 0.0) from spending where workspace_id = $1 and key_id = $2 and month = $3 and currency = $4`,
			s.workspace, k, month(s.now()), currency)
	})
	return c, err
}
