// Package simllm runs, for tests, the simulator of model endpoints that lies beside the
// project: a server with the dialects, limits and faults of real ones that counts what it
// is asked.
package simllm

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/daodu/daodu/internal/shared"
)

// Config is what the simulator is told: which faults and limits it has, and how fast it is.
type Config = map[string]any

// A Simulator is a running one.
type Simulator struct{ URL string }

// Stats are what it counted.
type Stats struct {
	Requests   int            `json:"requests"`
	ByStatus   map[string]int `json:"by_status"`
	Duplicates int            `json:"duplicate_successes"`
	Prompt     int            `json:"prompt_tokens"`
	Output     int            `json:"completion_tokens"`
	Cached     int            `json:"cached_tokens"`
	Cost       float64        `json:"cost"`
}

// A Call is what it noted of one request; times in seconds, sizes in tokens.
type Call struct {
	Status int     `json:"status"`
	Fault  string  `json:"fault"`
	Schema string  `json:"schema"`
	T0     float64 `json:"t0"`
	T1     float64 `json:"t1"`
	Prompt int     `json:"prompt"`
	Cached int     `json:"cached"`
}

// Build returns the program. It is deleted with t. Without the simulator the test is
// skipped, except in CI.
func Build(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(shared.Dir(t), "tools", "simllm")
	program := filepath.Join(t.TempDir(), "simllm")
	if out, err := exec.Command("go", "build", "-C", dir, "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("building the simulator: %v\n%s", err, out)
	}
	return program
}

// Start runs a program that Build returned. It ends with t.
func Start(t testing.TB, program string, config Config) Simulator {
	t.Helper()
	address := freeAddress(t)
	cmd := exec.Command(program, "-addr", address, "-config", string(encoded(t, config)))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	s := Simulator{"http://" + address}
	for range 500 {
		if resp, err := http.Get(s.URL + "/config"); err == nil {
			resp.Body.Close()
			return s
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the simulator does not start")
	return s
}

// given are the addresses that simulators have: a port that was free is given out again
// before the program that it is for has it.
var given sync.Map

// freeAddress returns a local address that nobody listens at.
func freeAddress(t testing.TB) string {
	t.Helper()
	for {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		address := l.Addr().String()
		l.Close()
		if _, taken := given.LoadOrStore(address, true); !taken {
			return address
		}
	}
}

// Configure changes the simulator and makes it forget what it counted.
func (s Simulator) Configure(t testing.TB, config Config) {
	t.Helper()
	resp, err := http.Post(s.URL+"/config", "application/json", bytes.NewReader(encoded(t, config)))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}

func encoded(t testing.TB, config Config) []byte {
	t.Helper()
	raw, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// Stats returns what was counted.
func (s Simulator) Stats(t testing.TB) (stats Stats) {
	t.Helper()
	s.read(t, "stats", &stats)
	return stats
}

// Log returns what was noted.
func (s Simulator) Log(t testing.TB) (calls []Call) {
	t.Helper()
	s.read(t, "log", &calls)
	return calls
}

func (s Simulator) read(t testing.TB, what string, into any) {
	t.Helper()
	resp, err := http.Get(s.URL + "/" + what)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}
