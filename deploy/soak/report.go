package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// A report tells what became of a day. Durations are in nanoseconds in JSON.
type report struct {
	Seed         uint64         `json:"seed"`
	Articles     int            `json:"articles"`
	Acknowledged int            `json:"acknowledged"`
	Adding       time.Duration  `json:"adding_ns"`  // until the last was acknowledged
	Total        time.Duration  `json:"total_ns"`   // until the last artifact was told of
	Settled      time.Duration  `json:"settled_ns"` // until the last webhook was delivered
	AddMedian    time.Duration  `json:"add_median_ns"`
	AddP99       time.Duration  `json:"add_p99_ns"`
	Retries      int            `json:"retries"` // of adding
	Kills        map[string]int `json:"kills"`   // by process
	Starts       int            `json:"starts"`  // of all processes
	Crash        time.Duration  `json:"crash_ns"`
	Artifacts    int            `json:"artifacts"`
	Attempts     int            `json:"attempts"` // of all jobs
	Events       int            `json:"events"`
	Connections  int            `json:"connections"` // of the client that followed events
	Hooks        int            `json:"hooks"`       // events that the webhook was told of
	HookRequests int            `json:"hook_requests"`
	HookRefused  int            `json:"hook_refused"` // requests that the receiver refused
	Broken       []string       `json:"broken"`       // promises
}

// maxBreaches is how many breaches are told; a day that goes wrong has thousands.
const maxBreaches = 50

// breach notes a broken promise.
func (r *report) breach(format string, args ...any) {
	if len(r.Broken) < maxBreaches {
		r.Broken = append(r.Broken, fmt.Sprintf(format, args...))
	}
}

func (r *report) print(w io.Writer) error {
	var kills []string
	n := 0
	for _, name := range slices.Sorted(maps.Keys(r.Kills)) {
		kills = append(kills, fmt.Sprintf("%s %d", name, r.Kills[name]))
		n += r.Kills[name]
	}
	round := func(d time.Duration) time.Duration { return d.Round(time.Millisecond) }
	_, err := fmt.Fprintf(w, `articles     %d acknowledged of %d in %v; %d artifacts after %v, all webhooks after %v
adding       median %v, p99 %v, %d retries
kills        %d (%s), %d starts; the database was away for %v
jobs         %d attempts at %d artifacts
events       %d over %d connections
webhook      %d events in %d requests, %d of them refused
seed         %d
`, r.Acknowledged, r.Articles, round(r.Adding), r.Artifacts, round(r.Total), round(r.Settled),
		round(r.AddMedian), round(r.AddP99), r.Retries, n, strings.Join(kills, ", "), r.Starts, round(r.Crash),
		r.Attempts, r.Artifacts, r.Events, r.Connections, r.Hooks, r.HookRequests, r.HookRefused, r.Seed)
	if err != nil {
		return err
	}
	for _, b := range r.Broken {
		fmt.Fprintln(w, "BROKEN      ", b)
	}
	if len(r.Broken) == 0 {
		_, err = fmt.Fprintln(w, "every promise was kept")
	}
	return err
}
