package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	pgxvec "github.com/pgvector/pgvector-go/pgx"

	"github.com/daodu/daodu"
)

// A postgresDB is a pool of connections.
type postgresDB struct{ pool *pgxpool.Pool }

func openPostgres(ctx context.Context, url string) (database, dialect, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// The message of the parser holds the address, and so perhaps the password.
		return nil, nil, fmt.Errorf("%w: the address of the database cannot be read; write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE", daodu.ErrUsage)
	}
	dia, err := checkServer(ctx, config)
	if err != nil {
		return nil, nil, err
	}
	config.AfterConnect = func(ctx context.Context, c *pgx.Conn) error { return pgxvec.RegisterTypes(ctx, c) }
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, nil, err
	}
	dia.river.pool = pool
	return &postgresDB{pool}, dia, nil
}

// checkServer connects once, makes sure that pgvector is there and fit, and returns what
// the server is.
func checkServer(ctx context.Context, config *pgxpool.Config) (*postgresDialect, error) {
	c, err := pgx.ConnectConfig(ctx, config.ConnConfig.Copy())
	if err != nil {
		return nil, err
	}
	defer c.Close(ctx)
	dia := &postgresDialect{host: fmt.Sprintf("%s:%d", config.ConnConfig.Host, config.ConnConfig.Port), name: config.ConnConfig.Database}
	if err := c.QueryRow(ctx, `show server_version`).Scan(&dia.version); err != nil {
		return nil, err
	}
	dia.version, _, _ = strings.Cut(dia.version, " ")
	return dia, ensureVector(ctx, c, dia)
}

// ensureVector makes the extension when the user may, and refuses versions that lack what
// Daodu needs.
func ensureVector(ctx context.Context, c *pgx.Conn, dia *postgresDialect) error {
	const installed = `select coalesce((select extversion from pg_extension where extname = 'vector'), '')`
	if err := c.QueryRow(ctx, installed).Scan(&dia.vector); err != nil {
		return err
	}
	if dia.vector == "" {
		// A program that starts at the same moment may make it first.
		_, made := c.Exec(ctx, `create extension if not exists vector`)
		if err := c.QueryRow(ctx, installed).Scan(&dia.vector); err != nil {
			return err
		}
		if dia.vector == "" {
			return fmt.Errorf("%w: the database has no pgvector and it cannot be made (%v); let an administrator install it and run: create extension vector", daodu.ErrUpstream, made)
		}
	}
	return checkVector(dia.vector)
}

// checkVector refuses versions of pgvector that lack what Daodu needs.
func checkVector(version string) error {
	if !atLeast(version, oldestVector) {
		return fmt.Errorf("%w: pgvector %s is too old: %s and newer have the half-precision vectors and iterative scans that filtered searches need; update it and run: alter extension vector update", daodu.ErrUpstream, version, oldestVector)
	}
	return nil
}

func (db *postgresDB) close() { db.pool.Close() }

func (db *postgresDB) view(ctx context.Context, f func(conn) error) error {
	return pgx.BeginTxFunc(ctx, db.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly},
		func(tx pgx.Tx) error { return f(postgresConn{tx}) })
}

func (db *postgresDB) ask(ctx context.Context, f func(conn) error) error {
	return f(postgresConn{db.pool})
}

// maxConflicts is how often a transaction is repeated that others were in the way of.
const maxConflicts = 20

func (db *postgresDB) update(ctx context.Context, f func(conn) error) error {
	var err error
	for range maxConflicts {
		err = pgx.BeginTxFunc(ctx, db.pool, pgx.TxOptions{}, func(tx pgx.Tx) error { return f(postgresConn{tx}) })
		if !isConflict(err) || ctx.Err() != nil {
			return err
		}
	}
	return err
}

// isConflict reports serialization failures, deadlocks and articles that were removed
// while they were added.
func isConflict(err error) bool {
	if errors.Is(err, errGone) {
		return true
	}
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
}

// A postgresConn is a transaction of PostgreSQL, or a pool of connections.
type postgresConn struct{ tx pgxRunner }

// A pgxRunner is what transactions and pools have in common.
type pgxRunner interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error)
}

func (c postgresConn) exec(ctx context.Context, sql string, args ...any) (int64, error) {
	tag, err := c.tx.Exec(ctx, sql, args...)
	return tag.RowsAffected(), err
}

func (c postgresConn) query(ctx context.Context, sql string, args ...any) (rows, error) {
	r, err := c.tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return postgresRows{r}, nil
}

func (c postgresConn) load(ctx context.Context, table string, columns []string, values [][]any) error {
	_, err := c.tx.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(values))
	return err
}

// postgresRows closes as database/sql does.
type postgresRows struct{ pgx.Rows }

func (r postgresRows) Close() error {
	r.Rows.Close()
	return r.Err()
}
