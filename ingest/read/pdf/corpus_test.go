package pdf_test

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/daodu/daodu/ingest/read/pdf"
	"github.com/daodu/daodu/internal/eval"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/internal/shared"
)

// TestCorpus reads fifteen real files both ways: each is read right, or what is
// wrong with it is said.
func TestCorpus(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	dir := filepath.Join(shared.Dir(t), "corpora")
	for _, tool := range []string{pdf.Go, pdf.Pdftotext} {
		t.Run(tool, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(tool); err != nil && tool != pdf.Go {
				t.Skip("needs pdftotext (package poppler-utils)")
			}
			results, err := eval.Office(t.Context(), dir, tool)
			if err != nil {
				t.Fatal(err)
			}
			right := 0
			for _, r := range results {
				if r.Kind != "pdf" {
					continue
				}
				t.Logf("%-10s %.4f %.4f %s", r.Verdict, r.P, r.R, r.Name)
				if r.Verdict == eval.OfficeRight {
					right++
				}
				if r.Verdict != r.Want {
					t.Errorf("%s: %s (P %.3f, R %.3f), want %s", r.Name, r.Verdict, r.P, r.R, r.Want)
				}
			}
			if right != 12 {
				t.Errorf("%d files are right, want 12", right)
			}
		})
	}
}
