package ui

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/loopback"
)

// keyCookie carries the secret of the key that somebody logged in with. Scripts cannot
// read it, other sites cannot send it, and no process needs to remember it.
const keyCookie = "daodu_key"

// cookieAge is how long a login lasts.
const cookieAge = 30 * 24 * time.Hour

// touchEvery is how often the last use of a key is noted.
const touchEvery = time.Minute

// secretOf returns the secret that a request carries, as a header or as a cookie.
func secretOf(r *http.Request) string {
	if scheme, secret, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "bearer") {
		return strings.TrimSpace(secret)
	}
	if secret := r.Header.Get("X-API-Key"); secret != "" {
		return secret
	}
	if c, err := r.Cookie(keyCookie); err == nil {
		return c.Value
	}
	return ""
}

// admit finds out who calls and opens the workspace. The error is errLogin for those who
// have to log in.
func (q *request) admit() error {
	local, err := q.local()
	if err != nil {
		return err
	}
	if local {
		q.role = daodu.RoleAdmin
		return q.within(q.Context())
	}
	if q.key, err = q.site.keyOf(q.Context(), secretOf(q.Request)); err != nil {
		return err
	}
	q.role = q.key.Role
	return q.within(q.Context())
}

// local reports whether there are no keys, so that who sits at this machine may do
// everything. A page of another site whose name points to this machine is not who sits
// here, nor is a proxy.
func (q *request) local() (bool, error) {
	if q.site.Keys != nil {
		if any, err := q.site.Keys.AnyKey(q.Context()); err != nil || any {
			return false, err
		}
	}
	switch {
	case !loopback.Host(q.RemoteAddr) || !loopback.Host(q.Host):
		return false, fmt.Errorf("%w: without keys there is service on this machine only; make a key: daodu key create", daodu.ErrForbidden)
	case q.Header.Get("X-Forwarded-For") != "" || q.Header.Get("Forwarded") != "":
		return false, fmt.Errorf("%w: without keys there is no service behind a proxy; make a key: daodu key create", daodu.ErrForbidden)
	}
	return true, nil
}

func (s *site) keyOf(ctx context.Context, secret string) (daodu.Key, error) {
	if secret == "" {
		return daodu.Key{}, errLogin
	}
	k, err := s.Keys.KeyOf(ctx, secret)
	if errors.Is(err, daodu.ErrNotFound) {
		return daodu.Key{}, errLogin
	}
	if err == nil && time.Since(k.UsedAt) >= touchEvery {
		if err := s.Keys.TouchKey(ctx, k); err != nil && !errors.Is(err, context.Canceled) {
			s.Log.WarnContext(ctx, "the use of a key is not noted", "key", k.Prefix, "error", err)
		}
	}
	return k, err
}

// toLogin sends the reader to the login and from there back to this page.
func (q *request) toLogin() {
	if q.value("fragment") != "" {
		q.w.WriteHeader(http.StatusUnauthorized)
		return
	}
	to := url.URL{Path: "/login", RawQuery: url.Values{"to": {q.URL.RequestURI()}}.Encode()}
	http.Redirect(q.w, q.Request, to.String(), http.StatusSeeOther)
}

type loginData struct {
	head
	To     string
	Failed bool
}

func (s *site) loginPage(q *request) error {
	return q.show(http.StatusOK, "login", loginData{q.head("login.title"), q.value("to"), false})
}

// login takes a key and keeps it in a cookie.
func (s *site) login(q *request) error {
	q.Body = http.MaxBytesReader(q.w, q.Body, 16<<10)
	secret, to := strings.TrimSpace(q.PostFormValue("key")), q.PostFormValue("to")
	if s.Keys == nil {
		return q.redirect("/")
	}
	if _, err := s.keyOf(q.Context(), secret); err != nil {
		if !errors.Is(err, errLogin) {
			return err
		}
		return q.show(http.StatusUnauthorized, "login", loginData{q.head("login.title"), to, true})
	}
	q.setKey(secret, int(cookieAge.Seconds()))
	return q.redirect(inSite(to))
}

func (s *site) logout(q *request) error {
	q.setKey("", -1)
	return q.redirect("/login")
}

func (q *request) setKey(secret string, age int) {
	secure := q.TLS != nil || q.Header.Get("X-Forwarded-Proto") == "https"
	http.SetCookie(q.w, &http.Cookie{Name: keyCookie, Value: secret, Path: "/", MaxAge: age, HttpOnly: true, Secure: secure, SameSite: http.SameSiteStrictMode})
}

// inSite returns an address if it is one of this site, else that of the library: a link to
// the login must not lead elsewhere.
func inSite(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}

// handOn gives a request to the API, with the key of the login. What came from another
// site is not given the key: the cookie is not sent by other sites in the first place, this
// holds for browsers that do not know that.
func (s *site) handOn(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie(keyCookie)
	if err == nil && r.Header.Get("Authorization") == "" && r.Header.Get("X-API-Key") == "" && http.NewCrossOriginProtection().Check(r) == nil {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer "+cookie.Value)
	}
	s.API.ServeHTTP(w, r)
}
