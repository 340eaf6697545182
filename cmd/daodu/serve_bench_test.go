package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/store"
)

// BenchmarkServe measures what a request costs, without the network.
func BenchmarkServe(b *testing.B) {
	for _, db := range pgtest.Databases {
		if db.Name == "postgres" && testing.Short() {
			continue
		}
		s := serving(b, db.URL(b))
		id := s.add(meeting + strings.Repeat("会议要求把职工的事情办好。", 100))
		stop := s.working()
		s.with("POST", "/api/v1/articles/"+id+"/guide", 200, nil, "Prefer", "wait=30")
		stop()
		for _, path := range []string{"/me", "/articles/" + id, "/articles/" + id + "/text", "/articles/" + id + "/guide", "/articles", "/articles/" + id + "/related", "/search?q=職工"} {
			name, _, _ := strings.Cut(strings.ReplaceAll(path, id, "ID"), "?")
			b.Run(db.Name+name, func(b *testing.B) {
				for b.Loop() {
					req := httptest.NewRequestWithContext(b.Context(), "GET", "/api/v1"+path, nil)
					req.RemoteAddr, req.Host = "127.0.0.1:1", "127.0.0.1"
					w := httptest.NewRecorder()
					if s.handler.ServeHTTP(w, req); w.Code != http.StatusOK {
						b.Fatal(w.Code, w.Body)
					}
				}
			})
		}
		b.Run(db.Name+"/search of the store alone", func(b *testing.B) {
			for b.Loop() {
				if _, err := s.store.Search(b.Context(), "職工", store.SearchOptions{Limit: 10}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
