package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/chunk"
	"github.com/daodu/daodu/internal/export"
)

func (a *app) readCommand() *cobra.Command {
	var format string
	var rawText, chunks bool
	cmd := &cobra.Command{
		Use: "read INPUT...", Short: "Clean texts and show what was found in them", Args: someArgs("INPUT"),
		Example: `  daodu read speech.txt
  daodu read page.html --format json
  daodu read https://www.example.com/a.html --format text
  daodu read speeches/ --format jsonl > articles.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			show, err := a.articleWriter(format, rawText, chunks)
			if err != nil {
				return err
			}
			out := bufio.NewWriter(a.out)
			err = eachArticle(cmd.Context(), a, args,
				func(context.Context, *daodu.Article) (struct{}, error) { return struct{}{}, nil },
				func(article *daodu.Article, _ struct{}) error { return show(out, article) })
			if flush := out.Flush(); flush != nil {
				return flush
			}
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "md", "md, text, json or jsonl (one article a line)")
	cmd.Flags().BoolVar(&rawText, "raw", false, "print the text as received, which \"raw\" positions point into")
	cmd.Flags().BoolVar(&chunks, "chunks", false, "with json: the chunks of each article too")
	a.readingFlags(cmd)
	return cmd
}

// articleWriter returns what prints an article in a format.
func (a *app) articleWriter(format string, rawText, chunks bool) (func(io.Writer, *daodu.Article) error, error) {
	if rawText {
		return func(w io.Writer, article *daodu.Article) error {
			_, err := fmt.Fprintln(w, strings.TrimSuffix(article.Raw, "\n"))
			return err
		}, nil
	}
	switch format {
	case "json", "jsonl":
		return func(w io.Writer, article *daodu.Article) error {
			if chunks {
				return writeLine(w, withChunks{article, ingest.Chunks(article, chunk.Options{})})
			}
			return writeLine(w, article)
		}, nil
	case "md":
		return export.ArticleMarkdown, nil
	case "text":
		return func(w io.Writer, article *daodu.Article) error {
			_, err := fmt.Fprintln(w, article.Text)
			return err
		}, nil
	}
	return nil, unknownFormat(format, formats)
}

// withChunks is an article with its chunks beside the public fields.
type withChunks struct {
	*daodu.Article
	Chunks []daodu.Chunk `json:"chunks"`
}

// writeLine writes v as one line of JSON, Chinese as it is.
func writeLine(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// formats are the values of --format.
var formats = []string{"md", "text", "json", "jsonl"}

func unknownFormat(format string, formats []string) error {
	return fmt.Errorf("%w: unknown format %q; choose one of %s", daodu.ErrUsage, format, strings.Join(formats, ", "))
}

func knownFormat(format string) error {
	if !slices.Contains(formats, format) {
		return unknownFormat(format, formats)
	}
	return nil
}
