package read

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/daodu/daodu"
)

// site serves pages on the loopback address.
func site(t *testing.T) *httptest.Server {
	t.Helper()
	page := "<!DOCTYPE html><html><head><title>开幕</title></head><body><p>" + strings.Repeat(speech, 3) + "</p></body></html>"
	mux := http.NewServeMux()
	serve := func(path, mediaType, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", mediaType)
			_, _ = w.Write([]byte(body))
		})
	}
	serve("/page", "text/html", page)
	serve("/gbk", "text/html; charset=gb2312", gbk(t, page))
	serve("/data.json", "application/json; charset=utf-8", `{"text": "会议开幕。"}`)
	serve("/raw.md", "text/plain", "# 开幕\n")
	serve("/bare", "application/xml", "<doc>开幕</doc>")
	serve("/picture", "image/png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00\x00\x00\x01\x00\x08")
	serve("/nothing", "text/html", "")
	serve("/long", "text/plain", strings.Repeat("a", 3<<20))
	mux.HandleFunc("/gzip", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write([]byte(speech + strings.Repeat(" ", 3<<20)))
		_ = z.Close()
	})
	mux.HandleFunc("/br", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Encoding", "br") })
	mux.HandleFunc("/agent", func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprint(w, "agent "+r.UserAgent()) })
	mux.HandleFunc("/hop/{n}", func(w http.ResponseWriter, r *http.Request) {
		n := r.PathValue("n")
		if n == "0" {
			http.Redirect(w, r, "/page", http.StatusFound)
			return
		}
		http.Redirect(w, r, "/hop/"+string(n[0]-1), http.StatusMovedPermanently)
	})
	mux.HandleFunc("/leave", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/hosts", http.StatusFound)
	})
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://inner.example:1/", http.StatusFound)
	})
	mux.HandleFunc("/broken", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	mux.HandleFunc("/halfway", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write([]byte(speech))
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(speech))
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	for _, code := range []int{204, 403, 410, 429, 500} {
		mux.HandleFunc(fmt.Sprintf("/status/%d", code), func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestFetch(t *testing.T) {
	t.Parallel()
	s := site(t)
	for _, test := range []struct{ path, text, mediaType, charset, url string }{
		{"/page", speech, "text/html", "UTF-8", "/page"},
		{"/gbk", speech, "text/html", "GB18030", "/gbk"},
		{"/raw.md", "# 开幕\n", "text/markdown", "UTF-8", "/raw.md"},
		{"/bare", "开幕\n", "application/xml", "UTF-8", "/bare"},
		{"/hop/4", speech, "text/html", "UTF-8", "/page"},
		{"/agent", "agent daodu/9", "text/plain", "UTF-8", "/agent"},
	} {
		doc, err := one(t, &Reader{AllowPrivate: true, UserAgent: "daodu/9"}, s.URL+test.path)
		if err != nil {
			t.Errorf("%s: %v", test.path, err)
			continue
		}
		if !strings.Contains(doc.Text, test.text) || doc.Source.MediaType != test.mediaType || doc.Source.Charset != test.charset {
			t.Errorf("%s: %+v %q", test.path, doc.Source, doc.Text)
		}
		if doc.Source.URI != s.URL+test.path || doc.Meta.URL != s.URL+test.url {
			t.Errorf("%s: URI %s, URL %s", test.path, doc.Source.URI, doc.Meta.URL)
		}
	}
	doc, err := one(t, &Reader{AllowPrivate: true}, s.URL+"/data.json")
	if err != nil || doc.Source.URI != s.URL+"/data.json#1" {
		t.Errorf("crawl: %+v, %v", doc, err)
	}
}

func TestFetchErrors(t *testing.T) {
	t.Parallel()
	s := site(t)
	for _, test := range []struct {
		path string
		err  error
		exit int
		says string
	}{
		{"/none", daodu.ErrNotFound, 4, "404"},
		{"/status/410", daodu.ErrNotFound, 4, "410"},
		{"/status/204", daodu.ErrUpstream, 7, "204"},
		{"/status/403", daodu.ErrUpstream, 7, "403"},
		{"/status/429", daodu.ErrUpstream, 7, "429"},
		{"/status/500", daodu.ErrUpstream, 7, "500 Internal"},
		{"/broken", daodu.ErrUpstream, 7, ""},
		{"/halfway", daodu.ErrUpstream, 7, ""},
		{"/br", daodu.ErrUpstream, 7, `"br"`},
		{"/hop/5", daodu.ErrUpstream, 7, "5 redirects"},
		{"/leave", daodu.ErrBadInput, 5, "redirect"},
		{"/slow", context.DeadlineExceeded, 124, "200ms"},
		{"/long", daodu.ErrTooLarge, 5, "limit"},
		{"/gzip", daodu.ErrTooLarge, 5, "limit"},
		{"/nothing", daodu.ErrEmpty, 5, "empty"},
		{"/picture", daodu.ErrBadInput, 5, "image/png"},
	} {
		r := &Reader{AllowPrivate: true, MaxBytes: 1 << 20, Timeout: 200 * time.Millisecond}
		if test.path != "/slow" {
			r.Timeout = 0
		}
		address := strings.Replace(s.URL, "http://", "http://user:secret@", 1) + test.path
		_, err := one(t, r, address)
		if !errors.Is(err, test.err) || daodu.ExitCode(err) != test.exit {
			t.Errorf("%s: %v (exit code %d), want %v", test.path, err, daodu.ExitCode(err), test.err)
			continue
		}
		if e := err.Error(); !strings.HasPrefix(e, s.URL) || !strings.Contains(e, test.says) || strings.Contains(e, "secret") || strings.Contains(e, "\n") {
			t.Errorf("%s: error %q", test.path, e)
		}
	}
}

func TestPasswordsAreNotTold(t *testing.T) {
	t.Parallel()
	s := site(t)
	doc, err := one(t, &Reader{AllowPrivate: true}, strings.Replace(s.URL, "http://", "http://user:secret@", 1)+"/page")
	if err != nil || doc.Source.URI != s.URL+"/page" || doc.Meta.URL != s.URL+"/page" {
		t.Errorf("%+v, %v", doc, err)
	}
	for _, address := range []string{
		"http://user:secret@", "http://user:secret@[::1/", "http://user:sec ret@news.example/", "ftp://user:secret@news.example",
		"http://user:secret@news.invalid/", "http://user:secret%zz@news.example/",
	} {
		r := &Reader{Lookup: func(context.Context, string) ([]netip.Addr, error) { return nil, errors.New("no such host") }}
		_, err := one(t, r, address)
		if err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "sec ret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// Addresses that a server must not be made to ask, by name, literally, and behind a
// redirect.
func TestPrivateAddressesAreRefused(t *testing.T) {
	t.Parallel()
	s := site(t)
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	lookup := func(_ context.Context, host string) ([]netip.Addr, error) {
		switch host {
		case "rebound.example":
			return []netip.Addr{netip.MustParseAddr("::ffff:127.0.0.1"), netip.MustParseAddr("10.0.0.1")}, nil
		case "inner.example":
			return []netip.Addr{netip.MustParseAddr("169.254.169.254")}, nil
		}
		return nil, fmt.Errorf("no such host: %s", host)
	}
	for _, host := range []string{"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "rebound.example", "inner.example"} {
		_, err := one(t, &Reader{Lookup: lookup, Timeout: 5 * time.Second}, "http://"+host+":"+port+"/page")
		if daodu.ExitCode(err) != 5 || !strings.Contains(err.Error(), "--allow-private") {
			t.Errorf("%s: %v", host, err)
		}
	}
	// The first address is let through as if it were public, the redirect is not.
	r := &Reader{Lookup: lookup}
	r.client().Transport.(*http.Transport).DialContext = func(ctx context.Context, network, target string) (net.Conn, error) {
		if target == "public.example:80" {
			return net.Dial("tcp", s.Listener.Addr().String())
		}
		return r.dial(ctx, network, target)
	}
	if _, err := one(t, r, "http://public.example/away"); daodu.ExitCode(err) != 5 || !strings.Contains(err.Error(), "inner.example") {
		t.Errorf("behind a redirect: %v", err)
	}
}

// Check refuses before anybody dials what Dial would refuse.
func TestCheck(t *testing.T) {
	t.Parallel()
	names := map[string]string{"public.example": "1.1.1.1", "inner.example": "169.254.169.254", "six.example": "fd12::1", "mapped.example": "::ffff:10.0.0.1"}
	lookup := func(_ context.Context, host string) ([]netip.Addr, error) {
		if a, ok := names[host]; ok {
			return []netip.Addr{netip.MustParseAddr(a)}, nil
		}
		return nil, errors.New("no such host")
	}
	for address, want := range map[string]error{
		"https://public.example/a": nil, "http://public.example:8080": nil, "http://1.1.1.1/": nil, "http://[2606:4700::1111]/": nil,
		"http://inner.example/": daodu.ErrBadInput, "http://six.example/": daodu.ErrBadInput, "http://mapped.example/": daodu.ErrBadInput,
		"http://127.0.0.1/": daodu.ErrBadInput, "http://[::1]:80/": daodu.ErrBadInput, "http://[::ffff:127.0.0.1]/": daodu.ErrBadInput,
		"http://2130706433/": daodu.ErrBadInput, "http://0x7f000001/": daodu.ErrBadInput, "http://017700000001/": daodu.ErrBadInput, "http://127.1/": daodu.ErrBadInput,
		"http://nowhere.example/": daodu.ErrBadInput, "http://user:secret@public.example/": daodu.ErrUsage,
		"file:///etc/passwd": daodu.ErrUsage, "gopher://public.example/": daodu.ErrUsage, "http:///a": daodu.ErrUsage, "public.example": daodu.ErrUsage, "": daodu.ErrUsage,
	} {
		err := (&Reader{Lookup: lookup}).Check(t.Context(), address)
		if !errors.Is(err, want) || err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v, want %v", address, err, want)
		}
		conn, err := (&Reader{Lookup: lookup}).Dial(t.Context(), "tcp", net.JoinHostPort("127.0.0.1", "1"))
		if conn != nil || !errors.Is(err, daodu.ErrBadInput) {
			t.Fatalf("the loopback was dialled: %v", err)
		}
	}
	if err := (&Reader{Lookup: lookup, AllowPrivate: true}).Check(t.Context(), "http://inner.example/"); err != nil {
		t.Errorf("a private address that is allowed: %v", err)
	}
}

func TestIsPublic(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"1.1.1.1": true, "114.114.114.114": true, "2606:4700::1111": true, "::ffff:1.1.1.1": true, "2408:8000::1": true,
		"0.0.0.0": false, "0.1.2.3": false, "10.1.2.3": false, "100.64.0.1": false, "127.0.0.1": false, "127.9.9.9": false,
		"169.254.169.254": false, "172.16.0.1": false, "172.31.255.255": false, "192.0.0.8": false, "192.168.1.1": false,
		"198.18.0.1": false, "224.0.0.1": false, "239.255.255.250": false, "240.0.0.1": false, "255.255.255.255": false,
		"172.32.0.1": true, "100.128.0.1": true,
		"::": false, "::1": false, "::127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false,
		"64:ff9b:1::1": false, "100::1": false, "2001::1": false, "2001:db8::1": false, "2002:7f00:1::": false, "fc00::1": false,
		"fd12::1": false, "fe80::1": false, "fe80::1%eth0": false, "fec0::1": false, "ff02::1": false, "3fff::1": false,
	} {
		if got := isPublic(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
	if isPublic(netip.Addr{}) {
		t.Error("no address is public")
	}
}

func TestFetchIsCancelled(t *testing.T) {
	t.Parallel()
	s := site(t)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	for doc, err := range (&Reader{AllowPrivate: true}).Read(ctx, s.URL+"/slow") {
		if doc != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("%v, %v", doc, err)
		}
	}
}
