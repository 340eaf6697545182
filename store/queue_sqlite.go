package store

import (
	"context"
	"maps"
	"sync"
	"time"

	"github.com/daodu/daodu"
)

// On SQLite the table jobs is the queue itself. Workers of this process are woken by those
// who order; those of other processes look every now and then.

// pollEvery is how often workers look without being woken.
const pollEvery = 500 * time.Millisecond

// wakers are the workers of this process.
type wakers struct {
	mu   sync.Mutex
	open map[chan struct{}]bool
}

func (w *wakers) add() (c chan struct{}, end func()) {
	c = make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.open == nil {
		w.open = map[chan struct{}]bool{}
	}
	w.open[c] = true
	return c, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.open, c)
	}
}

func (w *wakers) wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.open {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (d *sqliteDialect) clock() string { return `cast(unixepoch('subsec') * 1000000 as integer)` }

// lock and hold are nothing: there is one writer at a time.
func (d *sqliteDialect) lock() string { return "" }
func (d *sqliteDialect) hold() string { return "" }

func (d *sqliteDialect) listen(context.Context, *shared) <-chan struct{} { return nil }

// notify wakes the workers of this process: it is called behind each commit.
func (d *sqliteDialect) notify(*shared) { d.wake.wake() }

func (d *sqliteDialect) prepareQueue(context.Context, bool) error { return nil }

func (d *sqliteDialect) put(context.Context, conn, []group) error { return nil }

func (d *sqliteDialect) rescue(context.Context, conn, key) error { return nil }

// serve takes the groups that have waited longest, as many at a time as their engine may.
func (d *sqliteDialect) serve(ctx context.Context, sh *shared, c WorkConfig, _ key, handle func(group) error) error {
	woken, end := d.wake.add()
	defer end()
	s := &sqliteServer{shared: sh, handle: handle, free: map[string]int{}, busy: map[group]bool{}, ended: woken}
	for engine, n := range c.Engines {
		s.free[engine] = n
	}
	defer s.running.Wait()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		if err := s.start(ctx); err != nil && ctx.Err() == nil {
			sh.log.Warn("cannot look for jobs", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-woken:
		case <-tick.C:
		}
	}
}

// A sqliteServer hands groups to a handler.
type sqliteServer struct {
	*shared
	handle  func(group) error
	running sync.WaitGroup
	ended   chan struct{} // gets a value when a handler returns

	mu   sync.Mutex
	free map[string]int // handlers that may be started, by engine
	busy map[group]bool
}

// start starts handlers for what waits.
func (s *sqliteServer) start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for engine, n := range s.free {
		if n == 0 || ctx.Err() != nil {
			continue
		}
		found, err := s.waitingGroups(ctx, engine, n)
		if err != nil {
			return err
		}
		for _, g := range found {
			s.run(g)
		}
	}
	return nil
}

// run handles a group; the caller holds the lock.
func (s *sqliteServer) run(g group) {
	s.busy[g] = true
	s.free[g.engine]--
	s.running.Go(func() {
		if err := s.handle(g); err != nil {
			s.log.Warn("cannot take a job; it will be tried again", "error", err)
			time.Sleep(pollEvery)
		}
		s.mu.Lock()
		delete(s.busy, g)
		s.free[g.engine]++
		s.mu.Unlock()
		select {
		case s.ended <- struct{}{}:
		default:
		}
	})
}

// waitingGroups returns up to limit groups that may be taken, the one that has waited
// longest first; the caller holds the lock. The indexes are named since the planner knows
// nothing of how few jobs run: without them every look would read the whole queue.
func (s *sqliteServer) waitingGroups(ctx context.Context, engine string, limit int) (out []group, err error) {
	err = s.read(ctx, func(tx conn) error {
		taken := maps.Clone(s.busy) // those that are handled may not be taken yet, and so still wait
		out = nil
		if err := each(ctx, tx, func(r rows) error {
			g, err := scanGroup(r)
			taken[g] = true
			return err
		}, `select `+groupColumns+` from jobs indexed by jobs_worker where state = 'running'`); err != nil {
			return err
		}
		most := len(daodu.Kinds) * (limit + len(taken))
		return each(ctx, tx, func(r rows) error {
			g, err := scanGroup(r)
			if !taken[g] && len(out) < limit {
				taken[g] = true
				out = append(out, g)
			}
			return err
		}, `select `+groupColumns+` from jobs indexed by jobs_waiting where state = 'queued' and engine = $1 and run_at <= $2
			order by run_at limit $3`, engine, s.stamp(), most)
	})
	return out, err
}

// groupColumns are what scanGroup reads.
const groupColumns = `workspace_id, article_id, length, lang, engine`

func scanGroup(r rows) (g group, err error) {
	err = r.Scan(&g.workspace, &g.article, &g.length, &g.lang, &g.engine)
	return g, err
}
