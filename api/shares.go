package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
)

// Shares are the links by which collections can be read without a key.
type Shares interface {
	// AddShare makes a link; its token is told here only.
	AddShare(ctx context.Context, collection, note string, expires time.Time) (daodu.Share, error)
	Shares(ctx context.Context, collection string) ([]daodu.Share, error)
	RevokeShare(ctx context.Context, collection, id string) error
}

// OpenShare returns the workspace and the collection that the token of a link opens. The
// error wraps [daodu.ErrNotFound] when it opens nothing, or no longer.
type OpenShare func(ctx context.Context, token string) (w *Workspace, collection string, err error)

func (s *Server) routesShares(a huma.API) {
	const tag = "shares"
	register(s, a, daodu.RoleEditor, get("/collections/{id}/shares", "listShares", tag, "List the links to a collection"), s.listShares)
	op := post("/collections/{id}/shares", "addShare", tag, "Make a link by which a collection can be read without a key")
	op.Description = "The token in the answer is shown once. Whoever has it may read the collection, its guide, its notes and its texts, and nothing else, until it expires or is revoked."
	op.DefaultStatus = http.StatusCreated
	register(s, a, daodu.RoleEditor, op, s.addShare)
	register(s, a, daodu.RoleEditor, remove("/collections/{id}/shares/{share}", "revokeShare", tag, "Revoke a link at once"), s.revokeShare)
	register(s, a, public, get("/shared", "getShared", tag, "Read a collection by a link"), s.getShared)
	register(s, a, public, get("/shared/guide", "getSharedGuide", tag, "Read the guide over a collection by a link"), s.getSharedGuide)
	register(s, a, public, get("/shared/articles/{article}", "getSharedArticle", tag, "Read an article of a collection by a link"), s.getSharedArticle)
}

