package store

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// MaxWebhooks is the most webhooks of a workspace: each costs a row for every event.
const MaxWebhooks = 50

// maxURL is the most bytes of an address.
const maxURL = 2000

const webhookColumns = `w.id, w.url, w.events, w.note, w.secret, w.active, w.failures, w.paused_until, w.added_at`

func scanWebhook(r rows) (daodu.Webhook, error) {
	var w daodu.Webhook
	var id key
	var events string
	var active int
	var paused, added int64
	err := r.Scan(&id, &w.URL, &events, &w.Note, &w.Secret, &active, &w.Failures, &paused, &added)
	w.ID, w.Active, w.PausedUntil, w.AddedAt = id.String(), active == 1, at(paused), at(added)
	w.Events = []daodu.WebhookEventType{}
	for e := range strings.FieldsSeq(events) {
		w.Events = append(w.Events, daodu.WebhookEventType(e))
	}
	return w, err
}

// AddWebhook makes a webhook of its URL, Events and Note. The webhook that is returned has
// its secret, which no other method returns again. The caller has checked that the address
// may be called. The error wraps [daodu.ErrUsage] for events that there are not,
// [daodu.ErrTooLarge] when there are [MaxWebhooks].
func (s *Store) AddWebhook(ctx context.Context, w daodu.Webhook) (daodu.Webhook, error) {
	events, err := checkWebhook(w)
	if err != nil {
		return daodu.Webhook{}, err
	}
	k := newKey()
	err = s.write(ctx, func(tx conn) error {
		n := 0
		if err := one(ctx, tx, []any{&n}, `select count(*) from webhooks where workspace_id = $1`, s.workspace); err != nil {
			return err
		}
		if n >= MaxWebhooks {
			return fmt.Errorf("%w: a workspace has up to %d webhooks; remove one", daodu.ErrTooLarge, MaxWebhooks)
		}
		_, err := tx.exec(ctx, `insert into webhooks (workspace_id, id, url, events, note, secret, active, failures, paused_until, lease_until, added_at)
			values ($1, $2, $3, $4, $5, $6, 1, 0, 0, 0, $7)`, s.workspace, k, w.URL, events, w.Note, newSecret(), s.stamp())
		if err != nil {
			return err
		}
		w, err = s.webhook(ctx, tx, k)
		return err
	})
	return w, err
}

// checkWebhook returns the events of a webhook as the table holds them.
func checkWebhook(w daodu.Webhook) (events string, err error) {
	if len(w.URL) > maxURL || w.URL != printable(w.URL) {
		return "", fmt.Errorf("%w: an address has up to %d bytes", daodu.ErrUsage, maxURL)
	}
	var words []string
	for _, e := range w.Events {
		if !slices.Contains(daodu.WebhookEventTypes, e) {
			return "", fmt.Errorf("%w: there is no event %q; choose among %v", daodu.ErrUsage, e, daodu.WebhookEventTypes)
		}
		if !slices.Contains(words, string(e)) {
			words = append(words, string(e))
		}
	}
	return strings.Join(words, " "), noted(w.Note)
}

// newSecret makes a key of 256 random bits for signatures.
func newSecret() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	return "whsec_" + base64.RawURLEncoding.EncodeToString(b)
}

// webhook returns a webhook with its secret.
func (s *Store) webhook(ctx context.Context, tx conn, k key) (w daodu.Webhook, err error) {
	found := false
	err = each(ctx, tx, func(r rows) error {
		found = true
		w, err = scanWebhook(r)
		return err
	}, `select `+webhookColumns+` from webhooks w where w.workspace_id = $1 and w.id = $2`, s.workspace, k)
	if err == nil && !found {
		err = noWebhook(k.String())
	}
	return w, err
}

func noWebhook(id string) error {
	return fmt.Errorf("%w: no webhook %s in this library", daodu.ErrNotFound, id)
}

// Webhook returns a webhook without its secret. The error wraps [daodu.ErrNotFound].
func (s *Store) Webhook(ctx context.Context, id string) (w daodu.Webhook, err error) {
	k, err := identifier("webhook", id)
	if err != nil {
		return w, err
	}
	err = s.read(ctx, func(tx conn) error {
		w, err = s.webhook(ctx, tx, k)
		return err
	})
	w.Secret = ""
	return w, err
}

// Webhooks returns all webhooks without their secrets, in the order of adding.
func (s *Store) Webhooks(ctx context.Context) (out []daodu.Webhook, err error) {
	err = s.read(ctx, func(tx conn) error {
		out = []daodu.Webhook{}
		return each(ctx, tx, func(r rows) error {
			w, err := scanWebhook(r)
			w.Secret = ""
			out = append(out, w)
			return err
		}, `select `+webhookColumns+` from webhooks w where w.workspace_id = $1 order by w.id`, s.workspace)
	})
	return out, err
}

// A WebhookChange says what to change of a webhook; nil leaves what is there.
type WebhookChange struct {
	URL    *string
	Events *[]daodu.WebhookEventType
	Note   *string
	Active *bool
	Renew  bool // its secret, which is then returned
}

