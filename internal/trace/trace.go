// Package trace tells a collector what takes how long: requests, jobs and calls of
// models, as spans of OpenTelemetry. It is off unless an endpoint is configured; a nil
// [Tracer] traces nothing, starts nothing and costs nothing. Counts and sums are for
// /metrics, not for spans.
package trace

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	root "go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	otel "go.opentelemetry.io/otel/trace"

	"github.com/daodu/daodu"
)

// scope names the program as the origin of spans.
const scope = "github.com/daodu/daodu"

// A Config says where spans go. Without an endpoint and an exporter there is no tracing.
type Config struct {
	// Endpoint is where a collector takes traces: OTLP over HTTP, with the whole path,
	// such as http://127.0.0.1:4318/v1/traces. What else the exporter needs, such as
	// headers, it takes from the OTEL_ variables of the process.
	Endpoint string
	Exporter sdk.SpanExporter // instead of one for Endpoint
	Service  string           // name of this process in traces; $OTEL_SERVICE_NAME overrules it
	Version  string
	Log      *slog.Logger // gets what the exporter complains of; nil discards
}

// A Tracer makes spans. Its methods work on a nil one too, which makes none.
type Tracer struct {
	provider *sdk.TracerProvider
	tracer   otel.Tracer
}

// New returns a tracer, nil when c names no place for spans. The error wraps
// [daodu.ErrUsage] when the endpoint is no address.
func New(ctx context.Context, c Config) (*Tracer, error) {
	if c.Exporter == nil && c.Endpoint == "" {
		return nil, nil
	}
	if c.Exporter == nil {
		u, err := url.Parse(c.Endpoint)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, fmt.Errorf("%w: the endpoint for traces is no address; write it as http://127.0.0.1:4318", daodu.ErrUsage)
		}
		if c.Exporter, err = otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(c.Endpoint)); err != nil {
			return nil, fmt.Errorf("%w: traces: %v", daodu.ErrUsage, err)
		}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	root.SetErrorHandler(root.ErrorHandlerFunc(func(err error) { c.Log.Warn("traces are lost", "error", err) }))
	res, err := resource.New(ctx,
		resource.WithAttributes(attribute.String("service.name", c.Service), attribute.String("service.version", c.Version)),
		resource.WithTelemetrySDK(), resource.WithFromEnv())
	if err != nil {
		return nil, fmt.Errorf("%w: traces: %v", daodu.ErrUsage, err)
	}
	provider := sdk.NewTracerProvider(sdk.WithBatcher(c.Exporter), sdk.WithResource(res))
	return &Tracer{provider, provider.Tracer(scope)}, nil
}

// Close sends the spans that wait, until ctx ends.
func (t *Tracer) Close(ctx context.Context) error {
	if t == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}

// Flush sends the spans that wait and goes on.
func (t *Tracer) Flush(ctx context.Context) error {
	if t == nil {
		return nil
	}
	return t.provider.ForceFlush(ctx)
}

// untraced are paths that are asked for all the time and tell nothing.
var untraced = map[string]bool{"/healthz": true, "/readyz": true, "/metrics": true}

// Handler returns h with a span around each request, which goes on with the trace of the
// caller when the request names one.
func (t *Tracer) Handler(h http.Handler) http.Handler {
	if t == nil {
		return h
	}
	return otelhttp.NewHandler(h, "request", otelhttp.WithTracerProvider(t.provider), otelhttp.WithPropagators(propagation.TraceContext{}),
		otelhttp.WithFilter(func(r *http.Request) bool { return !untraced[r.URL.Path] }),
		otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return r.Method }))
}

// Route names the span of the request that ctx belongs to by its route, which is known only
// once the request was answered.
func (t *Tracer) Route(ctx context.Context, method, route string) {
	if t == nil {
		return
	}
	span := otel.SpanFromContext(ctx)
	span.SetName(method + " " + route)
	span.SetAttributes(attribute.String("http.route", route))
}

// Client returns a client with a span around each request, for calls of models; nil, which
// stands for the default one, without tracing. The other end is not told of the trace.
func (t *Tracer) Client() *http.Client {
	if t == nil {
		return nil
	}
	return &http.Client{Transport: otelhttp.NewTransport(http.DefaultTransport, otelhttp.WithTracerProvider(t.provider),
		otelhttp.WithPropagators(propagation.NewCompositeTextMapPropagator()),
		otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return "model " + r.Method + " " + r.URL.Path }))}
}

// Do calls f within a span. Attributes are those of a log: strings, numbers, what prints
// itself.
func (t *Tracer) Do(ctx context.Context, name string, f func(context.Context) error, attrs ...slog.Attr) error {
	if t == nil {
		return f(ctx)
	}
	ctx, span := t.tracer.Start(ctx, name, otel.WithAttributes(attributes(attrs)...))
	defer span.End()
	err := f(ctx)
	if err != nil {
		span.SetStatus(codes.Error, err.Error())
	}
	return err
}

func attributes(attrs []slog.Attr) []attribute.KeyValue {
	out := make([]attribute.KeyValue, len(attrs))
	for i, a := range attrs {
		key := attribute.Key("daodu." + a.Key)
		switch a.Value.Kind() {
		case slog.KindInt64:
			out[i] = key.Int64(a.Value.Int64())
		case slog.KindBool:
			out[i] = key.Bool(a.Value.Bool())
		default:
			out[i] = key.String(a.Value.String())
		}
	}
	return out
}