func (s *Server) listShares(ctx context.Context, in *CollectionParam) (*listOut[daodu.Share], error) {
	shares, err := workspaceOf(ctx).Shares.Shares(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return list(shares, ""), nil
}

type addShareIn struct {
	CollectionParam
	Body struct {
		_         struct{}  `additionalProperties:"false"`
		Note      string    `json:"note,omitempty" maxLength:"4000" doc:"For whom it is"`
		ExpiresAt time.Time `json:"expires_at" doc:"Within a year"`
	}
}

type shareOut struct{ Body daodu.Share }

func (s *Server) addShare(ctx context.Context, in *addShareIn) (*shareOut, error) {
	share, err := workspaceOf(ctx).Shares.AddShare(ctx, in.ID, in.Body.Note, in.Body.ExpiresAt)
	if err != nil {
		return nil, err
	}
	return &shareOut{share}, nil
}

type shareIn struct {
	CollectionParam
	Share string `path:"share" format:"uuid" doc:"ID of the link"`
}

func (s *Server) revokeShare(ctx context.Context, in *shareIn) (*noContent, error) {
	return nil, workspaceOf(ctx).Shares.RevokeShare(ctx, in.ID, in.Share)
}

// A ShareParam is the input of routes that a link opens.
type ShareParam struct {
	Header string `header:"X-Share-Token" maxLength:"200" doc:"Token of the link"`
	Token  string `query:"token" maxLength:"200" doc:"Token of the link, for addresses that people click; prefer the header"`
}

// open returns what the token opens.
func (s *Server) open(ctx context.Context, in *ShareParam) (*Workspace, string, error) {
	token := in.Header
	if token == "" {
		token = in.Token
	}
	if token == "" || s.config.OpenShare == nil {
		return nil, "", fmt.Errorf("%w: there is no valid token with the request", daodu.ErrNotFound)
	}
	return s.config.OpenShare(ctx, token)
}

// A SharedCollection is what a link shows.
type SharedCollection struct {
	Collection daodu.Collection       `json:"collection"`
	Articles   []daodu.CollectionItem `json:"articles" nullable:"false"`
}

type sharedOut struct {
	Cache string `header:"Cache-Control"`
	Body  SharedCollection
}

func (s *Server) getShared(ctx context.Context, in *ShareParam) (*sharedOut, error) {
	w, id, err := s.open(ctx, in)
	if err != nil {
		return nil, err
	}
	c, err := w.Collections.Collection(ctx, id)
	if err != nil {
		return nil, err
	}
	items, err := w.Collections.CollectionItems(ctx, id)
	if err != nil {
		return nil, err
	}
	for i := range items {
		items[i].URI = publicURI(items[i].URI)
	}
	return &sharedOut{private, SharedCollection{c, items}}, nil
}

// private keeps what a link shows out of caches that others use.
const private = "private, no-cache"

// publicURI returns an address of the web, "" for the name of a file, which may tell of the
// machine or the person it came from.
func publicURI(uri string) string {
	if strings.HasPrefix(uri, "http://") || strings.HasPrefix(uri, "https://") {
		return uri
	}
	return ""
}

type sharedGuideOut struct {
	Cache string `header:"Cache-Control"`
	Body  guideBody
}

func (s *Server) getSharedGuide(ctx context.Context, in *ShareParam) (*sharedGuideOut, error) {
	w, id, err := s.open(ctx, in)
	if err != nil {
		return nil, err
	}
	g, current, err := w.Collections.CollectionGuide(ctx, id)
	if err != nil {
		return nil, err
	}
	for i := range g.Articles {
		g.Articles[i].URI = publicURI(g.Articles[i].URI)
	}
	return &sharedGuideOut{private, guideBody{g, current}}, nil
}

type sharedArticleIn struct {
	ShareParam
	Article string `path:"article" format:"uuid" doc:"ID of the article"`
}

// A SharedArticle is an article as a link shows it: what a reader needs, without where it
// came from and what was cut.
type SharedArticle struct {
	ID        string           `json:"id"`
	Title     string           `json:"title,omitempty"`
	Subtitle  string           `json:"subtitle,omitempty"`
	Speaker   *daodu.Speaker   `json:"speaker,omitempty"`
	Occasion  string           `json:"occasion,omitempty"`
	Author    string           `json:"author,omitempty"`
	Publisher string           `json:"publisher,omitempty"`
	Date      string           `json:"date,omitempty"`
	URI       string           `json:"uri,omitempty"`
	Lang      string           `json:"lang"`
	Genre     daodu.Genre      `json:"genre"`
	Text      string           `json:"text"`
	Length    int              `json:"length"`
	Damage    []daodu.Damage   `json:"damage"`
	Sections  []daodu.Section  `json:"sections"`
	Sentences []daodu.Sentence `json:"sentences"`
}

type sharedArticleOut struct {
	Cache string `header:"Cache-Control"`
	Body  SharedArticle
}

func (s *Server) getSharedArticle(ctx context.Context, in *sharedArticleIn) (*sharedArticleOut, error) {
	w, id, err := s.open(ctx, &in.ShareParam)
	if err != nil {
		return nil, err
	}
	items, err := w.Collections.CollectionItems(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, it := range items {
		if it.ID == in.Article {
			a, err := w.Articles.Article(ctx, it.ID)
			if err != nil {
				return nil, err
			}
			return &sharedArticleOut{private, sharedArticle(a)}, nil
		}
	}
	return nil, fmt.Errorf("%w: article %s is not in this collection", daodu.ErrNotFound, in.Article)
}

func sharedArticle(a *daodu.Article) SharedArticle {
	return SharedArticle{
		ID: a.ID, Title: a.Title, Subtitle: a.Subtitle, Speaker: a.Speaker, Occasion: a.Occasion, Author: a.Author, Publisher: a.Publisher,
		Date: a.Date, URI: publicURI(a.Source.URI), Lang: a.Lang, Genre: a.Genre, Text: a.Text, Length: a.Length,
		Damage: a.Damage, Sections: a.Sections, Sentences: a.Sentences,
	}
}
