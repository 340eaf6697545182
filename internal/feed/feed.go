// Package feed brings the new items of feeds into collections: it asks for each feed when
// it is due, notes what is new, and has the pages read, added and written about. Any number
// of processes may run it on one library; a feed has one process at a time, and one that
// died is taken over where it stood.
package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/lease"
)

// A Library keeps feeds and what became of their items.
type Library interface {
	daodu.Leases
	Feeds
	Items
}

// Feeds are what is asked for. Every error may wrap [daodu.ErrClaimLost].
type Feeds interface {
	// ClaimFeed takes a feed that is due; ok is false without one.
	ClaimFeed(ctx context.Context, d time.Duration) (c daodu.Claim, ok bool, err error)
	ClaimedFeed(ctx context.Context, c daodu.Claim) (daodu.FeedState, error)
	// FeedChecked stores what became of a look and ends the claim.
	FeedChecked(ctx context.Context, c daodu.Claim, check daodu.FeedCheck) error
}

// Items are what feeds name. Every error may wrap [daodu.ErrClaimLost].
type Items interface {
	// SeenInFeed notes which of the items are new, the newest first; those beyond the
	// first queue new ones are skipped.
	SeenInFeed(ctx context.Context, c daodu.Claim, items []daodu.FeedItem, queue int) (fresh int, err error)
	// QueuedInFeed returns up to n items to fetch, those that failed least first.
	QueuedInFeed(ctx context.Context, c daodu.Claim, n int) ([]daodu.FeedItem, error)
	// FeedItemDone stores what became of an item; its article joins the collection.
	FeedItemDone(ctx context.Context, c daodu.Claim, it daodu.FeedItem) error
}

// An Adder brings pages into the library.
type Adder interface {
	// Add reads an address and stores its article in a workspace. It sets State, Article
	// and ReprintOf of an item. What is there already is no error. An error that wraps
	// [daodu.ErrBadInput], [daodu.ErrEmpty], [daodu.ErrTooLarge], [daodu.ErrNotFound] or
	// [daodu.ErrUsage] is final; others may pass.
	Add(ctx context.Context, workspace, uri string) (daodu.FeedItem, error)
	// Write asks for the artifacts of an article that are not there yet.
	Write(ctx context.Context, workspace, article string) error
}

// A Poller asks for feeds. Library, Adder and Dial must be set.
type Poller struct {
	Library Library
	Adder   Adder
	// Dial connects to the host of a feed, if it is allowed; its error wraps
	// [daodu.ErrBadInput] when it is not.
	Dial      func(ctx context.Context, network, address string) (net.Conn, error)
	UserAgent string
	Log       *slog.Logger  // nil discards
	Every     time.Duration // between two looks for a feed that is due; 0 is 5 s
	Workers   int           // feeds at the same time; 0 is 2
	// Pause is what a site is left alone between two pages; 0 is a second, less than 0
	// none.
	Pause time.Duration

	once   sync.Once
	client *http.Client
}

const (
	atOnce      = 50 // items read from the queue together
	maxAttempts = 5  // for an item, one at each look
	maxMaps     = 20 // sitemaps of an index
	longest     = 24 * time.Hour
)

// Run asks for feeds until ctx ends and what was begun is finished.
func (p *Poller) Run(ctx context.Context) {
	p.prepare()
	lease.Loop{Name: "feeds", Workers: p.Workers, Every: p.Every, Log: p.Log, Step: p.Step}.Run(ctx)
}

// prepare fills in the defaults.
func (p *Poller) prepare() {
	p.once.Do(func() {
		if p.Log == nil {
			p.Log = slog.New(slog.DiscardHandler)
		}
		if p.Every <= 0 {
			p.Every = 5 * time.Second
		}
		if p.Workers <= 0 {
			p.Workers = 2
		}
		if p.Pause == 0 {
			p.Pause = time.Second
		}
		if p.UserAgent == "" {
			p.UserAgent = "daodu"
		}
		p.client = newClient(p.Dial)
	})
}

// Step looks at one feed and fetches its new items. did is false when none is due. A look
// that ctx ends is taken up again where it stood.
func (p *Poller) Step(ctx context.Context) (did bool, err error) {
	p.prepare()
	c, ok, err := p.Library.ClaimFeed(ctx, lease.Time)
	if err != nil || !ok {
		return false, err
	}
	return true, lease.Hold(ctx, p.Library, c, func(ctx context.Context) error {
		f, err := p.Library.ClaimedFeed(ctx, c)
		if err != nil {
			return err
		}
		check, err := p.look(ctx, c, f)
		if err == nil {
			err = p.take(ctx, c)
		}
		if err != nil || ctx.Err() != nil {
			return err
		}
		return p.Library.FeedChecked(ctx, c, check)
	})
}

