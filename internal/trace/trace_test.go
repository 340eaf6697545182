package trace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/daodu/daodu"
)

// recording returns a tracer and what it has recorded: each span as "name < name of the
// span above: status".
func recording(t *testing.T) (*Tracer, *tracetest.InMemoryExporter, func() []string) {
	t.Helper()
	exporter := tracetest.NewInMemoryExporter()
	tracer, err := New(t.Context(), Config{Exporter: exporter, Service: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tracer.Close(context.WithoutCancel(t.Context())) })
	return tracer, exporter, func() (out []string) {
		t.Helper()
		if err := tracer.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		spans := exporter.GetSpans()
		names := map[string]string{}
		for _, s := range spans {
			names[s.SpanContext.SpanID().String()] = s.Name
		}
		for _, s := range spans {
			out = append(out, fmt.Sprintf("%s < %s: %s%s", s.Name, names[s.Parent.SpanID().String()], s.Status.Code, s.Status.Description))
		}
		return out
	}
}

func TestSpans(t *testing.T) {
	t.Parallel()
	tracer, exporter, spans := recording(t)
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Traceparent") != "" {
			t.Error("the model is told of the trace")
		}
	}))
	t.Cleanup(model.Close)
	web := httptest.NewServer(tracer.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/healthz" {
			return
		}
		defer tracer.Route(r.Context(), r.Method, "/articles/{id}")
		_ = tracer.Do(r.Context(), "write", func(ctx context.Context) error {
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, model.URL+"/v1/embeddings", strings.NewReader("{}"))
			if err != nil {
				return err
			}
			res, err := tracer.Client().Do(req)
			if err != nil {
				return err
			}
			res.Body.Close()
			return errors.New("no words")
		}, slog.String("article", "a1"), slog.Int("attempt", 2), slog.Bool("cached", true))
		http.Error(w, "broken", http.StatusInternalServerError)
	})))
	t.Cleanup(web.Close)
	for _, path := range []string{"/healthz", "/articles/a1?q=secret"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, web.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
	}
	web.Close() // a span ends behind its answer
	want := []string{"model POST /v1/embeddings < write: Unset", "write < GET /articles/{id}: Errorno words", "GET /articles/{id} < : Error"}
	if diff := cmp.Diff(want, spans()); diff != "" {
		t.Errorf("spans (-want +got):\n%s", diff)
	}
	for _, s := range exporter.GetSpans() {
		if strings.HasPrefix(s.Name, "GET /articles") && s.SpanContext.TraceID().String() != "0af7651916cd43dd8448eb211c80319c" {
			t.Errorf("%s has a trace of its own", s.Name)
		}
		if text := fmt.Sprint(s.Attributes); strings.Contains(text, "secret") {
			t.Errorf("%s tells what was looked for: %s", s.Name, text)
		}
	}
}

// TestOff holds that nothing is started and nothing is wrapped without an endpoint.
func TestOff(t *testing.T) {
	before := runtime.NumGoroutine()
	tracer, err := New(t.Context(), Config{Service: "test"})
	if tracer != nil || err != nil {
		t.Fatalf("New() = %v, %v, want nothing", tracer, err)
	}
	handler := http.NewServeMux()
	if tracer.Handler(handler) != http.Handler(handler) || tracer.Client() != nil {
		t.Error("something is wrapped")
	}
	tracer.Route(t.Context(), "GET", "/")
	want := errors.New("no words")
	if err := tracer.Do(t.Context(), "write", func(context.Context) error { return want }); err != want {
		t.Errorf("Do() = %v", err)
	}
	allocated := testing.AllocsPerRun(100, func() {
		_ = tracer.Do(context.Background(), "write", func(context.Context) error { return nil })
	})
	if after := runtime.NumGoroutine(); after > before || allocated > 0 {
		t.Errorf("%d goroutines and %v allocations more", after-before, allocated)
	}
	if err := tracer.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestNoEndpoint(t *testing.T) {
	t.Parallel()
	for _, endpoint := range []string{"collector:4318", "ftp://collector", "http://", "http://[::1"} {
		if _, err := New(t.Context(), Config{Endpoint: endpoint}); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("%s: %v, want a usage error", endpoint, err)
		}
	}
}

// TestExport sends spans to a collector.
func TestExport(t *testing.T) {
	t.Parallel()
	sent := make(chan string, 1)
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		sent <- r.URL.Path + " " + string(body)
	}))
	t.Cleanup(collector.Close)
	tracer, err := New(t.Context(), Config{Endpoint: collector.URL + "/v1/traces", Service: "daodu-test", Version: "7"})
	if err != nil {
		t.Fatal(err)
	}
	if err := tracer.Do(t.Context(), "write summary", func(context.Context) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := tracer.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := <-sent
	for _, want := range []string{"/v1/traces ", "daodu-test", "write summary"} {
		if !strings.Contains(got, want) {
			t.Errorf("the collector did not get %q", want)
		}
	}
}
