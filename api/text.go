package api

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/export"
)

// Written gives what was written about articles.
type Written interface {
	// Written returns the newest artifact of each kind about the text of an article as it
	// is now, in the order of [daodu.Kinds]. The error wraps [daodu.ErrNotFound] when
	// there is no such article.
	Written(ctx context.Context, id string) ([]*daodu.Artifact, error)
}

func (s *Server) routesText(a huma.API) {
	op := get("/articles/{id}/text", "getText", "articles", "Get the text of an article alone")
	op.Responses = contents("text/plain")
	register(s, a, daodu.RoleReader, op, s.text)
	register(s, a, daodu.RoleReader, get("/articles/{id}/damage", "getDamage", "articles", "List the faults of the source that a reader must know of"), s.damage)
	op = get("/articles/{id}/export", "exportArticle", "articles", "Get an article with what was written about it as a file")
	op.Responses = contents(slices.Compact(slices.Sorted(exportTypes()))...)
	register(s, a, daodu.RoleReader, op, s.export)
}

// contents are the answers of a route that are no JSON of ours.
func contents(types ...string) map[string]*huma.Response {
	content := map[string]*huma.MediaType{}
	for _, t := range types {
		content[t] = &huma.MediaType{Schema: &huma.Schema{}}
		if t != "application/json" {
			content[t].Schema = &huma.Schema{Type: "string"}
		}
	}
	return map[string]*huma.Response{"200": {Description: http.StatusText(http.StatusOK), Content: content}}
}

type textIn struct {
	ID    string `path:"id" format:"uuid" doc:"ID of the article"`
	Layer string `query:"layer" enum:"clean,raw" default:"clean" doc:"The clean text, which quotes point into, or the text as received, which raw spans point into"`
}

// A fileOut is an answer in a form of its own.
type fileOut struct {
	ContentType        string `header:"Content-Type" hidden:"true"`
	ContentDisposition string `header:"Content-Disposition" hidden:"true"`
	Body               []byte
}

func (s *Server) text(ctx context.Context, in *textIn) (*fileOut, error) {
	a, err := workspaceOf(ctx).Articles.Article(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	text := a.Text
	if in.Layer == "raw" {
		text = a.Raw
	}
	return &fileOut{ContentType: "text/plain; charset=utf-8", ContentDisposition: "inline", Body: []byte(text)}, nil
}

func (s *Server) damage(ctx context.Context, in *idIn) (*listOut[daodu.Damage], error) {
	a, err := workspaceOf(ctx).Articles.Article(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return list(a.Damage, ""), nil
}

// exportTypes yields the media types of all forms of export, without their charset.
func exportTypes() func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, f := range export.Formats {
			media, _, _ := strings.Cut(f.MediaType, ";")
			if !yield(media) {
				return
			}
		}
	}
}

// A formatParam names a form of export; the document of the API lists them.
type formatParam string

// Schema describes the parameter. The name is huma's.
func (formatParam) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, f := range export.Formats {
		s.Enum = append(s.Enum, f.Name)
	}
	return s
}

type exportIn struct {
	ID     string      `path:"id" format:"uuid" doc:"ID of the article"`
	Format formatParam `query:"format" default:"md" doc:"Form of the file"`
}

func (s *Server) export(ctx context.Context, in *exportIn) (*fileOut, error) {
	form, err := export.Find(string(in.Format))
	if err != nil {
		return nil, err
	}
	w := workspaceOf(ctx)
	a, err := w.Articles.Article(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	arts, err := w.Written.Written(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := export.Write(&b, form.Name, a, arts, Version); err != nil {
		return nil, err
	}
	name := mime.FormatMediaType("attachment", map[string]string{"filename": form.FileName(a)})
	return &fileOut{form.MediaType, name, b.Bytes()}, nil
}
