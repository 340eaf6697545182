package main

import (
	"context"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/api"
	"github.com/daodu/daodu/store"
)

// A groupsView is what study groups do in one workspace, as the API sees it.
type groupsView struct{ *store.Store }

// ListCollections returns collections.
func (v groupsView) ListCollections(ctx context.Context, p api.Page) ([]daodu.Collection, string, error) {
	return v.Collections(ctx, store.Page{After: p.After, Limit: p.Limit})
}

// PutItem adds an article to a collection, or changes it there.
func (v groupsView) PutItem(ctx context.Context, id, article string, change api.ItemChange) (bool, error) {
	return v.PutCollectionItem(ctx, id, article, store.ItemChange(change))
}

// WriteNote adds a note.
func (v groupsView) WriteNote(ctx context.Context, collection string, n api.NewNote) (daodu.Note, error) {
	return v.AddNote(ctx, collection, store.NewNote(n))
}

// ChangeWebhookTo changes a webhook.
func (v groupsView) ChangeWebhookTo(ctx context.Context, id string, c api.WebhookChange) (daodu.Webhook, error) {
	return v.ChangeWebhook(ctx, id, store.WebhookChange(c))
}

// ListDeliveries returns deliveries of a webhook.
func (v groupsView) ListDeliveries(ctx context.Context, webhook string, state daodu.DeliveryState, p api.Page) ([]daodu.Delivery, string, error) {
	return v.Deliveries(ctx, webhook, state, store.Page{After: p.After, Limit: p.Limit})
}

// ChangeFeedTo changes a feed.
func (v groupsView) ChangeFeedTo(ctx context.Context, id string, c api.FeedChange) (daodu.Feed, error) {
	return v.ChangeFeed(ctx, id, store.FeedChange(c))
}

// ListFeedItems returns the items of a feed.
func (v groupsView) ListFeedItems(ctx context.Context, id string, p api.Page) ([]daodu.FeedItem, string, error) {
	return v.FeedItems(ctx, id, store.Page{After: p.After, Limit: p.Limit})
}
