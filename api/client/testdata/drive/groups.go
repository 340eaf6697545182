package main

import (
	"context"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"

	client "github.com/daodu/daodu/api/client/testdata/generated"
)

// groups does what study groups do: collections, links, webhooks and feeds.
func groups(ctx context.Context, c *client.ClientWithResponses) {
	collection, articles := collections(ctx, c)
	guides(ctx, c, collection)
	notes(ctx, c, collection, articles[0])
	shares(ctx, c, collection, articles[0])
	feeds(ctx, c, collection)
	webhooks(ctx, c)
	must(c.RemoveCollectionArticleWithResponse(ctx, collection, articles[1]))("removeCollectionArticle", 204)
	must(c.RemoveCollectionWithResponse(ctx, collection))("removeCollection", 204)
}

// collections makes a collection of two articles.
func collections(ctx context.Context, c *client.ClientWithResponses) (collection uuid.UUID, articles []uuid.UUID) {
	made := must(c.AddCollectionWithResponse(ctx, nil, client.AddCollectionJSONRequestBody{Name: "读书班"}))("addCollection", 201)
	collection = id(made.JSON201.Id)
	for _, ending := range []string{"会议还听取了代表的意见。", "会后代表们参观了职工书屋。"} {
		words := text + ending
		added := must(c.AddArticlesWithResponse(ctx, nil, client.AddArticlesJSONRequestBody{Text: &words}))("addArticles", 201)
		articles = append(articles, id(*added.JSON201.Items[0].Id))
		note, due := "先读", "2026-12-01"
		body := client.PutCollectionArticleJSONRequestBody{Note: &note, Due: &due}
		must(c.PutCollectionArticleWithResponse(ctx, collection, articles[len(articles)-1], body))("putCollectionArticle", 201)
	}
	must(c.PutCollectionArticleWithResponse(ctx, collection, articles[0], client.PutCollectionArticleJSONRequestBody{}))("putCollectionArticle", 200)
	order := client.OrderCollectionJSONRequestBody{Articles: []string{articles[1].String(), articles[0].String()}}
	must(c.OrderCollectionWithResponse(ctx, collection, order))("orderCollection", 200)
	items := must(c.ListCollectionArticlesWithResponse(ctx, collection, nil))("listCollectionArticles", 200)
	check(len(items.JSON200.Items) == 2 && items.JSON200.Items[0].Id == articles[1].String() && *items.JSON200.Items[0].Due == "2026-12-01", "listCollectionArticles", items.JSON200)
	name := "第二期读书班"
	must(c.ChangeCollectionWithResponse(ctx, collection, client.ChangeCollectionJSONRequestBody{Name: &name}))("changeCollection", 200)
	got := must(c.GetCollectionWithResponse(ctx, collection, nil))("getCollection", 200)
	check(got.JSON200.Name == name && got.JSON200.Articles == 2, "getCollection", got.JSON200)
	all := must(c.ListCollectionsWithResponse(ctx, nil))("listCollections", 200)
	check(len(all.JSON200.Items) == 1, "listCollections", all.JSON200)
	return collection, articles
}

func guides(ctx context.Context, c *client.ClientWithResponses, collection uuid.UUID) {
	wait := "wait=50"
	g := must(c.AskCollectionGuideWithResponse(ctx, collection, &client.AskCollectionGuideParams{Prefer: &wait}))("askCollectionGuide", 200)
	check(g.JSON200.Current && len(*g.JSON200.Articles) == 2 && len(*g.JSON200.Additions) == 2, "askCollectionGuide", g.JSON200)
	must(c.GetCollectionGuideWithResponse(ctx, collection, nil))("getCollectionGuide", 200)
}

// notes writes a note and takes it away again.
func notes(ctx context.Context, c *client.ClientWithResponses, collection, article uuid.UUID) {
	made := must(c.AddNoteWithResponse(ctx, collection, nil, client.AddNoteJSONRequestBody{Article: article, Start: 0, End: 4, Body: "怎样落实？"}))("addNote", 201)
	check(made.JSON201.State == "anchored" && strings.HasPrefix(text, made.JSON201.Anchor.Quote), "addNote", made.JSON201)
	author := "李明"
	must(c.ChangeNoteWithResponse(ctx, collection, id(made.JSON201.Id), client.ChangeNoteJSONRequestBody{Author: &author}))("changeNote", 200)
	all := must(c.ListNotesWithResponse(ctx, collection, &client.ListNotesParams{Article: &article}))("listNotes", 200)
	check(len(all.JSON200.Items) == 1 && *all.JSON200.Items[0].Author == author && all.JSON200.Items[0].Now.Text == made.JSON201.Anchor.Quote, "listNotes", all.JSON200)
	must(c.RemoveNoteWithResponse(ctx, collection, id(made.JSON201.Id)))("removeNote", 204)
}

