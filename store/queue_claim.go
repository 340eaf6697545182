package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/daodu/daodu"
)

// A Claim is the jobs of one article that a worker has taken. Its methods see the
// workspace of the jobs.
type Claim struct {
	*Store
	jobs   []jobRow
	group  group
	ended  map[string]bool // by ID of the job
	worker *worker
}

// Jobs returns the jobs, which differ in their kind only.
func (c *Claim) Jobs() []daodu.Job {
	out := make([]daodu.Job, len(c.jobs))
	for i, j := range c.jobs {
		out[i] = j.Job
	}
	return out
}

// Article returns the article that the jobs are about.
func (c *Claim) Article(ctx context.Context) (*daodu.Article, error) {
	return c.Store.Article(ctx, c.group.article.String())
}

// claim takes what waits of a group, nil when there is nothing to take or somebody else
// has jobs of the group.
func (w *worker) claim(ctx context.Context, g group) (c *Claim, err error) {
	view, err := w.view(ctx, g.workspace)
	if err != nil {
		return nil, err
	}
	err = w.write(ctx, func(tx conn) error {
		c = nil
		if err := w.listed(ctx, tx); err != nil {
			return err
		}
		sha, err := w.lockArticle(ctx, tx, g.workspace, g.article)
		if err != nil {
			return err
		}
		waiting, free, err := w.waiting(ctx, tx, g)
		if err != nil || !free {
			return err
		}
		if len(waiting) == 0 {
			return w.requeue(ctx, tx, g)
		}
		changes, err := w.begin(ctx, tx, waiting, sha)
		if err != nil {
			return err
		}
		return w.settle(ctx, tx, changes, func(taken []jobRow) error {
			if len(taken) > 0 {
				c = &Claim{Store: view, jobs: taken, group: g, ended: map[string]bool{}, worker: w}
			}
			return nil
		})
	})
	if errors.Is(err, errNoRow) {
		return nil, nil // the article was removed, and its jobs with it
	}
	return c, err
}

// listed makes sure that this worker is on the list until the transaction ends: nobody
// would take over the jobs of one that is not.
func (w *worker) listed(ctx context.Context, tx conn) error {
	var id key
	err := one(ctx, tx, []any{&id}, `select id from workers where id = $1`+w.dia.hold(), w.id)
	if errors.Is(err, errNoRow) {
		return errUnlisted
	}
	return err
}

// lockArticle makes others wait who want to take, end or cancel jobs of an article, and
// returns the hash of its text. Without the lock a job that is added while the last of its
// group ends could stay behind unseen.
func (sh *shared) lockArticle(ctx context.Context, tx conn, workspace, article key) (sha []byte, err error) {
	err = one(ctx, tx, []any{&sha}, `select text_sha256 from articles where workspace_id = $1 and id = $2`+sh.dia.lock(), workspace, article)
	return sha, err
}

// waiting returns the jobs of a group that may begin; free is false while somebody works
// on others of the group.
func (w *worker) waiting(ctx context.Context, tx conn, g group) (waiting []jobRow, free bool, err error) {
	var running int
	if err := one(ctx, tx, []any{&running}, `select count(*) from jobs where `+ofGroup+` and state = 'running'`, g.args()...); err != nil || running > 0 {
		return nil, false, err
	}
	err = each(ctx, tx, func(r rows) error {
		j, err := scanJob(r)
		waiting = append(waiting, j)
		return err
	}, `select `+jobColumns+` from jobs where `+ofGroup+` and state = 'queued' and run_at <= $6 order by id`, g.args(w.stamp())...)
	return waiting, true, err
}

