package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/daodu/daodu"
)

const (
	fetchTimeout = 30 * time.Second
	maxPacked    = 20 << 20 // bytes of a feed as it is sent
	maxRedirects = 5
)

// A Response is what came back for the address of a feed.
type Response struct {
	Data     []byte
	URL      *url.URL // at the end of all redirects
	ETag     string
	Modified string // Last-Modified, as the server wrote it
	Same     bool   // nothing has changed since the last look
}

// An httpError is an answer that is not the feed.
type httpError struct {
	status int
	after  time.Duration // Retry-After
}

func (e httpError) Error() string { return fmt.Sprintf("the server says %d", e.status) }

// newClient returns what fetches, by a dialer that refuses hosts that are off limits, also
// behind redirects.
func newClient(dial func(context.Context, string, string) (net.Conn, error)) *http.Client {
	return &http.Client{
		Timeout: fetchTimeout,
		Transport: &http.Transport{
			DialContext: dial, ForceAttemptHTTP2: true, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: 10 * time.Second, MaxResponseHeaderBytes: 1 << 20,
		},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects || req.URL.Scheme != "http" && req.URL.Scheme != "https" {
				return fmt.Errorf("%w: the redirects lead nowhere", daodu.ErrUpstream)
			}
			return nil
		},
	}
}

// fetch asks for a feed, if it changed.
func (p *Poller) fetch(ctx context.Context, address, etag, modified string) (*Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: not a valid address", daodu.ErrBadInput)
	}
	req.Header.Set("User-Agent", p.UserAgent)
	req.Header.Set("Accept", "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5")
	for name, value := range map[string]string{"If-None-Match": etag, "If-Modified-Since": modified} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return nil, bare(err)
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotModified && etag+modified != "":
		return &Response{URL: resp.Request.URL, ETag: etag, Modified: modified, Same: true}, nil
	case resp.StatusCode != http.StatusOK:
		return nil, httpError{resp.StatusCode, seconds(resp.Header.Get("Retry-After"))}
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxPacked+1))
	if err != nil {
		return nil, fmt.Errorf("%w: the server hung up in the middle", daodu.ErrUpstream)
	}
	if len(data) > maxPacked {
		return nil, fmt.Errorf("%w: the feed has more than %d MB", daodu.ErrTooLarge, maxPacked>>20)
	}
	return &Response{Data: data, URL: resp.Request.URL, ETag: header(resp, "ETag"), Modified: header(resp, "Last-Modified")}, nil
}

// header returns a header to be sent back, "" when it is too long to be kept.
func header(resp *http.Response, name string) string {
	if v := resp.Header.Get(name); len(v) <= 500 {
		return v
	}
	return ""
}

// seconds reads a Retry-After in seconds.
func seconds(s string) time.Duration {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(min(n, 24*3600)) * time.Second
}

// bare returns an error of net/http without the address.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return err
}
