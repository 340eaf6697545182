package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize/openai/chat"
	"github.com/daodu/daodu/summarize/openai/deferred"
)

const (
	// mostRounds is how often requests are handed over: the artifacts, what did not pass
	// the checks, the notes of long texts before both, and what came back without an answer.
	mostRounds = 8
	// firstPoll and lastPoll are the times between two questions whether a batch is done.
	firstPoll, lastPoll = time.Second, time.Minute
)

// batchDeferred carries out a batch through the provider's Batch API: it asks for all that
// can be asked for, waits, and goes on with what came, until nothing is left to ask.
func (a *app) batchDeferred(ctx context.Context, o batchOptions, args []string) error {
	if a.engineName() != "openai" {
		return fmt.Errorf("%w: --provider-batch needs a language model; set summarize.model ($DAODU_SUMMARIZE_MODEL)", daodu.ErrUsage)
	}
	if o.out == "" {
		return a.batchRun(ctx, o, args) // which says what is missing
	}
	config, err := a.chatConfig()
	if err != nil {
		return err
	}
	client, err := chat.New(config)
	if err != nil {
		return err
	}
	o.desk = deferred.Open(client, client.Batch(), filepath.Join(o.out, ".daodu", "provider"))
	for range mostRounds {
		if err := a.await(ctx, o.desk); err != nil {
			return err
		}
		ran := a.batchRun(ctx, o, args)
		requests, most := o.desk.Waiting()
		if requests == 0 || ran != nil && !errors.Is(ran, daodu.ErrPartial) {
			return ran
		}
		if err := a.affordable(o, config, requests, most); err != nil {
			return err
		}
		if _, err := client.Probe(ctx); err != nil { // a batch cannot be tried again in another form
			return err
		}
		if err := o.desk.Send(ctx); err != nil {
			return err
		}
		fmt.Fprintf(a.err, "daodu: %d requests are with the provider; Ctrl-C leaves them there, and the same command goes on\n", requests)
	}
	return fmt.Errorf("%w: requests are still open behind %d batches; run the same command again", daodu.ErrPartial, mostRounds)
}

// affordable refuses to hand over what could pass the budget.
func (a *app) affordable(o batchOptions, config chat.Config, requests int, most daodu.Tokens) error {
	budget, err := a.batchBudget()
	if err != nil || budget == 0 {
		return err
	}
	price, err := a.price(config, true)
	if err != nil {
		return err
	}
	if cost, spent := price(most), paidFor(o.out); spent+cost.Amount > budget {
		return fmt.Errorf("%w: %.4g of the budget of %g is spent, and the %d requests of the next batch may cost %.4g; raise --budget and run the command again",
			daodu.ErrLimited, spent, budget, requests, cost.Amount)
	}
	return nil
}

// await waits until no batch is open.
func (a *app) await(ctx context.Context, desk *deferred.Desk) error {
	shown := newProgress(a, "requests answered")
	defer shown.close()
	for pause := firstPoll; ; pause = min(2*pause, lastPoll) {
		p, err := desk.Collect(ctx)
		if err != nil || p.Batches == 0 {
			return err
		}
		shown.set(p.Completed, p.Requests)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}
