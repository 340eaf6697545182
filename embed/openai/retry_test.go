package openai_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/embed/openai"
)

// A tripper answers requests without a network, so that the clock can be a made-up one.
type tripper func(w http.ResponseWriter, n int, r request) bool

// clocked is an embedder on f. It notes when requests were made, from its start.
func clocked(t *testing.T, f tripper) (*openai.Embedder, *[]time.Duration) {
	t.Helper()
	var mu sync.Mutex
	var at []time.Duration
	start := time.Now()
	e, err := openai.New(t.Context(), openai.Config{
		BaseURL: "https://host.example/v1", Key: testKey, Model: "m", Dimensions: 64, MaxBatch: 1,
		HTTPClient: &http.Client{Transport: transport(func(req *http.Request) (*http.Response, error) {
			mu.Lock()
			at = append(at, time.Since(start))
			n := len(at)
			mu.Unlock()
			var r request
			if err := json.NewDecoder(req.Body).Decode(&r); err != nil {
				return nil, err
			}
			w := httptest.NewRecorder()
			if !f(w, n, r) {
				send(w, answer(r, 64))
			}
			return w.Result(), req.Context().Err()
		})},
	})
	if err != nil {
		t.Fatal(err)
	}
	return e, &at
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestRetryAfter checks that an endpoint is not asked again before it wants to be.
func TestRetryAfter(t *testing.T) {
	tests := []struct {
		name            string
		header, message string
		value           func() string
		least, most     time.Duration
	}{
		{"seconds", "Retry-After", "", func() string { return "7" }, 7 * time.Second, 7700 * time.Millisecond},
		{"fraction", "Retry-After", "", func() string { return "1.5" }, 1500 * time.Millisecond, 1700 * time.Millisecond},
		{"milliseconds", "Retry-After-Ms", "", func() string { return "2500" }, 2500 * time.Millisecond, 2800 * time.Millisecond},
		{"date", "Retry-After", "", func() string { return time.Now().Add(30 * time.Second).UTC().Format(http.TimeFormat) }, 29 * time.Second, 32 * time.Second},
		{"message", "", "Rate limit reached. Please try again in 3.25s.", nil, 3250 * time.Millisecond, 3600 * time.Millisecond},
		{"message in milliseconds", "", "Please try again in 900ms.", nil, 900 * time.Millisecond, time.Second},
		{"nothing", "", "", nil, 250 * time.Millisecond, 500 * time.Millisecond},
		{"nonsense", "Retry-After", "", func() string { return "soon" }, 250 * time.Millisecond, 500 * time.Millisecond},
		{"in the past", "Retry-After", "", func() string { return "-5" }, 250 * time.Millisecond, 500 * time.Millisecond},
	}
	for _, status := range []int{429, 503} {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					e, at := clocked(t, func(w http.ResponseWriter, n int, _ request) bool {
						if n > 1 {
							return false
						}
						if tt.header != "" {
							w.Header().Set(tt.header, tt.value())
						}
						return fail(w, status, "", tt.message)
					})
					if _, err := e.Query(t.Context(), "工会"); err != nil {
						t.Fatal(err)
					}
					if got := (*at)[1]; len(*at) != 2 || got < tt.least || got > tt.most {
						t.Errorf("asked at %v, want once more after %v to %v", *at, tt.least, tt.most)
					}
				})
			})
		}
	}
}

// TestGivesUp checks how long an endpoint is borne with.
func TestGivesUp(t *testing.T) {
	tests := []struct {
		name    string
		fault   tripper
		want    error
		asked   int
		longest time.Duration
	}{
		{"always down", func(w http.ResponseWriter, _ int, _ request) bool { return raw(w, 500, "") },
			daodu.ErrUpstream, 6, 16 * time.Second},
		{"always busy", func(w http.ResponseWriter, _ int, _ request) bool { return fail(w, 429, "", "") },
			daodu.ErrLimited, 6, 16 * time.Second},
		{"always busy for half a minute", func(w http.ResponseWriter, _ int, _ request) bool {
			w.Header().Set("Retry-After", "30")
			return fail(w, 429, "", "")
		}, daodu.ErrLimited, 4, 2 * time.Minute},
		{"beyond our patience", func(w http.ResponseWriter, _ int, _ request) bool {
			w.Header().Set("Retry-After", "1e300")
			return fail(w, 429, "", "")
		}, daodu.ErrLimited, 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e, at := clocked(t, tt.fault)
				start := time.Now()
				_, err := e.Query(t.Context(), "工会")
				if !errors.Is(err, tt.want) {
					t.Errorf("%v, want %v", err, tt.want)
				}
				if took := time.Since(start); len(*at) != tt.asked || took > tt.longest {
					t.Errorf("%d requests in %v, want %d in %v", len(*at), took, tt.asked, tt.longest)
				}
			})
		})
	}
}

// TestNeverAnswers has an endpoint that takes requests and says nothing.
func TestNeverAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, err := openai.New(t.Context(), openai.Config{
			BaseURL: "https://host.example/v1", Model: "m", Dimensions: 64,
			HTTPClient: &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
				<-r.Context().Done()
				return nil, r.Context().Err()
			})},
		})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		_, err = e.Query(t.Context(), "工会")
		if !errors.Is(err, daodu.ErrUpstream) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v, want ErrUpstream and a deadline", err)
		}
		if took := time.Since(start); took > 3*time.Minute+time.Second {
			t.Errorf("it took %v to give up", took)
		}
	})
}

// TestSharedWait checks that nobody asks while the endpoint wants to be left alone: a limit is
// one for all.
func TestSharedWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, at := clocked(t, func(w http.ResponseWriter, n int, _ request) bool {
			if n > 1 {
				return false
			}
			w.Header().Set("Retry-After", "10")
			return fail(w, 429, "", "")
		})
		var wg sync.WaitGroup
		for i := range 3 {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * time.Second)
				if _, err := e.Query(t.Context(), "工会"); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := *at; len(got) != 4 || got[0] != 0 || got[1] < 10*time.Second {
			t.Errorf("asked at %v, want three times after 10 seconds", got)
		}
	})
}
