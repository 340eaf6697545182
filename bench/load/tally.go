package main

import (
	"slices"
	"time"
)

// A tally is what connections counted.
type tally struct {
	latencies []time.Duration
	failed    int
	bytes     int
	err       error
}

func (t tally) result(took time.Duration) result {
	slices.Sort(t.latencies)
	n := len(t.latencies)
	if n == 0 {
		return result{}
	}
	return result{
		Requests: n, Failed: t.failed, PerSecond: float64(n) / took.Seconds(), BytesAnswer: t.bytes / n,
		P50: percentile(t.latencies, 50), P90: percentile(t.latencies, 90), P99: percentile(t.latencies, 99), Longest: t.latencies[n-1],
	}
}

// percentile returns the smallest of sorted values that p of 100 do not exceed: the
// nearest-rank method.
func percentile(sorted []time.Duration, p int) time.Duration {
	return sorted[max((len(sorted)*p+99)/100, 1)-1]
}
