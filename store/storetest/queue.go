package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// RunQueue runs the suite of what a library promises about jobs. library makes a new,
// empty library at each call; the function that it returns opens that library, once more
// at each call, as another process would, and closes it when the test ends.
func RunQueue(t *testing.T, library func(t *testing.T) (open func() *store.Store)) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, func() *store.Store)
	}{
		{"order", testOrder},
		{"all or none", testOrderAllOrNone},
		{"one job for a wish", testOneJob},
		{"write", testWrite},
		{"many workers", testManyWorkers},
		{"engines", testEngines},
		{"try again", testTryAgain},
		{"fail", testFail},
		{"panic", testPanic},
		{"cancel", testCancel},
		{"one group at a time", testGroup},
		{"dead worker", testDeadWorker},
		{"drain", testDrain},
		{"stop at once", testStop},
		{"replaced text", testReplacedText},
		{"removed article", testRemovedArticle},
		{"events", testEvents},
		{"jobs of others", testJobsOfOthers},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, library(t))
		})
	}
}

// fast makes workers notice quickly what takes seconds in earnest. Machines that tests
// share are slow at times, so nobody is dead soon.
var fast = store.WorkConfig{Engines: map[string]int{"extract": 2}, Beat: 50 * time.Millisecond, Dead: 20 * time.Second, Grace: 20 * time.Second}

// asker is the ID of a key.
const asker = "0198f000-0000-7000-8000-00000000000a"

// wishes are the usual three.
func wishes(engine string) []daodu.Wish {
	var out []daodu.Wish
	for _, k := range daodu.Kinds {
		out = append(out, daodu.Wish{Kind: k, Engine: engine})
	}
	return out
}

// addOrdered adds a text and orders all kinds.
func addOrdered(t *testing.T, s *store.Store, uri, text string) store.Added {
	t.Helper()
	added, err := s.AddAndOrder(t.Context(), store.Order{Wishes: wishes("extract"), By: asker}, item(article(uri, uri, text), nil))
	if err != nil {
		t.Fatal(err)
	}
	return added[0]
}

// A crew works on a library until the test or stop ends it.
type crew struct {
	t    *testing.T
	end  context.CancelFunc
	done chan struct{}
}

// work starts a worker.
func work(t *testing.T, s *store.Store, c store.WorkConfig, handle func(context.Context, *store.Claim)) *crew {
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	w := &crew{t: t, end: cancel, done: make(chan struct{})}
	go func() {
		defer close(w.done)
		if err := s.Work(ctx, c, handle); err != nil {
			t.Errorf("work: %v", err)
		}
	}()
	t.Cleanup(w.stop)
	return w
}

// stop ends the worker and waits for it.
func (w *crew) stop() {
	w.end()
	<-w.done
}

// write is a handler that writes every artifact.
func write(t *testing.T) func(context.Context, *store.Claim) {
	return func(ctx context.Context, c *store.Claim) {
		if err := c.End(ctx, written(t, ctx, c)...); err != nil {
			t.Errorf("end: %v", err)
		}
	}
}

// written returns the endings of jobs that were written.
func written(t *testing.T, ctx context.Context, c *store.Claim) (out []daodu.JobEnding) {
	a, err := c.Article(context.WithoutCancel(ctx))
	if err != nil {
		t.Errorf("article of a claim: %v", err)
		return nil
	}
	for _, j := range c.Jobs() {
		art := artifact(a.ID, a.Text, j.Kind, j.Length)
		art.Lang, art.Origin.Engine, art.Origin.Cost = j.Lang, j.Engine, daodu.Cost{Amount: 0.5, Currency: "CNY"}
		out = append(out, daodu.JobEnding{JobID: j.ID, Artifact: art})
	}
	return out
}

// eventually waits until a condition holds; it fails the test when it does not in a time
// that a loaded machine needs.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not in a minute: %s", what)
		}
	}
}

// inState waits until jobs are in a state and returns them.
func inState(t *testing.T, s *store.Store, state daodu.JobState, jobs ...daodu.Job) []daodu.Job {
	t.Helper()
	out := make([]daodu.Job, len(jobs))
	for i, j := range jobs {
		eventually(t, fmt.Sprintf("job %s %s", j.Kind, state), func() bool {
			var err error
			if out[i], err = s.Job(t.Context(), j.ID); err != nil {
				t.Fatal(err)
			}
			return out[i].State == state
		})
	}
	return out
}

// once fails unless an article has exactly one artifact of each kind.
func once(t *testing.T, s *store.Store, articleID string) {
	t.Helper()
	versions, err := s.History(t.Context(), articleID, store.Wanted{})
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, v := range versions {
		kinds = append(kinds, string(v.Artifact.Content.Kind()))
	}
	slices.Sort(kinds)
	if diff := cmp.Diff([]string{"guide", "outline", "summary"}, kinds); diff != "" {
		t.Errorf("artifacts of %s (-want +got):\n%s", articleID, diff)
	}
}

