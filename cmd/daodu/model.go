package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/batch"
	"github.com/daodu/daodu/internal/loopback"
	"github.com/daodu/daodu/prompts"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
	"github.com/daodu/daodu/summarize/openai"
	"github.com/daodu/daodu/summarize/openai/chat"
	"github.com/daodu/daodu/summarize/openai/price"
)

// engineName returns which engine is configured: that of an endpoint as soon as its model
// or address is named.
func (a *app) engineName() string {
	switch {
	case a.config.GetString("summarize.engine") != "":
		return a.config.GetString("summarize.engine")
	case a.config.GetString("summarize.model") != "", a.config.GetString("summarize.base_url") != "":
		return "openai"
	}
	return "extract"
}

// A modelUse is what a command puts to the use of a model; the zero value of each is none.
type modelUse struct {
	cache   openai.Cache
	budget  *openai.Budget
	client  *chat.Client // shared with others
	asker   openai.Asker // stands before the endpoint
	batch   bool         // pays the price of batches
	onText  func(kind daodu.Kind, delta string)
	onReset func(kind daodu.Kind)
}

// engine returns the engine that the configuration names.
func (a *app) engine(u modelUse) (summarize.Engine, error) {
	switch name := a.engineName(); name {
	case "extract":
		return new(extract.Engine), nil
	case "openai":
		return a.modelEngine(u)
	default:
		return nil, fmt.Errorf("%w: unknown engine %q; choose extract, or openai for a language model", daodu.ErrUsage, name)
	}
}

// A modelEngine is the engine of an endpoint, with what a batch wants to know of it.
type modelEngine struct {
	*openai.Engine
	client  *chat.Client
	prompts *prompts.Set
	model   string
	price   func(daodu.Tokens) daodu.Cost
	context int
	flight  int // calls at once
}

func (a *app) modelEngine(u modelUse) (*modelEngine, error) {
	m := &modelEngine{model: a.config.GetString("summarize.model")}
	if m.model == "" {
		return nil, fmt.Errorf("%w: no language model is named; set summarize.model ($DAODU_SUMMARIZE_MODEL), or use --engine extract", daodu.ErrUsage)
	}
	config, err := a.chatConfig()
	if err != nil {
		return nil, err
	}
	if m.client = u.client; m.client == nil {
		if m.client, err = chat.New(config); err != nil {
			return nil, err
		}
	}
	m.context, m.flight = config.Context, config.Concurrency
	if m.prompts, err = prompts.Load(a.config.GetString("summarize.prompts")); err != nil {
		return nil, err
	}
	if m.price, err = a.price(config, u.batch); err != nil {
		return nil, err
	}
	var asker openai.Asker = m.client
	if u.asker != nil {
		asker = u.asker
	}
	m.Engine, err = openai.New(openai.Config{
		Asker: asker, Prompts: m.prompts, Model: m.model, Context: config.Context, Cache: u.cache, Budget: u.budget, Price: m.price,
		OnText: u.onText, OnReset: u.onReset, Log: a.log,
	})
	return m, err
}

// modelClient returns a client of the endpoint.
func (a *app) modelClient() (*chat.Client, error) {
	config, err := a.chatConfig()
	if err != nil {
		return nil, err
	}
	return chat.New(config)
}

