package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
)

// Desk has artifacts written.
type Desk interface {
	// Engines returns the engines that can write, the one first that writes when nobody
	// names one.
	Engines() []string
	// Order asks for artifacts about an article; by is the key that asks. The result has
	// an element for each wish. The error wraps [daodu.ErrNotFound] without such an
	// article.
	Order(ctx context.Context, articleID string, wishes []daodu.Wish, by string) ([]Ordered, error)
	// Newest returns the JSON of the newest artifact that fits about the text as it is
	// now; empty fields of w fit any. The error wraps [daodu.ErrNotFound].
	Newest(ctx context.Context, articleID string, w daodu.Wish) (json.RawMessage, error)
}

// An Ordered tells what became of one wish.
type Ordered struct {
	Job   daodu.Job // without an ID when the artifact was there without a job
	Ready bool      // the artifact is there
}

func (s *Server) routesArtifacts(a huma.API) {
	schemas := a.OpenAPI().Components.Schemas
	for i, content := range []any{summaryArtifact{}, outlineArtifact{}, guideArtifact{}} {
		kind := daodu.Kinds[i]
		name := strings.ToUpper(string(kind[:1])) + string(kind[1:])
		op := get("/articles/{id}/"+string(kind), "get"+name, "artifacts", "Get the newest "+string(kind)+" of an article")
		op.Description = "202 tells of the job that writes it. With `Prefer: wait=30` the answer waits for that, 30 seconds at most."
		op.Responses = artifactAnswers(schemas, content)
		register(s, a, daodu.RoleReader, op, func(ctx context.Context, in *artifactIn) (*artifactOut, error) {
			return s.getArtifact(ctx, in, kind)
		})
		op = post("/articles/{id}/"+string(kind), "write"+name, "artifacts", "Have a "+string(kind)+" of an article written")
		op.Description = "200 when it is there, else 202 with the job that writes it; the same wish makes one job however often it is sent. With " +
			"`Prefer: wait=30` the answer waits until it is written, 30 seconds at most."
		op.Responses = artifactAnswers(schemas, content)
		register(s, a, daodu.RoleEditor, op, func(ctx context.Context, in *artifactIn) (*artifactOut, error) {
			return s.writeArtifact(ctx, in, kind)
		})
	}
}

// The artifacts as clients see them: what differs is the content.
type (
	summaryArtifact struct {
		daodu.Artifact
		Content daodu.Summary `json:"content"`
	}
	outlineArtifact struct {
		daodu.Artifact
		Content daodu.Outline `json:"content"`
	}
	guideArtifact struct {
		daodu.Artifact
		Content daodu.Guide `json:"content"`
	}
)

// artifactAnswers are the answers of routes of one kind of artifact.
func artifactAnswers(schemas huma.Registry, content any) map[string]*huma.Response {
	t := reflect.TypeOf(content)
	artifact := schemas.Schema(t, true, strings.ToUpper(t.Name()[:1])+t.Name()[1:])
	job := schemas.Schema(reflect.TypeFor[daodu.Job](), true, "Job")
	headers := map[string]*huma.Param{
		"Location":           {Schema: &huma.Schema{Type: huma.TypeString}, Description: "The job"},
		"Retry-After":        {Schema: &huma.Schema{Type: huma.TypeInteger}, Description: "Seconds until it is worth asking again"},
		"Preference-Applied": {Schema: &huma.Schema{Type: huma.TypeString}, Description: "What of Prefer was done"},
	}
	return map[string]*huma.Response{
		"200":     {Description: "The artifact", Content: map[string]*huma.MediaType{"application/json": {Schema: artifact}}},
		"202":     {Description: "The job that writes it", Headers: headers, Content: map[string]*huma.MediaType{"application/json": {Schema: job}}},
		"default": problemResponse(schemas),
	}
}

// WishParams say how an artifact is to be.
type WishParams struct {
	Length string `query:"length" enum:"short,medium,long" doc:"Length of a summary: 120, 300 or 800 characters. In a POST medium when absent, in a GET any"`
	Lang   string `query:"lang" pattern:"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$" maxLength:"35" doc:"Language of our own words: zh-Hans, zh-Hant or that of the text, which it is when absent; quotes keep theirs" example:"zh-Hans"`
	Engine string `query:"engine" pattern:"^[a-z][a-z0-9_-]*$" maxLength:"40" doc:"What writes: extract works offline and for nothing. In a POST the server's own choice when absent, in a GET any"`
}

// wish returns what somebody wants written.
func (p WishParams) wish(kind daodu.Kind) daodu.Wish {
	return daodu.Wish{Kind: kind, Length: daodu.Length(p.Length), Lang: p.Lang, Engine: p.Engine}
}

type artifactIn struct {
	ID string `path:"id" format:"uuid" doc:"ID of the article"`
	WishParams
	Prefer string `header:"Prefer" maxLength:"200" doc:"wait=N: wait until it is written, N seconds at most (RFC 7240)"`
}

