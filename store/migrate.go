package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/daodu/daodu"
)

//go:embed migrations
var migrations embed.FS

// A Schema says how far the schema of a library is.
type Schema struct {
	Version int64    `json:"version"`
	Wanted  int64    `json:"wanted"`  // by this program
	Pending []string `json:"pending"` // names of the changes that are missing
}

// Schema returns how far the schema is.
func (s *Store) Schema(ctx context.Context) (Schema, error) {
	var out Schema
	err := s.withProvider(func(p *goose.Provider) (err error) {
		out, err = schemaOf(ctx, p)
		return err
	})
	return out, explain(err)
}

func schemaOf(ctx context.Context, p *goose.Provider) (out Schema, err error) {
	if out.Version, out.Wanted, err = p.GetVersions(ctx); err != nil {
		return out, err
	}
	for _, source := range p.ListSources() {
		if source.Version > out.Version {
			out.Pending = append(out.Pending, path.Base(source.Path))
		}
	}
	return out, nil
}

// prepare brings the schema up to date, or says why it cannot be used as it is.
func (sh *shared) prepare(ctx context.Context, keep bool) error {
	return sh.withProvider(func(p *goose.Provider) error {
		schema, err := schemaOf(ctx, p)
		switch {
		case err != nil:
			return err
		case schema.Version > schema.Wanted:
			return fmt.Errorf("%w: a newer Daodu has changed the library (schema %d, this program knows %d); update this program", daodu.ErrUsage, schema.Version, schema.Wanted)
		case len(schema.Pending) == 0:
			return sh.dia.prepareQueue(ctx, keep)
		case keep:
			return fmt.Errorf("%w: the library has schema %d, this program needs %d; run `daodu migrate`", daodu.ErrUsage, schema.Version, schema.Wanted)
		}
		if err := sh.migrate(ctx, p); err != nil {
			return err
		}
		return sh.dia.prepareQueue(ctx, keep)
	})
}

// migrate applies what is pending. On PostgreSQL a lock lets one of several programs do
// it; on SQLite the one that comes second finds it done.
func (sh *shared) migrate(ctx context.Context, p *goose.Provider) error {
	var err error
	for range 5 {
		var done []*goose.MigrationResult
		if done, err = p.Up(ctx); err == nil {
			for _, r := range done {
				sh.log.Info("schema changed", "to", r.Source.Version, "took", r.Duration)
			}
			return nil
		}
		if schema, look := schemaOf(ctx, p); look == nil && len(schema.Pending) == 0 {
			return nil
		}
	}
	var partial *goose.PartialError
	if errors.As(err, &partial) {
		return partial.Err
	}
	return err
}

// withProvider calls f with what applies the migrations.
func (sh *shared) withProvider(f func(*goose.Provider) error) error {
	files, as, opts := sh.dia.migrations()
	db, end := sqlDB(sh.db)
	defer end()
	p, err := goose.NewProvider(as, db, files, append(opts, goose.WithLogger(goose.NopLogger()))...)
	if err != nil {
		return err
	}
	return f(p)
}

// sqlDB returns the connection that goose works on.
func sqlDB(db database) (*sql.DB, func()) {
	switch db := db.(type) {
	case *sqliteDB:
		return db.writer, func() {}
	case *postgresDB:
		c := stdlib.OpenDBFromPool(db.pool)
		return c, func() { c.Close() } // gives its connections back to the pool
	}
	panic(fmt.Sprintf("store: no migrations for %T", db))
}

func sub(dir string) fs.FS {
	files, err := fs.Sub(migrations, "migrations/"+dir)
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return files
}

func (d *sqliteDialect) migrations() (fs.FS, goose.Dialect, []goose.ProviderOption) {
	return sub("sqlite"), goose.DialectSQLite3, nil
}

func (d *postgresDialect) migrations() (fs.FS, goose.Dialect, []goose.ProviderOption) {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		panic(err) // only options can fail, and there are none
	}
	return sub("postgres"), goose.DialectPostgres, []goose.ProviderOption{goose.WithSessionLocker(locker)}
}
