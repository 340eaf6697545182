package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/internal/trace"
)

// TestTraced follows a search from its request to the model that makes its vector, and a
// job to its writing.
func TestTraced(t *testing.T) {
	t.Parallel()
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		type vector struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		}
		var out struct {
			Data []vector `json:"data"`
		}
		for i := range asked.Input {
			out.Data = append(out.Data, vector{i, []float32{1, 0, 0, 0}})
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(out)
	}))
	t.Cleanup(model.Close)
	exporter := tracetest.NewInMemoryExporter()
	a := configured(t, "DAODU_STORE_URL="+pgtest.Databases[0].URL(t), "DAODU_EMBED_MODEL=test", "DAODU_EMBED_BASE_URL="+model.URL+"/v1", "DAODU_EMBED_DIMENSIONS=4")
	var err error
	if a.tracer, err = trace.New(t.Context(), trace.Config{Exporter: exporter}); err != nil {
		t.Fatal(err)
	}
	s, err := a.library(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	handler, err := a.server(s)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(a.tracer.Handler(handler))
	c := &served{t: t, store: s, url: web.URL}
	c.do("POST", "/api/v1/articles", map[string]string{"text": meeting}, http.StatusCreated, nil)
	c.do("GET", "/api/v1/search?q=%E4%B9%A6%E5%B1%8B", nil, http.StatusOK, nil)
	c.do("GET", "/nowhere", nil, http.StatusNotFound, nil)
	write := a.tracedWriter(func(context.Context, string, *daodu.Article, []daodu.Kind, daodu.Wish) ([]*daodu.Artifact, error) {
		return []*daodu.Artifact{{}}, nil
	})
	if arts, err := write(t.Context(), "group", &daodu.Article{ID: "a1"}, daodu.Kinds, daodu.Wish{Engine: "extract"}); err != nil || len(arts) != 1 {
		t.Errorf("written: %v, %v", arts, err)
	}
	web.Close()
	if err := a.tracer.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, s := range exporter.GetSpans() {
		names[s.SpanContext.SpanID().String()] = s.Name
	}
	var got []string
	for _, s := range exporter.GetSpans() {
		got = append(got, s.Name+" < "+names[s.Parent.SpanID().String()])
	}
	want := []string{
		"model POST /v1/embeddings < POST /api/v1/articles", "POST /api/v1/articles < ",
		"model POST /v1/embeddings < GET /api/v1/search", "GET /api/v1/search < ", "GET none < ", "write < ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("spans (-want +got):\n%s", diff)
	}
}

func TestTraceEndpoint(t *testing.T) {
	t.Parallel()
	tests := []struct {
		env  string
		want string
	}{
		{"", ""},
		{"DAODU_TELEMETRY_ENDPOINT=http://c:4318", "http://c:4318/v1/traces"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT=https://c/otlp/", "https://c/otlp/v1/traces"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318 DAODU_TELEMETRY_ENDPOINT=http://d:4318", "http://d:4318/v1/traces"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318 OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://d:4318/here", "http://d:4318/here"},
		{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://d:4318/here DAODU_TELEMETRY_ENDPOINT=http://e", "http://e/v1/traces"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318 OTEL_SDK_DISABLED=true", ""},
	}
	for _, tt := range tests {
		got, err := configured(t, strings.Fields(tt.env)...).traceEndpoint()
		if err != nil || got != tt.want {
			t.Errorf("%s: %q, %v; want %q", tt.env, got, err, tt.want)
		}
	}
	if _, err := configured(t, "DAODU_TELEMETRY_ENDPOINT=http://[::1").traceEndpoint(); err == nil {
		t.Error("an endpoint that is no address is taken")
	}
}

// configured returns an app with an environment.
func configured(t *testing.T, env ...string) *app {
	t.Helper()
	a := newApp(env, streams{strings.NewReader(""), io.Discard, io.Discard})
	var err error
	if a.config, err = loadConfig("", env, pflag.NewFlagSet("test", pflag.ContinueOnError)); err != nil {
		t.Fatal(err)
	}
	if a.log, err = newLog(a.err, "error", "text"); err != nil {
		t.Fatal(err)
	}
	return a
}
