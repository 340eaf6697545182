package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

func (a *app) listCommand() *cobra.Command {
	var format, after string
	cmd := &cobra.Command{
		Use: "list", Short: "List the articles of the library, those added last first", Args: noArgs,
		Example: `  daodu list
  daodu list --speaker 周明远 --from 2024 --sound
  daodu list --limit 1000 --format jsonl`,
	}
	filter, limit := filterFlags(cmd), limitFlag(cmd, store.DefaultLimit, "articles")
	cmd.RunE = a.withLibrary(func(ctx context.Context, s *store.Store, _ []string) error {
		out, err := a.records(format)
		if err != nil {
			return err
		}
		f, err := filter()
		if err != nil {
			return err
		}
		n, err := limit()
		if err != nil {
			return err
		}
		return a.list(ctx, s, out, f, store.Page{Limit: n, After: after})
	})
	cmd.Flags().StringVar(&after, "after", "", "go on behind this article, the last one of the page before")
	cmd.Flags().StringVar(&format, "format", "text", "text, json or jsonl (one article a line)")
	a.libraryFlags(cmd)
	return cmd
}

func (a *app) list(ctx context.Context, s *store.Store, out *recordWriter, f store.Filter, p store.Page) (err error) {
	if p.After != "" {
		if p.After, err = s.Find(ctx, p.After); err != nil {
			return err
		}
	}
	entries, next, err := s.List(ctx, f, p)
	if err != nil {
		return err
	}
	if out.format == "text" {
		err = a.listTable(entries)
	} else {
		for _, e := range entries {
			if err == nil {
				err = out.write(e, nil)
			}
		}
		if err == nil {
			err = out.close()
		}
	}
	if err != nil {
		return err
	}
	return a.tellRest(ctx, s, f, len(entries), next)
}

// tellRest says how to see the articles behind a page, and what to do with an empty one.
func (a *app) tellRest(ctx context.Context, s *store.Store, f store.Filter, shown int, next string) error {
	all, err := s.Count(ctx, f)
	switch {
	case err != nil:
		return err
	case next != "":
		fmt.Fprintf(a.err, "daodu: %d of %d articles; go on with --after %s\n", shown, all, short(next))
	case shown == 0 && all == 0 && f == store.Filter{}:
		fmt.Fprintln(a.err, "daodu: the library is empty; `daodu add INPUT...` fills it")
	case shown == 0:
		fmt.Fprintln(a.err, "daodu: no article fits")
	}
	return nil
}

func (a *app) listTable(entries []daodu.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	t := &table{heads: []string{"ID", "DATE", "SPEAKER", "TITLE", "GENRE", "LENGTH", "DAMAGE"}, wide: 3}
	for _, e := range entries {
		t.rows = append(t.rows, []string{
			short(e.ID), e.Date, cut(speaks(e.Speaker), 16), titled(e.Title), string(e.Genre), strconv.Itoa(e.Length), string(e.Damage),
		})
	}
	return t.write(a.out, a.columns())
}

// columns returns how broad text may be, 0 for as broad as it is.
func (a *app) columns() int { return width(a.out) }

// byline returns what stands below a title: who, when, where, and the ID.
func byline(e daodu.Entry) string {
	line := ""
	for _, part := range []string{speaks(e.Speaker), e.Date, plain(e.Publisher), short(e.ID)} {
		if part != "" && line != "" {
			line += " · "
		}
		line += part
	}
	return line
}

// writeHead prints the rank, the score and the title of a found article, and its byline.
func writeHead(w io.Writer, rank int, score string, e daodu.Entry) error {
	_, err := fmt.Fprintf(w, "%2d.  %s  %s\n%s%s\n", rank, score, titled(e.Title), indent, byline(e))
	return err
}

// indent is what stands before the lines below a head.
const indent = "     "
