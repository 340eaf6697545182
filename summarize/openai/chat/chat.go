// Package chat asks a language model through any endpoint that speaks OpenAI's protocol: the
// big providers, gateways, and servers of one's own such as vLLM, llama.cpp and Ollama. It
// knows nothing of articles.
//
// go-openai writes requests and reads what comes back. What endpoints do differently is dealt
// with here: what they accept (wire.go), what go-openai would lose of an answer (exchange.go,
// events.go), the many writings of an error (fault.go), answers that are none (answer.go,
// refusal.go), limits that nobody tells (gate.go, bucket.go, scarcity.go), patience (ask.go)
// and prompts that a server cuts in silence (tokens.go). Batch hands many requests to the
// provider at once (batch.go, collect.go). Capabilities tells what an endpoint
// can do, ExtractJSON finds the JSON in an answer.
package chat

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/endpoint"
)

const (
	defaultTimeout = 10 * time.Minute
	defaultIdle    = 90 * time.Second
	defaultFlight  = 8
)

// A Config names an endpoint and a model. BaseURL and Model are required.
type Config struct {
	BaseURL string // up to and without /chat/completions, such as https://api.openai.com/v1
	Key     string // "" for an endpoint without one; appears in no error and no log
	Model   string

	// Temperature is left out when nil, so that the model's own counts: some models refuse
	// every other.
	Temperature *float64

	Timeout     time.Duration // of one request; 0 means ten minutes
	IdleTimeout time.Duration // without a sign of life in a stream, the first included; 0 means 90 seconds
	Concurrency int           // requests at once, at most; 0 means 8. The endpoint may allow fewer, which is learnt
	RPM, TPM    int           // requests and tokens a minute; 0 learns them
	Context     int           // tokens that the model reads and writes; 0 for what the endpoint tells
	Cache       Cache         // "" takes what is known of the host

	// Extra are further fields of the request that a provider wants, such as enable_thinking.
	Extra map[string]any

	HTTPClient *http.Client // nil means http.DefaultClient; redirects are not followed
	Log        *slog.Logger // nil for none
}

// A Client asks one model at one endpoint. It may be used by several goroutines, and should
// be: they then share the limits of the endpoint, which count for the key and not for a call.
type Client struct {
	config Config
	host   string // with its port
	http   *http.Client
	secret endpoint.Secret
	known  provider

	gate   *gate
	tokens tokens
	wire   atomic.Pointer[wire]

	context atomic.Int64 // what the model reads and writes, in tokens; 0 while unknown

	cached atomic.Bool // the endpoint tells how much it had cached

	listing sync.Mutex
	listed  *Capabilities // what the endpoint tells of itself; nil until asked
}

// New returns a client for c; it asks nothing yet. A c that cannot be is daodu.ErrUsage.
func New(c Config) (*Client, error) {
	base, err := endpoint.Base(c.BaseURL, "chat", "/chat/completions")
	if err != nil {
		return nil, err
	}
	if err := c.complete(); err != nil {
		return nil, err
	}
	client := &Client{config: c, host: base.Host, http: endpoint.Still(c.HTTPClient), secret: endpoint.Secret(c.Key)}
	client.config.BaseURL = base.String()
	client.config.Extra = maps.Clone(c.Extra)
	client.context.Store(int64(c.Context))
	client.gate = newGate(c.Concurrency, c.RPM, c.TPM)
	client.known = knownProvider(base, c.Model)
	if c.Cache != "" {
		client.known.cache = c.Cache
	}
	w := client.known.wire()
	client.wire.Store(&w)
	return client, nil
}

