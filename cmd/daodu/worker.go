package main

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/work"
	"github.com/daodu/daodu/store"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
	"github.com/daodu/daodu/summarize/openai/chat"
)

func (a *app) workerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "worker", Short: "Write what the jobs of the library ask for, until it is stopped", Args: noArgs,
		Long: `Takes jobs that a server, or another program, put into the library and writes what they
ask for. Any number of workers on any number of machines may work for one library on
PostgreSQL; on an embedded library they must be on its machine. One serves all
workspaces. A worker that is stopped (SIGTERM, Ctrl-C) finishes what it has begun, or
gives it back; the jobs of one that is killed are taken over by others in a moment. It
also sends webhooks and asks for feeds, as servers do.`,
		Example: `  daodu worker
  DAODU_JOBS_WORKERS=8 daodu worker --library postgres://study@db.example.com/library`,
		RunE: a.traced(a.withLibrary(func(ctx context.Context, s *store.Store, _ []string) error {
			fmt.Fprintf(a.err, "daodu: working for %s; Ctrl-C stops when what was begun is done\n", s.Database())
			metrics := newJobMetrics(s)
			quiet, err := a.tell(ctx, metrics)
			if err != nil {
				return err
			}
			defer quiet()
			stop, err := a.background(ctx, s)
			if err != nil {
				return err
			}
			defer stop()
			return a.work(ctx, s, metrics.jobEnded)
		})),
	}
	a.settingFlag(cmd, "workers", "jobs.workers")
	a.libraryFlags(cmd)
	return cmd
}

// Events are kept for those who were away for long.
const (
	keepEvents  = 30 * 24 * time.Hour
	forgetEvery = time.Hour
)

// work takes jobs of a library until ctx ends and what was begun is done. ended is told
// what became of each; nil for nobody.
func (a *app) work(ctx context.Context, s *store.Store, ended func(daodu.Job, daodu.JobEnding, time.Duration)) error {
	names, err := a.engineNames()
	if err != nil {
		return err
	}
	config, err := a.workConfig(names)
	if err != nil {
		return err
	}
	writers := &writers{app: a, store: s, of: map[string]summarize.Engine{}}
	desk := &work.Desk{
		Log: a.log, Ended: ended, Timeout: func(string) time.Duration { return config.Timeout },
		Write: a.tracedWriter(writers.write),
	}
	go every(ctx, forgetEvery, func() { a.forget(ctx, s) })
	return s.Work(ctx, config, func(ctx context.Context, c *store.Claim) { desk.Handle(ctx, c) })
}

// engineNames returns the names of the engines that this process can write with, that of
// the configuration first: what works offline is always there.
func (a *app) engineNames() ([]string, error) {
	e, err := a.engine(modelUse{})
	if err != nil {
		return nil, err
	}
	names := []string{e.Name()}
	if offline := new(extract.Engine).Name(); offline != e.Name() {
		names = append(names, offline)
	}
	return names, nil
}

// writers are the engines of a process. That of a model keeps its answers in the workspace
// of the articles.
type writers struct {
	app   *app
	store *store.Store

	mu     sync.Mutex
	client *chat.Client                // of all workspaces, for what an endpoint allows is for all
	of     map[string]summarize.Engine // models, by workspace
}

func (w *writers) write(ctx context.Context, workspace string, article *daodu.Article, kinds []daodu.Kind, wish daodu.Wish) ([]*daodu.Artifact, error) {
	e, err := w.engine(ctx, workspace, wish.Engine)
	if err != nil {
		return nil, err
	}
	return summarize.Artifacts(ctx, e, article, kinds, summarize.Options{Length: wish.Length, Lang: wish.Lang})
}

// engine returns the engine of a name for a workspace.
func (w *writers) engine(ctx context.Context, workspace, name string) (summarize.Engine, error) {
	if offline := new(extract.Engine); name == offline.Name() {
		return offline, nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if e := w.of[workspace]; e != nil {
		return e, nil
	}
	view, err := w.store.In(ctx, workspace)
	if err != nil {
		return nil, err
	}
	if w.client == nil {
		if w.client, err = w.app.modelClient(); err != nil {
			return nil, err
		}
	}
	e, err := w.app.engine(modelUse{cache: view, client: w.client})
	if err == nil {
		w.of[workspace] = e
	}
	return e, err
}

// workConfig returns how this process works, with engines of these names.
func (a *app) workConfig(engines []string) (store.WorkConfig, error) {
	workers, attempts := a.config.GetInt("jobs.workers"), a.config.GetInt("jobs.attempts")
	if workers < 0 || attempts < 1 {
		return store.WorkConfig{}, fmt.Errorf("%w: jobs.workers must be 0 or more, jobs.attempts 1 or more", daodu.ErrUsage)
	}
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	c := store.WorkConfig{
		Engines: map[string]int{}, Attempts: attempts,
		Timeout: a.config.GetDuration("jobs.timeout"), Grace: a.config.GetDuration("jobs.grace"), Dead: a.config.GetDuration("jobs.dead"),
	}
	for _, d := range []struct {
		key   string
		value time.Duration
	}{{"jobs.timeout", c.Timeout}, {"jobs.grace", c.Grace}, {"jobs.dead", c.Dead}} {
		if d.value < time.Second {
			return c, fmt.Errorf("%w: %s %q is no duration of a second or more; write it as 30s or 2m", daodu.ErrUsage, d.key, a.config.GetString(d.key))
		}
	}
	c.Beat = c.Dead / 4
	for _, name := range engines {
		c.Engines[name] = workers
	}
	a.log.Info("working", "engines", strings.Join(engines, " "), "at once", workers)
	return c, nil
}

// forget deletes old events.
func (a *app) forget(ctx context.Context, s *store.Store) {
	if err := s.ForgetEvents(ctx, time.Now().Add(-keepEvents)); err != nil && ctx.Err() == nil {
		a.log.Warn("cannot delete old events", "error", err)
	}
}
