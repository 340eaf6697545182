package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// RunGroups runs the suite of what a study group does together: collections, links,
// webhooks and feeds. open opens a new, empty library at each call.
func RunGroups(t *testing.T, open func(t *testing.T) *store.Store) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *store.Store)
	}{
		{"collections", testCollections},
		{"collection items", testCollectionItems},
		{"full collection", testFullCollection},
		{"collection filter", testCollectionFilter},
		{"collection guide", testCollectionGuide},
		{"collection claims", testCollectionClaims},
		{"notes", testNotes},
		{"notes on a text read anew", testNotesReread},
		{"notes refused", testNotesRefused},
		{"shares", testShares},
		{"webhooks", testWebhooks},
		{"outbox", testOutbox},
		{"outbox of a change undone", testOutboxUndone},
		{"attempts", testAttempts},
		{"one sender", testOneSender},
		{"prune", testPrune},
		{"feeds", testFeeds},
		{"feed items", testFeedItems},
		{"feed claims", testFeedClaims},
		{"workspaces apart", testGroupsApart},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, open(t))
		})
	}
}

// numbered adds n short articles and returns their IDs.
func numbered(t *testing.T, s *store.Store, n int) (ids []string) {
	t.Helper()
	for i := range n {
		ids = append(ids, add(t, s, item(article(fmt.Sprint("file:", i), fmt.Sprintf("第%d篇", i), fmt.Sprintf("第%d篇。%s", i, speech)), nil)))
	}
	return ids
}

func collection(t *testing.T, s *store.Store, articles ...string) string {
	t.Helper()
	c, err := s.AddCollection(t.Context(), "读书班", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		if _, err := s.PutCollectionItem(t.Context(), c.ID, a, store.ItemChange{}); err != nil {
			t.Fatal(err)
		}
	}
	return c.ID
}

