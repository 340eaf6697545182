package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daodu/daodu"
)

// post notes in the transaction of a change what happened, with a delivery for each
// webhook that wants to be told. When nobody does, nothing is stored.
func (s *Store) post(ctx context.Context, tx conn, kind daodu.WebhookEventType, data daodu.EventData) error {
	var hooks []key
	err := each(ctx, tx, func(r rows) error {
		var id key
		var events string
		err := r.Scan(&id, &events)
		if events == "" || slices.Contains(strings.Fields(events), string(kind)) {
			hooks = append(hooks, id)
		}
		return err
	}, `select id, events from webhooks where workspace_id = $1 and active = 1`, s.workspace)
	if err != nil || len(hooks) == 0 {
		return err
	}
	event, err := s.addEvent(ctx, tx, kind, data)
	for _, hook := range hooks {
		if err == nil {
			_, err = s.addDelivery(ctx, tx, hook, event)
		}
	}
	return err
}

func (s *Store) addEvent(ctx context.Context, tx conn, kind daodu.WebhookEventType, data daodu.EventData) (key, error) {
	event := newKey()
	body, err := toJSON(data)
	if err != nil {
		return event, err
	}
	_, err = tx.exec(ctx, `insert into outbox (workspace_id, id, type, data, at) values ($1, $2, $3, $4, $5)`, s.workspace, event, string(kind), body, s.stamp())
	return event, err
}

func (s *Store) addDelivery(ctx context.Context, tx conn, hook, event key) (key, error) {
	k := newKey()
	_, err := tx.exec(ctx, `insert into deliveries (workspace_id, webhook_id, id, event_id, state, attempts, status, error, due_at, delivered_at)
		values ($1, $2, $3, $4, 'queued', 0, 0, '', $5, 0)`, s.workspace, hook, k, event, s.stamp())
	return k, err
}

// emitAdded tells that an article is new.
func (s *Store) emitAdded(ctx context.Context, tx conn, id key, a *daodu.Article) error {
	return s.post(ctx, tx, daodu.EventArticleAdded, daodu.EventData{Article: id.String(), Title: a.Title, URI: a.Source.URI})
}

// emitReady tells that an artifact was written.
func (s *Store) emitReady(ctx context.Context, tx conn, article, id key, art *daodu.Artifact) error {
	return s.post(ctx, tx, daodu.EventArtifactReady, daodu.EventData{
		Article: article.String(), Title: art.Article.Title, URI: art.Article.URI, Artifact: id.String(), Kind: art.Content.Kind(),
		Length: art.Length, Lang: art.Lang, Engine: art.Origin.Engine, Verdict: art.Verdict,
	})
}

// emitFailed tells that an artifact could not be written. job and why are for the
// receiver; neither may hold a secret.
func (s *Store) emitFailed(ctx context.Context, tx conn, article key, kind daodu.Kind, job, why string) error {
	data := daodu.EventData{Article: article.String(), Kind: kind, Job: job, Error: why}
	err := one(ctx, tx, []any{&data.Title, &data.URI}, `select title, uri from articles where workspace_id = $1 and id = $2`, s.workspace, article)
	if errors.Is(err, errNoRow) {
		return nil // removed: there is nothing left to write about
	}
	if err != nil {
		return err
	}
	return s.post(ctx, tx, daodu.EventArtifactFailed, data)
}

// ClaimWebhook takes a webhook of any workspace that has something to send. One process
// at a time sends to it, so that an address that is slow or down holds up no other. ok is
// false when there is nothing to do.
func (s *Store) ClaimWebhook(ctx context.Context, lease time.Duration) (c daodu.Claim, ok bool, err error) {
	return s.claim(ctx, daodu.ClaimWebhook, `t.active = 1 and t.paused_until <= $1 and exists (select 1 from deliveries d
		where d.workspace_id = t.workspace_id and d.webhook_id = t.id and d.state = 'queued' and d.due_at <= $1)`, "t.lease_until, t.id", lease)
}

// Pending returns the webhook of a claim with its secret, and up to n of its deliveries
// that are due, the oldest first.
func (s *Store) Pending(ctx context.Context, c daodu.Claim, n int) (w daodu.Webhook, due []daodu.Delivery, err error) {
	err = s.seen(ctx, c, func(tx conn, l lease) error {
		view := s.at(l)
		if w, err = view.webhook(ctx, tx, l.id); err != nil {
			return err
		}
		due, err = view.deliveries(ctx, tx, fmt.Sprintf(` and d.webhook_id = $2 and d.state = 'queued' and d.due_at <= $3 order by d.due_at, d.id limit %d`, n), l.id, s.stamp())
		return err
	})
	return w, due, err
}

