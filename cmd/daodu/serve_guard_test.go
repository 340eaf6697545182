package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/pgtest"
)

func TestServeRate(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		s.newKey(daodu.RoleReader)
		first := s.key
		for range 3 {
			s.do("GET", "/api/v1/me", nil, 200, nil)
		}
		var p problem
		if res := s.do("GET", "/api/v1/me", nil, 429, &p); res.Header.Get("Retry-After") == "" || p.Type != "/docs#limit" {
			t.Errorf("the fourth request of three: %+v, %v", p, res.Header)
		}
		s.do("GET", "/healthz", nil, 200, nil)
		s.newKey(daodu.RoleReader)
		s.do("GET", "/api/v1/me", nil, 200, nil) // another key has its own limit
		generous, secret, err := s.store.AddKey(t.Context(), daodu.Key{Role: daodu.RoleReader, Rate: 10})
		if err != nil || generous.Rate != 10 {
			t.Fatal(generous, err)
		}
		s.key = secret
		for range 10 {
			s.do("GET", "/api/v1/me", nil, 200, nil)
		}
		s.do("GET", "/api/v1/me", nil, 429, nil)
		s.key = "daodu_guess"
		for range 3 {
			s.do("GET", "/api/v1/me", nil, 401, nil)
		}
		s.do("GET", "/api/v1/me", nil, 429, nil) // who guesses is slowed down by address
		s.key = first
		s.do("GET", "/api/v1/me", nil, 429, nil)
	}, "DAODU_SERVE_RATE=3")
}

func TestServeLimitsBodies(t *testing.T) {
	t.Parallel()
	s := serving(t, pgtest.Databases[0].URL(t), "DAODU_SERVE_MAX_BODY=1kb")
	long := strings.Repeat(meeting, 20)
	for _, header := range []map[string]string{nil, {"Idempotency-Key": "a"}} {
		body, media := form(t, "a.txt", long)
		s.post("/api/v1/articles", body, media, header, 413, nil)
		var p problem
		if s.post("/api/v1/articles", strings.NewReader(`{"text":"`+long+`"}`), "application/json", header, 413, &p); p.Type != "/docs#too-large" {
			t.Errorf("too large: %+v", p)
		}
	}
	s.post("/api/v1/articles", strings.NewReader(meeting), "text/plain", nil, 415, nil)
	if res := s.do("PUT", "/api/v1/articles", nil, 405, nil); fmt.Sprint(res.Header["Allow"]) != "[GET POST]" {
		t.Errorf("Allow: %q", res.Header["Allow"])
	}
}

func TestServeOrigins(t *testing.T) {
	t.Parallel()
	for _, allowed := range []string{"", "https://study.example.com"} {
		s := serving(t, pgtest.Databases[0].URL(t), "DAODU_SERVE_ORIGINS="+allowed)
		for _, origin := range []string{"https://study.example.com", "https://evil.example.com"} {
			req, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/api/v1/me", nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Origin", origin)
			want := ""
			if origin == allowed {
				want = origin
			}
			if got := s.send(req, 200, nil).Header.Get("Access-Control-Allow-Origin"); got != want {
				t.Errorf("allowed %q, page of %s: %q", allowed, origin, got)
			}
		}
	}
}

// A request has an ID that its log and its problem carry: the caller's own, unless that
// would forge a line of the log.
func TestServeRequestIDs(t *testing.T) {
	t.Parallel()
	s := serving(t, pgtest.Databases[0].URL(t))
	for sent, taken := range map[string]bool{"abc-1": true, "a b": false, strings.Repeat("x", 65): false, "": false} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/api/v1/none", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Request-Id", sent)
		var p problem
		res := s.send(req, 404, &p)
		if got := res.Header.Get("X-Request-Id"); got == "" || (got == sent) != taken || p.Request != got {
			t.Errorf("sent %q: %q, problem %+v", sent, got, p)
		}
	}
}

