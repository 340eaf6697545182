package chat_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// A wireless answers requests without a network, so that the clock can be a made-up one.
type wireless struct {
	respond responder
	mu      sync.Mutex
	n       int
	start   time.Time
	at      []time.Duration // when requests were made
}

// made is a client of a wireless endpoint.
func made(t *testing.T, respond responder, changes ...func(*chat.Config)) (*chat.Client, *wireless) {
	t.Helper()
	w := &wireless{respond: respond, start: time.Now()}
	c := chat.Config{BaseURL: "https://host.example/v1", Key: testKey, Model: "m", Concurrency: 16, HTTPClient: &http.Client{Transport: w}}
	for _, change := range changes {
		change(&c)
	}
	client, err := chat.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return client, w
}

func (w *wireless) RoundTrip(req *http.Request) (*http.Response, error) {
	var r request
	if err := json.NewDecoder(req.Body).Decode(&r); err != nil {
		return nil, err
	}
	w.mu.Lock()
	w.n++
	n := w.n
	w.at = append(w.at, time.Since(w.start))
	w.mu.Unlock()
	body, out := io.Pipe()
	a := &airing{header: http.Header{}, body: out, ready: make(chan struct{})}
	go func() {
		defer func() {
			a.WriteHeader(http.StatusOK)
			if recover() != nil { // http.ErrAbortHandler
				out.CloseWithError(errors.New("connection reset by peer"))
			}
			out.Close()
		}()
		w.respond(a, n, r)
	}()
	stop := context.AfterFunc(req.Context(), func() { out.CloseWithError(req.Context().Err()) })
	select {
	case <-a.ready:
		return &http.Response{StatusCode: a.status, Header: a.header, Body: ended{body, stop}}, nil
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
}

type ended struct {
	*io.PipeReader
	stop func() bool
}

func (e ended) Close() error {
	e.stop()
	return e.PipeReader.Close()
}

// An airing is the answer to one request.
type airing struct {
	header http.Header
	status int
	body   *io.PipeWriter
	ready  chan struct{}
}

func (a *airing) Header() http.Header { return a.header }
func (a *airing) Flush()              {}

func (a *airing) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
		a.header = a.header.Clone()
		close(a.ready)
	}
}

func (a *airing) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// TestGivesUp checks how long an endpoint is borne with.
func TestGivesUp(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		respond responder
		want    error
		asked   int
		longest time.Duration
	}{
		{"always down", func(w http.ResponseWriter, _ int, _ request) { raw(w, 500, "") }, chat.ErrBroken, 6, 16 * time.Second},
		{"always busy", func(w http.ResponseWriter, _ int, _ request) { fail(w, 429, "", "") }, daodu.ErrLimited, 12, 3 * time.Minute},
		{"always busy for half a minute", func(w http.ResponseWriter, _ int, _ request) {
			w.Header().Set("Retry-After", "30")
			fail(w, 429, "", "")
		}, daodu.ErrLimited, 12, 7 * time.Minute},
		{"always busy for three minutes", func(w http.ResponseWriter, _ int, _ request) {
			w.Header().Set("Retry-After", "180")
			fail(w, 429, "", "")
		}, daodu.ErrLimited, 4, 10 * time.Minute},
		{"beyond our patience", func(w http.ResponseWriter, _ int, _ request) {
			w.Header().Set("Retry-After", "1e300")
			fail(w, 429, "", "")
		}, daodu.ErrLimited, 1, 0},
		{"never says a word", func(http.ResponseWriter, int, request) { time.Sleep(time.Hour) },
			chat.ErrBroken, 6, 6*90*time.Second + 16*time.Second},
		{"never stops saying that it lives", func(w http.ResponseWriter, _ int, _ request) {
			for range 36000 {
				if _, err := fmt.Fprint(w, ": keep-alive\n\n"); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}, chat.ErrBroken, 1, 10 * time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, w := made(t, tt.respond)
				r, _ := question(true)
				_, err := c.Ask(t.Context(), r)
				if !errors.Is(err, tt.want) {
					t.Errorf("%v, want %v", err, tt.want)
				}
				if took := time.Since(w.start); len(w.at) != tt.asked || took > tt.longest+time.Second {
					t.Errorf("%d requests in %v, want %d in %v", len(w.at), took, tt.asked, tt.longest)
				}
				time.Sleep(2 * time.Hour) // until the handlers have gone
			})
		})
	}
}

// TestSlowAnswer has answers that take long and are not given up: the clock starts anew with
// every sign of life.
func TestSlowAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, w := made(t, func(w http.ResponseWriter, _ int, r request) {
			for range 5 {
				fmt.Fprint(w, ": keep-alive\n\n")
				time.Sleep(80 * time.Second)
			}
			for range 2 {
				event(w, delta(object{"content": "好"}, nil))
				time.Sleep(80 * time.Second)
			}
			event(w, delta(object{}, "stop"))
		})
		r, _ := question(true)
		a, err := c.Ask(t.Context(), r)
		if err != nil || a.Text != "好好" || len(w.at) != 1 || a.Duration < 9*time.Minute {
			t.Errorf("%+v after %d requests and the error %v", a, len(w.at), err)
		}
	})
}

