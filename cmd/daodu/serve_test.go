package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/store"
)

// onDatabases runs a test on a server with a new library on each database; env are settings.
func onDatabases(t *testing.T, test func(*testing.T, *served), env ...string) {
	for _, db := range pgtest.Databases {
		t.Run(db.Name, func(t *testing.T) {
			t.Parallel()
			test(t, serving(t, db.URL(t), env...))
		})
	}
}

// served is a server under test with its library.
type served struct {
	t       testing.TB
	app     *app
	store   *store.Store
	handler http.Handler
	url     string
	key     string // secret sent with every request, "" for none
}

// serving starts a server with the library at an address.
func serving(t testing.TB, url string, env ...string) *served {
	t.Helper()
	return servingTo(t, io.Discard, url, append([]string{"DAODU_LOG_LEVEL=error"}, env...)...)
}

// servingTo is serving with a log.
func servingTo(t testing.TB, log io.Writer, url string, env ...string) *served {
	t.Helper()
	a := newApp(env, streams{strings.NewReader(""), io.Discard, log})
	var err error
	if a.config, err = loadConfig("", append(env, "DAODU_STORE_URL="+url), pflag.NewFlagSet("test", pflag.ContinueOnError)); err != nil {
		t.Fatal(err)
	}
	if a.log, err = newLog(a.err, a.config.GetString("log.level"), "text"); err != nil {
		t.Fatal(err)
	}
	s, err := a.library(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	handler, err := a.server(s)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(handler)
	t.Cleanup(web.Close)
	return &served{t: t, app: a, store: s, handler: handler, url: web.URL}
}

// do sends a request with a body of JSON, nil for none, and reads the answer into out
// unless that is nil. It fails the test when the status is another.
func (s *served) do(method, path string, body any, status int, out any) *http.Response {
	s.t.Helper()
	var in io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			s.t.Fatal(err)
		}
		in = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, in)
	if err != nil {
		s.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return s.send(req, status, out)
}

func (s *served) send(req *http.Request, status int, out any) *http.Response {
	s.t.Helper()
	if s.key != "" {
		req.Header.Set("Authorization", "Bearer "+s.key)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if res.StatusCode != status {
		s.t.Fatalf("%s %s: status %d, want %d\n%s", req.Method, req.URL.Path, res.StatusCode, status, data)
	}
	res.Body = io.NopCloser(bytes.NewReader(data)) // for whoever wants to read it again
	if out != nil {
		if err := json.Unmarshal(data, out); err != nil {
			s.t.Fatalf("%s %s: %v\n%s", req.Method, req.URL.Path, err, data)
		}
	}
	return res
}

// add stores a text in the library and returns the ID of its article.
func (s *served) add(text string) string {
	s.t.Helper()
	article, err := ingest.Article(&raw.Document{Text: text, Source: daodu.Source{URI: "file:" + text[:9], MediaType: "text/plain", SHA256: strings.Repeat("ab", 32)}})
	if err != nil {
		s.t.Fatal(err)
	}
	added, err := s.store.Add(s.t.Context(), &store.Item{Article: article, Chunks: ingest.Chunks(article, chunkOptions), Original: []byte(text)})
	if err != nil {
		s.t.Fatal(err)
	}
	return added[0].ID
}

// newKey makes a key and sends it from now on.
func (s *served) newKey(role daodu.Role) daodu.Key {
	s.t.Helper()
	k, secret, err := s.store.AddKey(s.t.Context(), daodu.Key{Name: string(role), Role: role})
	if err != nil {
		s.t.Fatal(err)
	}
	s.key = secret
	return k
}

const meeting = "云溪市总工会今天召开全市工会工作会议，部署全年重点任务。会议要求，到今年年底新建职工书屋30个，培训职工5000人次以上。"

func TestServeArticles(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		first := s.add(meeting)
		second := s.add("雲溪市總工會昨天召開座談會，聽取一線職工代表的意見。會議指出，要把職工的事情辦好，辦到職工心坎上。")
		var page struct {
			Items      []daodu.Entry `json:"items"`
			NextCursor string        `json:"next_cursor"`
		}
		s.do("GET", "/api/v1/articles?limit=1", nil, 200, &page)
		if len(page.Items) != 1 || page.Items[0].ID != second || page.NextCursor == "" {
			t.Fatalf("the first page: %+v", page)
		}
		cursor := page.NextCursor
		page.NextCursor = ""
		s.do("GET", "/api/v1/articles?limit=1&cursor="+cursor, nil, 200, &page)
		if len(page.Items) != 1 || page.Items[0].ID != first || page.NextCursor != "" {
			t.Fatalf("the second page: %+v", page)
		}
		s.do("GET", "/api/v1/articles?script=Hant", nil, 200, &page)
		if len(page.Items) != 1 || page.Items[0].ID != second {
			t.Errorf("Traditional texts: %+v", page)
		}
		var a daodu.Article
		s.do("GET", "/api/v1/articles/"+first, nil, 200, &a)
		if a.ID != first || a.Text != meeting {
			t.Errorf("article: %+v", a)
		}
		s.do("DELETE", "/api/v1/articles/"+first, nil, 204, nil)
		var p problem
		s.do("GET", "/api/v1/articles/"+first, nil, 404, &p)
		if p.Type != "/docs#not-found" || p.Status != 404 || p.Hint == "" || p.Request == "" || !strings.Contains(p.Detail, first) {
			t.Errorf("problem: %+v", p)
		}
		s.do("GET", "/api/v1/articles?limit=0", nil, 422, &p)
		if len(p.Errors) != 1 || p.Errors[0].Field != "query.limit" {
			t.Errorf("a limit of 0: %+v", p)
		}
	})
}

// problem is what a client reads of RFC 9457.
type problem struct {
	Type, Title, Detail, Hint, Request string
	Status                             int
	Errors                             []struct{ Field, Detail string }
}

func TestServeRoles(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		id := s.add(meeting)
		s.do("GET", "/api/v1/articles/"+id, nil, 200, nil)
		s.newKey(daodu.RoleReader)
		s.do("GET", "/api/v1/articles/"+id, nil, 200, nil)
		s.do("DELETE", "/api/v1/articles/"+id, nil, 403, nil)
		s.key += "x"
		if res := s.do("GET", "/api/v1/articles/"+id, nil, 401, nil); res.Header.Get("WWW-Authenticate") == "" {
			t.Error("401 without WWW-Authenticate")
		}
		s.newKey(daodu.RoleEditor)
		s.do("DELETE", "/api/v1/articles/"+id, nil, 204, nil)
	})
}
