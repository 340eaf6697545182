package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestSoak has a short day. It needs a PostgreSQL that scripts/pgvector.sh can start.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	root := filepath.Join("..", "..")
	binary := filepath.Join(t.TempDir(), "daodu")
	if out, err := exec.Command("go", "build", "-o", binary, filepath.Join(root, "cmd", "daodu")).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	script, err := filepath.Abs(filepath.Join(root, "scripts", "pgvector.sh"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := run(t.Context(), options{
		binary: binary, script: script, articles: 60, clients: 3, every: time.Second, patience: 3 * time.Minute, seed: 7, log: testLog{t},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range r.Broken {
		t.Error(b)
	}
	if r.Kills["server1"] == 0 || r.Kills["worker1"] == 0 || r.Crash == 0 {
		t.Errorf("nothing happened: kills %v, crash %v", r.Kills, r.Crash)
	}
}

// testLog writes to the log of a test.
type testLog struct{ *testing.T }

func (l testLog) Write(p []byte) (int, error) {
	l.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

// TestFollower holds that the follower sees what a bad server would do to it.
func TestFollower(t *testing.T) {
	t.Parallel()
	event := func(seq int, state string) string {
		return fmt.Sprintf("id: %d\nevent: x\ndata: {\"seq\":%d,\"job\":{\"id\":\"j\",\"state\":%q}}\n\n", seq, seq, state)
	}
	tests := []struct {
		name, stream string
		broken, done int
		last         int64
	}{
		{"in order", ": hello\n\n" + event(1, "running") + event(2, "done"), 0, 1, 2},
		{"cut in the middle", event(1, "done") + strings.TrimSuffix(event(2, "done"), "\n"), 0, 1, 1},
		{"a gap", event(1, "running") + event(3, "done"), 1, 1, 3},
		{"twice", event(1, "done") + event(1, "done"), 1, 2, 1},
		{"no JSON", "id: 1\ndata: {\n\n", 1, 0, 1},
	}
	for _, tt := range tests {
		f := &follower{done: map[string]int{}}
		f.read(strings.NewReader(tt.stream))
		if len(f.broken) != tt.broken || f.done["j"] != tt.done || f.last != tt.last {
			t.Errorf("%s: %q, done %d, last %d", tt.name, f.broken, f.done["j"], f.last)
		}
	}
}

// TestReceiver holds that the receiver sees an ID that stands for two things.
func TestReceiver(t *testing.T) {
	t.Parallel()
	r := &receiver{bodies: map[string]string{}, about: map[string]int{}}
	first := `{"id":"e1","type":"article.added","data":{"article":"a1"}}`
	r.note("e1", first)
	r.note("e1", first)
	if len(r.broken) != 0 || r.about["article.added a1 "] != 1 {
		t.Errorf("one event twice: %q, %v", r.broken, r.about)
	}
	r.note("e1", `{"id":"e1","type":"article.added","data":{"article":"a2"}}`)
	r.note("e2", first)
	if len(r.broken) != 2 {
		t.Errorf("an ID for two events, and a foreign ID: %q", r.broken)
	}
}
