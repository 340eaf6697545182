// Package offline is an embedder that needs no network, no model file and no set-up: a
// table of 4 MB in the binary. It is weaker than a language model at telling what means
// the same in other words; internal/eval measures it (`go run ./cmd/eval embedding`).
//
// # How a vector is made
//
// A text is folded to Simplified, half-width, lower-case letters, so that both scripts
// have the same vectors. The first 256 elements hold what it is about: the text is parted
// into the pieces of a vocabulary of 28,000 (a unigram language model, parted by Viterbi's
// algorithm), and the learned rows of the pieces are added up. The other 768 hold its very
// words: letters, pairs of letters and words, each weighed by how rare it is and hashed
// to one element with a sign (Weinberger et al., Feature Hashing for Large Scale Multitask
// Learning, 2009). Letters and words that have no piece get a row made up from their hash.
//
// # Where the table comes from
//
// train (`make table`) makes it in a few minutes from the evening news of China Central
// Television 2012-2024 and the laws of the People's Republic. It holds weights, and pieces
// of at most four letters: no text can be read back from it.
package offline

import (
	"context"
	_ "embed"
	"fmt"
	"sync"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/embed/offline/internal/static"
)

// Dim is the number of elements of a vector, unless WithDim asks for fewer.
const Dim = 1024

// model is the version of the vectors. It changes whenever the vector of any text does.
const model = "static-1"

//go:embed table.bin
var data []byte

// table is read when the first text comes.
var table = sync.OnceValue(func() *static.Table {
	t := &static.Table{}
	if err := t.UnmarshalBinary(data); err != nil {
		panic(fmt.Sprintf("offline: the embedded table is broken: %v", err))
	}
	return t
})

// An Embedder is a [daodu.Embedder] that computes vectors itself. It is safe for
// concurrent use and starts no goroutines. The vector of a text is the same on every
// machine, to the last bit.
type Embedder struct {
	dim     int
	scratch *sync.Pool // of *writer
}

var _ daodu.Embedder = (*Embedder)(nil)

// New returns an embedder with vectors of Dim elements.
func New() *Embedder { return newEmbedder(Dim) }

func newEmbedder(dim int) *Embedder {
	return &Embedder{dim, &sync.Pool{New: func() any { return newWriter(table(), dim) }}}
}

// WithDim returns an embedder with vectors of dim elements: 1024, or 256 for what texts
// are about without their very words. Any other number is a [daodu.ErrUsage].
func (e *Embedder) WithDim(dim int) (*Embedder, error) {
	if dim != static.Dim && dim != Dim {
		return nil, fmt.Errorf("%w: the offline embedder has vectors of %d or %d elements, not %d", daodu.ErrUsage, static.Dim, Dim, dim)
	}
	return newEmbedder(dim), nil
}

// Space names the version of the table and the dimension.
func (e *Embedder) Space() daodu.EmbeddingSpace {
	return daodu.EmbeddingSpace{Provider: "offline", Model: model, Dim: e.dim}
}

// Documents returns the vector of each text. Between texts it looks whether ctx is done;
// then it returns the vectors made so far and the error of ctx.
func (e *Embedder) Documents(ctx context.Context, texts []string) ([][]float32, error) {
	w := e.scratch.Get().(*writer)
	defer e.scratch.Put(w)
	out := make([][]float32, 0, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return out, fmt.Errorf("embedding stopped after %d of %d texts: %w", i, len(texts), err)
		}
		out = append(out, w.vector(text))
	}
	return out, nil
}

// Query returns the vector of text; queries are treated like documents.
func (e *Embedder) Query(ctx context.Context, text string) ([]float32, error) {
	vectors, err := e.Documents(ctx, []string{text})
	if err != nil {
		return nil, err
	}
	return vectors[0], nil
}
