// Package openai embeds texts with any endpoint that speaks OpenAI's protocol: the big
// providers, gateways, and servers of one's own such as vLLM, llama.cpp and Ollama.
//
// What differs between them is dealt with here: how many texts a request may hold and how
// long one may be (model.go), what models want to see before a query (model.go), texts that
// are too long (piece.go), batches (batch.go), patience with limits and faults (retry.go),
// the two writings of a vector (answer.go) and the many writings of an error (fault.go).
package openai

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/endpoint"
	"github.com/daodu/daodu/internal/zh"
)

// NoPrefix as a prefix in Config asks for none, also of a model that is known to want one.
const NoPrefix = "none"

const (
	defaultTimeout = time.Minute
	defaultFlight  = 2
)

// A Config names an endpoint and a model. BaseURL and Model are required.
type Config struct {
	BaseURL string // up to and without /embeddings, such as https://api.openai.com/v1
	Key     string // "" for an endpoint without one; appears in no error and no log
	Model   string

	// Dimensions is what vectors have. It is asked of the endpoint, and every vector is
	// checked against it; 0 takes the model's own, which New learns by a small request.
	Dimensions int

	// QueryPrefix and DocumentPrefix are put before what is looked for and before the
	// texts. "" takes what the model is known to want, NoPrefix nothing.
	QueryPrefix, DocumentPrefix string

	Timeout     time.Duration // of one request; 0 means one minute
	MaxBatch    int           // texts per request; 0 takes what the provider is known to allow
	MaxTokens   int           // of the model, per text; longer ones are split; 0 takes what is known of the model
	Concurrency int           // requests of one call at once; 0 means 2

	HTTPClient *http.Client // nil means http.DefaultClient; redirects are not followed
	Log        *slog.Logger // nil for none
}

// An Embedder is a daodu.Embedder that asks an endpoint. It may be used by several
// goroutines, which then share its waiting when the endpoint has had enough.
type Embedder struct {
	config  Config
	host    string
	http    *http.Client
	limits  limits
	queries string // the prefix of queries
	texts   string // the prefix of documents
	space   daodu.EmbeddingSpace
	secret  endpoint.Secret

	gate   gate
	wire   atomic.Pointer[wire]
	inputs atomic.Int64 // texts per request; falls when the endpoint says so
	warned atomic.Bool  // of texts that the endpoint cut
}

// New returns an embedder for c. It asks the endpoint only when c.Dimensions is 0, and then
// fails with the errors of Documents; a c that cannot be is daodu.ErrUsage.
func New(ctx context.Context, c Config) (*Embedder, error) {
	base, err := endpoint.Base(c.BaseURL, "embedding", "/embeddings")
	if err != nil {
		return nil, err
	}
	if err := c.complete(); err != nil {
		return nil, err
	}
	e := &Embedder{config: c, host: base.Host, http: endpoint.Still(c.HTTPClient), secret: endpoint.Secret(c.Key)}
	e.config.BaseURL = base.String()
	known := knownModel(c.Model)
	e.queries, e.texts = prefix(c.QueryPrefix, known.query), prefix(c.DocumentPrefix, known.document)
	e.limits = limitsOf(base.Hostname(), c, known)
	e.inputs.Store(int64(e.limits.inputs))
	e.wire.Store(&wire{full: c.Dimensions == 0})
	e.space = daodu.EmbeddingSpace{Provider: e.host, Model: c.Model + prefixMark(e.queries, e.texts), Dim: c.Dimensions}
	if c.Dimensions > 0 {
		return e, nil
	}
	if err := e.learn(ctx); err != nil {
		return nil, err
	}
	return e, nil
}

// learn takes the dimension from the vector of one word.
func (e *Embedder) learn(ctx context.Context) error {
	vectors, err := e.ask(ctx, []string{"维度"})
	if err != nil {
		return fmt.Errorf("learning the dimension of %s: %w", e.config.Model, err)
	}
	e.space.Dim = len(vectors[0])
	return nil
}

// complete checks c and puts in what it leaves open.
func (c *Config) complete() error {
	c.Key, c.Model = strings.TrimSpace(c.Key), strings.TrimSpace(c.Model)
	switch {
	case c.Model == "":
		return fmt.Errorf("%w: no embedding model is named; set one that the endpoint has", daodu.ErrUsage)
	case !endpoint.Secret(c.Key).Valid():
		return fmt.Errorf("%w: the key of the embedding endpoint holds blanks or letters that no key has; copy it again", daodu.ErrUsage)
	case c.Dimensions < 0 || c.MaxBatch < 0 || c.MaxTokens < 0 || c.Concurrency < 0 || c.Timeout < 0:
		return fmt.Errorf("%w: a limit of the embedding endpoint is negative; use 0 for the usual one", daodu.ErrUsage)
	}
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	if c.Concurrency == 0 {
		c.Concurrency = defaultFlight
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return nil
}

// String names the space; it keeps the key out of what is printed.
func (e *Embedder) String() string { return e.space.String() }

// GoString is String.
func (e *Embedder) GoString() string { return e.String() }

// Space returns the space of the vectors: the host of the endpoint with its port, the model
// and the dimension. A prefix belongs to the space, since it moves vectors: the model then
// ends in a mark of both prefixes, such as bge-large-zh-v1.5+p9d84a1.
func (e *Embedder) Space() daodu.EmbeddingSpace { return e.space }

// Documents returns the vector of each text, in order. A text that is longer than the model
// reads is split at the ends of sentences, and has the average of the vectors of its parts,
// weighted by their length. When it fails it returns the vectors before the failure and
//
//   - daodu.ErrForbidden when the key is refused,
//   - daodu.ErrNotFound when the endpoint does not know the model,
//   - daodu.ErrUsage when the address or the dimension is wrong,
//   - daodu.ErrLimited when the quota is used up or the endpoint stays busy,
//   - daodu.ErrUpstream for all else that the endpoint does,
//   - the error of ctx.
func (e *Embedder) Documents(ctx context.Context, texts []string) ([][]float32, error) {
	return e.vectors(ctx, e.texts, texts)
}

// Query returns the vector of what somebody looks for, with the errors of Documents.
func (e *Embedder) Query(ctx context.Context, text string) ([]float32, error) {
	vectors, err := e.vectors(ctx, e.queries, []string{text})
	if err != nil {
		return nil, err
	}
	return vectors[0], nil
}

func (e *Embedder) vectors(ctx context.Context, prefix string, texts []string) ([][]float32, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	room := max(e.limits.text-zh.TokenLimit([]rune(prefix)), minRoom)
	var pieces []piece
	parts := make([]int, len(texts)) // pieces of each text
	for i, text := range texts {
		p := split(prefix, text, room)
		parts[i] = len(p)
		pieces = append(pieces, p...)
	}
	done, err := e.run(ctx, pieces)
	out := make([][]float32, 0, len(texts))
	for _, n := range parts {
		if n > len(done) {
			break
		}
		v, bad := mean(pieces[:n], done[:n], e.space.Dim)
		if bad != nil {
			err = bad
			break
		}
		out = append(out, v)
		pieces, done = pieces[n:], done[n:]
	}
	if err != nil && len(texts) > 1 {
		err = fmt.Errorf("embedding stopped after %d of %d texts: %w", len(out), len(texts), err)
	}
	return out, err
}
