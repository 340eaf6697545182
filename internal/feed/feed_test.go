package feed

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// A library is one feed in memory.
type library struct {
	feed   daodu.FeedState
	items  []daodu.FeedItem // the oldest first
	checks []daodu.FeedCheck
	due    bool
}

func (l *library) Renew(context.Context, daodu.Claim, time.Duration) error { return nil }
func (l *library) Release(context.Context, daodu.Claim) error              { return nil }

func (l *library) ClaimFeed(context.Context, time.Duration) (daodu.Claim, bool, error) {
	return daodu.Claim{Of: daodu.ClaimFeed, Workspace: "学习组", ID: "f"}, l.due, nil
}

func (l *library) ClaimedFeed(context.Context, daodu.Claim) (daodu.FeedState, error) {
	return l.feed, nil
}

func (l *library) FeedChecked(_ context.Context, _ daodu.Claim, check daodu.FeedCheck) error {
	l.checks, l.due = append(l.checks, check), false
	if check.Error != "" {
		l.feed.Failures++
		return nil
	}
	l.feed.Failures, l.feed.ETag, l.feed.Modified, l.feed.Title, l.feed.CheckedAt = 0, check.ETag, check.Modified, check.Title, time.Now()
	return nil
}

func (l *library) SeenInFeed(_ context.Context, _ daodu.Claim, items []daodu.FeedItem, queue int) (fresh int, err error) {
	var added []daodu.FeedItem
	for _, it := range items {
		if slices.ContainsFunc(l.items, func(o daodu.FeedItem) bool { return o.URI == it.URI }) {
			continue
		}
		if it.State = daodu.FeedItemQueued; fresh >= queue {
			it.State = daodu.FeedItemSkipped
		}
		fresh++
		added = append([]daodu.FeedItem{it}, added...)
	}
	l.items = append(l.items, added...)
	return fresh, nil
}

func (l *library) QueuedInFeed(_ context.Context, _ daodu.Claim, n int) (out []daodu.FeedItem, err error) {
	for _, it := range l.items {
		if it.State == daodu.FeedItemQueued && len(out) < n {
			out = append(out, it)
		}
	}
	return out, nil
}

func (l *library) FeedItemDone(_ context.Context, _ daodu.Claim, it daodu.FeedItem) error {
	i := slices.IndexFunc(l.items, func(o daodu.FeedItem) bool { return o.URI == it.URI })
	l.items[i] = it
	return nil
}

func (l *library) states() (out []string) {
	for _, it := range l.items {
		out = append(out, it.URI[strings.LastIndex(it.URI, "/"):]+" "+string(it.State))
	}
	return out
}

// An adder adds pages by what their addresses end in.
type adder struct {
	added, written []string
	down           bool
}

func (a *adder) Add(_ context.Context, workspace, uri string) (daodu.FeedItem, error) {
	name := uri[strings.LastIndex(uri, "/")+1:]
	if workspace != "学习组" {
		return daodu.FeedItem{}, fmt.Errorf("added to %q", workspace)
	}
	a.added = append(a.added, name)
	switch {
	case strings.HasPrefix(name, "gone"):
		return daodu.FeedItem{}, fmt.Errorf("%w: no page", daodu.ErrNotFound)
	case strings.HasPrefix(name, "down") && a.down:
		return daodu.FeedItem{}, fmt.Errorf("%w: no answer", daodu.ErrUpstream)
	case strings.HasPrefix(name, "copy"):
		return daodu.FeedItem{State: daodu.FeedItemReprint, Article: name, ReprintOf: "original"}, nil
	}
	return daodu.FeedItem{State: daodu.FeedItemAdded, Article: name}, nil
}

func (a *adder) Write(_ context.Context, _, article string) error {
	a.written = append(a.written, article)
	return nil
}

// site serves a sitemap of pages, the newest first, and notes the requests.
type site struct {
	*httptest.Server
	pages  []string
	status int
	etag   string
	asked  []*http.Request
}

func newSite(t *testing.T, pages ...string) *site {
	s := &site{pages: pages, status: 200}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked = append(s.asked, r)
		switch {
		case r.URL.Path == "/moved":
			http.Redirect(w, r, "/map.xml", http.StatusMovedPermanently)
			return
		case r.URL.Path == "/index.xml":
			fmt.Fprintf(w, "<sitemapindex><sitemap><loc>/map.xml</loc></sitemap></sitemapindex>")
			return
		case s.status != 200:
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(s.status)
			return
		case s.etag != "" && r.Header.Get("If-None-Match") == s.etag:
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", s.etag)
		fmt.Fprint(w, "<urlset>")
		for _, p := range s.pages {
			fmt.Fprintf(w, "<url><loc>/%s</loc></url>", p)
		}
		fmt.Fprint(w, "</urlset>")
	}))
	t.Cleanup(s.Close)
	return s
}

func newPoller(l *library, a *adder) *Poller {
	l.due = true
	return &Poller{Library: l, Adder: a, Dial: (&net.Dialer{}).DialContext, Pause: -1}
}

func step(t *testing.T, p *Poller) {
	t.Helper()
	if did, err := p.Step(t.Context()); err != nil || !did {
		t.Fatal(did, err)
	}
}

