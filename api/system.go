package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/daodu/daodu"
)

func (s *Server) routesSystem(a huma.API) {
	op := get("", "isAlive", "server", "Tell that the process is alive")
	op.Path = "/healthz"
	register(s, a, public, op, s.alive)
	op = get("", "isReady", "server", "Tell whether the server can work: database, schema, queue")
	op.Path = "/readyz"
	register(s, a, public, op, s.ready)
}

// pages adds the routes that are not part of the document. All others are there already:
// these tell of them.
func (s *Server) pages(mux chi.Router) error {
	for _, page := range []struct {
		path, mediaType string
		make            func() ([]byte, error)
	}{
		{"/openapi.json", "application/openapi+json", s.api.OpenAPI().MarshalJSON},
		{"/openapi.yaml", "application/openapi+yaml", s.OpenAPI},
		{"/docs", "text/html; charset=utf-8", s.docs},
	} {
		data, err := page.make()
		if err != nil {
			return err
		}
		s.plain(mux, public, page.path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", page.mediaType)
			_, _ = w.Write(data) // the caller may be gone
		})
	}
	s.plain(mux, daodu.RoleReader, "/metrics", promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{}).ServeHTTP)
	return nil
}

// plain adds a GET route that is not part of the document.
func (s *Server) plain(mux chi.Router, role daodu.Role, path string, handle http.HandlerFunc) {
	s.roles[http.MethodGet+" "+path] = role
	mux.Get(path, func(w http.ResponseWriter, r *http.Request) {
		if _, err := s.admit(r.Context(), role); err != nil {
			s.refuse(w, r, err)
			return
		}
		handle(w, r)
	})
}

// OpenAPI returns the document of the API as YAML.
func (s *Server) OpenAPI() ([]byte, error) { return s.api.OpenAPI().YAML() }

type stateOut struct {
	Body struct {
		Status string `json:"status" enum:"ok"`
	}
}

func stateOK() *stateOut {
	out := new(stateOut)
	out.Body.Status = "ok"
	return out
}

func (s *Server) alive(context.Context, *struct{}) (*stateOut, error) { return stateOK(), nil }

func (s *Server) ready(ctx context.Context, _ *struct{}) (*stateOut, error) {
	if s.config.Ready == nil {
		return stateOK(), nil
	}
	if err := s.config.Ready(ctx); err != nil {
		s.log.ErrorContext(ctx, "not ready", "error", err)
		if errors.Is(err, context.Canceled) {
			return nil, err
		}
		// Without the error: everybody may ask.
		return nil, statusError(http.StatusServiceUnavailable, "the server cannot work; its log tells why")
	}
	return stateOK(), nil
}
