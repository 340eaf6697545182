package check

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/daodu/daodu"
)

// TestRules runs the cases of testdata/RULE.txtar. A case has the lines
//
//	text: the text; the point cites all of it
//	cites: only these words of it
//	point: a statement in words of its own
//	artifact: or a whole artifact in JSON
//	want: ok, or PATH RULE: part of the detail; the path "remark" is any finding that
//	      makes nothing false
func TestRules(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files of cases: %v", len(files), err)
	}
	for _, name := range files {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar")+"/"+f.Name, func(t *testing.T) {
				t.Parallel()
				runCase(t, parseCase(string(f.Data)))
			})
		}
	}
}

// parseCase returns the lines of a case by their key.
func parseCase(data string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(data) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		out[key] = value
	}
	return out
}

func runCase(t *testing.T, c map[string]string) {
	t.Helper()
	art := new(daodu.Artifact)
	if c["artifact"] != "" {
		if err := json.Unmarshal([]byte(c["artifact"]), art); err != nil {
			t.Fatal(err)
		}
	} else {
		cites := c["cites"]
		if cites == "" {
			cites = c["text"]
		}
		art.Content = &daodu.Summary{Headline: daodu.Point{Text: c["point"], Quotes: []daodu.Quote{quoteOf(t, c["text"], cites)}}}
	}
	Artifact(art, c["text"])
	got := "ok"
	if len(art.Findings) > 0 {
		f := art.Findings[0]
		got = f.Path + " " + f.Rule + ": " + f.Detail
		if f.Verdict == daodu.Supported {
			got = "remark " + f.Rule + ": " + f.Detail
		}
	}
	head, detail, _ := strings.Cut(c["want"], ": ")
	if !strings.HasPrefix(got, head) || !strings.Contains(got, detail) {
		t.Errorf("%s\n got %s\nwant %s", c["point"], got, c["want"])
	}
}
