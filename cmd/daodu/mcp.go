package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/api"
	"github.com/daodu/daodu/api/mcp"
	"github.com/daodu/daodu/store"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

// mcpPath is where the server has the protocol.
const mcpPath = "/mcp"

func (a *app) mcpCommand() *cobra.Command {
	var addr string
	cmd := &cobra.Command{
		Use: "mcp", Short: "Serve the library to models, over the Model Context Protocol", Args: noArgs,
		Long: `Offers the library to programs that speak the Model Context Protocol, such as assistants
and editors: the tools search, related, read, summary, outline and guide, whose answers
cite the words they rest on. It talks over standard input and output, for programs that
start it themselves; with --http it listens, and asks for keys as daodu serve does, which
has the same below /mcp.`,
		Example: `  daodu mcp
  daodu mcp --http 127.0.0.1:8081`,
		RunE: a.traced(a.withLibrary(func(ctx context.Context, s *store.Store, _ []string) error {
			if addr != "" {
				return a.serveMCP(ctx, s, addr)
			}
			return a.pipeMCP(ctx, s)
		})),
	}
	cmd.Flags().StringVar(&addr, "http", "", "listen on this address, such as 127.0.0.1:8081, instead of standard input")
	a.libraryFlags(cmd)
	return cmd
}

// pipeMCP serves the program at the other end of standard input and output, until it
// closes them or ctx ends: both are the ways in which a client ends its server.
func (a *app) pipeMCP(ctx context.Context, s *store.Store) error {
	in, ok := a.in.(io.ReadCloser)
	if !ok {
		in = io.NopCloser(a.in)
	}
	err := a.mcpServer(s).Serve(ctx, in, a.out)
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// serveMCP serves the protocol over HTTP, and nothing else.
func (a *app) serveMCP(ctx context.Context, s *store.Store, addr string) error {
	a.config.Set("serve.addr", addr)
	a.config.Set("serve.work", false)
	a.paths = []string{mcpPath, "/healthz", "/readyz"}
	return a.serve(ctx, s)
}

// only returns h for the paths that are served.
func (a *app) only(h http.Handler) http.Handler {
	if a.paths == nil {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !slices.Contains(a.paths, r.URL.Path) {
			http.NotFound(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// mcpMount returns the protocol for the server of the API.
func (a *app) mcpMount(s *store.Store) api.Mount {
	servers := mcpServers{app: a, store: s, opened: map[string]*mcp.Server{}}
	type key struct{}
	handler := mcp.Handler(func(r *http.Request) *mcp.Server {
		server, _ := r.Context().Value(key{}).(*mcp.Server)
		return server
	})
	return api.Mount{Path: mcpPath, Role: daodu.RoleReader, Handle: func(w http.ResponseWriter, r *http.Request, workspace string) {
		server, err := servers.of(r.Context(), workspace)
		if err != nil {
			a.log.Error("cannot open a workspace", "error", err)
			http.Error(w, "upstream: the library does not answer", daodu.HTTPStatus(daodu.ErrUpstream))
			return
		}
		handler.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, server)))
	}}
}

// mcpServers are the servers of workspaces, which are opened when somebody asks for them.
type mcpServers struct {
	app    *app
	store  *store.Store
	mu     sync.Mutex
	opened map[string]*mcp.Server
}

func (m *mcpServers) of(ctx context.Context, workspace string) (*mcp.Server, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := m.opened[workspace]; s != nil {
		return s, nil
	}
	view := m.store
	if workspace != "" {
		var err error
		if view, err = m.store.In(ctx, workspace); err != nil {
			return nil, err
		}
	}
	m.opened[workspace] = m.app.mcpServer(view)
	return m.opened[workspace], nil
}

func (a *app) mcpServer(s *store.Store) *mcp.Server {
	return mcp.New(mcp.Config{
		Library: modelView{finderView{s, &queryEmbedder{app: a}}}, Artifacts: offlineWriter{s}, Log: a.log,
		Version: strings.Trim(version, "()"), Timeout: a.config.GetDuration("serve.timeout"),
	})
}

// A modelView is a workspace as the Model Context Protocol has it.
type modelView struct{ finderView }

// Search finds by words and by meaning.
func (v modelView) Search(ctx context.Context, query string, c mcp.Choice) ([]daodu.Hit, error) {
	return v.finderView.Search(ctx, query, filterOf(c), c.Limit)
}

// Related finds by an article.
func (v modelView) Related(ctx context.Context, id string, c mcp.Choice) ([]daodu.Relation, error) {
	return v.finderView.Related(ctx, id, filterOf(c), c.Limit)
}

func filterOf(c mcp.Choice) api.Filter {
	return api.Filter{From: c.From, To: c.To, Speaker: c.Speaker}
}

// An offlineWriter gives what the library has, and writes what it does not have offline:
// whoever may only read must not be able to spend or to store anything.
type offlineWriter struct{ store *store.Store }

// Artifact returns the newest artifact that fits, or one written now.
func (o offlineWriter) Artifact(ctx context.Context, a *daodu.Article, w daodu.Wish) (*daodu.Artifact, error) {
	if w.Kind == daodu.KindSummary && w.Length == "" {
		w.Length = daodu.Medium
	}
	kept, err := o.store.Artifact(ctx, a.ID, store.Wanted{Kind: w.Kind, Length: w.Length, Lang: w.Lang, Current: true})
	if !errors.Is(err, daodu.ErrNotFound) {
		return kept.Artifact, err
	}
	written, err := summarize.Artifacts(ctx, new(extract.Engine), a, []daodu.Kind{w.Kind}, summarize.Options{Length: w.Length, Lang: w.Lang})
	if err != nil {
		return nil, err
	}
	return written[0], nil
}
