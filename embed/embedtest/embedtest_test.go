package embedtest_test

import (
	"context"
	"crypto/sha256"
	"math"
	"testing"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/embed/embedtest"
)

// letters is the simplest embedder that keeps the promises: it counts letters by the
// bytes of their hashes.
type letters struct{}

func (letters) Space() daodu.EmbeddingSpace {
	return daodu.EmbeddingSpace{Provider: "test", Model: "letters", Dim: 512}
}

func (l letters) Documents(ctx context.Context, texts []string) ([][]float32, error) {
	var out [][]float32
	for _, text := range texts {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		out = append(out, l.vector(text))
	}
	return out, nil
}

func (l letters) Query(ctx context.Context, text string) ([]float32, error) {
	return l.vector(text), ctx.Err()
}

func (letters) vector(text string) []float32 {
	v := make([]float32, 512)
	sum := float32(0)
	for _, r := range text {
		if unicode.IsLetter(r) {
			h := sha256.Sum256([]byte(string(r)))
			v[int(h[0])<<1|int(h[1]&1)]++
		}
	}
	for _, x := range v {
		sum += x * x
	}
	for i := range v {
		v[i] /= max(1e-9, float32(math.Sqrt(float64(sum))))
	}
	return v
}

func TestRun(t *testing.T) {
	t.Parallel()
	embedtest.Run(t, letters{})
}
