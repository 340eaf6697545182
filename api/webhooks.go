package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
)

// Webhooks are the addresses that a workspace tells of events. Errors about one that there
// is not wrap [daodu.ErrNotFound].
type Webhooks interface {
	WebhookList
	Deliveries
}

// A WebhookList keeps webhooks. Secrets are in what AddWebhook and RenewWebhook return, and
// nowhere else.
type WebhookList interface {
	Webhooks(ctx context.Context) ([]daodu.Webhook, error)
	Webhook(ctx context.Context, id string) (daodu.Webhook, error)
	AddWebhook(ctx context.Context, w daodu.Webhook) (daodu.Webhook, error)
	ChangeWebhookTo(ctx context.Context, id string, c WebhookChange) (daodu.Webhook, error)
	RemoveWebhook(ctx context.Context, id string) error
}

// Deliveries are the ways of events to webhooks.
type Deliveries interface {
	// ListDeliveries returns deliveries in a state, "" for any, the newest first.
	ListDeliveries(ctx context.Context, webhook string, state daodu.DeliveryState, p Page) (list []daodu.Delivery, next string, err error)
	// TestWebhook queues a test event.
	TestWebhook(ctx context.Context, id string) (daodu.Delivery, error)
	// Redeliver queues a delivery again.
	Redeliver(ctx context.Context, webhook, delivery string) (daodu.Delivery, error)
}

// A WebhookChange says what to change of a webhook; nil leaves what is there.
type WebhookChange struct {
	URL    *string
	Events *[]daodu.WebhookEventType
	Note   *string
	Active *bool
	Renew  bool // its secret
}

// CheckTarget tells whether this server may call an address. The error wraps
// [daodu.ErrUsage] or [daodu.ErrBadInput] when it may not.
type CheckTarget func(ctx context.Context, address string) error

func (s *Server) routesWebhooks(a huma.API) {
	const tag = "webhooks"
	register(s, a, daodu.RoleAdmin, get("/webhooks", "listWebhooks", tag, "List the webhooks"), s.listWebhooks)
	op := post("/webhooks", "addWebhook", tag, "Have an address told of events")
	op.Description = "The secret in the answer is shown once; it is the key of the signature of every request."
	op.DefaultStatus = http.StatusCreated
	register(s, a, daodu.RoleAdmin, op, s.addWebhook)
	register(s, a, daodu.RoleAdmin, get("/webhooks/{id}", "getWebhook", tag, "Get a webhook"), s.getWebhook)
	register(s, a, daodu.RoleAdmin, patch("/webhooks/{id}", "changeWebhook", tag, "Change a webhook, or turn it on or off"), s.changeWebhook)
	register(s, a, daodu.RoleAdmin, remove("/webhooks/{id}", "removeWebhook", tag, "Remove a webhook with its deliveries"), s.removeWebhook)
	register(s, a, daodu.RoleAdmin, post("/webhooks/{id}/secret", "renewWebhookSecret", tag, "Give a webhook a new secret, which is shown once"), s.renewSecret)
	register(s, a, daodu.RoleAdmin, accepted(post("/webhooks/{id}/test", "testWebhook", tag, "Send a test event")), s.testWebhook)
	register(s, a, daodu.RoleAdmin, get("/webhooks/{id}/deliveries", "listDeliveries", tag, "List what was sent to a webhook and what became of it, the newest first"), s.listDeliveries)
	register(s, a, daodu.RoleAdmin, accepted(post("/webhooks/{id}/deliveries/{delivery}/redeliver", "redeliver", tag, "Send an event again, under the same ID")), s.redeliver)
}

// accepted makes an operation answer 202.
func accepted(op huma.Operation) huma.Operation {
	op.DefaultStatus = http.StatusAccepted
	return op
}

// callable refuses addresses that this server must not call.
func (s *Server) callable(ctx context.Context, address string) error {
	if s.config.CheckTarget == nil {
		return nil
	}
	return s.config.CheckTarget(ctx, address)
}

// A WebhookParam is the input of routes of one webhook.
type WebhookParam struct {
	ID string `path:"id" format:"uuid" doc:"ID of the webhook"`
}

type webhookOut struct {
	Location string `header:"Location" doc:"The webhook, when it is new"`
	Body     daodu.Webhook
}

