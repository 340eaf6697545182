package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/store"
)

// everything is an order for all kinds of artifact.
func everything() store.Order {
	var o store.Order
	for _, k := range daodu.Kinds {
		o.Wishes = append(o.Wishes, daodu.Wish{Kind: k, Engine: "extract"})
	}
	return o
}

// addOrdered adds the texts of a folder to a library, and orders everything about them.
func addOrdered(t *testing.T, library, dir string) (s *store.Store, ids []string) {
	t.Helper()
	addAll(t, library, dir)
	s, err := store.Open(t.Context(), store.Config{URL: library})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	for id, err := range eachID(t.Context(), s) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Order(t.Context(), id, everything()); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return s, ids
}

// left counts the jobs that are not done.
func left(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	depths, err := s.Depths(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range depths {
		n += d.Queued + d.Running
	}
	return n
}

// Workers that are killed at whatever moment leave every artifact written, once.
func TestWorkersKilled(t *testing.T) {
	t.Parallel()
	articles, workers, kills := 240, 3, 24
	if testing.Short() {
		articles, workers, kills = 60, 2, 5
	}
	for _, db := range pgtest.Databases {
		t.Run(db.Name, func(t *testing.T) {
			t.Parallel()
			dir, _ := folder(t, articles)
			library := db.URL(t)
			s, ids := addOrdered(t, library, dir)
			random := rand.New(rand.NewPCG(5, uint64(time.Now().UnixNano())))
			start := func() *exec.Cmd { return startWorker(t, "daodu", "worker", "--library", library) }
			hit := killWorkers(t, s, start, workers, kills, random)
			if left(t, s) > 0 { // else a worker would be stopped before it is up
				last := start()
				finish(t, s)
				stopWorker(t, last)
			}
			if hit < kills/4 {
				t.Errorf("%d workers were killed before the end: nothing is shown by that", hit)
			}
			taken := allOnce(t, s, ids)
			t.Logf("%d workers killed, %d of %d jobs were taken over", hit, taken, 3*len(ids))
		})
	}
}

// finish waits until no job is left.
func finish(t *testing.T, s *store.Store) {
	t.Helper()
	for deadline := time.Now().Add(3 * time.Minute); left(t, s) > 0; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d jobs are left", left(t, s))
		}
	}
}

// killWorkers starts workers and kills one after the other, the one that has run longest
// and a random moment after something was begun, starting another for each. It returns how
// many were killed while there was something to do.
func killWorkers(t *testing.T, s *store.Store, start func() *exec.Cmd, workers, kills int, random *rand.Rand) (hit int) {
	var running []*exec.Cmd
	for range workers {
		running = append(running, start())
	}
	for hit < kills && begun(t, s) {
		time.Sleep(time.Duration(random.IntN(200)) * time.Millisecond)
		running[0].Process.Kill()
		running[0].Wait() // killed
		running = append(running[1:], start())
		hit++
	}
	for _, cmd := range running {
		cmd.Process.Kill()
		cmd.Wait() // killed
	}
	return hit
}

// begun waits until something happens to a job; it returns false when nothing is left.
func begun(t *testing.T, s *store.Store) bool {
	t.Helper()
	sub := s.Subscribe()
	defer sub.Close()
	last, err := s.LastEvent(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for late := time.After(time.Minute); left(t, s) > 0; {
		if now, err := s.LastEvent(t.Context()); err != nil || now > last {
			return err == nil
		}
		select {
		case <-sub.C:
		case <-time.After(50 * time.Millisecond):
		case <-late:
			t.Fatal("nothing was begun in a minute")
		}
	}
	return false
}

// startWorker starts a worker that ends with the test.
func startWorker(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = []string{
		"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH"), "DAODU_LOG_LEVEL=error",
		"DAODU_JOBS_DEAD=1s", "DAODU_JOBS_ATTEMPTS=1000",
	}
	cmd.Stderr = new(bytes.Buffer)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait() // most have ended
	})
	return cmd
}

