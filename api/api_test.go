package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

var update = flag.Bool("update", false, "write openapi.yaml anew")

func newServer(t *testing.T, c Config) *Server {
	t.Helper()
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The document in the repository is the one that the code makes, and a changed document
// has a changed version: clients are made from it.
func TestDocument(t *testing.T) {
	t.Parallel()
	got, err := newServer(t, Config{}).OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("openapi.yaml")
	if err != nil && !*update {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	version := regexp.MustCompile(`(?m)^  version: (.*)$`)
	if v := version.FindSubmatch(want); v != nil && string(v[1]) == Version {
		t.Fatalf("the document changed and the version %s did not: raise Version in api.go, then run go test ./api -update (-openapi.yaml +code):\n%s", Version, diffLines(string(want), string(got)))
	}
	if !*update {
		t.Fatal("openapi.yaml is not of this version; run go test ./api -update and read the difference")
	}
	if err := os.WriteFile("openapi.yaml", got, 0o644); err != nil {
		t.Fatal(err)
	}
}

func diffLines(a, b string) string { return cmp.Diff(strings.Split(a, "\n"), strings.Split(b, "\n")) }

// There is no route without a role, and none that changes something is open to readers.
func TestEveryRouteHasARole(t *testing.T) {
	t.Parallel()
	s := newServer(t, Config{})
	n := 0
	err := chi.Walk(s.handler.(chi.Routes), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		n++
		role, ok := s.roles[method+" "+route]
		switch {
		case !ok || role != public && !role.May(daodu.RoleReader):
			t.Errorf("%s %s has the role %q", method, route, role)
		case method != http.MethodGet && !role.May(daodu.RoleEditor):
			t.Errorf("%s %s changes something and is open to %s", method, route, role)
		}
		return nil
	})
	if err != nil || n != len(s.roles) {
		t.Errorf("%d routes, %d roles, %v", n, len(s.roles), err)
	}
}

// A keyRing has keys by their secrets.
type keyRing map[string]daodu.Key

func (r keyRing) KeyOf(_ context.Context, secret string) (daodu.Key, error) {
	if k, ok := r[secret]; ok {
		return k, nil
	}
	return daodu.Key{}, fmt.Errorf("%w: no such key", daodu.ErrNotFound)
}
func (r keyRing) AnyKey(context.Context) (bool, error)          { return len(r) > 0, nil }
func (r keyRing) TouchKey(context.Context, daodu.Key) error     { return nil }
func (r keyRing) ListKeys(context.Context) ([]daodu.Key, error) { return nil, nil }
func (r keyRing) RevokeKey(context.Context, string) error       { return nil }
func (r keyRing) Spent(_ context.Context, id, currency string) (daodu.Cost, error) {
	return daodu.Cost{Amount: 4.5, Currency: currency}, nil
}

// Every route refuses whoever has no key, or one that may less than it needs.
func TestRoles(t *testing.T) {
	t.Parallel()
	keys := keyRing{}
	for i, role := range daodu.Roles {
		keys[string(role)] = daodu.Key{ID: fmt.Sprint(i), Role: role}
	}
	// Whoever gets past the roles is told that there is no library.
	s := newServer(t, Config{Keys: keys, Open: func(context.Context, string) (*Workspace, error) { return nil, daodu.ErrUpstream }})
	for route, role := range s.roles {
		method, path, _ := strings.Cut(route, " ")
		path = regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(path, "00000000-0000-7000-8000-000000000000")
		for _, secret := range []string{"", "wrong", "reader", "editor", "admin"} {
			req := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader("{}"))
			if secret != "" {
				req.Header.Set("Authorization", "Bearer "+secret)
			}
			w := httptest.NewRecorder()
			s.ServeHTTP(w, req)
			want := http.StatusBadGateway
			switch {
			case role == public:
				want = http.StatusOK
			case !daodu.Role(secret).May(daodu.RoleReader):
				want = http.StatusUnauthorized
			case !daodu.Role(secret).May(role):
				want = http.StatusForbidden
			}
			if w.Code != want && !(role == public && w.Code < 500 && w.Code != 401 && w.Code != 403) {
				t.Errorf("%s with the key %q: %d, want %d\n%s", route, secret, w.Code, want, w.Body)
			}
		}
	}
}

