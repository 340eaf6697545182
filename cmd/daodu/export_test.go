package main

import (
	"strings"
	"testing"

	"github.com/daodu/daodu/internal/export"
)

// TestExportsAreTold has every format in both READMEs, with its file, and in the help.
func TestExportsAreTold(t *testing.T) {
	t.Parallel()
	help := newApp(nil, streams{}).exportCommand().Long
	for _, f := range export.Formats {
		for _, name := range readmes {
			if text := page(t, name); !strings.Contains(text, "`"+f.Name+"`") || !strings.Contains(text, f.Extension) {
				t.Errorf("%s does not tell of %s, %s", name, f.Name, f.Extension)
			}
		}
		if !strings.Contains(help, f.Name) {
			t.Errorf("the help of export does not tell of %s", f.Name)
		}
	}
}
