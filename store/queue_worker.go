package store

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"github.com/daodu/daodu"
)

// Why the context of a handler ends.
var (
	errStopping = errors.New("store: the worker stops")
	errUnlisted = errors.New("store: others think that this worker is dead; it will tell them otherwise")
	errTaken    = errors.New("store: the jobs were cancelled or taken over")
)

// A worker is this process as others see it.
type worker struct {
	*shared
	config WorkConfig
	id     key
	handle func(context.Context, *Claim)

	mu     sync.Mutex
	claims map[*Claim]context.CancelCauseFunc
}

// register tells others of this process. Who is dead is told by the clock of the
// database: machines differ in theirs.
func (w *worker) register(ctx context.Context) error {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return w.write(ctx, func(tx conn) error {
		_, err := tx.exec(ctx, `insert into workers (id, host, added_at, beat_at) values ($1, $2, $3, `+w.dia.clock()+`)
			on conflict (id) do update set beat_at = excluded.beat_at`, w.id, host, w.stamp())
		return err
	})
}

// leave takes this process off the list.
func (w *worker) leave(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, w.config.Beat)
	defer cancel()
	err := w.write(ctx, func(tx conn) error { return w.bury(ctx, tx, w.id) })
	if err != nil {
		w.log.Warn("cannot sign off; others will notice", "error", err)
	}
}

// beat says that this process lives, and takes over from those that do not say so.
func (w *worker) beat(ctx context.Context) {
	tick := time.NewTicker(w.config.Beat)
	defer tick.Stop()
	last := time.Now()
	for {
		if err := w.beatOnce(ctx); err == nil {
			last = time.Now()
		} else if ctx.Err() == nil {
			w.log.Warn("cannot tell the database that this worker lives", "error", err)
		}
		if time.Since(last) > w.config.Dead { // so others think it is dead
			w.dropAll()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (w *worker) beatOnce(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, w.config.Dead)
	defer cancel()
	missed := false
	err := w.write(ctx, func(tx conn) error {
		n, err := tx.exec(ctx, `update workers set beat_at = `+w.dia.clock()+` where id = $1`, w.id)
		missed = n == 0
		return err
	})
	if err == nil && missed {
		w.dropAll()
		err = w.register(ctx)
	}
	return errors.Join(err, w.takeOver(ctx))
}

// dropAll ends the work on everything: other processes have taken it over, and what both
// ask a model would be paid for twice.
func (w *worker) dropAll() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, cancel := range w.claims {
		cancel(errTaken)
	}
}

// takeOver makes the jobs of dead workers wait again.
func (w *worker) takeOver(ctx context.Context) error {
	var dead []key
	err := w.read(ctx, func(tx conn) error {
		dead = nil
		return each(ctx, tx, func(r rows) error {
			var id key
			err := r.Scan(&id)
			dead = append(dead, id)
			return err
		}, `select id from workers where beat_at < `+w.dia.clock()+` - $1`, w.config.Dead.Microseconds())
	})
	for _, id := range dead {
		buried := w.write(ctx, func(tx conn) error { return w.bury(ctx, tx, id) })
		if buried == nil {
			w.log.Warn("took over the jobs of a worker that has not been heard of", "worker", id.String())
		}
		err = errors.Join(err, buried)
	}
	w.hub.tell()
	return err
}

// bury deletes a worker and makes what it had wait again. Of several that do so one does.
func (w *worker) bury(ctx context.Context, tx conn, id key) error {
	n, err := tx.exec(ctx, `delete from workers where id = $1`, id)
	if err != nil || n == 0 {
		return err
	}
	if err := w.dia.rescue(ctx, tx, id); err != nil {
		return err
	}
	var had []jobRow
	err = each(ctx, tx, func(r rows) error {
		j, err := scanJob(r)
		had = append(had, j)
		return err
	}, `select `+jobColumns+` from jobs where worker = $1 and state = 'running' order by workspace_id, article_id, id`, id.String())
	if err != nil {
		return err
	}
	for _, of := range chunkBy(had, func(j jobRow) key { return j.workspace }) {
		if err := w.giveBack(ctx, tx, of); err != nil {
			return err
		}
	}
	return nil
}

// giveBack makes jobs of a dead worker in one workspace wait again. A job that was begun
// often enough has failed: it may be what kills the workers.
func (w *worker) giveBack(ctx context.Context, tx conn, had []jobRow) error {
	now := w.stamp()
	changes := make([]change, len(had))
	for i, j := range had {
		g, err := groupOf(j.workspace, j.Job)
		if err != nil {
			return err
		}
		if _, err := w.lockArticle(ctx, tx, g.workspace, g.article); err != nil && !errors.Is(err, errNoRow) {
			return err
		}
		if changes[i] = (change{daodu.EventReturned, j, j.waiting(now, "")}); j.Attempts >= w.config.Attempts {
			changes[i] = change{daodu.EventFailed, j, j.failed(now, "the worker stopped without a word each time")}
		}
	}
	return w.settle(ctx, tx, changes, nil)
}

// run takes what waits of a group and has it handled. An error says that it has to be
// called again.
func (w *worker) run(ctx context.Context, g group) error {
	c, err := w.claim(ctx, g)
	if err != nil || c == nil {
		return err
	}
	w.hub.tell()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer w.hold(c, cancel)()
	defer c.watch(ctx, cancel)()
	defer c.finish(ctx)
	w.handle(ctx, c)
	return nil
}

// hold notes a claim while it is worked on.
func (w *worker) hold(c *Claim, cancel context.CancelCauseFunc) (release func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.claims[c] = cancel
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.claims, c)
	}
}

// chunkBy parts a sorted list where the key changes.
func chunkBy[T any, K comparable](list []T, by func(T) K) (out [][]T) {
	for i := range list {
		if i == 0 || by(list[i]) != by(list[i-1]) {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], list[i])
	}
	return out
}
