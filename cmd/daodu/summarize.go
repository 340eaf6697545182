package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/export"
	"github.com/daodu/daodu/store"
	"github.com/daodu/daodu/summarize"
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
articles of the library, and what is written is kept with them.

What a language model answers is kept in the library, so that the same is never paid for
twice.`,
		Example: `  daodu summarize examples/speech.txt
  daodu summarize report.pdf --kind summary --length short
  daodu summarize speeches/*.txt --format jsonl > artifacts.jsonl
  daodu summarize --id 1f2e3d4c5b6a`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := knownFormat(format); err != nil {
				return err
			}
			w, err := a.summarizing(cmd.Context(), lang, len(ids) > 0)
			if err != nil {
				return err
			}
			defer w.close()
			w.out = &artifactWriter{w: bufio.NewWriter(a.out), format: format}
			if len(ids) > 0 {
				err = w.library(cmd.Context(), ids)
			} else {
				err = eachArticle(cmd.Context(), a, args, w.write, w.show)
			}
			if closed := w.out.close(); closed != nil {
				return closed
			}
			return errors.Join(append([]error{err}, w.failed...)...)
		},
	}
	cmd.Flags().StringVar(&format, "format", "md", "md, text, json or jsonl (one artifact a line)")
	cmd.Flags().StringVar(&lang, "lang", "", "script of our own words, zh-Hans or zh-Hant; quotes keep theirs (default: that of the text)")
	a.writingFlags(cmd)
	cmd.Flags().StringArrayVar(&ids, "id", nil, "article of the library instead of INPUT: its ID, the last letters of it, or its address; may be repeated")
	a.readingFlags(cmd)
	a.libraryFlags(cmd)
	return cmd
}

// writingFlags adds the flags of every command that writes artifacts.
func (a *app) writingFlags(cmd *cobra.Command) {
	a.settingFlag(cmd, "kind", "summarize.kinds")
	a.settingFlag(cmd, "length", "summarize.length")
	a.settingFlag(cmd, "engine", "summarize.engine")
	a.settingFlag(cmd, "model", "summarize.model")
	a.settingFlag(cmd, "base-url", "summarize.base_url")
}

// A summarizing is one run of summarize.
type summarizing struct {
	store  *store.Store // nil when nothing is kept
	engine summarize.Engine
	kinds  []daodu.Kind
	opts   summarize.Options
	shown  *modelProgress
	out    *artifactWriter
	failed []error // of texts about which something else was written
}

// summarizing reads the settings. It opens the library when articles come from there or a
// model is asked.
func (a *app) summarizing(ctx context.Context, lang string, library bool) (*summarizing, error) {
	w := &summarizing{opts: summarize.Options{Length: daodu.Length(a.config.GetString("summarize.length")), Lang: lang}, shown: newModelProgress(a)}
	var err error
	if w.kinds, err = parseKinds(a.config.GetString("summarize.kinds")); err != nil {
		return nil, err
	}
	if err := a.knownLang(lang); err != nil {
		return nil, err
	}
	use := modelUse{onText: w.shown.text, onReset: w.shown.reset}
	if library || a.engineName() == "openai" {
		if w.store, err = a.library(ctx); err != nil {
			return nil, err
		}
		use.cache = w.store
	}
	if w.engine, err = a.engine(use); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *summarizing) close() {
	w.shown.close()
	if w.store != nil {
		w.store.Close()
	}
}

// An output is what was written about a text, and why the rest was not.
type output struct {
	artifacts []*daodu.Artifact
	err       error
}

// write writes about an article. Only when nothing came of it the error is one.
func (w *summarizing) write(ctx context.Context, article *daodu.Article) (output, error) {
	artifacts, err := summarize.Artifacts(ctx, w.engine, article, w.kinds, w.opts)
	if len(artifacts) == 0 {
		return output{}, err
	}
	return output{artifacts, err}, nil
}

// show prints what was written.
func (w *summarizing) show(article *daodu.Article, x output) error {
	if x.err != nil {
		w.failed = append(w.failed, x.err)
	}
	w.shown.clear()
	return w.out.write(article, x.artifacts)
}

// library writes about articles of the library and keeps that with them.
func (w *summarizing) library(ctx context.Context, names []string) error {
	entries, err := findAll(ctx, w.store, names)
	if err != nil {
		return err
	}
	for _, e := range entries {
		article, err := w.store.Article(ctx, e.ID)
		if err != nil {
			return err
		}
		x, err := w.write(ctx, article)
		if err != nil {
			return err
		}
		for _, art := range x.artifacts {
			if _, err := w.store.AddArtifact(ctx, e.ID, art); err != nil {
				return err
			}
		}
		if err := w.show(article, x); err != nil {
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
// Offline, English is for English texts; the engine refuses it for others.
func (a *app) knownLang(lang string) error {
	switch summarize.Lang(lang) {
	case "", "zh", "zh-Hans", "zh-Hant", "en":
		return nil
	}
	if a.engineName() == "openai" {
		return nil // prompts refuse what is no language
	}
	return fmt.Errorf("%w: cannot write in %q offline; choose zh-Hans or zh-Hant, or leave --lang out for the language of the text", daodu.ErrUsage, lang)
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
