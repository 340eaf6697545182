// Package store is stage 4: it keeps the library, on SQLite or PostgreSQL, and finds in it.
//
// One [Store] serves both databases with the same promises; package storetest holds them
// as tests. Its SQL is written by hand beside each method and is the same text on both
// wherever that works. What differs (nearest neighbours, full text, classes of errors)
// is a dialect; the adapters for pgx and database/sql stand in postgres.go and sqlite.go.
//
// Every key starts with a workspace: a study group or an organisation. Times are
// microseconds since 1970 in UTC, identifiers UUIDs of version 7 made here, so that no
// sequence is shared and the tables can be spread over machines by workspace.
package store

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/daodu/daodu"
)

// A Config says which library to open.
type Config struct {
	// URL is "postgres://…", or the file of an embedded library, which is made when it
	// does not exist.
	URL string
	// Workspace names the workspace to work in; "" is "default". It is made when it does
	// not exist.
	Workspace string
	// KeepSchema makes Open fail when the schema is older than this program's instead of
	// bringing it up to date.
	KeepSchema bool
	Log        *slog.Logger // nil discards
	// Now returns the time; nil is time.Now.
	Now func() time.Time
}

// DefaultWorkspace is the workspace of whoever does not name one.
const DefaultWorkspace = "default"

// A Store is a library, seen from one workspace. It is safe for concurrent use.
type Store struct {
	*shared
	workspace key
	name      string
	stats     statsCache
}

// shared is what the views of all workspaces have in common.
type shared struct {
	db  database
	dia dialect
	log *slog.Logger
	now func() time.Time
	hub *hub
	// names are those of workspaces that were met, by key.
	names sync.Map
}

// Open opens a library and brings its schema up to date. The error wraps
// [daodu.ErrUsage] when the address cannot be one, [daodu.ErrUpstream] when the database
// cannot be reached or is not fit.
func Open(ctx context.Context, c Config) (*Store, error) {
	sh := &shared{log: c.Log, now: c.Now}
	if sh.log == nil {
		sh.log = slog.New(slog.DiscardHandler)
	}
	if sh.now == nil {
		sh.now = time.Now
	}
	if err := sh.connect(ctx, c.URL); err != nil {
		return nil, explain(err)
	}
	sh.hub = newHub(sh, lookEvery)
	if err := sh.prepare(ctx, c.KeepSchema); err != nil {
		sh.db.close()
		return nil, explain(err)
	}
	s, err := (&Store{shared: sh}).In(ctx, c.Workspace)
	if err != nil {
		sh.db.close()
		return nil, err
	}
	return s, nil
}

// connect opens the database at an address.
func (sh *shared) connect(ctx context.Context, url string) (err error) {
	if IsPostgres(url) {
		sh.db, sh.dia, err = openPostgres(ctx, url)
	} else {
		sh.db, sh.dia, err = openSQLite(ctx, url)
	}
	return err
}

// IsPostgres reports whether an address of a library is one of a PostgreSQL server.
func IsPostgres(url string) bool {
	return strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://")
}

// Close ends the connections. Views of other workspaces end with it.
func (s *Store) Close() {
	s.hub.close()
	s.db.close()
}

// In returns a view of another workspace, which is made when it does not exist. "" is
// [DefaultWorkspace].
func (s *Store) In(ctx context.Context, workspace string) (*Store, error) {
	if workspace == "" {
		workspace = DefaultWorkspace
	}
	if strings.ContainsFunc(workspace, func(r rune) bool { return r < ' ' }) || len(workspace) > 200 {
		return nil, fmt.Errorf("%w: %q cannot name a workspace; use up to 200 bytes without line breaks", daodu.ErrUsage, workspace)
	}
	view := &Store{shared: s.shared, name: workspace}
	err := s.db.update(ctx, func(tx conn) error {
		_, err := tx.exec(ctx, `insert into workspaces (id, name, added_at) values ($1, $2, $3) on conflict (name) do nothing`,
			newKey(), workspace, s.stamp())
		if err != nil {
			return err
		}
		return one(ctx, tx, []any{&view.workspace}, `select id from workspaces where name = $1`, workspace)
	})
	if err != nil {
		return nil, explain(err)
	}
	return view, nil
}

// view returns a view of the workspace with a key.
func (sh *shared) view(ctx context.Context, workspace key) (*Store, error) {
	name, ok := sh.names.Load(workspace)
	if !ok {
		var found string
		err := sh.read(ctx, func(tx conn) error {
			return one(ctx, tx, []any{&found}, `select name from workspaces where id = $1`, workspace)
		})
		if err != nil {
			return nil, err
		}
		name = found
		sh.names.Store(workspace, name)
	}
	return &Store{shared: sh, workspace: workspace, name: name.(string)}, nil
}

// Workspace returns the name of the workspace that s is a view of.
func (s *Store) Workspace() string { return s.name }

// Database says in a line which database keeps the library: "SQLite 3.53.4, FILE" or
// "PostgreSQL 17.2 with pgvector 0.8.4". Passwords are not in it.
func (s *Store) Database() string { return s.dia.String() }

// Warnings returns what is wrong with the database, a line each with what to do. Whoever
// opens a library tells them.
func (s *Store) Warnings() []string { return s.dia.warnings() }

// stamp returns the time as the tables hold it.
func (sh *shared) stamp() int64 { return sh.now().UnixMicro() }

// read runs f on one consistent state of the library.
func (sh *shared) read(ctx context.Context, f func(conn) error) error {
	return explain(sh.db.view(ctx, f))
}

// ask runs f, which makes a single query.
func (sh *shared) ask(ctx context.Context, f func(conn) error) error {
	return explain(sh.db.ask(ctx, f))
}

// write runs f in a transaction. f may be called again when another writer was in the
// way, so it must not count on what it did before.
func (sh *shared) write(ctx context.Context, f func(conn) error) error {
	return explain(sh.db.update(ctx, f))
}
