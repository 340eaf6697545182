package api

import (
	"context"
	"crypto/rand"
	"net/http"
	"runtime/debug"
	"strings"
)

// contextKey keeps what this package stores in a context apart from what others do.
type contextKey int

const (
	requestIDKey contextKey = iota
	callerKey
	workspaceKey
)

// requestIDHeader names the header of the ID of a request, in requests and in answers.
const requestIDHeader = "X-Request-Id"

// requestID gives each request an ID: the caller's own, when it can stand in a log, else a
// new one.
func (s *Server) requestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestIDHeader)
		if id == "" || len(id) > 64 || strings.ContainsFunc(id, func(c rune) bool { return c <= ' ' || c > '~' }) {
			id = rand.Text()
		}
		w.Header().Set(requestIDHeader, id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey, id)))
	})
}

// requestIDOf returns the ID of the request of a context, "" outside of one.
func requestIDOf(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey).(string)
	return id
}

// recoverPanic answers 500 when a handler panics. One request must not end the server.
func (s *Server) recoverPanic(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			s.log.ErrorContext(r.Context(), "panic", "request", requestIDOf(r.Context()), "value", p, "stack", string(debug.Stack()))
			if begun, ok := w.(interface{ Status() int }); ok && begun.Status() != 0 {
				panic(http.ErrAbortHandler) // the caller must not take half an answer for a whole one
			}
			s.refuse(w, r, statusError(http.StatusInternalServerError, "internal error"))
		}()
		next.ServeHTTP(w, r)
	})
}
