package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// keyed sends a key with every request.
type keyed string

func (k keyed) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	if k != "" {
		r.Header.Set("Authorization", "Bearer "+string(k))
	}
	return http.DefaultTransport.RoundTrip(r)
}

// connect returns a client of the Model Context Protocol.
func (s *served) connect(key string) (*mcp.ClientSession, error) {
	client := mcp.NewClient(&mcp.Implementation{Name: "test"}, nil)
	return client.Connect(s.t.Context(), &mcp.StreamableClientTransport{
		Endpoint: s.url + mcpPath, HTTPClient: &http.Client{Transport: keyed(key)}, DisableStandaloneSSE: true, MaxRetries: -1,
	}, nil)
}

// found returns the titles and IDs that a search tells, as text.
func (s *served) found(session *mcp.ClientSession, query string) string {
	s.t.Helper()
	res, err := session.CallTool(s.t.Context(), &mcp.CallToolParams{Name: "search", Arguments: map[string]any{"query": query}})
	if err != nil || res.IsError {
		s.t.Fatalf("search %s: %v %+v", query, err, res)
	}
	return res.Content[0].(*mcp.TextContent).Text
}

func TestServeModels(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		id := s.add(meeting)
		session, err := s.connect("")
		if err != nil {
			t.Fatal(err)
		}
		defer session.Close()
		if got := s.found(session, "職工書屋"); !strings.Contains(got, id) || !strings.Contains(got, `"quote"`) {
			t.Errorf("found %s, want %s with quotes", got, id)
		}
		for _, tool := range []string{"read", "related", "summary", "outline", "guide"} {
			res, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: map[string]any{"id": id}})
			if err != nil || res.IsError || !strings.Contains(res.Content[0].(*mcp.TextContent).Text, id) {
				t.Errorf("%s: %v %+v", tool, err, res)
			}
		}
		// Nothing is kept of what was written for a reader.
		if _, err := s.store.Artifact(t.Context(), id, store.Wanted{}); daodu.ExitCode(err) != daodu.ExitCode(daodu.ErrNotFound) {
			t.Errorf("an artifact was stored: %v", err)
		}
	})
}

// TestServeModelsKeys holds that models see what their key lets them see.
func TestServeModelsKeys(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		id := s.add(meeting)
		s.newKey(daodu.RoleReader)
		session, err := s.connect(s.key)
		if err != nil {
			t.Fatal(err)
		}
		defer session.Close()
		if got := s.found(session, "书屋"); !strings.Contains(got, id) {
			t.Errorf("found %s, want %s", got, id)
		}
		for _, key := range []string{"", s.key + "x"} {
			if session, err := s.connect(key); err == nil {
				session.Close()
				t.Errorf("served with the key %q", key)
			}
		}
		other, err := s.store.In(t.Context(), "others")
		if err != nil {
			t.Fatal(err)
		}
		_, secret, err := other.AddKey(t.Context(), daodu.Key{Name: "others", Role: daodu.RoleAdmin})
		if err != nil {
			t.Fatal(err)
		}
		foreign, err := s.connect(secret)
		if err != nil {
			t.Fatal(err)
		}
		defer foreign.Close()
		if got := s.found(foreign, "书屋"); strings.Contains(got, id) {
			t.Errorf("another workspace sees %s", got)
		}
		s.do("GET", mcpPath, nil, http.StatusMethodNotAllowed, nil)
	})
}

// TestServeModelsRate holds that models are bound by the limits of the API.
func TestServeModelsRate(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		_, secret, err := s.store.AddKey(t.Context(), daodu.Key{Name: "slow", Role: daodu.RoleReader, Rate: 1})
		if err != nil {
			t.Fatal(err)
		}
		s.key = secret
		s.do("POST", mcpPath, "no message", http.StatusBadRequest, nil)
		var p problem
		s.do("POST", mcpPath, "no message", http.StatusTooManyRequests, &p)
		if p.Type != "/docs#limit" {
			t.Errorf("problem: %+v", p)
		}
	})
}

// TestServeModelsAlone runs the command that serves the protocol and nothing else.
func TestServeModelsAlone(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	said, err := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"mcp", "--http", "127.0.0.1:0"}, []string{"DAODU_DATA_DIR=" + t.TempDir()}, streams{strings.NewReader(""), io.Discard, err})
		err.Close()
	}()
	var url string
	lines := bufio.NewScanner(said)
	for url == "" && lines.Scan() {
		_, rest, _ := strings.Cut(lines.Text(), "serving ")
		url, _, _ = strings.Cut(rest, " ")
	}
	go io.Copy(io.Discard, said)
	s := &served{t: t, url: url}
	session, failed := s.connect("")
	if failed != nil {
		t.Fatal(failed)
	}
	if got := s.found(session, "书屋"); got != `{"results":[]}` {
		t.Errorf("found %s in an empty library", got)
	}
	session.Close()
	s.do("GET", "/healthz", nil, http.StatusOK, nil)
	s.do("GET", "/api/v1/articles", nil, http.StatusNotFound, nil)
	stop()
	if code := <-ended; code != 0 {
		t.Errorf("exit code %d", code)
	}
}
