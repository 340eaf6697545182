package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// vectors makes the vectors of articles on their way into the library. A model that does
// not answer keeps no article out: its vectors are made later.
type vectors struct {
	embedder daodu.Embedder // nil when its endpoint did not answer
	inUse    *store.SpaceState
	failed   atomic.Pointer[error]
}

// vectors returns what makes vectors as the configuration has it.
func (a *app) vectors(ctx context.Context, s *store.Store) (*vectors, error) {
	v := &vectors{}
	e, err := a.embedder(ctx)
	switch {
	case err == nil:
	case errors.Is(err, daodu.ErrUsage), ctx.Err() != nil:
		return nil, err
	default:
		v.failed.Store(&err)
		return v, nil
	}
	if err := s.UseSpace(ctx, e.Space()); err != nil {
		return nil, err
	}
	v.embedder = e
	v.inUse, err = spaceInUse(ctx, s)
	return v, err
}

// spaceInUse returns the space that searches use, nil without any.
func spaceInUse(ctx context.Context, s *store.Store) (*store.SpaceState, error) {
	spaces, err := s.Spaces(ctx)
	if err != nil {
		return nil, err
	}
	for _, sp := range spaces {
		if sp.State == "active" {
			return &sp, nil
		}
	}
	return nil, nil
}

// of returns the vectors of the chunks of a text, nil when they have to wait.
func (v *vectors) of(ctx context.Context, text string, chunks []daodu.Chunk) (*store.Vectors, error) {
	if v.failed.Load() != nil {
		return nil, nil
	}
	made, err := v.embedder.Documents(ctx, store.ChunkTexts(text, chunks))
	if err == nil {
		return &store.Vectors{Space: v.embedder.Space(), Chunks: made}, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	v.failed.CompareAndSwap(nil, &err)
	return nil, nil
}

// complete makes the vectors that are missing, unless the configuration names another
// model than the library has: changing that is left to migrate, since it may cost a lot.
func (v *vectors) complete(ctx context.Context, a *app, s *store.Store) error {
	if v.embedder == nil {
		return fmt.Errorf("%w: the articles are stored without vectors (%w); run `daodu migrate` later", daodu.ErrPartial, *v.failed.Load())
	}
	if v.inUse != nil && v.inUse.EmbeddingSpace != v.embedder.Space() {
		fmt.Fprintf(a.err, "daodu: the library has vectors of %s, the configuration names %s; run `daodu migrate` to change over\n", v.inUse.EmbeddingSpace, v.embedder.Space())
		return nil
	}
	if err := a.embed(ctx, s, v.embedder); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("%w: some articles have no vectors yet (%w); run `daodu migrate` later", daodu.ErrPartial, err)
	}
	return nil
}

// embed makes all vectors that are missing.
func (a *app) embed(ctx context.Context, s *store.Store, e daodu.Embedder) error {
	p := newProgress(a, "articles embedded")
	defer p.close()
	return s.Embed(ctx, e, p.set)
}