// chatConfig reads the settings of the endpoint.
func (a *app) chatConfig() (c chat.Config, err error) {
	c = chat.Config{
		BaseURL: cmp.Or(a.config.GetString("summarize.base_url"), lookup(a.env, "OPENAI_BASE_URL"), openAI),
		Model:   a.config.GetString("summarize.model"), Cache: chat.Cache(a.config.GetString("summarize.cache")), Log: a.log,
	}
	if !slices.Contains([]chat.Cache{"", chat.CachePrefix, chat.CacheSchema, chat.CacheUnits}, c.Cache) {
		return c, fmt.Errorf("%w: summarize.cache %q is none of prefix, schema, units; leave it empty for what is known of the endpoint", daodu.ErrUsage, c.Cache)
	}
	if c.Key, err = a.key(modelKeys); err != nil {
		return c, err
	}
	for key, n := range map[string]*int{"context": &c.Context, "concurrency": &c.Concurrency, "rpm": &c.RPM, "tpm": &c.TPM} {
		if *n, err = a.count("summarize." + key); err != nil {
			return c, err
		}
	}
	if c.Timeout, err = a.duration("summarize.timeout"); err != nil {
		return c, err
	}
	if c.IdleTimeout, err = a.duration("summarize.idle_timeout"); err != nil {
		return c, err
	}
	if s := a.config.GetString("summarize.temperature"); s != "" {
		t, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return c, fmt.Errorf("%w: summarize.temperature %q is no number; leave it empty for that of the model", daodu.ErrUsage, s)
		}
		c.Temperature = &t
	}
	if s := a.config.GetString("summarize.extra"); s != "" {
		if err := json.Unmarshal([]byte(s), &c.Extra); err != nil {
			return c, fmt.Errorf(`%w: summarize.extra is no JSON object such as {"enable_thinking": false}: %v`, daodu.ErrUsage, err)
		}
	}
	return c, nil
}

// count reads a setting that is a number from 0.
func (a *app) count(key string) (int, error) {
	s := cmp.Or(a.config.GetString(key), "0")
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%w: %s %q is no number; write it as 8, or 0 for the usual", daodu.ErrUsage, key, s)
	}
	return n, nil
}

// duration reads a setting that is a time above 0.
func (a *app) duration(key string) (time.Duration, error) {
	d := a.config.GetDuration(key)
	if d <= 0 {
		return 0, fmt.Errorf("%w: %s %q is no duration; write it as 30s or 2m", daodu.ErrUsage, key, a.config.GetString(key))
	}
	return d, nil
}

// price returns what the model costs, a function that knows no price when the table has
// none. Endpoints on this machine cost nothing.
func (a *app) price(c chat.Config, batch bool) (func(daodu.Tokens) daodu.Cost, error) {
	table, err := price.Load(a.config.GetString("summarize.prices"))
	if err != nil {
		return nil, err
	}
	entry, ok := table.Entry(c.Model)
	switch {
	case ok && batch:
		return entry.BatchCost, nil
	case ok:
		return entry.Cost, nil
	case ownMachine(c.BaseURL):
		return func(daodu.Tokens) daodu.Cost { return daodu.Cost{Currency: "USD"} }, nil
	}
	return func(daodu.Tokens) daodu.Cost { return daodu.Cost{} }, nil
}

// ownMachine reports whether an address is one of this machine.
func ownMachine(address string) bool {
	u, err := url.Parse(address)
	return err == nil && loopback.Host(u.Hostname())
}

// Asking implements [asker]. Prompts of other languages count where they were changed.
func (m *modelEngine) Asking(kind daodu.Kind) (model, prompt string) {
	var refs []string
	for _, lang := range prompts.Langs {
		p, err := m.prompts.Prompt(string(kind), lang)
		if err == nil && !slices.Contains(refs, p.Ref()) {
			refs = append(refs, p.Ref())
		}
	}
	return m.model, strings.Join(refs, " ")
}

// Rates implements [rated]. The speeds are those of a middling endpoint: 4,000 tokens a
// second read, 80 written.
func (m *modelEngine) Rates() batch.Rates {
	const million = 1_000_000
	in, cached, out := m.price(daodu.Tokens{Input: million}), m.price(daodu.Tokens{Input: million, Cached: million}), m.price(daodu.Tokens{Output: million})
	return batch.Rates{
		Context: cmp.Or(m.context, openai.UsualContext), Concurrency: cmp.Or(m.flight, modelConcurrency),
		Input: in.Amount, Cached: cached.Amount, Output: out.Amount, Currency: in.Currency, ReadSpeed: 4000, WriteSpeed: 80,
	}
}
