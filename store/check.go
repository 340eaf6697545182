package store

import (
	"context"
	"fmt"
	"log/slog"
)

// SchemaOf tells how far the schema of a library is without changing it, as [Open] would.
func SchemaOf(ctx context.Context, c Config) (Schema, error) {
	sh := &shared{log: c.Log}
	if sh.log == nil {
		sh.log = slog.New(slog.DiscardHandler)
	}
	if err := sh.connect(ctx, c.URL); err != nil {
		return Schema{}, explain(err)
	}
	defer sh.db.close()
	return (&Store{shared: sh}).Schema(ctx)
}

// A flaw is a count that is 0 in a sound library.
type flaw struct {
	what  string // with the count before it
	count string // SQL
}

// flaws are what can be wrong with the tables in all workspaces. No program leaves any of
// it behind: an article is stored as a whole or not at all.
var flaws = []flaw{
	{"articles without their text", `select count(*) from articles a where not exists
		(select 1 from texts t where t.workspace_id = a.workspace_id and t.article_id = a.id)`},
	{"articles without a source", `select count(*) from articles a where not exists
		(select 1 from sources s where s.workspace_id = a.workspace_id and s.article_id = a.id)`},
	{"articles without some of their chunks", `select count(*) from articles a where a.chunks <>
		(select count(*) from chunks c where c.workspace_id = a.workspace_id and c.article_id = a.id)`},
	{"articles without some of their fingerprints", `select count(*) from articles a left join
		(select workspace_id, article_id, count(*) n from fingerprints group by workspace_id, article_id) f
		on f.workspace_id = a.workspace_id and f.article_id = a.id where a.prints <> coalesce(f.n, 0)`},
	{"fingerprints of articles that are gone", `select count(*) from fingerprints f where not exists
		(select 1 from articles a where a.workspace_id = f.workspace_id and a.id = f.article_id)`},
	{"originals of sources that are gone", `select count(*) from originals o where not exists
		(select 1 from sources s where s.workspace_id = o.workspace_id and s.sha256 = o.sha256)`},
	{"jobs that are done without their artifact", `select count(*) from jobs j where j.state = 'done' and not exists
		(select 1 from artifacts f where f.workspace_id = j.workspace_id and f.article_id = j.article_id and f.id = j.artifact_id)`},
	{"jobs in the hands of nobody", `select count(*) from jobs where (state = 'running') <> (worker <> '')`},
	{"embedding models in use at once", `select count(*) - 1 from spaces where state = 'active' having count(*) > 1`},
}

// flawsIn returns what can be wrong with the vectors of a space.
func flawsIn(sp space) []flaw {
	return []flaw{
		{"articles with vectors of " + sp.String() + " for some of their chunks only", `select count(*) from ` + sp.docTable() + ` d
			join articles a on a.workspace_id = d.workspace_id and a.id = d.article_id where a.chunks <>
			(select count(*) from ` + sp.chunkTable() + ` e where e.workspace_id = d.workspace_id and e.article_id = d.article_id)`},
	}
}

// Check looks whether the library is sound: the file of an embedded one bit by bit, and
// on both databases whether everything that belongs together is there, in all workspaces.
// It returns a line for each flaw, none for a sound library. It reads the whole library.
func (s *Store) Check(ctx context.Context) (flawed []string, err error) {
	err = s.read(ctx, func(tx conn) error {
		flawed = nil
		if err := s.checkFile(ctx, tx, &flawed); err != nil || len(flawed) > 0 {
			return err // counts of a damaged file say nothing
		}
		all := flaws
		spaces, err := s.spaces(ctx, tx)
		if err != nil {
			return err
		}
		for _, sp := range spaces {
			all = append(all[:len(all):len(all)], flawsIn(sp)...)
		}
		for _, f := range all {
			n := 0
			if err := one(ctx, tx, []any{&n}, f.count); err != nil && err != errNoRow {
				return err
			}
			if n > 0 {
				flawed = append(flawed, fmt.Sprintf("%d %s", n, f.what))
			}
		}
		return nil
	})
	return flawed, err
}

// checkFile appends what SQLite finds wrong with its file. PostgreSQL looks after its
// files itself.
func (s *Store) checkFile(ctx context.Context, tx conn, flawed *[]string) error {
	if _, ok := s.dia.(*sqliteDialect); !ok {
		return nil
	}
	err := each(ctx, tx, func(r rows) error {
		var line string
		if err := r.Scan(&line); err != nil || line == "ok" {
			return err
		}
		*flawed = append(*flawed, "the file is damaged: "+line)
		return nil
	}, `pragma integrity_check(10)`)
	if err != nil {
		return err
	}
	return each(ctx, tx, func(r rows) error {
		var table, parent string
		var row, key any
		if err := r.Scan(&table, &row, &parent, &key); err != nil {
			return err
		}
		*flawed = append(*flawed, fmt.Sprintf("a row of %s belongs to a row of %s that is gone", table, parent))
		return nil
	}, `pragma foreign_key_check`)
}
