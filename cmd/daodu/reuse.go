package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

func (a *app) reuseCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "reuse ID", Short: "Show what an article has word for word in common with others", Args: oneArg("ID"),
		Long: `Shows the articles of the library that hold the same words as one of them: the whole text
again, a part of it, or single passages; which of the two is earlier; and the passages
side by side, also across scripts. ID is an ID, its last letters, or the address of the
article.`,
		Example: `  daodu reuse 1f2e3d4c5b6a
  daodu reuse speeches/a.txt --limit 3 --format json`,
	}
	limit := limitFlag(cmd, 10, "articles")
	cmd.RunE = a.withLibrary(func(ctx context.Context, s *store.Store, args []string) error {
		out, err := a.records(format)
		if err != nil {
			return err
		}
		n, err := limit()
		if err != nil {
			return err
		}
		return a.reuse(ctx, s, out, args[0], n)
	})
	cmd.Flags().StringVar(&format, "format", "text", "text, json or jsonl (one article a line)")
	a.libraryFlags(cmd)
	return cmd
}

func (a *app) reuse(ctx context.Context, s *store.Store, out *recordWriter, name string, limit int) error {
	id, err := s.Find(ctx, name)
	if err != nil {
		return err
	}
	reuses, err := s.Reuse(ctx, id)
	if err != nil {
		return err
	}
	columns := a.columns()
	for i, r := range reuses[:min(limit, len(reuses))] {
		if err := out.write(r, func(w io.Writer) error { return writeReuse(w, i+1, r, columns) }); err != nil {
			return err
		}
	}
	if err := out.close(); err != nil {
		return err
	}
	switch more := len(reuses) - limit; {
	case len(reuses) == 0:
		fmt.Fprintln(a.err, "daodu: no other article has a passage of this one")
	case more > 0:
		fmt.Fprintf(a.err, "daodu: %d more articles; see them with --limit %d\n", more, len(reuses))
	}
	return nil
}

// writeReuse prints what an article has in common with another.
func writeReuse(w io.Writer, rank int, r daodu.Reuse, columns int) error {
	if err := writeHead(w, rank, reuseName(r), r.Entry); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "%s%.0f %% of this article stand there, %.0f %% of that one here\n", indent, 100*r.Here, 100*r.There); err != nil {
		return err
	}
	for _, p := range r.Passages {
		if err := writePassage(w, p, columns); err != nil {
			return err
		}
	}
	return nil
}

// reuseName says what the other article is to this one.
func reuseName(r daodu.Reuse) string {
	switch r.Direction {
	case daodu.ReuseFrom:
		return string(r.Class) + ", earlier"
	case daodu.ReuseBy:
		return string(r.Class) + ", later"
	}
	return string(r.Class)
}

// The width of passages where there is no terminal, and what keeps both sides apart.
const (
	usualColumns = 100
	divider      = " │ "
)

// writePassage prints a passage as it stands here and there, side by side.
func writePassage(w io.Writer, p daodu.Passage, columns int) error {
	if columns == 0 {
		columns = usualColumns
	}
	half := max(20, (columns-len(indent)-3)/2)
	here := append([]string{"here " + spanned(p.Here.Span)}, wrap(plain(p.Here.Text), half)...)
	there := append([]string{"there " + spanned(p.There.Span)}, wrap(plain(p.There.Text), half)...)
	if _, err := fmt.Fprintf(w, "%s%d letters\n", indent, p.Letters); err != nil {
		return err
	}
	for i := range max(len(here), len(there)) {
		if _, err := fmt.Fprintf(w, "%s%s%s%s\n", indent, pad(line(here, i), half), divider, line(there, i)); err != nil {
			return err
		}
	}
	return nil
}

// line returns a line of a column, "" behind its end.
func line(column []string, i int) string {
	if i < len(column) {
		return column[i]
	}
	return ""
}
