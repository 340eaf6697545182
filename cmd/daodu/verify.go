package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize/check"
)

func (a *app) verifyCommand() *cobra.Command {
	var text, format string
	cmd := &cobra.Command{
		Use: "verify RESULT...", Short: "Check the quotes and verdicts of artifacts again, from their JSON and the text alone", Args: someArgs("RESULT"),
		Long: `Checks every quote, point, figure, name and verdict of artifacts, and their coverage,
again. RESULT is a file of JSON as summarize writes it (one artifact, an array, or one a
line), or - for standard input. Each line of the answer tells which point does not hold,
by which rule, and what is wrong.

The text is that of --text: the file the artifacts were made from, its clean text, or
its article in JSON. Without --text it is that of the library for artifacts that carry
the ID of an article, else the address that each artifact carries is read.
The exit code is 9 when something does not hold.`,
		Example: `  daodu summarize speech.txt --format json > speech.json
  daodu verify speech.json --text speech.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "text" && format != "jsonl" {
				return fmt.Errorf("%w: unknown format %q; choose text or jsonl", daodu.ErrUsage, format)
			}
			v := &verifier{app: a, texts: map[string]string{}, format: format}
			if text != "" {
				if err := v.loadText(cmd.Context(), text); err != nil {
					return err
				}
			}
			var failed []error
			for _, file := range args {
				failed = append(failed, v.file(cmd.Context(), file, text == ""))
			}
			return errors.Join(failed...)
		},
	}
	cmd.Flags().StringVar(&text, "text", "", "what the artifacts are about: its file, its clean text, or its article in JSON")
	cmd.Flags().StringVar(&format, "format", "text", "text, or jsonl (one finding a line)")
	a.readingFlags(cmd)
	a.libraryFlags(cmd)
	return cmd
}

// A verifier knows texts by their hash.
type verifier struct {
	app    *app
	texts  map[string]string
	format string
}

func (v *verifier) know(text string) {
	sum := sha256.Sum256([]byte(text))
	v.texts[hex.EncodeToString(sum[:])] = text
}

// loadText learns every text that an input may stand for: the clean text itself, an
// article in JSON, or a raw text that reading makes clean.
func (v *verifier) loadText(ctx context.Context, input string) error {
	if data, err := os.ReadFile(input); err == nil {
		v.know(string(data))
		v.know(strings.TrimSuffix(string(data), "\n"))
		for _, article := range articles(data) {
			v.know(article.Text)
		}
	}
	in, err := v.app.ingester()
	if err != nil {
		return err
	}
	for article, err := range in.Read(ctx, input) {
		if err == nil {
			v.know(article.Text)
		} else if len(v.texts) == 0 {
			return err
		}
	}
	return nil
}

// loadArticle learns the text of an article of the library, if it is there.
func (v *verifier) loadArticle(ctx context.Context, id string) error {
	s, err := v.app.library(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	article, err := s.Article(ctx, id)
	if errors.Is(err, daodu.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	v.know(article.Text)
	return nil
}

// articles returns the articles in a file of JSON, none when it is no such file.
func articles(data []byte) []daodu.Article {
	var out []daodu.Article
	for d := json.NewDecoder(bytes.NewReader(data)); ; {
		var a daodu.Article
		if err := d.Decode(&a); err != nil || a.Schema != daodu.ArticleSchema {
			return out
		}
		out = append(out, a)
	}
}

// file verifies the artifacts of one file. byAddress lets it read the texts that the
// artifacts name.
func (v *verifier) file(ctx context.Context, name string, byAddress bool) error {
	data, err := v.app.open(name)
	if err != nil {
		return err
	}
	artifacts, err := parseArtifacts(data)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	var failed []error
	for _, art := range artifacts {
		if err := v.artifact(ctx, name, art, byAddress); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

func (v *verifier) artifact(ctx context.Context, name string, art *daodu.Artifact, byAddress bool) error {
	text, ok := v.texts[art.Article.TextSHA256]
	if !ok && byAddress && art.Article.ID != "" {
		if err := v.loadArticle(ctx, art.Article.ID); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		text, ok = v.texts[art.Article.TextSHA256]
	}
	if !ok && byAddress && art.Article.URI != "" && art.Article.URI != "-" {
		uri, _, _ := strings.Cut(art.Article.URI, "#")
		if err := v.loadText(ctx, uri); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		text, ok = v.texts[art.Article.TextSHA256]
	}
	kind := art.Content.Kind()
	if !ok {
		return fmt.Errorf("%s: %w: the text of this %s (SHA-256 %.12s…) is not there; give it with --text", name, daodu.ErrUnverified, kind, art.Article.TextSHA256)
	}
	findings, err := check.Verify(art, text)
	for _, f := range findings {
		if err := v.print(name, kind, f); err != nil {
			return err
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %s: %w", name, kind, err)
	}
	if v.format == "text" {
		_, err = fmt.Fprintf(v.app.out, "%s: %s: every quote stands in the text, verdict %s\n", name, kind, art.Verdict)
	}
	return err
}

func (v *verifier) print(name string, kind daodu.Kind, f daodu.Finding) error {
	if v.format == "jsonl" {
		return writeLine(v.app.out, struct {
			File string     `json:"file"`
			Kind daodu.Kind `json:"kind"`
			daodu.Finding
		}{name, kind, f})
	}
	_, err := fmt.Fprintf(v.app.out, "%s: %s %s: %s: %s\n", name, kind, f.Path, f.Rule, f.Detail)
	return err
}

// parseArtifacts reads one artifact, an array of them, or one after another.
func parseArtifacts(data []byte) ([]*daodu.Artifact, error) {
	var out []*daodu.Artifact
	if trimmed := bytes.TrimLeft(data, " \t\r\n\ufeff"); len(trimmed) > 0 && trimmed[0] == '[' {
		if err := json.Unmarshal(trimmed, &out); err != nil {
			return nil, badJSON(err)
		}
	} else {
		d := json.NewDecoder(bytes.NewReader(data))
		for {
			art := new(daodu.Artifact)
			err := d.Decode(art)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, badJSON(err)
			}
			out = append(out, art)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: no artifact in it; give the JSON that summarize writes", daodu.ErrBadInput)
	}
	for _, art := range out {
		if art == nil || art.Content == nil {
			return nil, fmt.Errorf("%w: an artifact has no content", daodu.ErrBadInput)
		}
	}
	return out, nil
}

func badJSON(err error) error {
	if errors.Is(err, daodu.ErrBadInput) {
		return err
	}
	return fmt.Errorf("%w: no artifact in JSON: %v", daodu.ErrBadInput, err)
}

// open reads a file of results, or standard input for -.
func (a *app) open(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(a.in)
	}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", name, daodu.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %v", daodu.ErrBadInput, err)
	}
	return data, nil
}
