package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
)

// Jobs are the jobs of a workspace.
type Jobs interface {
	// Job returns a job. The error wraps [daodu.ErrNotFound].
	Job(ctx context.Context, id string) (daodu.Job, error)
	// ListJobs returns jobs, the newest first; next is the ID to go on after, "" at the end.
	ListJobs(ctx context.Context, f JobFilter, p Page) (jobs []daodu.Job, next string, err error)
	// CancelJob makes sure that a job is not worked on any more, and returns it. One that
	// has ended stays as it is.
	CancelJob(ctx context.Context, id string) (daodu.Job, error)
	// RetryJob makes a job that failed or was cancelled wait again; by is the key that
	// asks. The error wraps [daodu.ErrConflict] when it cannot be tried again.
	RetryJob(ctx context.Context, id, by string) (daodu.Job, error)
}

// A JobFilter chooses jobs. Empty fields choose all.
type JobFilter struct {
	State   daodu.JobState
	Article string // ID
	Kind    daodu.Kind
	Engine  string
}

func (s *Server) routesJobs(a huma.API) {
	register(s, a, daodu.RoleReader, get("/jobs", "listJobs", "jobs", "List jobs, the newest first"), s.listJobs)
	op := get("/jobs/{id}", "getJob", "jobs", "Get a job")
	op.Description = "With `Prefer: wait=30` the answer waits until the job has ended, 30 seconds at most."
	register(s, a, daodu.RoleReader, op, s.getJob)
	op = remove("/jobs/{id}", "cancelJob", "jobs", "Cancel a job that has not ended")
	op.DefaultStatus = http.StatusOK
	register(s, a, daodu.RoleEditor, op, s.cancelJob)
	register(s, a, daodu.RoleEditor, post("/jobs/{id}/retry", "retryJob", "jobs", "Try a job again that failed or was cancelled"), s.retryJob)
}

type jobsIn struct {
	State   string `query:"state" enum:"queued,running,done,failed,cancelled" doc:"Only jobs in this state"`
	Article string `query:"article" format:"uuid" doc:"Only jobs about this article"`
	Kind    string `query:"kind" enum:"summary,outline,guide" doc:"Only jobs for this kind of artifact"`
	Engine  string `query:"engine" pattern:"^[a-z][a-z0-9_-]*$" maxLength:"40" doc:"Only jobs of this engine"`
	PageParams
}

func (s *Server) listJobs(ctx context.Context, in *jobsIn) (*listOut[daodu.Job], error) {
	f := JobFilter{State: daodu.JobState(in.State), Article: in.Article, Kind: daodu.Kind(in.Kind), Engine: in.Engine}
	jobs, next, err := workspaceOf(ctx).Jobs.ListJobs(ctx, f, in.page())
	if err != nil {
		return nil, err
	}
	return list(jobs, next), nil
}

type jobIn struct {
	ID string `path:"id" format:"uuid" doc:"ID of the job"`
}

type waitingJobIn struct {
	ID     string `path:"id" format:"uuid" doc:"ID of the job"`
	Prefer string `header:"Prefer" maxLength:"200" doc:"wait=N: wait until the job has ended, N seconds at most (RFC 7240)"`
}

type jobOut struct {
	Applied    string `header:"Preference-Applied" doc:"What of Prefer was done"`
	RetryAfter int    `header:"Retry-After" doc:"Seconds until it is worth asking again; absent when the job has ended"`
	Body       daodu.Job
}

// jobAnswer returns the answer with a job.
func jobAnswer(j daodu.Job, applied string) *jobOut {
	out := &jobOut{Applied: applied, Body: j}
	if !j.State.Final() {
		out.RetryAfter = 1
	}
	return out
}

func (s *Server) getJob(ctx context.Context, in *waitingJobIn) (*jobOut, error) {
	j, err := workspaceOf(ctx).Jobs.Job(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	j, applied, err := s.await(ctx, j, in.Prefer)
	if err != nil {
		return nil, err
	}
	return jobAnswer(j, applied), nil
}

func (s *Server) cancelJob(ctx context.Context, in *jobIn) (*jobOut, error) {
	j, err := workspaceOf(ctx).Jobs.CancelJob(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return jobAnswer(j, ""), nil
}

func (s *Server) retryJob(ctx context.Context, in *jobIn) (*jobOut, error) {
	w := workspaceOf(ctx)
	j, err := w.Jobs.Job(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.affordableWith(ctx, j.Engine); err != nil {
		return nil, err
	}
	if j, err = w.Jobs.RetryJob(ctx, in.ID, callerOf(ctx).key.ID); err != nil {
		return nil, err
	}
	return jobAnswer(j, ""), nil
}

// freeEngine is the engine that costs nothing.
const freeEngine = "extract"

// affordableWith returns an error when an engine costs money that the caller's key does
// not have.
func (s *Server) affordableWith(ctx context.Context, engine string) error {
	if engine == freeEngine {
		return nil
	}
	return s.affordable(ctx)
}

// await waits until a job has ended, as long as the caller prefers and a request may take.
// applied is what to say of that, "" when the caller does not want to wait.
func (s *Server) await(ctx context.Context, j daodu.Job, prefer string) (_ daodu.Job, applied string, err error) {
	wait := preferredWait(prefer)
	if wait <= 0 {
		return j, "", nil
	}
	wait = min(wait, max(s.config.Timeout-waitMargin, 0))
	applied = "wait=" + strconv.Itoa(int(wait.Seconds()))
	w := workspaceOf(ctx)
	words, stop := w.Events.Follow(j.ID)
	defer stop()
	late := time.NewTimer(wait)
	defer late.Stop()
	for {
		if j, err = w.Jobs.Job(ctx, j.ID); err != nil || j.State.Final() {
			return j, applied, err
		}
		select {
		case <-words:
		case <-late.C:
			return j, applied, nil
		case <-s.draining.Done():
			return j, applied, nil
		case <-ctx.Done():
			return j, applied, ctx.Err()
		}
	}
}

// waitMargin is how much of the time of a request is left when waiting ends.
const waitMargin = 5 * time.Second

// preferredWait reads how long a caller prefers to wait (RFC 7240), 0 for not at all. What
// cannot be read is no preference.
func preferredWait(prefer string) time.Duration {
	for part := range strings.FieldsFuncSeq(prefer, func(r rune) bool { return r == ',' || r == ';' }) {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if !strings.EqualFold(strings.TrimSpace(name), "wait") {
			continue
		}
		if n, err := strconv.Atoi(strings.Trim(strings.TrimSpace(value), `"`)); err == nil && n > 0 {
			return time.Duration(min(n, 3600)) * time.Second
		}
	}
	return 0
}
