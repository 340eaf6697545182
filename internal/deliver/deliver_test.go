package deliver

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// A queue is one webhook in memory. Its clock stands still: what is due is decided by
// skipping pauses or not.
type queue struct {
	mu        sync.Mutex
	hook      daodu.Webhook
	all       []daodu.Delivery
	claimed   bool
	lost      bool // the next attempt finds that the claim was lost
	patient   bool // pauses are kept
	attempted []daodu.DeliveryAttempt
}

func newQueue(url string, n int) *queue {
	q := &queue{hook: daodu.Webhook{ID: "hook", URL: url, Secret: "whsec_test", Active: true}}
	for i := range n {
		q.all = append(q.all, daodu.Delivery{
			ID: fmt.Sprint("d", i), Webhook: "hook", State: daodu.DeliveryQueued,
			Event: daodu.WebhookEvent{ID: fmt.Sprint("e", i), Type: daodu.EventArticleAdded, At: time.Unix(1700000000, 0).UTC(), Data: json.RawMessage(`{"title":"讲话"}`)},
		})
	}
	return q
}

func (q *queue) ClaimWebhook(context.Context, time.Duration) (daodu.Claim, bool, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.claimed || len(q.due()) == 0 || q.patient && !q.hook.PausedUntil.IsZero() {
		return daodu.Claim{}, false, nil
	}
	q.claimed = true
	return daodu.Claim{Of: daodu.ClaimWebhook, ID: "hook"}, true, nil
}

func (q *queue) due() (out []daodu.Delivery) {
	for _, d := range q.all {
		if d.State == daodu.DeliveryQueued && (!q.patient || d.DueAt.IsZero()) {
			out = append(out, d)
		}
	}
	return out
}

func (q *queue) Pending(_ context.Context, _ daodu.Claim, n int) (daodu.Webhook, []daodu.Delivery, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	due := q.due()
	return q.hook, due[:min(n, len(due))], nil
}

func (q *queue) Attempted(_ context.Context, _ daodu.Claim, a daodu.DeliveryAttempt) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.lost {
		return daodu.ErrClaimLost
	}
	q.attempted = append(q.attempted, a)
	if q.hook.PausedUntil = a.Pause; !a.Pause.IsZero() {
		q.hook.Failures++
	} else {
		q.hook.Failures = 0
	}
	for i := range q.all {
		if d := &q.all[i]; d.ID == a.Delivery {
			d.Attempts, d.Status, d.Error, d.DueAt = d.Attempts+1, a.Status, a.Error, a.Again
			switch {
			case a.Error == "":
				d.State = daodu.DeliveryDelivered
			case a.Again.IsZero():
				d.State = daodu.DeliveryDead
			}
		}
	}
	return nil
}

func (q *queue) Renew(context.Context, daodu.Claim, time.Duration) error { return nil }

func (q *queue) Release(context.Context, daodu.Claim) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.claimed = false
	return nil
}

func (q *queue) states() (out []daodu.DeliveryState) {
	for _, d := range q.all {
		out = append(out, d.State)
	}
	return out
}

// receiver answers with status and notes what it got.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	got    []*http.Request
	bodies []string
}

func newReceiver(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, n int)) *receiver {
	rec := &receiver{}
	rec.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		rec.mu.Lock()
		rec.got, rec.bodies = append(rec.got, r), append(rec.bodies, string(body))
		n := len(rec.got)
		rec.mu.Unlock()
		answer(w, r, n)
	}))
	t.Cleanup(rec.Close)
	return rec
}

func status(code int) func(http.ResponseWriter, *http.Request, int) {
	return func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(code) }
}

func deliverer(q Queue) *Deliverer {
	return &Deliverer{Queue: q, Dial: (&net.Dialer{}).DialContext, Delays: []time.Duration{time.Millisecond, time.Millisecond, time.Millisecond}}
}

// steps works until there is nothing left to do.
func steps(t *testing.T, d *Deliverer) {
	t.Helper()
	for range 100 {
		did, err := d.Step(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !did {
			return
		}
	}
	t.Fatal("the work does not end")
}

// A receiver that is down at first gets the same event again, and can prove who sent it.
func TestDeliverAgain(t *testing.T) {
	t.Parallel()
	rec := newReceiver(t, func(w http.ResponseWriter, _ *http.Request, n int) {
		if n < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	q := newQueue(rec.URL+"/hook", 1)
	steps(t, deliverer(q))
	if q.all[0].State != daodu.DeliveryDelivered || len(rec.got) != 3 {
		t.Fatalf("%+v after %d attempts", q.all[0], len(rec.got))
	}
	for i, r := range rec.got {
		if !Verify("whsec_test", r.Header.Get(HeaderTimestamp), r.Header.Get(HeaderSignature), []byte(rec.bodies[i]), time.Now()) {
			t.Errorf("attempt %d: the signature does not hold", i+1)
		}
		if r.Header.Get(HeaderID) != "e0" || r.Header.Get(HeaderAttempt) != fmt.Sprint(i+1) || rec.bodies[i] != rec.bodies[0] {
			t.Errorf("attempt %d: %v %s", i+1, r.Header, rec.bodies[i])
		}
	}
	var e daodu.WebhookEvent
	if err := json.Unmarshal([]byte(rec.bodies[0]), &e); err != nil || e.ID != "e0" || e.Type != daodu.EventArticleAdded || string(e.Data) != `{"title":"讲话"}` {
		t.Errorf("body %s, %v", rec.bodies[0], err)
	}
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status   int
		state    daodu.DeliveryState
		attempts int // before it is given up
		down     bool
	}{
		{200, daodu.DeliveryDelivered, 1, false},
		{202, daodu.DeliveryDelivered, 1, false},
		{301, daodu.DeliveryDead, 4, false},
		{400, daodu.DeliveryDead, 4, false},
		{404, daodu.DeliveryDead, 4, false},
		{410, daodu.DeliveryDead, 1, false},
		{429, daodu.DeliveryDead, 4, true},
		{500, daodu.DeliveryDead, 4, true},
	} {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			t.Parallel()
			rec := newReceiver(t, func(w http.ResponseWriter, r *http.Request, _ int) {
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(tt.status)
				if r.URL.Path != "/" {
					t.Errorf("%s was called", r.URL.Path)
				}
			})
			q := newQueue(rec.URL, 1)
			steps(t, deliverer(q))
			d := q.all[0]
			if d.State != tt.state || d.Attempts != tt.attempts || d.Status != tt.status {
				t.Errorf("%+v", d)
			}
			if down := !q.attempted[0].Pause.IsZero(); down != tt.down {
				t.Errorf("taken to be down: %v", down)
			}
		})
	}
}

