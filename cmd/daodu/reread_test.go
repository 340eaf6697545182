package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/store"
)

// An article that an older version has cleaned in another way gets the text that this
// version makes of its bytes, unless another article has that text.
func TestReread(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	library := filepath.Join(home, "library.db")
	in := func(args ...string) ran {
		return daoduIn(t, home, nil, append(args, "--library", library)...)
	}
	if got := in("add", "../../examples/speech.txt", "../../examples/news.html"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	text := in("show", "../../examples/speech.txt", "--text").out
	cleanOtherwise(t, library, "../../examples/speech.txt")
	if got := in("show", "../../examples/speech.txt", "--text").out; got == text {
		t.Fatal("the text was not changed")
	}
	got := in("reread", "--all")
	if got.code != 0 || strings.Count(got.out, "changed  ") != 1 || strings.Count(got.out, "same     ") != 1 || !strings.Contains(got.err, "1 changed, 1 as before") {
		t.Errorf("%+v", got)
	}
	if now := in("show", "../../examples/speech.txt", "--text").out; now != text {
		t.Errorf("the text is not that of the bytes: %.100s", now)
	}
	if missing := missingVectors(t, library); missing != 0 {
		t.Errorf("%d articles have no vectors", missing)
	}

	cleanOtherwise(t, library, "../../examples/speech.txt")
	if got := in("add", "../../examples/encodings/speech-gb18030.txt"); got.code != 0 || !strings.HasPrefix(got.out, "added ") {
		t.Fatalf("%+v", got)
	}
	got = in("reread", "--all")
	if got.code != 8 || strings.Count(got.out, "same     ") != 2 || !strings.Contains(got.err, "partly failed: 1 articles stay as they were") {
		t.Errorf("two articles of one text: %+v", got)
	}
}

// cleanOtherwise gives an article a text that its bytes do not give.
func cleanOtherwise(t *testing.T, library, name string) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: library})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	id, err := s.Find(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	before, err := s.Article(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	article, err := ingest.Article(&raw.Document{Source: before.Source, Text: strings.Replace(before.Text, "同志们", "各位代表、同志們", 1)})
	if err != nil {
		t.Fatal(err)
	}
	if changed, err := s.Replace(t.Context(), id, &store.Item{Article: article, Chunks: ingest.Chunks(article, chunkOptions)}); err != nil || !changed {
		t.Fatalf("changed %v, %v", changed, err)
	}
}

// A row of a crawl that is known is not cleaned again; one that is new is.
func TestKnownRows(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	file := filepath.Join(home, "crawl.jsonl")
	row := func(words string) string {
		return `{"content":"云溪市总工会今天` + words + `，部署全年重点任务，要求各级工会抓好落实"}` + "\n"
	}
	write := func(rows string) {
		if err := os.WriteFile(file, []byte(rows), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(row("召开會議") + row("举行座谈"))
	if got := daoduIn(t, home, nil, "add", file); got.code != 0 || strings.Count(got.out, "added ") != 2 {
		t.Fatalf("%+v", got)
	}
	write(row("召开會議") + row("组织培训") + row("举行座谈"))
	got := daoduIn(t, home, nil, "add", file)
	var words []string
	for line := range strings.Lines(got.out) {
		words = append(words, strings.Fields(line)[0])
	}
	// The third row has the text of what was the second: a further place.
	if strings.Join(words, " ") != "known added source" || got.code != 0 {
		t.Errorf("%+v", got)
	}
}
