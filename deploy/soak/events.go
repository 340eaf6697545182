package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/daodu/daodu"
)

// A follower follows the events of all jobs, comes back whenever its connection breaks, and
// notes what it was told.
type follower struct {
	client *client

	mu          sync.Mutex
	last        int64 // number of the last event
	events      int
	connections int
	done        map[string]int // times that a job was told to be done, by its ID
	broken      []string
}

// follow follows until ctx ends, each time another server.
func (f *follower) follow(ctx context.Context) {
	for try := 0; ctx.Err() == nil; try++ {
		f.connect(ctx, try)
		sleep(ctx, 100*time.Millisecond)
	}
}

// connect reads events until the connection breaks.
func (f *follower) connect(ctx context.Context, which int) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+f.client.addresses[which%len(f.client.addresses)]+"/api/v1/events", nil)
	if err != nil {
		return
	}
	req.Header.Set("Authorization", "Bearer "+f.client.key)
	f.mu.Lock()
	req.Header.Set("Last-Event-ID", strconv.FormatInt(f.last, 10))
	f.mu.Unlock()
	res, err := f.client.http.Do(req)
	if err != nil {
		return
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return
	}
	f.mu.Lock()
	f.connections++
	f.mu.Unlock()
	f.read(res.Body)
}

// read reads a stream (https://html.spec.whatwg.org/multipage/server-sent-events.html). An
// event counts once the empty line behind it came.
func (f *follower) read(stream io.Reader) {
	lines := bufio.NewScanner(stream)
	lines.Buffer(nil, 1<<20)
	var id int64
	var data string
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case name == "id":
			id, _ = strconv.ParseInt(value, 10, 64)
		case name == "data":
			data = value
		case lines.Text() == "" && data != "":
			f.note(id, data)
			data = ""
		}
	}
}

// note holds an event against those before it: they are numbered without gaps.
func (f *follower) note(id int64, data string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var e daodu.JobEvent
	if err := json.Unmarshal([]byte(data), &e); err != nil || e.Seq != id {
		f.broken = append(f.broken, fmt.Sprintf("event %d cannot be read: %v: %s", id, err, data))
	}
	if id != f.last+1 {
		f.broken = append(f.broken, fmt.Sprintf("event %d came behind event %d", id, f.last))
	}
	f.last = id
	f.events++
	if e.Job.State == daodu.JobDone {
		f.done[e.Job.ID]++
	}
}

// seen returns how many jobs were told to be done.
func (f *follower) seen() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.done)
}
