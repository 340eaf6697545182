// Package openai is the engine that writes artifacts with a language model behind any
// endpoint that speaks OpenAI's protocol.
//
// An article flows through it like this. document.go numbers its sentences; plan.go
// decides whether a model reads it in one piece or in parts; layout.go orders the calls so
// that the provider finds the long beginning of each in its cache; ask.go makes a call,
// unless the cache holds its answer (cache.go) or the budget forbids it (account.go).
// parts.go has a long text noted part by part and keeps failures where they happen.
// reduce.go makes artifacts of the notes. decode.go and its neighbours turn answers into
// content whose quotes are the exact words of the sentences cited, and tell what they left
// out. repair.go has the checks look at that and asks once more for what did not pass;
// target.go says what can be asked for again.
//
// Nothing that a model says is taken on trust. Sentence numbers that were not shown are
// dropped, quotes come from the article by position, and every point goes through the
// checks of package check like those of any other engine.
package openai

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/prompts"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// An Asker puts requests to a model; *chat.Client is one. It is used by several
// goroutines at once.
type Asker interface {
	Capabilities(ctx context.Context) (chat.Capabilities, error)
	Ask(ctx context.Context, r chat.Request) (*chat.Answer, error)
}

// A Prompter has the words of requests by name and language; *prompts.Set is one.
type Prompter interface {
	Prompt(name, lang string) (*prompts.Prompt, error)
}

// A Config says what an engine works with. Asker, Prompts and Model are required.
type Config struct {
	Asker   Asker
	Prompts Prompter
	Model   string // part of the key of every answer, and of the origin

	// Context is how many tokens the model reads and writes in one call; 0 takes what
	// the endpoint says, or else 32,768.
	Context int

	Cache  Cache   // nil for none: every answer is then asked for again
	Budget *Budget // nil for one of the engine's own, without a limit
	// Price returns what tokens cost; nil, or a cost without currency, when it is not known.
	Price func(daodu.Tokens) daodu.Cost

	// OnText receives the answers of artifacts as they come, in pieces of JSON; nil for
	// none. Calls for different kinds may come at the same time. OnReset tells that an
	// answer begins again and what came of it is void; nil for none.
	OnText  func(kind daodu.Kind, delta string)
	OnReset func(kind daodu.Kind)

	// NoRepair leaves out the second question: what does not pass the checks is marked at
	// once. An artifact then takes one call.
	NoRepair bool

	Log *slog.Logger     // nil for none
	Now func() time.Time // nil is time.Now
}

// An Engine is a summarize.Engine that asks a model. It may be used by several
// goroutines, for several articles at once.
type Engine struct {
	config  Config
	flights flights
}

// New returns an engine. It asks nothing yet. The error wraps [daodu.ErrUsage] when c
// lacks something, or limits a budget whose prices are not known.
func New(c Config) (*Engine, error) {
	switch {
	case c.Asker == nil || c.Prompts == nil:
		return nil, fmt.Errorf("%w: the openai engine needs an endpoint and prompts", daodu.ErrUsage)
	case c.Model == "":
		return nil, fmt.Errorf("%w: no model is named; set one that the endpoint has", daodu.ErrUsage)
	case c.Context < 0:
		return nil, fmt.Errorf("%w: a context of %d tokens; use 0 for what the endpoint says", daodu.ErrUsage, c.Context)
	}
	if c.Price == nil {
		c.Price = func(daodu.Tokens) daodu.Cost { return daodu.Cost{} }
	}
	if c.Budget == nil {
		c.Budget = NewBudget(daodu.Cost{})
	}
	if err := c.Budget.fits(c.Price(daodu.Tokens{Input: 1, Output: 1}), c.Model); err != nil {
		return nil, err
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Engine{config: c}, nil
}

// Name returns "openai".
func (*Engine) Name() string { return "openai" }

// Write writes one artifact. Missing parts are named in its findings. The error wraps
// [daodu.ErrEmpty] when a has no text, [daodu.ErrLimited] when the budget or the quota is
// used up, and otherwise what the endpoint failed with.
func (e *Engine) Write(ctx context.Context, a *daodu.Article, kind daodu.Kind, opts summarize.Options) (*daodu.Artifact, error) {
	return e.prepare(a, opts).Write(ctx, a, kind, opts)
}

// WriteAll writes several artifacts at once: the first alone until its first token is
// there, so that the provider has the text in its cache when the others ask.
func (e *Engine) WriteAll(ctx context.Context, a *daodu.Article, kinds []daodu.Kind, opts summarize.Options) ([]*daodu.Artifact, error) {
	return e.prepare(a, opts).WriteAll(ctx, a, kinds, opts)
}

// Prepare returns an engine that numbers the sentences of a once, and has the parts of a
// long text noted once for all artifacts.
func (e *Engine) Prepare(a *daodu.Article, opts summarize.Options) summarize.Engine {
	w := e.prepare(a, opts)
	w.several = true
	return w
}

func (e *Engine) prepare(a *daodu.Article, opts summarize.Options) *writer {
	return &writer{engine: e, article: a, opts: opts, led: map[string][]chat.Turn{}}
}
