package main

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/batch"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/openai"
)

// An asker is an engine that asks a model: the model and the prompt decide, beside the
// text, what it writes.
type asker interface {
	// Asking returns the model and the reference of the prompt for a kind: "summary@3".
	Asking(kind daodu.Kind) (model, prompt string)
}

// A rated engine knows what it costs.
type rated interface{ Rates() batch.Rates }

// batchEngine returns the engine of a batch into a folder. What a model answers is kept
// there. The engine keeps the budget call by call, the run keeps it text by text.
func (a *app) batchEngine(o batchOptions, budget float64) (summarize.Engine, error) {
	use := modelUse{cache: batch.NewFileCache(o.out)}
	if budget > 0 {
		use.budget = openai.NewBudget(daodu.Cost{Amount: max(budget-paidFor(o.out), 0)})
	}
	if o.desk != nil {
		use.asker, use.batch = o.desk, true
	}
	return a.engine(use)
}

// paidFor returns what was paid for a folder.
func paidFor(dir string) float64 {
	l, err := batch.Inspect(dir)
	if err != nil {
		return 0 // there is none yet; whoever writes there is told else
	}
	defer l.Close()
	return l.Paid().Cost.Amount
}

// askings returns what an engine asks for each kind, nil when it asks no model.
func askings(e summarize.Engine, kinds []daodu.Kind) map[daodu.Kind]batch.Asking {
	of, ok := e.(asker)
	if !ok {
		return nil
	}
	// Requests may ask for other kinds than the command.
	out := map[daodu.Kind]batch.Asking{}
	for _, kind := range daodu.Kinds {
		model, prompt := of.Asking(kind)
		out[kind] = batch.Asking{Model: model, Prompt: prompt}
	}
	return out
}

// ratesOf returns what an engine costs, the zero value when it asks no model.
func ratesOf(e summarize.Engine) batch.Rates {
	if r, ok := e.(rated); ok {
		return r.Rates()
	}
	return batch.Rates{}
}

// modelConcurrency is how many texts are written about at once with a model: those that
// wait for it take no processor.
const modelConcurrency = 8

func processors() int { return runtime.GOMAXPROCS(0) }

// batchConcurrency returns how many texts are written about at once.
func (a *app) batchConcurrency(rates batch.Rates) (int, error) {
	n := a.config.GetInt("batch.concurrency")
	switch s := a.config.GetString("batch.concurrency"); {
	case n < 0 || fmt.Sprint(n) != s || n > 10000:
		return 0, fmt.Errorf("%w: batch.concurrency %q is no number of texts; write it as 8", daodu.ErrUsage, s)
	case n > 0:
		return n, nil
	case rates.Context > 0:
		return max(modelConcurrency, rates.Concurrency), nil
	}
	return processors(), nil
}

// write writes artifacts about an article.
func (j *batchJob) write(ctx context.Context, article *daodu.Article, kinds []daodu.Kind, length daodu.Length) ([]*daodu.Artifact, error) {
	var arts []*daodu.Artifact // also of a failure: those before it
	_, err := guard(article.Source.URI, func() (_ struct{}, err error) {
		arts, err = summarize.Artifacts(ctx, j.engine, article, kinds, summarize.Options{Length: length, Lang: j.plan.Lang})
		return struct{}{}, err
	})
	return arts, err
}

// cost estimates from above what writing about an article costs.
func (j *batchJob) cost(article *daodu.Article, kinds []daodu.Kind) float64 {
	return j.rates.Cost(article.Text, kinds)
}

func dirFile(dir, name string) string { return plain(filepath.Join(dir, name)) }