// Attempted stores what became of an attempt under a claim. The error wraps
// [daodu.ErrClaimLost].
func (s *Store) Attempted(ctx context.Context, c daodu.Claim, a daodu.DeliveryAttempt) error {
	id, err := identifier("delivery", a.Delivery)
	if err != nil {
		return err
	}
	state, due, delivered := daodu.DeliveryQueued, micros(a.Again), int64(0)
	switch {
	case a.Error == "":
		state, delivered = daodu.DeliveryDelivered, s.stamp()
	case a.Again.IsZero():
		state = daodu.DeliveryDead
	}
	return s.under(ctx, c, func(tx conn, l lease) error {
		if err := s.noteHealth(ctx, tx, l, a); err != nil {
			return err
		}
		_, err := tx.exec(ctx, `update deliveries set state = $4, attempts = attempts + 1, status = $5, error = $6, due_at = $7, delivered_at = $8
			where workspace_id = $1 and webhook_id = $2 and id = $3`, l.workspace, l.id, id, string(state), a.Status, printable(a.Error), due, delivered)
		return err
	})
}

// noteHealth notes on the webhook of a claim whether its address is up.
func (s *Store) noteHealth(ctx context.Context, tx conn, l lease, a daodu.DeliveryAttempt) error {
	if a.Error != "" && !a.Pause.IsZero() {
		// Attempts beside each other that find the address down are one failure.
		return s.held(ctx, tx, l, "failures = failures + case when paused_until <= $4 then 1 else 0 end, paused_until = $5", s.stamp(), micros(a.Pause))
	}
	return s.held(ctx, tx, l, "failures = 0, paused_until = 0")
}

const deliveryColumns = `d.webhook_id, d.id, d.event_id, o.type, o.data, o.at, d.state, d.attempts, d.status, d.error, d.due_at, d.delivered_at`

func (s *Store) deliveries(ctx context.Context, tx conn, where string, args ...any) ([]daodu.Delivery, error) {
	out := []daodu.Delivery{}
	err := each(ctx, tx, func(r rows) error {
		var d daodu.Delivery
		var hook, id, event key
		var kind, data, state string
		var when, due, delivered int64
		err := r.Scan(&hook, &id, &event, &kind, &data, &when, &state, &d.Attempts, &d.Status, &d.Error, &due, &delivered)
		d.ID, d.Webhook, d.State = id.String(), hook.String(), daodu.DeliveryState(state)
		d.Event = daodu.WebhookEvent{ID: event.String(), Type: daodu.WebhookEventType(kind), At: at(when), Data: json.RawMessage(data)}
		if d.DeliveredAt = at(delivered); d.State == daodu.DeliveryQueued {
			d.DueAt = at(due)
		}
		out = append(out, d)
		return err
	}, `select `+deliveryColumns+` from deliveries d join outbox o on o.workspace_id = d.workspace_id and o.id = d.event_id where d.workspace_id = $1`+where,
		append([]any{s.workspace}, args...)...)
	return out, err
}

// PruneDeliveries deletes, in all workspaces, what was delivered or given up before a
// time, with the events that no delivery needs any more. It returns how many events are
// gone.
func (s *Store) PruneDeliveries(ctx context.Context, before time.Time) (gone int64, err error) {
	err = s.write(ctx, func(tx conn) error {
		if _, err := tx.exec(ctx, `delete from deliveries where state <> 'queued' and exists (select 1 from outbox o
			where o.workspace_id = deliveries.workspace_id and o.id = deliveries.event_id and o.at < $1)`, before.UnixMicro()); err != nil {
			return err
		}
		gone, err = tx.exec(ctx, `delete from outbox where at < $1 and not exists (select 1 from deliveries d
			where d.workspace_id = outbox.workspace_id and d.event_id = outbox.id)`, before.UnixMicro())
		return err
	})
	return gone, err
}

// ArtifactFailed tells webhooks that an artifact could not be written. job and why are for
// the receiver; neither may hold a secret. A removed article is no error.
func (s *Store) ArtifactFailed(ctx context.Context, article string, kind daodu.Kind, job, why string) error {
	k, err := parseKey(article)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx conn) error { return s.emitFailed(ctx, tx, k, kind, job, why) })
}
