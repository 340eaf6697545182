package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/api"
	"github.com/daodu/daodu/api/ui"
	"github.com/daodu/daodu/examples"
	"github.com/daodu/daodu/internal/export"
	"github.com/daodu/daodu/store"
)

// pages returns the pages of a library, with the API below them.
func (a *app) pages(s *store.Store, below http.Handler) (http.Handler, error) {
	of, err := a.workspaces()
	if err != nil {
		return nil, err
	}
	return ui.New(ui.Config{
		Open: func(ctx context.Context, workspace string) (*ui.Workspace, error) {
			if workspace == "" {
				workspace = s.Workspace()
			}
			view, err := s.In(ctx, workspace)
			if err != nil {
				return nil, err
			}
			return pageWorkspace(view, of(view)), nil
		},
		OpenShare: func(ctx context.Context, token string) (*ui.Workspace, string, error) {
			view, collection, err := s.OpenShare(ctx, token)
			if err != nil {
				return nil, "", err
			}
			return pageWorkspace(view, of(view)), collection, nil
		},
		Keys: s, API: below, Example: examples.Speech, ExampleName: "speech.txt", Formats: exportNames(), Version: version, Log: a.log,
	})
}

// exportNames lists the forms of export that pages offer.
func exportNames() (names []string) {
	for _, f := range export.Formats {
		if f.Name != "jsonl" { // for programs
			names = append(names, f.Name)
		}
	}
	return names
}

// pageWorkspace returns what the pages of a workspace read.
func pageWorkspace(view *store.Store, w *api.Workspace) *ui.Workspace {
	return &ui.Workspace{
		Articles: pageArticles{view}, Written: pageWritten{w.Written, view}, Finder: pageFinder{w.Finder},
		Adder: pageAdder{w.Adder, w.Desk}, Collections: pageCollections{view}, Keys: view,
	}
}

// pageCollections are the collections of a workspace.
type pageCollections struct{ *store.Store }

// collectionsShown is how many collections the list of them shows.
const collectionsShown = 200

func (p pageCollections) Collections(ctx context.Context) ([]daodu.Collection, error) {
	list, _, err := p.Store.Collections(ctx, store.Page{Limit: collectionsShown})
	return list, err
}

// pageArticles are the articles of a workspace in the words of the pages.
type pageArticles struct{ *store.Store }

func (p pageArticles) List(ctx context.Context, f ui.Filter, after string, limit int) ([]daodu.Entry, string, error) {
	return p.Store.List(ctx, store.Filter(f), store.Page{After: after, Limit: limit})
}

func (p pageArticles) Count(ctx context.Context, f ui.Filter) (int, error) {
	return p.Store.Count(ctx, store.Filter(f))
}

// pageWritten is what was written about articles.
type pageWritten struct {
	written api.Written
	store   *store.Store
}

func (p pageWritten) Written(ctx context.Context, id, lang string) (arts []*daodu.Artifact, err error) {
	if arts, err = p.written.Written(ctx, id); err != nil || lang == "" {
		return arts, err
	}
	for i, art := range arts {
		v, err := p.store.Artifact(ctx, id, store.Wanted{Kind: art.Content.Kind(), Lang: lang, Current: true})
		switch {
		case err == nil:
			arts[i] = v.Artifact
		case !errors.Is(err, daodu.ErrNotFound):
			return nil, err
		}
	}
	return arts, nil
}

// Headlines returns the headlines of summaries, in their articles' own scripts.
func (p pageWritten) Headlines(ctx context.Context, ids []string) (map[string]daodu.Point, error) {
	out := map[string]daodu.Point{}
	for _, id := range ids {
		v, err := p.store.Artifact(ctx, id, store.Wanted{Kind: daodu.KindSummary, Current: true})
		if errors.Is(err, daodu.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if s, ok := v.Artifact.Content.(*daodu.Summary); ok {
			out[id] = s.Headline
		}
	}
	return out, nil
}

// pageFinder finds articles for the pages.
type pageFinder struct{ api.Finder }

func (p pageFinder) Search(ctx context.Context, query string, f ui.Filter, limit int) ([]daodu.Hit, error) {
	return p.Finder.Search(ctx, query, api.Filter(f), limit)
}

func (p pageFinder) Related(ctx context.Context, id string, limit int) ([]daodu.Relation, error) {
	return p.Finder.Related(ctx, id, api.Filter{}, limit)
}

// pageAdder adds what pages send.
type pageAdder struct {
	api.Adder
	desk api.Desk
}

func (p pageAdder) AddFile(ctx context.Context, name string, data []byte, by string) (string, error) {
	var wishes []daodu.Wish
	for _, kind := range daodu.Kinds {
		wishes = append(wishes, daodu.Wish{Kind: kind, Length: daodu.Medium, Engine: p.desk.Engines()[0]})
	}
	added, err := p.Add(ctx, []api.Incoming{{Name: name, Open: func() (io.ReadCloser, int64, error) {
		return io.NopCloser(bytes.NewReader(data)), int64(len(data)), nil
	}}}, wishes, by)
	switch {
	case err != nil:
		return "", err
	case len(added) != 1:
		return "", fmt.Errorf("%w: %s holds %d texts", daodu.ErrBadInput, name, len(added))
	}
	return added[0].ID, added[0].Err
}