func (s *Server) listWebhooks(ctx context.Context, _ *struct{}) (*listOut[daodu.Webhook], error) {
	all, err := workspaceOf(ctx).Webhooks.Webhooks(ctx)
	if err != nil {
		return nil, err
	}
	return list(all, ""), nil
}

type addWebhookIn struct {
	Body struct {
		_      struct{}                 `additionalProperties:"false"`
		URL    string                   `json:"url" format:"uri" maxLength:"2000" doc:"http or https; private networks are refused" example:"https://app.example.com/hooks/daodu"`
		Events []daodu.WebhookEventType `json:"events,omitempty" nullable:"false" enum:"article.added,artifact.ready,artifact.failed,collection.ready" doc:"Which events; all when empty"`
		Note   string                   `json:"note,omitempty" maxLength:"4000"`
	}
}

func (s *Server) addWebhook(ctx context.Context, in *addWebhookIn) (*webhookOut, error) {
	if err := s.callable(ctx, in.Body.URL); err != nil {
		return nil, err
	}
	w, err := workspaceOf(ctx).Webhooks.AddWebhook(ctx, daodu.Webhook{URL: in.Body.URL, Events: in.Body.Events, Note: in.Body.Note})
	if err != nil {
		return nil, err
	}
	return &webhookOut{prefix + "/webhooks/" + w.ID, w}, nil
}

func (s *Server) getWebhook(ctx context.Context, in *WebhookParam) (*webhookOut, error) {
	w, err := workspaceOf(ctx).Webhooks.Webhook(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &webhookOut{Body: w}, nil
}

type changeWebhookIn struct {
	WebhookParam
	Body struct {
		_      struct{}                  `additionalProperties:"false"`
		URL    *string                   `json:"url,omitempty" format:"uri" maxLength:"2000"`
		Events *[]daodu.WebhookEventType `json:"events,omitempty" enum:"article.added,artifact.ready,artifact.failed,collection.ready"`
		Note   *string                   `json:"note,omitempty" maxLength:"4000"`
		Active *bool                     `json:"active,omitempty" doc:"While it is off nothing is sent, and what happens is not kept for it"`
	}
}

func (s *Server) changeWebhook(ctx context.Context, in *changeWebhookIn) (*webhookOut, error) {
	if in.Body.URL != nil {
		if err := s.callable(ctx, *in.Body.URL); err != nil {
			return nil, err
		}
	}
	return s.changed(ctx, in.ID, WebhookChange{URL: in.Body.URL, Events: in.Body.Events, Note: in.Body.Note, Active: in.Body.Active})
}

func (s *Server) renewSecret(ctx context.Context, in *WebhookParam) (*webhookOut, error) {
	return s.changed(ctx, in.ID, WebhookChange{Renew: true})
}

func (s *Server) changed(ctx context.Context, id string, c WebhookChange) (*webhookOut, error) {
	w, err := workspaceOf(ctx).Webhooks.ChangeWebhookTo(ctx, id, c)
	if err != nil {
		return nil, err
	}
	return &webhookOut{Body: w}, nil
}

func (s *Server) removeWebhook(ctx context.Context, in *WebhookParam) (*noContent, error) {
	return nil, workspaceOf(ctx).Webhooks.RemoveWebhook(ctx, in.ID)
}

type deliveryOut struct{ Body daodu.Delivery }

func (s *Server) testWebhook(ctx context.Context, in *WebhookParam) (*deliveryOut, error) {
	d, err := workspaceOf(ctx).Webhooks.TestWebhook(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &deliveryOut{d}, nil
}

type deliveriesIn struct {
	WebhookParam
	State string `query:"state" enum:"queued,delivered,dead" doc:"Only deliveries in this state"`
	PageParams
}

func (s *Server) listDeliveries(ctx context.Context, in *deliveriesIn) (*listOut[daodu.Delivery], error) {
	all, next, err := workspaceOf(ctx).Webhooks.ListDeliveries(ctx, in.ID, daodu.DeliveryState(in.State), in.page())
	if err != nil {
		return nil, err
	}
	return list(all, next), nil
}

type redeliverIn struct {
	WebhookParam
	Delivery string `path:"delivery" format:"uuid" doc:"ID of the delivery"`
}

func (s *Server) redeliver(ctx context.Context, in *redeliverIn) (*deliveryOut, error) {
	d, err := workspaceOf(ctx).Webhooks.Redeliver(ctx, in.ID, in.Delivery)
	if err != nil {
		return nil, err
	}
	return &deliveryOut{d}, nil
}
