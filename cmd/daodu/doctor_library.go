package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// lookLibrary opens the library without changing it and looks whether it is sound.
func lookLibrary(ctx context.Context, a *app) (found, advice string, ok bool) {
	config, err := a.libraryConfig()
	if err != nil {
		return oneLine(err), "", false
	}
	schema, err := schemaOf(ctx, config)
	switch {
	case errors.Is(err, daodu.ErrNotFound):
		return "none yet", "`daodu add INPUT...` makes one at " + masked(config.URL), true
	case err != nil:
		return oneLine(err), "", false
	case schema.Version == 0:
		return "an empty database at " + masked(config.URL), "`daodu add INPUT...` fills it", true
	case len(schema.Pending) > 0:
		return fmt.Sprintf("schema %d, this version needs %d", schema.Version, schema.Wanted), "run `daodu migrate`", !config.KeepSchema
	}
	s, err := store.Open(ctx, config)
	if err != nil {
		return oneLine(err), "", false
	}
	defer s.Close()
	return describeLibrary(ctx, s)
}

// describeLibrary says what the library is and holds, and what is wrong with it.
func describeLibrary(ctx context.Context, s *store.Store) (found, advice string, ok bool) {
	total, err := s.Total(ctx)
	if err != nil {
		return oneLine(err), "", false
	}
	found = fmt.Sprintf("%s; workspace %s: %d articles, %d chunks, %d artifacts", s.Database(), s.Workspace(), total.Articles, total.Chunks, total.Artifacts)
	flawed, err := s.Check(ctx)
	switch {
	case err != nil:
		return found + "; " + oneLine(err), "", false
	case len(flawed) > 0:
		return found + "; " + strings.Join(flawed, "; "), "keep the library as it is, and start a new one from `daodu export --all` or from the texts", false
	}
	return found, strings.Join(s.Warnings(), "; "), true
}

// lookVectors says which model makes vectors and whether those of the library are complete.
func lookVectors(ctx context.Context, a *app) (found, advice string, ok bool) {
	e, err := a.embedder(ctx)
	if err != nil {
		return oneLine(err), "texts can be added and searched by words meanwhile", errors.Is(err, daodu.ErrUpstream)
	}
	found = e.Space().String()
	if a.embedEngine() == "openai" {
		found += ", key " + a.keyState(embedKeys)
	}
	states, articles, err := a.spaceStates(ctx)
	if err != nil {
		return found, "", true // the line above tells what is wrong with the library
	}
	if len(states) == 0 && articles > 0 {
		return fmt.Sprintf("%s; none of %d articles has vectors", found, articles), "run `daodu migrate` to make them", true
	}
	found, advice = describeVectors(found, e.Space(), states)
	return found, advice, true
}

// spaceStates returns how far the vectors of a library are that is there and up to date,
// and how many articles it has.
func (a *app) spaceStates(ctx context.Context) (states []store.SpaceState, articles int, err error) {
	config, err := a.libraryConfig()
	if err != nil {
		return nil, 0, err
	}
	schema, err := schemaOf(ctx, config)
	if err != nil {
		return nil, 0, err
	}
	if len(schema.Pending) > 0 {
		return nil, 0, fs.ErrNotExist
	}
	s, err := store.Open(ctx, config)
	if err != nil {
		return nil, 0, err
	}
	defer s.Close()
	if articles, err = s.Count(ctx, store.Filter{}); err != nil {
		return nil, 0, err
	}
	states, err = s.Spaces(ctx)
	return states, articles, err
}

func describeVectors(found string, asked daodu.EmbeddingSpace, states []store.SpaceState) (line, advice string) {
	for _, sp := range states {
		switch {
		case sp.State == "active" && sp.EmbeddingSpace != asked:
			advice = fmt.Sprintf("the library is searched with %s; run `daodu migrate` to change over", sp.EmbeddingSpace)
		case sp.EmbeddingSpace == asked:
			found += fmt.Sprintf("; %d articles have vectors", sp.Articles)
			if sp.Missing > 0 {
				found += fmt.Sprintf(", %d have none", sp.Missing)
				if advice == "" {
					advice = "run `daodu migrate` to make those that are missing"
				}
			}
		}
	}
	return found, advice
}
