package daodu_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/daodu/daodu"

// imports says what the packages below a folder may import besides the standard
// library, the root package and themselves; the longest matching folder counts. "*"
// is anything. Stages never import each other; third-party packages stay where they
// belong. A folder that is not listed fails the test.
var imports = map[string]string{
	".":                    "",
	"internal":             "golang.org/x/text",
	"internal/pgtest":      "github.com/jackc/pgx/v5",                                 // databases for tests
	"internal/eval":        "ingest embed summarize store internal golang.org/x/text", // measures the stages; only cmd and tests import it
	"ingest":               "internal golang.org/x/net golang.org/x/text github.com/bmatcuk/doublestar/v4 github.com/richardlehane/mscfb",
	"embed":                "internal",
	"embed/openai":         "internal github.com/sashabaranov/go-openai",
	"prompts":              "internal",
	"summarize":            "internal",
	"summarize/openai":     "prompts internal github.com/sashabaranov/go-openai",
	"store":                "internal github.com/google/uuid github.com/jackc/pgx/v5 github.com/pgvector/pgvector-go github.com/pressly/goose/v3 modernc.org/sqlite github.com/riverqueue/river",
	"store/storetest":      "internal github.com/google/go-cmp",
	"cmd":                  "*",
	"examples":             "",
	"api":                  "internal github.com/danielgtaylor/huma/v2 github.com/go-chi/chi/v5 github.com/go-chi/cors github.com/go-chi/httprate github.com/prometheus/client_golang",
	"internal/feed":        "internal golang.org/x/text github.com/mmcdole/gofeed", // feeds of all kinds
	"internal/export/anki": "modernc.org/sqlite",                                   // an Anki package holds a SQLite database
	"api/ui":               "internal github.com/go-chi/chi/v5 golang.org/x/text",
	"internal/trace":       "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp go.opentelemetry.io/otel",
	"api/mcp":              "internal github.com/google/jsonschema-go github.com/modelcontextprotocol/go-sdk",
	"deploy":               "internal github.com/google/uuid github.com/jackc/pgx/v5", // programs around the binary
}

// testImports may be used by tests everywhere.
var testImports = "github.com/google/go-cmp github.com/rogpeppe/go-internal internal"

// TestImports parses every file itself: a check that ran the go command would be
// cached across the very changes it is to catch.
func TestImports(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skip(file)
		}
		if strings.HasSuffix(file, ".go") {
			checkImports(t, filepath.ToSlash(file))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// skip leaves out hidden folders, test data and other modules.
func skip(dir string) error {
	name := filepath.Base(dir)
	if dir != "." && (strings.HasPrefix(name, ".") || name == "testdata") {
		return fs.SkipDir
	}
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil && dir != "." {
		return fs.SkipDir
	}
	return nil
}

func checkImports(t *testing.T, file string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	folder, allowed, ok := rule(path.Dir(file))
	if !ok {
		t.Errorf("%s: no rule for its folder; add one to the table in deps_test.go", file)
		return
	}
	if strings.HasSuffix(file, "_test.go") {
		allowed += " " + testImports
	}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if !permitted(imported, folder, strings.Fields(allowed)) {
			t.Errorf("%s imports %s; packages below %q may import: %s", file, imported, folder, allowed)
		}
	}
}

// rule returns the longest entry of imports that holds dir.
func rule(dir string) (folder, allowed string, ok bool) {
	for folder = dir; ; folder = path.Dir(folder) {
		if allowed, ok = imports[folder]; ok {
			return folder, allowed, folder != "." || dir == "."
		}
		if folder == "." {
			return "", "", false
		}
	}
}

func permitted(imported, folder string, allowed []string) bool {
	within, ours := strings.CutPrefix(imported, module)
	within = strings.TrimPrefix(within, "/")
	switch {
	case !ours && !strings.Contains(strings.Split(imported, "/")[0], "."):
		return true // standard library
	case ours && (within == "" || below(within, top(folder))):
		return true
	}
	for _, a := range allowed {
		if a == "*" || !ours && below(imported, a) || ours && below(within, a) {
			return true
		}
	}
	return false
}

// top returns the first element of a path: packages of one stage may import each
// other.
func top(folder string) string {
	first, _, _ := strings.Cut(folder, "/")
	return first
}

func below(p, folder string) bool { return p == folder || strings.HasPrefix(p, folder+"/") }

func TestRuleRejects(t *testing.T) {
	t.Parallel()
	tests := []struct {
		imported, folder, allowed string
		want                      bool
	}{
		{"fmt", ".", "", true},
		{module, "ingest", "internal", true},
		{module + "/ingest/clean", "ingest", "internal", true},
		{module + "/internal/zh", "ingest", "internal", true},
		{module + "/ingest", "summarize", "internal", false},
		{module + "/ingest", ".", "", false},
		{"github.com/spf13/cobra", "ingest", "internal golang.org/x/net", false},
		{"golang.org/x/net/html", "ingest", "internal golang.org/x/net", true},
		{"golang.org/x/network", "ingest", "golang.org/x/net", false},
		{"github.com/spf13/cobra", "cmd", "*", true},
	}
	for _, tt := range tests {
		if got := permitted(tt.imported, tt.folder, strings.Fields(tt.allowed)); got != tt.want {
			t.Errorf("import of %s below %s (allowed %q): %v, want %v", tt.imported, tt.folder, tt.allowed, got, tt.want)
		}
	}
}
