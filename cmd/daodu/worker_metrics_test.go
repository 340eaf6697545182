package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/pgtest"
)

// TestWorkerTells asks a worker how it is.
func TestWorkerTells(t *testing.T) {
	t.Parallel()
	a := configured(t, "DAODU_STORE_URL="+pgtest.Databases[0].URL(t), "DAODU_JOBS_ADDR=127.0.0.1:0")
	var said bytes.Buffer
	a.err = &said
	s, err := a.library(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	metrics := newJobMetrics(s)
	stop, err := a.tell(t.Context(), metrics)
	if err != nil {
		t.Fatal(err)
	}
	metrics.jobEnded(daodu.Job{Wish: daodu.Wish{Kind: daodu.KindGuide, Engine: "extract"}}, daodu.JobEnding{}, 0)
	url := strings.TrimSpace(strings.TrimPrefix(said.String(), "daodu: metrics at "))
	for path, want := range map[string]string{"/metrics": `daodu_jobs_ended_total{engine="extract",kind="guide"`, "/healthz": "ok"} {
		res, err := http.Get(strings.TrimSuffix(url, "/metrics") + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || !strings.Contains(string(body), want) {
			t.Errorf("%s does not tell %s: %v\n%s", res.Request.URL, want, err, body)
		}
	}
	stop()
	if res, err := http.Get(url); err == nil {
		res.Body.Close()
		t.Error("it goes on telling")
	}
	a = configured(t, "DAODU_JOBS_ADDR=127.0.0.1:99999")
	if _, err := a.tell(t.Context()); daodu.ExitCode(err) != 2 {
		t.Errorf("an address that cannot be: %v", err)
	}
}
