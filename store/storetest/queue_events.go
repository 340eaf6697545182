package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// testEvents follows a workspace from one process while others write to it: no event may
// be missing, none told twice, and all in order.
func testEvents(t *testing.T, open func() *store.Store) {
	const writers, articles = 4, 6
	const jobs = writers * articles * 3
	watching := open()
	sub := watching.Subscribe()
	defer sub.Close()
	for range 2 {
		work(t, open(), fast, write(t))
	}
	var adding sync.WaitGroup
	for w := range writers {
		s := open()
		adding.Go(func() {
			for i := range articles {
				addOrdered(t, s, fmt.Sprintf("file:%d-%d.txt", w, i), fmt.Sprintf("%s第%d条第%d款。", speech, w, i))
			}
		})
	}
	done := map[string]bool{}
	late := time.After(time.Minute)
	for upto := int64(0); len(done) < jobs; {
		events, next, err := watching.Events(t.Context(), "", upto)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Seq != upto+1 {
				t.Fatalf("event %d behind %d", e.Seq, upto)
			}
			upto = e.Seq
			if e.Type == daodu.EventDone {
				if done[e.Job.ID] || e.Job.ArtifactID == "" || e.Job.State != daodu.JobDone {
					t.Errorf("an event tells %+v", e)
				}
				done[e.Job.ID] = true
			}
		}
		if next != upto {
			t.Fatalf("the next number is %d behind event %d", next, upto)
		}
		if len(events) > 0 {
			continue
		}
		select {
		case <-sub.C:
		case <-late:
			t.Fatalf("%d of %d jobs are done, and nobody says anything", len(done), jobs)
		}
	}
	adding.Wait()
}

// testJobsOfOthers looks from another workspace.
func testJobsOfOthers(t *testing.T, open func() *store.Store) {
	s := open()
	added := addOrdered(t, s, "file:a.txt", speech)
	other, err := s.In(t.Context(), "other")
	if err != nil {
		t.Fatal(err)
	}
	sub := other.Subscribe()
	defer sub.Close()
	if _, err := other.Job(t.Context(), added.Jobs[0].ID); err == nil {
		t.Error("a job of another workspace")
	}
	if _, err := other.CancelJob(t.Context(), added.Jobs[0].ID); err == nil {
		t.Error("a job of another workspace was cancelled")
	}
	jobs, err := other.Jobs(t.Context(), store.JobFilter{})
	events, _, eventsErr := other.Events(t.Context(), "", 0)
	if err != nil || eventsErr != nil || len(jobs) != 0 || len(events) != 0 {
		t.Errorf("jobs %+v, %v, events %+v, %v of another workspace", jobs, err, events, eventsErr)
	}
	// One worker serves all workspaces.
	there := addOrdered(t, other, "file:a.txt", speech)
	names := make(chan string, 2)
	work(t, s, fast, func(ctx context.Context, c *store.Claim) {
		names <- c.Workspace()
		write(t)(ctx, c)
	})
	inState(t, s, daodu.JobDone, added.Jobs...)
	inState(t, other, daodu.JobDone, there.Jobs...)
	if a, b := <-names, <-names; a == b {
		t.Errorf("both claims are in workspace %s", a)
	}
	page, err := s.Jobs(t.Context(), store.JobFilter{State: daodu.JobDone, Article: added.ID, Kind: daodu.KindGuide, Engine: "extract", Limit: 1})
	if err != nil || len(page) != 1 || page[0].Kind != daodu.KindGuide {
		t.Errorf("filtered jobs: %+v, %v", page, err)
	}
	rest, err := s.Jobs(t.Context(), store.JobFilter{Before: added.Jobs[1].ID})
	if err != nil || len(rest) != 1 || rest[0].ID != added.Jobs[0].ID {
		t.Errorf("jobs before the second: %+v, %v", rest, err)
	}
	if err := s.ForgetEvents(t.Context(), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	last, err := s.LastEvent(t.Context())
	events, upto, eventsErr := s.Events(t.Context(), "", 0)
	if err != nil || eventsErr != nil || len(events) != 0 || upto != last || last == 0 {
		t.Errorf("forgotten events: %+v up to %d of %d, %v, %v", events, upto, last, err, eventsErr)
	}
}
