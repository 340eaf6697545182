package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/httprate"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/loopback"
)

// What a request may take, when the Config does not say.
const (
	defaultMaxBody = 100 << 20        // bytes
	defaultTimeout = time.Minute      // of the work on one request
	bodyTimeout    = 2 * time.Minute  // of sending its body
	writeTimeout   = 30 * time.Second // of taking the answer, behind the work
)

// limitBody bounds the body of a request in bytes and in time, and the time that a caller
// may take to read the answer.
func (s *Server) limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control, now := http.NewResponseController(w), time.Now()
		// Not every server has deadlines: that of tests may not.
		_ = control.SetWriteDeadline(now.Add(bodyTimeout + s.config.Timeout + writeTimeout))
		if r.ContentLength != 0 {
			_ = control.SetReadDeadline(now.Add(bodyTimeout))
			r.Body = &timedBody{http.MaxBytesReader(w, r.Body, s.config.MaxBody), control}
		}
		next.ServeHTTP(w, r)
	})
}

// A timedBody ends the deadline of reading once everything is read: a deadline that passes
// during the work would be taken for a caller that went away.
type timedBody struct {
	io.ReadCloser
	control *http.ResponseController
}

func (b *timedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// bodyError returns what is wrong with a body that cannot be read.
func bodyError(err error) error {
	var large *http.MaxBytesError
	var slow net.Error
	switch {
	case errors.As(err, &large):
		return fmt.Errorf("%w: the body has more than %d bytes; send less at once", daodu.ErrTooLarge, large.Limit)
	case errors.As(err, &slow) && slow.Timeout():
		return statusError(http.StatusRequestTimeout, "the body came too slowly")
	}
	return fmt.Errorf("%w: the body cannot be read (%v)", daodu.ErrUsage, err)
}

// limitRate bounds how many requests a minute a key, or without one an address, may send.
// Whoever needs no key has no limit.
func (s *Server) limitRate(next http.Handler) http.Handler {
	limiter := httprate.NewRateLimiter(max(s.config.Rate, 1), time.Minute)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := callerOf(r.Context())
		rate, name := s.config.Rate, "address "+httprate.CanonicalizeIP(addressOf(r.Context()))
		if c.key.ID != "" {
			name = "key " + c.key.ID
			if c.key.Rate > 0 {
				rate = c.key.Rate
			}
		}
		if c.local || rate <= 0 || !s.limited(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		if limiter.OnLimit(w, r.WithContext(httprate.WithRequestLimit(r.Context(), rate)), name) {
			s.refuse(w, r, fmt.Errorf("%w: %d requests a minute", daodu.ErrLimited, rate))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// guardLocal protects a server without keys, which trusts whoever reaches the loopback
// address, from what reaches it from elsewhere: a proxy that hands requests on, a page in
// a browser on this machine that sends requests to it, and one whose name is made to point
// to this machine (DNS rebinding).
func (s *Server) guardLocal(next http.Handler) http.Handler {
	origins := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := localError(r, origins); callerOf(r.Context()).local && err != nil {
			s.refuse(w, r, fmt.Errorf("%w: %v; make a key: daodu key create", daodu.ErrForbidden, err))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func localError(r *http.Request, origins *http.CrossOriginProtection) error {
	switch {
	case r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "":
		return errors.New("without keys there is no service behind a proxy")
	case !loopback.Host(r.Host):
		return errors.New("without keys there is service on this machine only")
	case origins.Check(r) != nil:
		return errors.New("without keys other pages cannot change anything")
	}
	return nil
}

// clientIP finds out the address of the caller: behind trusted proxies what the first of
// them says, else the other end of the connection.
func (s *Server) clientIP() func(http.Handler) http.Handler {
	if len(s.config.TrustedProxies) == 0 {
		return middleware.ClientIPFromRemoteAddr
	}
	trusted := make([]string, len(s.config.TrustedProxies))
	for i, p := range s.config.TrustedProxies {
		trusted[i] = p.String()
	}
	return middleware.ClientIPFromXFF(trusted...)
}

// addressOf returns the IP address of the caller, "" when it is not known.
func addressOf(ctx context.Context) string { return middleware.GetClientIP(ctx) }