// told returns the types of the events of a job.
func told(t *testing.T, s *store.Store, jobID string) (out []daodu.JobEventType) {
	t.Helper()
	events, _, err := s.Events(t.Context(), jobID, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		out = append(out, e.Type)
	}
	return out
}

func testOrder(t *testing.T, open func() *store.Store) {
	s := open()
	added := addOrdered(t, s, "file:a.txt", speech)
	if added.Outcome != store.New || len(added.Jobs) != 3 {
		t.Fatalf("added: %+v", added)
	}
	j := added.Jobs[0]
	want := daodu.Job{
		ID: j.ID, ArticleID: added.ID, Wish: daodu.Wish{Kind: daodu.KindSummary, Length: daodu.Medium, Lang: "zh-Hans", Engine: "extract"},
		State: daodu.JobQueued, AskedBy: asker, CreatedAt: j.CreatedAt, RunAt: j.CreatedAt,
	}
	if diff := cmp.Diff(want, j); diff != "" || j.CreatedAt.IsZero() {
		t.Errorf("a new job (-want +got):\n%s", diff)
	}
	stored, err := s.Job(t.Context(), j.ID)
	if diff := cmp.Diff(j, stored); diff != "" || err != nil {
		t.Errorf("a job as stored: %v (-want +got):\n%s", err, diff)
	}
	for _, bad := range []daodu.Wish{{Kind: "poem", Engine: "extract"}, {Kind: daodu.KindGuide}, {Kind: daodu.KindGuide, Engine: "extract", Length: "endless"}} {
		if _, err := s.Order(t.Context(), added.ID, store.Order{Wishes: []daodu.Wish{bad}}); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("a wish %+v: %v", bad, err)
		}
	}
	if _, err := s.Order(t.Context(), added.ID, store.Order{Wishes: wishes("extract"), By: "somebody"}); !errors.Is(err, daodu.ErrUsage) {
		t.Errorf("an order by nobody that can be charged: %v", err)
	}
	nobody := "00000000-0000-7000-8000-000000000000"
	if _, err := s.Order(t.Context(), nobody, store.Order{Wishes: wishes("extract")}); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("an order about no article: %v", err)
	}
	for _, id := range []string{nobody, "job"} {
		if _, err := s.Job(t.Context(), id); !errors.Is(err, daodu.ErrNotFound) {
			t.Errorf("job %q: %v", id, err)
		}
	}
	depths, err := s.Depths(t.Context())
	if err != nil || len(depths) != 1 || depths[0].Queued != 3 || depths[0].Running != 0 || depths[0].Engine != "extract" {
		t.Errorf("depths: %+v, %v", depths, err)
	}
}

func testOrderAllOrNone(t *testing.T, open func() *store.Store) {
	s := open()
	good, bad := item(article("file:a.txt", "甲", speech), nil), item(article("file:b.txt", "乙", speech+"完。"), nil)
	bad.Vectors = &store.Vectors{Space: daodu.EmbeddingSpace{Provider: "nowhere", Model: "none", Dim: 3}}
	if _, err := s.AddAndOrder(t.Context(), store.Order{Wishes: wishes("extract")}, good, bad); err == nil {
		t.Error("vectors of an unknown space were taken")
	}
	jobs, err := s.Jobs(t.Context(), store.JobFilter{})
	last, lastErr := s.LastEvent(t.Context())
	if err != nil || len(jobs) != 0 || last != 0 || lastErr != nil {
		t.Errorf("jobs of what was rolled back: %+v, %v; events %d, %v", jobs, err, last, lastErr)
	}
	handled := make(chan string, 10)
	work(t, s, fast, func(ctx context.Context, c *store.Claim) {
		handled <- c.Jobs()[0].ArticleID
		write(t)(ctx, c)
	})
	added := addOrdered(t, s, "file:c.txt", speech)
	inState(t, s, daodu.JobDone, added.Jobs...)
	if first := <-handled; first != added.ID || len(handled) > 0 {
		t.Errorf("handled %s and %d more, want %s only", first, len(handled), added.ID)
	}
}

