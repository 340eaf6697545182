package api

import (
	"context"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
)

// Articles are the articles of a workspace.
type Articles interface {
	// List returns articles in an order; next is the ID to go on after, "" at the end.
	List(ctx context.Context, f Filter, o Order, p Page) (entries []daodu.Entry, next string, err error)
	// Article returns a whole article. The error wraps [daodu.ErrNotFound].
	Article(ctx context.Context, id string) (*daodu.Article, error)
	// Remove deletes an article with all that was written about it. The error wraps
	// [daodu.ErrNotFound].
	Remove(ctx context.Context, id string) error
}

func (s *Server) routesArticles(a huma.API) {
	register(s, a, daodu.RoleReader, get("/articles", "listArticles", "articles", "List articles"), s.listArticles)
	register(s, a, daodu.RoleReader, get("/articles/{id}", "getArticle", "articles", "Get an article"), s.getArticle)
	register(s, a, daodu.RoleEditor, remove("/articles/{id}", "removeArticle", "articles", "Remove an article with all that was written about it"), s.removeArticle)
}

type listIn struct {
	FilterParams
	Sort string `query:"sort" enum:"added,-added,date,-date" default:"-added" doc:"Order: by the time of adding or by date; - is from the last to the first"`
	PageParams
}

func (s *Server) listArticles(ctx context.Context, in *listIn) (*listOut[daodu.Entry], error) {
	page := in.page()
	date, after, byDate := strings.Cut(page.After, " ")
	if byDate {
		page.After = after
	}
	entries, next, err := workspaceOf(ctx).Articles.List(ctx, in.filter(), Order{Sort: in.Sort, AfterDate: date}, page)
	if err != nil {
		return nil, err
	}
	if next != "" && strings.HasSuffix(in.Sort, "date") {
		next = entries[len(entries)-1].Date + " " + next
	}
	return list(entries, next), nil
}

// idIn is the input of routes of one article.
type idIn struct {
	ID string `path:"id" format:"uuid" doc:"ID of the article"`
}

type articleOut struct{ Body *daodu.Article }

func (s *Server) getArticle(ctx context.Context, in *idIn) (*articleOut, error) {
	a, err := workspaceOf(ctx).Articles.Article(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &articleOut{a}, nil
}

// noContent answers 204.
type noContent struct{}

func (s *Server) removeArticle(ctx context.Context, in *idIn) (*noContent, error) {
	return nil, workspaceOf(ctx).Articles.Remove(ctx, in.ID)
}
