package store

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/pgtest"
)

// TestSameTables compares the tables and columns of the two databases. What may differ is
// listed: how words and vectors are indexed is not the same.
func TestSameTables(t *testing.T) {
	t.Parallel()
	lite := columns(t, filepath.Join(t.TempDir(), "library.db"),
		`select m.name, p.name from sqlite_schema m join pragma_table_info(m.name) p where m.type = 'table' and m.name not like 'sqlite_%'`)
	pg := columns(t, pgtest.URL(t),
		`select table_name::text, column_name::text from information_schema.columns where table_schema = 'public'`)
	lite = slices.DeleteFunc(lite, func(c string) bool {
		return strings.HasPrefix(c, "chunk_terms") || strings.HasSuffix(c, ".ref") || strings.Contains(c, "_bits.") || strings.Contains(c, "_basis.")
	})
	pg = slices.DeleteFunc(pg, func(c string) bool { return c == "chunks.terms" || strings.HasPrefix(c, "river_") })
	if diff := cmp.Diff(lite, pg); diff != "" {
		t.Errorf("columns (-SQLite +PostgreSQL):\n%s", diff)
	}
	if len(lite) < 50 {
		t.Errorf("only %d columns were compared", len(lite))
	}
}

func columns(t *testing.T, url, sql string) (out []string) {
	t.Helper()
	s, err := Open(t.Context(), Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.UseSpace(t.Context(), daodu.EmbeddingSpace{Provider: "p", Model: "m", Dim: 8}); err != nil {
		t.Fatal(err)
	}
	err = s.read(t.Context(), func(tx conn) error {
		out = nil
		return each(t.Context(), tx, func(r rows) error {
			var table, column string
			err := r.Scan(&table, &column)
			out = append(out, table+"."+column)
			return err
		}, sql)
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return slices.DeleteFunc(out, func(c string) bool { return strings.HasPrefix(c, "goose_") })
}

// TestStartTogether opens a new library from several programs at once.
func TestStartTogether(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]string{"sqlite": filepath.Join(t.TempDir(), "new", "library.db"), "postgres": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if url == "" {
				url = pgtest.URL(t)
			}
			errs := make(chan error)
			for range 6 {
				go func() {
					s, err := Open(context.Background(), Config{URL: url})
					if err == nil {
						_, err = s.Count(context.Background(), Filter{})
						s.Close()
					}
					errs <- err
				}()
			}
			for range 6 {
				if err := <-errs; err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestSchema(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "library.db")
	s, err := Open(t.Context(), Config{URL: file})
	if err != nil {
		t.Fatal(err)
	}
	schema, err := s.Schema(t.Context())
	if err != nil || schema.Version != schema.Wanted || len(schema.Pending) != 0 || schema.Wanted == 0 {
		t.Errorf("schema: %+v, %v", schema, err)
	}
	// A library of a later program, and one of an earlier.
	for version, want := range map[int64]string{schema.Wanted + 1: "newer Daodu"} {
		if err := s.write(t.Context(), func(tx conn) error {
			_, err := tx.exec(t.Context(), `insert into goose_db_version (version_id, is_applied) values ($1, 1)`, version)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), Config{URL: file}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("schema %d: %v", version, err)
		}
	}
	s.Close()
	if _, err := Open(t.Context(), Config{URL: filepath.Join(t.TempDir(), "empty.db"), KeepSchema: true}); err == nil || !strings.Contains(err.Error(), "daodu migrate") {
		t.Errorf("an empty library whose schema is to be kept: %v", err)
	}
}

func TestAtLeast(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"0.8.0", "0.8.0", true}, {"0.8.4", "0.8.0", true}, {"0.7.4", "0.8.0", false}, {"0.10.0", "0.8.4", true},
		{"1.0", "0.8.4", true}, {"0.8", "0.8.0", true}, {"0.8", "0.8.1", false},
	} {
		if got := atLeast(tt.a, tt.b); got != tt.want {
			t.Errorf("atLeast(%s, %s) = %v", tt.a, tt.b, got)
		}
	}
	for version, refused := range map[string]bool{"0.7.4": true, "0.5.1": true, "0.8.0": false, "0.8.4": false, "1.0.0": false} {
		if err := checkVector(version); (err != nil) != refused {
			t.Errorf("pgvector %s: %v", version, err)
		}
	}
	for version, warned := range map[string]bool{"0.8.0": true, "0.8.3": true, "0.8.4": false, "0.9.0": false} {
		d := &postgresDialect{vector: version}
		if got := len(d.warnings()) > 0; got != warned {
			t.Errorf("pgvector %s: warned %v", version, got)
		}
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "$3", 2: "$3, $4", 3: "$3, $4, $5, $6"} {
		placeholders, args := list(3, make([]int, n))
		if placeholders != want || fmt.Sprint(len(args)) != fmt.Sprint(strings.Count(want, "$")) {
			t.Errorf("%d values: %q with %d arguments", n, placeholders, len(args))
		}
	}
}
