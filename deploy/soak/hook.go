package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"

	"github.com/daodu/daodu"
)

// A receiver is what a webhook calls. Now and then it is down.
type receiver struct {
	url    string
	web    *http.Server
	secret string

	mu       sync.Mutex
	requests int
	refused  int
	bodies   map[string]string // by the ID of the event
	about    map[string]int    // events, by what they are about
	broken   []string
}

// refuseEvery is how many requests are answered before one is refused.
const refuseEvery = 97

func newReceiver() (*receiver, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &receiver{url: "http://" + l.Addr().String() + "/hook", bodies: map[string]string{}, about: map[string]int{}}
	r.web = &http.Server{Handler: http.HandlerFunc(r.take)}
	go r.web.Serve(l)
	return r, nil
}

func (r *receiver) take(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return // whoever sent it was killed
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.requests++; r.requests%refuseEvery == 0 {
		r.refused++
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	// As docs/webhooks.md tells receivers to check it.
	mac := hmac.New(sha256.New, []byte(r.secret))
	mac.Write([]byte(req.Header.Get("Daodu-Timestamp") + "." + string(body)))
	if got, want := req.Header.Get("Daodu-Signature"), "v1="+hex.EncodeToString(mac.Sum(nil)); got != want {
		r.broken = append(r.broken, fmt.Sprintf("a webhook was signed %q, want %q", got, want))
	}
	r.note(req.Header.Get("Daodu-Event-Id"), string(body))
}

// note holds an event against what came under its ID before.
func (r *receiver) note(id, body string) {
	before, again := r.bodies[id]
	if again {
		if before != body {
			r.broken = append(r.broken, fmt.Sprintf("event %s came as %s and as %s", id, before, body))
		}
		return
	}
	r.bodies[id] = body
	var e daodu.WebhookEvent
	var data daodu.EventData
	if err := json.Unmarshal([]byte(body), &e); err != nil || e.ID != id || json.Unmarshal(e.Data, &data) != nil {
		r.broken = append(r.broken, fmt.Sprintf("event %s cannot be read: %v: %s", id, err, body))
		return
	}
	r.about[fmt.Sprintf("%s %s %s", e.Type, data.Article, data.Kind)]++
}

// distinct returns how many events came.
func (r *receiver) distinct() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.bodies)
}
