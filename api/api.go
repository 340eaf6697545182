package api

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/cors"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/daodu/daodu"
)

// Version is the version of the API's contract, as openapi.yaml has it. It changes with
// every change of the document: the last number for what clients need not know of.
const Version = "1.4.0"

// A Config says what a server serves, and to whom.
type Config struct {
	// Open returns a workspace by its name. It is called once for each; "" is the
	// workspace of callers without a key.
	Open func(ctx context.Context, workspace string) (*Workspace, error)
	// Keys tell who calls. Without any key in it whoever reaches the server may do
	// everything, so that a server without keys must listen on the loopback only.
	Keys Keys
	// OpenShare opens collections to whoever has the token of a link; nil opens none.
	OpenShare OpenShare
	// CheckTarget refuses addresses that this server must not call; nil refuses none.
	CheckTarget CheckTarget
	// Ready tells whether the server can work; nil means that it always can.
	Ready func(ctx context.Context) error

	Rate    int           // most requests a minute of one key, or of one address without a valid key; 0 is no limit
	MaxBody int64         // most bytes of a body; 0 is 100 MiB
	Timeout time.Duration // most time for the work on one request; 0 is a minute
	// Origins are those whose pages may call the API from a browser, such as
	// "https://study.example.com"; none without them.
	Origins []string
	// TrustedProxies are those whose X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix
	// Mounts are protocols that are served beside the API.
	Mounts []Mount
	// Routed is told, with the context of each request, which route answered it; nil for
	// nobody.
	Routed func(ctx context.Context, method, route string)
	// Collectors are metrics of what runs beside the server, for /metrics.
	Collectors []prometheus.Collector

	Log *slog.Logger // nil discards
	// Now returns the time; nil is time.Now.
	Now func() time.Time
}

// A Workspace is what callers of one workspace work on.
type Workspace struct {
	Articles    Articles
	Adder       Adder
	Finder      Finder
	Written     Written
	Keys        KeyRing
	Audit       AuditLog
	Replays     Replays
	Jobs        Jobs
	Events      Events
	Desk        Desk
	Collections Collections
	Notes       Notes
	Shares      Shares
	Webhooks    Webhooks
	Feeds       Feeds
}

// A Server answers the requests of the API.
type Server struct {
	config     Config
	log        *slog.Logger
	now        func() time.Time
	handler    http.Handler
	api        huma.API
	roles      map[string]daodu.Role // by "GET /api/v1/articles"
	metrics    metrics
	workspaces workspaces
	known      knownKeys
	draining   context.Context // ends when the server is about to
	drain      context.CancelFunc
}

// New returns a server. With the zero Config it has the routes and their document, and
// serves nothing.
func New(c Config) (*Server, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	c.MaxBody = cmp.Or(c.MaxBody, defaultMaxBody)
	c.Timeout = cmp.Or(c.Timeout, defaultTimeout)
	s := &Server{config: c, log: c.Log, now: c.Now, roles: map[string]daodu.Role{}}
	s.draining, s.drain = context.WithCancel(context.Background())
	var err error
	if s.metrics, err = newMetrics(c.Collectors); err != nil {
		return nil, err
	}
	mux := chi.NewMux()
	mux.Use(s.chain()...)
	s.nowhere(mux)
	s.api = humachi.New(mux, humaConfig())
	s.api.UseMiddleware(s.authorize)
	s.routes(s.api)
	silence(s.api.OpenAPI().Components.Schemas)
	if err := s.pages(mux); err != nil {
		return nil, err
	}
	s.mount(mux)
	s.handler = mux
	return s, nil
}

// nowhere answers requests that lead to no route.
func (s *Server) nowhere(mux *chi.Mux) {
	mux.NotFound(func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, fmt.Errorf("%w: no route %s", daodu.ErrNotFound, r.URL.Path))
	})
	mux.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			if mux.Match(chi.NewRouteContext(), method, r.URL.Path) {
				w.Header().Add("Allow", method)
			}
		}
		s.refuse(w, r, statusError(http.StatusMethodNotAllowed, knownMethod(r.Method)+" is not possible here"))
	})
}

// silence takes out of the schemas that they permit further fields, which is so anyway:
// generators make a map in every type of what says it.
func silence(schemas huma.Registry) {
	for _, schema := range schemas.Map() {
		if permitted, _ := schema.AdditionalProperties.(bool); permitted {
			schema.AdditionalProperties = nil
		}
	}
}

// chain is what every request goes through, from the outside in.
func (s *Server) chain() []func(http.Handler) http.Handler {
	chain := []func(http.Handler) http.Handler{s.requestID, s.clientIP(), s.observe, s.recoverPanic, harden}
	if len(s.config.Origins) > 0 {
		chain = append(chain, cors.Handler(cors.Options{
			AllowedOrigins: s.config.Origins, AllowedMethods: []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"},
			AllowedHeaders: []string{"Authorization", "X-API-Key", "Content-Type", "If-None-Match", replayHeader, "Prefer", "Last-Event-ID", requestIDHeader},
			ExposedHeaders: []string{"ETag", "Location", "Retry-After", replayedHead, requestIDHeader}, MaxAge: 600,
		}))
	}
	return append(chain, middleware.Compress(5, compressible...), s.limitBody, s.authenticate, s.guardLocal, s.limitRate, s.replay, middleware.GetHead, tag)
}

// compressible are the media types that gzip makes shorter.
var compressible = []string{
	"application/json", "application/problem+json", "application/openapi+json", "application/openapi+yaml", "text/html", "text/plain", "text/markdown",
}

// harden sets the headers that keep a browser from taking an answer for anything else.
func harden(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
		h.Set("Cache-Control", "no-cache") // ask again, with the ETag
		next.ServeHTTP(w, r)
	})
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Drain ends the streams, whose callers come back to another server or to this one when it
// runs again. Whoever shuts the server down calls it; other requests go on.
func (s *Server) Drain() { s.drain() }

// humaConfig returns the configuration of the API without the routes of its own that huma
// would add: its pages fetch from other hosts.
func humaConfig() huma.Config {
	c := huma.DefaultConfig("Daodu", Version)
	c.Info.Description = "Speeches, reports and articles with study material whose every point quotes its source."
	c.OpenAPIPath, c.DocsPath, c.SchemasPath, c.CreateHooks = "", "", "", nil
	c.AllowAdditionalPropertiesByDefault = true // fields are added freely; requests refuse unknown ones by their tags
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer"}, "header": {Type: "apiKey", In: "header", Name: "X-API-Key"},
	}
	return c
}
