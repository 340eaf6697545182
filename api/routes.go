package api

import (
	"context"
	"maps"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
)

// prefix opens the paths of all resources.
const prefix = "/api/v1"

// public is the role of routes that need no key.
const public daodu.Role = "public"

// routes registers every route: a function for each resource.
func (s *Server) routes(a huma.API) {
	s.routesArticles(a)
	s.routesAdd(a)
	s.routesText(a)
	s.routesSearch(a)
	s.routesArtifacts(a)
	s.routesJobs(a)
	s.routesEvents(a)
	s.routesCollections(a)
	s.routesNotes(a)
	s.routesShares(a)
	s.routesWebhooks(a)
	s.routesFeeds(a)
	s.routesKeys(a)
	s.routesAudit(a)
	s.routesSystem(a)
}

// streamKey marks, in its Metadata, an operation that answers as long as the caller
// listens: it has no time limit.
const streamKey = "stream"

// roleKey is where an operation carries the role that it needs.
const roleKey = "x-role"

// roleOf returns the role that an operation needs; without one nobody may use it.
func roleOf(op *huma.Operation) daodu.Role {
	role, _ := op.Extensions[roleKey].(daodu.Role)
	return role
}

// register adds an operation that needs a role. Handlers return errors of the library;
// they become problems here.
func register[I, O any](s *Server, a huma.API, role daodu.Role, op huma.Operation, handle func(context.Context, *I) (*O, error)) {
	s.roles[op.Method+" "+op.Path] = role
	huma.Register(a, described(a, role, op), func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}

// described adds to an operation what all of its kind have in common.
func described(a huma.API, role daodu.Role, op huma.Operation) huma.Operation {
	streams, _ := op.Metadata[streamKey].(bool)
	op.Extensions = map[string]any{roleKey: role}
	if streams {
		op.Extensions["x-stream"] = true // clients must not wait for its end
	}
	op.Security = []map[string][]string{{"bearer": {}}, {"header": {}}}
	if role == public {
		op.Security = []map[string][]string{{}}
	}
	op.Responses = maps.Clone(op.Responses)
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	if op.Responses["default"] == nil {
		op.Responses["default"] = problemResponse(a.OpenAPI().Components.Schemas)
	}
	switch {
	case op.Method == http.MethodPost:
		op.Parameters = append(op.Parameters, headerParam(replayHeader, "Sent again with the same key, the request has the same answer and nothing is done twice", maxName))
	case op.Method == http.MethodGet && role != public && !streams:
		op.Parameters = append(op.Parameters, headerParam("If-None-Match", "The ETag of an answer; 304 when it still holds", 0))
		op.Responses["304"] = &huma.Response{Description: "Nothing changed"}
	}
	if op.BodyReadTimeout == 0 {
		op.BodyReadTimeout = bodyTimeout
	}
	return op
}

// headerParam is a header that the server itself looks at; most is its longest value, 0 for
// any.
func headerParam(name, doc string, most int) *huma.Param {
	schema := &huma.Schema{Type: huma.TypeString}
	if most > 0 {
		schema.MaxLength = &most
	}
	return &huma.Param{Name: name, In: "header", Description: doc, Schema: schema}
}

// get, post, put, patch and remove describe an operation of the common kinds. id is its name in
// clients, as in listArticles.
func get(path, id, tag, summary string) huma.Operation {
	return operation(http.MethodGet, path, id, tag, summary)
}

func post(path, id, tag, summary string) huma.Operation {
	return operation(http.MethodPost, path, id, tag, summary)
}

func put(path, id, tag, summary string) huma.Operation {
	return operation(http.MethodPut, path, id, tag, summary)
}

func patch(path, id, tag, summary string) huma.Operation {
	return operation(http.MethodPatch, path, id, tag, summary)
}

func remove(path, id, tag, summary string) huma.Operation {
	return operation(http.MethodDelete, path, id, tag, summary)
}

func operation(method, path, id, tag, summary string) huma.Operation {
	return huma.Operation{Method: method, Path: prefix + path, OperationID: id, Tags: []string{tag}, Summary: summary}
}

// answering makes an operation answer with the same body under several statuses, each of
// which says what it means.
func answering[T any](a huma.API, op huma.Operation, statuses map[string]string) huma.Operation {
	schemas := a.OpenAPI().Components.Schemas
	schema := schemas.Schema(reflect.TypeFor[T](), true, "")
	op.Responses = map[string]*huma.Response{"default": problemResponse(schemas)}
	for status, text := range statuses {
		op.Responses[status] = &huma.Response{Description: text, Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}
	}
	return op
}

// problemResponse is the answer of operations that list their answers themselves.
func problemResponse(schemas huma.Registry) *huma.Response {
	schema := schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	return &huma.Response{Description: "Problem", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: schema}}}
}
