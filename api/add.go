package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"github.com/daodu/daodu"
)

// An Adder adds articles to a workspace.
type Adder interface {
	// Add reads what came in and stores it. The result has one element or, for a crawl,
	// several for each element of in, in order; what cannot be read has its error there.
	// In the same transaction it asks, for the key by, for artifacts about each text. An
	// error means that the library does not work.
	Add(ctx context.Context, in []Incoming, wishes []daodu.Wish, by string) ([]Added, error)
}

// An Incoming is one thing to add: a text, the address of a page, or a file.
type Incoming struct {
	Text string // Title to Date tell of it; empty fields are read from the text
	URL  string // http or https

	Name string                                        // of the file
	Open func() (r io.ReadCloser, size int64, _ error) // its bytes

	Title, Author, Publisher, Date string
	URI                            string // where the text comes from; made from its content when empty
}

// An Added tells what became of one text.
type Added struct {
	ID        string
	Outcome   string // added, known or also_source
	Title     string
	URI       string
	Pending   bool // its vectors will be made later
	ReprintOf []daodu.Entry
	Jobs      []daodu.Job // that write the artifacts asked for
	Err       error       // why it was not added
}

// maxIncoming is how much can be added with one request.
const maxIncoming = 1000

func (s *Server) routesAdd(a huma.API) {
	op := post("/articles", "addArticles", "articles", "Add texts, pages or files")
	op.Description = "One text or page: text or url. Many: articles, or a form with files. Each has an outcome of its own; " +
		"the status is 201 when something is new, 200 when all of it was there, 207 when some of it was not added. What fails alone is a problem."
	schemas := a.OpenAPI().Components.Schemas
	op.Responses, op.DefaultStatus = addAnswers(schemas), http.StatusCreated
	register(s, a, daodu.RoleEditor, op, s.addArticles)
	// Behind the registration: huma reads the bodies that it is told of before.
	a.OpenAPI().Paths[op.Path].Post.RequestBody = addBodies(schemas)
}

// addBodies are the two forms of body that an addition takes.
func addBodies(schemas huma.Registry) *huma.RequestBody {
	body := schemas.Schema(reflect.TypeFor[addBody](), true, "AddBody")
	form := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{
		"file": {Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString, Format: "binary"}, Description: "Files: .txt .md .html .docx .doc .pdf, or crawls"},
		"url":  {Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString, Format: "uri"}},
	}}
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/json": {Schema: body}, "multipart/form-data": {Schema: form},
	}}
}

// addAnswers are the answers to an addition.
func addAnswers(schemas huma.Registry) map[string]*huma.Response {
	answer := schemas.Schema(reflect.TypeFor[addedBody](), true, "AddedBody")
	out := map[string]*huma.Response{}
	for status, text := range map[string]string{"200": "All of it was there", "201": "Something is new", "207": "Some of it was not added"} {
		out[status] = &huma.Response{Description: text, Content: map[string]*huma.MediaType{"application/json": {Schema: answer}}}
	}
	return out
}

// An addBody is what the JSON of an addition says.
type addBody struct {
	AddItem
	_        struct{}  `additionalProperties:"false"`
	Articles []AddItem `json:"articles,omitempty" nullable:"false" maxItems:"1000" doc:"Several at once, instead of the other fields"`
}

// An AddItem is one text or page to add.
type AddItem struct {
	_         struct{} `additionalProperties:"false"`
	Text      string   `json:"text,omitempty" doc:"The text itself"`
	URL       string   `json:"url,omitempty" format:"uri" doc:"Address of a page to fetch, instead of a text"`
	URI       string   `json:"uri,omitempty" maxLength:"2000" doc:"Where the text comes from"`
	Title     string   `json:"title,omitempty" maxLength:"500" doc:"Title of the text; read from it when empty"`
	Author    string   `json:"author,omitempty" maxLength:"200"`
	Publisher string   `json:"publisher,omitempty" maxLength:"200"`
	Date      string   `json:"date,omitempty" maxLength:"40" doc:"As written by the publisher"`
}

