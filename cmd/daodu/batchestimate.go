package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/batch"
)

func (a *app) batchEstimateCommand() *cobra.Command {
	var o batchOptions
	cmd := &cobra.Command{
		Use: "estimate INPUT... -o DIR", Short: "Tell what a batch will take, before anything is sent", Args: someArgs("INPUT"),
		Long: `Reads the inputs and tells how many characters, calls and tokens a batch of them takes, and
its cost and time from the best case to the worst. What is in DIR already is left out;
nothing is written there and no model is asked.`,
		Example: "  daodu batch estimate speeches/ -o out/",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := batchStatusFormat(o.format); err != nil {
				return err
			}
			j, err := a.batchJob(cmd.Context(), o, args)
			if err != nil {
				return err
			}
			e, err := j.estimate(cmd.Context(), o.out)
			if err != nil {
				return err
			}
			return a.printOne(o.format, e, func(w io.Writer) error { return writeEstimate(w, e) })
		},
	}
	a.batchFlags(cmd, &o)
	cmd.Flags().StringVar(&o.format, "format", "text", "text or json")
	return cmd
}

// sampleTime is how long texts are written about to learn how long the others will take,
// when writing costs nothing.
const sampleTime = 2 * time.Second

// estimate reads all items and counts what writing about them will take.
func (j *batchJob) estimate(ctx context.Context, dir string) (*batch.Estimate, error) {
	ledger, err := batch.Inspect(dir)
	if err != nil && !errors.Is(err, daodu.ErrNotFound) {
		return nil, err
	}
	if ledger != nil {
		defer ledger.Close()
	}
	e, s := &batch.Estimate{Inputs: len(j.plan.Items)}, sample{job: j}
	began := time.Now()
	err = eachInput(ctx, j.app, j.numbers(), j.estimated, func(t estimated) error {
		if t.err != nil {
			e.Failed++
			return nil
		}
		e.Texts++
		e.Characters += t.article.Length
		kinds := j.plan.Missing(ledger, t.item, t.article)
		e.Written += j.plan.KindCount(t.item) - len(kinds)
		e.Add(t.article.Text, kinds, j.rates)
		return s.add(ctx, t.article, kinds)
	})
	if err != nil {
		return nil, err
	}
	e.AddTime(time.Since(began) - s.spent + s.extrapolate(j.writers))
	return e, nil
}

// estimated is a text, or why it cannot be read.
type estimated struct {
	item    *batch.Item
	article *daodu.Article
	err     error
}

// numbers yields the places of the items as inputs of eachInput.
func (j *batchJob) numbers() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for i := range j.plan.Items {
			if !yield(fmt.Sprint(i), nil) {
				return
			}
		}
	}
}

// estimated reads the item at a place.
func (j *batchJob) estimated(ctx context.Context, number string) iter.Seq2[estimated, error] {
	return func(yield func(estimated, error) bool) {
		var i int
		if _, err := fmt.Sscan(number, &i); err != nil {
			yield(estimated{}, err)
			return
		}
		it := &j.plan.Items[i]
		if it.Err != nil {
			yield(estimated{err: it.Err}, nil)
			return
		}
		for article, err := range j.read(ctx, it) {
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			if !yield(estimated{it, article, err}, ctx.Err()) {
				return
			}
		}
	}
}

// A sample measures how fast an engine writes that asks no model.
type sample struct {
	job     *batchJob
	spent   time.Duration
	written int // characters
	all     int
}

// add writes about a text while there is time, and counts it.
func (s *sample) add(ctx context.Context, article *daodu.Article, kinds []daodu.Kind) error {
	if s.job.rates.Context > 0 || len(kinds) == 0 {
		return nil
	}
	s.all += article.Length
	if s.spent >= sampleTime {
		return nil
	}
	began := time.Now()
	_, err := s.job.write(ctx, article, kinds, s.job.plan.Length)
	s.spent += time.Since(began)
	s.written += article.Length
	if ctx.Err() != nil {
		return err
	}
	return nil // what cannot be written takes time too
}

// extrapolate returns how long writing about all texts will take.
func (s *sample) extrapolate(writers int) time.Duration {
	if s.written == 0 {
		return 0
	}
	return time.Duration(float64(s.spent) * float64(s.all) / float64(s.written) / float64(min(writers, processors())))
}

// writeEstimate prints an estimate for people.
func writeEstimate(w io.Writer, e *batch.Estimate) error {
	between := func(r batch.Range) string {
		if low, high := thousands(r.Low), thousands(r.High); low != high {
			return low + " to " + high
		}
		return thousands(r.High)
	}
	last := seconds(e.Seconds.High).String()
	if first := seconds(e.Seconds.Low).String(); first != last {
		last = first + " to " + last
	}
	cost := "0"
	if e.Cost.High > 0 {
		cost = fmt.Sprintf("%.4g to %.4g %s", e.Cost.Low, e.Cost.High, e.Currency)
	}
	_, err := fmt.Fprintf(w, "inputs      %d, of which %d texts cannot be read\ncharacters  %d in %d texts\nartifacts   %d to write, %d are there\ncalls       %s\ntokens      %s in, %s out\ncost        %s\ntime        %s\n",
		e.Inputs, e.Failed, e.Characters, e.Texts, e.Missing, e.Written, between(e.Calls), between(e.Input), between(e.Output), cost, last)
	return err
}

func seconds(s float64) time.Duration {
	return (time.Duration(s * float64(time.Second))).Round(time.Second)
}
