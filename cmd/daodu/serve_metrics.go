package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// jobMetrics tell of jobs: of the queue as all processes see it, and of what this process
// wrote.
type jobMetrics struct {
	store    *store.Store
	ended    *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	tokens   *prometheus.CounterVec
	cost     *prometheus.CounterVec
	findings *prometheus.CounterVec
}

// The queue is counted when somebody asks.
var (
	queueJobs = prometheus.NewDesc("daodu_jobs", "Jobs that wait or run, in all workspaces.", []string{"engine", "state"}, nil)
	queueAge  = prometheus.NewDesc("daodu_jobs_oldest_seconds", "How long the job has waited that has waited longest.", []string{"engine"}, nil)
)

// countTimeout is how long counting the queue may take.
const countTimeout = 2 * time.Second

func newJobMetrics(s *store.Store) *jobMetrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	return &jobMetrics{
		store: s,
		ended: counter("daodu_jobs_ended_total", "Attempts that ended in this process, by outcome: done, again, failed or returned.", "engine", "kind", "outcome"),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "daodu_job_seconds", Help: "Time of an attempt, in seconds.", Buckets: []float64{.01, .03, .1, .3, 1, 3, 10, 30, 100, 300, 1000},
		}, []string{"engine", "kind"}),
		tokens:   counter("daodu_tokens_total", "Tokens that models read and wrote: input, cached (of input) and output.", "engine", "model", "direction"),
		cost:     counter("daodu_cost_total", "What models cost.", "engine", "model", "currency"),
		findings: counter("daodu_checks_failed_total", "Points that a check found unsupported.", "rule"),
	}
}

// jobEnded counts what became of a job in this process.
func (m *jobMetrics) jobEnded(j daodu.Job, e daodu.JobEnding, took time.Duration) {
	outcome := "again"
	switch {
	case e.Artifact != nil:
		outcome = "done"
	case e.Err == nil:
		outcome = "returned"
	case e.Again < 0:
		outcome = "failed"
	}
	m.ended.WithLabelValues(j.Engine, string(j.Kind), outcome).Inc()
	m.seconds.WithLabelValues(j.Engine, string(j.Kind)).Observe(took.Seconds())
	if e.Artifact == nil {
		return
	}
	o := e.Artifact.Origin
	for direction, n := range map[string]int{"input": o.Tokens.Input, "cached": o.Tokens.Cached, "output": o.Tokens.Output} {
		if n > 0 {
			m.tokens.WithLabelValues(j.Engine, o.Model, direction).Add(float64(n))
		}
	}
	if o.Cost.Amount > 0 {
		m.cost.WithLabelValues(j.Engine, o.Model, o.Cost.Currency).Add(o.Cost.Amount)
	}
	for _, f := range e.Artifact.Findings {
		if f.Verdict == daodu.Unsupported {
			m.findings.WithLabelValues(f.Rule).Inc()
		}
	}
}

// vectors are the metrics that this process counts itself.
func (m *jobMetrics) vectors() []prometheus.Collector {
	return []prometheus.Collector{m.ended, m.seconds, m.tokens, m.cost, m.findings}
}

// Describe describes the metrics. The name is Prometheus's.
func (m *jobMetrics) Describe(out chan<- *prometheus.Desc) {
	out <- queueJobs
	out <- queueAge
	for _, v := range m.vectors() {
		v.Describe(out)
	}
}

// Collect gives the values. The name is Prometheus's. A library that does not answer has
// no depths, and everything else.
func (m *jobMetrics) Collect(out chan<- prometheus.Metric) {
	for _, v := range m.vectors() {
		v.Collect(out)
	}
	ctx, cancel := context.WithTimeout(context.Background(), countTimeout)
	defer cancel()
	depths, err := m.store.Depths(ctx)
	if err != nil {
		return
	}
	for _, d := range depths {
		out <- prometheus.MustNewConstMetric(queueJobs, prometheus.GaugeValue, float64(d.Queued), d.Engine, string(daodu.JobQueued))
		out <- prometheus.MustNewConstMetric(queueJobs, prometheus.GaugeValue, float64(d.Running), d.Engine, string(daodu.JobRunning))
		out <- prometheus.MustNewConstMetric(queueAge, prometheus.GaugeValue, d.Oldest, d.Engine)
	}
}
