package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/internal/work"
	"github.com/daodu/daodu/store"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

// payingWorker is a worker whose engine takes its time and pays for every question, as one
// with a model does: paying-worker LIBRARY LEDGER. What it pays for stands in the ledger,
// a line before and a line behind keeping each answer.
func payingWorker() {
	if err := payForJobs(context.Background(), os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func payForJobs(ctx context.Context, library, file string) error {
	s, err := store.Open(ctx, store.Config{URL: library})
	if err != nil {
		return err
	}
	defer s.Close()
	ledger, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	desk := &work.Desk{
		Log: slog.New(slog.DiscardHandler),
		Write: func(ctx context.Context, _ string, a *daodu.Article, kinds []daodu.Kind, w daodu.Wish) ([]*daodu.Artifact, error) {
			for _, k := range kinds {
				if err := ask(ctx, s, ledger, a.TextSHA256+" "+string(k)); err != nil {
					return nil, err
				}
			}
			return summarize.Artifacts(ctx, extract.Engine{}, a, kinds, summarize.Options{Length: w.Length, Lang: w.Lang})
		},
	}
	config := store.WorkConfig{Engines: map[string]int{"extract": 2}, Beat: 250 * time.Millisecond, Dead: time.Second, Attempts: 1000}
	return s.Work(ctx, config, func(ctx context.Context, c *store.Claim) { desk.Handle(ctx, c) })
}

// ask pays for the answer to a question unless it was kept.
func ask(ctx context.Context, s *store.Store, ledger *os.File, question string) error {
	key := sha256.Sum256([]byte(question))
	if _, ok, err := s.Answer(ctx, key[:]); ok || err != nil {
		return err
	}
	if _, err := fmt.Fprintln(ledger, "asked", question); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(20 * time.Millisecond):
	}
	if err := s.KeepAnswer(ctx, key[:], "model", []byte("{}")); err != nil {
		return err
	}
	_, err := fmt.Fprintln(ledger, "kept", question)
	return err
}

// Workers that are killed in the middle of their work leave every artifact written, once,
// and pay for no answer that was kept.
func TestPayingWorkersKilled(t *testing.T) {
	t.Parallel()
	articles, workers, kills := 90, 3, 20
	if testing.Short() {
		articles, workers, kills = 40, 2, 5
	}
	for _, db := range pgtest.Databases {
		t.Run(db.Name, func(t *testing.T) {
			t.Parallel()
			dir, _ := folder(t, articles)
			library, ledger := db.URL(t), filepath.Join(t.TempDir(), "ledger")
			s, ids := addOrdered(t, library, dir)
			start := func() *exec.Cmd { return startWorker(t, "paying-worker", library, ledger) }
			hit := killWorkers(t, s, start, workers, kills, rand.New(rand.NewPCG(7, uint64(time.Now().UnixNano()))))
			start()
			finish(t, s)
			taken := allOnce(t, s, ids)
			if hit < kills/2 || taken == 0 {
				t.Errorf("%d workers were killed and %d jobs taken over: nothing is shown by that", hit, taken)
			}
			asked, again := paid(t, ledger)
			if most := 2 * (hit + workers); asked != 3*len(ids) || again > most { // what was under way when a worker died
				t.Errorf("%d questions asked, %d times again; want %d and at most %d", asked, again, 3*len(ids), most)
			}
			t.Logf("%d workers killed, %d of %d jobs taken over, %d questions under way asked again", hit, taken, 3*len(ids), again)
		})
	}
}

// paid reads a ledger: how many questions were asked, and how often one was asked again.
// It fails the test when that was behind keeping its answer.
func paid(t *testing.T, ledger string) (asked, again int) {
	t.Helper()
	data, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	times, kept := map[string]int{}, map[string]bool{}
	for line := range strings.Lines(string(data)) {
		what, question, _ := strings.Cut(strings.TrimSpace(line), " ")
		if what == "kept" {
			kept[question] = true
			continue
		}
		if kept[question] {
			t.Errorf("paid for what was kept: %s", question)
		}
		if times[question]++; times[question] > 1 {
			again++
		}
	}
	return len(times), again
}
