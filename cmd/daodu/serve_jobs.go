package main

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/api"
	"github.com/daodu/daodu/store"
	"github.com/daodu/daodu/summarize"
)

// ListJobs returns jobs, the newest first.
func (v workspaceView) ListJobs(ctx context.Context, f api.JobFilter, p api.Page) (jobs []daodu.Job, next string, err error) {
	jobs, err = v.Jobs(ctx, store.JobFilter{State: f.State, Article: f.Article, Kind: f.Kind, Engine: f.Engine, Before: p.After, Limit: p.Limit + 1})
	if len(jobs) > p.Limit {
		jobs = jobs[:p.Limit]
		next = jobs[p.Limit-1].ID
	}
	return jobs, next, err
}

// Follow returns what says when there may be events.
func (v workspaceView) Follow(jobIDs ...string) (words <-chan struct{}, stop func()) {
	sub := v.Subscribe(jobIDs...)
	return sub.C, sub.Close
}

// A deskView has artifacts written for one workspace.
type deskView struct {
	workspaceView
	engines []string
}

// Engines returns the names of engines, that of the configuration first.
func (v deskView) Engines() []string { return v.engines }

// Order asks for artifacts about an article.
func (v deskView) Order(ctx context.Context, articleID string, wishes []daodu.Wish, by string) ([]api.Ordered, error) {
	ordered, err := v.Store.Order(ctx, articleID, store.Order{Wishes: plainLangs(wishes), By: by})
	out := make([]api.Ordered, len(ordered))
	for i, o := range ordered {
		out[i] = api.Ordered{Job: o.Job, Ready: o.ArtifactID != ""}
	}
	return out, err
}

// Newest returns the newest artifact that fits, as it was stored.
func (v deskView) Newest(ctx context.Context, articleID string, w daodu.Wish) (json.RawMessage, error) {
	return v.ArtifactJSON(ctx, articleID, store.Wanted{Kind: w.Kind, Length: w.Length, Lang: summarize.Lang(w.Lang), Engine: w.Engine, Current: true})
}

// plainLangs returns wishes with the tags that artifacts have: zh-CN is zh-Hans.
func plainLangs(wishes []daodu.Wish) []daodu.Wish {
	out := slices.Clone(wishes)
	for i := range out {
		out[i].Lang = summarize.Lang(out[i].Lang)
	}
	return out
}

// workBeside works on jobs while a server runs, unless the configuration leaves that to
// others. wait stops that, and returns when what was begun is done.
func (a *app) workBeside(ctx context.Context, s *store.Store, told func(daodu.Job, daodu.JobEnding, time.Duration)) (wait func() error) {
	if !a.config.GetBool("serve.work") {
		return func() error { return nil }
	}
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- a.work(ctx, s, told) }()
	return func() error {
		stop()
		return <-ended
	}
}
