package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// metrics are what /metrics tells.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	running  prometheus.Gauge
}

// newMetrics returns the metrics of requests, of the process, and those of more.
func newMetrics(more []prometheus.Collector) (metrics, error) {
	m := metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "daodu_http_requests_total", Help: "Requests by route and status."}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "daodu_http_request_seconds", Help: "Time to answer, in seconds.", Buckets: []float64{.001, .003, .01, .03, .1, .3, 1, 3, 10, 30},
		}, []string{"method", "route"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{Name: "daodu_http_requests_running", Help: "Requests that are being answered."}),
	}
	all := append([]prometheus.Collector{m.requests, m.seconds, m.running, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})}, more...)
	for _, c := range all {
		if err := m.registry.Register(c); err != nil {
			return m, err
		}
	}
	return m, nil
}

// observe counts and logs every request. Addresses are logged without their query, which
// may hold what somebody looks for.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		s.metrics.running.Inc()
		defer s.metrics.running.Dec()
		watched := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		next.ServeHTTP(watched, r)
		route := "none" // addresses that lead nowhere are without number
		if of := chi.RouteContext(r.Context()); of != nil && of.RoutePattern() != "" && watched.Status() != http.StatusMethodNotAllowed {
			route = of.RoutePattern()
		}
		method, took := knownMethod(r.Method), time.Since(began)
		s.metrics.requests.WithLabelValues(method, route, strconv.Itoa(watched.Status())).Inc()
		s.metrics.seconds.WithLabelValues(method, route).Observe(took.Seconds())
		if s.config.Routed != nil {
			s.config.Routed(r.Context(), method, route)
		}
		s.log.InfoContext(r.Context(), "request", "request", requestIDOf(r.Context()), "method", method, "path", r.URL.Path,
			"status", watched.Status(), "bytes", watched.BytesWritten(), "took", took, "address", addressOf(r.Context()))
	})
}

// knownMethod returns a method, "other" for one that somebody made up.
func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}
