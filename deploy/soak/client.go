package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/daodu/daodu/internal/synth"
)

// A client calls the servers, each time another.
type client struct {
	addresses []string
	key       string
	http      http.Client
}

// send sends a request to one of the servers and reads the answer.
func (c *client) send(ctx context.Context, which int, method, path string, body any, header http.Header) (status int, answer []byte, err error) {
	var in io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return 0, nil, err
		}
		in = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://"+c.addresses[which%len(c.addresses)]+path, in)
	if err != nil {
		return 0, nil, err
	}
	for name, values := range header {
		req.Header[name] = values
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	req.Header.Set("Content-Type", "application/json")
	res, err := c.http.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	answer, err = io.ReadAll(res.Body)
	return res.StatusCode, answer, err
}

// An adder adds speeches and notes what was acknowledged.
type adder struct {
	client  *client
	mu      sync.Mutex
	ids     map[string]int // number of the speech, by the ID that was acknowledged
	took    []time.Duration
	retries int
	broken  []string
}

// add adds the n-th speech and tries again, on another server, until that is acknowledged.
func (a *adder) add(ctx context.Context, n int) {
	header := http.Header{"Idempotency-Key": {"speech-" + strconv.Itoa(n)}}
	item := map[string]string{"text": synth.Speech(n), "uri": fmt.Sprintf("soak:%d", n)}
	for try := 0; ctx.Err() == nil; try++ {
		began := time.Now()
		one, cancel := context.WithTimeout(ctx, 30*time.Second)
		status, answer, err := a.client.send(one, n+try, http.MethodPost, "/api/v1/articles?kinds=summary,outline,guide", item, header)
		cancel()
		switch {
		case err == nil && (status == http.StatusOK || status == http.StatusCreated):
			a.acknowledged(n, answer, time.Since(began))
			return
		case err == nil && status < 500 && status != http.StatusConflict && status != http.StatusTooManyRequests:
			a.complain("adding speech %d: status %d: %s", n, status, answer)
			return
		}
		a.mu.Lock()
		a.retries++
		a.mu.Unlock()
		sleep(ctx, 200*time.Millisecond)
	}
}

// acknowledged notes the ID of the n-th speech.
func (a *adder) acknowledged(n int, answer []byte, took time.Duration) {
	var body struct {
		Items []struct{ ID, Outcome string }
	}
	if err := json.Unmarshal(answer, &body); err != nil || len(body.Items) != 1 || body.Items[0].ID == "" {
		a.complain("adding speech %d: %v: %s", n, err, answer)
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if m, ok := a.ids[body.Items[0].ID]; ok {
		a.broken = append(a.broken, fmt.Sprintf("speeches %d and %d were given one ID", m, n))
	}
	a.ids[body.Items[0].ID] = n
	a.took = append(a.took, took)
}

func (a *adder) complain(format string, args ...any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.broken = append(a.broken, fmt.Sprintf(format, args...))
}

// count returns how many were acknowledged or refused.
func (a *adder) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.ids) + len(a.broken)
}

// addAll adds all speeches by several clients.
func (a *adder) addAll(ctx context.Context, articles, clients int) {
	numbers := make(chan int)
	var adding sync.WaitGroup
	for range clients {
		adding.Go(func() {
			for n := range numbers {
				a.add(ctx, n)
			}
		})
	}
	for n := range articles {
		numbers <- n
	}
	close(numbers)
	adding.Wait()
}