// complete checks c and puts in what it leaves open.
func (c *Config) complete() error {
	c.Key, c.Model = strings.TrimSpace(c.Key), strings.TrimSpace(c.Model)
	switch {
	case c.Model == "":
		return fmt.Errorf("%w: no model is named; set one that the endpoint has", daodu.ErrUsage)
	case !endpoint.Secret(c.Key).Valid():
		return fmt.Errorf("%w: the key of the chat endpoint holds blanks or letters that no key has; copy it again", daodu.ErrUsage)
	case min(c.Concurrency, c.RPM, c.TPM, c.Context) < 0 || c.Timeout < 0 || c.IdleTimeout < 0:
		return fmt.Errorf("%w: a limit of the chat endpoint is negative; use 0 for the usual one", daodu.ErrUsage)
	case c.Temperature != nil && !(*c.Temperature >= 0 && *c.Temperature <= 2):
		return fmt.Errorf("%w: the temperature %v is not between 0 and 2", daodu.ErrUsage, *c.Temperature)
	}
	if _, err := json.Marshal(c.Extra); err != nil {
		return fmt.Errorf("%w: the extra fields of the chat endpoint cannot be written as JSON: %v", daodu.ErrUsage, err)
	}
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	if c.IdleTimeout == 0 {
		c.IdleTimeout = defaultIdle
	}
	if c.Concurrency == 0 {
		c.Concurrency = defaultFlight
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return nil
}

// String names the model and the host; it keeps the key out of what is printed.
func (c *Client) String() string { return c.config.Model + " at " + c.host }

// GoString is String.
func (c *Client) GoString() string { return c.String() }

// A Role says who speaks.
type Role string

// The roles of turns. What the system says stands in Request.System.
const (
	User  Role = "user"
	Model Role = "assistant"
)

// A Turn is what one side says in a conversation.
type Turn struct {
	Role Role
	Text string
}

// A Request is what a model is asked. Turns ends with one of the user.
type Request struct {
	System string // "" for none
	Turns  []Turn

	// Schema is the JSON Schema of the answer, nil for an answer in words. Endpoints that
	// cannot be held to it find it at the end of the last turn; with Paste all do, and are
	// asked for JSON only, since some count the schema to the prefix that they cache.
	Schema     json.RawMessage
	SchemaName string // letters, digits, _ and -; "" means "answer"
	Paste      bool

	MaxTokens int // of the answer; 0 leaves it to the endpoint

	// OnText gets the answer in pieces as it comes, without what a model thinks aloud; nil
	// asks for the answer in one piece. It is called by the goroutine that called Ask. When a
	// stream breaks, another attempt begins a fresh answer: OnReset is called first, and
	// everything that OnText got before is void. The text of the Answer is what counts.
	OnText  func(delta string)
	OnReset func() // nil for none

	// Estimate is how many tokens the prompt will have, about; 0 lets the client estimate.
	Estimate int
}

// An Answer is what a model said, and at what price. Ask returns one with every error too, so
// that nothing paid goes uncounted.
type Answer struct {
	Text      string // without what the model thinks aloud; a part of it with ErrCut
	Finish    string // as the endpoint has it, mostly "stop"
	Usage     daodu.Tokens
	Estimated bool // the endpoint tells no usage, and Usage is an estimate
	Requests  int  // that were sent, refused ones included
	Duration  time.Duration
}

// Ask asks the model. It tries again while that may help and never asks for an answer that
// came; a refusal or an empty answer is one. Its error is that of ctx or one line that wraps
//
//   - ErrRefused, ErrFiltered, ErrCut, ErrNoAnswer, ErrSilentCut for an answer that cannot be used,
//   - ErrOverflow when prompt and answer are too long for the model or its limits,
//   - ErrQuota when nothing is left to pay with,
//   - ErrBroken when the endpoint cannot be reached, breaks off, or writes what cannot be read,
//   - daodu.ErrForbidden when the key is refused,
//   - daodu.ErrNotFound when the endpoint does not know the model,
//   - daodu.ErrUsage when the address is wrong,
//   - daodu.ErrLimited when the endpoint stays busy.
func (c *Client) Ask(ctx context.Context, r Request) (*Answer, error) {
	a := &asking{client: c, request: r, start: time.Now()}
	err := a.run(ctx)
	a.answer.Duration = time.Since(a.start)
	return &a.answer, err
}