// begin returns the changes that take jobs. Those that are about a text that has been
// replaced turn to the new one, unless another job does.
func (w *worker) begin(ctx context.Context, tx conn, waiting []jobRow, sha []byte) ([]change, error) {
	now := w.stamp()
	out := make([]change, len(waiting))
	for i, j := range waiting {
		next := j
		next.State, next.Attempts, next.Progress, next.Step = daodu.JobRunning, j.Attempts+1, 0, ""
		next.worker, next.StartedAt, next.textSHA = w.id.String(), moment(now), sha
		out[i] = change{daodu.EventStarted, j, next}
		if string(sha) == string(j.textSHA) {
			continue
		}
		other, err := w.twin(ctx, tx, next)
		if err == nil && other.ID != "" {
			out[i] = change{daodu.EventCancelled, j, j.cancelled(now, "the text was replaced; job "+other.ID+" is about the new one")}
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Progress tells how far the jobs are: done is a share, 0..1, step says in a word what
// goes on.
func (c *Claim) Progress(ctx context.Context, done float64, step string) error {
	var changes []change
	for i, j := range c.jobs {
		if !c.ended[j.ID] {
			next := j
			next.Progress, next.Step = done, step
			changes = append(changes, change{daodu.EventProgress, j, next})
			c.jobs[i] = next
		}
	}
	return c.tell(ctx, func(tx conn) error {
		return c.settle(ctx, tx, changes, nil)
	})
}

// patientEnd is how long End tries to reach the database. What was written has cost time
// and perhaps money.
const patientEnd = 2 * time.Minute

// End stores what became of jobs, each with its artifact in one transaction: an artifact
// is there once for a job that is done, whatever dies when. Endings of jobs that were
// cancelled or taken over meanwhile have no effect. ctx may have ended.
func (c *Claim) End(ctx context.Context, endings ...daodu.JobEnding) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patientEnd)
	defer cancel()
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		err := c.tell(ctx, func(tx conn) error { return c.end(ctx, tx, endings) })
		if err == nil {
			for _, e := range endings {
				c.ended[e.JobID] = true
			}
		}
		if !errors.Is(err, daodu.ErrUpstream) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

func (c *Claim) end(ctx context.Context, tx conn, endings []daodu.JobEnding) error {
	if _, err := c.lockArticle(ctx, tx, c.group.workspace, c.group.article); errors.Is(err, errNoRow) {
		return nil // removed, and its jobs with it
	} else if err != nil {
		return err
	}
	now := c.stamp()
	var changes []change
	written := map[string]*daodu.Artifact{}
	for _, e := range endings {
		for _, j := range c.jobs {
			if j.ID == e.JobID {
				changes = append(changes, c.worker.ending(now, j, e))
				written[j.ID] = e.Artifact
			}
		}
	}
	return c.settle(ctx, tx, changes, func(done []jobRow) error {
		for _, j := range done {
			if err := c.keep(ctx, tx, j, written[j.ID]); err != nil {
				return err
			}
		}
		return nil
	})
}

// keep stores the artifact of a job that is done under the ID that the job names, and
// charges the key that asked for it.
func (c *Claim) keep(ctx context.Context, tx conn, j jobRow, art *daodu.Artifact) error {
	id, err := parseKey(j.ArtifactID)
	if err != nil {
		return err
	}
	if err := c.addArtifact(ctx, tx, c.group.article, id, art); err != nil || j.AskedBy == "" {
		return err
	}
	return c.spend(ctx, tx, j.AskedBy, j.Cost)
}

// ending returns the change that an ending makes.
func (w *worker) ending(now int64, j jobRow, e daodu.JobEnding) change {
	switch {
	case e.Artifact != nil:
		next := j
		next.State, next.Progress, next.Step, next.Error, next.worker, next.FinishedAt = daodu.JobDone, 1, "", "", "", moment(now)
		next.ArtifactID, next.Cost = newKey().String(), e.Artifact.Origin.Cost
		return change{daodu.EventDone, j, next}
	case e.Err == nil: // given back, as if it had not been taken
		next := j.waiting(now, j.Error)
		next.Attempts--
		return change{daodu.EventReturned, j, next}
	case e.Again < 0 || j.Attempts >= w.config.Attempts:
		return change{daodu.EventFailed, j, j.failed(now, e.Err.Error())}
	}
	return change{daodu.EventRetrying, j, j.waiting(now+e.Again.Microseconds(), e.Err.Error())}
}

// finish gives back what a handler left without an ending.
func (c *Claim) finish(ctx context.Context) {
	cause := recover()
	var left []daodu.JobEnding
	for _, j := range c.jobs {
		if e := (daodu.JobEnding{JobID: j.ID}); !c.ended[j.ID] {
			if cause != nil {
				e.Err, e.Again = errors.New("internal error"), time.Minute
			}
			left = append(left, e)
		}
	}
	if cause != nil {
		c.log.Error("a job broke off", "article", c.group.article.String(), "engine", c.group.engine, "cause", fmt.Sprint(cause))
	}
	for len(left) > 0 {
		err := c.End(ctx, left...)
		if err == nil || context.Cause(ctx) == errTaken {
			return
		}
		c.log.Error("cannot give back a job; trying on", "error", err)
		if ctx.Err() != nil {
			return // the worker signs off, or is found dead
		}
	}
}

// watch ends the work when no job of the claim is to be written any more.
func (c *Claim) watch(ctx context.Context, cancel context.CancelCauseFunc) (stop func()) {
	ids := make([]string, len(c.jobs))
	for i, j := range c.jobs {
		ids[i] = j.ID
	}
	sub := c.Subscribe(ids...)
	ctx, end := context.WithCancel(ctx)
	go func() {
		for {
			if held, err := c.held(ctx); err == nil && held == 0 {
				cancel(errTaken)
				return
			}
			select {
			case <-ctx.Done():
				return
			case <-sub.C:
			}
		}
	}()
	return func() {
		end()
		sub.Close()
	}
}

// held counts the jobs of the claim that are still this worker's.
func (c *Claim) held(ctx context.Context) (n int, err error) {
	err = c.read(ctx, func(tx conn) error {
		return one(ctx, tx, []any{&n}, `select count(*) from jobs where `+ofGroup+` and state = 'running' and worker = $6`,
			c.group.args(c.worker.id.String())...)
	})
	return n, err
}