// Without keys a server trusts this machine and nobody else.
func TestWithoutKeys(t *testing.T) {
	t.Parallel()
	s := newServer(t, Config{Keys: keyRing{}, Open: func(context.Context, string) (*Workspace, error) { return &Workspace{Keys: keyRing{}}, nil }})
	for _, test := range []struct {
		name, method, remote, host string
		header                     map[string]string
		want                       int
	}{
		{"this machine", "GET", "127.0.0.1:5", "localhost:8080", nil, 200},
		{"this machine by IPv6", "GET", "[::1]:5", "[::1]:8080", nil, 200},
		{"another machine", "GET", "192.0.2.7:5", "localhost:8080", nil, 401},
		{"a name that points here", "GET", "127.0.0.1:5", "evil.example.com", nil, 403},
		{"a proxy", "GET", "127.0.0.1:5", "127.0.0.1:8080", map[string]string{"X-Forwarded-For": "192.0.2.7"}, 403},
		{"a page of another site", "DELETE", "127.0.0.1:5", "127.0.0.1:8080", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"a page of an old browser", "DELETE", "127.0.0.1:5", "127.0.0.1:8080", map[string]string{"Origin": "https://evil.example.com"}, 403},
		{"a key that is none", "GET", "127.0.0.1:5", "127.0.0.1:8080", map[string]string{"X-API-Key": "x"}, 401},
	} {
		path := "/api/v1/me"
		if test.method == "DELETE" {
			path = "/api/v1/keys/00000000-0000-7000-8000-000000000000"
		}
		req := httptest.NewRequestWithContext(t.Context(), test.method, path, nil)
		req.RemoteAddr, req.Host = test.remote, test.host
		for name, value := range test.header {
			req.Header.Set(name, value)
		}
		w := httptest.NewRecorder()
		if s.ServeHTTP(w, req); w.Code != test.want {
			t.Errorf("%s: %d, want %d\n%s", test.name, w.Code, test.want, w.Body)
		}
	}
}

// The address of a caller is what a trusted proxy says, and never what others say.
func TestTrustedProxies(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ remote, forwarded, want string }{
		{"10.1.2.3:5", "203.0.113.9, 10.9.9.9", "203.0.113.9"},
		{"10.1.2.3:5", "6.6.6.6, 203.0.113.9", "203.0.113.9"}, // what the caller itself put before
		{"192.0.2.1:5", "203.0.113.9", "192.0.2.1"},
	} {
		s := newServer(t, Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
		got := ""
		handler := s.clientIP()(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = addressOf(r.Context()) }))
		req := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
		req.RemoteAddr = test.remote
		req.Header.Set("X-Forwarded-For", test.forwarded)
		if handler.ServeHTTP(httptest.NewRecorder(), req); got != test.want {
			t.Errorf("%s says %s: %q, want %q", test.remote, test.forwarded, got, test.want)
		}
	}
}

