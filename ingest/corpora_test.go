package ingest_test

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/chunk"
	"github.com/daodu/daodu/ingest/clean"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read"
	"github.com/daodu/daodu/internal/shared"
)

// TestCorporaHoldPromises reads every file of the corpora and checks what is promised
// of every article, whatever it says.
func TestCorporaHoldPromises(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all corpora; run without -short")
	}
	t.Parallel()
	dir := filepath.Join(shared.Dir(t), "corpora")
	files := make(chan string)
	var done sync.WaitGroup
	var mu sync.Mutex
	articles := 0
	for range 2 {
		done.Go(func() {
			for file := range files {
				n := promisesOf(t, file)
				mu.Lock()
				articles += n
				mu.Unlock()
			}
		})
	}
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.HasSuffix(file, "SOURCES.md") {
			files <- file
		}
		return err
	})
	close(files)
	done.Wait()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d articles", articles)
	if articles < 1400 {
		t.Errorf("%d articles in all corpora, want at least 1400", articles)
	}
}

// promisesOf checks every article of a file and returns how many there are. A file
// that cannot be read must say so with an error that a user can act on.
func promisesOf(t *testing.T, file string) int {
	var reader read.Reader
	n := 0
	for doc, err := range reader.Read(context.Background(), file) {
		if err != nil {
			if daodu.ExitCode(err) == 1 {
				t.Errorf("%s: error without a kind: %v", file, err)
			}
			continue
		}
		checkPromises(t, doc)
		if cut := cutShort(doc); cut != nil {
			checkPromises(t, cut)
		}
		n++
	}
	return n
}

// cutShort returns the start of a document of moderate length as a text, cut where the
// length of its name says: somewhere, but always in the same place.
func cutShort(doc *raw.Document) *raw.Document {
	runes := []rune(doc.Text)
	if len(runes) < 100 || len(runes) > 50000 {
		return nil
	}
	at := len(runes)/4 + len(doc.Source.URI)*7919%(len(runes)*3/4)
	return &raw.Document{Source: doc.Source, Text: string(runes[:at])}
}

// checkPromises checks what holds for every document.
func checkPromises(t *testing.T, doc *raw.Document) {
	t.Helper()
	a, err := ingest.Article(doc)
	if err != nil {
		if !errors.Is(err, daodu.ErrEmpty) {
			t.Errorf("%s: %v", doc.Source.URI, err)
		}
		return
	}
	fail := func(format string, args ...any) {
		t.Helper()
		t.Errorf(doc.Source.URI+": "+format, args...)
	}
	text, rawRunes := []rune(a.Text), []rune(doc.Text)
	if a.Length != len(text) {
		fail("length %d of %d code points", a.Length, len(text))
	}
	if why := rebuild(a, text, rawRunes); why != "" {
		fail("%s", why)
	}
	if again := clean.Clean(cleanedDocument(doc, a)).Text(); again != a.Text {
		fail("cleaning is not idempotent: %s", firstDifference(a.Text, again))
	}
	if why := tiles(ingest.Chunks(a, chunk.Options{}), len(text)); why != "" {
		fail("%s", why)
	}
	at := 0
	for _, s := range a.Sentences {
		if s.Start < at || s.End <= s.Start || s.End > len(text) {
			fail("sentence %v behind %d of %d", s, at, len(text))
			break
		}
		at = s.End
	}
	if why := nested(a.Sections, daodu.Span{Start: 0, End: len(text)}, 1, text); why != "" {
		fail("%s", why)
	}
	for _, d := range a.Damage {
		if d.Span.Start < 0 || d.Span.End < d.Span.Start || d.Span.End > len(text) || d.Note == "" {
			fail("damage %+v of %d", d, len(text))
		}
	}
	for _, d := range a.Dates {
		if d.Raw.Len() > 0 && string(rawRunes[d.Raw.Start:d.Raw.End]) != d.Text {
			fail("date %+v stands for %q", d, string(rawRunes[d.Raw.Start:d.Raw.End]))
		}
	}
}