// look asks for a feed and notes what is new. Only a library that does not work is an
// error.
func (p *Poller) look(ctx context.Context, c daodu.Claim, f daodu.FeedState) (daodu.FeedCheck, error) {
	check := daodu.FeedCheck{Title: f.Title, ETag: f.ETag, Modified: f.Modified, Due: time.Now().Add(time.Duration(f.Every) * time.Minute)}
	resp, err := p.fetch(ctx, f.URL, f.ETag, f.Modified)
	if err == nil && resp.Same {
		return check, nil
	}
	var doc *Document
	if err == nil {
		doc, err = p.parse(ctx, resp.Data, resp.URL)
	}
	if err != nil {
		p.Log.InfoContext(ctx, "feed cannot be read", "feed", f.ID, "error", err)
		return failed(f, err), ctx.Err()
	}
	if check.ETag, check.Modified = resp.ETag, resp.Modified; len(doc.Maps) > 0 {
		check.ETag, check.Modified = "", "" // what an index names changes without it
	}
	if doc.Title != "" {
		check.Title = doc.Title
	}
	queue := MaxItems
	if f.CheckedAt.IsZero() {
		queue = f.Backfill
	}
	fresh, err := p.Library.SeenInFeed(ctx, c, feedItems(doc.Items), queue)
	p.Log.DebugContext(ctx, "feed", "feed", f.ID, "items", len(doc.Items), "new", fresh)
	return check, err
}

// failed says what becomes of a feed that cannot be read: it is asked for ever more rarely.
func failed(f daodu.FeedState, err error) daodu.FeedCheck {
	wait := min(time.Duration(f.Every)*time.Minute<<min(f.Failures, 10), longest)
	check := daodu.FeedCheck{Error: err.Error()}
	var answer httpError
	if errors.As(err, &answer) {
		wait = max(wait, answer.after)
		if check.Stop = answer.status == http.StatusGone; check.Stop {
			check.Error += ": the feed was ended"
		}
	}
	check.Due = time.Now().Add(wait)
	return check
}

// parse reads a feed, and of a sitemap index the sitemaps that it names.
func (p *Poller) parse(ctx context.Context, data []byte, base *url.URL) (*Document, error) {
	doc, err := Parse(data, base)
	if err != nil || len(doc.Maps) == 0 {
		return doc, err
	}
	all := &Document{Title: doc.Title, Maps: doc.Maps}
	for _, m := range doc.Maps[:min(len(doc.Maps), maxMaps)] {
		resp, err := p.fetch(ctx, m.URI, "", "")
		if err != nil {
			return nil, fmt.Errorf("a sitemap of the index: %w", err)
		}
		part, err := Parse(resp.Data, resp.URL)
		if err != nil {
			return nil, fmt.Errorf("a sitemap of the index: %w", err)
		}
		all.Items = append(all.Items, part.Items...)
	}
	all.Items = tidy(all.Items, base)
	return all, nil
}

func feedItems(list []Item) []daodu.FeedItem {
	out := make([]daodu.FeedItem, len(list))
	for i, it := range list {
		out[i] = daodu.FeedItem{URI: it.URI, Title: it.Title}
	}
	return out
}

// take fetches what is queued, each item once in a look.
func (p *Poller) take(ctx context.Context, c daodu.Claim) error {
	tried := map[string]bool{}
	for ctx.Err() == nil {
		queued, err := p.Library.QueuedInFeed(ctx, c, atOnce)
		if err != nil {
			return err
		}
		fresh := false
		for _, it := range queued {
			if tried[it.URI] || ctx.Err() != nil {
				continue
			}
			if len(tried) > 0 {
				p.rest(ctx)
			}
			fresh, tried[it.URI] = true, true
			if err := p.one(ctx, c, it); err != nil {
				return err
			}
		}
		if !fresh {
			return nil
		}
	}
	return nil
}

// rest leaves the site alone for a while.
func (p *Poller) rest(ctx context.Context) {
	if p.Pause <= 0 {
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(p.Pause):
	}
}

// one fetches an item and stores what became of it. Only a library that does not work is
// an error.
func (p *Poller) one(ctx context.Context, c daodu.Claim, it daodu.FeedItem) error {
	added, err := p.Adder.Add(ctx, c.Workspace, it.URI)
	if err == nil {
		joins := added.Article
		if added.ReprintOf != "" {
			joins = added.ReprintOf
		}
		err = p.Adder.Write(ctx, c.Workspace, joins)
	}
	if ctx.Err() != nil {
		return nil // another process, or the next start, does it
	}
	it.Attempts++
	switch {
	case err == nil:
		it.State, it.Article, it.ReprintOf, it.Error = added.State, added.Article, added.ReprintOf, ""
	case final(err) || it.Attempts >= maxAttempts:
		it.State, it.Error = daodu.FeedItemFailed, err.Error()
	default:
		it.Error = err.Error()
	}
	return p.Library.FeedItemDone(ctx, c, it)
}

// final reports whether it is no use to try again.
func final(err error) bool {
	for _, known := range []error{daodu.ErrBadInput, daodu.ErrEmpty, daodu.ErrTooLarge, daodu.ErrNotFound, daodu.ErrUsage} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}
