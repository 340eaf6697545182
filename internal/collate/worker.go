package collate

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/lease"
)

// A Library keeps the wishes for guides over collections and the guides. Every error may
// wrap [daodu.ErrClaimLost].
type Library interface {
	daodu.Leases
	Wishes
	// KeepCollectionGuide stores a guide and ends the claim.
	KeepCollectionGuide(ctx context.Context, c daodu.Claim, g *daodu.CollectionGuide) error
}

// Wishes are the guides that somebody asked for.
type Wishes interface {
	// ClaimCollection takes a collection over which a guide is wanted; ok is false without
	// one.
	ClaimCollection(ctx context.Context, d time.Duration) (c daodu.Claim, ok bool, err error)
	CollectionWish(ctx context.Context, c daodu.Claim) (daodu.CollectionGuideState, error)
	PostponeCollection(ctx context.Context, c daodu.Claim, until time.Time, waiting int, why string) error
	FailCollection(ctx context.Context, c daodu.Claim, why string) error
}

// A Source has the articles of collections.
type Source interface {
	// Collected returns the articles of a collection in reading order, with their study
	// guides. It asks for the guides that are not written yet, unless somebody has; their
	// texts have none then.
	Collected(ctx context.Context, workspace, collection string) (daodu.CollectionRef, []Text, error)
}

// A Worker writes the guides that are asked for. Library and Source must be set. Any number
// of processes may have one.
type Worker struct {
	Library Library
	Source  Source
	Log     *slog.Logger // nil discards
	Every   time.Duration
	// Patience is how long a guide waits for the guides of its articles before it is
	// written without them; 0 is an hour.
	Patience time.Duration
}

const (
	maxAttempts = 5
	again       = 3 * time.Second // between two looks for the guides of articles
)

// Run writes until ctx ends and what was begun is finished.
func (w *Worker) Run(ctx context.Context) {
	log, every := w.Log, w.Every
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	if every <= 0 {
		every = 2 * time.Second
	}
	lease.Loop{Name: "guides over collections", Every: every, Log: log, Step: w.Step}.Run(ctx)
}

// Step works on one collection. did is false when no guide is wanted.
func (w *Worker) Step(ctx context.Context) (did bool, err error) {
	c, ok, err := w.Library.ClaimCollection(ctx, lease.Time)
	if err != nil || !ok {
		return false, err
	}
	return true, lease.Hold(ctx, w.Library, c, func(ctx context.Context) error {
		wish, err := w.Library.CollectionWish(ctx, c)
		if err != nil {
			return err
		}
		ref, texts, err := w.Source.Collected(ctx, c.Workspace, c.ID)
		switch {
		case ctx.Err() != nil:
			return nil // another process, or the next start, does it
		case err != nil:
			return w.failed(ctx, c, wish, err)
		}
		return w.write(ctx, c, wish, ref, texts)
	})
}

// write writes the guide, or waits for those of the articles.
func (w *Worker) write(ctx context.Context, c daodu.Claim, wish daodu.CollectionGuideState, ref daodu.CollectionRef, texts []Text) error {
	waiting := 0
	for _, t := range texts {
		if t.Guide == nil {
			waiting++
		}
	}
	patience := w.Patience
	if patience == 0 {
		patience = time.Hour
	}
	now := time.Now()
	if waiting > 0 && now.Sub(wish.AskedAt) < patience {
		return w.Library.PostponeCollection(ctx, c, now.Add(again), waiting, "")
	}
	if len(texts) < 2 {
		return w.Library.FailCollection(ctx, c, "the collection has fewer than two articles by now")
	}
	g := Guide(ref, texts)
	g.Origin.CreatedAt = now.UTC()
	return w.Library.KeepCollectionGuide(ctx, c, g)
}

// failed puts the work off, or gives it up.
func (w *Worker) failed(ctx context.Context, c daodu.Claim, wish daodu.CollectionGuideState, err error) error {
	if errors.Is(err, daodu.ErrClaimLost) {
		return err
	}
	if wish.Attempts+1 >= maxAttempts || errors.Is(err, daodu.ErrNotFound) {
		return w.Library.FailCollection(ctx, c, err.Error())
	}
	return w.Library.PostponeCollection(ctx, c, time.Now().Add(again<<wish.Attempts), wish.Waiting, err.Error())
}
