package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

func (a *app) searchCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "search QUERY...", Short: "Find articles by their words and their meaning", Args: someArgs("QUERY"),
		Long: `Finds articles that have the words of the query, in either script, or are near in
meaning. "Words in quotation marks" must stand together, and a word behind - must not
occur; put a query with such a word in one pair of quotes. Excerpts show where the words
stand.`,
		Example: `  daodu search 职工书屋 建设
  daodu search '"技能提升" -竞赛' --from 2024 --genre speech
  daodu search 高温津贴 --format jsonl`,
	}
	filter, limit := filterFlags(cmd), limitFlag(cmd, 10, "articles")
	cmd.RunE = a.withLibrary(func(ctx context.Context, s *store.Store, args []string) error {
		out, err := a.records(format)
		if err != nil {
			return err
		}
		o := store.SearchOptions{}
		if o.Filter, err = filter(); err != nil {
			return err
		}
		if o.Limit, err = limit(); err != nil {
			return err
		}
		if o.Embedder, err = a.queryEmbedder(ctx, s); err != nil {
			return err
		}
		return a.search(ctx, s, out, strings.Join(args, " "), o)
	})
	cmd.Flags().StringVar(&format, "format", "text", "text, json or jsonl (one article a line)")
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		if strings.Contains(err.Error(), "shorthand") {
			return fmt.Errorf("%w: a word behind - is taken for a flag; put the whole query in one pair of quotes: daodu search '甲 -乙'", daodu.ErrUsage)
		}
		return cmd.Root().FlagErrorFunc()(cmd, err)
	})
	a.libraryFlags(cmd)
	return cmd
}

// queryEmbedder returns what makes the vector of a query, nil with a warning when nothing
// does that suits the library: words can be searched all the same.
func (a *app) queryEmbedder(ctx context.Context, s *store.Store) (daodu.Embedder, error) {
	inUse, err := spaceInUse(ctx, s)
	if err != nil || inUse == nil {
		return nil, err
	}
	e, err := a.embedder(ctx)
	switch {
	case errors.Is(err, daodu.ErrUsage), ctx.Err() != nil:
		return nil, err
	case err != nil:
		a.wordsAlone(err)
		return nil, nil
	case e.Space() != inUse.EmbeddingSpace:
		a.wordsAlone(fmt.Errorf("the library has vectors of %s, the configuration names %s; run `daodu migrate`", inUse.EmbeddingSpace, e.Space()))
		return nil, nil
	}
	return e, nil
}

func (a *app) wordsAlone(why error) {
	fmt.Fprintf(a.err, "daodu: searching by words alone: %s\n", oneLine(why))
}

func (a *app) search(ctx context.Context, s *store.Store, out *recordWriter, query string, o store.SearchOptions) error {
	hits, err := s.Search(ctx, query, o)
	if o.Embedder != nil && ctx.Err() == nil && unanswered(err) {
		why := err
		o.Embedder = nil
		if hits, err = s.Search(ctx, query, o); err == nil {
			a.wordsAlone(why)
		}
	}
	if err != nil {
		return err
	}
	marks := a.marks()
	for i, h := range hits {
		if err := out.write(h, func(w io.Writer) error { return writeHit(w, i+1, h, marks) }); err != nil {
			return err
		}
	}
	if len(hits) == 0 {
		fmt.Fprintln(a.err, "daodu: nothing found")
	}
	return out.close()
}

// unanswered reports whether a model may be what failed.
func unanswered(err error) bool {
	return errors.Is(err, daodu.ErrUpstream) || errors.Is(err, daodu.ErrLimited) || errors.Is(err, daodu.ErrForbidden)
}

// writeHit prints a found article with its excerpts.
func writeHit(w io.Writer, rank int, h daodu.Hit, marks [2]string) error {
	if err := writeHead(w, rank, score(h.Score), h.Entry); err != nil {
		return err
	}
	for _, x := range h.Excerpts {
		if _, err := fmt.Fprintf(w, "%s%s %s\n", indent, marked(x, marks), spanned(x.Span)); err != nil {
			return err
		}
	}
	return nil
}

// score writes a score of 0..1.
func score(s float64) string { return fmt.Sprintf("%.3f", s) }

// spanned writes where something stands in a text, in code points.
func spanned(s daodu.Span) string { return fmt.Sprintf("[%d–%d]", s.Start, s.End) }

// marks returns what stands before and behind words that were looked for: the signs that
// make them bold on a terminal, else brackets.
func (a *app) marks() [2]string {
	if isTerminal(a.out) && lookup(a.env, "NO_COLOR") == "" && lookup(a.env, "TERM") != "dumb" {
		return [2]string{"\x1b[1m", "\x1b[22m"}
	}
	return [2]string{"【", "】"}
}

// marked returns an excerpt with its words marked, on one line. Marks that overlap count
// as one.
func marked(x daodu.Excerpt, marks [2]string) string {
	var b strings.Builder
	within := false
	at := x.Start
	for _, r := range x.Text {
		now := false
		for _, m := range x.Marks {
			now = now || m.Start <= at && at < m.End
		}
		if now != within {
			b.WriteString(markEdge(now, marks))
		}
		within = now
		if r = harmless(r); r >= 0 {
			b.WriteRune(r)
		}
		at++
	}
	if within {
		b.WriteString(marks[1])
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func markEdge(opens bool, marks [2]string) string {
	if opens {
		return marks[0]
	}
	return marks[1]
}
