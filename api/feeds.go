package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
)

// Feeds are the subscriptions of the collections of a workspace. Errors about one that
// there is not wrap [daodu.ErrNotFound].
type Feeds interface {
	FeedList
	// ListFeedItems returns what became of the items of a feed, those seen last first.
	ListFeedItems(ctx context.Context, id string, p Page) (list []daodu.FeedItem, next string, err error)
}

// A FeedList keeps subscriptions.
type FeedList interface {
	// Feeds returns the feeds of a collection, of all for "".
	Feeds(ctx context.Context, collection string) ([]daodu.Feed, error)
	Feed(ctx context.Context, id string) (daodu.Feed, error)
	// AddFeed subscribes a collection; made is false when it has the feed already.
	AddFeed(ctx context.Context, f daodu.Feed) (added daodu.Feed, made bool, err error)
	// ChangeFeedTo changes a feed and has it asked for at once.
	ChangeFeedTo(ctx context.Context, id string, c FeedChange) (daodu.Feed, error)
	RemoveFeed(ctx context.Context, id string) error
}

// A FeedChange says what to change of a feed; nil leaves what is there.
type FeedChange struct {
	Active *bool
	Every  *int // minutes
}

func (s *Server) routesFeeds(a huma.API) {
	const tag = "feeds"
	register(s, a, daodu.RoleReader, get("/feeds", "listFeeds", tag, "List the feeds of all collections"), s.listFeeds)
	register(s, a, daodu.RoleReader, get("/collections/{id}/feeds", "listCollectionFeeds", tag, "List the feeds of a collection"), s.listCollectionFeeds)
	op := post("/collections/{id}/feeds", "addFeed", tag, "Subscribe a collection to RSS, Atom, JSON Feed or a sitemap")
	op.Description = "New items are fetched, added to the library and the collection, and written about. An item that repeats an article of the library is not written about again; " +
		"that article joins the collection. Status 200 when the collection has the feed already."
	op = answering[daodu.Feed](a, op, map[string]string{"200": "The collection has it already", "201": "It is new"})
	register(s, a, daodu.RoleEditor, op, s.addFeed)
	register(s, a, daodu.RoleReader, get("/feeds/{id}", "getFeed", tag, "Get a feed"), s.getFeed)
	register(s, a, daodu.RoleEditor, patch("/feeds/{id}", "changeFeed", tag, "Change how often a feed is asked for, or turn it on or off"), s.changeFeed)
	register(s, a, daodu.RoleEditor, remove("/feeds/{id}", "removeFeed", tag, "End a subscription; the articles that it brought stay"), s.removeFeed)
	register(s, a, daodu.RoleReader, get("/feeds/{id}/items", "listFeedItems", tag, "List what became of the items of a feed, those seen last first"), s.listFeedItems)
	register(s, a, daodu.RoleEditor, accepted(post("/feeds/{id}/check", "checkFeed", tag, "Have a feed asked for at once")), s.checkFeed)
}

// A FeedParam is the input of routes of one feed.
type FeedParam struct {
	ID string `path:"id" format:"uuid" doc:"ID of the feed"`
}

type feedOut struct {
	Status   int
	Location string `header:"Location" doc:"The feed, when it is new"`
	Body     daodu.Feed
}

func (s *Server) listFeeds(ctx context.Context, _ *struct{}) (*listOut[daodu.Feed], error) {
	return s.feedsOf(ctx, "")
}

func (s *Server) listCollectionFeeds(ctx context.Context, in *CollectionParam) (*listOut[daodu.Feed], error) {
	return s.feedsOf(ctx, in.ID)
}

func (s *Server) feedsOf(ctx context.Context, collection string) (*listOut[daodu.Feed], error) {
	feeds, err := workspaceOf(ctx).Feeds.Feeds(ctx, collection)
	if err != nil {
		return nil, err
	}
	return list(feeds, ""), nil
}

type addFeedIn struct {
	CollectionParam
	Body struct {
		_        struct{} `additionalProperties:"false"`
		URL      string   `json:"url" format:"uri" maxLength:"2000" doc:"http or https; private networks are refused" example:"https://news.example.com/rss.xml"`
		Every    int      `json:"every,omitempty" minimum:"5" maximum:"10080" default:"60" doc:"Minutes between two looks"`
		Backfill int      `json:"backfill,omitempty" minimum:"0" maximum:"500" default:"20" doc:"How many of the items that are there at first are fetched"`
	}
}

func (s *Server) addFeed(ctx context.Context, in *addFeedIn) (*feedOut, error) {
	if err := s.callable(ctx, in.Body.URL); err != nil {
		return nil, err
	}
	f, made, err := workspaceOf(ctx).Feeds.AddFeed(ctx, daodu.Feed{Collection: in.ID, URL: in.Body.URL, Every: in.Body.Every, Backfill: in.Body.Backfill})
	if err != nil {
		return nil, err
	}
	out := &feedOut{Status: http.StatusOK, Location: prefix + "/feeds/" + f.ID, Body: f}
	if made {
		out.Status = http.StatusCreated
	}
	return out, nil
}

func (s *Server) getFeed(ctx context.Context, in *FeedParam) (*feedOut, error) {
	f, err := workspaceOf(ctx).Feeds.Feed(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &feedOut{Status: http.StatusOK, Body: f}, nil
}

type changeFeedIn struct {
	FeedParam
	Body struct {
		_      struct{} `additionalProperties:"false"`
		Active *bool    `json:"active,omitempty"`
		Every  *int     `json:"every,omitempty" minimum:"5" maximum:"10080" doc:"Minutes between two looks"`
	}
}

func (s *Server) changeFeed(ctx context.Context, in *changeFeedIn) (*feedOut, error) {
	return s.feedChanged(ctx, in.ID, FeedChange{Active: in.Body.Active, Every: in.Body.Every}, http.StatusOK)
}

func (s *Server) checkFeed(ctx context.Context, in *FeedParam) (*feedOut, error) {
	return s.feedChanged(ctx, in.ID, FeedChange{}, http.StatusAccepted)
}

func (s *Server) feedChanged(ctx context.Context, id string, c FeedChange, status int) (*feedOut, error) {
	f, err := workspaceOf(ctx).Feeds.ChangeFeedTo(ctx, id, c)
	if err != nil {
		return nil, err
	}
	return &feedOut{Status: status, Body: f}, nil
}

func (s *Server) removeFeed(ctx context.Context, in *FeedParam) (*noContent, error) {
	return nil, workspaceOf(ctx).Feeds.RemoveFeed(ctx, in.ID)
}

type feedItemsIn struct {
	FeedParam
	PageParams
}

func (s *Server) listFeedItems(ctx context.Context, in *feedItemsIn) (*listOut[daodu.FeedItem], error) {
	items, next, err := workspaceOf(ctx).Feeds.ListFeedItems(ctx, in.ID, in.page())
	if err != nil {
		return nil, err
	}
	return list(items, next), nil
}
