package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/daodu/daodu"
)

// On PostgreSQL River hands groups to workers. A task of River's says that a group may
// have something to take, and is over once somebody has looked: what became of the jobs
// stands in the table jobs alone. River would take an hour to notice a killed worker, so
// that is told by the table workers.

// A wakeUp is a task of River's.
type wakeUp struct {
	Workspace uuid.UUID `json:"workspace"`
	Article   uuid.UUID `json:"article"`
	Length    string    `json:"length"`
	Lang      string    `json:"lang"`
	Engine    string    `json:"engine"`
}

// Kind names the tasks in River's tables.
func (wakeUp) Kind() string { return "daodu_write" }

// riverQueue holds the client that adds tasks. It works on none.
type riverQueue struct {
	once   sync.Once
	client *river.Client[pgx.Tx]
	err    error
	pool   *pgxpool.Pool
}

func (q *riverQueue) adder() (*river.Client[pgx.Tx], error) {
	q.once.Do(func() { q.client, q.err = river.NewClient(riverpgxv5.New(q.pool), &river.Config{}) })
	return q.client, q.err
}

// mostAttempts is River's limit. Attempts are counted in the table jobs.
const mostAttempts = 1000

func (d *postgresDialect) put(ctx context.Context, tx conn, waiting []group) error {
	client, err := d.river.adder()
	if err != nil {
		return err
	}
	tasks := make([]river.InsertManyParams, len(waiting))
	for i, g := range waiting {
		tasks[i] = river.InsertManyParams{
			Args:       wakeUp{uuid.UUID(g.workspace), uuid.UUID(g.article), g.length, g.lang, g.engine},
			InsertOpts: &river.InsertOpts{Queue: g.engine, MaxAttempts: mostAttempts, ScheduledAt: time.UnixMicro(g.runAt)},
		}
	}
	_, err = client.InsertManyFastTx(ctx, tx.(postgresConn).tx.(pgx.Tx), tasks)
	return err
}

// rescue gives others the tasks of a dead worker; "available" is River's word for what
// waits. attempted_by names all who had a task, the last one last.
func (d *postgresDialect) rescue(ctx context.Context, tx conn, worker key) error {
	_, err := tx.exec(ctx, `update river_job set state = 'available' where state = 'running' and attempted_by[array_upper(attempted_by, 1)] = $1`,
		worker.String())
	return err
}

// fetchEvery is the shortest time between two looks of River for tasks: tasks are short,
// and River fetches only as many as it has room for.
const fetchEvery = 10 * time.Millisecond

func (d *postgresDialect) serve(ctx context.Context, sh *shared, c WorkConfig, worker key, handle func(group) error) error {
	queues := map[string]river.QueueConfig{}
	for engine, n := range c.Engines {
		if n > 0 {
			queues[engine] = river.QueueConfig{MaxWorkers: n}
		}
	}
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, river.WorkFunc(func(_ context.Context, task *river.Job[wakeUp]) error {
		a := task.Args
		err := handle(group{workspace: key(a.Workspace), article: key(a.Article), length: a.Length, lang: a.Lang, engine: a.Engine})
		if err != nil {
			sh.log.Warn("cannot take a job; it will be tried again", "error", err)
			return river.JobSnooze(time.Second)
		}
		return nil
	})); err != nil {
		return err
	}
	timeout := c.Timeout + c.Grace + time.Minute // handlers keep the time themselves
	client, err := river.NewClient(riverpgxv5.New(d.river.pool), &river.Config{
		ID: worker.String(), Queues: queues, Workers: workers, Logger: riverLog(sh.log), FetchCooldown: fetchEvery,
		JobTimeout: timeout, RescueStuckJobsAfter: timeout + time.Hour, CompletedJobRetentionPeriod: time.Hour,
	})
	if err != nil {
		return fmt.Errorf("store: the queue refuses its settings: %w", err)
	}
	// Tasks must not end with ctx: running jobs have their time.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	<-ctx.Done()
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), max(c.Grace, 0)+patientEnd)
	defer cancel()
	if err := client.Stop(stopping); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// prepareQueue brings River's tables up to date, or says that they are not.
func (d *postgresDialect) prepareQueue(ctx context.Context, keep bool) error {
	migrator, err := rivermigrate.New(riverpgxv5.New(d.river.pool), nil)
	if err != nil {
		return err
	}
	current := func() (bool, error) {
		have, err := migrator.ExistingVersions(ctx)
		all := migrator.AllVersions()
		return len(have) >= len(all), err
	}
	if done, err := current(); done || err != nil {
		return err
	}
	if keep {
		return fmt.Errorf("%w: the tables of the queue are older than this program needs; run `daodu migrate`", daodu.ErrUsage)
	}
	return d.locked(ctx, func() error {
		if done, err := current(); done || err != nil {
			return err
		}
		_, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
		return err
	})
}

// queueLock is the number of the lock under which River's tables are made.
const queueLock = 0x64616f6475 // "daodu"

// locked runs f while no other program does.
func (d *postgresDialect) locked(ctx context.Context, f func() error) error {
	c, err := pgx.ConnectConfig(ctx, d.river.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer c.Close(context.WithoutCancel(ctx)) // gives the lock back
	if _, err := c.Exec(ctx, `select pg_advisory_lock($1)`, queueLock); err != nil {
		return err
	}
	return f()
}