func TestProblem(t *testing.T) {
	t.Parallel()
	s := newServer(t, Config{})
	for _, test := range []struct {
		err    error
		status int
		typ    string
		detail string
		hint   string
	}{
		{fmt.Errorf("%w: no article x", daodu.ErrNotFound), 404, "/docs#not-found", "no article x", kinds[404].hint},
		{fmt.Errorf("a.txt: %w: the file is empty; send another", daodu.ErrEmpty), 422, "/docs#bad-input", "a.txt: the file is empty", "send another"},
		{fmt.Errorf("%w: over the limit", daodu.ErrTooLarge), 413, "/docs#too-large", "over the limit", ""},
		{fmt.Errorf("%w: budget", daodu.ErrLimited), 429, "/docs#limit", "budget", kinds[429].hint},
		{fmt.Errorf("%w: it runs", daodu.ErrConflict), 409, "/docs#conflict", "it runs", ""},
		{errors.New("password=secret at /var/lib"), 500, "/docs#internal", "internal error", kinds[500].hint},
		{context.DeadlineExceeded, 504, "/docs#deadline", "context deadline exceeded", kinds[504].hint},
		{statusError(405, "PUT is not possible here"), 405, "/docs#method", "PUT is not possible here", kinds[405].hint},
	} {
		p := s.problem(context.WithValue(t.Context(), requestIDKey, "r1"), test.err)
		if p.Status != test.status || p.Type != test.typ || p.Detail != test.detail || p.Hint != test.hint || p.Title == "" || p.Request != "r1" {
			t.Errorf("%v: %+v", test.err, p)
		}
	}
}

func TestPanicIsAnswered(t *testing.T) {
	t.Parallel()
	s := newServer(t, Config{Keys: keyRing{"k": {ID: "1", Role: daodu.RoleReader}}, Open: func(context.Context, string) (*Workspace, error) { panic("secret") }})
	w := httptest.NewRecorder()
	req := httptest.NewRequestWithContext(t.Context(), "GET", "/api/v1/articles", nil)
	req.Header.Set("Authorization", "Bearer k")
	s.ServeHTTP(w, req)
	var p Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != 500 || p.Request == "" || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// A stream is sent as it comes, has no time limit, and ends when the server drains.
func TestStream(t *testing.T) {
	t.Parallel()
	s := newServer(t, Config{Timeout: time.Nanosecond})
	op := get("/stream", "stream", "test", "Stream")
	op.Metadata = map[string]any{streamKey: true}
	register(s, s.api, public, op, func(ctx context.Context, _ *struct{}) (*huma.StreamResponse, error) {
		return &huma.StreamResponse{Body: func(c huma.Context) {
			c.SetHeader("Content-Type", "text/event-stream")
			_, w := humachi.Unwrap(c)
			fmt.Fprint(w, "data: begun\n\n")
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Error(err)
			}
			<-ctx.Done()
			fmt.Fprint(w, "data: ended\n\n")
		}}, nil
	})
	web := httptest.NewServer(s)
	defer web.Close()
	res, err := http.Get(web.URL + "/api/v1/stream")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	begun := make([]byte, len("data: begun\n\n"))
	if _, err := io.ReadFull(res.Body, begun); err != nil {
		t.Fatal(err)
	}
	s.Drain()
	if rest, err := io.ReadAll(res.Body); err != nil || string(rest) != "data: ended\n\n" || res.Header.Get("ETag") != "" {
		t.Errorf("behind the first event: %q, %v, %v", rest, err, res.Header)
	}
}

// Whoever has spent a budget waits for the next month; another key does not.
func TestBudget(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 31, 23, 59, 0, 0, time.UTC)
	s := newServer(t, Config{Now: func() time.Time { return now }})
	for budget, wait := range map[float64]string{0: "", 4.51: "", 4.5: "61", 1: "61"} {
		ctx := context.WithValue(t.Context(), callerKey, caller{key: daodu.Key{ID: "1", Budget: daodu.Cost{Amount: budget, Currency: "USD"}}})
		ctx = context.WithValue(ctx, workspaceKey, &Workspace{Keys: keyRing{}})
		err := s.affordable(ctx)
		var p *Problem
		if got := errors.As(err, &p); got != (wait != "") || got && (p.Status != 429 || p.headers.Get("Retry-After") != wait) {
			t.Errorf("budget %v: %v", budget, err)
		}
	}
}

func TestMatches(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{"": false, `W/"a"`: true, `"a"`: true, `"b", W/"a"`: true, "*": true, `"b"`: false, `W/"ab"`: false} {
		if got := matches(header, `W/"a"`); got != want {
			t.Errorf("If-None-Match %s: %v", header, got)
		}
	}
}
