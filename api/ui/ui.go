package ui

import (
	"context"
	"errors"
	"html/template"
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/daodu/daodu"
)

// A Config says what the pages show, and to whom.
type Config struct {
	// Open returns a workspace by its name; "" is the workspace of callers without a key.
	Open func(ctx context.Context, workspace string) (*Workspace, error)
	// Keys tell who calls; nil means that there are no keys.
	Keys Keys
	// OpenShare returns what the token of a link opens: a workspace, and the collection in
	// it that may be read. The error wraps [daodu.ErrNotFound] when it opens nothing. nil
	// opens none.
	OpenShare func(ctx context.Context, token string) (w *Workspace, collection string, err error)
	// API answers all paths that are no pages. Requests of somebody who is logged in get
	// the key of the login.
	API http.Handler
	// Example is the text that an empty library offers, as the bytes of a file; without it
	// none is offered.
	Example     []byte
	ExampleName string
	// Formats are the forms of export of the API, such as "md".
	Formats []string
	Version string       // of the program, for the settings page
	Log     *slog.Logger // nil discards
}

// A site answers requests for pages.
type site struct {
	Config
	words     *words
	static    *static
	templates map[string]*template.Template
}

// New returns a handler of the pages and of the API below them.
func New(c Config) (http.Handler, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.API == nil {
		c.API = http.NotFoundHandler()
	}
	s := &site{Config: c}
	var err error
	if s.words, err = readWords(wordList); err != nil {
		return nil, err
	}
	if s.static, err = newStatic(); err != nil {
		return nil, err
	}
	if s.templates, err = parseTemplates(s.static.prefix); err != nil {
		return nil, err
	}
	return s.handler(), nil
}

// handler returns the routes. What changes something without the API is in session.go and
// library.go; everything else only reads.
func (s *site) handler() http.Handler {
	pages := http.NewServeMux()
	for pattern, handle := range map[string]func(*request) error{
		"GET /{$}":                  s.library,
		"GET /articles/{id}":        s.article,
		"GET /articles/{id}/text":   s.articlePart,
		"GET /articles/{id}/points": s.articlePoints,
		"GET /articles/{id}/raw":    s.articleRaw,
		"GET /compare":              s.compare,
		"GET /collections":          s.collections,
		"GET /collections/{id}":     s.collection,
		"GET /settings":             s.settings,
		"POST /example":             s.addExample,
	} {
		pages.Handle(pattern, s.page(handle))
	}
	for pattern, handle := range map[string]func(*request) error{
		"GET /shared/{token}":                      s.collection,
		"GET /shared/{token}/articles/{id}":        s.article,
		"GET /shared/{token}/articles/{id}/text":   s.articlePart,
		"GET /shared/{token}/articles/{id}/points": s.articlePoints,
	} {
		pages.Handle(pattern, s.shared(handle))
	}
	pages.Handle("GET /login", s.open(s.loginPage))
	pages.Handle("POST /login", s.open(s.login))
	pages.Handle("POST /logout", s.open(s.logout))
	pages.Handle("GET /static/", s.static)
	compress := middleware.Compress(5, "text/html", "text/css", "text/javascript", "image/svg+xml")
	shown := http.NewCrossOriginProtection().Handler(compress(pages))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := pages.Handler(r); pattern == "" {
			s.handOn(w, r)
			return
		}
		shown.ServeHTTP(w, r)
	})
}

// page returns a handler for those who may read a workspace; others are sent to the login.
func (s *site) page(handle func(*request) error) http.Handler {
	return s.open(func(q *request) error {
		if err := q.admit(); err != nil {
			return err
		}
		return handle(q)
	})
}

// open returns a handler for everybody.
func (s *site) open(handle func(*request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := s.request(w, r)
		harden(w.Header())
		if err := handle(q); err != nil {
			q.fail(err)
		}
	})
}

// policy permits what the pages themselves bring and nothing else. Styles and scripts
// stand in files of their own.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func harden(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "private, no-cache")
	h.Add("Vary", "Cookie, Accept-Language")
}

// errLogin means that a page is only shown to those who are logged in.
var errLogin = errors.New("not logged in")

// fail shows what went wrong. What a user can do nothing about is logged and told as such.
func (q *request) fail(err error) {
	if errors.Is(err, errLogin) {
		q.toLogin()
		return
	}
	status := daodu.HTTPStatus(err)
	detail := err.Error()
	if status >= http.StatusInternalServerError {
		q.site.Log.ErrorContext(q.Context(), "page failed", "path", q.URL.Path, "error", err)
		detail = ""
	}
	q.show(status, "error", struct {
		head
		Status int
		Detail string
	}{q.head("error.title"), status, detail})
}
