package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/daodu/daodu"
)

// A Mount serves a protocol of its own beside the routes of the API, behind the same keys
// and limits: every POST to Path of a caller with Role.
type Mount struct {
	Path   string // such as "/mcp"
	Role   daodu.Role
	Handle func(w http.ResponseWriter, r *http.Request, workspace string) // "" is that of callers without a key
}

// mount adds what is served beside the routes of the API.
func (s *Server) mount(mux chi.Router) {
	for _, m := range s.config.Mounts {
		s.roles[http.MethodPost+" "+m.Path] = m.Role
		mux.Post(m.Path, func(w http.ResponseWriter, r *http.Request) {
			if _, err := s.admit(r.Context(), m.Role); err != nil {
				s.refuse(w, r, err)
				return
			}
			ctx, cancel := context.WithTimeout(r.Context(), s.config.Timeout)
			defer cancel()
			m.Handle(w, r.WithContext(ctx), callerOf(ctx).key.Workspace)
		})
	}
}

// limited reports whether requests to a path are counted: those that ask for work, not the
// pages that tell of the server.
func (s *Server) limited(path string) bool {
	for _, m := range s.config.Mounts {
		if path == m.Path {
			return true
		}
	}
	return strings.HasPrefix(path, prefix+"/")
}
