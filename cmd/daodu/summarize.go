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
	"github.com/daodu/daodu/internal/export"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

func (a *app) summarizeCommand() *cobra.Command {
	var format, lang string
	cmd := &cobra.Command{
		Use: "summarize INPUT...", Short: "Write summary, outline and study guide of each text", Args: someArgs("INPUT"),
		Example: `  daodu summarize examples/speech.txt
  daodu summarize report.pdf --kind summary --length short
  daodu summarize speeches/*.txt --format jsonl > artifacts.jsonl`,
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
			err = eachArticle(cmd.Context(), a, args, func(ctx context.Context, article *daodu.Article) ([]*daodu.Artifact, error) {
				return summarize.Artifacts(ctx, engine, article, kinds, opts)
			}, out.write)
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
	a.readingFlags(cmd)
	return cmd
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
		opening := ",\n"
		if o.written == 0 && i == 0 {
			opening = "[\n"
		}
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("  ", "  ")
		if err := e.Encode(art); err != nil {
			return err
		}
		if _, err := o.w.WriteString(opening + "  " + strings.TrimSuffix(b.String(), "\n")); err != nil {
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
		end := "\n]\n"
		if o.written == 0 {
			end = "[]\n"
		}
		if _, err := o.w.WriteString(end); err != nil {
			return err
		}
	}
	return o.w.Flush()
}
