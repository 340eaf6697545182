package main

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/internal/shared"
)

// BenchmarkAdd adds 1,500 real files, most of them pages, speeches and laws, to a new
// library.
func BenchmarkAdd(b *testing.B) {
	corpora := filepath.Join(shared.Dir(b), "corpora")
	for _, db := range pgtest.Databases {
		b.Run(db.Name, func(b *testing.B) {
			texts := 0
			for b.Loop() {
				var told bytes.Buffer
				run(b.Context(), []string{"add", "--library", db.URL(b), corpora}, nil, streams{strings.NewReader(""), &told, io.Discard})
				texts += strings.Count(told.String(), "\n")
			}
			b.ReportMetric(float64(texts)/b.Elapsed().Seconds(), "texts/s")
		})
	}
}
