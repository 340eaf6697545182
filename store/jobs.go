package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// A JobFilter selects jobs. Empty fields accept any.
type JobFilter struct {
	State   daodu.JobState
	Article string // ID
	Kind    daodu.Kind
	Engine  string
	// Before accepts jobs that were made before the one with this ID: the last of a page.
	Before string
	Limit  int // of jobs returned; 0 is 100
}

// Job returns a job. The error wraps [daodu.ErrNotFound].
func (s *Store) Job(ctx context.Context, id string) (daodu.Job, error) {
	k, err := parseJob(id)
	if err != nil {
		return daodu.Job{}, err
	}
	var j jobRow
	err = s.ask(ctx, func(tx conn) error {
		j, err = s.job(ctx, tx, k)
		return err
	})
	return j.Job, err
}

func (s *Store) job(ctx context.Context, tx conn, id key) (j jobRow, err error) {
	err = errNoRow
	found := each(ctx, tx, func(r rows) error {
		j, err = scanJob(r)
		return err
	}, `select `+jobColumns+` from jobs where workspace_id = $1 and id = $2`, s.workspace, id)
	if found != nil {
		return j, found
	}
	return j, noJob(err, id.String())
}

// parseJob reads the ID of a job.
func parseJob(id string) (key, error) {
	k, err := parseKey(id)
	if err != nil {
		return k, noJob(errNoRow, id)
	}
	return k, nil
}

func noJob(err error, id string) error {
	if errors.Is(err, errNoRow) {
		return fmt.Errorf("%w: no job %q in this library", daodu.ErrNotFound, id)
	}
	return err
}

// Jobs returns jobs, the newest first.
func (s *Store) Jobs(ctx context.Context, f JobFilter) ([]daodu.Job, error) {
	sql := `select ` + jobColumns + ` from jobs where workspace_id = $1`
	args := []any{s.workspace}
	and := func(condition string, value any) {
		args = append(args, value)
		sql += fmt.Sprintf(" and %s $%d", condition, len(args))
	}
	for _, c := range []struct{ column, value string }{{"state", string(f.State)}, {"kind", string(f.Kind)}, {"engine", f.Engine}} {
		if c.value != "" {
			and(c.column+" =", c.value)
		}
	}
	for _, c := range []struct{ condition, id string }{{"article_id =", f.Article}, {"id <", f.Before}} {
		if c.id != "" {
			k, err := parseKey(c.id)
			if err != nil {
				return nil, nil // nothing has such an ID
			}
			and(c.condition, k)
		}
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 100
	}
	sql += fmt.Sprintf(" order by id desc limit %d", limit)
	out := []daodu.Job{}
	err := s.read(ctx, func(tx conn) error {
		out = out[:0]
		return each(ctx, tx, func(r rows) error {
			j, err := scanJob(r)
			out = append(out, j.Job)
			return err
		}, sql, args...)
	})
	return out, err
}

// CancelJob makes sure that a job is not worked on any more, and returns it. A job that
// has ended stays as it is. A worker that has the job stops within a second or so; what
// it writes until then is thrown away.
func (s *Store) CancelJob(ctx context.Context, id string) (daodu.Job, error) {
	return s.alter(ctx, id, func(tx conn, j jobRow) (*change, error) {
		if j.State.Final() {
			return nil, nil
		}
		return &change{daodu.EventCancelled, j, j.cancelled(s.stamp(), "")}, nil
	})
}

// RetryJob makes a job that failed or was cancelled wait again, its attempts forgotten.
// by is the key that asks. The error wraps [daodu.ErrConflict] when the job has not ended or
// is done, or when another job has the same wish.
func (s *Store) RetryJob(ctx context.Context, id, by string) (daodu.Job, error) {
	if err := checkAsker(by); err != nil {
		return daodu.Job{}, err
	}
	return s.alter(ctx, id, func(tx conn, j jobRow) (*change, error) {
		if j.State != daodu.JobFailed && j.State != daodu.JobCancelled {
			return nil, fmt.Errorf("%w: job %s is %s; only jobs that failed or were cancelled can be tried again", daodu.ErrConflict, id, j.State)
		}
		other, err := s.twin(ctx, tx, j)
		if err != nil {
			return nil, err
		}
		if other.ID != "" {
			return nil, fmt.Errorf("%w: job %s, which is %s, is for the same artifact", daodu.ErrConflict, other.ID, other.State)
		}
		next := j.waiting(s.stamp(), "")
		next.Attempts, next.AskedBy = 0, by
		return &change{daodu.EventQueued, j, next}, nil
	})
}

// alter changes a job under the lock of its article.
func (s *Store) alter(ctx context.Context, id string, f func(conn, jobRow) (*change, error)) (out daodu.Job, err error) {
	k, err := parseJob(id)
	if err != nil {
		return out, err
	}
	err = s.tell(ctx, func(tx conn) error {
		j, err := s.job(ctx, tx, k)
		if err != nil {
			return err
		}
		g, err := groupOf(s.workspace, j.Job)
		if err != nil {
			return err
		}
		if _, err := s.lockArticle(ctx, tx, s.workspace, g.article); err != nil {
			return noJob(err, id)
		}
		if j, err = s.job(ctx, tx, k); err != nil { // as it is now that nobody else changes it
			return err
		}
		c, err := f(tx, j)
		if out = j.Job; err != nil || c == nil {
			return err
		}
		out = c.is.Job
		return s.settle(ctx, tx, []change{*c}, nil)
	})
	return out, err
}

// dropJobs returns what is told of the jobs about an article that is removed, which go
// with it.
func (s *Store) dropJobs(ctx context.Context, tx conn, article key) (changes []change, err error) {
	if _, err := s.lockArticle(ctx, tx, s.workspace, article); err != nil {
		return nil, err
	}
	now := s.stamp()
	err = each(ctx, tx, func(r rows) error {
		j, err := scanJob(r)
		changes = append(changes, change{daodu.EventCancelled, j, j.cancelled(now, "the article was removed")})
		return err
	}, `select `+jobColumns+` from jobs where workspace_id = $1 and article_id = $2 and state in ('queued', 'running')`, s.workspace, article)
	return changes, err
}

// A QueueDepth says how much waits for one engine, in all workspaces.
type QueueDepth struct {
	Engine  string `json:"engine"`
	Queued  int    `json:"queued"`
	Running int    `json:"running"`
	// Oldest is how long the job that may begin and has waited longest has waited, in
	// seconds.
	Oldest float64 `json:"oldest_seconds"`
}

// Depths returns how much waits and is worked on, by engine.
func (s *Store) Depths(ctx context.Context) (out []QueueDepth, err error) {
	now := s.stamp()
	err = s.read(ctx, func(tx conn) error {
		out = nil
		return each(ctx, tx, func(r rows) error {
			var d QueueDepth
			var first *int64
			err := r.Scan(&d.Engine, &d.Queued, &d.Running, &first)
			if first != nil {
				d.Oldest = max(0, float64(now-*first)/1e6)
			}
			out = append(out, d)
			return err
		}, `select engine, count(case when state = 'queued' then 1 end), count(case when state = 'running' then 1 end),
			min(case when state = 'queued' then run_at end) from jobs where state in ('queued', 'running') group by engine`)
	})
	slices.SortFunc(out, func(a, b QueueDepth) int { return strings.Compare(a.Engine, b.Engine) })
	return out, err
}
