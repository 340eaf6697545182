package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestLoad counts what a server of the standard library answers, in both forms of a body.
func TestLoad(t *testing.T) {
	t.Parallel()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Authorization") != "Bearer secret":
			w.WriteHeader(http.StatusUnauthorized)
		case r.URL.Path == "/chunks":
			for range 3 {
				fmt.Fprint(w, strings.Repeat("字", 1000))
				http.NewResponseController(w).Flush()
			}
		case r.URL.Path == "/none":
			w.WriteHeader(http.StatusNoContent)
		default:
			fmt.Fprint(w, strings.Repeat("字", 3000))
		}
	}))
	t.Cleanup(web.Close)
	addr := strings.TrimPrefix(web.URL, "http://")
	for _, tt := range []struct {
		key   string
		paths []string
		bytes int
		fails bool
	}{
		{"secret", []string{"/whole"}, 9000, false},
		{"secret", []string{"/chunks"}, 9000, false},
		{"secret", []string{"/none"}, 0, true}, // 204 is not what was asked for
		{"", []string{"/whole"}, 0, true},
	} {
		r, err := load{addr, tt.key, tt.paths, 3, 200 * time.Millisecond}.run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if r.Requests < 3 || r.BytesAnswer != tt.bytes || tt.fails != (r.Failed == r.Requests) || !tt.fails && r.Failed != 0 || r.P50 > r.P99 || r.P99 > r.Longest {
			t.Errorf("%v with the key %q: %+v", tt.paths, tt.key, r)
		}
	}
}

func TestPercentile(t *testing.T) {
	t.Parallel()
	var ms []time.Duration
	for i := range 200 {
		ms = append(ms, time.Duration(i+1))
	}
	for p, want := range map[int]time.Duration{0: 1, 1: 2, 50: 100, 99: 198, 100: 200} {
		if got := percentile(ms, p); got != want {
			t.Errorf("percentile %d of 1..200 is %d, want %d", p, got, want)
		}
	}
	if got := percentile(ms[:1], 99); got != 1 {
		t.Errorf("percentile 99 of one value is %d", got)
	}
}
