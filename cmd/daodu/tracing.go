package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/trace"
	"github.com/daodu/daodu/internal/work"
)

// flushTimeout is how long the last spans may take to reach the collector.
const flushTimeout = 5 * time.Second

// traced returns run with spans for a collector, when the configuration names one. It is
// for commands that go on for long.
func (a *app) traced(run func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		endpoint, err := a.traceEndpoint()
		if err != nil {
			return err
		}
		a.tracer, err = trace.New(cmd.Context(), trace.Config{
			Endpoint: endpoint, Service: "daodu-" + cmd.Name(), Version: strings.Trim(version, "()"), Log: a.log,
		})
		if err != nil {
			return err
		}
		defer func() {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(cmd.Context()), flushTimeout)
			defer cancel()
			if err := a.tracer.Close(ctx); err != nil {
				a.log.Warn("the last traces are lost", "error", err)
			}
		}()
		return run(cmd, args)
	}
}

// traceEndpoint returns where traces go, "" for nowhere: the setting, or what the
// variables of OpenTelemetry say
// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
func (a *app) traceEndpoint() (string, error) {
	if strings.EqualFold(lookup(a.env, "OTEL_SDK_DISABLED"), "true") {
		return "", nil
	}
	base := cmp.Or(a.config.GetString("telemetry.endpoint"), lookup(a.env, "OTEL_EXPORTER_OTLP_ENDPOINT"))
	if whole := lookup(a.env, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"); whole != "" && a.config.GetString("telemetry.endpoint") == "" {
		return whole, nil
	}
	if base == "" {
		return "", nil
	}
	u, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("%w: telemetry.endpoint is no address; write it as http://127.0.0.1:4318", daodu.ErrUsage)
	}
	return u.JoinPath("v1", "traces").String(), nil
}

// tracedWriter returns a writer with a span around the jobs of each article.
func (a *app) tracedWriter(write work.Writer) work.Writer {
	if a.tracer == nil {
		return write
	}
	return func(ctx context.Context, workspace string, article *daodu.Article, kinds []daodu.Kind, w daodu.Wish) (arts []*daodu.Artifact, err error) {
		err = a.tracer.Do(ctx, "write", func(ctx context.Context) error {
			arts, err = write(ctx, workspace, article, kinds, w)
			return err
		}, slog.String("workspace", workspace), slog.String("article", article.ID), slog.Any("kinds", kinds),
			slog.String("engine", w.Engine), slog.Int("length", article.Length))
		return arts, err
	}
}
