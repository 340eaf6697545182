package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/batch"
)

// tear FILE BYTES cuts bytes off the end of a file, as a machine that loses its power
// does.
func tear(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), info.Size()-n))
}

// batches returns the command that runs a batch over a folder.
func batches(ctx context.Context, t *testing.T, dir, out string, env ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(ctx, "daodu", "batch", "run", dir, "-o", out)
	cmd.Env = append([]string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}, env...)
	return cmd
}

// inLedger counts how often each artifact stands in the ledger of a folder, by its wish.
// A line that is not finished does not count.
func inLedger(t *testing.T, out string) map[batch.Wish]int {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(out, ".daodu", "ledger.jsonl"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	found := map[batch.Wish]int{}
	for line := range strings.Lines(string(data)) {
		var r struct {
			Wish     *batch.Wish
			Artifact json.RawMessage
		}
		if strings.HasSuffix(line, "\n") && strings.Contains(line, `"artifact":`) {
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatal(err)
			}
			found[*r.Wish]++
		}
	}
	return found
}

// runUntil runs a batch until its ledger has so many artifacts and then ends it by a
// signal. It returns what the program said, and how long it took to end.
func runUntil(t *testing.T, dir, out string, artifacts int, signal os.Signal, env ...string) (code int, said string, took time.Duration) {
	t.Helper()
	cmd := batches(context.Background(), t, dir, out, env...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for len(inLedger(t, out)) < artifacts {
		time.Sleep(time.Millisecond)
	}
	began := time.Now()
	cmd.Process.Signal(signal) // it may have ended
	cmd.Wait()                 // the exit code tells
	return cmd.ProcessState.ExitCode(), errs.String(), time.Since(began)
}

// killedAt runs a batch into a new folder that is killed behind each of these shares of its
// artifacts, and returns the folder. A machine with much to do may let the batch end before
// it is killed; then it is tried again.
func killedAt(t *testing.T, dir string, artifacts int, percent []int) string {
	t.Helper()
try:
	for range 5 {
		out := t.TempDir()
		for _, at := range percent {
			runUntil(t, dir, out, artifacts*at/100, os.Kill)
			if n := len(inLedger(t, out)); n >= artifacts {
				continue try
			}
		}
		return out
	}
	t.Fatal("the batch always ended before it was killed: nothing is shown by that")
	return ""
}

// A program that is killed at 30, 60 and 90 % ends, when it is run again, with the files
// of one that was not, and writes nothing twice.
func TestKilledBatch(t *testing.T) {
	t.Parallel()
	const files = 200
	dir, _ := folder(t, files)
	whole := t.TempDir()
	if out, err := batches(t.Context(), t, dir, whole).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want, err := os.ReadFile(filepath.Join(whole, "results.jsonl"))
	if err != nil || bytes.Count(want, []byte("\n")) != 3*files {
		t.Fatalf("%d results, %v", bytes.Count(want, []byte("\n")), err)
	}
	for name, percent := range map[string][]int{"30": {30}, "60": {60}, "90": {90}, "thrice": {30, 60, 90}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := killedAt(t, dir, 3*files, percent)
			before := inLedger(t, out)
			if said, err := batches(t.Context(), t, dir, out).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, said)
			}
			got, err := os.ReadFile(filepath.Join(out, "results.jsonl"))
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("the results differ: %d bytes, want %d, %v", len(got), len(want), err)
			}
			after := inLedger(t, out)
			for wish, n := range after {
				if n != 1 {
					t.Errorf("%+v was written %d times", wish, n)
				}
			}
			if len(after) != 3*files || len(before) >= len(after) {
				t.Errorf("%d artifacts, %d before the last run", len(after), len(before))
			}
			if diff := cmp.Diff(folders(t, whole), folders(t, out)); diff != "" {
				t.Errorf("the folders differ:\n%s", diff)
			}
		})
	}
}

// folders returns the files in a folder that are for users.
func folders(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i], _ = filepath.Rel(dir, files[i])
	}
	return files
}

// Ctrl-C ends a run within two seconds, with all that was written in the ledger.
func TestInterruptedBatch(t *testing.T) {
	t.Parallel()
	dir, _ := folder(t, 200)
	out := t.TempDir()
	code, said, took := runUntil(t, dir, out, 60, os.Interrupt)
	if code != 130 || said != "daodu: interrupted\n" || took > 2*time.Second {
		t.Errorf("exit code %d after %v: %s", code, took, said)
	}
	data, err := os.ReadFile(filepath.Join(out, ".daodu", "ledger.jsonl"))
	if err != nil || !bytes.HasSuffix(data, []byte("\n")) {
		t.Errorf("the ledger is torn: %.100q, %v", data[max(0, len(data)-100):], err)
	}
	for line := range bytes.Lines(data) {
		if !json.Valid(line) {
			t.Errorf("no record: %.100q", line)
		}
	}
	l, err := batch.Inspect(out)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if s := l.Status(); s.Artifacts.Done < 60 || s.Artifacts.Pending == 0 || s.Artifacts.Total != 600 {
		t.Errorf("status %+v", s)
	}
}

// A second run into a folder is refused while the first is under way, and what looks on is
// not.
func TestOneBatchAtATime(t *testing.T) {
	t.Parallel()
	dir, _ := folder(t, 300)
	out := t.TempDir()
	first := batches(t.Context(), t, dir, out)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	for len(inLedger(t, out)) == 0 {
		time.Sleep(time.Millisecond)
	}
	second := batches(t.Context(), t, dir, out)
	said, _ := second.CombinedOutput() // the exit code tells
	if got := second.ProcessState.ExitCode(); got != 3 || !strings.Contains(string(said), "is being written by another run (process "+strconv.Itoa(first.Process.Pid)+")") {
		t.Errorf("exit code %d: %s", got, said)
	}
	l, err := batch.Inspect(out)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if s := l.Status(); s.Artifacts.Total != 900 || s.Artifacts.Done == 0 {
		t.Errorf("status while it runs: %+v", s)
	}
	if err := first.Wait(); err != nil {
		t.Error(err)
	}
}

func TestBatchProgress(t *testing.T) {
	t.Parallel()
	now := time.Now()
	tally := batch.Tally{Total: 1500, Ready: 700, Failed: 3, Fresh: 600, Began: now.Add(-time.Minute), Paid: batch.Paid{
		Tokens: daodu.Tokens{Input: 1_200_000, Output: 34_000}, Cost: daodu.Cost{Amount: 3.456, Currency: "CNY"},
	}}
	want := []string{"3 failed", "1.2M tokens", "3.456 CNY", "1m20s left"}
	if diff := cmp.Diff(want, tallyWords(tally, now)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var errs bytes.Buffer
	p := newBatchProgress(newApp(nil, streams{err: &errs}))
	p.change(tally)
	p.said = now.Add(-between)
	p.change(tally)
	p.change(tally)
	p.close()
	p.said = time.Time{}
	p.change(tally)
	if got := errs.String(); strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, "daodu: 700 of 1500 texts done, 3 failed, 1.2M tokens") {
		t.Errorf("said %q", got)
	}
}