// TestCancel cancels a call at its turns: it ends at once and leaves nothing behind, or the
// bubble would not end.
func TestCancel(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		respond responder
		after   time.Duration
	}{
		{"before it is sent", func(w http.ResponseWriter, _ int, r request) { say(w, r, "好") }, 0},
		{"before the answer", func(http.ResponseWriter, int, request) { time.Sleep(time.Minute) }, 10 * time.Second},
		{"within the answer", func(w http.ResponseWriter, _ int, _ request) {
			event(w, delta(object{"content": "好"}, nil))
			time.Sleep(time.Minute)
		}, 10 * time.Second},
		{"between attempts", func(w http.ResponseWriter, _ int, _ request) {
			w.Header().Set("Retry-After", "60")
			raw(w, 503, "")
		}, 10 * time.Second},
		{"at the gate", func(w http.ResponseWriter, _ int, _ request) {
			w.Header().Set("Retry-After", "60")
			fail(w, 429, "", "")
		}, 10 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, w := made(t, tt.respond)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(tt.after, cancel)
				if tt.after == 0 {
					cancel()
				}
				r, _ := question(true)
				_, err := c.Ask(ctx, r)
				if took := time.Since(w.start); err != context.Canceled || took != tt.after || len(w.at) > 1 {
					t.Errorf("it ended after %v and %d requests with %v", took, len(w.at), err)
				}
				time.Sleep(time.Hour) // until the handler has gone
			})
		})
	}
}

// A limitedEndpoint lets requests begin as a token bucket of requests, or of tokens, allows, and only so many
// at once.
type limitedEndpoint struct {
	takes       time.Duration // an answer; 0 means four seconds
	cost        float64       // of a request; 0 means 1
	rate, burst float64       // per second
	window      time.Duration
	atOnce      func(time.Duration) int
	hint        func(w http.ResponseWriter, wait time.Duration, what string)

	mu      sync.Mutex
	level   float64
	last    time.Time
	flight  int
	most    int
	refused int
	start   time.Time
}

func (l *limitedEndpoint) respond(w http.ResponseWriter, _ int, r request) {
	if wait, what := l.admit(); what != "" {
		l.hint(w, wait, what)
		return
	}
	event(w, delta(object{"content": "好"}, nil))
	time.Sleep(cmp.Or(l.takes, 4*time.Second))
	l.mu.Lock()
	l.flight--
	l.mu.Unlock()
	event(w, delta(object{}, "stop"))
}

func (l *limitedEndpoint) admit() (wait time.Duration, what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now, cost := time.Now(), cmp.Or(l.cost, 1)
	if l.last.IsZero() {
		l.start, l.last, l.level = now, now, l.burst
	}
	if l.window > 0 {
		if passed := now.Sub(l.last); passed >= l.window {
			l.level, l.last = l.burst, l.last.Add(passed.Truncate(l.window))
		}
		wait = l.window - now.Sub(l.last)
	} else {
		l.level = math.Min(l.burst, l.level+l.rate*now.Sub(l.last).Seconds())
		l.last = now
		wait = time.Duration((cost - l.level) / l.rate * float64(time.Second))
	}
	switch {
	case l.atOnce != nil && l.flight >= l.atOnce(now.Sub(l.start)):
		what, wait = "concurrency", time.Second
	case l.burst > 0 && l.level < cost-1e-9:
		what = "requests"
	default:
		l.level -= cost
		l.flight++
		l.most = max(l.most, l.flight)
		return 0, ""
	}
	l.refused++
	return wait, what
}

// mute tells nothing but the refusal.
func mute(w http.ResponseWriter, _ time.Duration, _ string) { fail(w, 429, "", "Too Many Requests") }

// seconds tells how long to wait, in whole seconds.
func seconds(w http.ResponseWriter, wait time.Duration, _ string) {
	w.Header().Set("Retry-After", fmt.Sprint(math.Ceil(wait.Seconds())))
	fail(w, 429, "", "Too Many Requests")
}

// inWords tells a limit as OpenAI does.
func inWords(what string, perMinute int) func(http.ResponseWriter, time.Duration, string) {
	return func(w http.ResponseWriter, wait time.Duration, _ string) {
		fail(w, 429, "rate_limit_exceeded", fmt.Sprintf("Rate limit reached for m in organization org-1 on %s: Limit %d. Please try again in %.3fs.", what, perMinute, wait.Seconds()))
	}
}

