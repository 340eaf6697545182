package storetest

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// endAll ends all jobs of a claim alike.
func endAll(t *testing.T, ctx context.Context, c *store.Claim, with daodu.JobEnding) {
	var endings []daodu.JobEnding
	for _, j := range c.Jobs() {
		with.JobID = j.ID
		endings = append(endings, with)
	}
	if err := c.End(ctx, endings...); err != nil {
		t.Errorf("end: %v", err)
	}
}

func testTryAgain(t *testing.T, open func() *store.Store) {
	s := open()
	const pause = 300 * time.Millisecond
	var failed, again atomic.Int64 // microseconds
	added := addOrdered(t, s, "file:a.txt", speech)
	work(t, s, fast, func(ctx context.Context, c *store.Claim) {
		if c.Jobs()[0].Attempts == 1 {
			failed.Store(time.Now().UnixMicro())
			endAll(t, ctx, c, daodu.JobEnding{Err: errors.New("the model is tired"), Again: pause})
			return
		}
		again.Store(time.Now().UnixMicro())
		if c.Jobs()[0].Error != "the model is tired" {
			t.Errorf("the second attempt knows of the first: %q", c.Jobs()[0].Error)
		}
		write(t)(ctx, c)
	})
	for _, j := range inState(t, s, daodu.JobDone, added.Jobs...) {
		if j.Attempts != 2 || j.Error != "" {
			t.Errorf("done at the second attempt: %+v", j)
		}
		want := []daodu.JobEventType{daodu.EventQueued, daodu.EventStarted, daodu.EventRetrying, daodu.EventStarted, daodu.EventDone}
		if diff := cmp.Diff(want, told(t, s, j.ID)); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	}
	if waited := time.Duration(again.Load()-failed.Load()) * time.Microsecond; waited < pause {
		t.Errorf("tried again after %v, before its time", waited)
	}
	once(t, s, added.ID)
}

func testFail(t *testing.T, open func() *store.Store) {
	s := open()
	var good atomic.Bool
	added := addOrdered(t, s, "file:a.txt", speech)
	c := fast
	c.Attempts = 3
	work(t, s, c, func(ctx context.Context, c *store.Claim) {
		if good.Load() {
			write(t)(ctx, c)
			return
		}
		var endings []daodu.JobEnding
		for _, j := range c.Jobs() {
			e := daodu.JobEnding{JobID: j.ID, Err: errors.New("no"), Again: time.Millisecond}
			if j.Kind == daodu.KindGuide {
				e.Again = -1
			}
			endings = append(endings, e)
		}
		if err := c.End(ctx, endings...); err != nil {
			t.Errorf("end: %v", err)
		}
	})
	failed := inState(t, s, daodu.JobFailed, added.Jobs...)
	for i, want := range []int{3, 3, 1} { // the guide failed for good at once
		if failed[i].Attempts != want || failed[i].Error != "no" || failed[i].FinishedAt.IsZero() {
			t.Errorf("%s: %+v, want %d attempts", failed[i].Kind, failed[i], want)
		}
	}
	good.Store(true)
	const other = "0198f000-0000-7000-8000-00000000000b"
	for _, j := range failed {
		if again, err := s.RetryJob(t.Context(), j.ID, other); err != nil || again.Attempts != 0 || again.AskedBy != other || again.Error != "" {
			t.Errorf("retried: %+v, %v", again, err)
		}
	}
	inState(t, s, daodu.JobDone, failed...)
	once(t, s, added.ID)
	if _, err := s.RetryJob(t.Context(), failed[0].ID, ""); !errors.Is(err, daodu.ErrConflict) {
		t.Errorf("a retry of what is done: %v", err)
	}
}

func testPanic(t *testing.T, open func() *store.Store) {
	s := open()
	added := addOrdered(t, s, "file:a.txt", speech)
	work(t, s, fast, func(context.Context, *store.Claim) { panic("a fault of the handler") })
	for _, j := range added.Jobs {
		eventually(t, "a job whose handler broke off waits", func() bool {
			now, err := s.Job(t.Context(), j.ID)
			return err == nil && now.State == daodu.JobQueued && now.Attempts == 1 && now.Error == "internal error"
		})
	}
}

