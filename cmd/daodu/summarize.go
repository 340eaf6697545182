package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/export"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

func (a *app) summarizeCommand() *cobra.Command {
	var format, lang string
	var ids []string
	cmd := &cobra.Command{
		Use: "summarize INPUT...", Short: "Write summary, outline and study guide of each text",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(ids) > 0 {
				return noArgs(cmd, args)
			}
			return someArgs("INPUT")(cmd, args)
		},
		Long: `Writes a summary, an outline and a study guide of each text. With --id the texts are
articles of the library, and what is written is kept with them.`,
		Example: `  daodu summarize examples/speech.txt
  daodu summarize report.pdf --kind summary --length short
  daodu summarize speeches/*.txt --format jsonl > artifacts.jsonl
  daodu summarize --id 1f2e3d4c5b6a`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := knownFormat(format); err != nil {
				return err
			}
			kinds, err := parseKinds(a.config.GetString("summarize.kinds"))
			if err != nil {
				return err
			}
			if err := knownLang(lang); err != nil {
				return err
			}
			engine, err := a.engine()
			if err != nil {
				return err
			}
			opts := summarize.Options{Length: daodu.Length(a.config.GetString("summarize.length")), Lang: lang}
			out := &artifactWriter{w: bufio.NewWriter(a.out), format: format}
			write := func(ctx context.Context, article *daodu.Article) ([]*daodu.Artifact, error) {
				return summarize.Artifacts(ctx, engine, article, kinds, opts)
			}
			if len(ids) > 0 {
				err = a.summarizeLibrary(cmd.Context(), ids, write, out)
			} else {
				err = eachArticle(cmd.Context(), a, args, write, out.write)
			}
			if closed := out.close(); closed != nil {
				return closed
			}
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "md", "md, text, json or jsonl (one artifact a line)")
	cmd.Flags().StringVar(&lang, "lang", "", "script of our own words, zh-Hans or zh-Hant; quotes keep theirs (default: that of the text)")
	a.settingFlag(cmd, "kind", "summarize.kinds")
	a.settingFlag(cmd, "length", "summarize.length")
	a.settingFlag(cmd, "engine", "summarize.engine")
	cmd.Flags().StringArrayVar(&ids, "id", nil, "article of the library instead of INPUT: its ID, the last letters of it, or its address; may be repeated")
	a.readingFlags(cmd)
	a.libraryFlags(cmd)
	return cmd
}

// summarizeLibrary writes about articles of the library and keeps that with them.
func (a *app) summarizeLibrary(ctx context.Context, names []string,
	write func(context.Context, *daodu.Article) ([]*daodu.Artifact, error), out *artifactWriter,
) error {
	s, err := a.library(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	entries, err := findAll(ctx, s, names)
	if err != nil {
		return err
	}
	for _, e := range entries {
		article, err := s.Article(ctx, e.ID)
		if err != nil {
			return err
		}
		artifacts, err := write(ctx, article)
		if err != nil {
			return err
		}
		for _, art := range artifacts {
			if _, err := s.AddArtifact(ctx, e.ID, art); err != nil {
				return err
			}
		}
		if err := out.write(article, artifacts); err != nil {
			return err
		}
	}
	return nil
}

// parseKinds reads a list such as "summary,guide"; the order is that of the list.
func parseKinds(list string) ([]daodu.Kind, error) {
	var kinds []daodu.Kind
	for name := range strings.SplitSeq(list, ",") {
		kind := daodu.Kind(strings.TrimSpace(name))
		if !slices.Contains(daodu.Kinds, kind) {
			return nil, fmt.Errorf("%w: unknown kind %q; choose from summary, outline, guide", daodu.ErrUsage, name)
		}
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds, nil
}

// knownLang refuses languages that no text could get artifacts in, before any is read.
// English is for English texts; the engine refuses it for others.
func knownLang(lang string) error {
	switch summarize.Lang(lang) {
	case "", "zh", "zh-Hans", "zh-Hant", "en":
		return nil
	}
	return fmt.Errorf("%w: cannot write in %q offline; choose zh-Hans or zh-Hant, or leave --lang out for the language of the text", daodu.ErrUsage, lang)
}

// engine returns the engine that the configuration names.
func (a *app) engine() (summarize.Engine, error) {
	if name := a.config.GetString("summarize.engine"); name != "extract" {
		return nil, fmt.Errorf("%w: unknown engine %q; this version has extract", daodu.ErrUsage, name)
	}
	return new(extract.Engine), nil
}

// An artifactWriter prints the artifacts of one article after another.
type artifactWriter struct {
	w       *bufio.Writer
	format  string
	written int
}

func (o *artifactWriter) write(article *daodu.Article, artifacts []*daodu.Artifact) error {
	defer func() { o.written++ }()
	switch o.format {
	case "jsonl":
		for _, art := range artifacts {
			if err := writeLine(o.w, art); err != nil {
				return err
			}
		}
		return nil
	case "json":
		return o.writeArray(artifacts)
	case "text":
		return o.parted(article, artifacts, export.Text)
	}
	return o.parted(article, artifacts, export.Markdown)
}

// writeArray writes artifacts as elements of one indented JSON array, which close ends.
func (o *artifactWriter) writeArray(artifacts []*daodu.Artifact) error {
	for i, art := range artifacts {
		if err := writeElement(o.w, art, o.written == 0 && i == 0); err != nil {
			return err
		}
	}
	return nil
}

func (o *artifactWriter) parted(article *daodu.Article, artifacts []*daodu.Artifact,
	export func(io.Writer, *daodu.Article, []*daodu.Artifact) error,
) error {
	if o.written > 0 {
		if _, err := o.w.WriteString("\n"); err != nil {
			return err
		}
	}
	return export(o.w, article, artifacts)
}

func (o *artifactWriter) close() error {
	if o.format == "json" {
		if err := endArray(o.w, o.written == 0); err != nil {
			return err
		}
	}
	return o.w.Flush()
}
