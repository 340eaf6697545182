package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
)

// maxTagged is how long an answer may be to have an ETag, in bytes: it has to be kept
// until it is whole.
const maxTagged = 8 << 20

// tag gives every answer to a GET an ETag of its content, and answers 304 to whoever has
// it. The tag is weak, since the same content may be sent compressed or not.
func tag(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		kept := &taggedWriter{ResponseWriter: w}
		next.ServeHTTP(kept, r)
		kept.finish(r.Header.Get("If-None-Match"))
	})
}

// A taggedWriter keeps an answer until it is whole. What is no plain 200, is flushed, or
// is too long goes through as it comes.
type taggedWriter struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
	passed bool
}

// WriteHeader notes the status.
func (w *taggedWriter) WriteHeader(status int) {
	if w.status != 0 {
		return
	}
	w.status = status
	if status != http.StatusOK || strings.HasPrefix(w.Header().Get("Content-Type"), "text/event-stream") {
		w.pass()
	}
}

// Write keeps what is written.
func (w *taggedWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	if !w.passed && w.body.Len()+len(p) > maxTagged {
		w.pass()
	}
	if w.passed {
		return w.ResponseWriter.Write(p)
	}
	return w.body.Write(p)
}

// Flush sends what was written: this answer is a stream.
func (w *taggedWriter) Flush() {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	w.pass()
	_ = http.NewResponseController(w.ResponseWriter).Flush() // the caller may be gone
}

// Unwrap returns the writer below, for http.ResponseController.
func (w *taggedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// pass sends what was kept and keeps no more.
func (w *taggedWriter) pass() {
	if w.passed {
		return
	}
	w.passed = true
	w.ResponseWriter.WriteHeader(w.status)
	if w.body.Len() > 0 {
		_, _ = w.ResponseWriter.Write(w.body.Bytes()) // the caller may be gone
	}
	w.body = bytes.Buffer{}
}

// finish sends a whole answer with its tag, or 304 to whoever has it.
func (w *taggedWriter) finish(known string) {
	if w.passed || w.status == 0 {
		return
	}
	etag := w.Header().Get("ETag")
	if etag == "" {
		sum := sha256.Sum256(w.body.Bytes())
		etag = `W/"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
		w.Header().Set("ETag", etag)
	}
	if matches(known, etag) {
		w.Header().Del("Content-Type")
		w.status = http.StatusNotModified
		w.body.Reset()
	}
	w.pass()
}

// matches reports whether If-None-Match has a tag, by the weak comparison of RFC 9110
// 8.8.3.2.
func matches(header, etag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		one = strings.TrimSpace(one)
		if one == "*" || one != "" && strings.TrimPrefix(one, "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}
