package api

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
)

// Collections are what the study groups of a workspace read together. Errors about one
// that there is not wrap [daodu.ErrNotFound].
type Collections interface {
	CollectionList
	CollectionItems
	CollectionGuides
}

// A CollectionList keeps collections.
type CollectionList interface {
	// ListCollections returns collections, those made last first.
	ListCollections(ctx context.Context, p Page) (list []daodu.Collection, next string, err error)
	Collection(ctx context.Context, id string) (daodu.Collection, error)
	AddCollection(ctx context.Context, name, note string) (daodu.Collection, error)
	// ChangeCollection changes what is not nil.
	ChangeCollection(ctx context.Context, id string, name, note *string) (daodu.Collection, error)
	RemoveCollection(ctx context.Context, id string) error
}

// CollectionItems are the articles of collections.
type CollectionItems interface {
	CollectionItems(ctx context.Context, id string) ([]daodu.CollectionItem, error)
	// PutItem adds an article, or changes what is not nil of one that is there.
	PutItem(ctx context.Context, id, article string, change ItemChange) (added bool, err error)
	// OrderCollection puts the articles into an order that names each of them once.
	OrderCollection(ctx context.Context, id string, articles []string) error
	RemoveCollectionItem(ctx context.Context, id, article string) error
}

// CollectionGuides are the guides over collections.
type CollectionGuides interface {
	// AskCollectionGuide asks for a guide, unless one is being written.
	AskCollectionGuide(ctx context.Context, id string) (daodu.CollectionGuideState, error)
	CollectionGuideState(ctx context.Context, id string) (daodu.CollectionGuideState, error)
	// CollectionGuide returns the newest guide; current is false when the collection has
	// changed.
	CollectionGuide(ctx context.Context, id string) (g *daodu.CollectionGuide, current bool, err error)
}

// An ItemChange says what to change of an article in a collection; nil leaves what is
// there.
type ItemChange struct {
	Position *int // from 1
	Note     *string
	Due      *string // ISO date, "" for none
}

func (s *Server) routesCollections(a huma.API) {
	const tag = "collections"
	register(s, a, daodu.RoleReader, get("/collections", "listCollections", tag, "List collections, those made last first"), s.listCollections)
	op := post("/collections", "addCollection", tag, "Make an empty collection")
	op.DefaultStatus = http.StatusCreated
	register(s, a, daodu.RoleEditor, op, s.addCollection)
	register(s, a, daodu.RoleReader, get("/collections/{id}", "getCollection", tag, "Get a collection"), s.getCollection)
	register(s, a, daodu.RoleEditor, patch("/collections/{id}", "changeCollection", tag, "Change the name or the note of a collection"), s.changeCollection)
	register(s, a, daodu.RoleEditor, remove("/collections/{id}", "removeCollection", tag, "Remove a collection; its articles stay in the library"), s.removeCollection)
	register(s, a, daodu.RoleReader, get("/collections/{id}/articles", "listCollectionArticles", tag, "List the articles of a collection in their order"), s.listItems)
	op = put("/collections/{id}/articles/{article}", "putCollectionArticle", tag, "Add an article, or change its place, note or date")
	op = answering[listBody[daodu.CollectionItem]](a, op, map[string]string{"200": "It was there", "201": "It is new in the collection"})
	register(s, a, daodu.RoleEditor, op, s.putItem)
	register(s, a, daodu.RoleEditor, remove("/collections/{id}/articles/{article}", "removeCollectionArticle", tag, "Take an article out of a collection"), s.removeItem)
	register(s, a, daodu.RoleEditor, put("/collections/{id}/order", "orderCollection", tag, "Put the articles of a collection into another order"), s.orderCollection)
	s.routesGuide(a, tag)
}

