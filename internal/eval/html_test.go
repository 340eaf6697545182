package eval

import (
	"path/filepath"
	"testing"

	"github.com/daodu/daodu/internal/shared"
)

func TestHTMLCorpora(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(shared.Dir(t), "corpora")
	tests := []struct {
		name         string
		load         func(string) ([]Page, error)
		pages, dated int
	}{
		{"magic", MagicPages, 48, 0},
		{"cwced", CWCEDPages, 68, 56},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pages, err := tt.load(dir)
			if err != nil {
				t.Fatal(err)
			}
			dated := 0
			for _, p := range pages {
				if p.Name == "" || len(p.HTML) == 0 || p.Gold == "" {
					t.Errorf("page %q has %d bytes of HTML, %d of gold", p.Name, len(p.HTML), len(p.Gold))
				}
				if p.Date != "" {
					dated++
				}
			}
			if len(pages) != tt.pages || dated != tt.dated {
				t.Errorf("%d pages, %d dated; want %d, %d", len(pages), dated, tt.pages, tt.dated)
			}
		})
	}
}

func TestHTMLCorporaMissing(t *testing.T) {
	t.Parallel()
	for _, load := range []func(string) ([]Page, error){MagicPages, CWCEDPages} {
		if pages, err := load(t.TempDir()); err == nil {
			t.Errorf("no error for an empty folder, but %d pages", len(pages))
		}
	}
}
