package store

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/internal/synth"
)

// TestIndexes compares what the indexes of a library that has outgrown comparing with each
// vector find with what comparing finds, also after articles came and went.
func TestIndexes(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	for name, url := range map[string]func() string{
		"sqlite":   func() string { return filepath.Join(t.TempDir(), "library.db") },
		"postgres": func() string { return pgtest.URL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := Open(t.Context(), Config{URL: url()})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			const articles, dim = 150, maxDim
			vectors := synth.New(synth.Config{Dim: dim, Articles: articles, Chunks: scaleChunks, Topics: 10})
			sp, keys, _ := fillSpace(t, s, vectors, dim)
			if vectors.Len() <= exactBelow(sp) {
				t.Fatalf("%d vectors need no index", vectors.Len())
			}
			exact := nearestOf(t, s, sp, vectors)
			if err := s.Optimise(t.Context()); err != nil {
				t.Fatal(err)
			}
			alike(t, exact, nearestOf(t, s, sp, vectors))

			for _, k := range keys[:20] {
				if err := s.write(t.Context(), func(tx conn) error { return s.dia.removeVectors(t.Context(), tx, sp, s.workspace, k) }); err != nil {
					t.Fatal(err)
				}
			}
			for _, list := range nearestOf(t, s, sp, vectors) {
				for _, c := range list {
					if slices.Contains(keys[:20], c.article) {
						t.Error("an article is found that was removed")
					}
				}
			}
			for i, k := range keys[:20] {
				chunks := make([][]float32, scaleChunks)
				for c := range chunks {
					chunks[c] = vectors.At(i*scaleChunks + c)
				}
				if err := s.write(t.Context(), func(tx conn) error {
					return s.putVectors(t.Context(), tx, sp, s.workspace, k, chunks)
				}); err != nil {
					t.Fatal(err)
				}
			}
			alike(t, exact, nearestOf(t, s, sp, vectors))
			if err := s.Optimise(t.Context()); err != nil { // again changes nothing
				t.Fatal(err)
			}
		})
	}
}

// nearestOf returns the ten chunks that are nearest to each of some queries.
func nearestOf(t *testing.T, s *Store, sp space, vectors *synth.Vectors) (out [][]chunkRef) {
	t.Helper()
	if d, ok := s.dia.(*postgresDialect); ok {
		d.sizes.Clear()
	}
	err := s.read(t.Context(), func(tx conn) error {
		out = nil
		for i := range 20 {
			near, err := s.dia.nearChunks(t.Context(), tx, sp, s.workspace, vectors.Query(i*7), scaleTop)
			if err != nil {
				return err
			}
			out = append(out, near)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// alike makes sure that nearly all of the nearest are found, the best first.
func alike(t *testing.T, want, got [][]chunkRef) {
	t.Helper()
	found, all := 0, 0
	for i := range want {
		for _, c := range want[i] {
			all++
			if slices.ContainsFunc(got[i], func(g chunkRef) bool { return g.article == c.article && g.seq == c.seq }) {
				found++
			}
		}
		if !slices.IsSortedFunc(got[i], func(a, b chunkRef) int {
			if a.score >= b.score {
				return -1
			}
			return 1
		}) {
			t.Errorf("query %d: not the best first", i)
		}
	}
	if float64(found) < .97*float64(all) {
		t.Errorf("%d of %d of the nearest are found", found, all)
	}
}