// routesGuide adds the routes of guides, which answer 202 while one is being written.
func (s *Server) routesGuide(a huma.API, tag string) {
	schemas := a.OpenAPI().Components.Schemas
	answers := func() map[string]*huma.Response {
		guide := schemas.Schema(reflect.TypeFor[guideBody](), true, "CollectionGuideAnswer")
		state := schemas.Schema(reflect.TypeFor[daodu.CollectionGuideState](), true, "CollectionGuideState")
		return map[string]*huma.Response{
			"200":     {Description: "The guide", Content: map[string]*huma.MediaType{"application/json": {Schema: guide}}},
			"202":     {Description: "It is being written", Content: map[string]*huma.MediaType{"application/json": {Schema: state}}},
			"default": problemResponse(schemas),
		}
	}
	op := post("/collections/{id}/guide", "askCollectionGuide", tag, "Ask for the guide over a collection")
	op.Description = "It says what the articles have in common, where they differ and what each adds. Articles without a study guide get one first. " +
		"The answer is the guide when there is one about the articles as they are; with `Prefer: wait=30` it is waited for."
	op.Responses = answers()
	register(s, a, daodu.RoleEditor, op, s.askGuide)
	op = get("/collections/{id}/guide", "getCollectionGuide", tag, "Get the newest guide over a collection")
	op.Responses = answers()
	register(s, a, daodu.RoleReader, op, s.getGuide)
}

// A CollectionParam is the input of routes of one collection.
type CollectionParam struct {
	ID string `path:"id" format:"uuid" doc:"ID of the collection"`
}

type collectionOut struct {
	Location string `header:"Location" doc:"The collection, when it is new"`
	Body     daodu.Collection
}

func (s *Server) listCollections(ctx context.Context, in *pageIn) (*listOut[daodu.Collection], error) {
	all, next, err := workspaceOf(ctx).Collections.ListCollections(ctx, in.page())
	if err != nil {
		return nil, err
	}
	return list(all, next), nil
}

type addCollectionIn struct {
	Body struct {
		_    struct{} `additionalProperties:"false"`
		Name string   `json:"name" minLength:"1" maxLength:"200" example:"第一期读书班"`
		Note string   `json:"note,omitempty" maxLength:"4000"`
	}
}

func (s *Server) addCollection(ctx context.Context, in *addCollectionIn) (*collectionOut, error) {
	c, err := workspaceOf(ctx).Collections.AddCollection(ctx, in.Body.Name, in.Body.Note)
	if err != nil {
		return nil, err
	}
	return &collectionOut{prefix + "/collections/" + c.ID, c}, nil
}

