package api

import (
	"bytes"
	_ "embed"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// The page that tells of the API. It needs no script and fetches nothing: the pages that
// other tools make load theirs from foreign hosts.
//
//go:embed docs.html
var docsPage string

var docsTemplate = template.Must(template.New("docs").Parse(docsPage))

// A docsRoute is an operation as the page shows it.
type docsRoute struct {
	Method, Path, Role string
	*huma.Operation
	Bodies, Answers []string
	Fields          []docsField // of a body of JSON
}

// A docsField is a field of a body as the page shows it.
type docsField struct {
	Name, Doc string
	Required  bool
}

// docsFields returns the fields of a body of JSON.
func docsFields(schemas huma.Registry, body *huma.RequestBody) (out []docsField) {
	media := body.Content["application/json"]
	if media == nil || media.Schema == nil {
		return nil
	}
	schema := media.Schema
	if schema.Ref != "" {
		schema = schemas.SchemaFromRef(schema.Ref)
	}
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		out = append(out, docsField{name, schema.Properties[name].Description, slices.Contains(schema.Required, name)})
	}
	return out
}

// docs returns the page.
func (s *Server) docs() ([]byte, error) {
	doc := s.api.OpenAPI()
	byTag := map[string][]docsRoute{}
	for path, item := range doc.Paths {
		for method, op := range methods(item) {
			r := docsRoute{Method: method, Path: path, Operation: op, Role: string(roleOf(op))}
			if op.RequestBody != nil {
				r.Bodies = slices.Sorted(maps.Keys(op.RequestBody.Content))
				r.Fields = docsFields(doc.Components.Schemas, op.RequestBody)
			}
			r.Answers = slices.Sorted(maps.Keys(op.Responses))
			byTag[op.Tags[0]] = append(byTag[op.Tags[0]], r)
		}
	}
	for _, routes := range byTag {
		slices.SortFunc(routes, func(a, b docsRoute) int {
			return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method)
		})
	}
	var b bytes.Buffer
	err := docsTemplate.Execute(&b, map[string]any{"Info": doc.Info, "Tags": byTag, "Problems": docsProblems()})
	return b.Bytes(), err
}

// methods yields the operations of a path.
func methods(item *huma.PathItem) map[string]*huma.Operation {
	out := map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete}
	maps.DeleteFunc(out, func(_ string, op *huma.Operation) bool { return op == nil })
	return out
}

// A docsProblem is a kind of problem as the page shows it.
type docsProblem struct {
	Name, Title, Hint string
	Status            int
}

func docsProblems() (out []docsProblem) {
	for status, kind := range kinds {
		out = append(out, docsProblem{kind.name, kind.title, kind.hint, status})
	}
	slices.SortFunc(out, func(a, b docsProblem) int { return a.Status - b.Status })
	return out
}
