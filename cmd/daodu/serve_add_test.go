package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/pgtest"
)

// addedItems is what a client reads of an addition.
type addedItems struct {
	Items []struct {
		ID, Outcome, Title, URI string
		Problem                 *problem
	}
}

// form makes a form with files; names and contents alternate.
func form(t testing.TB, files ...string) (body *bytes.Buffer, mediaType string) {
	t.Helper()
	body = new(bytes.Buffer)
	w := multipart.NewWriter(body)
	for i := 0; i < len(files); i += 2 {
		part, err := w.CreateFormFile("file", files[i])
		if err == nil {
			_, err = io.WriteString(part, files[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return body, w.FormDataContentType()
}

// post sends a body of another kind than JSON.
func (s *served) post(path string, body io.Reader, mediaType string, header map[string]string, status int, out any) *http.Response {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), "POST", s.url+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", mediaType)
	for name, value := range header {
		req.Header.Set(name, value)
	}
	return s.send(req, status, out)
}

func TestServeAdd(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		var out addedItems
		text := map[string]any{"text": meeting, "title": "工作会议", "date": "2024-03-05", "publisher": "云溪日报", "uri": "https://example.com/a"}
		res := s.do("POST", "/api/v1/articles", text, 201, &out)
		id := out.Items[0].ID
		if out.Items[0].Outcome != "added" || res.Header.Get("Location") != "/api/v1/articles/"+id {
			t.Errorf("a new text: %+v, %q", out, res.Header.Get("Location"))
		}
		var a daodu.Article
		s.do("GET", res.Header.Get("Location"), nil, 200, &a)
		if a.Title != "工作会议" || a.Date != "2024-03-05" || a.Source.URI != "https://example.com/a" || a.Text != meeting {
			t.Errorf("article: %+v", a)
		}
		s.do("POST", "/api/v1/articles", text, 200, &out)
		if out.Items[0].ID != id || out.Items[0].Outcome != "known" {
			t.Errorf("the same again: %+v", out)
		}
		text["uri"] = "https://example.com/b"
		if s.do("POST", "/api/v1/articles", text, 200, &out); out.Items[0].ID != id || out.Items[0].Outcome != "also_source" {
			t.Errorf("from elsewhere: %+v", out)
		}
		several := map[string]any{"articles": []any{text, map[string]any{"text": "  "}, map[string]any{"text": "雲溪市總工會昨天召開座談會，聽取一線職工代表的意見和建議。"}}}
		s.do("POST", "/api/v1/articles", several, 207, &out)
		var outcomes []string
		for _, it := range out.Items {
			outcomes = append(outcomes, it.Outcome)
		}
		if fmt.Sprint(outcomes) != "[known failed added]" || out.Items[1].Problem.Status != 422 {
			t.Errorf("several: %+v", out)
		}
		for name, body := range map[string]any{
			"nothing": map[string]any{}, "text and url": map[string]any{"text": "a", "url": "http://a"}, "both forms": map[string]any{"text": "a", "articles": []any{text}},
			"an unknown field": map[string]any{"txet": "a"}, "a file of this machine": map[string]any{"url": "/etc/passwd"}, "a file address": map[string]any{"url": "file:///etc/passwd"},
			"standard input": map[string]any{"url": "-"}, "only blanks": map[string]any{"text": " \n"}, "a title with NUL": map[string]any{"text": meeting, "title": "a\x00"},
		} {
			var p problem
			if s.do("POST", "/api/v1/articles", body, 422, &p); p.Detail == "" || p.Type != "/docs#bad-input" {
				t.Errorf("%s: %+v", name, p)
			}
		}
	})
}

func TestServeUpload(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		big := strings.Repeat("很长的文章也要收下来。", 100_000) // 3.3 MB: more than is kept in memory
		body, media := form(t, "../../etc/passwd", meeting, `..\..\boot.ini`, meeting+"又一份。", "page.html", "<html><body><p>"+meeting+"</p></body></html>",
			"crawl.jsonl", `{"content":"`+meeting+`甲"}`+"\n"+`{"content":"`+meeting+`乙"}`, "empty.txt", "", "大.txt", big)
		var out addedItems
		s.post("/api/v1/articles", body, media, nil, 207, &out)
		var got []string
		for _, it := range out.Items {
			got = append(got, it.URI+" "+it.Outcome)
		}
		want := []string{"upload:passwd added", "upload:boot.ini added", "upload:page.html also_source", "upload:crawl.jsonl#1 added", "upload:crawl.jsonl#2 added", "upload:empty.txt failed", "upload:大.txt added"}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("uploaded:\n%q, want\n%q", got, want)
		}
	})
}