// An artifactOut is an artifact, or the job that writes it.
type artifactOut struct {
	Status      int
	ContentType string `header:"Content-Type" hidden:"true"`
	Location    string `header:"Location"`
	RetryAfter  int    `header:"Retry-After"`
	Applied     string `header:"Preference-Applied"`
	Body        []byte
}

func (s *Server) getArtifact(ctx context.Context, in *artifactIn, kind daodu.Kind) (*artifactOut, error) {
	w, wish := workspaceOf(ctx), in.wish(kind)
	art, err := w.Desk.Newest(ctx, in.ID, wish)
	if err == nil {
		return artifactAnswer(art, ""), nil
	}
	if !errors.Is(err, daodu.ErrNotFound) {
		return nil, err
	}
	j, found := s.underWay(ctx, in.ID, wish)
	if !found {
		return nil, err
	}
	return s.awaitArtifact(ctx, in, wish, j)
}

// underWay returns the newest job that writes what somebody looks for.
func (s *Server) underWay(ctx context.Context, articleID string, wish daodu.Wish) (daodu.Job, bool) {
	jobs, _, err := workspaceOf(ctx).Jobs.ListJobs(ctx, JobFilter{Article: articleID, Kind: wish.Kind, Engine: wish.Engine}, Page{Limit: 100})
	if err != nil {
		return daodu.Job{}, false
	}
	i := slices.IndexFunc(jobs, func(j daodu.Job) bool {
		return (j.State == daodu.JobQueued || j.State == daodu.JobRunning) &&
			(wish.Length == "" || wish.Length == j.Length) && (wish.Lang == "" || wish.Lang == j.Lang)
	})
	if i < 0 {
		return daodu.Job{}, false
	}
	return jobs[i], true
}

func (s *Server) writeArtifact(ctx context.Context, in *artifactIn, kind daodu.Kind) (*artifactOut, error) {
	w, wish := workspaceOf(ctx), in.wish(kind)
	wishes, err := s.wishes(ctx, []daodu.Wish{wish})
	if err != nil {
		return nil, err
	}
	ordered, err := w.Desk.Order(ctx, in.ID, wishes, callerOf(ctx).key.ID)
	if err != nil {
		return nil, err
	}
	one := ordered[0]
	if one.Ready {
		wish := wishes[0]
		if one.Job.ID != "" {
			wish = one.Job.Wish
		}
		art, err := w.Desk.Newest(ctx, in.ID, wish)
		if err != nil {
			return nil, err
		}
		return artifactAnswer(art, ""), nil
	}
	return s.awaitArtifact(ctx, in, one.Job.Wish, one.Job)
}

// wishes fills in the engine of wishes, and refuses those that nobody can fulfil or that
// the caller cannot pay.
func (s *Server) wishes(ctx context.Context, wishes []daodu.Wish) ([]daodu.Wish, error) {
	if len(wishes) == 0 {
		return nil, nil
	}
	engines := workspaceOf(ctx).Desk.Engines()
	out := slices.Clone(wishes)
	for i := range out {
		if out[i].Length == "" {
			out[i].Length = daodu.Medium
		}
		if out[i].Engine == "" {
			out[i].Engine = engines[0]
		}
		if !slices.Contains(engines, out[i].Engine) {
			return nil, fmt.Errorf("%w: no engine %q writes here; choose from %s", daodu.ErrBadInput, out[i].Engine, strings.Join(engines, ", "))
		}
		if err := s.affordableWith(ctx, out[i].Engine); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// awaitArtifact answers with the artifact of a job if the caller waits long enough, else
// with the job.
func (s *Server) awaitArtifact(ctx context.Context, in *artifactIn, wish daodu.Wish, j daodu.Job) (*artifactOut, error) {
	j, applied, err := s.await(ctx, j, in.Prefer)
	if err != nil {
		return nil, err
	}
	switch j.State {
	case daodu.JobDone:
		art, err := workspaceOf(ctx).Desk.Newest(ctx, in.ID, wish)
		if err != nil {
			return nil, err
		}
		return artifactAnswer(art, applied), nil
	case daodu.JobFailed, daodu.JobCancelled:
		return nil, newProblem(http.StatusConflict, fmt.Sprintf("job %s is %s: %s", j.ID, j.State, j.Error), "POST "+prefix+"/jobs/"+j.ID+"/retry tries it again")
	}
	body, err := json.Marshal(j)
	return &artifactOut{
		Status: http.StatusAccepted, ContentType: "application/json", Location: prefix + "/jobs/" + j.ID, RetryAfter: 1, Applied: applied, Body: body,
	}, err
}

// artifactAnswer returns the answer with an artifact.
func artifactAnswer(art json.RawMessage, applied string) *artifactOut {
	return &artifactOut{Status: http.StatusOK, ContentType: "application/json", Applied: applied, Body: art}
}
