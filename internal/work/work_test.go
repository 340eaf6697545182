package work

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// A claim notes what is done with it.
type claim struct {
	jobs     []daodu.Job
	article  *daodu.Article
	err      error // of reading the article
	ends     []daodu.JobEnding
	progress []string
}

func (c *claim) Jobs() []daodu.Job                                    { return c.jobs }
func (c *claim) Workspace() string                                    { return "group" }
func (c *claim) Article(context.Context) (*daodu.Article, error)      { return c.article, c.err }
func (c *claim) End(_ context.Context, ends ...daodu.JobEnding) error { c.ends = ends; return nil }
func (c *claim) Progress(_ context.Context, done float64, s string) error {
	c.progress = append(c.progress, fmt.Sprint(done, s))
	return nil
}

func jobs(attempts int) []daodu.Job {
	var out []daodu.Job
	for _, k := range []daodu.Kind{daodu.KindSummary, daodu.KindGuide} {
		out = append(out, daodu.Job{ID: string(k), Attempts: attempts, Wish: daodu.Wish{Kind: k, Length: daodu.Short, Lang: "zh-Hant", Engine: "extract"}})
	}
	return out
}

// endings prints what became of jobs.
func endings(ends []daodu.JobEnding) (out []string) {
	for _, e := range ends {
		switch {
		case e.Artifact != nil:
			out = append(out, e.JobID+" written as "+string(e.Artifact.Content.Kind()))
		case e.Err == nil:
			out = append(out, e.JobID+" given back")
		default:
			out = append(out, fmt.Sprintf("%s: %v, again %v", e.JobID, e.Err, e.Again))
		}
	}
	return out
}

func TestHandle(t *testing.T) {
	t.Parallel()
	summary, guide := &daodu.Artifact{Content: new(daodu.Summary)}, &daodu.Artifact{Content: new(daodu.Guide)}
	secret := errors.New("dial tcp: password=hunter2")
	tests := []struct {
		name     string
		written  []*daodu.Artifact
		err      error
		reading  error
		attempts int
		want     []string
	}{
		{"all written", []*daodu.Artifact{guide, summary}, nil, nil, 1, []string{"summary written as summary", "guide written as guide"}},
		{"one of two", []*daodu.Artifact{summary}, fmt.Errorf("%w: the model\nis gone", daodu.ErrUpstream), nil, 1, []string{"summary written as summary", "guide: upstream: the model is gone, again 2s"}},
		{"third attempt", nil, fmt.Errorf("%w: gone", daodu.ErrUpstream), nil, 3, []string{"summary: upstream: gone, again 32s", "guide: upstream: gone, again 32s"}},
		{"rate limit", nil, fmt.Errorf("%w: slowly", daodu.ErrLimited), nil, 2, []string{"summary: limit reached: slowly, again 2m0s", "guide: limit reached: slowly, again 2m0s"}},
		{"many attempts", nil, fmt.Errorf("%w: gone", daodu.ErrUpstream), nil, 40, []string{"summary: upstream: gone, again 10m0s", "guide: upstream: gone, again 10m0s"}},
		{"no use", nil, fmt.Errorf("%w: no such language", daodu.ErrUsage), nil, 1, []string{"summary: usage: no such language, again -1ns", "guide: usage: no such language, again -1ns"}},
		{"internal", nil, secret, nil, 1, []string{"summary: internal error, again 2s", "guide: internal error, again 2s"}},
		{"no reason", nil, nil, nil, 1, []string{"summary: internal error, again 2s", "guide: internal error, again 2s"}},
		{"no article", nil, nil, fmt.Errorf("%w: no article", daodu.ErrNotFound), 1, []string{"summary: not found: no article, again -1ns", "guide: not found: no article, again -1ns"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var log strings.Builder
			var told []string
			c := &claim{jobs: jobs(tt.attempts), article: &daodu.Article{Text: "文"}, err: tt.reading}
			d := &Desk{
				Log: slog.New(slog.NewTextHandler(&log, nil)),
				Write: func(_ context.Context, workspace string, a *daodu.Article, kinds []daodu.Kind, w daodu.Wish) ([]*daodu.Artifact, error) {
					if workspace != "group" || a.Text != "文" || len(kinds) != 2 || w.Lang != "zh-Hant" || w.Length != daodu.Short {
						t.Errorf("asked for %v of %q in %s: %+v", kinds, a.Text, workspace, w)
					}
					return tt.written, tt.err
				},
				Ended: func(j daodu.Job, e daodu.JobEnding, took time.Duration) {
					if j.ID != e.JobID || took < 0 {
						t.Errorf("%s ended as %s in %v", j.ID, e.JobID, took)
					}
					told = append(told, j.ID)
				},
			}
			d.Handle(t.Context(), c)
			if diff := cmp.Diff(tt.want, endings(c.ends)); diff != "" {
				t.Errorf("endings (-want +got):\n%s", diff)
			}
			if len(told) != 2 {
				t.Errorf("told of %v", told)
			}
			if tt.err == secret && !strings.Contains(log.String(), "hunter2") {
				t.Errorf("the log does not have the cause: %s", log.String())
			}
		})
	}
}

func TestTimeIsUp(t *testing.T) {
	t.Parallel()
	c := &claim{jobs: jobs(1)}
	d := &Desk{
		Log: slog.New(slog.DiscardHandler), Timeout: func(string) time.Duration { return time.Millisecond },
		Write: func(ctx context.Context, _ string, _ *daodu.Article, _ []daodu.Kind, _ daodu.Wish) ([]*daodu.Artifact, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		},
	}
	d.Handle(t.Context(), c)
	for _, e := range c.ends {
		if e.Err == nil || e.Again <= 0 || !strings.Contains(e.Err.Error(), "jobs.timeout") {
			t.Errorf("out of time: %+v", e)
		}
	}
}

// TestGivenBack stops a worker in the middle.
func TestGivenBack(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	c := &claim{jobs: jobs(1)}
	d := &Desk{
		Log: slog.New(slog.DiscardHandler),
		Write: func(ctx context.Context, _ string, _ *daodu.Article, _ []daodu.Kind, _ daodu.Wish) ([]*daodu.Artifact, error) {
			stop()
			<-ctx.Done()
			return []*daodu.Artifact{{Content: new(daodu.Summary)}}, ctx.Err()
		},
	}
	d.Handle(ctx, c)
	want := []string{"summary written as summary", "guide given back"}
	if diff := cmp.Diff(want, endings(c.ends)); diff != "" {
		t.Errorf("endings (-want +got):\n%s", diff)
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	Report(t.Context(), 0.5, "nobody listens")
	c := &claim{jobs: jobs(1)}
	d := &Desk{
		Log: slog.New(slog.DiscardHandler),
		Write: func(ctx context.Context, _ string, _ *daodu.Article, _ []daodu.Kind, _ daodu.Wish) ([]*daodu.Artifact, error) {
			for range 100 {
				Report(ctx, 1.5, "writing")
			}
			return nil, nil
		},
	}
	d.Handle(t.Context(), c)
	if len(c.progress) == 0 || len(c.progress) > 5 || c.progress[0] != "1writing" {
		t.Errorf("progress: %q", c.progress)
	}
}