// rebuild checks that kept and removed stretches are the raw text and that kept ones
// are the clean text.
func rebuild(a *daodu.Article, text, rawRunes []rune) string {
	kept, removed := a.Kept, a.Removed
	at := 0
	for len(kept)+len(removed) > 0 {
		var s daodu.Span
		if len(removed) == 0 || len(kept) > 0 && kept[0].Raw.Start < removed[0].Raw.Start {
			k := kept[0]
			s, kept = k.Raw, kept[1:]
			if string(text[k.At:k.At+s.Len()]) != string(rawRunes[s.Start:s.End]) {
				return "a kept stretch is not what stands in the raw text"
			}
		} else {
			s, removed = removed[0].Raw, removed[1:]
		}
		if s.Start != at || s.Len() <= 0 {
			return "kept and removed stretches leave a gap or overlap"
		}
		at = s.End
	}
	if at != len(rawRunes) {
		return "kept and removed stretches do not reach the end of the raw text"
	}
	return ""
}

// cleanedDocument returns the clean text as a document, with what its format said of it.
func cleanedDocument(doc *raw.Document, a *daodu.Article) *raw.Document {
	again := &raw.Document{Text: a.Text, Meta: doc.Meta}
	for _, h := range doc.Headings {
		for _, k := range a.Kept {
			if k.Raw.Contains(h.Span) {
				start := k.At + h.Span.Start - k.Raw.Start
				again.Headings = append(again.Headings, raw.Heading{Level: h.Level, Span: daodu.Span{Start: start, End: start + h.Span.Len()}})
			}
		}
	}
	return again
}

func firstDifference(a, b string) string {
	x, y := []rune(a), []rune(b)
	i := 0
	for i < len(x) && i < len(y) && x[i] == y[i] {
		i++
	}
	return string(x[max(0, i-20):min(len(x), i+20)]) + " / " + string(y[max(0, i-20):min(len(y), i+20)])
}

func tiles(chunks []daodu.Chunk, n int) string {
	at := 0
	for _, c := range chunks {
		if c.Span.Start != at || c.Span.Len() <= 0 {
			return "chunks do not tile the text"
		}
		if c.Tokens > 512 {
			return "a chunk has more tokens than it may"
		}
		at = c.Span.End
	}
	if at != n {
		return "chunks do not reach the end of the text"
	}
	return ""
}

// nested checks that sections lie in order within their parent and that a label is what
// stands at its head.
func nested(sections []daodu.Section, parent daodu.Span, level int, text []rune) string {
	at := parent.Start
	for _, s := range sections {
		if s.Span.Start < at || s.Span.End < s.Span.Start || s.Span.End > parent.End {
			return "section " + s.ID + " lies outside its place"
		}
		if s.Level != level || s.Label != string(text[s.Head.Start:s.Head.End]) {
			return "section " + s.ID + " has a wrong level or label"
		}
		if why := nested(s.Children, s.Span, level+1, text); why != "" {
			return why
		}
		at = s.Span.End
	}
	return ""
}

func FuzzArticle(f *testing.F) {
	f.Add("在会议上的讲话\n（2025年3月18日）\n同志们：\n一、学习\n一是认真；二是踏实。\n二、落实\n要抓好落实，确保取得实效。", "text/plain")
	f.Add("# 标题\n\n## 一、学习\n\n（一）要学。（二）要做，做好每一件事情。", "text/markdown")
	f.Add("1、雲溪「市\n2、總工\n3、會", "text/plain")
	for _, text := range goldenTexts(f) {
		f.Add(text, "text/plain")
	}
	f.Fuzz(func(t *testing.T, text, media string) {
		doc := &raw.Document{Text: strings.ToValidUTF8(text, "\ufffd")}
		doc.Source.MediaType = media
		checkPromises(t, doc)
	})
}

// goldenTexts returns the texts of the golden files.
func goldenTexts(f *testing.F) []string {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	var texts []string
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range archive.Files {
			if strings.HasSuffix(part.Name, ".in") {
				texts = append(texts, string(part.Data))
			}
		}
	}
	return texts
}