// stopWorker asks a worker to stop and wants it to say that all is well.
func stopWorker(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	cmd.Process.Signal(os.Interrupt)
	cmd.Wait() // the exit code tells
	if code := cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("a worker that was stopped: exit code %d: %s", code, cmd.Stderr)
	}
}

// allOnce fails unless each article has each artifact exactly once, and every job is done
// and tells so in one event. It returns how many jobs were begun more than once.
func allOnce(t *testing.T, s *store.Store, ids []string) (taken int) {
	t.Helper()
	for _, id := range ids {
		versions, err := s.History(t.Context(), id, store.Wanted{})
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]string{}
		for _, v := range versions {
			names[string(v.Artifact.Content.Kind())] = v.ID
		}
		if len(versions) != 3 || len(names) != 3 {
			t.Errorf("article %s has %d artifacts of %d kinds", id, len(versions), len(names))
		}
		jobs, err := s.Jobs(t.Context(), store.JobFilter{Article: id})
		if err != nil || len(jobs) != 3 {
			t.Errorf("article %s has %d jobs, %v", id, len(jobs), err)
		}
		for _, j := range jobs {
			if j.State != daodu.JobDone || j.ArtifactID != names[string(j.Kind)] {
				t.Errorf("job %+v, artifact %s", j, names[string(j.Kind)])
			}
			if j.Attempts > 1 {
				taken++
			}
		}
	}
	done, seq := map[string]int{}, int64(0)
	for {
		events, upto, err := s.Events(t.Context(), "", seq)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Seq != seq+1 {
				t.Fatalf("event %d behind %d", e.Seq, seq)
			}
			seq = e.Seq
			if e.Type == daodu.EventDone {
				done[e.Job.ID]++
			}
		}
		if len(events) == 0 {
			if seq != upto {
				t.Errorf("the last event is %d, not %d", seq, upto)
			}
			break
		}
	}
	for id, n := range done {
		if n != 1 {
			t.Errorf("job %s was done %d times", id, n)
		}
	}
	if len(done) != 3*len(ids) {
		t.Errorf("%d jobs were done, want %d", len(done), 3*len(ids))
	}
	return taken
}

// A worker writes what daodu summarize writes.
func TestWorkerWritesAsSummarizeDoes(t *testing.T) {
	t.Parallel()
	for _, db := range pgtest.Databases {
		t.Run(db.Name, func(t *testing.T) {
			t.Parallel()
			dir, _ := folder(t, 2)
			library := db.URL(t)
			s, ids := addOrdered(t, library, dir)
			a := newApp([]string{"DAODU_STORE_URL=" + library}, streams{strings.NewReader(""), io.Discard, io.Discard})
			if err := a.prepare(a.root().Command); err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			done := make(chan error, 1)
			told := make(chan daodu.Job, 6)
			go func() {
				done <- a.work(ctx, s, func(j daodu.Job, _ daodu.JobEnding, _ time.Duration) { told <- j })
			}()
			for range 6 {
				<-told
			}
			stop()
			if err := <-done; err != nil {
				t.Error(err)
			}
			allOnce(t, s, ids)
			for _, id := range ids {
				var out bytes.Buffer
				code := run(t.Context(), []string{"summarize", "--library", library, "--id", id, "--format", "jsonl"}, nil, streams{strings.NewReader(""), &out, io.Discard})
				versions, err := s.History(t.Context(), id, store.Wanted{})
				if code != 0 || err != nil || len(versions) != 6 {
					t.Fatalf("exit code %d, %d versions, %v", code, len(versions), err)
				}
				written := map[daodu.Kind]string{}
				for i, v := range versions { // the newest first: those of summarize, then those of the worker
					data, err := json.Marshal(v.Artifact)
					if err != nil {
						t.Fatal(err)
					}
					kind := v.Artifact.Content.Kind()
					if i < 3 {
						written[kind] = string(data)
					} else if diff := cmp.Diff(written[kind], string(data)); diff != "" {
						t.Errorf("%s (-summarize +worker):\n%s", kind, diff)
					}
				}
			}
		})
	}
}