func testCancel(t *testing.T, open func() *store.Store) {
	s := open()
	added := addOrdered(t, s, "file:a.txt", speech)
	waiting, err := s.CancelJob(t.Context(), added.Jobs[2].ID)
	if err != nil || waiting.State != daodu.JobCancelled {
		t.Fatalf("cancelled before it began: %+v, %v", waiting, err)
	}
	began, ended := make(chan int, 1), make(chan error, 1)
	worker := work(t, open(), fast, func(ctx context.Context, c *store.Claim) {
		began <- len(c.Jobs())
		<-ctx.Done()
		ended <- c.End(ctx, written(t, ctx, c)...)
	})
	if n := <-began; n != 2 {
		t.Errorf("%d jobs were taken, want the 2 that were not cancelled", n)
	}
	for _, j := range added.Jobs[:2] {
		if _, err := s.CancelJob(t.Context(), j.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-ended; err != nil {
		t.Errorf("ending what was cancelled: %v", err)
	}
	worker.stop()
	for _, j := range inState(t, s, daodu.JobCancelled, added.Jobs...) {
		if again, err := s.CancelJob(t.Context(), j.ID); err != nil || again.State != daodu.JobCancelled {
			t.Errorf("cancelling twice: %+v, %v", again, err)
		}
	}
	if versions, err := s.History(t.Context(), added.ID, store.Wanted{}); err != nil || len(versions) != 0 {
		t.Errorf("artifacts of cancelled jobs: %+v, %v", versions, err)
	}
	again, err := s.Order(t.Context(), added.ID, store.Order{Wishes: wishes("extract")})
	if err != nil || !again[0].Made {
		t.Fatalf("a new order behind a cancelled job: %+v, %v", again, err)
	}
	if _, err := s.RetryJob(t.Context(), added.Jobs[0].ID, ""); !errors.Is(err, daodu.ErrConflict) {
		t.Errorf("a retry beside another job: %v", err)
	}
	work(t, s, fast, write(t))
	inState(t, s, daodu.JobDone, again[0].Job, again[1].Job, again[2].Job)
	once(t, s, added.ID)
}

// testGroup orders more about an article that somebody works on.
func testGroup(t *testing.T, open func() *store.Store) {
	s := open()
	id := add(t, s, item(article("file:a.txt", "甲", speech), nil))
	var at, most atomic.Int32
	began, goOn := make(chan struct{}, 2), make(chan struct{})
	for range 2 {
		work(t, open(), fast, func(ctx context.Context, c *store.Claim) {
			if n := at.Add(1); n > most.Load() {
				most.Store(n)
			}
			defer at.Add(-1)
			began <- struct{}{}
			<-goOn
			write(t)(ctx, c)
		})
	}
	var jobs []daodu.Job
	for i, k := range daodu.Kinds {
		ordered, err := s.Order(t.Context(), id, store.Order{Wishes: []daodu.Wish{{Kind: k, Engine: "extract"}}})
		if err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, ordered[0].Job)
		if i == 0 {
			<-began
		}
	}
	close(goOn)
	inState(t, s, daodu.JobDone, jobs...)
	once(t, s, id)
	if most.Load() != 1 {
		t.Errorf("%d workers were at one article", most.Load())
	}
}

// testDeadWorker has a worker that says nothing while it works.
func testDeadWorker(t *testing.T, open func() *store.Store) {
	s := open()
	added := addOrdered(t, s, "file:a.txt", speech)
	silent, alive := fast, fast
	silent.Beat, silent.Dead = time.Hour, time.Hour
	silent.Engines = map[string]int{"extract": 1} // so that it takes nothing more
	alive.Dead = 500 * time.Millisecond
	began, late := make(chan struct{}, 1), make(chan error, 1)
	goOn := make(chan struct{})
	dead := work(t, open(), silent, func(ctx context.Context, c *store.Claim) {
		began <- struct{}{}
		<-goOn
		late <- c.End(ctx, written(t, ctx, c)...)
	})
	<-began
	work(t, open(), alive, write(t))
	for _, j := range inState(t, s, daodu.JobDone, added.Jobs...) {
		if j.Attempts != 2 {
			t.Errorf("a job that was taken over: %+v", j)
		}
		want := []daodu.JobEventType{daodu.EventQueued, daodu.EventStarted, daodu.EventReturned, daodu.EventStarted, daodu.EventDone}
		if diff := cmp.Diff(want, told(t, s, j.ID)); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	}
	close(goOn) // the dead one was only slow
	if err := <-late; err != nil {
		t.Errorf("a late end: %v", err)
	}
	dead.stop()
	once(t, s, added.ID)
}

func testDrain(t *testing.T, open func() *store.Store) {
	s := open()
	first := addOrdered(t, s, "file:a.txt", speech)
	began, goOn := make(chan struct{}, 1), make(chan struct{})
	c := fast
	c.Engines = map[string]int{"extract": 1}
	w := work(t, open(), c, func(ctx context.Context, c *store.Claim) {
		began <- struct{}{}
		<-goOn
		write(t)(ctx, c)
	})
	<-began
	w.end()
	second := addOrdered(t, s, "file:b.txt", speech+"完。")
	close(goOn)
	<-w.done
	for _, j := range first.Jobs {
		if now, err := s.Job(t.Context(), j.ID); err != nil || now.State != daodu.JobDone {
			t.Errorf("a job that ran when its worker stopped: %+v, %v", now, err)
		}
	}
	for _, j := range second.Jobs {
		if now, err := s.Job(t.Context(), j.ID); err != nil || now.State != daodu.JobQueued || now.Attempts != 0 {
			t.Errorf("a job that came when the worker stopped: %+v, %v", now, err)
		}
	}
	work(t, s, fast, write(t))
	inState(t, s, daodu.JobDone, second.Jobs...)
}

func testStop(t *testing.T, open func() *store.Store) {
	s := open()
	added := addOrdered(t, s, "file:a.txt", speech)
	c := fast
	c.Grace = -1
	began := make(chan struct{}, 1)
	w := work(t, open(), c, func(ctx context.Context, c *store.Claim) {
		began <- struct{}{}
		<-ctx.Done() // it leaves without an ending
	})
	<-began
	w.stop()
	for _, j := range added.Jobs {
		if now, err := s.Job(t.Context(), j.ID); err != nil || now.State != daodu.JobQueued || now.Attempts != 0 {
			t.Errorf("a job that had to be given back: %+v, %v", now, err)
		}
	}
	work(t, s, fast, write(t))
	inState(t, s, daodu.JobDone, added.Jobs...)
	once(t, s, added.ID)
}

func testReplacedText(t *testing.T, open func() *store.Store) {
	s := open()
	added := addOrdered(t, s, "file:a.txt", speech)
	if _, err := s.Replace(t.Context(), added.ID, item(article("file:a.txt", "新", "新读出来的文字。"+speech), nil)); err != nil {
		t.Fatal(err)
	}
	newer, err := s.Order(t.Context(), added.ID, store.Order{Wishes: wishes("extract")[:1]})
	if err != nil || !newer[0].Made {
		t.Fatalf("an order about the new text: %+v, %v", newer, err)
	}
	work(t, s, fast, write(t))
	inState(t, s, daodu.JobCancelled, added.Jobs[0])
	inState(t, s, daodu.JobDone, newer[0].Job, added.Jobs[1], added.Jobs[2])
	versions, err := s.History(t.Context(), added.ID, store.Wanted{Current: true})
	if err != nil || len(versions) != 3 {
		t.Errorf("%d artifacts about the new text, %v", len(versions), err)
	}
	once(t, s, added.ID)
}

func testRemovedArticle(t *testing.T, open func() *store.Store) {
	s := open()
	waiting := addOrdered(t, s, "file:a.txt", speech)
	if err := s.Remove(t.Context(), waiting.ID); err != nil {
		t.Fatal(err)
	}
	began, ended := make(chan struct{}, 1), make(chan error, 1)
	work(t, open(), fast, func(ctx context.Context, c *store.Claim) {
		endings := written(t, ctx, c)
		began <- struct{}{}
		<-ctx.Done()
		ended <- c.End(ctx, endings...)
	})
	running := addOrdered(t, s, "file:b.txt", speech+"完。")
	<-began
	if err := s.Remove(t.Context(), running.ID); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Errorf("ending a job about a removed article: %v", err)
	}
	for _, j := range slices.Concat(waiting.Jobs, running.Jobs) {
		if _, err := s.Job(t.Context(), j.ID); !errors.Is(err, daodu.ErrNotFound) {
			t.Errorf("a job about a removed article: %v", err)
		}
		if types := told(t, s, j.ID); types[len(types)-1] != daodu.EventCancelled {
			t.Errorf("events of a job about a removed article: %v", types)
		}
	}
}
