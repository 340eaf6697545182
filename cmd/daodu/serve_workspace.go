package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/api"
	"github.com/daodu/daodu/store"
)

// A queryEmbedder is the embedder of the configuration, for the queries of a server. What
// did not answer is asked again.
type queryEmbedder struct {
	app *app

	mu    sync.Mutex
	made  daodu.Embedder
	inUse daodu.EmbeddingSpace // of the library
	till  time.Time            // when inUse is looked up again
	later time.Time            // when an endpoint that did not answer is asked again
}

// spaceFresh is how long a server goes on making vectors for the space that a library used;
// a search that has none of the right space goes by words alone.
const spaceFresh = 10 * time.Second

// of returns what makes the vector of a query, nil when there are no vectors that it could
// be compared with.
func (q *queryEmbedder) of(ctx context.Context, s *store.Store) (daodu.Embedder, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if now := time.Now(); now.After(q.till) {
		inUse, ok, err := s.ActiveSpace(ctx)
		if err != nil || !ok {
			return nil, err
		}
		q.inUse, q.till = inUse, now.Add(spaceFresh)
	}
	if q.made == nil {
		if err := q.make(ctx); err != nil {
			return nil, err
		}
	}
	if q.made == nil || q.made.Space() != q.inUse {
		return nil, nil
	}
	return q.made, nil
}

// make makes the embedder, unless its endpoint did not answer just before: then no search
// waits for it.
func (q *queryEmbedder) make(ctx context.Context) error {
	if time.Now().Before(q.later) {
		return nil
	}
	e, err := q.app.embedder(ctx)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		q.later = time.Now().Add(spaceFresh)
		q.app.log.WarnContext(ctx, "searching by words alone", "error", err)
		return nil
	}
	q.made = e
	return nil
}

// A workspaceView is one workspace of a library as the API sees it. What the store does in
// the words of the API is taken from it as it is.
type workspaceView struct{ *store.Store }

// workspaces returns what makes the workspace of the API of a view of a library. All of
// them share one embedder and the processors.
func (a *app) workspaces() (func(*store.Store) *api.Workspace, error) {
	adder, err := a.adders()
	if err != nil {
		return nil, err
	}
	engines, err := a.engineNames()
	if err != nil {
		return nil, err
	}
	embedder := &queryEmbedder{app: a}
	return func(s *store.Store) *api.Workspace {
		v := workspaceView{s}
		return &api.Workspace{
			Articles: v, Adder: adder(s), Finder: finderView{s, embedder}, Written: v, Keys: s, Audit: v, Replays: s,
			Jobs: v, Events: v, Desk: deskView{v, engines},
			Collections: groupsView{s}, Notes: groupsView{s}, Shares: s, Webhooks: groupsView{s}, Feeds: groupsView{s},
		}
	}, nil
}

// List returns articles in an order.
func (v workspaceView) List(ctx context.Context, f api.Filter, o api.Order, p api.Page) ([]daodu.Entry, string, error) {
	return v.Store.List(ctx, store.Filter(f), store.Page{After: p.After, Limit: p.Limit, Sort: store.Sort(o.Sort), AfterDate: o.AfterDate})
}

// Changes returns the audit log.
func (v workspaceView) Changes(ctx context.Context, p api.Page) ([]daodu.Change, string, error) {
	return v.Store.Changes(ctx, store.Page{After: p.After, Limit: p.Limit})
}

// Written returns the newest artifact of each kind about the text as it is now.
func (v workspaceView) Written(ctx context.Context, id string) (arts []*daodu.Artifact, err error) {
	for _, kind := range daodu.Kinds {
		version, err := v.Artifact(ctx, id, store.Wanted{Kind: kind, Current: true})
		switch {
		case err == nil:
			arts = append(arts, version.Artifact)
		case !errors.Is(err, daodu.ErrNotFound):
			return nil, err
		}
	}
	return arts, nil
}

// A finderView finds in one workspace.
type finderView struct {
	*store.Store
	embedder *queryEmbedder
}

// Search finds by words and, when something makes the vector of the query, by meaning.
func (v finderView) Search(ctx context.Context, query string, f api.Filter, limit int) ([]daodu.Hit, error) {
	e, err := v.embedder.of(ctx, v.Store)
	if err != nil {
		return nil, err
	}
	return v.Store.Search(ctx, query, store.SearchOptions{Filter: store.Filter(f), Limit: limit, Embedder: e})
}

// Related finds by an article.
func (v finderView) Related(ctx context.Context, id string, f api.Filter, limit int) ([]daodu.Relation, error) {
	return v.Store.Related(ctx, id, store.RelatedOptions{Filter: store.Filter(f), Limit: limit})
}
