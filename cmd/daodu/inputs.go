package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
)

// An outcome is what became of one article of one input.
type outcome[T any] struct {
	article *daodu.Article
	result  T
	err     error
}

// eachArticle reads the inputs with as many workers as there are processors, does
// work on each article, and hands the outcomes to show in the order of the inputs. An
// input that fails is told at the end; the others are finished. Only an error of show
// or the end of ctx stops the run.
func eachArticle[T any](ctx context.Context, a *app, args []string,
	work func(context.Context, *daodu.Article) (T, error), show func(*daodu.Article, T) error,
) error {
	in, err := a.ingester()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	progress := newProgress(a)
	defer progress.close()
	var failed []error
	for outcomes := range ordered(ctx, in, args, progress, work) {
		for o := range outcomes {
			if o.err == nil {
				o.err = show(o.article, o.result)
				if o.err != nil {
					return o.err
				}
				continue
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			failed = append(failed, o.err)
		}
		progress.done()
	}
	return errors.Join(append(failed, ctx.Err())...)
}

// ordered starts the work on every input and yields the outcomes of each as soon as
// those of the inputs before it are there. At most two inputs a worker are under way.
func ordered[T any](ctx context.Context, in *ingest.Ingester, args []string, progress *progress,
	work func(context.Context, *daodu.Article) (T, error),
) <-chan chan outcome[T] {
	workers := runtime.GOMAXPROCS(0)
	queue := make(chan chan outcome[T], workers)
	slots := make(chan struct{}, workers)
	go func() {
		defer close(queue)
		var running sync.WaitGroup
		defer running.Wait()
		for input, err := range in.Reader.Expand(ctx, args) {
			outcomes := make(chan outcome[T], 1)
			progress.found()
			select {
			case queue <- outcomes:
			case <-ctx.Done():
				return
			}
			slots <- struct{}{}
			running.Go(func() {
				defer func() { close(outcomes); <-slots }()
				if err != nil {
					send(ctx, outcomes, outcome[T]{err: err})
					return
				}
				workOn(ctx, in, input, outcomes, work)
			})
		}
	}()
	return queue
}

// workOn reads one input and works on its articles.
func workOn[T any](ctx context.Context, in *ingest.Ingester, input string, outcomes chan<- outcome[T],
	work func(context.Context, *daodu.Article) (T, error),
) {
	for article, err := range in.Read(ctx, input) {
		o := outcome[T]{article: article, err: err}
		if err == nil {
			o.result, o.err = guard(ctx, article, work)
		}
		if !send(ctx, outcomes, o) {
			return
		}
	}
}

// guard does the work on one article; a panic in it costs this article only.
func guard[T any](ctx context.Context, article *daodu.Article, work func(context.Context, *daodu.Article) (T, error)) (result T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: internal error: %v", article.Source.URI, r)
		}
	}()
	return work(ctx, article)
}

func send[T any](ctx context.Context, outcomes chan<- outcome[T], o outcome[T]) bool {
	select {
	case outcomes <- o:
		return true
	case <-ctx.Done():
		return false
	}
}
