package main

import (
	"context"
	"fmt"

	"github.com/daodu/daodu"
)

// lookModel says which language model is configured. It asks nothing.
func lookModel(_ context.Context, a *app) (found, advice string, ok bool) {
	if a.engineName() != "openai" {
		return "none; texts are written about offline", "", true
	}
	e, err := a.modelEngine(modelUse{})
	if err != nil {
		return oneLine(err), "", false
	}
	found = fmt.Sprintf("%s, key %s", e.client, a.keyState(modelKeys))
	if e.price(daodu.Tokens{Input: 1}).Currency == "" {
		return found + ", price unknown", "name its price in a file and that file in summarize.prices; `daodu doctor --probe` asks it something", true
	}
	return found, "`daodu doctor --probe` asks it something", true
}

// probeModel asks the endpoint small questions and prints what it can do.
func (a *app) probeModel(ctx context.Context) error {
	if a.engineName() != "openai" {
		return fmt.Errorf("%w: there is no language model to probe; set summarize.model ($DAODU_SUMMARIZE_MODEL)", daodu.ErrUsage)
	}
	client, err := a.modelClient()
	if err != nil {
		return err
	}
	caps, err := client.Probe(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "\n%s", caps)
	if n := len(caps.Problems); n > 0 {
		return fmt.Errorf("%w: the language model has %d problems; see above", daodu.ErrUpstream, n)
	}
	return nil
}
