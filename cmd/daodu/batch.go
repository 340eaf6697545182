package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/internal/batch"
	"github.com/daodu/daodu/internal/export"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/openai/deferred"
)

func (a *app) batchCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "batch", Short: "Write about thousands of texts into a folder; can be stopped and goes on",
		Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.batchRunCommand(), a.batchEstimateCommand(), a.batchStatusCommand())
	return cmd
}

// batchOptions are the flags of batch commands that are no settings.
type batchOptions struct {
	out         string // the folder
	lang        string
	format      string
	retryFailed bool
	provider    bool // ask through the provider's Batch API
	desk        *deferred.Desk
}

// batchFlags adds the flags of the commands that read inputs.
func (a *app) batchFlags(cmd *cobra.Command, o *batchOptions) {
	cmd.Flags().StringVarP(&o.out, "out", "o", "", "folder that the artifacts are written to")
	cmd.Flags().StringVar(&o.lang, "lang", "", "script of our own words, zh-Hans or zh-Hant; quotes keep theirs (default: that of the text)")
	a.writingFlags(cmd)
	a.settingFlag(cmd, "concurrency", "batch.concurrency")
	a.readingFlags(cmd)
}

func (a *app) batchRunCommand() *cobra.Command {
	var o batchOptions
	cmd := &cobra.Command{
		Use: "run INPUT... -o DIR", Short: "Write the artifacts of many texts into a folder", Args: someArgs("INPUT"),
		Long: `Writes NAME/summary.md, NAME/summary.json and so on into DIR for each text, and at the end
results.jsonl, one artifact a line in the order of the inputs, and failures.jsonl, which
says what could not be read or written and what to do about it. Both are about the inputs
of the last run.

A run that was stopped, in whatever way, goes on when it is started again; what did not
change is not written again, and what failed is tried again. The exit code is 8 when
something failed, 6 when the budget is spent.

An INPUT of JSON lines with a custom_id is a file of requests, one a line:
  {"custom_id": "a1", "text": "..."}         or "url", or "path" as on the command line
  {"custom_id": "a2", "path": "b.pdf", "kinds": ["summary"], "length": "short"}`,
		Example: `  daodu batch run speeches/ -o out/
  daodu batch run requests.jsonl -o out/ --kind summary,guide --concurrency 8 --budget 5`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.provider {
				return a.batchDeferred(cmd.Context(), o, args)
			}
			return a.batchRun(cmd.Context(), o, args)
		},
	}
	a.batchFlags(cmd, &o)
	cmd.Flags().StringVar(&o.format, "format", "md", "md, text, or json for the JSON alone, which is always written")
	cmd.Flags().BoolVar(&o.retryFailed, "retry-failed", true, "try again what failed in an earlier run")
	cmd.Flags().BoolVar(&o.provider, "provider-batch", false, "have the model asked through the provider's Batch API: within a day, mostly for half the price")
	a.settingFlag(cmd, "budget", "batch.budget")
	return cmd
}

// A batchJob is what the batch commands share: the plan and what carries it out.
type batchJob struct {
	app     *app
	plan    *batch.Plan
	in      *ingest.Ingester
	request *ingest.Ingester // reads the texts of requests
	engine  summarize.Engine
	rates   batch.Rates
	writers int
	budget  float64 // most that the folder may cost, 0 for any
}

// batchJob reads the options and finds the inputs.
func (a *app) batchJob(ctx context.Context, o batchOptions, args []string) (*batchJob, error) {
	j := &batchJob{app: a}
	var err error
	if j.plan, err = a.batchPlan(o); err != nil {
		return nil, err
	}
	if j.budget, err = a.batchBudget(); err != nil {
		return nil, err
	}
	if j.engine, err = a.batchEngine(o, j.budget); err != nil {
		return nil, err
	}
	j.plan.Engine, j.plan.Askings, j.rates = j.engine.Name(), askings(j.engine, j.plan.Kinds), ratesOf(j.engine)
	if j.writers, err = a.batchConcurrency(j.rates); err != nil {
		return nil, err
	}
	if j.in, err = a.ingester(); err != nil {
		return nil, err
	}
	if j.request, err = a.ingester(); err != nil {
		return nil, err
	}
	j.request.Reader.TextField = "text"
	j.plan.Items, err = a.batchItems(ctx, j.in, args, o.out)
	return j, err
}

