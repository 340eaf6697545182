package storetest

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

func webhook(t *testing.T, s *store.Store, events ...daodu.WebhookEventType) daodu.Webhook {
	t.Helper()
	w, err := s.AddWebhook(t.Context(), daodu.Webhook{URL: "https://hooks.example.com/a", Events: events})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func testWebhooks(t *testing.T, s *store.Store) {
	w := webhook(t, s, daodu.EventArticleAdded, daodu.EventArticleAdded)
	if len(w.Secret) < 40 || !w.Active || len(w.Events) != 1 {
		t.Errorf("made: %+v", w)
	}
	if again := webhook(t, s); again.Secret == w.Secret {
		t.Error("two webhooks have one secret")
	}
	got, err := s.Webhook(t.Context(), w.ID)
	if err != nil || got.Secret != "" {
		t.Errorf("the secret is told again: %v", err)
	}
	bare := w
	bare.Secret = ""
	if diff := cmp.Diff(bare, got); diff != "" {
		t.Errorf("came back changed (-made +got):\n%s", diff)
	}
	all, err := s.Webhooks(t.Context())
	if err != nil || len(all) != 2 || all[0].ID != w.ID || all[0].Secret+all[1].Secret != "" {
		t.Errorf("list: %+v, %v", all, err)
	}
	url, off := "https://hooks.example.com/b", false
	changed, err := s.ChangeWebhook(t.Context(), w.ID, store.WebhookChange{URL: &url, Active: &off})
	if err != nil || changed.URL != url || changed.Active || changed.Secret != "" || len(changed.Events) != 1 {
		t.Errorf("changed: %+v, %v", changed, err)
	}
	renewed, err := s.ChangeWebhook(t.Context(), w.ID, store.WebhookChange{Renew: true})
	if err != nil || renewed.Secret == "" || renewed.Secret == w.Secret {
		t.Errorf("a new secret: %v", err)
	}
	if _, err := s.AddWebhook(t.Context(), daodu.Webhook{URL: url, Events: []daodu.WebhookEventType{"article.eaten"}}); !errors.Is(err, daodu.ErrUsage) {
		t.Errorf("an event that there is not: %v", err)
	}
	if err := s.RemoveWebhook(t.Context(), w.ID); err != nil {
		t.Fatal(err)
	}
	_, gone := s.Webhook(t.Context(), w.ID)
	_, tested := s.TestWebhook(t.Context(), w.ID)
	for what, err := range map[string]error{"get": gone, "test": tested, "remove": s.RemoveWebhook(t.Context(), w.ID)} {
		if !errors.Is(err, daodu.ErrNotFound) {
			t.Errorf("%s of a removed webhook: %v", what, err)
		}
	}
}

// notedFor returns the events that wait for a webhook, the oldest first.
func notedFor(t *testing.T, s *store.Store, w daodu.Webhook) (out []daodu.WebhookEvent) {
	t.Helper()
	all, _, err := s.Deliveries(t.Context(), w.ID, "", store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range slices.Backward(all) {
		out = append(out, d.Event)
	}
	return out
}

func kinds(events []daodu.WebhookEvent) (out []daodu.WebhookEventType) {
	for _, e := range events {
		out = append(out, e.Type)
	}
	return out
}

func testOutbox(t *testing.T, s *store.Store) {
	all, ready, off := webhook(t, s), webhook(t, s, daodu.EventArtifactReady, daodu.EventCollectionReady), webhook(t, s)
	inactive := false
	if _, err := s.ChangeWebhook(t.Context(), off.ID, store.WebhookChange{Active: &inactive}); err != nil {
		t.Fatal(err)
	}
	id := add(t, s, item(article("file:a.txt", "讲话", speech), nil))
	if _, err := s.Add(t.Context(), item(article("file:a.txt", "讲话", speech), nil)); err != nil { // known: nothing happened
		t.Fatal(err)
	}
	artifactID, err := s.AddArtifact(t.Context(), id, artifact(id, speech, daodu.KindSummary, daodu.Short))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ArtifactFailed(t.Context(), id, daodu.KindGuide, "job-1", "no answer"); err != nil {
		t.Fatal(err)
	}
	col := collection(t, s, id, add(t, s, item(article("file:b.txt", "又", speech+"完。"), nil)))
	ask(t, s, col)
	c, _, err := s.ClaimCollection(t.Context(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.KeepCollectionGuide(t.Context(), c, guideOver(t, s, col, "1")); err != nil {
		t.Fatal(err)
	}
	events := notedFor(t, s, all)
	want := []daodu.WebhookEventType{daodu.EventArticleAdded, daodu.EventArtifactReady, daodu.EventArtifactFailed, daodu.EventArticleAdded, daodu.EventCollectionReady}
	if diff := cmp.Diff(want, kinds(events)); diff != "" {
		t.Fatalf("events of a webhook for all (-want +got):\n%s", diff)
	}
	var data daodu.EventData
	if err := json.Unmarshal(events[1].Data, &data); err != nil || data.Article != id || data.Artifact != artifactID || data.Kind != daodu.KindSummary {
		t.Errorf("artifact.ready: %s, %v", events[1].Data, err)
	}
	some := notedFor(t, s, ready)
	if diff := cmp.Diff([]daodu.WebhookEventType{daodu.EventArtifactReady, daodu.EventCollectionReady}, kinds(some)); diff != "" {
		t.Errorf("events of a webhook for some (-want +got):\n%s", diff)
	}
	if some[0].ID != events[1].ID {
		t.Error("one event has two IDs")
	}
	if got := notedFor(t, s, off); len(got) != 0 {
		t.Errorf("a webhook that is off was told %v", kinds(got))
	}
	if d, err := s.TestWebhook(t.Context(), ready.ID); err != nil || d.Event.Type != daodu.EventTest || d.State != daodu.DeliveryQueued {
		t.Errorf("test: %+v, %v", d, err)
	}
}

// testOutboxUndone makes a change fail whose event was noted already.
func testOutboxUndone(t *testing.T, s *store.Store) {
	w := webhook(t, s)
	good, bad := item(article("file:a.txt", "甲", speech), nil), item(article("file:b.txt", "乙", speech+"完。"), nil)
	bad.Vectors = &store.Vectors{Space: daodu.EmbeddingSpace{Provider: "nowhere", Model: "none", Dim: 3}}
	for _, items := range [][]*store.Item{{good, bad}, {bad, good}} {
		if _, err := s.Add(t.Context(), items...); err == nil {
			t.Fatal("added with vectors of an unknown space")
		}
	}
	if got := notedFor(t, s, w); len(got) != 0 {
		t.Errorf("events of what did not happen: %v", kinds(got))
	}
}

// due claims the webhook that is due and returns what waits for it.
func due(t *testing.T, s *store.Store, lease time.Duration) (daodu.Claim, []daodu.Delivery) {
	t.Helper()
	c, ok, err := s.ClaimWebhook(t.Context(), lease)
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		return c, nil
	}
	_, list, err := s.Pending(t.Context(), c, 10)
	if err != nil {
		t.Fatal(err)
	}
	return c, list
}

func testAttempts(t *testing.T, s *store.Store) {
	w := webhook(t, s)
	numbered(t, s, 3)
	c, list := due(t, s, time.Minute)
	if len(list) != 3 || list[0].Event.ID > list[2].Event.ID {
		t.Fatalf("due: %+v", list)
	}
	hook, _, err := s.Pending(t.Context(), c, 1)
	if err != nil || hook.Secret != w.Secret {
		t.Errorf("whoever sends has no secret: %v", err)
	}
	now := time.Now()
	for _, a := range []daodu.DeliveryAttempt{
		{Delivery: list[0].ID, Status: 204},
		{Delivery: list[1].ID, Status: 400, Error: "the receiver says 400"},
		{Delivery: list[2].ID, Error: "no answer", Again: now.Add(time.Hour), Pause: now.Add(time.Minute)},
	} {
		if err := s.Attempted(t.Context(), c, a); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Release(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for state, id := range map[daodu.DeliveryState]string{daodu.DeliveryDelivered: list[0].ID, daodu.DeliveryDead: list[1].ID, daodu.DeliveryQueued: list[2].ID} {
		got, _, err := s.Deliveries(t.Context(), w.ID, state, store.Page{})
		if err != nil || len(got) != 1 || got[0].ID != id || got[0].Attempts != 1 {
			t.Errorf("%s: %+v, %v", state, got, err)
		}
	}
	if got, err := s.Webhook(t.Context(), w.ID); err != nil || got.Failures != 1 || got.PausedUntil.IsZero() {
		t.Errorf("the webhook: %+v, %v", got, err)
	}
	again, err := s.Redeliver(t.Context(), w.ID, list[1].ID)
	if err != nil || again.State != daodu.DeliveryQueued || again.Event.ID != list[1].Event.ID || string(again.Event.Data) != string(list[1].Event.Data) {
		t.Errorf("again: %+v, %v", again, err)
	}
	if _, list := due(t, s, time.Minute); len(list) != 1 || list[0].ID != again.ID {
		t.Errorf("due after sending again: %+v", list)
	}
	if _, err := s.Redeliver(t.Context(), w.ID, w.ID); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("a delivery that there is not: %v", err)
	}
	counts, err := s.DeliveryCounts(t.Context())
	if want := map[daodu.DeliveryState]int{daodu.DeliveryDelivered: 1, daodu.DeliveryQueued: 2}; err != nil || cmp.Diff(want, counts) != "" {
		t.Errorf("counts: %v, %v", counts, err)
	}
}

func testOneSender(t *testing.T, s *store.Store) {
	hooks := []daodu.Webhook{webhook(t, s), webhook(t, s), webhook(t, s)}
	numbered(t, s, 2)
	const processes = 8
	claims := make(chan daodu.Claim, processes)
	for range processes {
		go func() {
			c, ok, err := s.ClaimWebhook(t.Context(), time.Minute)
			if err != nil {
				t.Error(err)
			}
			if !ok {
				c = daodu.Claim{}
			}
			claims <- c
		}()
	}
	held := map[string]daodu.Claim{}
	for range processes {
		if c := <-claims; c.ID != "" {
			if _, twice := held[c.ID]; twice {
				t.Errorf("webhook %s has two senders", c.ID)
			}
			held[c.ID] = c
		}
	}
	// Under load a process may pass by a row that another looks at: the rest is claimed now.
	for len(held) < len(hooks) {
		c, ok, err := s.ClaimWebhook(t.Context(), time.Minute)
		if err != nil || !ok {
			t.Fatalf("%d of %d webhooks have a sender: %v", len(held), len(hooks), err)
		}
		held[c.ID] = c
	}
	c := held[hooks[0].ID]
	if err := s.Renew(t.Context(), c, -time.Second); err != nil { // its process is gone
		t.Fatal(err)
	}
	taken, list := due(t, s, time.Minute)
	if taken.ID != c.ID || len(list) != 2 {
		t.Fatalf("taken over: %s with %d", taken.ID, len(list))
	}
	if err := s.Attempted(t.Context(), c, daodu.DeliveryAttempt{Delivery: list[0].ID}); !errors.Is(err, daodu.ErrClaimLost) {
		t.Errorf("an attempt under a lost claim: %v", err)
	}
}

func testPrune(t *testing.T, s *store.Store) {
	w := webhook(t, s)
	numbered(t, s, 2)
	c, list := due(t, s, time.Minute)
	if err := s.Attempted(t.Context(), c, daodu.DeliveryAttempt{Delivery: list[0].ID, Status: 200}); err != nil {
		t.Fatal(err)
	}
	if gone, err := s.PruneDeliveries(t.Context(), time.Now().Add(-time.Hour)); gone != 0 || err != nil {
		t.Errorf("what is new: %d gone, %v", gone, err)
	}
	if gone, err := s.PruneDeliveries(t.Context(), time.Now().Add(time.Hour)); gone != 1 || err != nil {
		t.Errorf("what is old: %d gone, %v", gone, err)
	}
	if got := notedFor(t, s, w); len(got) != 1 || got[0].ID != list[1].Event.ID {
		t.Errorf("left: %v", got)
	}
}
