package webpage_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read/webpage"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestPages compares what is read from the pages in testdata/page with what they say
// should be: the fields that the page gives, then its lines, those of the article
// with a plus sign, headings with their level.
func TestPages(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/page/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages in testdata/page: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(file)
			if err != nil || len(a.Files) != 2 {
				t.Fatalf("%s: %d parts, %v; want page.html and want", file, len(a.Files), err)
			}
			doc, err := webpage.Read(t.Context(), string(a.Files[0].Data), "https://news.example/2024/0504.html")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(a.Files[1].Data), show(doc)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
			checkDocument(t, doc)
		})
	}
}

// show writes a document in the form of the pages in testdata.
func show(doc *raw.Document) string {
	var out strings.Builder
	for _, f := range []struct{ name, value string }{
		{"title", doc.Meta.Title}, {"author", doc.Meta.Author}, {"publisher", doc.Meta.Publisher},
		{"date", doc.Meta.Date}, {"url", doc.Meta.URL},
	} {
		if f.value != "" {
			fmt.Fprintf(&out, "%s: %s\n", f.name, f.value)
		}
	}
	for _, d := range doc.Damage {
		fmt.Fprintf(&out, "damage: %s\n", d.Kind)
	}
	switch {
	case doc.Main == nil:
		out.WriteString("main: unknown\n")
	case len(doc.Main) == 0:
		out.WriteString("main: none\n")
	}
	at := 0
	for _, line := range strings.Split(doc.Text, "\n") {
		span := daodu.Span{Start: at, End: at + len([]rune(line))}
		at = span.End + 1
		sign, level := "-", " "
		if slices.ContainsFunc(doc.Main, func(m daodu.Span) bool { return m.Contains(span) }) {
			sign = "+"
		}
		for _, h := range doc.Headings {
			if h.Span == span {
				level = fmt.Sprint(h.Level)
			}
		}
		fmt.Fprintf(&out, "%s %s %s\n", sign, level, line)
	}
	return out.String()
}

// checkDocument checks what holds for every document: spans are in order, lie within
// the text and cover whole lines.
func checkDocument(t *testing.T, doc *raw.Document) {
	t.Helper()
	text := []rune(doc.Text)
	if strings.TrimSpace(doc.Text) == "" {
		t.Errorf("text is blank: %q", doc.Text)
	}
	whole := func(what string, s daodu.Span) {
		switch {
		case s.Start < 0 || s.Start >= s.End || s.End > len(text):
			t.Errorf("%s %v is outside of the text, which has %d letters", what, s, len(text))
		case s.Start > 0 && text[s.Start-1] != '\n', s.End < len(text) && text[s.End] != '\n':
			t.Errorf("%s %v does not cover whole lines", what, s)
		}
	}
	last := -1
	for _, m := range doc.Main {
		whole("main span", m)
		if m.Start <= last {
			t.Errorf("main span %v begins before the one before it ends", m)
		}
		last = m.End
	}
	last = -1
	for _, h := range doc.Headings {
		whole("heading", h.Span)
		if h.Level < 1 || h.Level > 6 || h.Span.Start <= last {
			t.Errorf("heading %v of level %d after %d", h.Span, h.Level, last)
		}
		last = h.Span.End
	}
}
