package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/store"
)

func (a *app) addCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "add INPUT...", Short: "Add texts to the library", Args: someArgs("INPUT"),
		Long: `Cleans texts as read does and stores them in the library with their original bytes and
what finds them. Each article has a line once it is safe on the disk:

  added    it is new; copies that were there already are named
  known    the same text from the same place is there
  source   the same text is there, and this is a further place where it stands

A run that was stopped, in whatever way, goes on when it is started again.`,
		Example: `  daodu add speeches/
  daodu add https://www.example.com/a.html
  daodu add crawl.jsonl --library postgres://study@db.example.com/library`,
		RunE: func(cmd *cobra.Command, args []string) error {
			out, err := a.records(format)
			if err != nil {
				return err
			}
			return a.withLibrary(func(ctx context.Context, s *store.Store, args []string) error {
				return a.add(ctx, s, out, args)
			})(cmd, args)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, json or jsonl (one article a line)")
	a.libraryFlags(cmd)
	a.readingFlags(cmd)
	return cmd
}

// add reads inputs and stores their articles.
func (a *app) add(ctx context.Context, s *store.Store, out *recordWriter, inputs []string) error {
	in, err := a.ingester()
	if err != nil {
		return err
	}
	in.Reader.Keep = true
	vectors, err := a.vectors(ctx, s)
	if err != nil {
		return err
	}
	reading := &adding{store: s, in: in, vectors: vectors}
	writing := startAdding(ctx, s, out)
	err = eachInput(ctx, a, in.Reader.Expand(ctx, inputs), reading.read, writing.put)
	stored, rejected, broken := writing.finish()
	if broken != nil {
		return broken
	}
	err = errors.Join(append(rejected, err)...)
	if ctx.Err() != nil {
		return err
	}
	return errors.Join(partly(err, stored), vectors.complete(ctx, a, s))
}

// partly adds to the errors of some inputs that the others are stored.
func partly(err error, stored int) error {
	if err == nil || stored == 0 {
		return err
	}
	return errors.Join(err, fmt.Errorf("%w: %d not added, %d are in the library", daodu.ErrPartial, len(flatten(err)), stored))
}

// An addition is an article on its way into the library.
type addition struct {
	item    *store.Item // nil when it is there
	known   store.Added
	uri     string
	title   string
	pending bool  // its vectors will be made later
	broken  error // the library does not answer: no use to go on
}

// newAddition makes what the library holds of an article. It is the dear part of adding.
func newAddition(ctx context.Context, article *daodu.Article, original []byte, v *vectors) (*addition, error) {
	item := &store.Item{Article: article, Chunks: ingest.Chunks(article, chunkOptions), Original: original}
	var err error
	if item.Vectors, err = v.of(ctx, article.Text, item.Chunks); err != nil {
		return nil, err
	}
	if err := item.Prepare(); err != nil {
		return nil, err
	}
	return &addition{item: item, uri: article.Source.URI, title: article.Title, pending: item.Vectors == nil}, nil
}
