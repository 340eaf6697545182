package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/daodu/daodu/store"
)

// A result of a command.
type ran struct {
	code     int
	out, err string
}

// daoduIn runs a command with a home of its own and an environment.
func daoduIn(t *testing.T, home string, env []string, args ...string) ran {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), args, append([]string{"HOME=" + home}, env...), streams{strings.NewReader(""), &out, &errs})
	return ran{code, out.String(), errs.String()}
}

func TestDataDir(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		system, env, want string
	}{
		{"linux", "HOME=/h", "/h/.local/share/daodu"},
		{"linux", "HOME=/h XDG_DATA_HOME=/x", "/x/daodu"},
		{"darwin", "HOME=/h", "/h/Library/Application Support/daodu"},
		{"windows", "LocalAppData=/l USERPROFILE=/u", "/l/daodu"},
		{"windows", "USERPROFILE=/u", "/u/AppData/Local/daodu"},
		{"linux", "HOME=/h XDG_DATA_HOME=/x DAODU_DATA_DIR=/d", "/d"},
		{"linux", "", ""},
	} {
		if got := filepath.ToSlash(dataDir(strings.Fields(tt.env), tt.system)); got != tt.want {
			t.Errorf("%s with %q: %q, want %q", tt.system, tt.env, got, tt.want)
		}
	}
}

func TestMasked(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"library.db":                            "library.db",
		"postgres://u:secret@h:5432/d":          "postgres://u:xxxxx@h:5432/d",
		"postgres://u@h/d":                      "postgres://u@h/d",
		"postgres://h/d?user=u&password=secret": "postgres://h/d?user=u&password=xxxxx",
		"postgres://u:se%zzcret@h/d":            "postgres://xxxxx@h/d",
		"postgres://u:p@secret@h/d":             "postgres://u:xxxxx@h/d",
		"https://api.example.com/v1":            "https://api.example.com/v1",
	} {
		if got := masked(in); got != want {
			t.Errorf("masked(%q) = %q, want %q", in, got, want)
		}
	}
}

// $DATABASE_URL is what counts when nothing else is said, and only for PostgreSQL.
func TestDatabaseURL(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	got := daoduIn(t, home, []string{"DATABASE_URL=postgres://u:secret@127.0.0.1:9/d"}, "list")
	if got.code != 7 || !strings.Contains(got.err, "127.0.0.1:9") || strings.Contains(got.err, "secret") {
		t.Errorf("PostgreSQL: %+v", got)
	}
	got = daoduIn(t, home, []string{"DATABASE_URL=postgres://u@127.0.0.1:9/d"}, "list", "--library", filepath.Join(home, "a.db"))
	if got.code != 0 {
		t.Errorf("a flag counts more: %+v", got)
	}
	if got = daoduIn(t, home, []string{"DATABASE_URL=mysql://u@127.0.0.1:9/d"}, "list"); got.code != 0 {
		t.Errorf("the database of another program: %+v", got)
	}
}

// An endpoint answers as embedding endpoints do while up is set; it counts the texts.
type endpoint struct {
	*httptest.Server
	up    atomic.Bool
	texts atomic.Int64
	key   atomic.Value
}

func newEndpoint(t *testing.T) *endpoint {
	t.Helper()
	e := &endpoint{}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.key.Store(r.Header.Get("Authorization"))
		var asked struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || !e.up.Load() {
			http.Error(w, `{"error":{"message":"no such key"}}`, http.StatusUnauthorized)
			return
		}
		var data []map[string]any
		for i, text := range asked.Input {
			e.texts.Add(1)
			data = append(data, map[string]any{"index": i, "embedding": []float64{1, float64(len(text)), 1, 0}})
		}
		json.NewEncoder(w).Encode(map[string]any{"data": data})
	}))
	t.Cleanup(e.Close)
	return e
}

// A model that does not answer keeps no text out of the library; its vectors are made
// when it does.
func TestVectorsCanWait(t *testing.T) {
	t.Parallel()
	home, e := t.TempDir(), newEndpoint(t)
	key := filepath.Join(home, "key")
	if err := os.WriteFile(key, []byte("sk-secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dim := range []string{"4", "0"} { // with 0 the endpoint is asked at the start
		library := filepath.Join(home, dim+".db")
		env := []string{"DAODU_EMBED_BASE_URL=" + e.URL + "/v1", "DAODU_EMBED_MODEL=model", "DAODU_EMBED_DIMENSIONS=" + dim, "DAODU_EMBED_KEY_FILE=" + key, "DAODU_STORE_URL=" + library}
		e.up.Store(false)
		got := daoduIn(t, home, env, "add", "../../examples/speech.txt", "../../examples/news.html")
		if got.code != 8 || strings.Count(got.out, "  vectors pending\n") != 2 || !strings.Contains(got.err, "run `daodu migrate` later") {
			t.Errorf("while it does not answer: %+v", got)
		}
		if strings.Contains(got.err, "sk-secret") || strings.Count(got.err, "\n") != 1 {
			t.Errorf("what is said: %s", got.err)
		}
		if got := daoduIn(t, home, env, "doctor"); strings.Contains(got.out+got.err, "sk-secret") {
			t.Errorf("doctor: %+v", got)
		}
		e.up.Store(true)
		got = daoduIn(t, home, env, "add", "../../examples/speech.txt", "../../examples/minutes.docx")
		if got.code != 0 || strings.Contains(got.out, "pending") || e.key.Load() != "Bearer sk-secret" {
			t.Errorf("once it answers: %+v, key %v", got, e.key.Load())
		}
		if missing := missingVectors(t, library); missing != 0 {
			t.Errorf("%d articles have no vectors", missing)
		}
		before := e.texts.Load()
		if got := daoduIn(t, home, env, "migrate"); got.code != 0 || e.texts.Load() > before+1 {
			t.Errorf("migrate asks again: %+v, %d texts", got, e.texts.Load()-before)
		}
	}
}

func missingVectors(t *testing.T, library string) int {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: library})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	spaces, err := s.Spaces(t.Context())
	if err != nil || len(spaces) != 1 {
		t.Fatalf("spaces %+v, %v", spaces, err)
	}
	return spaces[0].Missing
}

// Variables that other programs use send no text anywhere.
func TestNothingLeavesUnasked(t *testing.T) {
	t.Parallel()
	e := newEndpoint(t)
	e.up.Store(true)
	got := daoduIn(t, t.TempDir(), []string{"OPENAI_BASE_URL=" + e.URL + "/v1", "OPENAI_API_KEY=sk-secret"}, "add", "../../examples/speech.txt")
	if got.code != 0 || e.texts.Load() != 0 {
		t.Errorf("%+v, %d texts sent", got, e.texts.Load())
	}
}