// ChangeWebhook changes a webhook. What was found wrong with its address before is
// forgotten. The error wraps [daodu.ErrNotFound] or [daodu.ErrUsage].
func (s *Store) ChangeWebhook(ctx context.Context, id string, c WebhookChange) (w daodu.Webhook, err error) {
	k, err := identifier("webhook", id)
	if err != nil {
		return w, err
	}
	err = s.write(ctx, func(tx conn) error {
		if w, err = s.webhook(ctx, tx, k); err != nil {
			return err
		}
		w = c.apply(w)
		events, err := checkWebhook(w)
		if err != nil {
			return err
		}
		_, err = tx.exec(ctx, `update webhooks set url = $3, events = $4, note = $5, active = $6, secret = $7, failures = 0, paused_until = 0
			where workspace_id = $1 and id = $2`, s.workspace, k, w.URL, events, w.Note, bit(w.Active), w.Secret)
		if err != nil {
			return err
		}
		w, err = s.webhook(ctx, tx, k)
		return err
	})
	if !c.Renew {
		w.Secret = ""
	}
	return w, err
}

func (c WebhookChange) apply(w daodu.Webhook) daodu.Webhook {
	if c.URL != nil {
		w.URL = *c.URL
	}
	if c.Events != nil {
		w.Events = *c.Events
	}
	if c.Note != nil {
		w.Note = *c.Note
	}
	if c.Active != nil {
		w.Active = *c.Active
	}
	if c.Renew {
		w.Secret = newSecret()
	}
	return w
}

// RemoveWebhook deletes a webhook with its deliveries. The error wraps
// [daodu.ErrNotFound].
func (s *Store) RemoveWebhook(ctx context.Context, id string) error {
	k, err := identifier("webhook", id)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx conn) error {
		n, err := tx.exec(ctx, `delete from webhooks where workspace_id = $1 and id = $2`, s.workspace, k)
		if err == nil && n == 0 {
			err = noWebhook(id)
		}
		return err
	})
}

// TestWebhook queues an event of type [daodu.EventTest] for one webhook, also for one that
// takes no others. The error wraps [daodu.ErrNotFound].
func (s *Store) TestWebhook(ctx context.Context, id string) (d daodu.Delivery, err error) {
	k, err := identifier("webhook", id)
	if err != nil {
		return d, err
	}
	err = s.write(ctx, func(tx conn) error {
		if _, err := s.webhook(ctx, tx, k); err != nil {
			return err
		}
		event, err := s.addEvent(ctx, tx, daodu.EventTest, daodu.EventData{})
		if err != nil {
			return err
		}
		made, err := s.addDelivery(ctx, tx, k, event)
		if err != nil {
			return err
		}
		d, err = s.delivery(ctx, tx, k, made)
		return err
	})
	return d, err
}

func (s *Store) delivery(ctx context.Context, tx conn, hook, id key) (daodu.Delivery, error) {
	found, err := s.deliveries(ctx, tx, ` and d.webhook_id = $2 and d.id = $3`, hook, id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%w: no delivery %s of webhook %s", daodu.ErrNotFound, id, hook)
	}
	if err != nil {
		return daodu.Delivery{}, err
	}
	return found[0], nil
}

// Deliveries returns deliveries of a webhook, the newest first; state "" is any. next is
// the ID to go on after, "" at the end. The error wraps [daodu.ErrNotFound].
func (s *Store) Deliveries(ctx context.Context, webhook string, state daodu.DeliveryState, p Page) (out []daodu.Delivery, next string, err error) {
	k, err := identifier("webhook", webhook)
	if err != nil {
		return nil, "", err
	}
	after, args, err := p.before(s.workspace, "d.id", k)
	if err != nil {
		return nil, "", err
	}
	if state != "" {
		args = append(args, string(state))
		after += fmt.Sprintf(" and d.state = $%d", len(args))
	}
	err = s.read(ctx, func(tx conn) error {
		if _, err := s.webhook(ctx, tx, k); err != nil {
			return err
		}
		out, err = s.deliveries(ctx, tx, fmt.Sprintf(` and d.webhook_id = $2%s order by d.id desc limit %d`, after, p.limit()+1), args[1:]...)
		return err
	})
	if len(out) > p.limit() {
		out = out[:p.limit()]
		next = out[len(out)-1].ID
	}
	return out, next, err
}

// Redeliver queues a delivery again, whatever became of it: the receiver gets the same
// event under the same ID. The error wraps [daodu.ErrNotFound].
func (s *Store) Redeliver(ctx context.Context, webhook, delivery string) (d daodu.Delivery, err error) {
	hook, err := identifier("webhook", webhook)
	if err != nil {
		return d, err
	}
	k, err := identifier("delivery", delivery)
	if err != nil {
		return d, err
	}
	err = s.write(ctx, func(tx conn) error {
		if _, err := s.delivery(ctx, tx, hook, k); err != nil {
			return err
		}
		if _, err := tx.exec(ctx, `update deliveries set state = 'queued', attempts = 0, status = 0, error = '', due_at = $4, delivered_at = 0
			where workspace_id = $1 and webhook_id = $2 and id = $3`, s.workspace, hook, k, s.stamp()); err != nil {
			return err
		}
		if _, err := tx.exec(ctx, `update webhooks set paused_until = 0 where workspace_id = $1 and id = $2`, s.workspace, hook); err != nil {
			return err
		}
		d, err = s.delivery(ctx, tx, hook, k)
		return err
	})
	return d, err
}

// DeliveryCounts says how many deliveries of the workspace are in each state.
func (s *Store) DeliveryCounts(ctx context.Context) (map[daodu.DeliveryState]int, error) {
	var out map[daodu.DeliveryState]int
	err := s.read(ctx, func(tx conn) error {
		out = map[daodu.DeliveryState]int{}
		return each(ctx, tx, func(r rows) error {
			var state string
			var n int
			err := r.Scan(&state, &n)
			out[daodu.DeliveryState(state)] = n
			return err
		}, `select state, count(*) from deliveries where workspace_id = $1 group by state`, s.workspace)
	})
	return out, err
}
