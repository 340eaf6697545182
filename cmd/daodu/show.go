package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/export"
	"github.com/daodu/daodu/store"
)

func (a *app) showCommand() *cobra.Command {
	var format string
	var text, rawText, bytes bool
	view := func() (string, error) {
		views := map[string]bool{"text alone": text, "raw": rawText, "original": bytes}
		maps.DeleteFunc(views, func(_ string, on bool) bool { return !on })
		if len(views) > 1 {
			return "", fmt.Errorf("%w: --text, --raw and --original exclude each other", daodu.ErrUsage)
		}
		for v := range views {
			return v, nil
		}
		if !slices.Contains(showFormats, format) {
			return "", unknownFormat(format, showFormats)
		}
		return format, nil
	}
	cmd := &cobra.Command{
		Use: "show ID", Short: "Show an article of the library, where it stands and what was written about it", Args: oneArg("ID"),
		Long: `Shows an article with what is known of it, its damage, its sources, and the artifacts
that were written about it. ID is an ID, its last letters, or the address of the article.`,
		Example: `  daodu show 1f2e3d4c5b6a
  daodu show speeches/a.txt --text
  daodu show 1f2e3d4c5b6a --original > a.pdf`,
		RunE: a.withLibrary(func(ctx context.Context, s *store.Store, args []string) error {
			view, err := view()
			if err != nil {
				return err
			}
			id, err := s.Find(ctx, args[0])
			if err != nil {
				return err
			}
			return a.show(ctx, s, id, view)
		}),
	}
	cmd.Flags().StringVar(&format, "format", "md", "md, text or json")
	cmd.Flags().BoolVar(&text, "text", false, "print the clean text alone")
	cmd.Flags().BoolVar(&rawText, "raw", false, "print the text as received, which \"raw\" positions point into")
	cmd.Flags().BoolVar(&bytes, "original", false, "print the bytes as received")
	a.libraryFlags(cmd)
	return cmd
}

// showFormats are the values of --format of show.
var showFormats = []string{"md", "text", "json"}

// show prints an article of the library in one of the formats, its text alone, the raw
// text, or the original bytes.
func (a *app) show(ctx context.Context, s *store.Store, id, view string) error {
	if view == "original" {
		_, data, err := original(ctx, s, id)
		if err == nil {
			_, err = a.out.Write(data)
		}
		return err
	}
	kept, err := keptArticle(ctx, s, id)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(a.out)
	if err := kept.write(w, view); err != nil {
		return err
	}
	return w.Flush()
}

// atMostOneArg and oneArg check the arguments of a command.
func atMostOneArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 1 {
			return fmt.Errorf("%w: %s takes one %s, got %d", daodu.ErrUsage, cmd.CommandPath(), what, len(args))
		}
		return nil
	}
}

func oneArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 {
			return fmt.Errorf("%w: %s needs one %s, got %d", daodu.ErrUsage, cmd.CommandPath(), what, len(args))
		}
		return nil
	}
}

// A libraryArticle is an article with what the library knows besides.
type libraryArticle struct {
	*daodu.Article
	AddedAt   time.Time        `json:"added_at"`
	Sources   []store.SourceOf `json:"sources"`
	Artifacts []store.Version  `json:"artifacts"`
}

func keptArticle(ctx context.Context, s *store.Store, id string) (k libraryArticle, err error) {
	if k.Article, err = s.Article(ctx, id); err != nil {
		return k, err
	}
	entry, err := s.Entry(ctx, id)
	if err != nil {
		return k, err
	}
	k.AddedAt = entry.AddedAt
	if k.Sources, err = s.Sources(ctx, id); err != nil {
		return k, err
	}
	k.Artifacts, err = s.History(ctx, id, store.Wanted{})
	return k, err
}

func (k libraryArticle) write(w io.Writer, view string) error {
	switch view {
	case "text alone":
		return printText(w, k.Text)
	case "raw":
		return printText(w, k.Raw)
	case "json":
		return writeLine(w, k)
	case "text":
		if _, err := fmt.Fprintf(w, "%s\n", k.head()); err != nil {
			return err
		}
		return export.ArticleText(w, k.Article)
	}
	// Front matter, as many tools write it and Daodu reads it.
	if _, err := fmt.Fprintf(w, "---\n%s---\n\n", k.head()); err != nil {
		return err
	}
	return export.ArticleMarkdown(w, k.Article)
}

func printText(w io.Writer, text string) error {
	_, err := fmt.Fprintln(w, strings.TrimSuffix(text, "\n"))
	return err
}

// head returns what the library knows beside the article, one "key: value" a line.
func (k libraryArticle) head() string {
	var b strings.Builder
	fmt.Fprintf(&b, "id: %s\nadded: %s\n", k.ID, k.AddedAt.Format(time.RFC3339))
	for _, s := range k.Sources {
		kept := "bytes kept"
		if !s.Kept {
			kept = "bytes not kept"
		}
		fmt.Fprintf(&b, "source: %s (%s)\n", plain(s.URI), joined(", ", s.MediaType, s.Charset, fmt.Sprintf("%d bytes", s.Bytes), kept))
	}
	for _, v := range k.Artifacts {
		about := ""
		if !v.Current {
			about = "about the text before it was read again"
		}
		art := v.Artifact
		fmt.Fprintf(&b, "%s: %s\n", art.Content.Kind(), joined(", ", art.Origin.Engine, art.Origin.Model, art.Lang, string(art.Length), string(art.Verdict), about))
	}
	return b.String()
}

// joined joins the parts that are not empty.
func joined(by string, parts ...string) string {
	var full []string
	for _, p := range parts {
		if p != "" {
			full = append(full, p)
		}
	}
	return strings.Join(full, by)
}