// A key that is revoked by the server itself is refused at once, and its workspace is the
// only one that it opens.
func TestServeKeys(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		id := s.add(meeting)
		k := s.newKey(daodu.RoleAdmin)
		var me struct {
			Role string
			Key  *daodu.Key
		}
		if s.do("GET", "/api/v1/me", nil, 200, &me); me.Role != "admin" || me.Key.ID != k.ID {
			t.Errorf("me: %+v", me)
		}
		other, err := s.store.In(t.Context(), "other")
		if err != nil {
			t.Fatal(err)
		}
		_, elsewhere, err := other.AddKey(t.Context(), daodu.Key{Role: daodu.RoleAdmin})
		if err != nil {
			t.Fatal(err)
		}
		admin := s.key
		s.key = elsewhere
		s.do("GET", "/api/v1/articles/"+id, nil, 404, nil)
		s.do("DELETE", "/api/v1/articles/"+id, nil, 404, nil)
		s.do("DELETE", "/api/v1/keys/"+k.ID, nil, 404, nil)
		s.key = admin
		var keys struct{ Items []daodu.Key }
		if s.do("GET", "/api/v1/keys", nil, 200, &keys); len(keys.Items) != 1 || keys.Items[0].UsedAt.IsZero() {
			t.Errorf("keys: %+v", keys)
		}
		s.do("DELETE", "/api/v1/articles/"+id, nil, 204, nil)
		var log struct{ Items []daodu.Change }
		if s.do("GET", "/api/v1/audit", nil, 200, &log); len(log.Items) != 1 || log.Items[0].Action != "removeArticle" || log.Items[0].Key != k.ID ||
			!strings.HasSuffix(log.Items[0].Target, id) || log.Items[0].Status != 204 || log.Items[0].Address != "127.0.0.1" || log.Items[0].Request == "" {
			t.Errorf("audit log: %+v", log)
		}
		s.do("DELETE", "/api/v1/keys/"+k.ID, nil, 204, nil)
		s.do("GET", "/api/v1/me", nil, 401, nil)
	})
}

// Secrets are in no log, no error, no metric and no configuration that is shown.
func TestServeKeepsSecrets(t *testing.T) {
	t.Parallel()
	logged := &lockedBuffer{}
	s := servingTo(t, logged, pgtest.Databases[0].URL(t), "DAODU_LOG_LEVEL=debug", "OPENAI_API_KEY=sk-secret-of-a-model")
	s.newKey(daodu.RoleAdmin)
	var seen bytes.Buffer
	for _, path := range []string{"/api/v1/me", "/api/v1/keys", "/api/v1/audit", "/metrics", "/docs", "/api/v1/articles/x?key=" + s.key, "/api/v1/search?q=%22"} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", s.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+s.key)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&seen, res.Body); err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
	}
	if !strings.Contains(logged.String(), "path=/api/v1/me") || !strings.Contains(seen.String(), "daodu_http_requests_total") {
		t.Fatalf("the test sees nothing:\n%s", logged)
	}
	for where, text := range map[string]string{"log": logged.String(), "answers": seen.String()} {
		for _, secret := range []string{s.key, s.key[20:], "sk-secret"} {
			if strings.Contains(text, secret) {
				t.Errorf("a secret is in the %s", where)
			}
		}
	}
}

// A lockedBuffer is written by a server and read by its test.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// A command is a running `daodu serve`.
type command struct {
	t    *testing.T
	url  string
	said *lockedBuffer
	stop context.CancelFunc
	code chan int
}

