package collate

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// A library has one wish; it notes what becomes of it.
type library struct {
	wish  daodu.CollectionGuideState
	none  bool
	log   []string
	guide *daodu.CollectionGuide
}

func (l *library) Renew(context.Context, daodu.Claim, time.Duration) error { return nil }
func (l *library) Release(context.Context, daodu.Claim) error              { return nil }

func (l *library) ClaimCollection(context.Context, time.Duration) (daodu.Claim, bool, error) {
	return daodu.Claim{Of: daodu.ClaimCollection, Workspace: "w", ID: "c"}, !l.none, nil
}

func (l *library) CollectionWish(context.Context, daodu.Claim) (daodu.CollectionGuideState, error) {
	return l.wish, nil
}

func (l *library) PostponeCollection(_ context.Context, _ daodu.Claim, until time.Time, waiting int, why string) error {
	if until.Before(time.Now()) {
		return errors.New("put off to the past")
	}
	l.log = append(l.log, fmt.Sprintf("postponed %d %s", waiting, why))
	return nil
}

func (l *library) FailCollection(_ context.Context, _ daodu.Claim, why string) error {
	l.log = append(l.log, "failed "+why)
	return nil
}

func (l *library) KeepCollectionGuide(_ context.Context, _ daodu.Claim, g *daodu.CollectionGuide) error {
	l.log, l.guide = append(l.log, "kept"), g
	return nil
}

type source func() ([]Text, error)

func (s source) Collected(_ context.Context, workspace, collection string) (daodu.CollectionRef, []Text, error) {
	if workspace != "w" || collection != "c" {
		return daodu.CollectionRef{}, nil, fmt.Errorf("asked for %s in %s", collection, workspace)
	}
	list, err := s()
	return daodu.CollectionRef{ID: collection, Name: "夜校"}, list, err
}

func TestWorker(t *testing.T) {
	t.Parallel()
	unfinished := county()
	unfinished[1].Guide = nil
	for _, tt := range []struct {
		name  string
		wish  daodu.CollectionGuideState
		texts []Text
		err   error
		want  string
	}{
		{"all there", daodu.CollectionGuideState{AskedAt: time.Now()}, county(), nil, "kept"},
		{"one guide missing", daodu.CollectionGuideState{AskedAt: time.Now()}, unfinished, nil, "postponed 1 "},
		{"one guide missing for long", daodu.CollectionGuideState{AskedAt: time.Now().Add(-2 * time.Hour)}, unfinished, nil, "kept"},
		{"one article left", daodu.CollectionGuideState{}, county()[:1], nil, "failed the collection has fewer than two articles by now"},
		{"an error", daodu.CollectionGuideState{Waiting: 2}, nil, errors.New("disk"), "postponed 2 disk"},
		{"errors", daodu.CollectionGuideState{Attempts: maxAttempts - 1}, nil, errors.New("disk"), "failed disk"},
		{"removed", daodu.CollectionGuideState{}, nil, daodu.ErrNotFound, "failed not found"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := &library{wish: tt.wish}
			w := &Worker{Library: l, Source: source(func() ([]Text, error) { return tt.texts, tt.err })}
			if did, err := w.Step(t.Context()); !did || err != nil {
				t.Fatal(did, err)
			}
			if diff := cmp.Diff([]string{tt.want}, l.log); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if l.guide != nil && (l.guide.Collection.Name != "夜校" || l.guide.Origin.CreatedAt.IsZero()) {
				t.Errorf("guide: %+v", l.guide)
			}
		})
	}
	if did, err := (&Worker{Library: &library{none: true}}).Step(t.Context()); did || err != nil {
		t.Errorf("nothing wanted: %v, %v", did, err)
	}
}