func TestServeIdempotency(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		const path, media = "/api/v1/articles", "application/json"
		send := func(key, text string, status int, out any) *http.Response {
			t.Helper()
			data, err := json.Marshal(map[string]string{"text": text})
			if err != nil {
				t.Fatal(err)
			}
			return s.post(path, bytes.NewReader(data), media, map[string]string{"Idempotency-Key": key}, status, out)
		}
		var first, again addedItems
		if res := send("a", meeting, 201, &first); res.Header.Get("Idempotency-Replayed") != "" {
			t.Error("the first answer says that it is not the first")
		}
		res := send("a", meeting, 201, &again) // 200 if it were carried out again
		if again.Items[0] != first.Items[0] || res.Header.Get("Idempotency-Replayed") != "true" || res.Header.Get("Location") == "" {
			t.Errorf("again: %+v, %v", again, res.Header)
		}
		send("a", meeting+"又。", 422, nil)
		send(strings.Repeat("k", 256), meeting, 400, nil)

		sum, request := sha256.Sum256([]byte("b")), sha256.New()
		fmt.Fprintf(request, "POST %s\n{\"text\":%q}", path, meeting)
		if _, claimed, err := s.store.ClaimReplay(t.Context(), daodu.Replay{Name: sum[:], Request: request.Sum(nil), Until: time.Now().Add(time.Hour)}); err != nil || !claimed {
			t.Fatal(claimed, err)
		}
		if res := send("b", meeting, 409, nil); res.Header.Get("Retry-After") == "" {
			t.Error("409 without Retry-After")
		}
		s.newKey(daodu.RoleReader)
		send("c", meeting, 403, nil)
		s.newKey(daodu.RoleEditor)
		send("a", meeting+"另一把钥匙。", 201, nil) // names of one caller are not those of another

		// A form that is sent again is parted by another string; the files are the same.
		for _, replayed := range []string{"", "true"} {
			body, media := form(t, "a.txt", meeting+"表。", "b.txt", strings.Repeat("很长的文章也要收下来。", 50_000))
			if res := s.post(path, body, media, map[string]string{"Idempotency-Key": "form"}, 201, nil); res.Header.Get("Idempotency-Replayed") != replayed {
				t.Errorf("a form: %v", res.Header)
			}
		}
		body, media2 := form(t, "a.txt", meeting+"表。", "c.txt", "别的。")
		s.post(path, body, media2, map[string]string{"Idempotency-Key": "form"}, 422, nil)
	})
}

// Nothing on this machine or its network is fetched for a caller, however it is written.
func TestServeFetchesNoPrivateAddress(t *testing.T) {
	t.Parallel()
	var hits atomic.Int32
	secret := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { hits.Add(1); io.WriteString(w, meeting) }))
	t.Cleanup(secret.Close)
	port := secret.URL[strings.LastIndex(secret.URL, ":"):]
	s := serving(t, pgtest.Databases[0].URL(t))
	for _, host := range []string{
		"127.0.0.1", "localhost", "LOCALHOST", "localhost.", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]",
		"[64:ff9b::7f00:1]", "[fe80::1%25lo]", "[fd00::1]", "0.0.0.0", "[::]", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "127.0.0.1%2f@example.com", "user:pass@127.0.0.1",
	} {
		req, err := json.Marshal(map[string]string{"url": "http://" + host + port + "/"})
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.Post(s.url+"/api/v1/articles", "application/json", bytes.NewReader(req))
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(res.Body)
		if res.Body.Close(); err != nil || res.StatusCode != 422 && res.StatusCode != 400 || strings.Contains(string(data), "user:pass") {
			t.Errorf("%s: %d %s", host, res.StatusCode, data)
		}
	}
	if n := hits.Load(); n > 0 {
		t.Errorf("%d requests reached a server of this machine", n)
	}
}

func TestServeForms(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		id := s.add(meeting + strings.Repeat("会议要求把职工的事情办好。", 40))
		for path, want := range map[string]string{
			"/text": "text/plain; charset=utf-8", "/text?layer=raw": "text/plain; charset=utf-8", "/damage": "application/json", "/related": "application/json", "/reuse": "application/json",
			"/export": "text/markdown; charset=utf-8", "/export?format=text": "text/plain; charset=utf-8", "/export?format=json": "application/json", "": "application/json",
		} {
			res := s.do("GET", "/api/v1/articles/"+id+path, nil, 200, nil)
			if res.Header.Get("Content-Type") != want {
				t.Errorf("%s: %q", path, res.Header.Get("Content-Type"))
			}
			etag := res.Header.Get("ETag")
			req, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/api/v1/articles/"+id+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("If-None-Match", etag)
			if res := s.send(req, 304, nil); etag == "" || res.Header.Get("ETag") != etag {
				t.Errorf("%s: ETag %q, then %q", path, etag, res.Header.Get("ETag"))
			}
		}
		req, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/api/v1/articles/"+id+"/text", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Encoding", "gzip") // by ourselves, so that it is not undone
		res := s.send(req, 200, nil)
		z, err := gzip.NewReader(res.Body)
		if err != nil || res.Header.Get("Content-Encoding") != "gzip" {
			t.Fatal(err, res.Header)
		}
		if text, err := io.ReadAll(z); err != nil || !strings.HasPrefix(string(text), meeting) {
			t.Errorf("compressed: %.40q, %v", text, err)
		}
		if res := s.do("HEAD", "/api/v1/articles/"+id, nil, 200, nil); res.Header.Get("ETag") == "" {
			t.Error("HEAD has no ETag")
		}
		var hits struct{ Items []daodu.Hit }
		for _, query := range []string{"職工書屋", "职工书屋"} {
			if s.do("GET", "/api/v1/search?q="+query, nil, 200, &hits); len(hits.Items) != 1 || hits.Items[0].ID != id || len(hits.Items[0].Excerpts) == 0 {
				t.Errorf("%s: %+v", query, hits)
			}
		}
	})
}