// serveCommand runs `daodu serve` on a free port.
func serveCommand(t *testing.T, args ...string) *command {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	c := &command{t: t, said: &lockedBuffer{}, stop: stop, code: make(chan int, 1)}
	args = append([]string{"serve", "--addr", "127.0.0.1:0", "--library", filepath.Join(t.TempDir(), "l.db")}, args...)
	go func() { c.code <- run(ctx, args, nil, streams{strings.NewReader(""), io.Discard, c.said}) }()
	address := regexp.MustCompile(`serving (https?://\S+) from`)
	for {
		if m := address.FindStringSubmatch(c.said.String()); m != nil {
			c.url = m[1]
			t.Cleanup(func() { c.end() })
			return c
		}
		select {
		case code := <-c.code:
			t.Fatalf("ended with %d: %s", code, c.said)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// end stops the server and returns its exit code.
func (c *command) end() int {
	c.stop()
	code := <-c.code
	c.code <- code
	return code
}

func TestServeSaysWhereToLook(t *testing.T) {
	t.Parallel()
	c := serveCommand(t)
	res, err := http.Get(c.url + "/docs")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil || !strings.Contains(string(page), "/api/v1/articles/{id}") || !strings.Contains(string(page), `id="not-found"`) {
		t.Errorf("the page of the API: %v %.200s", err, page)
	}
	if regexp.MustCompile(`(?:src|href)="(?:https?:)?//`).Match(page) {
		t.Error("the page fetches from elsewhere")
	}
	for _, want := range []string{c.url + "/docs", "daodu add", "daodu key create"} {
		if !strings.Contains(c.said.String(), want) {
			t.Errorf("serve does not tell of %s:\n%s", want, c.said)
		}
	}
	if code := c.end(); code != 0 {
		t.Errorf("exit code %d: %s", code, c.said)
	}
}

// A thousand connections that never finish their requests do not keep others out.
func TestServeSlowConnections(t *testing.T) {
	t.Parallel()
	c := serveCommand(t)
	host := strings.TrimPrefix(c.url, "http://")
	for i := range 1000 {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", host)
		if err != nil {
			t.Fatalf("connection %d: %v", i, err)
		}
		t.Cleanup(func() { conn.Close() })
		head := "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
		if i%2 == 1 {
			head = "POST /api/v1/articles HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
		}
		if _, err := io.WriteString(conn, head); err != nil {
			t.Fatal(err)
		}
	}
	for range 20 {
		res, err := http.Get(c.url + "/api/v1/articles")
		if err != nil {
			t.Fatal(err)
		}
		if res.Body.Close(); res.StatusCode != 200 {
			t.Errorf("status %d", res.StatusCode)
		}
	}
}

// What is under way when the server is told to stop is finished.
func TestServeDrains(t *testing.T) {
	t.Parallel()
	c := serveCommand(t)
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(c.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := fmt.Sprintf("{\"text\":%q}", meeting)
	fmt.Fprintf(conn, "POST /api/v1/articles HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", len(body))
	begun := make([]byte, len("HTTP/1.1 100 Continue\r\n\r\n"))
	if _, err := io.ReadFull(conn, begun); err != nil { // the handler waits for the body
		t.Fatal(err)
	}
	c.stop()
	for !strings.Contains(c.said.String(), "finishing") {
		time.Sleep(5 * time.Millisecond)
	}
	io.WriteString(conn, body)
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 201 Created") {
		t.Errorf("%v: %s", err, answer)
	}
	if code := c.end(); code != 0 {
		t.Errorf("exit code %d: %s", code, c.said)
	}
}

func TestServeTLS(t *testing.T) {
	t.Parallel()
	cert, key, pool := certificate(t)
	c := serveCommand(t, "--tls-cert", cert, "--tls-key", key)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}}
	defer client.CloseIdleConnections()
	res, err := client.Get(c.url + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	if res.Body.Close(); res.StatusCode != 200 || res.ProtoMajor != 2 || !strings.HasPrefix(c.url, "https://") {
		t.Errorf("%s: %s %d", c.url, res.Proto, res.StatusCode)
	}
}

// certificate makes one for this machine and returns its files.
func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	pool.AddCert(parsed)
	cert, key = filepath.Join(t.TempDir(), "c.pem"), filepath.Join(t.TempDir(), "k.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: bytes}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key, pool
}
