// Package endpoint holds what the clients of endpoints that speak OpenAI's protocol share:
// addresses, keys that are not to be shown, the many writings of an error, and the waits that
// endpoints ask for.
package endpoint

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
)

// Base reads the address of an endpoint of a purpose, such as "embedding", and leaves out the
// path of its requests, such as "/embeddings". Its errors are daodu.ErrUsage; they do not show
// the address, since people put keys there.
func Base(address, purpose, path string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return nil, fmt.Errorf("%w: the address of the %s endpoint is none; write it as https://host/v1", daodu.ErrUsage, purpose)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("%w: the address of the %s endpoint holds a name, a query or a fragment; give the key as the key", daodu.ErrUsage, purpose)
	}
	u.Host = strings.ToLower(u.Host)
	u.Path = strings.TrimSuffix(strings.TrimRight(u.Path, "/"), path)
	u.RawPath = ""
	return u, nil
}

// Still is client, or http.DefaultClient, without redirects: net/http repeats a redirected
// POST as GET, and the key is for the host that was named.
func Still(client *http.Client) *http.Client {
	if client == nil {
		client = http.DefaultClient
	}
	c := *client
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// maxSaid is how much of an endpoint's message is shown, in code points.
const maxSaid = 200

// Brief puts a message on one line of bearable length.
func Brief(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if r := []rune(s); len(r) > maxSaid {
		return string(r[:maxSaid]) + "…"
	}
	return s
}