func (s *Server) getCollection(ctx context.Context, in *CollectionParam) (*collectionOut, error) {
	c, err := workspaceOf(ctx).Collections.Collection(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &collectionOut{Body: c}, nil
}

type changeCollectionIn struct {
	CollectionParam
	Body struct {
		_    struct{} `additionalProperties:"false"`
		Name *string  `json:"name,omitempty" minLength:"1" maxLength:"200"`
		Note *string  `json:"note,omitempty" maxLength:"4000"`
	}
}

func (s *Server) changeCollection(ctx context.Context, in *changeCollectionIn) (*collectionOut, error) {
	c, err := workspaceOf(ctx).Collections.ChangeCollection(ctx, in.ID, in.Body.Name, in.Body.Note)
	if err != nil {
		return nil, err
	}
	return &collectionOut{Body: c}, nil
}

func (s *Server) removeCollection(ctx context.Context, in *CollectionParam) (*noContent, error) {
	return nil, workspaceOf(ctx).Collections.RemoveCollection(ctx, in.ID)
}

func (s *Server) listItems(ctx context.Context, in *CollectionParam) (*listOut[daodu.CollectionItem], error) {
	items, err := workspaceOf(ctx).Collections.CollectionItems(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return list(items, ""), nil
}

// A CollectionItemParam is the input of routes of one article of a collection.
type CollectionItemParam struct {
	CollectionParam
	Article string `path:"article" format:"uuid" doc:"ID of the article"`
}

type putItemIn struct {
	CollectionItemParam
	Body struct {
		_        struct{} `additionalProperties:"false"`
		Position *int     `json:"position,omitempty" minimum:"1" doc:"Its place, from 1; at the end when it is new and nothing is said"`
		Note     *string  `json:"note,omitempty" maxLength:"4000"`
		Due      *string  `json:"due,omitempty" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"Day by which the group has read it; empty for none" example:"2026-12-01"`
	}
}

type itemsOut struct {
	Status int
	Body   listBody[daodu.CollectionItem]
}

func (s *Server) putItem(ctx context.Context, in *putItemIn) (*itemsOut, error) {
	added, err := workspaceOf(ctx).Collections.PutItem(ctx, in.ID, in.Article, ItemChange{Position: in.Body.Position, Note: in.Body.Note, Due: in.Body.Due})
	if err != nil {
		return nil, err
	}
	items, err := s.listItems(ctx, &in.CollectionParam)
	if err != nil {
		return nil, err
	}
	out := &itemsOut{Status: http.StatusOK, Body: items.Body}
	if added {
		out.Status = http.StatusCreated
	}
	return out, nil
}

func (s *Server) removeItem(ctx context.Context, in *CollectionItemParam) (*noContent, error) {
	return nil, workspaceOf(ctx).Collections.RemoveCollectionItem(ctx, in.ID, in.Article)
}

type orderIn struct {
	CollectionParam
	Body struct {
		_        struct{} `additionalProperties:"false"`
		Articles []string `json:"articles" nullable:"false" maxItems:"1000" doc:"The IDs of all its articles"`
	}
}

func (s *Server) orderCollection(ctx context.Context, in *orderIn) (*listOut[daodu.CollectionItem], error) {
	if err := workspaceOf(ctx).Collections.OrderCollection(ctx, in.ID, in.Body.Articles); err != nil {
		return nil, err
	}
	return s.listItems(ctx, &in.CollectionParam)
}

// A guideBody is a guide with whether the collection has changed since.
type guideBody struct {
	*daodu.CollectionGuide
	Current bool `json:"current" doc:"false when the collection has other articles by now, or another order"`
}

type guideOut struct {
	Status     int
	Location   string `header:"Location"`
	RetryAfter string `header:"Retry-After"`
	Body       any
}

type askGuideIn struct {
	CollectionParam
	Prefer string `header:"Prefer" maxLength:"200" doc:"wait=SECONDS waits so long for the guide" example:"wait=30"`
}

func (s *Server) askGuide(ctx context.Context, in *askGuideIn) (*guideOut, error) {
	of := workspaceOf(ctx).Collections
	g, current, err := of.CollectionGuide(ctx, in.ID)
	switch {
	case err == nil && current:
		return &guideOut{Status: http.StatusOK, Body: guideBody{g, true}}, nil
	case err != nil && !errors.Is(err, daodu.ErrNotFound):
		return nil, err
	}
	if err := s.affordable(ctx); err != nil {
		return nil, err
	}
	st, err := of.AskCollectionGuide(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return s.awaitGuide(ctx, in.ID, st, s.guideWait(in.Prefer))
}

// guideLook is how often a guide that is waited for is looked for.
const guideLook = 200 * time.Millisecond

// awaitGuide waits for a guide, and answers 202 when it takes longer.
func (s *Server) awaitGuide(ctx context.Context, id string, st daodu.CollectionGuideState, wait time.Duration) (*guideOut, error) {
	of := workspaceOf(ctx).Collections
	var err error
	for end := time.Now().Add(wait); st.State == daodu.WorkQueued && time.Now().Before(end); {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(guideLook):
		}
		if st, err = of.CollectionGuideState(ctx, id); err != nil {
			return nil, err
		}
	}
	if st.State == daodu.WorkDone {
		return s.getGuide(ctx, &CollectionParam{id})
	}
	return waiting(id, st), nil
}

func waiting(id string, st daodu.CollectionGuideState) *guideOut {
	return &guideOut{Status: http.StatusAccepted, Location: prefix + "/collections/" + id + "/guide", RetryAfter: "2", Body: st}
}

// guideWait reads how long a caller wants to wait (RFC 7240), at most until a second
// before the request is out of time.
func (s *Server) guideWait(prefer string) time.Duration {
	for word := range strings.SplitSeq(prefer, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(word), "=")
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n > 0 && strings.EqualFold(strings.TrimSpace(name), "wait") {
			return max(0, min(time.Duration(min(n, 3600))*time.Second, s.config.Timeout-time.Second))
		}
	}
	return 0
}

func (s *Server) getGuide(ctx context.Context, in *CollectionParam) (*guideOut, error) {
	of := workspaceOf(ctx).Collections
	g, current, err := of.CollectionGuide(ctx, in.ID)
	if err == nil {
		return &guideOut{Status: http.StatusOK, Body: guideBody{g, current}}, nil
	}
	if st, look := of.CollectionGuideState(ctx, in.ID); look == nil && errors.Is(err, daodu.ErrNotFound) {
		return waiting(in.ID, st), nil
	}
	return nil, err
}
