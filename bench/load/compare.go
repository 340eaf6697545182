package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/daodu/daodu/embed/offline"
	"github.com/daodu/daodu/store"
)

// A comparison is what the API adds to a call of the store.
type comparison struct {
	Name  string        `json:"name"`
	Store time.Duration `json:"store_ns"` // median of one call
	API   time.Duration `json:"api_ns"`   // median of one request
}

// added returns the share that the API adds: 0.1 for a tenth.
func (c comparison) added() float64 { return float64(c.API)/float64(c.Store) - 1 }

// queries are looked for; the first matches many articles, the last few.
var queries = []string{"职工书屋", "技能提升 培训", "户外劳动者驿站", "兰桥县图书馆 经费公开", "防暑降温 第12号"}

// compare measures related and search through the API and on the store, turn by turn, so
// that what else the machine does falls on both.
func compare(ctx context.Context, library, addr, key string, ids []string, rounds int) ([]comparison, error) {
	s, err := store.Open(ctx, store.Config{URL: library, KeepSchema: true})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	embedder := offline.New()
	related := func(i int) error {
		_, err := s.Related(ctx, ids[i%len(ids)], store.RelatedOptions{Limit: 10})
		return err
	}
	search := func(i int) error {
		_, err := s.Search(ctx, queries[i%len(queries)], store.SearchOptions{Limit: 10, Embedder: embedder})
		return err
	}
	get := func(path func(int) string) func(int) error {
		return func(i int) error { return fetch(ctx, "http://"+addr+path(i), key) }
	}
	var out []comparison
	for _, c := range []struct {
		name       string
		store, api func(int) error
	}{
		{"related", related, get(func(i int) string { return "/api/v1/articles/" + ids[i%len(ids)] + "/related" })},
		{"search", search, get(func(i int) string { return "/api/v1/search?q=" + url.QueryEscape(queries[i%len(queries)]) })},
	} {
		bare, served, err := turns(rounds, c.store, c.api)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		out = append(out, comparison{c.name, bare, served})
	}
	return out, nil
}

// turns returns the medians of two calls that are made in turn.
func turns(rounds int, a, b func(int) error) (medianA, medianB time.Duration, err error) {
	var times [2][]time.Duration
	for i := range rounds {
		for which, call := range []func(int) error{a, b} {
			began := time.Now()
			if err := call(i); err != nil {
				return 0, 0, err
			}
			times[which] = append(times[which], time.Since(began))
		}
	}
	for _, t := range times {
		slices.Sort(t)
	}
	return percentile(times[0], 50), percentile(times[1], 50), nil
}

// fetch gets an answer and reads it as a client does.
func fetch(ctx context.Context, address, key string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err == nil && (res.StatusCode != http.StatusOK || !json.Valid(data)) {
		err = fmt.Errorf("%s: %s", res.Status, data)
	}
	return err
}
