// Package work writes what the jobs of a library ask for: it joins the library, which
// hands out jobs, with the engines, which know neither jobs nor databases.
package work

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/daodu/daodu"
)

// A Claim is jobs of one article that differ in their kind only, taken from a queue.
type Claim interface {
	Jobs() []daodu.Job
	// Workspace names the workspace of the jobs.
	Workspace() string
	// Article returns the article that the jobs are about.
	Article(ctx context.Context) (*daodu.Article, error)
	// Progress tells those who follow the jobs what goes on: done is a share, 0..1.
	Progress(ctx context.Context, done float64, step string) error
	// End stores what became of the jobs. It works when ctx has ended.
	End(ctx context.Context, endings ...daodu.JobEnding) error
}

// A Writer writes artifacts of the given kinds as a wish has it but for its kind, for a
// workspace. When it fails it returns those that it could write with the error of the
// others.
type Writer func(ctx context.Context, workspace string, a *daodu.Article, kinds []daodu.Kind, w daodu.Wish) ([]*daodu.Artifact, error)

// A Desk works on claims.
type Desk struct {
	Write Writer
	// Timeout returns how long an engine may take for one claim; nil and 0 set no limit.
	Timeout func(engine string) time.Duration
	// Ended is told what became of each job and how long its claim took; nil for nobody.
	Ended func(j daodu.Job, e daodu.JobEnding, took time.Duration)
	Log   *slog.Logger
}

// Handle writes what the jobs of a claim ask for and ends them. When ctx ends before, the
// jobs are given back.
func (d *Desk) Handle(ctx context.Context, c Claim) {
	began := time.Now()
	jobs := c.Jobs()
	artifacts, err := d.write(ctx, c, jobs)
	endings := make([]daodu.JobEnding, len(jobs))
	for i, j := range jobs {
		endings[i] = d.ending(ctx, j, artifacts, err)
	}
	if err := c.End(ctx, endings...); err != nil {
		d.Log.Error("cannot store what became of jobs", "article", jobs[0].ArticleID, "error", err)
		return
	}
	for i, j := range jobs {
		if d.Ended != nil {
			d.Ended(j, endings[i], time.Since(began))
		}
	}
}

// write has the artifacts written that jobs ask for.
func (d *Desk) write(ctx context.Context, c Claim, jobs []daodu.Job) ([]*daodu.Artifact, error) {
	if d.Timeout != nil {
		if most := d.Timeout(jobs[0].Engine); most > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, most)
			defer cancel()
		}
	}
	a, err := c.Article(ctx)
	if err != nil {
		return nil, err
	}
	kinds := make([]daodu.Kind, len(jobs))
	for i, j := range jobs {
		kinds[i] = j.Kind
	}
	return d.Write(context.WithValue(ctx, reporterKey{}, d.reporter(ctx, c)), c.Workspace(), a, kinds, jobs[0].Wish)
}

// ending returns what became of a job.
func (d *Desk) ending(ctx context.Context, j daodu.Job, artifacts []*daodu.Artifact, err error) daodu.JobEnding {
	for _, art := range artifacts {
		if art.Content.Kind() == j.Kind {
			return daodu.JobEnding{JobID: j.ID, Artifact: art}
		}
	}
	if ctx.Err() != nil {
		return daodu.JobEnding{JobID: j.ID} // given back
	}
	if own := daodu.KindErrors(err)[j.Kind]; own != nil {
		err = own
	}
	if err == nil {
		err = errors.New("the engine wrote nothing and gave no reason")
	}
	return daodu.JobEnding{JobID: j.ID, Err: d.told(j, err), Again: again(err, j.Attempts)}
}

// told returns an error in one line as users may see it. The log has the whole of what is
// internal.
func (d *Desk) told(j daodu.Job, err error) error {
	if daodu.HTTPStatus(err) == http.StatusInternalServerError {
		d.Log.Error("a job failed", "job", j.ID, "article", j.ArticleID, "kind", j.Kind, "error", err)
		return errors.New("internal error")
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: writing took longer than the configuration allows; raise jobs.timeout", daodu.ErrUpstream)
	}
	return errors.New(strings.Join(strings.Fields(err.Error()), " "))
}

// hopeless are errors that come again however often one tries.
var hopeless = []error{
	daodu.ErrUsage, daodu.ErrForbidden, daodu.ErrNotFound, daodu.ErrBadInput, daodu.ErrEmpty, daodu.ErrTooLarge,
}

// How long to wait before the second attempt; each further wait is 4 times as long. Limits
// are counted by the minute.
const (
	firstWait   = 2 * time.Second
	limitedWait = 30 * time.Second
	longestWait = 10 * time.Minute
)

// again returns how long to wait before the next attempt, less than 0 for no other.
func again(err error, attempts int) time.Duration {
	for _, h := range hopeless {
		if errors.Is(err, h) {
			return -1
		}
	}
	wait := firstWait
	if errors.Is(err, daodu.ErrLimited) {
		wait = limitedWait
	}
	for range attempts - 1 {
		wait = min(4*wait, longestWait)
	}
	return wait
}
