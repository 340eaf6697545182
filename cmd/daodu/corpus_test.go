package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/internal/export"
	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/check"
	"github.com/daodu/daodu/summarize/extract"
)

// corpora are real texts of every kind that Daodu is for, with how many files are
// stepped over from one to the next.
var corpora = []struct {
	glob string
	step int
}{
	{"seeds/*.txt", 1},
	{"corpora/speeches_xi/*.txt", 4},
	{"corpora/gwr_provincial_2026/*.txt", 6},
	{"corpora/policy_state_council/*.content.html", 6},
	{"corpora/xinwenlianbo/*.json", 8},
	{"corpora/tw_mofa/*.txt", 4},
	{"corpora/laws/*.md", 10},
	{"corpora/legco_hk/*.txt", 9},
}

// TestCorpora reads real texts, writes all artifacts about them and holds these to the
// promises: every quote is the text, every point of the extract engine is exact, no
// point says what another does, two runs give the same bytes, and verification finds
// nothing.
func TestCorpora(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes some 20 seconds")
	}
	dir := shared.Dir(t)
	for _, c := range corpora {
		files, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(c.glob)))
		if err != nil || len(files) == 0 {
			t.Errorf("%s: no files (%v)", c.glob, err)
		}
		for i := 0; i < len(files); i += c.step {
			corpusFile(t, files[i])
		}
	}
}

func corpusFile(t *testing.T, file string) {
	t.Helper()
	for a, err := range new(ingest.Ingester).Read(t.Context(), file) {
		if err != nil {
			continue // pages without a text are the business of ingest
		}
		arts, err := summarize.Artifacts(t.Context(), extract.Engine{}, a, nil, summarize.Options{})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		for _, art := range arts {
			corpusArtifact(t, file, a, art)
		}
		again, err := summarize.Artifacts(t.Context(), extract.Engine{}, a, nil, summarize.Options{})
		if err != nil || !bytes.Equal(marshal(t, arts), marshal(t, again)) {
			t.Errorf("%s: two runs differ (%v)", file, err)
		}
		var handout bytes.Buffer
		if err := export.Markdown(&handout, a, arts); err != nil || handout.Len() == 0 {
			t.Errorf("%s: handout of %d bytes, %v", file, handout.Len(), err)
		}
	}
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func corpusArtifact(t *testing.T, file string, a *daodu.Article, art *daodu.Artifact) {
	t.Helper()
	if findings, err := check.Verify(art, a.Text); err != nil {
		t.Errorf("%s: %s: %v %v", file, art.Schema, err, findings)
	}
	said := map[string]bool{}
	for path, p := range art.Content.EachPoint() {
		if p.Verdict != daodu.Exact {
			t.Errorf("%s: %s %s is %s", file, art.Schema, path, p.Verdict)
		}
		if strings.Contains(path, "explanation") || art.Content.Kind() == daodu.KindOutline {
			continue // a term may be explained by a sentence that another list needs too
		}
		// What is specific is listed whatever else speaks of it; a list does not repeat
		// itself.
		list, _, _ := strings.Cut(path, "[")
		if said[list+p.Text] {
			t.Errorf("%s: %s %s says twice %q", file, art.Schema, path, p.Text)
		}
		said[list+p.Text] = true
	}
	for path, q := range art.Content.EachQuote() {
		if q.End > a.Length || q.Start < 0 || daodu.Slice(a.Text, q.Span) != q.Text {
			t.Errorf("%s: %s %s is not the text", file, art.Schema, path)
		}
	}
}
