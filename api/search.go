package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
)

// A Finder finds articles of a workspace by a query, or by another article.
type Finder interface {
	// Search returns the articles that answer a query best. The error wraps
	// [daodu.ErrUsage] when the query has no word.
	Search(ctx context.Context, query string, f Filter, limit int) ([]daodu.Hit, error)
	// Related returns the articles that are most related to one, with the reasons. The
	// error wraps [daodu.ErrNotFound].
	Related(ctx context.Context, id string, f Filter, limit int) ([]daodu.Relation, error)
	// Reuse returns what stands in other articles word for word. The error wraps
	// [daodu.ErrNotFound].
	Reuse(ctx context.Context, id string) ([]daodu.Reuse, error)
}

func (s *Server) routesSearch(a huma.API) {
	register(s, a, daodu.RoleReader, get("/search", "search", "articles", "Find articles by their words and their meaning"), s.search)
	register(s, a, daodu.RoleReader, get("/articles/{id}/related", "listRelated", "articles", "List the articles that are most related to one, with the reasons"), s.related)
	register(s, a, daodu.RoleReader, get("/articles/{id}/reuse", "listReuse", "articles", "List what stands in other articles word for word"), s.reuse)
}

type searchIn struct {
	Query string `query:"q" required:"true" minLength:"1" maxLength:"500" doc:"Words in either script; \"words in quotation marks\" stand together, a word behind - must not occur" example:"职工书屋 -竞赛"`
	FilterParams
	FoundParams
}

// FoundParams are the parameters of every list of results.
type FoundParams struct {
	Limit int `query:"limit" minimum:"1" maximum:"100" default:"10" doc:"How many at most"`
}

func (s *Server) search(ctx context.Context, in *searchIn) (*listOut[daodu.Hit], error) {
	hits, err := workspaceOf(ctx).Finder.Search(ctx, in.Query, in.filter(), in.Limit)
	if err != nil {
		return nil, err
	}
	return list(hits, ""), nil
}

type relatedIn struct {
	ID string `path:"id" format:"uuid" doc:"ID of the article"`
	FilterParams
	FoundParams
}

func (s *Server) related(ctx context.Context, in *relatedIn) (*listOut[daodu.Relation], error) {
	relations, err := workspaceOf(ctx).Finder.Related(ctx, in.ID, in.filter(), in.Limit)
	if err != nil {
		return nil, err
	}
	return list(relations, ""), nil
}

func (s *Server) reuse(ctx context.Context, in *idIn) (*listOut[daodu.Reuse], error) {
	found, err := workspaceOf(ctx).Finder.Reuse(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return list(found, ""), nil
}
