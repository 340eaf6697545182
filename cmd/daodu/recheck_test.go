package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

// pages are the corpora besides texts: web pages and office files.
var pages = []string{
	"corpora/html_cwced/original/*", "corpora/html_gne/*.html", "corpora/html_magic/htmls/*", "corpora/html_gov/*.html",
	"corpora/html_misc/*.html", "corpora/office/*", "corpora/congress20_variants/*.docx",
}

// TestRecheck writes all artifacts about all corpora and has a program that shares no
// code with Daodu hold every quote against its text.
func TestRecheck(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes some 40 seconds")
	}
	dir, work := shared.Dir(t), t.TempDir()
	program := filepath.Join(work, "recheck")
	if out, err := exec.Command("go", "build", "-o", program, "github.com/daodu/daodu/internal/recheck").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	texts, artifacts := filepath.Join(work, "texts.jsonl"), filepath.Join(work, "artifacts.jsonl")
	writeAll(t, dir, texts, artifacts)
	out, err := exec.Command(program, texts, artifacts).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
	m := regexp.MustCompile(`(\d+) texts, (\d+) artifacts, (\d+) quotes`).FindSubmatch(out)
	for i, least := range []int{1000, 3000, 50000} {
		if n, err := strconv.Atoi(string(m[i+1])); err != nil || n < least {
			t.Errorf("only %s, want %d: %s", m[i+1], least, out)
		}
	}
}

// writeAll writes the articles and artifacts of all corpora as JSON, one on a line.
func writeAll(t *testing.T, dir, texts, artifacts string) {
	t.Helper()
	var files []string
	for _, glob := range slices.Concat(all, pages) {
		found, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(glob)))
		if err != nil || len(found) == 0 {
			t.Errorf("%s: no files (%v)", glob, err)
		}
		files = append(files, found...)
	}
	textFile, artifactFile := create(t, texts), create(t, artifacts)
	var lock sync.Mutex
	var workers sync.WaitGroup
	queue := make(chan string)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for file := range queue {
				for a, arts := range written(t, file) {
					lock.Lock()
					putLine(t, textFile, a)
					for _, art := range arts {
						putLine(t, artifactFile, art)
					}
					lock.Unlock()
				}
			}
		})
	}
	for _, file := range files {
		queue <- file
	}
	close(queue)
	workers.Wait()
}

// written reads a file and yields its articles with their artifacts. Pages without a text
// are the business of ingest.
func written(t *testing.T, file string) func(func(*daodu.Article, []*daodu.Artifact) bool) {
	return func(yield func(*daodu.Article, []*daodu.Artifact) bool) {
		for a, err := range new(ingest.Ingester).Read(context.Background(), file) {
			if err != nil {
				continue
			}
			arts, err := summarize.Artifacts(context.Background(), extract.Engine{}, a, nil, summarize.Options{})
			if err != nil {
				t.Errorf("%s: %v", file, err)
			}
			if !yield(a, arts) {
				return
			}
		}
	}
}

func create(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func putLine(t *testing.T, w io.Writer, v any) {
	t.Helper()
	if err := json.NewEncoder(w).Encode(v); err != nil {
		t.Error(err)
	}
}
