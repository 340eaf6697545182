package openai_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/daodu/daodu/embed/embedtest"
	"github.com/daodu/daodu/embed/openai"
	"github.com/daodu/daodu/internal/shared"
)

// simulate starts the simulator of endpoints and returns its address.
func simulate(t *testing.T, config string) string {
	t.Helper()
	dir := filepath.Join(shared.Dir(t), "tools", "simllm")
	program := filepath.Join(t.TempDir(), "simllm")
	if out, err := exec.Command("go", "build", "-C", dir, "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("building the simulator: %v\n%s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	cmd := exec.CommandContext(t.Context(), program, "-addr", address, "-config", config)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	for range 200 {
		if resp, err := http.Get("http://" + address + "/config"); err == nil {
			resp.Body.Close()
			return "http://" + address
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the simulator does not start")
	return ""
}

// TestSimulator has the whole of embedtest against an endpoint with faults and limits.
func TestSimulator(t *testing.T) {
	t.Parallel()
	address := simulate(t, `{"faults":{"http500":0.1,"reset":0.1},"embed_max_batch":25,"max_concurrency":4,"retry_after":"none"}`)
	e, err := openai.New(t.Context(), openai.Config{BaseURL: address + "/v1", Model: "sim-embed", MaxTokens: 8192})
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Space().Dim; got != 256 {
		t.Errorf("%d dimensions, want the 256 of the simulator", got)
	}
	embedtest.Run(t, e)
}

// TestSimulatedLimit embeds under a limit on requests and checks that few are refused.
func TestSimulatedLimit(t *testing.T) {
	t.Parallel()
	for _, after := range []string{"seconds", "ms", "date", "none"} {
		t.Run(after, func(t *testing.T) {
			t.Parallel()
			address := simulate(t, fmt.Sprintf(`{"rpm":600,"rpm_burst":3,"retry_after":%q}`, after))
			e, err := openai.New(t.Context(), openai.Config{BaseURL: address + "/v1", Model: "sim-embed", Dimensions: 128, MaxBatch: 10})
			if err != nil {
				t.Fatal(err)
			}
			got, err := e.Documents(t.Context(), texts(100))
			if err != nil || len(got) != 100 {
				t.Fatalf("%d vectors and the error %v", len(got), err)
			}
			resp, err := http.Get(address + "/stats")
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			var stats struct {
				ByStatus map[string]int `json:"by_status"`
			}
			if err := json.NewDecoder(resp.Body).Decode(&stats); err != nil {
				t.Fatal(err)
			}
			t.Logf("by status: %v", stats.ByStatus)
			if stats.ByStatus["200"] != 10 || stats.ByStatus["429"] > 20 {
				t.Errorf("by status %v, want 10 answers and at most 20 refusals", stats.ByStatus)
			}
		})
	}
}
