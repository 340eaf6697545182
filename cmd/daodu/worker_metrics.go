package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/daodu/daodu"
)

// tell lets Prometheus, and whoever watches processes, ask a worker how it is: at jobs.addr,
// when that is set. It tells numbers only, so that no key is needed. stop ends it.
func (a *app) tell(ctx context.Context, metrics ...prometheus.Collector) (stop func(), err error) {
	addr := a.config.GetString("jobs.addr")
	if addr == "" {
		return func() {}, nil
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(append(metrics, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))...)
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ok\n") })
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("%w: cannot listen on %s (%v); choose another address in jobs.addr", daodu.ErrUsage, addr, err)
	}
	web := &http.Server{
		Handler: mux, ReadHeaderTimeout: headerTimeout, ReadTimeout: headerTimeout, WriteTimeout: drainTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug),
	}
	go web.Serve(listener)
	fmt.Fprintf(a.err, "daodu: metrics at http://%s/metrics\n", listener.Addr())
	return func() { web.Close() }, nil
}
