package storetest

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

func testKeys(t *testing.T, s *store.Store) {
	ctx := t.Context()
	if any, err := s.AnyKey(ctx); err != nil || any {
		t.Fatalf("an empty library has a key: %v, %v", any, err)
	}
	made, secret, err := s.AddKey(ctx, daodu.Key{Name: "阅读页面", Role: daodu.RoleEditor, Rate: 30, Budget: daodu.Cost{Amount: 5, Currency: "USD"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(secret) != len("daodu_")+43 || !strings.HasPrefix(secret, made.Prefix) || len(made.Prefix) >= len(secret)/2 {
		t.Errorf("secret of %d letters, prefix %q", len(secret), made.Prefix)
	}
	got, err := s.KeyOf(ctx, secret)
	if diff := cmp.Diff(made, got); err != nil || diff != "" {
		t.Errorf("KeyOf: %v (-made +found):\n%s", err, diff)
	}
	for _, wrong := range []string{"", "daodu_", made.Prefix, secret + "x", secret[:len(secret)-1], strings.ToLower(secret), "daodu_\x00" + secret[7:], "daodu_%" + secret[7:]} {
		if k, err := s.KeyOf(ctx, wrong); !errors.Is(err, daodu.ErrNotFound) {
			t.Errorf("KeyOf(%q) = %v, %v", wrong, k, err)
		}
	}
	if err := s.TouchKey(ctx, made); err != nil {
		t.Fatal(err)
	}
	if listed, err := s.ListKeys(ctx); err != nil || len(listed) != 1 || listed[0].UsedAt.IsZero() {
		t.Errorf("keys: %+v, %v", listed, err)
	}
	if err := s.RevokeKey(ctx, made.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.KeyOf(ctx, secret); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("a revoked key: %v", err)
	}
	if err := s.RevokeKey(ctx, made.ID); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("revoking twice: %v", err)
	}
	if any, err := s.AnyKey(ctx); err != nil || any {
		t.Errorf("a revoked key counts: %v, %v", any, err)
	}
	for _, k := range []daodu.Key{{Role: "root"}, {}, {Role: daodu.RoleAdmin, Rate: -1}, {Role: daodu.RoleAdmin, Budget: daodu.Cost{Amount: 1}}, {Role: daodu.RoleAdmin, Name: "\x00"}} {
		if _, _, err := s.AddKey(ctx, k); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("AddKey(%+v): %v", k, err)
		}
	}
}

// A key belongs to one workspace: others neither list nor revoke it.
func testKeyWorkspaces(t *testing.T, s *store.Store) {
	other, err := s.In(t.Context(), "other")
	if err != nil {
		t.Fatal(err)
	}
	made, secret, err := other.AddKey(t.Context(), daodu.Key{Role: daodu.RoleReader})
	if err != nil {
		t.Fatal(err)
	}
	if k, err := s.KeyOf(t.Context(), secret); err != nil || k.Workspace != "other" {
		t.Errorf("the key says workspace %q, %v", k.Workspace, err)
	}
	if keys, err := s.ListKeys(t.Context()); err != nil || len(keys) != 0 {
		t.Errorf("keys of another workspace: %v, %v", keys, err)
	}
	if err := s.RevokeKey(t.Context(), made.ID); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("revoking a key of another workspace: %v", err)
	}
}

func testSpending(t *testing.T, s *store.Store) {
	made, _, err := s.AddKey(t.Context(), daodu.Key{Role: daodu.RoleEditor})
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	for range 8 {
		running.Go(func() {
			if err := s.Spend(t.Context(), made.ID, daodu.Cost{Amount: 0.25, Currency: "USD"}); err != nil {
				t.Error(err)
			}
		})
	}
	running.Wait()
	if err := s.Spend(t.Context(), made.ID, daodu.Cost{}); err != nil {
		t.Errorf("work without price: %v", err)
	}
	if spent, err := s.Spent(t.Context(), made.ID, "USD"); err != nil || spent != (daodu.Cost{Amount: 2, Currency: "USD"}) {
		t.Errorf("spent %+v, %v", spent, err)
	}
	if spent, err := s.Spent(t.Context(), made.ID, "CNY"); err != nil || spent.Amount != 0 {
		t.Errorf("in another currency: %+v, %v", spent, err)
	}
}

