package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

func feed(t *testing.T, s *store.Store, collection string) daodu.Feed {
	t.Helper()
	f, made, err := s.AddFeed(t.Context(), daodu.Feed{Collection: collection, URL: "https://news.example.com/rss", Every: 60, Backfill: 2})
	if err != nil || !made {
		t.Fatal(made, err)
	}
	return f
}

func testFeeds(t *testing.T, s *store.Store) {
	id := collection(t, s)
	f := feed(t, s, id)
	if again, made, err := s.AddFeed(t.Context(), daodu.Feed{Collection: id, URL: f.URL, Every: 90}); err != nil || made || again.ID != f.ID || again.Every != 60 {
		t.Errorf("subscribed twice: %+v, made %v, %v", again, made, err)
	}
	got, err := s.Feed(t.Context(), f.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(f, got); diff != "" {
		t.Errorf("came back changed (-made +got):\n%s", diff)
	}
	for what, bad := range map[string]daodu.Feed{"too often": {Every: 1}, "never": {Every: 1 << 20}, "backfill": {Every: 60, Backfill: -1}} {
		bad.Collection, bad.URL = id, "https://news.example.com/b"
		if _, _, err := s.AddFeed(t.Context(), bad); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("%s: %v", what, err)
		}
	}
	off, every := false, 120
	if got, err := s.ChangeFeed(t.Context(), f.ID, store.FeedChange{Active: &off, Every: &every}); err != nil || got.Active || got.Every != every {
		t.Errorf("changed: %+v, %v", got, err)
	}
	if _, ok, err := s.ClaimFeed(t.Context(), time.Minute); ok || err != nil {
		t.Errorf("a feed that is off was claimed: %v, %v", ok, err)
	}
	other := collection(t, s)
	feed(t, s, other)
	all, err := s.Feeds(t.Context(), "")
	own, err2 := s.Feeds(t.Context(), id)
	if err != nil || err2 != nil || len(all) != 2 || len(own) != 1 || own[0].ID != f.ID {
		t.Errorf("lists: %v %v, %v %v", all, own, err, err2)
	}
	if err := s.RemoveCollection(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	_, gone := s.Feed(t.Context(), f.ID)
	_, lost := s.Feeds(t.Context(), id)
	_, _, none := s.AddFeed(t.Context(), daodu.Feed{Collection: id, URL: f.URL, Every: 60})
	for what, err := range map[string]error{"feed": gone, "its list": lost, "a new one": none, "remove": s.RemoveFeed(t.Context(), f.ID)} {
		if !errors.Is(err, daodu.ErrNotFound) {
			t.Errorf("%s of a removed collection: %v", what, err)
		}
	}
}

// items makes items of a feed, the newest first.
func items(n int) (out []daodu.FeedItem) {
	for i := n; i > 0; i-- {
		out = append(out, daodu.FeedItem{URI: fmt.Sprintf("https://news.example.com/%d", i), Title: fmt.Sprintf("新闻%d", i)})
	}
	return out
}

func claimFeed(t *testing.T, s *store.Store) daodu.Claim {
	t.Helper()
	c, ok, err := s.ClaimFeed(t.Context(), time.Minute)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return c
}

func uris(list []daodu.FeedItem) (out []string) {
	for _, it := range list {
		out = append(out, fmt.Sprint(it.URI[len("https://news.example.com/"):], " ", it.State))
	}
	return out
}

func testFeedItems(t *testing.T, s *store.Store) {
	a := numbered(t, s, 2)
	id := collection(t, s)
	f := feed(t, s, id)
	c := claimFeed(t, s)
	if fresh, err := s.SeenInFeed(t.Context(), c, items(4), 2); err != nil || fresh != 4 {
		t.Errorf("at first: %d new, %v", fresh, err)
	}
	if fresh, err := s.SeenInFeed(t.Context(), c, items(5), 100); err != nil || fresh != 1 {
		t.Errorf("later: %d new, %v", fresh, err)
	}
	list, next, err := s.FeedItems(t.Context(), f.ID, store.Page{Limit: 3})
	rest, end, err2 := s.FeedItems(t.Context(), f.ID, store.Page{Limit: 3, After: next})
	want := []string{"5 queued", "4 queued", "3 queued", "2 skipped", "1 skipped"}
	if diff := cmp.Diff(want, uris(append(list, rest...))); diff != "" || err != nil || err2 != nil || end != "" {
		t.Errorf("items, %v %v (-want +got):\n%s", err, err2, diff)
	}
	queued, err := s.QueuedInFeed(t.Context(), c, 10)
	if diff := cmp.Diff([]string{"3 queued", "4 queued", "5 queued"}, uris(queued)); diff != "" || err != nil {
		t.Errorf("queue, %v (-want +got):\n%s", err, diff)
	}
	queued[0].State, queued[0].Article = daodu.FeedItemAdded, a[0]
	queued[1].State, queued[1].Article, queued[1].ReprintOf = daodu.FeedItemReprint, a[1], a[0]
	queued[2].Attempts, queued[2].Error = 1, "no answer"
	for _, it := range queued {
		if err := s.FeedItemDone(t.Context(), c, it); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{a[0]}, order(t, s, id)); diff != "" {
		t.Errorf("the collection (-want +got):\n%s", diff)
	}
	done, _, err := s.FeedItems(t.Context(), f.ID, store.Page{Limit: 3})
	if err != nil || done[1].ReprintOf != a[0] || done[2].Article != a[0] || done[0].Error != "no answer" || done[0].State != daodu.FeedItemQueued {
		t.Errorf("done: %+v, %v", done, err)
	}
	if err := s.FeedChecked(t.Context(), c, daodu.FeedCheck{Title: "新闻", ETag: `"1"`, Modified: "yesterday", Due: time.Now().Add(-time.Second)}); err != nil {
		t.Fatal(err)
	}
	st, err := s.ClaimedFeed(t.Context(), claimFeed(t, s))
	if err != nil || st.Title != "新闻" || st.ETag != `"1"` || st.Modified != "yesterday" || st.CheckedAt.IsZero() {
		t.Errorf("asked again with %+v, %v", st, err)
	}
}

func testFeedClaims(t *testing.T, s *store.Store) {
	f := feed(t, s, collection(t, s))
	c := claimFeed(t, s)
	if _, ok, err := s.ClaimFeed(t.Context(), time.Minute); ok || err != nil {
		t.Errorf("two processes work on one feed: %v, %v", ok, err)
	}
	if err := s.Renew(t.Context(), c, -time.Second); err != nil { // its process is gone
		t.Fatal(err)
	}
	taken := claimFeed(t, s)
	_, lost := s.SeenInFeed(t.Context(), c, items(1), 1)
	for what, err := range map[string]error{"seen": lost, "done": s.FeedItemDone(t.Context(), c, items(1)[0]), "checked": s.FeedChecked(t.Context(), c, daodu.FeedCheck{})} {
		if !errors.Is(err, daodu.ErrClaimLost) {
			t.Errorf("%s under a lost claim: %v", what, err)
		}
	}
	if err := s.FeedChecked(t.Context(), taken, daodu.FeedCheck{Error: "gone", Stop: true, Due: time.Now()}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Feed(t.Context(), f.ID); err != nil || got.Active || got.Error != "gone" || got.Failures != 1 {
		t.Errorf("a feed that is gone: %+v, %v", got, err)
	}
}

// testGroupsApart looks from one workspace for what is in another.
func testGroupsApart(t *testing.T, s *store.Store) {
	a := numbered(t, s, 2)
	id := collection(t, s, a...)
	f, w := feed(t, s, id), webhook(t, s)
	other, err := s.In(t.Context(), "other")
	if err != nil {
		t.Fatal(err)
	}
	_, err1 := other.Collection(t.Context(), id)
	_, err2 := other.Feed(t.Context(), f.ID)
	_, err3 := other.Webhook(t.Context(), w.ID)
	_, err4 := other.PutCollectionItem(t.Context(), collection(t, other), a[0], store.ItemChange{})
	_, err5 := other.AddShare(t.Context(), id, "", time.Now().Add(time.Hour))
	_, err6 := other.AskCollectionGuide(t.Context(), id)
	_, _, err7 := other.Deliveries(t.Context(), w.ID, "", store.Page{})
	for i, err := range []error{err1, err2, err3, err4, err5, err6, err7, other.RemoveFeed(t.Context(), f.ID), other.RemoveWebhook(t.Context(), w.ID)} {
		if !errors.Is(err, daodu.ErrNotFound) {
			t.Errorf("%d: %v", i+1, err)
		}
	}
	add(t, other, item(article("file:c.txt", "丙", speech), nil))
	if got := notedFor(t, s, w); len(got) != 0 {
		t.Errorf("a webhook was told of another workspace: %v", kinds(got))
	}
	// Work is done for all workspaces by whoever is there.
	if c, ok, err := other.ClaimFeed(t.Context(), time.Minute); err != nil || !ok || c.Workspace != s.Workspace() {
		t.Errorf("claimed %+v, %v, %v", c, ok, err)
	}
}
