package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"github.com/daodu/daodu"
)

// Events tell what happens to the jobs of a workspace.
type Events interface {
	// Events returns some events behind number after, of one job or, when jobID is "", of
	// all. upto is the number to ask behind next time.
	Events(ctx context.Context, jobID string, after int64) (events []daodu.JobEvent, upto int64, err error)
	// LastEvent returns the number of the last event, 0 when there is none.
	LastEvent(ctx context.Context) (int64, error)
	// Follow returns what says when there may be events of the jobs, or of all when none
	// is named. stop has to be called.
	Follow(jobIDs ...string) (words <-chan struct{}, stop func())
}

// Connections without a word are closed by what lies between; a comment keeps them open.
const keepAlive = 15 * time.Second

func (s *Server) routesEvents(a huma.API) {
	for _, op := range []huma.Operation{
		get("/jobs/{id}/events", "followJob", "jobs", "Follow a job as server-sent events"),
		get("/events", "followAll", "jobs", "Follow all jobs of the workspace as server-sent events"),
	} {
		op.Metadata = map[string]any{streamKey: true}
		op.Description = "A stream (text/event-stream) of events: `id` is the number of the event, `event` its type, `data` its JSON. Whoever comes " +
			"back with `Last-Event-ID`, to whatever server, misses nothing."
		op.Responses = streamAnswers(a.OpenAPI().Components.Schemas)
		if op.OperationID == "followJob" {
			op.Description += " The stream begins with the job's first event and ends with its last; 204 says that there is nothing more to come."
			register(s, a, daodu.RoleReader, op, s.followJob)
			continue
		}
		op.Description += " Without it the stream begins with what happens from now on."
		register(s, a, daodu.RoleReader, op, s.followAll)
	}
}

// streamAnswers are the answers of a stream.
func streamAnswers(schemas huma.Registry) map[string]*huma.Response {
	return map[string]*huma.Response{
		"200":     {Description: "Events", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}}},
		"204":     {Description: "No more events will come"},
		"default": problemResponse(schemas),
	}
}

// StreamParams say where a stream goes on.
type StreamParams struct {
	LastEventID string `header:"Last-Event-ID" maxLength:"20" doc:"Number of the last event that was seen"`
	After       int64  `query:"after" minimum:"0" doc:"The same, for who cannot send headers"`
}

// after returns the number of the last event that the caller has seen; ok is false when it
// does not say.
func (p StreamParams) after() (n int64, ok bool) {
	n, err := strconv.ParseInt(p.LastEventID, 10, 64)
	if err == nil && n >= 0 {
		return n, true
	}
	return p.After, p.After > 0
}

type followJobIn struct {
	ID string `path:"id" format:"uuid" doc:"ID of the job"`
	StreamParams
}

// A streamOut is an answer that goes on.
type streamOut struct{ Body func(huma.Context) }

func (s *Server) followJob(ctx context.Context, in *followJobIn) (*streamOut, error) {
	w := workspaceOf(ctx)
	j, err := w.Jobs.Job(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	after, _ := in.after()
	if j.State.Final() {
		events, _, err := w.Events.Events(ctx, j.ID, after)
		if err != nil {
			return nil, err
		}
		if len(events) == 0 {
			return &streamOut{func(ctx huma.Context) { ctx.SetStatus(http.StatusNoContent) }}, nil
		}
	}
	return s.stream(w, j.ID, after), nil
}

type followAllIn struct{ StreamParams }

func (s *Server) followAll(ctx context.Context, in *followAllIn) (*streamOut, error) {
	w := workspaceOf(ctx)
	after, ok := in.after()
	if !ok {
		var err error
		if after, err = w.Events.LastEvent(ctx); err != nil {
			return nil, err
		}
	}
	return s.stream(w, "", after), nil
}

// stream answers with the events of a job, or of all when jobID is "", behind a number.
func (s *Server) stream(w *Workspace, jobID string, after int64) *streamOut {
	return &streamOut{func(ctx huma.Context) {
		ctx.SetHeader("Content-Type", "text/event-stream")
		ctx.SetHeader("X-Accel-Buffering", "no") // nginx would keep events back
		ctx.SetStatus(http.StatusOK)
		_, to := humachi.Unwrap(ctx)
		f := &follower{of: w, jobID: jobID, after: after, to: to, control: http.NewResponseController(to)}
		if err := f.run(ctx.Context()); err != nil && ctx.Context().Err() == nil {
			s.log.InfoContext(ctx.Context(), "a stream broke off", "request", requestIDOf(ctx.Context()), "error", err)
		}
	}}
}

// A follower writes events to one caller.
type follower struct {
	of      *Workspace
	jobID   string
	after   int64
	to      http.ResponseWriter
	control *http.ResponseController
}

// run writes events until the caller is gone, the job has ended or the server stops.
func (f *follower) run(ctx context.Context) error {
	ids := []string{f.jobID}
	if f.jobID == "" {
		ids = nil
	}
	words, stop := f.of.Events.Follow(ids...)
	defer stop()
	quiet := time.NewTicker(keepAlive)
	defer quiet.Stop()
	if err := f.send(": follows\n\n"); err != nil {
		return err
	}
	for {
		if over, err := f.news(ctx); over || err != nil {
			return err
		}
		select {
		case <-words:
		case <-quiet.C:
			if err := f.send(": alive\n\n"); err != nil {
				return err
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// news writes the events that are there; over says that the job has ended.
func (f *follower) news(ctx context.Context) (over bool, err error) {
	for {
		events, upto, err := f.of.Events.Events(ctx, f.jobID, f.after)
		if err != nil {
			return false, err
		}
		for _, e := range events {
			if err := f.event(e); err != nil {
				return false, err
			}
			over = f.jobID != "" && e.Job.State.Final()
		}
		f.after = upto
		if len(events) == 0 || over {
			return over, nil
		}
	}
}

func (f *follower) event(e daodu.JobEvent) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return f.send(fmt.Sprintf("id: %d\nevent: %s\ndata: %s\n\n", e.Seq, e.Type, data))
}

// send writes to a caller who has to take it in a while.
func (f *follower) send(text string) error {
	_ = f.control.SetWriteDeadline(time.Now().Add(writeTimeout)) // that of tests has no deadlines
	if _, err := f.to.Write([]byte(text)); err != nil {
		return err
	}
	return f.control.Flush()
}