// addIn takes its body by itself, since that has two forms.
type addIn struct {
	Kinds []string `query:"kinds" enum:"summary,outline,guide" maxItems:"3" doc:"Artifacts to have written about each text" example:"summary,guide"`
	WishParams
	request *http.Request
}

// Resolve takes hold of the request.
func (in *addIn) Resolve(ctx huma.Context) []error {
	in.request, _ = humachi.Unwrap(ctx)
	return nil
}

// An addedItem is what became of one text.
type addedItem struct {
	ID        string        `json:"id,omitempty" doc:"ID of the article; absent when it was not added"`
	Outcome   string        `json:"outcome" enum:"added,known,also_source,failed" doc:"also_source: the text is there, and this is a further place where it stands"`
	Title     string        `json:"title,omitempty"`
	URI       string        `json:"uri"`
	Vectors   string        `json:"vectors,omitempty" enum:"pending" doc:"pending while the article is not found by its meaning"`
	ReprintOf []daodu.Entry `json:"reprint_of,omitempty" nullable:"false" doc:"Articles that hold most of the text, or stand in it"`
	Jobs      []daodu.Job   `json:"jobs,omitempty" nullable:"false" doc:"Jobs that write the artifacts asked for; none for those that are there"`
	Problem   *Problem      `json:"problem,omitempty" doc:"Why it was not added"`
}

type addedBody struct {
	Items []addedItem `json:"items" nullable:"false"`
}

type addedOut struct {
	Status   int
	Location string `header:"Location" doc:"The article, when there is one"`
	Body     addedBody
}

func (s *Server) addArticles(ctx context.Context, in *addIn) (*addedOut, error) {
	incoming, done, err := incomingOf(in.request)
	if err != nil {
		return nil, err
	}
	defer done()
	var wishes []daodu.Wish
	for _, kind := range in.Kinds {
		wishes = append(wishes, in.wish(daodu.Kind(kind)))
	}
	if wishes, err = s.wishes(ctx, wishes); err != nil {
		return nil, err
	}
	added, err := workspaceOf(ctx).Adder.Add(ctx, incoming, wishes, callerOf(ctx).key.ID)
	if err != nil {
		return nil, err
	}
	if len(added) == 1 && added[0].Err != nil {
		return nil, s.refused(ctx, added[0].Err)
	}
	return s.added(ctx, added), nil
}

// added returns the answer that tells of each text.
func (s *Server) added(ctx context.Context, all []Added) *addedOut {
	out := &addedOut{Status: http.StatusOK, Body: addedBody{[]addedItem{}}}
	for _, a := range all {
		item := addedItem{ID: a.ID, Outcome: a.Outcome, Title: a.Title, URI: a.URI, ReprintOf: a.ReprintOf, Jobs: a.Jobs}
		if a.Pending {
			item.Vectors = "pending"
		}
		switch {
		case a.Err != nil:
			out.Status, item.Outcome, item.Problem = http.StatusMultiStatus, "failed", s.refused(ctx, a.Err)
		case a.Outcome == "added" && out.Status == http.StatusOK:
			out.Status = http.StatusCreated
		}
		out.Body.Items = append(out.Body.Items, item)
	}
	if len(all) == 1 {
		out.Location = prefix + "/articles/" + all[0].ID
	}
	return out
}

// refused returns the problem of a text that was not added. A page that cannot be fetched
// is a fault of the input: nothing is wrong with this server.
func (s *Server) refused(ctx context.Context, err error) *Problem {
	if errors.Is(err, daodu.ErrUpstream) {
		detail, _ := told(err)
		p := newProblem(http.StatusUnprocessableEntity, detail, "see whether the address can be reached, and send it again")
		p.Request = requestIDOf(ctx)
		return p
	}
	return s.problem(ctx, err)
}
