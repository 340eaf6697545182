package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

func (a *app) migrateCommand() *cobra.Command {
	var status bool
	cmd := &cobra.Command{
		Use: "migrate", Short: "Bring the library up to date: its schema, its vectors, its indexes", Args: noArgs,
		Long: `Brings the schema of the library to that of this version, makes the vectors that are
missing, all of them when the configuration names another model than before, and builds
the indexes that a library of its size needs. It can be stopped at any time and goes on
where it was. Searches use the vectors of the model before until all new ones are there.`,
		Example: `  daodu migrate --status
  daodu migrate`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			config, err := a.libraryConfig()
			if err != nil {
				return err
			}
			if status {
				return a.migrateStatus(cmd.Context(), config)
			}
			return a.migrate(cmd.Context(), config)
		},
	}
	cmd.Flags().BoolVar(&status, "status", false, "only show what would be done")
	a.libraryFlags(cmd)
	return cmd
}

// schemaOf tells how far the schema is. There is no schema in a file that does not exist,
// and looking must not make it.
func schemaOf(ctx context.Context, c store.Config) (schema store.Schema, err error) {
	if !store.IsPostgres(c.URL) {
		if _, err := os.Stat(c.URL); errors.Is(err, fs.ErrNotExist) {
			return schema, fmt.Errorf("%w: there is no library at %s yet; `daodu add INPUT...` makes one", daodu.ErrNotFound, c.URL)
		}
	}
	return store.SchemaOf(ctx, c)
}

func (a *app) migrateStatus(ctx context.Context, c store.Config) error {
	schema, err := schemaOf(ctx, c)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "schema %d, this version needs %d\n", schema.Version, schema.Wanted)
	for _, name := range schema.Pending {
		fmt.Fprintf(a.out, "pending  %s\n", name)
	}
	if len(schema.Pending) > 0 {
		return nil // what it holds cannot be asked yet
	}
	s, err := store.Open(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	return a.printSpaces(ctx, s)
}

// printSpaces prints how far the vectors of each model are.
func (a *app) printSpaces(ctx context.Context, s *store.Store) error {
	spaces, err := s.Spaces(ctx)
	if err != nil {
		return err
	}
	for _, sp := range spaces {
		fmt.Fprintf(a.out, "vectors  %s  %s, %d articles, %d missing\n", sp.EmbeddingSpace, sp.State, sp.Articles, sp.Missing)
	}
	return nil
}

func (a *app) migrate(ctx context.Context, c store.Config) error {
	before, err := store.SchemaOf(ctx, c)
	if err != nil {
		return err
	}
	c.KeepSchema = false
	s, err := store.Open(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	after, err := s.Schema(ctx)
	if err != nil {
		return err
	}
	if len(before.Pending) > 0 {
		fmt.Fprintf(a.out, "schema %d → %d: applied %s\n", before.Version, after.Version, strings.Join(before.Pending, ", "))
	} else {
		fmt.Fprintf(a.out, "schema %d, up to date\n", after.Version)
	}
	e, err := a.embedder(ctx)
	if err != nil {
		return err
	}
	if err := a.embed(ctx, s, e); err != nil {
		return err
	}
	return errors.Join(s.Optimise(ctx), a.printSpaces(ctx, s))
}
