package ui

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/daodu/daodu"
)

// A request is one request for a page with who sent it and in which language it is
// answered.
type request struct {
	*http.Request
	w    http.ResponseWriter
	site *site
	lang lang
	role daodu.Role
	key  daodu.Key // its zero value where no key is needed
	of   *Workspace
	// base begins the addresses of pages that a link opens: "/shared/TOKEN"; "" elsewhere.
	base string
	// shares is the ID of the collection that the link opens, "" elsewhere.
	shares string
	// group reads the article of the page together; nil when it is read alone.
	group *group
}

func (s *site) request(w http.ResponseWriter, r *http.Request) *request {
	q := &request{Request: r, w: w, site: s, lang: langOf(r)}
	if chosen := r.URL.Query().Get("lang"); chosen != "" && r.Method == http.MethodGet {
		http.SetCookie(w, &http.Cookie{Name: langCookie, Value: string(q.lang), Path: "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode})
	}
	return q
}

// value returns a parameter of the address without blanks around it.
func (q *request) value(name string) string { return strings.TrimSpace(q.URL.Query().Get(name)) }

// fragment reports whether a script asks for the named part of a page only.
func (q *request) fragment(name string) bool { return q.value("fragment") == name }

// A head is what every page has.
type head struct {
	q       *request
	Title   string
	Lang    lang
	Langs   []lang
	Role    daodu.Role
	LoggedI bool
	Static  string
	Query   string
	Base    string // as in request
}

// head returns the head of a page with a title of words.txt.
func (q *request) head(title string) head {
	return head{q: q, Title: q.T(title), Lang: q.lang, Langs: langs, Role: q.role, LoggedI: q.key.ID != "", Static: q.site.static.prefix, Base: q.base}
}

// T returns words of the interface.
func (h head) T(name string, args ...any) string { return h.q.T(name, args...) }

// May reports whether the reader may do what needs a role.
func (h head) May(role daodu.Role) bool { return h.Role.May(role) }

// In returns the address of this page in another language.
func (h head) In(l lang) string { return h.q.with("lang", string(l)) }

// Words returns the words that scripts show.
func (h head) Words() map[string]string { return h.q.site.words.scripts(h.Lang) }

// with returns the address of this page with parameters set anew, in pairs; an empty value
// takes a parameter away.
func (q *request) with(pairs ...string) string {
	v := q.URL.Query()
	v.Del("fragment")
	v.Del("lang")
	for i := 0; i+1 < len(pairs); i += 2 {
		if v.Del(pairs[i]); pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return (&url.URL{Path: q.URL.Path, RawQuery: v.Encode()}).String()
}

// T returns words of the interface in the reader's language.
func (q *request) T(name string, args ...any) string { return q.site.words.of(q.lang, name, args...) }

// show answers with a page. It is made as a whole before a byte is sent, so that a page
// that fails is an error and not a half.
func (q *request) show(status int, name string, data any) error {
	return q.write(status, name, "page", data)
}

// part answers with a part of a page.
func (q *request) part(name, part string, data any) error {
	return q.write(http.StatusOK, name, part, data)
}

func (q *request) write(status int, name, part string, data any) error {
	var b bytes.Buffer
	if err := q.site.templates[name].ExecuteTemplate(&b, part, data); err != nil {
		q.site.Log.ErrorContext(q.Context(), "page cannot be made", "page", name, "error", err)
		http.Error(q.w, "internal error", http.StatusInternalServerError)
		return nil
	}
	q.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	q.w.Header().Set("Content-Language", string(q.lang))
	q.w.WriteHeader(status)
	_, _ = q.w.Write(b.Bytes()) // the reader may be gone
	return nil
}

// redirect sends the reader to another page of this site.
func (q *request) redirect(to string) error {
	http.Redirect(q.w, q.Request, to, http.StatusSeeOther)
	return nil
}

// within opens the workspace of the caller.
func (q *request) within(ctx context.Context) (err error) {
	q.of, err = q.site.Open(ctx, q.key.Workspace)
	return err
}
