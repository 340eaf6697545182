package embedtest

import (
	"context"
	"errors"
	"sync"
	"testing"
)

// query checks that the vector of a query can be held against those of documents: words
// that stand in one document only find it.
func (s *suite) query(t *testing.T) {
	documents := s.documents(t, sample)
	for i, text := range sample {
		v, err := s.e.Query(t.Context(), text)
		if err != nil {
			t.Fatalf("Query: %v", err)
		}
		s.check(t, text, v)
		if got := nearest(v, documents); got != i {
			t.Errorf("the query %q finds %q", text, sample[got])
		}
	}
}

// concurrent checks that callers do not disturb each other.
func (s *suite) concurrent(t *testing.T) {
	alone := s.documents(t, sample)
	got := make([][][]float32, 8)
	errs := make([]error, len(got))
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() { got[i], errs[i] = s.e.Documents(t.Context(), turned(i)) })
	}
	wg.Wait()
	for i := range got {
		if errs[i] != nil || len(got[i]) != len(sample) {
			t.Fatalf("caller %d: %d vectors and the error %v", i, len(got[i]), errs[i])
		}
		for k, v := range got[i] {
			at := (i + k) % len(sample)
			sameVector(t, sample[at], v, alone[at])
		}
	}
}

// turned is sample begun with its i-th text.
func turned(i int) []string {
	i %= len(sample)
	return append(append([]string{}, sample[i:]...), sample[:i]...)
}

func (s *suite) cancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	vectors, err := s.e.Documents(ctx, sample)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Documents with a cancelled context: %v, want context.Canceled", err)
	}
	s.prefix(t, sample, vectors)
	if _, err := s.e.Query(ctx, sample[0]); !errors.Is(err, context.Canceled) {
		t.Errorf("Query with a cancelled context: %v, want context.Canceled", err)
	}
}

// cancelledOnTheWay cancels while Documents is at work. It may have finished by then.
func (s *suite) cancelledOnTheWay(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var texts []string
	for i := range 3000 {
		texts = append(texts, sample[i%len(sample)])
	}
	started := make(chan struct{})
	go func() { <-started; cancel() }()
	close(started)
	vectors, err := s.e.Documents(ctx, texts)
	switch {
	case err == nil && len(vectors) != len(texts):
		t.Errorf("%d vectors for %d texts without an error", len(vectors), len(texts))
	case err != nil && !errors.Is(err, context.Canceled):
		t.Errorf("Documents: %v, want context.Canceled", err)
	}
	s.prefix(t, texts, vectors)
}

// prefix checks the vectors that came before an interruption.
func (s *suite) prefix(t *testing.T, texts []string, vectors [][]float32) {
	t.Helper()
	if len(vectors) > len(texts) {
		t.Fatalf("%d vectors for %d texts", len(vectors), len(texts))
	}
	alone := s.documents(t, sample)
	for i, v := range vectors {
		s.check(t, texts[i], v)
		sameVector(t, texts[i], v, alone[i%len(sample)])
	}
}
