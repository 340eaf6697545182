package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/loopback"
)

// Keys knows the keys of all workspaces.
type Keys interface {
	// KeyOf returns the key with a secret. The error wraps [daodu.ErrNotFound] when there
	// is none that is valid.
	KeyOf(ctx context.Context, secret string) (daodu.Key, error)
	// AnyKey reports whether there is a valid key.
	AnyKey(ctx context.Context) (bool, error)
	// TouchKey notes that a key was used just now.
	TouchKey(ctx context.Context, k daodu.Key) error
}

// A caller is who sent a request.
type caller struct {
	key   daodu.Key // its zero value without one
	err   error     // why the key that was sent is not taken
	local bool      // there are no keys, so that who reaches the server may do everything
}

// may reports whether the caller may use a route.
func (c caller) may(role daodu.Role) bool {
	return role == public || c.local && daodu.RoleAdmin.May(role) || c.key.Role.May(role)
}

// authenticate finds out who calls. It refuses nobody: that is left to authorize, which
// knows what a route needs.
func (s *Server) authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := s.callerOf(r)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey, c)))
	})
}

func (s *Server) callerOf(r *http.Request) caller {
	if s.config.Keys == nil {
		return caller{local: loopback.Host(r.RemoteAddr)}
	}
	secret := secretOf(r)
	if secret != "" {
		k, err := s.known.of(r.Context(), s, secret)
		return caller{key: k, err: err}
	}
	any, err := s.known.any(r.Context(), s)
	// Keys may be revoked while the server listens to others: they get nothing by that.
	return caller{err: err, local: err == nil && !any && loopback.Host(r.RemoteAddr)}
}

// secretOf returns the secret that a request carries, as Authorization: Bearer or as
// X-API-Key. Never in the address: addresses stand in logs.
func secretOf(r *http.Request) string {
	if scheme, secret, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "bearer") {
		return strings.TrimSpace(secret)
	}
	return r.Header.Get("X-API-Key")
}

// authorize refuses callers who may not use a route, and opens the workspace of the
// others.
func (s *Server) authorize(ctx huma.Context, next func(huma.Context)) {
	of, err := s.admit(ctx.Context(), roleOf(ctx.Operation()))
	if err != nil {
		p := s.problem(ctx.Context(), err)
		for name, values := range p.headers {
			for _, v := range values {
				ctx.AppendHeader(name, v)
			}
		}
		ctx.SetHeader("Content-Type", p.ContentType(""))
		ctx.SetStatus(p.Status)
		huma.DefaultJSONFormat.Marshal(ctx.BodyWriter(), p) // the caller may be gone
		return
	}
	bounded, cancel := s.bound(ctx)
	defer cancel()
	next(huma.WithContext(ctx, context.WithValue(bounded, workspaceKey, of)))
	s.audit(ctx, of)
}

// bound returns the context of the work on a request. A stream takes as long as the caller
// listens, but ends when the server does.
func (s *Server) bound(ctx huma.Context) (context.Context, context.CancelFunc) {
	if streams, _ := ctx.Operation().Metadata[streamKey].(bool); !streams {
		return context.WithTimeout(ctx.Context(), s.config.Timeout)
	}
	_, w := humachi.Unwrap(ctx)
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) // not every server has deadlines
	bounded, cancel := context.WithCancel(ctx.Context())
	stop := context.AfterFunc(s.draining, cancel)
	return bounded, func() { stop(); cancel() }
}

// admit returns the workspace that the caller works on, nil on public routes.
func (s *Server) admit(ctx context.Context, role daodu.Role) (*Workspace, error) {
	c := callerOf(ctx)
	switch {
	case role == public:
		return nil, nil
	case errors.Is(c.err, daodu.ErrNotFound) || c.err == nil && !c.local && c.key.ID == "":
		p := statusError(http.StatusUnauthorized, "there is no valid key with the request")
		p.headers.Set("WWW-Authenticate", `Bearer realm="daodu"`)
		return nil, p
	case c.err != nil:
		return nil, c.err
	case !c.may(role):
		return nil, fmt.Errorf("%w: the key %s has the role %s, this needs %s; ask for another key", daodu.ErrForbidden, c.key.Prefix, c.key.Role, role)
	}
	return s.workspaces.open(ctx, s, c.key.Workspace)
}

// callerOf returns who sent the request of a context.
func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey).(caller)
	return c
}

// workspaceOf returns the workspace of the caller.
func workspaceOf(ctx context.Context) *Workspace {
	if w, ok := ctx.Value(workspaceKey).(*Workspace); ok && w != nil {
		return w
	}
	return &Workspace{}
}
