package store

import (
	"context"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/pressly/goose/v3"

	"github.com/daodu/daodu/internal/terms"
)

// A dialect is what the two databases do differently.
type dialect interface {
	fmt.Stringer
	warnings() []string
	// migrations returns the changes of the schema and how goose is to apply them.
	migrations() (files fs.FS, as goose.Dialect, opts []goose.ProviderOption)
	// index makes the words of chunks searchable. rows are those of the table chunks.
	index(ctx context.Context, tx conn, chunks []chunkRow) error
	// matching returns chunks of articles that have all phrases, none of the excluded
	// ones and fulfil the filter,
	// the best first by the database's own measure, at most limit.
	matching(ctx context.Context, tx conn, workspace key, phrases, excluded []terms.Phrase, filter Filter, limit int) ([]chunkRef, error)
	// having returns those of articles that have a phrase.
	having(ctx context.Context, tx conn, workspace key, p terms.Phrase, articles []key) ([]key, error)
	// mentioning returns for articles that have at least one of the terms the sum of the
	// weights of those they have, the heaviest first, at most limit.
	mentioning(ctx context.Context, tx conn, workspace key, words []weighted, limit int) ([]scored, error)
	vectorDialect
	queue
	// clock is an expression for the time of the database, in microseconds since 1970.
	clock() string
	// lock is what makes a query lock the rows that it reads until the transaction ends.
	lock() string
	// hold is what makes a query keep the rows that it reads from being deleted until the
	// transaction ends.
	hold() string
	// listen returns what says that another process may have written events, nil when
	// nothing can, until ctx ends.
	listen(ctx context.Context, sh *shared) <-chan struct{}
	// notify says to other processes that this one has written events.
	notify(sh *shared)
}

// The oldest pgvector that works and the oldest that is sound: 0.8.0 brought iterative
// scans and 0.7.0 half precision; 0.8.2 to 0.8.4 mended a buffer overflow
// (CVE-2026-3172), index corruption and graphs that vacuuming leaves broken.
const (
	oldestVector = "0.8.0"
	soundVector  = "0.8.4"
)

// atLeast reports whether the dotted version a is b or newer.
func atLeast(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		x, y := part(as, i), part(bs, i)
		if x != y {
			return x > y
		}
	}
	return true
}

func part(version []string, i int) int {
	if i >= len(version) {
		return 0
	}
	n, err := strconv.Atoi(version[i])
	if err != nil {
		return 0
	}
	return n
}

// A sqliteDialect is SQLite.
type sqliteDialect struct {
	file    string
	version string
	near    nearest
	wake    wakers
}

func (d *sqliteDialect) String() string { return "SQLite " + d.version + ", " + d.file }

func (d *sqliteDialect) warnings() []string { return nil }

// A postgresDialect is PostgreSQL with pgvector.
type postgresDialect struct {
	version, vector string
	host, name      string
	sizes           sync.Map // of tables, see many
	river           riverQueue
	notifying       atomic.Bool
}

func (d *postgresDialect) String() string {
	return fmt.Sprintf("PostgreSQL %s with pgvector %s, database %s at %s", d.version, d.vector, d.name, d.host)
}

func (d *postgresDialect) warnings() []string {
	if atLeast(d.vector, soundVector) {
		return nil
	}
	return []string{fmt.Sprintf("pgvector %s can corrupt vector indexes (versions before %s: CVE-2026-3172, broken graphs after vacuum); update it before relying on it", d.vector, soundVector)}
}