// order returns the articles of a collection, and makes sure that positions count from 1.
func order(t *testing.T, s *store.Store, id string) (out []string) {
	t.Helper()
	items, err := s.CollectionItems(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for i, it := range items {
		if it.Position != i+1 {
			t.Errorf("article %d has position %d", i+1, it.Position)
		}
		out = append(out, it.ID)
	}
	return out
}

func testCollections(t *testing.T, s *store.Store) {
	made, err := s.AddCollection(t.Context(), "第一期讀書班𠮷", "每週三")
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Collection(t.Context(), made.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(made, got); diff != "" {
		t.Errorf("came back changed (-made +got):\n%s", diff)
	}
	for _, name := range []string{"", " \t", "两\n行", strings.Repeat("长", 300), "\xff"} {
		if _, err := s.AddCollection(t.Context(), name, ""); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("name %q: %v", name, err)
		}
	}
	name := "改名"
	if got, err = s.ChangeCollection(t.Context(), made.ID, &name, nil); err != nil || got.Name != name || got.Note != "每週三" {
		t.Errorf("renamed: %+v, %v", got, err)
	}
	if err := s.RemoveCollection(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	_, gone := s.Collection(t.Context(), made.ID)
	_, changed := s.ChangeCollection(t.Context(), made.ID, &name, nil)
	for what, err := range map[string]error{"get": gone, "change": changed, "remove": s.RemoveCollection(t.Context(), made.ID), "no ID": s.RemoveCollection(t.Context(), "x")} {
		if !errors.Is(err, daodu.ErrNotFound) {
			t.Errorf("%s of a removed collection: %v", what, err)
		}
	}
	testPages(t, s)
}

func testPages(t *testing.T, s *store.Store) {
	var want []string
	for range 5 {
		want = append([]string{collection(t, s)}, want...)
	}
	var got []string
	for after := ""; ; {
		page, next, err := s.Collections(t.Context(), store.Page{After: after, Limit: 2})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page {
			got = append(got, c.ID)
		}
		if after = next; next == "" {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

func testCollectionItems(t *testing.T, s *store.Store) {
	a := numbered(t, s, 4)
	id := collection(t, s, a[0], a[1], a[2])
	if added, err := s.PutCollectionItem(t.Context(), id, a[1], store.ItemChange{}); err != nil || added {
		t.Errorf("an article that is there: added %v, %v", added, err)
	}
	first, note, due := 1, "先读第三部分", "2026-12-01"
	if added, err := s.PutCollectionItem(t.Context(), id, a[3], store.ItemChange{Position: &first, Note: &note, Due: &due}); err != nil || !added {
		t.Errorf("an article at the front: added %v, %v", added, err)
	}
	if diff := cmp.Diff([]string{a[3], a[0], a[1], a[2]}, order(t, s, id)); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	items, err := s.CollectionItems(t.Context(), id)
	if err != nil || items[0].Note != note || items[0].Due != due || items[1].Note != "" {
		t.Errorf("items: %+v, %v", items, err)
	}
	far := 99
	if _, err := s.PutCollectionItem(t.Context(), id, a[3], store.ItemChange{Position: &far}); err != nil {
		t.Fatal(err)
	}
	if err := s.OrderCollection(t.Context(), id, []string{a[2], a[3], a[0], a[1]}); err != nil {
		t.Fatal(err)
	}
	for what, order := range map[string][]string{"one missing": a[:3], "one twice": {a[0], a[0], a[1], a[2]}, "none": nil} {
		if err := s.OrderCollection(t.Context(), id, order); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := s.RemoveCollectionItem(t.Context(), id, a[3]); err != nil {
		t.Fatal(err)
	}
	if err := s.RemoveCollectionItem(t.Context(), id, a[3]); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("taken out twice: %v", err)
	}
	if err := s.Remove(t.Context(), a[0]); err != nil { // from the library
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{a[2], a[1]}, order(t, s, id)); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	badDue, zero := "明天", 0
	for what, c := range map[string]store.ItemChange{"no day": {Due: &badDue}, "position 0": {Position: &zero}} {
		if _, err := s.PutCollectionItem(t.Context(), id, a[1], c); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := s.PutCollectionItem(t.Context(), id, a[0], store.ItemChange{}); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("an article that is gone: %v", err)
	}
}

func testFullCollection(t *testing.T, s *store.Store) {
	items := make([]*store.Item, store.MaxCollection+1)
	for i := range items {
		items[i] = item(article(fmt.Sprint("file:", i), "", fmt.Sprintf("这是第%d篇。", i)), nil)
	}
	added, err := s.Add(t.Context(), items...)
	if err != nil {
		t.Fatal(err)
	}
	id := collection(t, s)
	for i, a := range added {
		_, err := s.PutCollectionItem(t.Context(), id, a.ID, store.ItemChange{})
		if full := i >= store.MaxCollection; full != errors.Is(err, daodu.ErrTooLarge) {
			t.Fatalf("article %d: %v", i+1, err)
		}
	}
}

func testCollectionFilter(t *testing.T, s *store.Store) {
	a := numbered(t, s, 3)
	id := collection(t, s, a[2], a[0])
	entries, _, err := s.List(t.Context(), store.Filter{Collection: id}, store.Page{})
	if err != nil || len(entries) != 2 || entries[0].ID != a[2] || entries[1].ID != a[0] {
		t.Errorf("entries: %v, %v", entries, err)
	}
	if _, _, err := s.List(t.Context(), store.Filter{Collection: "x"}, store.Page{}); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("no ID: %v", err)
	}
	hits, err := s.Search(t.Context(), "职工书屋", store.SearchOptions{Filter: store.Filter{Collection: id}})
	if err != nil || len(hits) != 2 {
		t.Errorf("%d hits, %v", len(hits), err)
	}
}

// guideOver makes a guide over articles as a library has them.
func guideOver(t *testing.T, s *store.Store, id, input string) *daodu.CollectionGuide {
	t.Helper()
	g := &daodu.CollectionGuide{Schema: daodu.CollectionGuideSchema, Collection: daodu.CollectionRef{ID: id, Name: "读书班"}, Lang: "zh-Hans", Verdict: daodu.Verified}
	g.Origin = daodu.Origin{Engine: "extract", InputSHA256: sum(input)}
	for _, a := range order(t, s, id) {
		whole, err := s.Article(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		g.Articles = append(g.Articles, daodu.CollectionArticle{ArticleRef: daodu.ArticleRef{ID: a, TextSHA256: whole.TextSHA256}, Notes: []string{}})
	}
	return g
}

func testCollectionGuide(t *testing.T, s *store.Store) {
	a := numbered(t, s, 3)
	id := collection(t, s, a[0])
	if _, err := s.AskCollectionGuide(t.Context(), id); !errors.Is(err, daodu.ErrUsage) {
		t.Errorf("a guide over one article: %v", err)
	}
	if _, err := s.CollectionGuideState(t.Context(), id); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("the state of what nobody asked for: %v", err)
	}
	if _, err := s.PutCollectionItem(t.Context(), id, a[1], store.ItemChange{}); err != nil {
		t.Fatal(err)
	}
	ask(t, s, id)
	c, ok, err := s.ClaimCollection(t.Context(), time.Minute)
	if err != nil || !ok || c.ID != id || c.Workspace != s.Workspace() {
		t.Fatalf("claim: %+v, %v, %v", c, ok, err)
	}
	if err := s.KeepCollectionGuide(t.Context(), c, guideOver(t, s, id, "1")); err != nil {
		t.Fatal(err)
	}
	g, current, err := s.CollectionGuide(t.Context(), id)
	if err != nil || !current || g.ID == "" || len(g.Articles) != 2 {
		t.Errorf("the guide: %+v, current %v, %v", g, current, err)
	}
	if st, err := s.CollectionGuideState(t.Context(), id); err != nil || st.State != daodu.WorkDone {
		t.Errorf("state: %+v, %v", st, err)
	}
	if err := s.OrderCollection(t.Context(), id, []string{a[1], a[0]}); err != nil {
		t.Fatal(err)
	}
	if _, current, err := s.CollectionGuide(t.Context(), id); err != nil || current {
		t.Errorf("in another order: current %v, %v", current, err)
	}
	first := g.ID
	for input, same := range map[string]bool{"1": true, "2": false} {
		ask(t, s, id)
		c, _, err := s.ClaimCollection(t.Context(), time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.KeepCollectionGuide(t.Context(), c, guideOver(t, s, id, input)); err != nil {
			t.Fatal(err)
		}
		if g, _, err := s.CollectionGuide(t.Context(), id); err != nil || input == "2" && (g.ID == first) != same {
			t.Errorf("after the same input again: %v, %v", g, err)
		}
	}
}

func ask(t *testing.T, s *store.Store, id string) {
	t.Helper()
	if st, err := s.AskCollectionGuide(t.Context(), id); err != nil || st.State != daodu.WorkQueued {
		t.Fatalf("asked: %+v, %v", st, err)
	}
}

func testCollectionClaims(t *testing.T, s *store.Store) {
	a := numbered(t, s, 2)
	id := collection(t, s, a...)
	ask(t, s, id)
	ask(t, s, id) // asking twice is one wish
	dead, ok, err := s.ClaimCollection(t.Context(), 0)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	c, ok, err := s.ClaimCollection(t.Context(), time.Minute) // the lease of the first has run out
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, ok, err := s.ClaimCollection(t.Context(), time.Minute); ok || err != nil {
		t.Errorf("two processes hold one claim: %v, %v", ok, err)
	}
	for what, err := range map[string]error{
		"keep": s.KeepCollectionGuide(t.Context(), dead, guideOver(t, s, id, "1")), "renew": s.Renew(t.Context(), dead, time.Minute),
		"fail": s.FailCollection(t.Context(), dead, "no"), "postpone": s.PostponeCollection(t.Context(), dead, time.Now(), 0, ""),
	} {
		if !errors.Is(err, daodu.ErrClaimLost) {
			t.Errorf("%s under a lost claim: %v", what, err)
		}
	}
	if err := s.PostponeCollection(t.Context(), c, time.Now().Add(time.Hour), 2, ""); err != nil {
		t.Fatal(err)
	}
	if st, err := s.CollectionGuideState(t.Context(), id); err != nil || st.Waiting != 2 || st.Attempts != 0 || st.State != daodu.WorkQueued {
		t.Errorf("postponed: %+v, %v", st, err)
	}
	if _, ok, err := s.ClaimCollection(t.Context(), time.Minute); ok || err != nil {
		t.Errorf("what is put off was claimed: %v, %v", ok, err)
	}
	if err := s.FailCollection(t.Context(), c, "无法写出"); err != nil {
		t.Fatal(err)
	}
	if st, err := s.CollectionGuideState(t.Context(), id); err != nil || st.State != daodu.WorkFailed || st.Error != "无法写出" {
		t.Errorf("failed: %+v, %v", st, err)
	}
	ask(t, s, id)
}

func testShares(t *testing.T, s *store.Store) {
	id := collection(t, s)
	share, err := s.AddShare(t.Context(), id, "给学习组", time.Now().Add(time.Hour))
	if err != nil || share.Token == "" {
		t.Fatal(share, err)
	}
	view, opened, err := s.OpenShare(t.Context(), share.Token)
	if err != nil || opened != id || view.Workspace() != s.Workspace() {
		t.Fatalf("opened %q of %v, %v", opened, view, err)
	}
	if c, err := view.Collection(t.Context(), opened); err != nil || c.ID != id {
		t.Errorf("the collection: %+v, %v", c, err)
	}
	shares, err := s.Shares(t.Context(), id)
	if err != nil || len(shares) != 1 || shares[0].Token != "" || shares[0].UsedAt.IsZero() || shares[0].Note != "给学习组" {
		t.Errorf("shares: %+v, %v", shares, err)
	}
	changed := func(at int) string { // one letter of the token
		letter := "A"
		if share.Token[at] == 'A' {
			letter = "B"
		}
		return share.Token[:at] + letter + share.Token[at+1:]
	}
	for name, token := range map[string]string{
		"none": "", "short": share.Token[:20], "no base64": strings.Repeat("%", len(share.Token)),
		"another secret": changed(60), "another share": changed(30), "another workspace": changed(5),
	} {
		if _, _, err := s.OpenShare(t.Context(), token); !errors.Is(err, daodu.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.RevokeShare(t.Context(), id, share.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.OpenShare(t.Context(), share.Token); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("a revoked link: %v", err)
	}
	for what, at := range map[string]time.Time{"past": time.Now().Add(-time.Second), "never": {}, "far": time.Now().AddDate(2, 0, 0)} {
		if _, err := s.AddShare(t.Context(), id, "", at); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := s.RemoveCollection(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if err := s.RevokeShare(t.Context(), id, share.ID); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("a link to what is gone: %v", err)
	}
}
