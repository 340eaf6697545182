package office_test

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/daodu/daodu/internal/eval"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/internal/shared"
)

// TestCorpus reads twenty real files and compares them with what other programs
// find in them.
func TestCorpus(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	results, err := eval.Office(t.Context(), filepath.Join(shared.Dir(t), "corpora"), "go")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("antiword"); err != nil {
		t.Log("antiword is not installed: .doc files are only checked for some phrases")
	}
	n := map[string]int{}
	for _, r := range results {
		if r.Kind == "pdf" {
			continue
		}
		n[r.Kind]++
		t.Logf("%-10s %.4f %.4f %s", r.Verdict, r.P, r.R, r.Name)
		if r.Verdict != eval.OfficeRight {
			t.Errorf("%s: %s (P %.3f, R %.3f)", r.Name, r.Verdict, r.P, r.R)
		}
	}
	if n["docx"] != 10 || n["doc"] != 10 {
		t.Errorf("read %v files, want 10 of each kind", n)
	}
}
