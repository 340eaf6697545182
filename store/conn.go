package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/daodu/daodu"
)

// A database runs transactions.
type database interface {
	// view runs f on one consistent state, which f must not change.
	view(ctx context.Context, f func(conn) error) error
	// ask runs f, which makes a single query: that needs no transaction.
	ask(ctx context.Context, f func(conn) error) error
	// update runs f in a transaction and repeats it when another writer was in the way.
	update(ctx context.Context, f func(conn) error) error
	close()
}

// A conn is a transaction, or a connection for a single query. Parameters are written $1, $2, … on both databases.
type conn interface {
	exec(ctx context.Context, sql string, args ...any) (affected int64, err error)
	query(ctx context.Context, sql string, args ...any) (rows, error)
	// load adds many rows to a table at once.
	load(ctx context.Context, table string, columns []string, values [][]any) error
}

// rows are the answer to a query.
type rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

// errNoRow is what one returns when there is none.
var errNoRow = errors.New("store: no row")

// one reads the only row of a query.
func one(ctx context.Context, c conn, dest []any, sql string, args ...any) error {
	found := false
	err := each(ctx, c, func(r rows) error {
		found = true
		return r.Scan(dest...)
	}, sql, args...)
	if err == nil && !found {
		return errNoRow
	}
	return err
}

// each calls f for every row of a query.
func each(ctx context.Context, c conn, f func(rows) error, sql string, args ...any) error {
	r, err := c.query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer r.Close()
	for r.Next() {
		if err := f(r); err != nil {
			return err
		}
	}
	return r.Err()
}

// A key is a UUID of version 7: keys made later sort behind those made before.
type key [16]byte

// newKey makes a key. It panics when the machine has no randomness.
func newKey() key { return key(uuid.Must(uuid.NewV7())) }

// parseKey reads an identifier as users give it. The error wraps [daodu.ErrNotFound]:
// what cannot be an identifier names nothing.
func parseKey(id string) (key, error) {
	u, err := uuid.Parse(id)
	if err != nil {
		return key{}, fmt.Errorf("%w: %q is no article of this library; `daodu list` shows what there is", daodu.ErrNotFound, id)
	}
	return key(u), nil
}

func (k key) String() string { return uuid.UUID(k).String() }

// Value returns k for SQLite.
func (k key) Value() (driver.Value, error) { return k[:], nil }

// Scan reads a key of SQLite.
func (k *key) Scan(src any) error {
	b, ok := src.([]byte)
	if !ok || len(b) != len(k) {
		return fmt.Errorf("store: %v is no key", src)
	}
	copy(k[:], b)
	return nil
}

// UUIDValue returns k for PostgreSQL.
func (k key) UUIDValue() (pgtype.UUID, error) { return pgtype.UUID{Bytes: k, Valid: true}, nil }

// ScanUUID reads a key of PostgreSQL.
func (k *key) ScanUUID(u pgtype.UUID) error {
	*k = u.Bytes
	return nil
}

// list returns the placeholders $from, $from+1, … for values, and the values as
// arguments, filled up by repeating the last to a power of two so that the database
// meets few different statements.
func list[T any](from int, values []T) (placeholders string, args []any) {
	n := 1
	for n < len(values) {
		n *= 2
	}
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", from+i)
		args = append(args, any(values[min(i, len(values)-1)]))
	}
	return b.String(), args
}
