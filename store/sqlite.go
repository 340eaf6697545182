package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/daodu/daodu"
)

// A sqliteDB has one connection that writes and several that read: in write-ahead mode
// readers and the writer do not wait for each other.
type sqliteDB struct {
	writer *sql.DB
	reader *sql.DB
}

const (
	// busyTimeout is how long SQLite itself waits for another process. It is short
	// because a wait within SQLite does not end with a context; update repeats it.
	busyTimeout = time.Second
	// patience is how long a writer waits for others in all.
	patience = 2 * time.Minute
)

func openSQLite(ctx context.Context, file string) (database, dialect, error) {
	if dir := filepath.Dir(file); dir != "." {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, nil, fmt.Errorf("%w: cannot make the folder of the library (%v); choose another with DAODU_DATA_DIR", daodu.ErrForbidden, err)
		}
	}
	db := &sqliteDB{}
	var err error
	if db.writer, err = sql.Open("sqlite", dsn(file, "_txlock=immediate")); err != nil {
		return nil, nil, err
	}
	db.writer.SetMaxOpenConns(1)
	if db.reader, err = sql.Open("sqlite", dsn(file, "_pragma=query_only(1)")); err != nil {
		return nil, nil, err
	}
	db.reader.SetMaxOpenConns(max(4, runtime.GOMAXPROCS(0)))
	dia := &sqliteDialect{file: file}
	// The writer opens first: it makes the file and turns write-ahead logging on.
	err = retryBusy(ctx, func() error { return db.writer.QueryRowContext(ctx, `select sqlite_version()`).Scan(&dia.version) })
	if err != nil {
		db.close()
		return nil, nil, err
	}
	return db, dia, nil
}

// dsn returns the address of a library file with the settings of every connection. With a
// write-ahead log that is synchronised at each commit, what was committed survives a
// crash of the program and of the machine.
func dsn(file, more string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath()}
	return fmt.Sprintf("%s?_pragma=busy_timeout(%d)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=cache_size(-64000)&_pragma=temp_store(MEMORY)&%s",
		u.String(), busyTimeout.Milliseconds(), more)
}

func (db *sqliteDB) view(ctx context.Context, f func(conn) error) error {
	return inTx(ctx, db.reader, f)
}

func (db *sqliteDB) ask(ctx context.Context, f func(conn) error) error {
	return f(sqliteConn{db.reader})
}

func (db *sqliteDB) update(ctx context.Context, f func(conn) error) error {
	return retryBusy(ctx, func() error { return inTx(ctx, db.writer, f) })
}

func (db *sqliteDB) close() {
	if db.reader != nil {
		db.reader.Close() // nothing is pending on a connection that only reads
	}
	db.writer.Close() // every write was committed or rolled back
}

func inTx(ctx context.Context, db *sql.DB, f func(conn) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // without effect behind a commit
	if err := f(sqliteConn{tx}); err != nil {
		return err
	}
	return tx.Commit()
}

// retryBusy repeats f while another process holds the lock.
func retryBusy(ctx context.Context, f func() error) error {
	deadline := time.Now().Add(patience)
	for {
		err := f()
		if !isBusy(err) || time.Now().After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func isBusy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_BUSY || e.Code()&0xff == sqlite3.SQLITE_LOCKED)
}

// A sqliteConn is a transaction of SQLite, or its readers.
type sqliteConn struct{ tx sqlRunner }

// A sqlRunner is what transactions and pools of database/sql have in common.
type sqlRunner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

func (c sqliteConn) exec(ctx context.Context, query string, args ...any) (int64, error) {
	r, err := c.tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (c sqliteConn) query(ctx context.Context, query string, args ...any) (rows, error) {
	return c.tx.QueryContext(ctx, query, args...)
}

func (c sqliteConn) load(ctx context.Context, table string, columns []string, values [][]any) error {
	if len(values) == 0 {
		return nil
	}
	stmt, err := c.tx.PrepareContext(ctx, insertInto(table, columns))
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, row := range values {
		if _, err := stmt.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}

// insertInto returns the statement that adds one row.
func insertInto(table string, columns []string) string {
	return fmt.Sprintf("insert into %s (%s) values (?%s)", table, strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)-1))
}
