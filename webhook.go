package daodu

import (
	"encoding/json"
	"time"
)

// A Webhook is an address that is told of events.
type Webhook struct {
	ID     string             `json:"id"`
	URL    string             `json:"url"`
	Events []WebhookEventType `json:"events"` // which it is told of; empty for all
	Note   string             `json:"note,omitempty"`
	Active bool               `json:"active"`
	// Secret is the key of the signature. It is told once, when the webhook is made or its
	// secret renewed.
	Secret  string    `json:"secret,omitempty"`
	AddedAt time.Time `json:"added_at"`
	// Failures counts the attempts in a row that found the address down; while it is not 0
	// the next attempt waits until PausedUntil.
	Failures    int       `json:"failures"`
	PausedUntil time.Time `json:"paused_until,omitzero"`
}

// A WebhookEventType says what happened.
type WebhookEventType string

// The events.
const (
	EventArticleAdded    WebhookEventType = "article.added"
	EventArtifactReady   WebhookEventType = "artifact.ready"
	EventArtifactFailed  WebhookEventType = "artifact.failed"
	EventCollectionReady WebhookEventType = "collection.ready" // the guide over a collection was written
	EventTest            WebhookEventType = "webhook.test"     // somebody asked for it
)

// WebhookEventTypes lists the events that a webhook can be told of.
var WebhookEventTypes = []WebhookEventType{EventArticleAdded, EventArtifactReady, EventArtifactFailed, EventCollectionReady}

// A WebhookEvent is what a webhook is sent. Its ID is the same in every attempt, so that a
// receiver can tell what it has seen.
type WebhookEvent struct {
	ID   string           `json:"id"`
	Type WebhookEventType `json:"type"`
	At   time.Time        `json:"at"`
	Data json.RawMessage  `json:"data"` // an EventData; its bytes are the same in every attempt
}

// EventData says what an event is about. Fields that do not belong to it are empty.
type EventData struct {
	Article    string  `json:"article,omitempty"` // ID
	Title      string  `json:"title,omitempty"`   // of the article
	URI        string  `json:"uri,omitempty"`     // of the article
	Artifact   string  `json:"artifact,omitempty"`
	Kind       Kind    `json:"kind,omitempty"`
	Length     Length  `json:"length,omitempty"`
	Lang       string  `json:"lang,omitempty"`
	Engine     string  `json:"engine,omitempty"`
	Verdict    Verdict `json:"verdict,omitempty"`
	Job        string  `json:"job,omitempty"`
	Error      string  `json:"error,omitempty"`
	Collection string  `json:"collection,omitempty"`
	Guide      string  `json:"guide,omitempty"` // ID of the guide over the collection
	Name       string  `json:"name,omitempty"`  // of the collection
}

// A Delivery is the way of one event to one webhook.
type Delivery struct {
	ID          string        `json:"id"`
	Webhook     string        `json:"webhook"` // ID
	Event       WebhookEvent  `json:"event"`
	State       DeliveryState `json:"state"`
	Attempts    int           `json:"attempts"`
	Status      int           `json:"status,omitempty"` // HTTP status of the last answer, 0 without one
	Error       string        `json:"error,omitempty"`  // why the last attempt failed
	DueAt       time.Time     `json:"due_at,omitzero"`  // of the next attempt
	DeliveredAt time.Time     `json:"delivered_at,omitzero"`
}

// A DeliveryState is how far a delivery has come.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryQueued    DeliveryState = "queued"
	DeliveryDelivered DeliveryState = "delivered"
	DeliveryDead      DeliveryState = "dead" // given up; it can be sent again by hand
)

// A DeliveryAttempt is what became of one attempt to deliver.
type DeliveryAttempt struct {
	Delivery string // ID
	Status   int    // HTTP, 0 without an answer
	Error    string // "" when it was delivered
	// Again is when to try next; the zero time gives up.
	Again time.Time
	// Pause stops all deliveries to the webhook until a time, because its address is down;
	// the zero time does not.
	Pause time.Time
}
