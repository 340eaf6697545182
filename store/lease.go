package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/daodu/daodu"
)

// A lease is a claim as the tables hold it: the row of a table, of any workspace, and the
// key of whoever works on it.
type lease struct {
	table, column     string // where, and what names the row within its workspace
	workspace, id, by key
}

// leased says where claims of each kind stand.
var leased = map[daodu.ClaimKind]lease{
	daodu.ClaimCollection: {table: "collection_wishes", column: "collection_id"},
	daodu.ClaimWebhook:    {table: "webhooks", column: "id"},
	daodu.ClaimFeed:       {table: "feeds", column: "id"},
}

// leaseOf reads a claim. The error wraps [daodu.ErrClaimLost] for what is none.
func leaseOf(c daodu.Claim) (lease, error) {
	l, known := leased[c.Of]
	workspace, by, _ := strings.Cut(c.Token, "/")
	var errs [3]error
	l.workspace, errs[0] = parseKey(workspace)
	l.by, errs[1] = parseKey(by)
	l.id, errs[2] = parseKey(c.ID)
	if !known || errors.Join(errs[:]...) != nil {
		return l, fmt.Errorf("%w: %v is no claim", daodu.ErrClaimLost, c)
	}
	return l, nil
}

// Renew prolongs a claim, counted from now. The error wraps [daodu.ErrClaimLost].
func (s *Store) Renew(ctx context.Context, c daodu.Claim, d time.Duration) error {
	return s.under(ctx, c, func(tx conn, l lease) error {
		return s.held(ctx, tx, l, "lease_until = $4", s.now().Add(d).UnixMicro())
	})
}

// Release ends a claim before its time.
func (s *Store) Release(ctx context.Context, c daodu.Claim) error {
	err := s.under(ctx, c, func(tx conn, l lease) error { return s.held(ctx, tx, l, "lease_until = 0") })
	if errors.Is(err, daodu.ErrClaimLost) {
		return nil
	}
	return err
}

// under runs f in a transaction on the row of a claim.
func (s *Store) under(ctx context.Context, c daodu.Claim, f func(conn, lease) error) error {
	l, err := leaseOf(c)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx conn) error { return f(tx, l) })
}

// seen runs f on one consistent state, for the row of a claim.
func (s *Store) seen(ctx context.Context, c daodu.Claim, f func(conn, lease) error) error {
	l, err := leaseOf(c)
	if err != nil {
		return err
	}
	return s.read(ctx, func(tx conn) error { return f(tx, l) })
}

// at returns a view of the workspace of a lease, without its name.
func (s *Store) at(l lease) *Store { return &Store{shared: s.shared, workspace: l.workspace} }

// held changes the row of a claim by values that are $4 and so on. Later changes in the
// same transaction are safe from other processes.
func (s *Store) held(ctx context.Context, tx conn, l lease, set string, values ...any) error {
	n, err := tx.exec(ctx, fmt.Sprintf(`update %s set %s where workspace_id = $1 and %s = $2 and lease = $3`, l.table, set, l.column),
		append([]any{l.workspace, l.id, l.by}, values...)...)
	if err == nil && n == 0 {
		err = daodu.ErrClaimLost
	}
	return err
}

// claim takes the row of a kind, of any workspace, that is due first. where chooses among
// rows called t by $1, the time; order says which is first. ok is false when there is none.
func (s *Store) claim(ctx context.Context, kind daodu.ClaimKind, where, order string, d time.Duration) (c daodu.Claim, ok bool, err error) {
	l := leased[kind]
	l.by = newKey()
	err = s.write(ctx, func(tx conn) error {
		now := s.stamp()
		err := one(ctx, tx, []any{&l.workspace, &l.id}, fmt.Sprintf(`select t.workspace_id, t.%s from %s t where t.lease_until <= $1 and %s order by %s limit 1%s`,
			l.column, l.table, where, order, s.skipLocked()), now)
		if err != nil {
			return err
		}
		if _, err := tx.exec(ctx, fmt.Sprintf(`update %s set lease = $3, lease_until = $4 where workspace_id = $1 and %s = $2`, l.table, l.column),
			l.workspace, l.id, l.by, now+d.Microseconds()); err != nil {
			return err
		}
		return one(ctx, tx, []any{&c.Workspace}, `select name from workspaces where id = $1`, l.workspace)
	})
	if errors.Is(err, errNoRow) {
		return c, false, nil
	}
	c.Of, c.ID, c.Token = kind, l.id.String(), l.workspace.String()+"/"+l.by.String()
	return c, err == nil, err
}

// skipLocked ends a query for a row to lease. On PostgreSQL it passes over rows that
// another process takes at this moment; SQLite has one writer.
func (sh *shared) skipLocked() string {
	if _, ok := sh.dia.(*postgresDialect); ok {
		return " for update of t skip locked"
	}
	return ""
}

// micros returns a time as the tables hold it, 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func bit(on bool) int {
	if on {
		return 1
	}
	return 0
}