// A subscription fetches the newest items that are there, then whatever is new.
func TestPoll(t *testing.T) {
	t.Parallel()
	s := newSite(t, "d", "copy", "b", "a")
	l, a := &library{feed: daodu.FeedState{Feed: daodu.Feed{URL: s.URL + "/moved", Every: 60, Backfill: 2}}}, &adder{}
	p := newPoller(l, a)
	step(t, p)
	if diff := cmp.Diff([]string{"/a skipped", "/b skipped", "/copy reprint", "/d added"}, l.states()); diff != "" {
		t.Errorf("at first (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"original", "d"}, a.written); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
	s.pages = append([]string{"h", "gone", "e"}, s.pages...)
	l.due, a.added = true, nil
	step(t, p)
	if diff := cmp.Diff([]string{"e", "gone", "h"}, a.added); diff != "" {
		t.Errorf("fetched later (-want +got):\n%s", diff)
	}
	if got := l.states()[5]; got != "/gone failed" {
		t.Errorf("a page that is gone: %s", got)
	}
	if c := l.checks[1]; c.Error != "" || c.Due.Before(time.Now().Add(50*time.Minute)) {
		t.Errorf("check: %+v", c)
	}
}

// What the server has not changed is not read again.
func TestNotModified(t *testing.T) {
	t.Parallel()
	s := newSite(t, "a")
	s.etag = `"1"`
	l, a := &library{feed: daodu.FeedState{Feed: daodu.Feed{URL: s.URL + "/map.xml", Every: 60, Backfill: 5}}}, &adder{}
	p := newPoller(l, a)
	for range 2 {
		l.due = true
		step(t, p)
	}
	if last := s.asked[1].Header.Get("If-None-Match"); last != s.etag || len(a.added) != 1 || l.feed.ETag != s.etag || l.checks[1].Error != "" {
		t.Errorf("asked with %q, added %v, %+v", last, a.added, l.checks)
	}
	l.feed = daodu.FeedState{Feed: daodu.Feed{URL: s.URL + "/index.xml", Every: 60}}
	l.due = true
	step(t, p)
	if l.feed.ETag != "" || l.checks[2].Error != "" {
		t.Errorf("an index: %+v", l.checks[2])
	}
}

// A page that cannot be fetched for now is tried once at each look, a bounded number of
// times.
func TestRetry(t *testing.T) {
	t.Parallel()
	s := newSite(t, "b", "down")
	l, a := &library{feed: daodu.FeedState{Feed: daodu.Feed{URL: s.URL + "/map.xml", Every: 60, Backfill: 5}}}, &adder{down: true}
	p := newPoller(l, a)
	for range maxAttempts + 2 {
		l.due = true
		step(t, p)
	}
	if diff := cmp.Diff([]string{"/down failed", "/b added"}, l.states()); diff != "" || len(a.added) != maxAttempts+1 {
		t.Errorf("added %v (-want +got):\n%s", a.added, diff)
	}
	l.items[0] = daodu.FeedItem{URI: l.items[0].URI, State: daodu.FeedItemQueued, Attempts: 2}
	a.down, l.due = false, true
	step(t, p)
	if it := l.items[0]; it.State != daodu.FeedItemAdded || it.Error != "" {
		t.Errorf("once it is up: %+v", it)
	}
}

func TestFailingFeeds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		status   int
		failures int
		least    time.Duration // until the next look
		stop     bool
	}{
		{"not found", 404, 0, 2 * time.Hour, false}, // Retry-After
		{"not found again", 404, 3, 8 * time.Hour, false},
		{"for weeks", 500, 60, longest, false},
		{"gone", 410, 0, 0, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.status = tt.status
			l := &library{feed: daodu.FeedState{Feed: daodu.Feed{URL: s.URL + "/map.xml", Every: 60, Failures: tt.failures}}}
			step(t, newPoller(l, &adder{}))
			c := l.checks[0]
			if wait := time.Until(c.Due); c.Error == "" || c.Stop != tt.stop || wait < tt.least-time.Minute || wait > longest {
				t.Errorf("%+v, in %v", c, wait)
			}
			if strings.Contains(c.Error, s.URL) {
				t.Errorf("the address stands in %q", c.Error)
			}
		})
	}
}

func TestRefusedHosts(t *testing.T) {
	t.Parallel()
	l := &library{feed: daodu.FeedState{Feed: daodu.Feed{URL: "http://inside.example.com/", Every: 60}}}
	p := newPoller(l, &adder{})
	p.Dial = func(context.Context, string, string) (net.Conn, error) {
		return nil, fmt.Errorf("%w: it is on a private network", daodu.ErrBadInput)
	}
	step(t, p)
	if !strings.Contains(l.checks[0].Error, "private network") {
		t.Errorf("%+v", l.checks[0])
	}
}

// A look that the end of the program cuts off is not taken for done.
func TestStop(t *testing.T) {
	t.Parallel()
	s := newSite(t, "c", "b", "a")
	l := &library{feed: daodu.FeedState{Feed: daodu.Feed{URL: s.URL + "/map.xml", Every: 60, Backfill: 5}}}
	ctx, stop := context.WithCancel(t.Context())
	a := &stopper{adder{}, stop}
	p := newPoller(l, &a.adder)
	p.Adder = a
	if _, err := p.Step(ctx); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"/a queued", "/b queued", "/c queued"}, l.states()); diff != "" || len(l.checks) != 0 {
		t.Errorf("checks %v (-want +got):\n%s", l.checks, diff)
	}
}

// A stopper asks the program to stop while it adds.
type stopper struct {
	adder
	stop func()
}

func (s *stopper) Add(ctx context.Context, workspace, uri string) (daodu.FeedItem, error) {
	s.stop()
	return s.adder.Add(ctx, workspace, uri)
}
