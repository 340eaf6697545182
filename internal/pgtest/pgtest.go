// Package pgtest gives tests databases of their own on a PostgreSQL with pgvector.
package pgtest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Env names the environment variable with the URL of the server, such as
// "postgres://user:password@127.0.0.1:5432/postgres"; its user has to be allowed to
// create databases and the extension. "none" means that there is no server.
const Env = "DAODU_TEST_DATABASE_URL"

const (
	prefix  = "daodu_test_"
	maxAge  = 2 * time.Hour   // of databases that a killed run left; no run takes as long
	patient = 1 * time.Minute // for one database on a busy machine
)

// Databases are where tests of a library run: URL returns the address of a new one, which
// is the test's own.
var Databases = []struct {
	Name string
	URL  func(t testing.TB) string
}{
	{"sqlite", func(t testing.TB) string { return filepath.Join(t.TempDir(), "library.db") }},
	{"postgres", URL},
}

// URL returns the URL of a new, empty database, with the extension "vector", that is the
// test's own and is dropped when the test ends. It is made on the server of [Env] or, when
// that is not set, on one that scripts/pgvector.sh starts and that goes on running for the
// next test. Without a server the test is skipped, except in CI (environment CI set), where
// it fails.
func URL(t testing.TB) string {
	t.Helper()
	server, err := server()
	if err != nil {
		without(t, err)
	}
	name := newName(time.Now())
	own, err := onServer(server, name)
	if err != nil {
		t.Fatal(err)
	}
	// before it exists, since making it may fail half-way
	t.Cleanup(func() {
		if err := drop(server, name); err != nil {
			t.Error(err)
		}
	})
	if err := create(server, own, name); err != nil {
		t.Fatalf("making a database on the server of %s: %v", Env, err)
	}
	return own
}

// without ends a test that has no server.
func without(t testing.TB, err error) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(err)
	}
	t.Skip(err)
}

// newName returns a name that no other process makes and that tells the time.
func newName(now time.Time) string {
	random := make([]byte, 8)
	rand.Read(random) // never fails
	return fmt.Sprintf("%s%d_%s", prefix, now.Unix(), hex.EncodeToString(random))
}

// onServer returns the URL of the database name on the server of another URL.
func onServer(server, name string) (string, error) {
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		// without the error, which would show the password
		return "", fmt.Errorf("%s is no URL that begins with postgres://", Env)
	}
	u.Path, u.RawPath = path.Join("/", name), ""
	return u.String(), nil
}

func create(server, own, name string) error {
	if err := retry(func() error { return run(server, "create database "+name+" template template1 encoding 'UTF8'") }); err != nil {
		return err
	}
	// template1 of a server that somebody else set up may not have it
	return run(own, "create extension if not exists vector")
}

func drop(server, name string) error {
	return run(server, "drop database if exists "+name+" with (force)")
}

// retry runs f again while template1 is in use, by autovacuum or somebody who looks at it.
func retry(f func() error) error {
	const inUse = "55006" // object_in_use
	for i := 0; ; i++ {
		err := f()
		var refused *pgconn.PgError
		if i == 9 || !errors.As(err, &refused) || refused.Code != inUse {
			return err
		}
		time.Sleep(time.Duration(i+1) * 50 * time.Millisecond)
	}
}

// run executes one statement on a connection of its own.
func run(url, statement string) error {
	return connected(url, func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, statement)
		return err
	})
}

func connected(url string, f func(context.Context, *pgx.Conn) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return f(ctx, conn)
}

// dropOld drops the databases that were made maxAge before now or earlier. Several
// processes may do so at once; one that comes too late fails, which does no harm.
func dropOld(server string, now time.Time) error {
	var names []string
	err := connected(server, func(ctx context.Context, conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, "select datname from pg_database")
		if err != nil {
			return err
		}
		names, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	for _, name := range names {
		if old(name, now) {
			_ = drop(server, name)
		}
	}
	return err
}

var named = regexp.MustCompile("^" + prefix + "([0-9]{1,15})_[0-9a-f]{16}$")

// old reports whether name is one of newName and maxAge old.
func old(name string, now time.Time) bool {
	m := named.FindStringSubmatch(name)
	if m == nil {
		return false
	}
	seconds, err := strconv.ParseInt(m[1], 10, 64)
	return err == nil && now.Sub(time.Unix(seconds, 0)) >= maxAge
}
