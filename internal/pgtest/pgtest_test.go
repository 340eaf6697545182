package pgtest

import (
	"context"
	"errors"
	"fmt"
	"path"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// one returns the single value that query finds.
func one[T any](t *testing.T, url, query string) T {
	t.Helper()
	var value T
	err := connected(url, func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, query).Scan(&value)
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

func TestURLGivesEmptyDatabaseWithVectors(t *testing.T) {
	t.Parallel()
	url := URL(t)
	if got := one[int](t, url, "select count(*) from pg_tables where schemaname = 'public'"); got != 0 {
		t.Errorf("%d tables in a new database, want none", got)
	}
	if got := one[float64](t, url, "select '[1,0]'::halfvec <=> '[0,1]'::halfvec"); got != 1 {
		t.Errorf("distance of orthogonal vectors: %v, want 1", got)
	}
}

func TestURLGivesEachTestItsOwn(t *testing.T) {
	t.Parallel()
	first, second := URL(t), URL(t)
	if err := run(first, "create table articles (id int)"); err != nil {
		t.Fatal(err)
	}
	if got := one[bool](t, second, "select to_regclass('articles') is null"); !got {
		t.Error("a table of one database stands in the other")
	}
}

func TestURLDropsDatabaseWithTest(t *testing.T) {
	t.Parallel()
	var name string
	t.Run("inner", func(t *testing.T) {
		url := URL(t)
		name = path.Base(strings.Split(url, "?")[0])
		// a connection that a test forgets to close does not keep the database
		if _, err := pgx.Connect(t.Context(), url); err != nil {
			t.Fatal(err)
		}
	})
	if name == "" {
		t.Skip("without a server")
	}
	if exists(t, URL(t), name) {
		t.Errorf("%s outlives its test", name)
	}
}

func exists(t *testing.T, url, name string) bool {
	t.Helper()
	return one[bool](t, url, fmt.Sprintf("select exists (select from pg_database where datname = '%s')", name))
}

func TestDropOldSparesTheYoung(t *testing.T) {
	t.Parallel()
	url := URL(t)
	now := time.Now()
	left, young := newName(now.Add(-maxAge)), newName(now.Add(-maxAge/2))
	for _, name := range []string{left, young} {
		if err := run(url, "create database "+name+" template template0"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := drop(url, name); err != nil {
				t.Error(err)
			}
		})
	}
	if err := dropOld(url, now); err != nil {
		t.Fatal(err)
	}
	if exists(t, url, left) {
		t.Errorf("%s is old and still there", left)
	}
	if !exists(t, url, young) {
		t.Errorf("%s is young and gone", young)
	}
}

func TestOld(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	tests := []struct {
		name string
		want bool
	}{
		{newName(now), false},
		{newName(now.Add(-maxAge + time.Second)), false},
		{newName(now.Add(-maxAge)), true},
		{"daodu_test_1_0123456789abcdef", true},
		{"daodu_test_1_0123456789abcde", false},
		{"daodu_test_1_0123456789abcdef_kept", false},
		{"daodu_test_99999999999999999999_0123456789abcdef", false},
		{"daodu", false},
		{"postgres", false},
	}
	for _, tt := range tests {
		if got := old(tt.name, now); got != tt.want {
			t.Errorf("old(%s) = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestOnServer(t *testing.T) {
	t.Parallel()
	tests := []struct{ server, want string }{
		{"postgres://u:p@127.0.0.1:5432/postgres?sslmode=disable", "postgres://u:p@127.0.0.1:5432/x?sslmode=disable"},
		{"postgresql://db", "postgresql://db/x"},
		{"host=127.0.0.1 password=secret", ""},
		{"mysql://u:secret@db/", ""},
		{"postgres://u:secret@[db/", ""},
	}
	for _, tt := range tests {
		got, err := onServer(tt.server, "x")
		if got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("onServer(%s) = %q, %v; want %q", tt.server, got, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}

// ending notes how a test would end.
type ending struct {
	testing.TB
	how string
}

func (e *ending) Helper()      {}
func (e *ending) Fatal(...any) { e.end("fails") }
func (e *ending) Skip(...any)  { e.end("is skipped") }

func (e *ending) end(how string) {
	e.how = how
	runtime.Goexit()
}

func TestWithoutServer(t *testing.T) {
	for ci, want := range map[string]string{"": "is skipped", "1": "fails"} {
		t.Setenv("CI", ci)
		e := &ending{TB: t}
		done := make(chan struct{})
		go func() {
			defer close(done)
			without(e, errors.New("no server"))
		}()
		<-done
		if e.how != want {
			t.Errorf("with CI=%q a test without a server %s, want %s", ci, e.how, want)
		}
	}
}

func TestFindTakesNoneForAnswer(t *testing.T) {
	t.Setenv(Env, "none")
	if url, err := find(); err == nil {
		t.Errorf("find() = %s, want an error", url)
	}
}
