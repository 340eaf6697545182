package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/daodu/daodu"
)

// A queue hands what waits to workers. The table jobs is the truth on both databases; a
// queue only says when there may be something to take. It may say so twice, or without a
// cause, but for everything that waits it says so at least once, also when programs are
// killed at any moment.
type queue interface {
	// prepareQueue brings tables that the migrations do not know up to date, or says that
	// they are not.
	prepareQueue(ctx context.Context, keep bool) error
	// put makes groups of jobs known to workers, in the transaction that makes them wait.
	put(ctx context.Context, tx conn, waiting []group) error
	// serve calls handle with groups that may have something to take, until ctx ends, and
	// returns when the calls have ended. A call that fails is repeated. worker is the
	// caller's row in the table workers.
	serve(ctx context.Context, sh *shared, c WorkConfig, worker key, handle func(group) error) error
	// rescue makes what a dead worker was handed, but did not take, known again.
	rescue(ctx context.Context, tx conn, worker key) error
}

// A group is the jobs about one article that differ in their kind only. A worker takes
// them together, since engines write them for less than one after the other, and nobody
// else takes more of them meanwhile, so that what they share is paid for once.
type group struct {
	workspace, article   key
	length, lang, engine string
	runAt                int64 // when there will be something to take
}

// groupOf returns the group of a job.
func groupOf(workspace key, j daodu.Job) (group, error) {
	article, err := parseKey(j.ArticleID)
	return group{
		workspace: workspace, article: article, length: string(j.Length), lang: j.Lang, engine: j.Engine,
		runAt: j.RunAt.UnixMicro(),
	}, err
}

// ofGroup selects the jobs of a group; its arguments are $1 to $5.
const ofGroup = `workspace_id = $1 and article_id = $2 and length = $3 and lang = $4 and engine = $5`

func (g group) args(more ...any) []any {
	return append([]any{g.workspace, g.article, g.length, g.lang, g.engine}, more...)
}

// A WorkConfig says how a process works on jobs.
type WorkConfig struct {
	// Engines says how many groups of jobs are worked on at once, by engine. Jobs of other
	// engines are left to other processes.
	Engines map[string]int
	// Beat is how often the process says that it lives; 0 is 5 s.
	Beat time.Duration
	// Dead is how long another process may be silent before its jobs are taken over; 0 is
	// 4 beats.
	Dead time.Duration
	// Grace is how long running jobs may go on once the process is to stop; 0 is 30 s,
	// less than 0 not at all.
	Grace time.Duration
	// Attempts is how often a job may be begun; 0 is 5.
	Attempts int
	// Timeout is the longest that a group may take; 0 is an hour.
	Timeout time.Duration
}

func (c WorkConfig) withDefaults() WorkConfig {
	for _, d := range []struct {
		at    *time.Duration
		value time.Duration
	}{{&c.Beat, 5 * time.Second}, {&c.Grace, 30 * time.Second}, {&c.Timeout, time.Hour}} {
		if *d.at == 0 {
			*d.at = d.value
		}
	}
	if c.Dead == 0 {
		c.Dead = 4 * c.Beat
	}
	if c.Attempts == 0 {
		c.Attempts = 5
	}
	return c
}

// Work takes jobs of all workspaces and calls handle with them, several at a time, until
// ctx ends; then it takes no more, gives those that run the time that c grants them, and
// returns. The context of handle ends when the jobs have to be given back: because that
// time is over, because all of them were cancelled, or because other processes took this
// one for dead. handle must call [Claim.End].
func (s *Store) Work(ctx context.Context, c WorkConfig, handle func(context.Context, *Claim)) error {
	c = c.withDefaults()
	if len(c.Engines) == 0 {
		return fmt.Errorf("%w: a worker needs an engine to work with", daodu.ErrUsage)
	}
	w := &worker{shared: s.shared, config: c, id: newKey(), handle: handle, claims: map[*Claim]context.CancelCauseFunc{}}
	if err := w.register(ctx); err != nil {
		return unlessEnded(ctx, err)
	}
	running, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(nil)
	defer context.AfterFunc(ctx, func() { time.AfterFunc(max(c.Grace, 0), func() { stop(errStopping) }) })()
	beats, end := context.WithCancel(context.WithoutCancel(ctx))
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		w.beat(beats)
	}()
	err := s.dia.serve(ctx, s.shared, c, w.id, func(g group) error { return w.run(running, g) })
	end()
	<-beating
	w.leave(context.WithoutCancel(ctx))
	return unlessEnded(ctx, explain(err))
}

// unlessEnded returns err, or nil when it says only that ctx has ended: to be stopped, at
// whatever moment, is no failure of a worker.
func unlessEnded(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
