package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/daodu/daodu"
)

// example matches a block of commands and the answer that is shown below it.
var example = regexp.MustCompile("(?s)```sh\n(.*?)```\n(?:```json\n(.*?)```)?")

// TestDocsOfTheAPI runs the examples of docs/api.md, then those of docs/webhooks.md, as a
// reader would, one after another, and holds the answers against those that are shown.
func TestDocsOfTheAPI(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("the examples of the API need curl: ", err)
	}
	onDatabases(t, func(t *testing.T, s *served) {
		s.working()
		key := func() string { // of its own, since a page may revoke it
			_, secret, err := s.store.AddKey(t.Context(), daodu.Key{Name: "docs", Role: daodu.RoleAdmin})
			if err != nil {
				t.Fatal(err)
			}
			return "KEY=" + secret
		}
		r, site := receives(t), newsSite(t)
		s.working()
		runExamples(t, "docs/api.md", []string{"DAODU=" + s.url, key()})
		s.work(1)
		runExamples(t, "docs/webhooks.md", []string{"DAODU=" + s.url, key(), "HOOK=" + r.URL, "FEED=" + site.URL + "/rss"})
		holdsSoon(t, "the events came", func() bool {
			_, types := r.count()
			return types[daodu.EventTest] == 1 && types[daodu.EventCollectionReady] == 1
		})
		everyRoute(t, s)
	}, allowLoopback)
}

// runExamples runs the examples of a page in one shell and a folder of their own.
func runExamples(t *testing.T, file string, env []string) {
	t.Helper()
	dir := t.TempDir()
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(examples, filepath.Join(dir, "examples")); err != nil {
		t.Fatal(err)
	}
	blocks := example.FindAllStringSubmatch(page(t, file), -1)
	if len(blocks) < 8 {
		t.Fatalf("%s: %d examples", file, len(blocks))
	}
	script := "set -e\n" // one shell for all, since later examples use what earlier ones set
	for i, b := range blocks {
		script += fmt.Sprintf("{ %s\n} > %d.out\n", b[1], i)
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-c", script)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		files, _ := filepath.Glob(filepath.Join(dir, "*.out"))
		t.Fatalf("%s: %v at example %d: %s", file, err, len(files), out)
	}
	for i, b := range blocks {
		if b[2] == "" {
			continue
		}
		printed, err := os.ReadFile(filepath.Join(dir, fmt.Sprint(i, ".out")))
		if err != nil {
			t.Fatal(err)
		}
		var shown, got any
		if err := json.Unmarshal([]byte(b[2]), &shown); err != nil {
			t.Fatalf("what is shown of example %d of %s: %v", i, file, err)
		}
		if err := json.Unmarshal(printed, &got); err != nil {
			t.Fatalf("example %d of %s: %v\n%s", i, file, err, printed)
		}
		if why := differs("", shown, got); why != "" {
			t.Errorf("example %d of %s: %s\n%s%s", i, file, why, b[1], printed)
		}
	}
}

// everyRoute makes sure that every route has an example.
func everyRoute(t *testing.T, s *served) {
	t.Helper()
	s.newKey(daodu.RoleReader)
	metrics, err := io.ReadAll(s.do("GET", "/metrics", nil, 200, nil).Body)
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range contract(t, s).Paths.Map() {
		for method := range item.Operations() {
			if !strings.Contains(string(metrics), fmt.Sprintf("daodu_http_requests_total{method=%q,route=%q,status=\"2", method, path)) {
				t.Errorf("the pages have no example of %s %s that works", method, path)
			}
		}
	}
}

// differs says where an answer is not as it is shown: a field is missing, or a word is
// another. "…" stands for any word, or for a part of one; numbers are any.
func differs(at string, shown, got any) string {
	switch shown := shown.(type) {
	case map[string]any:
		fields, ok := got.(map[string]any)
		if !ok {
			return at + " is no object"
		}
		for name, value := range shown {
			if _, ok := fields[name]; !ok {
				return at + "." + name + " is missing"
			}
			if why := differs(at+"."+name, value, fields[name]); why != "" {
				return why
			}
		}
	case []any:
		items, ok := got.([]any)
		if !ok || len(items) < len(shown) {
			return at + " is shorter"
		}
		for i := range shown {
			if why := differs(fmt.Sprintf("%s[%d]", at, i), shown[i], items[i]); why != "" {
				return why
			}
		}
	case string:
		word, ok := got.(string)
		before, behind, open := strings.Cut(shown, "…")
		if !ok || !open && word != shown || !strings.HasPrefix(word, before) || !strings.HasSuffix(word, behind) {
			return fmt.Sprintf("%s is %v, shown as %s", at, got, shown)
		}
	case float64:
		if _, ok := got.(float64); !ok {
			return at + " is no number"
		}
	}
	return ""
}