func testReplays(t *testing.T, s *store.Store) {
	ctx := t.Context()
	claim := daodu.Replay{Caller: "k", Name: []byte("name"), Request: []byte("request"), Until: time.Now().Add(time.Hour).UTC().Truncate(time.Microsecond)}
	var claims atomic.Int32
	var running sync.WaitGroup
	for range 8 {
		running.Go(func() {
			kept, claimed, err := s.ClaimReplay(ctx, claim)
			if err != nil || kept.Status != 0 || string(kept.Request) != "request" {
				t.Errorf("claim: %+v, %v", kept, err)
			}
			if claimed {
				claims.Add(1)
			}
		})
	}
	if running.Wait(); claims.Load() != 1 {
		t.Fatalf("%d of 8 have the claim", claims.Load())
	}
	answer := claim
	answer.Status, answer.Header, answer.Body = 201, map[string][]string{"Location": {"/a"}}, []byte("{}")
	if err := s.KeepReplay(ctx, answer); err != nil {
		t.Fatal(err)
	}
	kept, claimed, err := s.ClaimReplay(ctx, daodu.Replay{Caller: "k", Name: []byte("name"), Request: []byte("another"), Until: claim.Until})
	if diff := cmp.Diff(answer, kept); err != nil || claimed || diff != "" {
		t.Errorf("the kept answer: claimed %v, %v (-kept +got):\n%s", claimed, err, diff)
	}
	if err := s.DropReplay(ctx, claim); err != nil { // only claims are dropped
		t.Fatal(err)
	}
	if _, claimed, err := s.ClaimReplay(ctx, claim); err != nil || claimed {
		t.Errorf("an answer was dropped: %v, %v", claimed, err)
	}
	for _, other := range []daodu.Replay{{Caller: "l", Name: claim.Name}, {Caller: "k", Name: []byte("b")}} {
		other.Request, other.Until = claim.Request, time.Now().Add(-time.Second)
		for range 2 { // the first is given up at once
			if _, claimed, err := s.ClaimReplay(ctx, other); err != nil || !claimed {
				t.Errorf("another caller, another name, or one given up: %v, %v", claimed, err)
			}
		}
	}
	testRenewed(t, s, claim)
}

// testRenewed renews a claim that would be given up, and an answer, which stays as it is.
func testRenewed(t *testing.T, s *store.Store, answered daodu.Replay) {
	slow := answered
	slow.Name, slow.Until = []byte("slow"), time.Now().Add(-time.Second)
	for _, want := range []bool{true, false} {
		if _, claimed, err := s.ClaimReplay(t.Context(), slow); err != nil || claimed != want {
			t.Errorf("a claim that is renewed: %v, %v; want %v", claimed, err, want)
		}
		slow.Until = time.Now().Add(time.Hour)
		if err := s.RenewReplay(t.Context(), slow); err != nil {
			t.Error(err)
		}
	}
	before := answered.Until
	answered.Until = time.Now()
	if err := s.RenewReplay(t.Context(), answered); err != nil {
		t.Error(err)
	}
	if kept, claimed, err := s.ClaimReplay(t.Context(), answered); err != nil || claimed || !kept.Until.Equal(before) {
		t.Errorf("an answer that is renewed: %+v, %v, %v", kept, claimed, err)
	}
}

func testAudit(t *testing.T, s *store.Store) {
	for _, action := range []string{"addArticles", "removeArticle", "revokeKey"} {
		if err := s.NoteChange(t.Context(), daodu.Change{Key: "k", Name: "名", Action: action, Target: "/a\x00\xff", Status: 204, Request: "r", Address: "::1"}); err != nil {
			t.Fatal(err)
		}
	}
	first, next, err := s.Changes(t.Context(), store.Page{Limit: 2})
	if err != nil || len(first) != 2 || first[0].Action != "revokeKey" || first[0].At.IsZero() || next == "" {
		t.Fatalf("changes: %+v, %q, %v", first, next, err)
	}
	rest, next, err := s.Changes(t.Context(), store.Page{Limit: 2, After: next})
	if err != nil || len(rest) != 1 || rest[0].Action != "addArticles" || next != "" {
		t.Errorf("the rest: %+v, %q, %v", rest, next, err)
	}
	if _, _, err := s.Changes(context.WithoutCancel(t.Context()), store.Page{After: "x"}); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("behind nothing: %v", err)
	}
}

func testSort(t *testing.T, s *store.Store) {
	var ids []string
	for i, date := range []string{"2024-05", "", "2022-01-02", "2024-05", "2023"} {
		a := article("file:"+string(rune('a'+i)), "甲", speech+strings.Repeat("又。", i))
		a.Date = date
		ids = append(ids, add(t, s, item(a, nil)))
	}
	for sort, want := range map[store.Sort][]int{
		"": {4, 3, 2, 1, 0}, store.SortNewest: {4, 3, 2, 1, 0}, store.SortOldest: {0, 1, 2, 3, 4}, store.SortLatest: {3, 0, 4, 2, 1}, store.SortDate: {1, 2, 4, 0, 3},
	} {
		var got []string
		page := store.Page{Limit: 2, Sort: sort}
		for range 3 {
			entries, next, err := s.List(t.Context(), store.Filter{}, page)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				got = append(got, e.ID)
			}
			if page.After = next; next == "" {
				break
			}
			page.AfterDate = entries[len(entries)-1].Date
		}
		var wanted []string
		for _, i := range want {
			wanted = append(wanted, ids[i])
		}
		if diff := cmp.Diff(wanted, got); diff != "" {
			t.Errorf("sorted by %q, two at a time (-want +got):\n%s", sort, diff)
		}
	}
	if _, _, err := s.List(t.Context(), store.Filter{}, store.Page{Sort: "title"}); !errors.Is(err, daodu.ErrUsage) {
		t.Errorf("an order that is none: %v", err)
	}
}
