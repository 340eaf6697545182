package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

func (a *app) relatedCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "related ID", Short: "Show the articles that are most related to one, and why", Args: oneArg("ID"),
		Long: `Shows the articles of the library that are most related to one of them, each with the
reasons: a passage that stands in both, the same occasion, words that few articles have,
or the stretches that are nearest in meaning. Further copies of one text are listed below
it. ID is an ID, its last letters, or the address of the article.`,
		Example: `  daodu related 1f2e3d4c5b6a
  daodu related speeches/a.txt --limit 5 --from 2023`,
	}
	filter, limit := filterFlags(cmd), limitFlag(cmd, 10, "articles")
	cmd.RunE = a.withLibrary(func(ctx context.Context, s *store.Store, args []string) error {
		out, err := a.records(format)
		if err != nil {
			return err
		}
		o := store.RelatedOptions{}
		if o.Filter, err = filter(); err != nil {
			return err
		}
		if o.Limit, err = limit(); err != nil {
			return err
		}
		return a.related(ctx, s, out, args[0], o)
	})
	cmd.Flags().StringVar(&format, "format", "text", "text, json or jsonl (one article a line)")
	a.libraryFlags(cmd)
	return cmd
}

func (a *app) related(ctx context.Context, s *store.Store, out *recordWriter, name string, o store.RelatedOptions) error {
	id, err := s.Find(ctx, name)
	if err != nil {
		return err
	}
	relations, err := s.Related(ctx, id, o)
	if err != nil {
		return err
	}
	for i, r := range relations {
		if err := out.write(r, func(w io.Writer) error { return writeRelation(w, i+1, r) }); err != nil {
			return err
		}
	}
	if len(relations) == 0 {
		fmt.Fprintln(a.err, "daodu: no related article in this library")
	}
	return out.close()
}

// writeRelation prints a related article with the reasons.
func writeRelation(w io.Writer, rank int, r daodu.Relation) error {
	if err := writeHead(w, rank, score(r.Score), r.Entry); err != nil {
		return err
	}
	var terms []string
	for _, g := range r.Grounds {
		if g.Kind == daodu.GroundTerm {
			terms = append(terms, plain(g.Text))
		}
	}
	for _, g := range r.Grounds {
		if g.Kind == daodu.GroundTerm {
			if terms == nil {
				continue // all of them stand in one line
			}
			g = daodu.Ground{Kind: g.Kind, Text: strings.Join(terms, "、")}
			terms = nil
		}
		if err := writeGround(w, g); err != nil {
			return err
		}
	}
	for _, e := range r.AlsoPublished {
		if _, err := fmt.Fprintf(w, "%salso published  %s  (%s)\n", indent, byline(e), plain(e.URI)); err != nil {
			return err
		}
	}
	return nil
}

// groundNames say what two articles have in common.
var groundNames = map[daodu.GroundKind]string{
	daodu.GroundPassage:  "same passage",
	daodu.GroundOccasion: "same occasion",
	daodu.GroundTerm:     "rare words",
	daodu.GroundMeaning:  "near in meaning",
}

// writeGround prints a reason: its words, and where they stand here and there.
func writeGround(w io.Writer, g daodu.Ground) error {
	label := pad(groundNames[g.Kind], len(groundNames[daodu.GroundMeaning]))
	var lines []string
	if g.Text != "" {
		lines = append(lines, plain(g.Text))
	}
	if g.Here != nil {
		lines = append(lines, "here  "+quote(*g.Here))
	}
	if g.There != nil {
		lines = append(lines, "there "+quote(*g.There))
	}
	for i, line := range lines {
		if i > 0 {
			label = pad("", len(label))
		}
		if _, err := fmt.Fprintf(w, "%s%s  %s\n", indent, label, line); err != nil {
			return err
		}
	}
	return nil
}

// quoteColumns is how much of a quote is shown in a line; its place tells the rest.
const quoteColumns = 100

// quote writes a quote with its place in the text.
func quote(q daodu.Quote) string {
	return "「" + cut(plain(q.Text), quoteColumns) + "」" + spanned(q.Span)
}
