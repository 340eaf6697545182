package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/export"
	"github.com/daodu/daodu/store"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

func (a *app) exportCommand() *cobra.Command {
	var format, file string
	var all bool
	cmd := &cobra.Command{
		Use: "export [ID]", Short: "Write the whole library to a file, or the handout of an article", Args: atMostOneArg("ID"),
		Long: `With --all, writes the articles of the workspace with what was written about them, and its
collections with their notes and feeds, in a form that ` + "`daodu import`" + ` reads on either
database. Links to share, webhooks and keys stay: they are secrets of one server. With an ID, writes the newest artifacts about that article, and
makes offline what is missing for the format:

  md, text    the handout in Markdown, as plain text
  html        the handout as one page, with the text; prints on A4 with a margin for notes
  docx        the handout for Word
  anki        the flash cards as a package for Anki; importing it again adds nothing
  anki-text   the flash cards as a text file for Anki
  csv         the flash cards as a table
  opml        the outline for outliners and mind map programs
  markmap     the outline as Markdown for markmap
  svg         the outline as a mind map
  json, jsonl the artifacts, as an array or one a line`,
		Example: `  daodu export --all -o library.daodu
  daodu export 1f2e3d4c5b6a --format html -o handout.html
  daodu export 1f2e3d4c5b6a --format anki -o cards.apkg`,
		RunE: a.withLibrary(func(ctx context.Context, s *store.Store, args []string) error {
			if all == (len(args) > 0) {
				return fmt.Errorf("%w: name an article, or say --all", daodu.ErrUsage)
			}
			if all {
				return a.into(file, func(w io.Writer) error { return a.exportAll(ctx, s, w) })
			}
			f, err := export.Find(format)
			if err != nil {
				return err
			}
			if f.Binary && file == "-" && isTerminal(a.out) {
				return fmt.Errorf("%w: %s is no text; name a file for it: -o handout%s", daodu.ErrUsage, f.Name, f.Extension)
			}
			return a.into(file, func(w io.Writer) error { return exportArticle(ctx, s, w, args[0], f) })
		}),
	}
	cmd.Flags().BoolVar(&all, "all", false, "the whole workspace")
	cmd.Flags().StringVar(&format, "format", "md", "of an article: "+export.Names())
	cmd.Flags().StringVarP(&file, "output", "o", "-", "file to write, or - for standard output")
	a.libraryFlags(cmd)
	return cmd
}

// into lets write fill a file, which appears under its name only when it is whole.
func (a *app) into(file string, write func(io.Writer) error) error {
	if file == "-" {
		w := bufio.NewWriter(a.out)
		if err := write(w); err != nil {
			return err
		}
		return w.Flush()
	}
	part := file + ".part"
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		part = file // a device or a pipe
	}
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return fmt.Errorf("%w: cannot write %s: %v", daodu.ErrForbidden, file, reasonOf(err))
	}
	w := bufio.NewWriter(f)
	if err := write(w); err != nil {
		f.Close()
		return discard(part, file, err)
	}
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		return discard(part, file, fmt.Errorf("cannot write %s: %w", file, reasonOf(err)))
	}
	if part == file {
		return nil
	}
	return os.Rename(part, file)
}

// discard removes a file that is not whole and returns why it is not.
func discard(part, file string, why error) error {
	if part == file {
		return why
	}
	return errors.Join(why, os.Remove(part))
}

// reasonOf returns an error of a file without the name of the file.
func reasonOf(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

func (a *app) exportAll(ctx context.Context, s *store.Store, w io.Writer) error {
	p := newProgress(a, "articles exported")
	defer p.close()
	return s.Export(ctx, w, p.set)
}

func exportArticle(ctx context.Context, s *store.Store, w io.Writer, name string, f export.Format) error {
	id, err := s.Find(ctx, name)
	if err != nil {
		return err
	}
	article, err := s.Article(ctx, id)
	if err != nil {
		return err
	}
	artifacts, err := newest(ctx, s, article, f.Kind)
	if err != nil {
		return err
	}
	return export.Write(w, f.Name, article, artifacts, strings.Trim(version, "()"))
}

// newest returns the newest artifact of each kind about an article as it is now. When
// there is none at all, or not the one that is needed ("" for any), the offline engine
// writes what is missing.
func newest(ctx context.Context, s *store.Store, article *daodu.Article, needed daodu.Kind) ([]*daodu.Artifact, error) {
	var out []*daodu.Artifact
	for _, kind := range daodu.Kinds {
		v, err := s.Artifact(ctx, article.ID, store.Wanted{Kind: kind, Current: true})
		switch {
		case err == nil:
			out = append(out, v.Artifact)
		case !errors.Is(err, daodu.ErrNotFound):
			return nil, err
		}
	}
	var missing []daodu.Kind // nil are all
	switch {
	case needed != "" && !slices.ContainsFunc(out, func(art *daodu.Artifact) bool { return art.Content.Kind() == needed }):
		missing = []daodu.Kind{needed}
	case len(out) > 0:
		return out, nil
	}
	made, err := summarize.Artifacts(ctx, extract.Engine{}, article, missing, summarize.Options{})
	return append(out, made...), err
}

func (a *app) importCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "import FILE", Short: "Read into the library what export --all wrote; - is standard input", Args: oneArg("FILE"),
		Long: `Reads what ` + "`daodu export --all`" + ` wrote into the workspace. Articles that are there stay as
they are, so that an import that was stopped can be started again. Vectors that the backup
has not are made.`,
		Example: `  daodu import library.daodu --library postgres://study@db.example.com/library`,
		RunE: a.withLibrary(func(ctx context.Context, s *store.Store, args []string) error {
			in, err := a.openStream(args[0])
			if err != nil {
				return err
			}
			defer in.Close()
			p := newProgress(a, "articles imported")
			defer p.close()
			got, err := s.Import(ctx, in, func(done int) { p.set(done, done) })
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(a.out, "imported %d articles, %d artifacts, %d collections and %d notes; %d articles were there\n",
				got.Articles, got.Artifacts, got.Collections, got.Notes, got.Known); err != nil {
				return err
			}
			p.close()
			v, err := a.vectors(ctx, s)
			if err != nil {
				return err
			}
			return v.complete(ctx, a, s)
		}),
	}
	a.libraryFlags(cmd)
	return cmd
}

// openStream opens a file, or standard input for -.
func (a *app) openStream(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(a.in), nil
	}
	f, err := os.Open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: %w", name, daodu.ErrNotFound)
	case err != nil:
		return nil, fmt.Errorf("%w: cannot read %s: %v", daodu.ErrBadInput, name, reasonOf(err))
	}
	return f, nil
}