// An address that is down is left alone: what waits for it costs no further attempts.
func TestDown(t *testing.T) {
	t.Parallel()
	rec := newReceiver(t, status(500))
	q := newQueue(rec.URL, 200)
	q.patient, q.hook.Failures = true, 1
	steps(t, deliverer(q))
	if len(rec.got) != 1 {
		t.Errorf("%d attempts to an address that is down", len(rec.got))
	}
	rec.Close()
	q = newQueue(rec.URL, 1)
	steps(t, deliverer(q))
	if d := q.all[0]; d.State != daodu.DeliveryDead || d.Status != 0 || d.Error == "" || strings.Contains(d.Error, rec.URL+"/") {
		t.Errorf("an address where nobody listens: %+v", d)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	q := newQueue("https://user:secret@inside.example.com/hook", 1)
	d := deliverer(q)
	d.Dial = func(context.Context, string, string) (net.Conn, error) {
		return nil, fmt.Errorf("%w: it is on a private network", daodu.ErrBadInput)
	}
	steps(t, d)
	got := q.all[0]
	if got.State != daodu.DeliveryDead || got.Attempts != 1 || !strings.Contains(got.Error, "private network") || strings.Contains(got.Error, "secret") {
		t.Errorf("%+v", got)
	}
}

func TestSlowReceiver(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	rec := newReceiver(t, func(http.ResponseWriter, *http.Request, int) { <-release })
	defer close(release)
	q := newQueue(rec.URL, 1)
	d := deliverer(q)
	d.Timeout = 20 * time.Millisecond
	steps(t, d)
	if got := q.all[0]; got.State != daodu.DeliveryDead || !strings.Contains(got.Error, "no answer within 20ms") {
		t.Errorf("%+v", got)
	}
}

// Whoever lost a claim sends nothing more.
func TestLost(t *testing.T) {
	t.Parallel()
	rec := newReceiver(t, status(200))
	q := newQueue(rec.URL, 500)
	q.lost = true
	if _, err := deliverer(q).Step(t.Context()); err == nil {
		t.Error("nobody was told that the claim is lost")
	}
	if n := len(rec.got); n > 2*atOnce {
		t.Errorf("%d sent under a lost claim", n)
	}
}

// An attempt that was begun is finished and stored when the program is asked to stop.
func TestDrain(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	rec := newReceiver(t, func(http.ResponseWriter, *http.Request, int) { stop() })
	q := newQueue(rec.URL, 500)
	deliverer(q).Run(ctx)
	delivered := 0
	for _, s := range q.states() {
		if s == daodu.DeliveryDelivered {
			delivered++
		}
	}
	if delivered != len(rec.got) || delivered == 0 || delivered > 2*atOnce || q.claimed {
		t.Errorf("%d sent, %d stored; still claimed: %v", len(rec.got), delivered, q.claimed)
	}
}

func TestSign(t *testing.T) {
	t.Parallel()
	// Computed with another implementation of HMAC.
	const want = "v1=6d1cd083f0522021cc763ab4fbf1878bea0fa082be60842db0100e67874b618c"
	body := []byte(`{"类型":"测试"}`)
	if got := Sign("whsec_test", "1700000000", body); got != want {
		t.Errorf("Sign = %s", got)
	}
	now := time.Unix(1700000000, 0)
	for _, tt := range []struct {
		name, secret, at, signature, body string
		now                               time.Time
		ok                                bool
	}{
		{"right", "whsec_test", "1700000000", want, string(body), now, true},
		{"one of two", "whsec_test", "1700000000", "v1=00 " + want, string(body), now, true},
		{"other secret", "whsec_other", "1700000000", want, string(body), now, false},
		{"other time", "whsec_test", "1700000001", want, string(body), now, false},
		{"other body", "whsec_test", "1700000000", want, string(body) + " ", now, false},
		{"recorded", "whsec_test", "1700000000", want, string(body), now.Add(time.Hour), false},
		{"no time", "whsec_test", "", want, string(body), now, false},
		{"none", "whsec_test", "1700000000", "", string(body), now, false},
	} {
		if got := Verify(tt.secret, tt.at, tt.signature, []byte(tt.body), tt.now); got != tt.ok {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Unix(1700000000, 0).UTC()
	for value, want := range map[string]time.Duration{
		"": 0, "30": 30 * time.Second, "-1": 0, "soon": 0, "99999999999": maxRetryAfter, "1000000": maxRetryAfter,
		now.Add(time.Hour).Format(http.TimeFormat): time.Hour, now.Add(-time.Hour).Format(http.TimeFormat): 0,
	} {
		if got := retryAfter(value, now); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
	if diff := cmp.Diff(11, len(Delays)); diff != "" {
		t.Errorf("the documentation says 12 attempts: %s", diff)
	}
}
