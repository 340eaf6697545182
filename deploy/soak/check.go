package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
)

// check holds what is in the library, and what was told of it, against what was promised.
func (d *day) check(ctx context.Context, quiet bool) error {
	if quiet {
		sleep(ctx, 2*time.Second) // for what comes twice to come
	}
	if err := d.checkArticles(ctx); err != nil {
		return err
	}
	if err := d.checkArtifacts(ctx); err != nil {
		return err
	}
	if err := d.checkEvents(ctx); err != nil {
		return err
	}
	d.checkWebhook()
	for _, p := range d.fleet.processes {
		d.report.Starts += p.starts
	}
	slices.Sort(d.adder.took)
	if n := len(d.adder.took); n > 0 {
		d.report.AddMedian, d.report.AddP99 = d.adder.took[n/2], d.adder.took[n*99/100]
	}
	d.report.Retries = d.adder.retries
	d.report.Broken = append(d.report.Broken, d.adder.broken...)
	return nil
}

// checkArticles holds that what was acknowledged is there, and nothing else.
func (d *day) checkArticles(ctx context.Context) error {
	type row struct{ ID uuid.UUID }
	rows, err := query[row](ctx, d.db, `select id from articles`)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, r := range rows {
		there[r.ID.String()] = true
		if _, ok := d.adder.ids[r.ID.String()]; !ok {
			d.report.breach("article %s was never acknowledged, though nobody gave up", r.ID)
		}
	}
	for id, n := range d.adder.ids {
		if !there[id] {
			d.report.breach("speech %d was acknowledged as %s and is not there", n, id)
		}
	}
	d.report.Acknowledged = len(d.adder.ids)
	if len(d.adder.ids) != d.articles {
		d.report.breach("%d of %d speeches were acknowledged", len(d.adder.ids), d.articles)
	}
	return nil
}

// checkArtifacts holds that every article has each artifact exactly once.
func (d *day) checkArtifacts(ctx context.Context) error {
	type row struct {
		Article uuid.UUID
		Kind    string
		Count   int
	}
	rows, err := query[row](ctx, d.db, `select article_id, kind, count(*)::int from artifacts group by 1, 2`)
	if err != nil {
		return err
	}
	for _, r := range rows {
		d.report.Artifacts += r.Count
		if r.Count != 1 {
			d.report.breach("article %s has its %s %d times", r.Article, r.Kind, r.Count)
		}
	}
	if len(rows) != 3*len(d.adder.ids) {
		d.report.breach("there are %d artifacts of %d", len(rows), 3*len(d.adder.ids))
	}
	return nil
}

// checkEvents holds that the follower was told of every job that it is done, once, and
// missed no event.
func (d *day) checkEvents(ctx context.Context) error {
	type row struct {
		ID       uuid.UUID
		State    string
		Attempts int
	}
	rows, err := query[row](ctx, d.db, `select id, state, attempts::int from jobs`)
	if err != nil {
		return err
	}
	type last struct{ Seq int64 }
	seqs, err := query[last](ctx, d.db, `select coalesce(max(seq), 0)::bigint from job_events`)
	if err != nil {
		return err
	}
	d.follower.mu.Lock()
	defer d.follower.mu.Unlock()
	for _, r := range rows {
		d.report.Attempts += r.Attempts
		if n := d.follower.done[r.ID.String()]; r.State != "done" || n != 1 {
			d.report.breach("job %s is %s, and was told to be done %d times", r.ID, r.State, n)
		}
	}
	if d.follower.last != seqs[0].Seq {
		d.report.breach("the last event that was told is %d, there are %d", d.follower.last, seqs[0].Seq)
	}
	d.report.Events, d.report.Connections = d.follower.events, d.follower.connections
	d.report.Broken = append(d.report.Broken, d.follower.broken...)
	return nil
}

// checkWebhook holds that the receiver was told of every article and of every artifact,
// each under one ID.
func (d *day) checkWebhook() {
	r := d.receiver
	r.mu.Lock()
	defer r.mu.Unlock()
	for id := range d.adder.ids {
		for _, what := range []string{"article.added %s ", "artifact.ready %s summary", "artifact.ready %s outline", "artifact.ready %s guide"} {
			if about := fmt.Sprintf(what, id); r.about[about] != 1 {
				d.report.breach("the webhook was told %d times, under as many IDs, of: %s", r.about[about], about)
			}
		}
	}
	d.report.Hooks, d.report.HookRequests, d.report.HookRefused = len(r.bodies), r.requests, r.refused
	d.report.Broken = append(d.report.Broken, r.broken...)
}
