package store

import (
	"context"
	"slices"
	"sync"
	"time"
)

// A hub wakes those who wait for events. It looks at the database when this process or
// another has said that something happened, and every now and then without a word, since
// words can be lost. One look serves all who wait.
type hub struct {
	*shared
	every time.Duration // between looks without a word

	mu    sync.Mutex
	subs  map[*Subscription]bool
	known map[key]int64 // last event seen, by workspace that somebody waits in
	stop  context.CancelFunc
	done  chan struct{}
	told  chan struct{}
}

func newHub(sh *shared, every time.Duration) *hub {
	return &hub{shared: sh, every: every, subs: map[*Subscription]bool{}, known: map[key]int64{}, told: make(chan struct{}, 1)}
}

// A Subscription says that there may be new events.
type Subscription struct {
	// C gets a value behind every event, one for several when nobody takes it.
	C <-chan struct{}

	c         chan struct{}
	workspace key
	jobs      []key // nil for all
	hub       *hub
}

// Subscribe returns what says when there are events of the jobs, or of the whole workspace
// when none is named. Who subscribes first and then reads the events misses none. It has
// to be closed.
func (s *Store) Subscribe(jobIDs ...string) *Subscription {
	c := make(chan struct{}, 1)
	sub := &Subscription{C: c, c: c, workspace: s.workspace, hub: s.hub}
	if len(jobIDs) > 0 {
		sub.jobs = make([]key, 0, len(jobIDs))
	}
	for _, id := range jobIDs {
		if k, err := parseKey(id); err == nil { // what cannot be an ID has no events
			sub.jobs = append(sub.jobs, k)
		}
	}
	s.hub.add(sub)
	return sub
}

// Close ends the subscription.
func (sub *Subscription) Close() {
	h := sub.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.subs, sub)
	if !slices.ContainsFunc(h.open(), func(o *Subscription) bool { return o.workspace == sub.workspace }) {
		delete(h.known, sub.workspace)
	}
}

// open returns the subscriptions; the caller holds the lock.
func (h *hub) open() []*Subscription {
	out := make([]*Subscription, 0, len(h.subs))
	for sub := range h.subs {
		out = append(out, sub)
	}
	return out
}

// add takes a subscription, and starts looking with the first.
func (h *hub) add(sub *Subscription) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.subs[sub] = true
	if h.stop != nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	h.stop, h.done = cancel, make(chan struct{})
	words := h.dia.listen(ctx, h.shared)
	go h.run(ctx, words)
}

// tell says that this process has written events.
func (h *hub) tell() {
	select {
	case h.told <- struct{}{}:
	default:
	}
	h.dia.notify(h.shared)
}

// close ends the looking.
func (h *hub) close() {
	h.mu.Lock()
	stop, done := h.stop, h.done
	h.mu.Unlock()
	if stop != nil {
		stop()
		<-done
	}
}

// between is the shortest time from look to look, so that a busy workspace does not keep
// the database busy with looking.
const between = 10 * time.Millisecond

func (h *hub) run(ctx context.Context, words <-chan struct{}) {
	defer close(h.done)
	tick := time.NewTicker(h.every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.told:
		case <-words:
		case <-tick.C:
		}
		h.look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-time.After(between):
		}
	}
}

// look wakes those for whom there is something new.
func (h *hub) look(ctx context.Context) {
	h.mu.Lock()
	workspaces := map[key]int64{}
	for sub := range h.subs {
		after, ok := h.known[sub.workspace]
		if !ok {
			after = unknown
		}
		workspaces[sub.workspace] = after
	}
	h.mu.Unlock()
	for workspace, after := range workspaces {
		last, jobs, err := h.changedJobs(ctx, workspace, after)
		if err != nil {
			if ctx.Err() == nil {
				h.log.Warn("cannot look for events", "error", err)
			}
			continue
		}
		h.wake(workspace, last, jobs, after == unknown)
	}
}

// unknown is the number of the last event seen in a workspace that was not looked at.
const unknown = -1

func (h *hub) wake(workspace key, last int64, jobs []key, all bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.known[workspace] = last
	for sub := range h.subs {
		if sub.workspace == workspace && (all || sub.wants(jobs)) {
			select {
			case sub.c <- struct{}{}:
			default:
			}
		}
	}
}

// wants reports whether the sorted jobs hold one that the subscription is for.
func (sub *Subscription) wants(jobs []key) bool {
	if sub.jobs == nil {
		return len(jobs) > 0
	}
	return slices.ContainsFunc(sub.jobs, func(k key) bool {
		_, found := slices.BinarySearchFunc(jobs, k, compareKeys)
		return found
	})
}