// TestGate makes many calls at endpoints that tell more or less of their limits: near
// to the shortest time and, where there are many, with fewer refusals than calls. The shortest times are those of the
// limits, and four seconds for the last call.
func TestGate(t *testing.T) {
	t.Parallel()
	two := func(time.Duration) int { return 2 }
	tests := []struct {
		name     string
		endpoint *limitedEndpoint
		config   func(*chat.Config)
		calls    int
		longest  time.Duration // 1.2 times the shortest, where the limit stays
		refused  int
	}{
		{"requests, told how long", &limitedEndpoint{rate: 1, burst: 5, hint: seconds}, nil, 40, 47 * time.Second, 35},
		{"requests, told nothing", &limitedEndpoint{rate: 1, burst: 5, hint: mute}, nil, 40, 47 * time.Second, 35},
		{"requests of short calls, told nothing", &limitedEndpoint{rate: 1, burst: 5, hint: mute, takes: 100 * time.Millisecond}, nil, 40, 47 * time.Second, 35},
		{"requests, in words", &limitedEndpoint{rate: 1, burst: 5, hint: inWords("requests per min (RPM)", 60)}, nil, 40, 47 * time.Second, 35},
		{"tokens, in words", &limitedEndpoint{rate: 50, burst: 750, cost: 150, hint: inWords("tokens per min (TPM)", 3000)}, nil, 40, 130 * time.Second, 35},
		{"tokens, told nothing", &limitedEndpoint{rate: 50, burst: 750, cost: 150, hint: mute}, nil, 40, 130 * time.Second, 35},
		{"requests, known", &limitedEndpoint{rate: 1, burst: 5, hint: mute}, func(c *chat.Config) { c.RPM = 60 }, 40, 47 * time.Second, 0},
		{"three in a minute, Moonshot", &limitedEndpoint{window: time.Minute, burst: 3, hint: func(w http.ResponseWriter, wait time.Duration, _ string) {
			fail(w, 429, "rate_limit_reached_error", fmt.Sprintf("Your account request reached max request: 3, please try again after %.0f seconds", math.Ceil(wait.Seconds())))
		}}, nil, 8, 149 * time.Second, 9},
		{"at once, told", &limitedEndpoint{atOnce: two, hint: func(w http.ResponseWriter, _ time.Duration, _ string) {
			fail(w, 429, "1302", "您当前使用该API的并发数过高，请降低并发")
		}}, nil, 40, 96 * time.Second, 35},
		{"at once, with the number", &limitedEndpoint{atOnce: two, hint: func(w http.ResponseWriter, _ time.Duration, _ string) {
			fail(w, 429, "", "reached max concurrency: 2, please try again after 1 seconds")
		}}, nil, 40, 96 * time.Second, 35},
		{"at once, told nothing", &limitedEndpoint{atOnce: two, hint: mute}, nil, 40, 96 * time.Second, 35},
		{"more at once after a minute", &limitedEndpoint{hint: mute, atOnce: func(d time.Duration) int {
			if d < time.Minute {
				return 2
			}
			return 16
		}}, nil, 200, 200 * time.Second, 60},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, _ := made(t, tt.endpoint.respond, func(c *chat.Config) {
					if tt.config != nil {
						tt.config(c)
					}
				})
				start := time.Now()
				var wg sync.WaitGroup
				for range tt.calls {
					wg.Go(func() {
						r, _ := question(true)
						if a, err := c.Ask(t.Context(), r); err != nil {
							t.Errorf("%v after %d requests", err, a.Requests)
						}
					})
				}
				wg.Wait()
				took := time.Since(start)
				t.Logf("%s: %v, %d refusals, %d at once", tt.name, took.Round(time.Millisecond), tt.endpoint.refused, tt.endpoint.most)
				if took > tt.longest || tt.endpoint.refused > tt.refused {
					t.Errorf("%d calls took %v with %d refusals, want at most %v and %d", tt.calls, took, tt.endpoint.refused, tt.longest, tt.refused)
				}
			})
		})
	}
}

// TestOverload has an endpoint that refuses every twentieth request without a reason: that is
// no cause to ask for much less at once.
func TestOverload(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const calls, takes = 300, 5 * time.Second
		c, w := made(t, func(w http.ResponseWriter, n int, r request) {
			if n%20 == 0 {
				mute(w, 0, "")
				return
			}
			time.Sleep(takes)
			say(w, r, "好")
		})
		var wg sync.WaitGroup
		for range calls {
			wg.Go(func() {
				r, _ := question(true)
				if a, err := c.Ask(t.Context(), r); err != nil {
					t.Errorf("%v after %d requests", err, a.Requests)
				}
			})
		}
		wg.Wait()
		if took, best := time.Since(w.start), calls/16*takes; took > 4*best {
			t.Errorf("%d calls took %v, want at most four times the %v that they take without refusals", calls, took, best)
		}
	})
}

// TestOrder checks that who asks first is answered first, also after a refusal.
func TestOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var got []string
		c, _ := made(t, func(w http.ResponseWriter, n int, r request) {
			time.Sleep(time.Second)
			if n == 1 {
				fail(w, 429, "", "")
				return
			}
			got = append(got, r.Messages[0].Content)
			say(w, r, "好")
		}, func(c *chat.Config) { c.Concurrency = 1 })
		var wg sync.WaitGroup
		var want []string
		for i := range 5 {
			text := fmt.Sprint("第", i)
			want = append(want, text)
			wg.Go(func() {
				if _, err := c.Ask(t.Context(), chat.Request{Turns: []chat.Turn{{Role: chat.User, Text: text}}}); err != nil {
					t.Error(err)
				}
			})
			time.Sleep(time.Millisecond)
		}
		wg.Wait()
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("answered in the order %v, want %v", got, want)
		}
	})
}
