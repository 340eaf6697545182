package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/daodu/daodu"
)

// emit notes what happened to jobs of one workspace. The number of the last event stays
// locked until the transaction ends, so that events become visible in the order of their
// numbers; emit therefore comes last in a transaction.
func (sh *shared) emit(ctx context.Context, tx conn, changes []change) error {
	if len(changes) == 0 {
		return nil
	}
	workspace, now := changes[0].is.workspace, sh.stamp()
	var last int64
	err := one(ctx, tx, []any{&last}, `insert into event_counters (workspace_id, seq) values ($1, $2)
		on conflict (workspace_id) do update set seq = event_counters.seq + excluded.seq returning seq`, workspace, len(changes))
	if err != nil {
		return err
	}
	values := make([][]any, len(changes))
	for i, c := range changes {
		id, err := parseKey(c.is.ID)
		if err != nil {
			return err
		}
		data, err := toJSON(c.is.Job)
		if err != nil {
			return err
		}
		values[i] = []any{workspace, last - int64(len(changes)-1-i), id, string(c.what), data, now}
	}
	return tx.load(ctx, "job_events", []string{"workspace_id", "seq", "job_id", "type", "data", "added_at"}, values)
}

// tell runs f in a transaction and wakes those who wait for events.
func (sh *shared) tell(ctx context.Context, f func(conn) error) error {
	err := sh.write(ctx, f)
	if err == nil {
		sh.hub.tell()
	}
	return err
}

// maxEvents is how many events Events returns at most.
const maxEvents = 500

// Events returns the events behind number after, of one job or, when jobID is "", of the
// workspace, the first 500 at most. upto is the number to ask behind next time: all
// events up to it that are wanted were returned.
func (s *Store) Events(ctx context.Context, jobID string, after int64) (events []daodu.JobEvent, upto int64, err error) {
	sql := `select seq, type, data, added_at from job_events where workspace_id = $1 and seq > $2`
	args := []any{s.workspace, after}
	if jobID != "" {
		k, err := parseJob(jobID)
		if err != nil {
			return nil, 0, err
		}
		sql += ` and job_id = $3`
		args = append(args, k)
	}
	err = s.read(ctx, func(tx conn) error {
		events, upto = nil, after
		if err := one(ctx, tx, []any{&upto}, `select seq from event_counters where workspace_id = $1`, s.workspace); err != nil && !errors.Is(err, errNoRow) {
			return err
		}
		return each(ctx, tx, func(r rows) error {
			e, err := scanEvent(r)
			events = append(events, e)
			return err
		}, sql+fmt.Sprintf(` order by seq limit %d`, maxEvents), args...)
	})
	if len(events) == maxEvents {
		upto = events[maxEvents-1].Seq
	}
	return events, max(upto, after), err
}

func scanEvent(r rows) (e daodu.JobEvent, err error) {
	var what, data string
	var at int64
	if err := r.Scan(&e.Seq, &what, &data, &at); err != nil {
		return e, err
	}
	e.Type, e.At = daodu.JobEventType(what), moment(at)
	return e, json.Unmarshal([]byte(data), &e.Job)
}

// LastEvent returns the number of the last event of the workspace, 0 when there is none.
func (s *Store) LastEvent(ctx context.Context) (seq int64, err error) {
	err = s.read(ctx, func(tx conn) error {
		return one(ctx, tx, []any{&seq}, `select seq from event_counters where workspace_id = $1`, s.workspace)
	})
	if errors.Is(err, errNoRow) {
		err = nil
	}
	return seq, err
}

// ForgetEvents deletes the events of all workspaces that are older than a time. Numbers
// are not used again.
func (s *Store) ForgetEvents(ctx context.Context, before time.Time) error {
	return s.write(ctx, func(tx conn) error {
		_, err := tx.exec(ctx, `delete from job_events where added_at < $1`, before.UnixMicro())
		return err
	})
}

// changedJobs returns the last event of a workspace, and the jobs that have events behind
// a number unless that is unknown.
func (sh *shared) changedJobs(ctx context.Context, workspace key, after int64) (last int64, jobs []key, err error) {
	err = sh.read(ctx, func(tx conn) error {
		jobs = nil
		err := one(ctx, tx, []any{&last}, `select seq from event_counters where workspace_id = $1`, workspace)
		if errors.Is(err, errNoRow) || err == nil && (last == after || after == unknown) {
			return nil
		}
		if err != nil {
			return err
		}
		return each(ctx, tx, func(r rows) error {
			var id key
			err := r.Scan(&id)
			jobs = append(jobs, id)
			return err
		}, `select distinct job_id from job_events where workspace_id = $1 and seq > $2`, workspace, after)
	})
	slices.SortFunc(jobs, compareKeys)
	return last, jobs, err
}
