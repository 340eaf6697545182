package daodu_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestRacedRunsInFull holds the tests that `make corpora` leaves out, since they run under
// the race detector, to be the same there: none looks whether it runs.
func TestRacedRunsInFull(t *testing.T) {
	t.Parallel()
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^RACED = (.*)$`).FindSubmatch(makefile)
	if m == nil {
		t.Fatal("the Makefile names no tests")
	}
	raced := regexp.MustCompile(strings.ReplaceAll(string(m[1]), "$$", "$"))
	found := 0
	err = filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil {
				err = skip(file)
			}
			return err
		}
		if !strings.HasSuffix(file, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range tree.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && raced.MatchString(f.Name.Name) {
				found++
				if body := string(source[f.Pos()-1 : f.End()-1]); strings.Contains(body, "testing.Short()") || strings.Contains(body, "race.") {
					t.Errorf("%s: %s is shorter under the race detector, but `make corpora` leaves it out", file, f.Name.Name)
				}
			}
		}
		return nil
	})
	if err != nil || found < 10 {
		t.Errorf("%d tests, %v", found, err)
	}
}
