package main

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/api"
	"github.com/daodu/daodu/internal/collate"
	"github.com/daodu/daodu/internal/deliver"
	"github.com/daodu/daodu/internal/feed"
	"github.com/daodu/daodu/store"
)

const (
	keepDeliveries = 30 * 24 * time.Hour // what was sent and what was given up is listed so long
	pruneEvery     = time.Hour
)

// background does, beside the server and in workers, what nobody waits for: it sends
// webhooks, asks for feeds and writes guides over collections, in all workspaces of the
// library. Any number of processes may do it. stop ends it and waits for what is under way.
func (a *app) background(ctx context.Context, s *store.Store) (stop func(), err error) {
	in, err := a.ingester()
	if err != nil {
		return nil, err
	}
	adder, err := a.adders()
	if err != nil {
		return nil, err
	}
	userAgent := "daodu/" + strings.Trim(version, "()")
	group := &groupWork{app: a, store: s, adder: adder}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	for _, run := range []func(context.Context){
		(&deliver.Deliverer{Queue: s, Dial: in.Reader.Dial, UserAgent: userAgent, Log: a.log}).Run,
		(&feed.Poller{Library: s, Adder: group, Dial: in.Reader.Dial, UserAgent: userAgent, Log: a.log}).Run,
		(&collate.Worker{Library: s, Source: group, Log: a.log}).Run,
		func(ctx context.Context) { every(ctx, pruneEvery, func() { a.prune(ctx, s) }) },
	} {
		running.Go(func() { run(ctx) })
	}
	return func() { cancel(); running.Wait() }, nil
}

// prune deletes old deliveries.
func (a *app) prune(ctx context.Context, s *store.Store) {
	if gone, err := s.PruneDeliveries(ctx, time.Now().Add(-keepDeliveries)); err != nil && ctx.Err() == nil {
		a.log.Warn("old deliveries stay", "error", err)
	} else if gone > 0 {
		a.log.Debug("old deliveries are gone", "events", gone)
	}
}

// every calls f after each period until ctx ends.
func every(ctx context.Context, period time.Duration, f func()) {
	tick := time.NewTicker(period)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			f()
		}
	}
}

// groupWork is what feeds and collections need of the other stages.
type groupWork struct {
	app   *app
	store *store.Store
	adder func(*store.Store) *servedAdder
}

// Add reads an address into a workspace. An article that repeats an older one is told as a
// reprint of the oldest that it repeats.
func (w *groupWork) Add(ctx context.Context, workspace, uri string) (it daodu.FeedItem, err error) {
	view, err := w.store.In(ctx, workspace)
	if err != nil {
		return it, err
	}
	added, err := w.adder(view).Add(ctx, []api.Incoming{{URL: uri}}, nil, "")
	if err != nil {
		return it, err
	}
	if len(added) == 0 {
		return it, daodu.ErrEmpty
	}
	one := added[0]
	if one.Err != nil {
		return it, one.Err
	}
	it = daodu.FeedItem{State: daodu.FeedItemKnown, Article: one.ID}
	if one.Outcome == string(store.New) {
		it.State = daodu.FeedItemAdded
	}
	it.ReprintOf, err = oldestCopy(ctx, view, one.ID)
	if it.ReprintOf != "" {
		it.State = daodu.FeedItemReprint
	}
	return it, err
}

// oldestCopy returns the oldest article of the library that one repeats, "" when it is the
// oldest itself. Articles that were added later have greater IDs.
func oldestCopy(ctx context.Context, s *store.Store, id string) (string, error) {
	reuse, err := s.Reuse(ctx, id)
	if err != nil {
		return "", err
	}
	oldest := id
	for _, r := range reuse {
		if r.Class == daodu.Reprint && r.ID < oldest {
			oldest = r.ID
		}
	}
	if oldest == id {
		return "", nil
	}
	return oldest, nil
}

// Write writes the artifacts of an article that are not there yet.
func (w *groupWork) Write(ctx context.Context, workspace, article string) error {
	view, err := w.store.In(ctx, workspace)
	if err != nil {
		return err
	}
	return w.app.order(ctx, view, article, daodu.Kinds...)
}

// Collected returns the articles of a collection with their study guides.
func (w *groupWork) Collected(ctx context.Context, workspace, id string) (ref daodu.CollectionRef, texts []collate.Text, err error) {
	view, err := w.store.In(ctx, workspace)
	if err != nil {
		return ref, nil, err
	}
	c, err := view.Collection(ctx, id)
	if err != nil {
		return ref, nil, err
	}
	items, err := view.CollectionItems(ctx, id)
	if err != nil {
		return ref, nil, err
	}
	for _, it := range items {
		t, err := w.text(ctx, view, it.ID)
		switch {
		case errors.Is(err, daodu.ErrNotFound):
			continue // removed at this moment
		case err != nil:
			return ref, nil, err
		}
		texts = append(texts, t)
	}
	return daodu.CollectionRef{ID: c.ID, Name: c.Name}, texts, nil
}

// text returns an article with its study guide, which is asked for when there is none.
func (w *groupWork) text(ctx context.Context, s *store.Store, id string) (t collate.Text, err error) {
	if t.Article, err = s.Article(ctx, id); err != nil {
		return t, err
	}
	wanted := store.Wanted{Kind: daodu.KindGuide, Current: true}
	v, err := s.Artifact(ctx, id, wanted)
	if errors.Is(err, daodu.ErrNotFound) {
		return t, w.app.order(ctx, s, id, daodu.KindGuide) // it is on its way
	}
	t.Guide = v.Artifact
	return t, err
}

// order asks for artifacts of an article that are not there about its text as it is now.
// Workers write them.
func (a *app) order(ctx context.Context, s *store.Store, id string, kinds ...daodu.Kind) error {
	var wishes []daodu.Wish
	for _, kind := range kinds {
		_, err := s.Artifact(ctx, id, store.Wanted{Kind: kind, Current: true})
		switch {
		case errors.Is(err, daodu.ErrNotFound):
			wishes = append(wishes, daodu.Wish{Kind: kind, Engine: a.engineName()})
		case err != nil:
			return err
		}
	}
	if len(wishes) == 0 {
		return nil
	}
	_, err := s.Order(ctx, id, store.Order{Wishes: wishes})
	return err
}
