package openai_test

import (
	"testing"

	"github.com/daodu/daodu/embed/embedtest"
	"github.com/daodu/daodu/embed/openai"
	"github.com/daodu/daodu/internal/simllm"
)

// TestSimulator has the whole of embedtest against an endpoint with faults and limits.
func TestSimulator(t *testing.T) {
	t.Parallel()
	s := simllm.Start(t, simllm.Build(t), simllm.Config{
		"faults": simllm.Config{"http500": .1, "reset": .1}, "embed_max_batch": 25, "max_concurrency": 4, "retry_after": "none",
	})
	e, err := openai.New(t.Context(), openai.Config{BaseURL: s.URL + "/v1", Model: "sim-embed", MaxTokens: 8192})
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
	program := simllm.Build(t)
	for _, after := range []string{"seconds", "ms", "date", "none"} {
		t.Run(after, func(t *testing.T) {
			t.Parallel()
			s := simllm.Start(t, program, simllm.Config{"rpm": 600, "rpm_burst": 3, "retry_after": after})
			e, err := openai.New(t.Context(), openai.Config{BaseURL: s.URL + "/v1", Model: "sim-embed", Dimensions: 128, MaxBatch: 10})
			if err != nil {
				t.Fatal(err)
			}
			got, err := e.Documents(t.Context(), texts(100))
			if err != nil || len(got) != 100 {
				t.Fatalf("%d vectors and the error %v", len(got), err)
			}
			stats := s.Stats(t)
			t.Logf("by status: %v", stats.ByStatus)
			if stats.ByStatus["200"] != 10 || stats.ByStatus["429"] > 20 {
				t.Errorf("by status %v, want 10 answers and at most 20 refusals", stats.ByStatus)
			}
		})
	}
}