func testOneJob(t *testing.T, open func() *store.Store) {
	first, second := open(), open()
	var mu sync.Mutex
	ids := map[string]bool{}
	var running sync.WaitGroup
	for i := range 8 {
		running.Go(func() {
			s := []*store.Store{first, second}[i%2]
			added, err := s.AddAndOrder(t.Context(), store.Order{Wishes: wishes("extract")}, item(article("file:a.txt", "甲", speech), nil))
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			for _, j := range added[0].Jobs {
				ids[j.ID] = true
			}
		})
	}
	running.Wait()
	jobs, err := first.Jobs(t.Context(), store.JobFilter{})
	if err != nil || len(ids) != 3 || len(jobs) != 3 {
		t.Fatalf("%d jobs told of, %d made, %v; want 3", len(ids), len(jobs), err)
	}
	id := jobs[0].ArticleID
	work(t, second, fast, write(t))
	inState(t, first, daodu.JobDone, jobs...)
	again, err := first.Order(t.Context(), id, store.Order{Wishes: wishes("extract")})
	if err != nil || again[0].Made || again[0].ArtifactID == "" || again[0].Job.State != daodu.JobDone {
		t.Errorf("an order for what is there: %+v, %v", again, err)
	}
	other, err := first.Order(t.Context(), id, store.Order{Wishes: []daodu.Wish{{Kind: daodu.KindSummary, Length: daodu.Short, Engine: "extract"}}})
	if err != nil || !other[0].Made {
		t.Errorf("an order with another length: %+v, %v", other, err)
	}
	once := artifact(id, speech, daodu.KindSummary, daodu.Long)
	once.Lang = "zh-Hans"
	artID, err := first.AddArtifact(t.Context(), id, once)
	if err != nil {
		t.Fatal(err)
	}
	there, err := first.Order(t.Context(), id, store.Order{Wishes: []daodu.Wish{{Kind: daodu.KindSummary, Length: daodu.Long, Lang: "zh", Engine: once.Origin.Engine}}})
	if err != nil || there[0].Made || there[0].ArtifactID != artID || there[0].Job.ID != "" {
		t.Errorf("an order for an artifact that no job made: %+v, %v", there, err)
	}
}

func testWrite(t *testing.T, open func() *store.Store) {
	s := open()
	added := addOrdered(t, s, "file:a.txt", speech)
	var claims [][]daodu.Job
	w := work(t, open(), fast, func(ctx context.Context, c *store.Claim) {
		claims = append(claims, c.Jobs())
		if err := c.Progress(ctx, 0.5, "writing"); err != nil {
			t.Error(err)
		}
		write(t)(ctx, c)
	})
	done := inState(t, s, daodu.JobDone, added.Jobs...)
	w.stop()
	if len(claims) != 1 || len(claims[0]) != 3 || claims[0][0].State != daodu.JobRunning {
		t.Errorf("the jobs of an article were not taken together: %+v", claims)
	}
	once(t, s, added.ID)
	for _, j := range done {
		got, err := s.Artifact(t.Context(), added.ID, store.Wanted{Kind: j.Kind})
		if err != nil || got.ID != j.ArtifactID {
			t.Errorf("job %s names %s, there is %s, %v", j.Kind, j.ArtifactID, got.ID, err)
		}
		if j.Attempts != 1 || j.Progress != 1 || j.Cost.Amount != 0.5 || j.StartedAt.IsZero() || j.FinishedAt.Before(j.StartedAt) {
			t.Errorf("a job that is done: %+v", j)
		}
		want := []daodu.JobEventType{daodu.EventQueued, daodu.EventStarted, daodu.EventProgress, daodu.EventDone}
		if diff := cmp.Diff(want, told(t, s, j.ID)); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	}
	if spent, err := s.Spent(t.Context(), asker, "CNY"); err != nil || spent.Amount != 1.5 {
		t.Errorf("spent by who asked: %+v, %v", spent, err)
	}
}

func testManyWorkers(t *testing.T, open func() *store.Store) {
	const articles = 24
	s := open()
	var mu sync.Mutex
	began := map[string]int{}
	for range 3 {
		work(t, open(), fast, func(ctx context.Context, c *store.Claim) {
			mu.Lock()
			for _, j := range c.Jobs() {
				began[j.ID]++
			}
			mu.Unlock()
			write(t)(ctx, c)
		})
	}
	var all []store.Added
	for i := range articles {
		all = append(all, addOrdered(t, s, fmt.Sprintf("file:%d.txt", i), fmt.Sprintf("%s第%d次。", speech, i)))
	}
	for _, a := range all {
		inState(t, s, daodu.JobDone, a.Jobs...)
		once(t, s, a.ID)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(began) != 3*articles {
		t.Errorf("%d jobs were begun, want %d", len(began), 3*articles)
	}
	for id, n := range began {
		if n != 1 {
			t.Errorf("job %s was begun %d times", id, n)
		}
	}
}

func testEngines(t *testing.T, open func() *store.Store) {
	s := open()
	added := addOrdered(t, s, "file:a.txt", speech)
	other, err := s.Order(t.Context(), added.ID, store.Order{Wishes: wishes("openai")})
	if err != nil {
		t.Fatal(err)
	}
	work(t, s, fast, write(t))
	inState(t, s, daodu.JobDone, added.Jobs...)
	if j, err := s.Job(t.Context(), other[0].Job.ID); err != nil || j.State != daodu.JobQueued || j.Attempts != 0 {
		t.Errorf("a job for another engine: %+v, %v", j, err)
	}
	if err := s.Work(t.Context(), store.WorkConfig{}, write(t)); !errors.Is(err, daodu.ErrUsage) {
		t.Errorf("a worker without an engine: %v", err)
	}
}
