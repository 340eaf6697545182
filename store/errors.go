package store

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/daodu/daodu"
)

// explain wraps what a database reports with what the user can do. Nothing that was
// told to be stored is lost by any of these: what failed was rolled back as a whole.
func explain(err error) error {
	var pg *pgconn.PgError
	var lite *sqlite.Error
	var connect *pgconn.ConnectError
	var network net.Error
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), explained(err):
		return err
	case errors.As(err, &lite):
		return explainSQLite(lite)
	case errors.As(err, &connect):
		return fmt.Errorf("%w: cannot connect to the database at %s:%d (%v); is it running, and are user and password right?", daodu.ErrUpstream, connect.Config.Host, connect.Config.Port, reason(connect))
	case errors.As(err, &pg):
		return explainPostgres(pg)
	case errors.As(err, &network), errors.Is(err, net.ErrClosed), pgconn.Timeout(err), pgconn.SafeToRetry(err):
		return fmt.Errorf("%w: the connection to the database was lost: what was acknowledged is stored; run the command again (%v)", daodu.ErrUpstream, err)
	}
	return err
}

// explained reports whether an error already says what kind it is.
func explained(err error) bool {
	for _, known := range []error{daodu.ErrUsage, daodu.ErrNotFound, daodu.ErrForbidden, daodu.ErrUpstream, daodu.ErrBadInput, daodu.ErrTooLarge, daodu.ErrLimited, daodu.ErrConflict} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// reason returns why a connection was refused, without the address it was made to.
func reason(err *pgconn.ConnectError) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return errors.New(pg.Message)
	}
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return errors.New("no answer")
}

func explainPostgres(err *pgconn.PgError) error {
	switch err.Code[:2] {
	case "53": // insufficient resources: disk full, out of memory, too many connections
		return fmt.Errorf("%w: the database server is short of room: %s; nothing of this step was stored, what was acknowledged before is; make room and run the command again", daodu.ErrUpstream, err.Message)
	case "57", "08": // operator intervention (shutdown), connection
		return fmt.Errorf("%w: the database server ended the connection: %s; what was acknowledged is stored; run the command again", daodu.ErrUpstream, err.Message)
	case "28", "42":
		if err.Code == "42501" || err.Code[:2] == "28" {
			return fmt.Errorf("%w: the database refuses: %s", daodu.ErrForbidden, err.Message)
		}
	}
	return fmt.Errorf("store: %w", err)
}

func explainSQLite(err *sqlite.Error) error {
	switch err.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: the disk that holds the library is full; nothing of this step was stored, what was acknowledged before is; make room and run the command again", daodu.ErrUpstream)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%w: another program has been writing to the library for too long; wait for it, or use PostgreSQL for many writers", daodu.ErrUpstream)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return fmt.Errorf("%w: the file of the library cannot be opened or written (%v); check its rights, or choose another folder with DAODU_DATA_DIR", daodu.ErrForbidden, err)
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%w: the file is no library of Daodu, or is damaged (%v); keep it, and restore an export with `daodu import`", daodu.ErrUpstream, err)
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("%w: the disk that holds the library does not work (%v); what was acknowledged before is stored", daodu.ErrUpstream, err)
	}
	return fmt.Errorf("store: %w", err)
}