func shares(ctx context.Context, c *client.ClientWithResponses, collection, article uuid.UUID) {
	share := must(c.AddShareWithResponse(ctx, collection, nil, client.AddShareJSONRequestBody{ExpiresAt: time.Now().Add(time.Hour)}))("addShare", 201)
	token := share.JSON201.Token
	shown := must(c.GetSharedWithResponse(ctx, &client.GetSharedParams{XShareToken: token}))("getShared", 200)
	check(len(shown.JSON200.Articles) == 2, "getShared", shown.JSON200)
	must(c.GetSharedNotesWithResponse(ctx, &client.GetSharedNotesParams{XShareToken: token}))("getSharedNotes", 200)
	must(c.GetSharedGuideWithResponse(ctx, &client.GetSharedGuideParams{Token: token}))("getSharedGuide", 200)
	a := must(c.GetSharedArticleWithResponse(ctx, article, &client.GetSharedArticleParams{XShareToken: token}))("getSharedArticle", 200)
	check(strings.HasPrefix(a.JSON200.Text, text), "getSharedArticle", a.JSON200)
	must(c.RevokeShareWithResponse(ctx, collection, id(share.JSON201.Id)))("revokeShare", 204)
	list := must(c.ListSharesWithResponse(ctx, collection, nil))("listShares", 200)
	check(len(list.JSON200.Items) == 1 && list.JSON200.Items[0].RevokedAt != nil, "listShares", list.JSON200)
	must(c.GetSharedWithResponse(ctx, &client.GetSharedParams{XShareToken: token}))("getShared", 404)
}

// feeds subscribes to a page of the server itself, which is no feed.
func feeds(ctx context.Context, c *client.ClientWithResponses, collection uuid.UUID) {
	body := client.AddFeedJSONRequestBody{Url: os.Args[1] + "/healthz"}
	made := must(c.AddFeedWithResponse(ctx, collection, nil, body))("addFeed", 201)
	must(c.AddFeedWithResponse(ctx, collection, nil, body))("addFeed", 200)
	feed := id(made.JSON201.Id)
	off := false
	must(c.CheckFeedWithResponse(ctx, feed, nil))("checkFeed", 202)
	must(c.ChangeFeedWithResponse(ctx, feed, client.ChangeFeedJSONRequestBody{Active: &off}))("changeFeed", 200)
	got := must(c.GetFeedWithResponse(ctx, feed, nil))("getFeed", 200)
	check(!got.JSON200.Active && got.JSON200.Every == 60 && got.JSON200.Backfill == 20, "getFeed", got.JSON200)
	must(c.ListFeedItemsWithResponse(ctx, feed, nil))("listFeedItems", 200)
	all := must(c.ListFeedsWithResponse(ctx, nil))("listFeeds", 200)
	check(len(all.JSON200.Items) == 1, "listFeeds", all.JSON200)
	must(c.ListCollectionFeedsWithResponse(ctx, collection, nil))("listCollectionFeeds", 200)
	must(c.RemoveFeedWithResponse(ctx, feed))("removeFeed", 204)
}

// webhooks has the server tell itself, which it refuses to hear.
func webhooks(ctx context.Context, c *client.ClientWithResponses) {
	made := must(c.AddWebhookWithResponse(ctx, nil, client.AddWebhookJSONRequestBody{Url: os.Args[1] + "/healthz"}))("addWebhook", 201)
	hook := id(made.JSON201.Id)
	delivery := must(c.TestWebhookWithResponse(ctx, hook, nil))("testWebhook", 202)
	must(c.RedeliverWithResponse(ctx, hook, id(delivery.JSON202.Id), nil))("redeliver", 202)
	list := must(c.ListDeliveriesWithResponse(ctx, hook, nil))("listDeliveries", 200)
	check(len(list.JSON200.Items) == 1 && list.JSON200.Items[0].Event.Id == delivery.JSON202.Event.Id, "listDeliveries", list.JSON200)
	renewed := must(c.RenewWebhookSecretWithResponse(ctx, hook, nil))("renewWebhookSecret", 200)
	check(*renewed.JSON200.Secret != *made.JSON201.Secret, "renewWebhookSecret", "the old secret")
	off := false
	must(c.ChangeWebhookWithResponse(ctx, hook, client.ChangeWebhookJSONRequestBody{Active: &off}))("changeWebhook", 200)
	got := must(c.GetWebhookWithResponse(ctx, hook, nil))("getWebhook", 200)
	check(!got.JSON200.Active && got.JSON200.Secret == nil, "getWebhook", got.JSON200)
	all := must(c.ListWebhooksWithResponse(ctx, nil))("listWebhooks", 200)
	check(len(all.JSON200.Items) == 1, "listWebhooks", all.JSON200)
	must(c.RemoveWebhookWithResponse(ctx, hook))("removeWebhook", 204)
}
