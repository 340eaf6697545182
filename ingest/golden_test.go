package ingest_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read/webpage"
	"github.com/daodu/daodu/ingest/structure"
)

var update = flag.Bool("update", false, "write what is found into testdata")

// TestGolden reads the texts in testdata/*.txtar (N.in, N.html) and compares what is found in
// them (N.out): what describes them, what is damaged, how they are parted.
func TestGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := &txtar.Archive{Comment: archive.Comment}
			for _, f := range archive.Files {
				n, kind, _ := strings.Cut(f.Name, ".")
				if kind == "out" {
					continue
				}
				doc := &raw.Document{Text: strings.TrimSuffix(string(f.Data), "\n")}
				if kind == "html" {
					if doc, err = webpage.Read(t.Context(), string(f.Data), ""); err != nil {
						t.Fatal(err)
					}
				}
				a, err := ingest.Article(doc)
				if err != nil {
					t.Fatal(err)
				}
				got.Files = append(got.Files, f, txtar.File{Name: n + ".out", Data: []byte(portrait(a))})
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(txtar.Format(archive)), string(txtar.Format(got))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// portrait writes what was found in an article, a line each.
func portrait(a *daodu.Article) string {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	line("title", a.Title)
	line("subtitle", a.Subtitle)
	if s := a.Speaker; s != nil {
		line("speaker", strings.TrimSpace(fmt.Sprintf("%s / %s %s", s.Name, s.Role, s.AsWritten)))
	}
	line("occasion", a.Occasion)
	line("author", a.Author)
	line("editor", a.Editor)
	line("publisher", a.Publisher)
	line("genre", string(a.Genre))
	for _, d := range a.Dates {
		line("date", strings.TrimSpace(fmt.Sprintf("%s %s %q %s", d.Kind, d.Date, d.Text, d.Why)))
	}
	for _, d := range a.Damage {
		line("damage", fmt.Sprintf("%s %s %q %s", d.Kind, d.Severity, shorten(daodu.Slice(a.Text, d.Span)), d.Note))
	}
	structure.Walk(a.Sections, func(s *daodu.Section) {
		text := daodu.Slice(a.Text, s.Span)
		fmt.Fprintf(&b, "%s%s %s %q %d", strings.Repeat("  ", s.Level-1), s.ID, s.Kind, s.Label, len([]rune(text)))
		if s.Announced > 0 {
			fmt.Fprintf(&b, " announces %d", s.Announced)
		}
		for _, l := range s.Lists {
			fmt.Fprintf(&b, " %s×%d", l.Pattern, l.Count)
		}
		b.WriteString("\n")
	})
	return b.String()
}

func shorten(s string) string {
	r := []rune(s)
	if len(r) <= 16 {
		return s
	}
	return string(r[:8]) + "…" + string(r[len(r)-8:])
}