// batchPlan returns the plan that the options ask for, still without items and engine.
func (a *app) batchPlan(o batchOptions) (*batch.Plan, error) {
	if o.out == "" {
		return nil, fmt.Errorf("%w: batch needs a folder for what it writes; name it with -o DIR", daodu.ErrUsage)
	}
	kinds, err := parseKinds(a.config.GetString("summarize.kinds"))
	if err != nil {
		return nil, err
	}
	length := daodu.Length(a.config.GetString("summarize.length"))
	if !slices.Contains([]daodu.Length{daodu.Short, daodu.Medium, daodu.Long}, length) {
		return nil, fmt.Errorf("%w: unknown length %q; choose short, medium or long", daodu.ErrUsage, length)
	}
	if err := a.knownLang(o.lang); err != nil {
		return nil, err
	}
	return &batch.Plan{Kinds: kinds, Length: length, Lang: summarize.Lang(o.lang)}, nil
}

// batchForms returns the forms that a format asks for beside the JSON.
func batchForms(format string) ([]batch.Form, error) {
	switch format {
	case "md":
		return []batch.Form{{Ext: "md", Write: export.Markdown}}, nil
	case "text":
		return []batch.Form{{Ext: "txt", Write: export.Text}}, nil
	case "json":
		return nil, nil
	}
	return nil, unknownFormat(format, []string{"md", "text", "json"})
}

// batchBudget returns the most that a batch may cost, 0 for any.
func (a *app) batchBudget() (float64, error) {
	s := strings.TrimSpace(a.config.GetString("batch.budget"))
	if s == "" {
		return 0, nil
	}
	amount, err := strconv.ParseFloat(s, 64)
	if err != nil || !(amount > 0 && amount < 1e12) {
		return 0, fmt.Errorf("%w: batch.budget %q is no amount; write it as 5 or 2.50", daodu.ErrUsage, s)
	}
	return amount, nil
}

// batchRun carries out a batch.
func (a *app) batchRun(ctx context.Context, o batchOptions, args []string) error {
	forms, err := batchForms(o.format)
	if err != nil {
		return err
	}
	j, err := a.batchJob(ctx, o, args)
	if err != nil {
		return err
	}
	ledger, err := batch.Open(o.out)
	if err != nil {
		return err
	}
	status, err := a.batchWrite(ctx, o, j, ledger, forms)
	if err = errors.Join(err, ledger.Close()); err != nil {
		return err
	}
	return a.batchOutcome(o.out, status)
}

// batchWrite carries out the plan of a job once.
func (a *app) batchWrite(ctx context.Context, o batchOptions, j *batchJob, ledger *batch.Ledger, forms []batch.Form) (batch.Status, error) {
	a.tellGarbage(ledger)
	shown := newBatchProgress(a)
	runner := &batch.Runner{
		Read: j.read, Sum: j.sum, Write: j.write, Cost: j.cost, Forms: forms,
		Readers: processors(), Writers: j.writers, Budget: j.budget, RetryFailed: o.retryFailed,
		Progress: &batch.Progress{Changed: shown.change},
	}
	err := runner.Run(ctx, ledger, j.plan)
	shown.close()
	return ledger.Status(), err
}

// tellGarbage tells of lines of a ledger that somebody else has written, or a disk lost.
func (a *app) tellGarbage(l *batch.Ledger) {
	if n := l.Garbage(); n > 0 {
		a.log.Warn("lines of the ledger are no records and were left out; what they told of is done again", "lines", n)
	}
}

// batchOutcome tells how a batch ended.
func (a *app) batchOutcome(dir string, s batch.Status) error {
	if s.Inputs.Failed > 0 {
		return fmt.Errorf("%w: %d of %d inputs failed; %s says why and what to do, and the same command tries them again",
			daodu.ErrPartial, s.Inputs.Failed, s.Inputs.Total, dirFile(dir, batch.FailuresFile))
	}
	if s.Artifacts.Pending > 0 {
		return nil // whoever asked for them tells
	}
	_, err := io.WriteString(a.err, fmt.Sprintf("daodu: %d artifacts about %d inputs are in %s\n", s.Artifacts.Done, s.Inputs.Total, dirFile(dir, batch.ResultsFile)))
	return err
}
