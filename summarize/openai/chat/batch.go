package chat

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"

	openai "github.com/sashabaranov/go-openai"

	"github.com/daodu/daodu"
)

// What a batch may hold, by OpenAI's openapi.yaml.
const (
	mostBatchLines = 50_000
	mostBatchBytes = 200_000_000
)

// A Batch hands many requests to a provider that answers them within a day, mostly for half
// the price (OpenAI's Batch API, which DashScope and GLM have too). Whoever submits one keeps
// its id: with it and the same lines the answers can be collected by another process.
type Batch struct{ client *Client }

// Batch returns the batches of c's endpoint. Call [Client.Probe] before the first: a batch is
// written in the way that is known when it is submitted, and cannot be tried again in another.
func (c *Client) Batch() *Batch { return &Batch{c} }

// A BatchLine is one request of a batch. OnText and OnReset are not used.
type BatchLine struct {
	CustomID string // not empty, and different for each line
	Request  Request
}

// Submit uploads lines and has them answered. The name finds the batch again with [Batch.Find]
// when its id was lost. It never creates a batch twice: when it fails with ErrBroken, Find
// tells whether the batch is there. Too many lines are daodu.ErrTooLarge; other errors are
// those of [Client.Ask].
func (b *Batch) Submit(ctx context.Context, name string, lines []BatchLine) (id string, err error) {
	data, err := b.jsonl(lines)
	if err != nil {
		return "", err
	}
	var file openai.File
	err = b.do(ctx, "", again, func(ctx context.Context, api *openai.Client) (err error) {
		file, err = api.CreateFileBytes(ctx, openai.FileBytesRequest{Name: "batch.jsonl", Bytes: data, Purpose: openai.PurposeBatch})
		return err
	})
	if err != nil {
		return "", err
	}
	var made openai.BatchResponse
	err = b.do(ctx, "", once, func(ctx context.Context, api *openai.Client) (err error) {
		made, err = api.CreateBatch(ctx, openai.CreateBatchRequest{
			InputFileID: file.ID, Endpoint: openai.BatchEndpoint(b.path()), CompletionWindow: "24h", Metadata: map[string]any{"daodu": name},
		})
		return err
	})
	if err == nil && made.ID == "" {
		err = fmt.Errorf("%w: %s names no id for the batch", ErrBroken, b.client.host)
	}
	return made.ID, err
}

// path is what a line asks for: the version of the address, and the chat.
func (b *Batch) path() string {
	version := "v1"
	if u, err := url.Parse(b.client.config.BaseURL); err == nil && versions.MatchString(path.Base(u.Path)) {
		version = path.Base(u.Path)
	}
	return "/" + version + "/chat/completions"
}

var versions = regexp.MustCompile(`^v\d+$`)

// jsonl writes lines as the Batch API wants them.
func (b *Batch) jsonl(lines []BatchLine) ([]byte, error) {
	switch {
	case len(lines) == 0:
		return nil, fmt.Errorf("%w: the batch has no requests", daodu.ErrUsage)
	case len(lines) > mostBatchLines:
		return nil, fmt.Errorf("%w: the batch has %d requests, and %d are the most; part it", daodu.ErrTooLarge, len(lines), mostBatchLines)
	}
	var out bytes.Buffer
	ids := make(map[string]bool, len(lines))
	for _, line := range lines {
		if line.CustomID == "" || ids[line.CustomID] {
			return nil, fmt.Errorf("%w: the request %q of the batch has no id of its own", daodu.ErrUsage, line.CustomID)
		}
		ids[line.CustomID] = true
		raw, err := b.line(line)
		if err != nil {
			return nil, err
		}
		out.Write(append(raw, '\n'))
		if out.Len() > mostBatchBytes {
			return nil, fmt.Errorf("%w: the batch has more than %d bytes; part it", daodu.ErrTooLarge, mostBatchBytes)
		}
	}
	return out.Bytes(), nil
}

func (b *Batch) line(l BatchLine) ([]byte, error) {
	w := *b.client.wire.Load()
	l.Request.OnText = nil
	body, err := json.Marshal(b.client.body(l.Request, w))
	if err == nil {
		body, err = merged(body, b.client.fields(l.Request, w))
	}
	if err != nil {
		return nil, fmt.Errorf("writing a request of the batch: %w", err)
	}
	return json.Marshal(struct {
		CustomID string          `json:"custom_id"`
		Method   string          `json:"method"`
		URL      string          `json:"url"`
		Body     json.RawMessage `json:"body"`
	}{l.CustomID, "POST", b.path(), body})
}

// A BatchState is how far a batch is.
type BatchState struct {
	ID     string
	Name   string // as submitted; "" when the endpoint does not keep it
	Status string // as the endpoint has it, such as "in_progress"
	Done   bool   // nothing more will come; there may be answers even so

	Total, Completed, Failed int

	// Problem is what the endpoint found wrong with the batch as a whole, "" for nothing.
	Problem string
}

// ended are the states after which nothing comes.
var ended = []string{"completed", "failed", "expired", "cancelled"}

func (b *Batch) state(r openai.Batch) BatchState {
	out := BatchState{ID: r.ID, Status: r.Status, Done: slices.Contains(ended, r.Status),
		Total: r.RequestCounts.Total, Completed: r.RequestCounts.Completed, Failed: r.RequestCounts.Failed}
	out.Name, _ = r.Metadata["daodu"].(string)
	if r.Errors != nil && len(r.Errors.Data) > 0 {
		out.Problem = b.client.shown(r.Errors.Data[0].Message)
	}
	return out
}

// State returns how far a batch is. An id that the endpoint does not know is daodu.ErrNotFound.
func (b *Batch) State(ctx context.Context, id string) (BatchState, error) {
	r, err := b.retrieve(ctx, id)
	return b.state(r), err
}

func (b *Batch) retrieve(ctx context.Context, id string) (openai.Batch, error) {
	var r openai.BatchResponse
	err := b.do(ctx, id, again, func(ctx context.Context, api *openai.Client) (err error) {
		r, err = api.RetrieveBatch(ctx, url.PathEscape(id))
		return err
	})
	return r.Batch, err
}

// Find looks for a batch by the name that it was submitted with, among the newest hundred. It
// is daodu.ErrNotFound when there is none, or when the endpoint keeps no list.
func (b *Batch) Find(ctx context.Context, name string) (BatchState, error) {
	var list openai.ListBatchResponse
	err := b.do(ctx, name, again, func(ctx context.Context, api *openai.Client) (err error) {
		most := 100
		list, err = api.ListBatch(ctx, nil, &most)
		return err
	})
	if err != nil {
		return BatchState{}, err
	}
	for _, r := range list.Data {
		if s := b.state(r); s.Name == name && name != "" {
			return s, nil
		}
	}
	return BatchState{}, fmt.Errorf("%w: %s has no batch named %q", daodu.ErrNotFound, b.client.host, name)
}

// Cancel stops a batch. What was answered before can be collected when it has ended.
func (b *Batch) Cancel(ctx context.Context, id string) error {
	return b.do(ctx, id, again, func(ctx context.Context, api *openai.Client) error {
		_, err := api.CancelBatch(ctx, url.PathEscape(id))
		return err
	})
}
