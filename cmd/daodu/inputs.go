package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"sync"

	"github.com/daodu/daodu"
)

// A result is what became of one text of one input.
type result[T any] struct {
	value T
	err   error
	uri   string // of the text, where that is wanted for errors
}

// eachArticle reads the inputs, does work on each article, and hands the results to show
// in the order of the inputs.
func eachArticle[T any](ctx context.Context, a *app, args []string,
	work func(context.Context, *daodu.Article) (T, error), show func(*daodu.Article, T) error,
) error {
	in, err := a.ingester()
	if err != nil {
		return err
	}
	type worked struct {
		article *daodu.Article
		value   T
	}
	read := func(ctx context.Context, input string) iter.Seq2[worked, error] {
		return func(yield func(worked, error) bool) {
			for article, err := range in.Read(ctx, input) {
				w := worked{article: article}
				if err == nil {
					w.value, err = guard(article.Source.URI, func() (T, error) { return work(ctx, article) })
				}
				if !yield(w, err) {
					return
				}
			}
		}
	}
	return eachInput(ctx, a, in.Reader.Expand(ctx, args), read, func(w worked) error { return show(w.article, w.value) })
}

// eachInput works on inputs with as many workers as there are processors and hands what
// read yields to show in the order of the inputs. An input that fails is told at the end;
// the others are finished. Only an error of show or the end of ctx stops the run.
func eachInput[T any](ctx context.Context, a *app, inputs iter.Seq2[string, error],
	read func(context.Context, string) iter.Seq2[T, error], show func(T) error,
) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	progress := newProgress(a, "inputs")
	progress.lines = isTerminal(a.out)
	defer progress.close()
	var failed []error
	for results := range ordered(ctx, inputs, progress, read) {
		for r := range results {
			if r.err == nil {
				if err := show(r.value); err != nil {
					return err
				}
				continue
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			failed = append(failed, r.err)
		}
		progress.done()
	}
	return errors.Join(append(failed, ctx.Err())...)
}

// ordered starts the work on every input and yields the results of each as soon as
// those of the inputs before it are there. At most two inputs a worker are under way.
func ordered[T any](ctx context.Context, inputs iter.Seq2[string, error], progress *progress,
	read func(context.Context, string) iter.Seq2[T, error],
) <-chan chan result[T] {
	workers := runtime.GOMAXPROCS(0)
	queue := make(chan chan result[T], workers)
	slots := make(chan struct{}, workers)
	go func() {
		defer close(queue)
		var running sync.WaitGroup
		defer running.Wait()
		for input, err := range inputs {
			results := make(chan result[T], 1)
			progress.found()
			select {
			case queue <- results:
			case <-ctx.Done():
				return
			}
			slots <- struct{}{}
			running.Go(func() {
				defer func() { close(results); <-slots }()
				if err != nil {
					send(ctx, results, result[T]{err: err})
					return
				}
				for value, err := range read(ctx, input) {
					if !send(ctx, results, result[T]{value: value, err: err}) {
						return
					}
				}
			})
		}
	}()
	return queue
}

// guard does the work on one text; a panic in it costs this text only.
func guard[T any](name string, work func() (T, error)) (value T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: internal error: %v", name, r)
		}
	}()
	return work()
}

func send[T any](ctx context.Context, results chan<- result[T], r result[T]) bool {
	select {
	case results <- r:
		return true
	case <-ctx.Done():
		return false
	}
}
