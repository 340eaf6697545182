package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/store"
)

func (a *app) rereadCommand() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use: "reread [ID...]", Short: "Clean articles of the library again, from their original bytes", Args: cobra.ArbitraryArgs,
		Long: `Reads the original bytes of articles again with the rules of this version, and stores
what came out of it. IDs stay, and so does what was written about an article; it tells
when it is about the text before.`,
		Example: `  daodu reread 1f2e3d4c5b6a
  daodu reread --all`,
		RunE: a.withLibrary(func(ctx context.Context, s *store.Store, args []string) error {
			if all == (len(args) > 0) {
				return fmt.Errorf("%w: name articles, or say --all", daodu.ErrUsage)
			}
			return a.reread(ctx, s, args)
		}),
	}
	cmd.Flags().BoolVar(&all, "all", false, "all articles of the workspace")
	a.libraryFlags(cmd)
	a.readingFlags(cmd)
	return cmd
}

// A rereading is an article that was read again.
type rereading struct {
	id string
	*addition
}

func (a *app) reread(ctx context.Context, s *store.Store, args []string) error {
	in, err := a.ingester()
	if err != nil {
		return err
	}
	v, err := a.vectors(ctx, s)
	if err != nil {
		return err
	}
	entries, err := findAll(ctx, s, args)
	if err != nil {
		return err
	}
	ids := eachID(ctx, s)
	if len(args) > 0 {
		ids = idsOf(entries)
	}
	r := &replacer{store: s, out: a.out}
	err = eachInput(ctx, a, ids, func(ctx context.Context, id string) iter.Seq2[rereading, error] {
		return func(yield func(rereading, error) bool) {
			yield(guard(id, func() (rereading, error) { return readAgain(ctx, s, in, v, id) }))
		}
	}, func(it rereading) error { return r.replace(ctx, it) })
	fmt.Fprintf(a.err, "daodu: %d changed, %d as before\n", r.changed, r.same)
	if ctx.Err() != nil {
		return err
	}
	err = errors.Join(append(r.refused, err)...)
	if err != nil && r.changed+r.same > 0 {
		err = errors.Join(err, fmt.Errorf("%w: %d articles stay as they were", daodu.ErrPartial, len(flatten(err))))
	}
	return errors.Join(err, v.complete(ctx, a, s))
}

// A replacer stores what was read again and tells of it.
type replacer struct {
	store         *store.Store
	out           io.Writer
	changed, same int
	refused       []error
}

func (r *replacer) replace(ctx context.Context, it rereading) error {
	changed, err := r.store.Replace(context.WithoutCancel(ctx), it.id, it.item)
	word := "same   "
	switch {
	case err != nil && refusal(err):
		r.refused = append(r.refused, fmt.Errorf("%s %s: %w", short(it.id), titled(it.title), err))
		return nil
	case err != nil:
		return err
	case changed:
		word = "changed"
		r.changed++
	default:
		r.same++
	}
	_, err = fmt.Fprintf(r.out, "%s  %s  %s\n", word, short(it.id), titled(it.title))
	return err
}

// readAgain reads the original of an article.
func readAgain(ctx context.Context, s *store.Store, in *ingest.Ingester, v *vectors, id string) (r rereading, err error) {
	src, data, err := original(ctx, s, id)
	if err != nil {
		return r, err
	}
	doc, err := in.Reader.Again(ctx, src, data)
	if err != nil {
		return r, err
	}
	article, err := ingest.Article(doc)
	if err != nil {
		return r, err
	}
	it, err := newAddition(ctx, article, data, v)
	return rereading{id, it}, err
}

// original returns the bytes that an article was read from, or those of another of its
// sources when they were not kept.
func original(ctx context.Context, s *store.Store, id string) (src daodu.Source, data []byte, err error) {
	article, err := s.Article(ctx, id)
	if err != nil {
		return src, nil, err
	}
	sources, err := s.Sources(ctx, id)
	if err != nil {
		return src, nil, err
	}
	found := false
	for _, o := range sources {
		own := o.URI == article.Source.URI && o.SHA256 == article.Source.SHA256
		if o.Kept && (own || !found) {
			src, found = o.Source, true
		}
	}
	if !found {
		return src, nil, fmt.Errorf("%w: no original bytes of article %s were kept; add it again from its source", daodu.ErrNotFound, short(id))
	}
	data, err = s.Original(ctx, src.SHA256)
	return src, data, err
}

func idsOf(entries []daodu.Entry) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, e := range entries {
			if !yield(e.ID, nil) {
				return
			}
		}
	}
}

// eachID yields the IDs of all articles of the workspace.
func eachID(ctx context.Context, s *store.Store) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for page := (store.Page{Limit: store.MaxLimit}); ; {
			entries, next, err := s.List(ctx, store.Filter{}, page)
			if err != nil {
				yield("", err)
				return
			}
			for _, e := range entries {
				if !yield(e.ID, nil) {
					return
				}
			}
			if page.After = next; next == "" {
				return
			}
		}
	}
}
