package read

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/daodu/daodu"
)

// maxRedirects is how many redirects are followed.
const maxRedirects = 5

// fetch asks for a URL and reads the whole answer, up to the limit after unpacking,
// so that the time limit is for the server only and not for what is done with rows.
func (r *Reader) fetch(ctx context.Context, address string) (*input, error) {
	u, err := parseURL(address)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, r.timeout(), errSlow)
	defer cancel()
	in, err := r.get(ctx, u)
	if err != nil {
		return nil, r.fetchError(ctx, err)
	}
	return in, nil
}

// errSlow tells the Reader's own time limit from that of its caller.
var errSlow = errors.New("the server is too slow")

// timeout returns the limit for one URL with all its redirects and its whole body.
func (r *Reader) timeout() time.Duration {
	if r.Timeout > 0 {
		return r.Timeout
	}
	return defaultTimeout
}

// parseURL accepts http and https addresses with a host.
func parseURL(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: not a valid address", daodu.ErrUsage)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%w: only http and https addresses can be read", daodu.ErrUsage)
	case u.Host == "":
		return nil, fmt.Errorf("%w: the address has no host", daodu.ErrUsage)
	}
	return u, nil
}

// get sends the request and reads the answer. Its errors are those of net/http or, when
// it was the answer that is wrong, of the project.
func (r *Reader) get(ctx context.Context, u *url.URL) (*input, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: not a valid address", daodu.ErrUsage)
	}
	// Gzip is asked for and undone by net/http as long as nobody sets Accept-Encoding.
	req.Header.Set("User-Agent", r.userAgent())
	req.Header.Set("Accept-Language", "zh, en;q=0.5")
	resp, err := r.client().Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if err := answer(resp); err != nil {
		return nil, err
	}
	data, err := r.readAll(resp.Body, resp.ContentLength)
	if err != nil {
		return nil, err
	}
	last := *resp.Request.URL
	last.User = nil
	r.log().DebugContext(ctx, "fetched", "url", last.String(), "bytes", len(data))
	mediaType, params, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return &input{
		uri:       public(u.String()),
		url:       last.String(),
		ext:       urlExt(&last),
		mediaType: mediaType,
		label:     params["charset"],
		size:      int64(len(data)),
		body:      bufio.NewReaderSize(bytes.NewReader(data), peekBytes),
		close:     func() {},
	}, nil
}

// userAgent tells administrators who is asking, as robots should.
func (r *Reader) userAgent() string {
	if r.UserAgent != "" {
		return r.UserAgent
	}
	return "daodu"
}

// answer refuses every answer but the page itself.
func answer(resp *http.Response) error {
	packed := resp.Header.Get("Content-Encoding") // gzip has been undone by net/http
	switch {
	case resp.StatusCode == http.StatusNotFound, resp.StatusCode == http.StatusGone:
		return fmt.Errorf("%w: the server says %s", daodu.ErrNotFound, status(resp))
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("%w: the server says %s", daodu.ErrUpstream, status(resp))
	case packed != "" && !strings.EqualFold(packed, "identity"):
		return fmt.Errorf("%w: the server packs the page in a way that it was not asked for (%.20q)", daodu.ErrUpstream, packed)
	}
	return nil
}

// status writes a status in standard words; a server's own may be anything.
func status(resp *http.Response) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", resp.StatusCode, http.StatusText(resp.StatusCode)))
}

// client makes the client once; connections are kept for the next page of a site.
func (r *Reader) client() *http.Client {
	r.once.Do(func() {
		t := &http.Transport{
			DialContext:            r.dial,
			ForceAttemptHTTP2:      true,
			MaxIdleConnsPerHost:    2,
			IdleConnTimeout:        time.Minute,
			TLSHandshakeTimeout:    10 * time.Second,
			MaxResponseHeaderBytes: 1 << 20,
		}
		// A proxy resolves names itself, so that dial would only see the proxy's address.
		if r.AllowPrivate {
			t.Proxy = http.ProxyFromEnvironment
		}
		r.http = &http.Client{Transport: t, CheckRedirect: checkRedirect}
	})
	return r.http
}

// checkRedirect refuses long chains and other schemes. Where a redirect leads is
// checked when it is dialled.
func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("%w: more than %d redirects", daodu.ErrUpstream, maxRedirects)
	}
	if _, err := parseURL(req.URL.String()); err != nil {
		return fmt.Errorf("%w: a redirect leads to an address that cannot be read", daodu.ErrBadInput)
	}
	return nil
}

// fetchError says what failed. Errors of net/http name the address, which may hold a
// password, and so are unwrapped.
func (r *Reader) fetchError(ctx context.Context, err error) error {
	var urlErr *url.Error
	if errors.As(err, &urlErr) {
		err = urlErr.Err
	}
	// What dial, checkRedirect and answer said stands, even when time is up by now.
	for _, known := range []error{daodu.ErrBadInput, daodu.ErrTooLarge, daodu.ErrNotFound, daodu.ErrUpstream, daodu.ErrUsage} {
		if errors.Is(err, known) {
			return err
		}
	}
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errSlow):
		return fmt.Errorf("%w: %w: no answer within %v", daodu.ErrUpstream, context.DeadlineExceeded, r.timeout())
	case cause != nil:
		return cause
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: the server hung up in the middle", daodu.ErrUpstream)
	}
	return fmt.Errorf("%w: %w", daodu.ErrUpstream, err)
}
