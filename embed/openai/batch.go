package openai

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/daodu/daodu"
)

// run returns the vectors of pieces, in order; with an error those before it. Up to
// Concurrency batches are on their way at once.
func (e *Embedder) run(ctx context.Context, pieces []piece) ([][]float32, error) {
	type result struct {
		vectors [][]float32
		err     error
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := e.batches(pieces)
	results := make([]chan result, 0, len(batches))
	start := func(batch []piece) {
		c := make(chan result, 1)
		results = append(results, c)
		wg.Go(func() {
			vectors, err := e.embed(ctx, batch)
			c <- result{vectors, err}
		})
	}
	var out [][]float32
	for i := range batches {
		for n := len(results); n < min(i+e.config.Concurrency, len(batches)); n++ {
			start(batches[n])
		}
		r := <-results[i]
		out = append(out, r.vectors...)
		if r.err != nil {
			return out, r.err
		}
	}
	return out, nil
}

// batches cuts pieces into as many as a request may hold.
func (e *Embedder) batches(pieces []piece) [][]piece {
	var out [][]piece
	from, tokens := 0, 0
	for i, p := range pieces {
		n := p.tokens()
		if i > from && (i-from >= int(e.inputs.Load()) || tokens+n > e.limits.tokens) {
			out = append(out, pieces[from:i])
			from, tokens = i, 0
		}
		tokens += n
	}
	if from < len(pieces) {
		out = append(out, pieces[from:])
	}
	return out
}

// embed returns the vectors of a batch; with an error those before it. A batch that the
// endpoint refuses is halved, down to the text that is to blame.
func (e *Embedder) embed(ctx context.Context, batch []piece) ([][]float32, error) {
	if n := int(e.inputs.Load()); len(batch) > n {
		return e.both(ctx, batch[:n], batch[n:]) // learnt since the batch was made
	}
	texts := make([]string, len(batch))
	for i, p := range batch {
		texts[i] = p.String()
	}
	vectors, err := e.ask(ctx, texts)
	f, ok := errors.AsType[*fault](err)
	switch {
	case !ok || !f.verdict.divisible():
		return vectors, err
	case len(batch) > 1:
		half := len(batch) / 2
		if f.verdict == tooMany {
			e.shrink(half)
		}
		return e.both(ctx, batch[:half], batch[half:])
	case f.verdict == refused:
		return nil, err
	}
	v, err := e.divide(ctx, batch[0], err)
	if err != nil {
		return nil, err
	}
	return [][]float32{v}, nil
}

func (e *Embedder) both(ctx context.Context, a, b []piece) ([][]float32, error) {
	vectors, err := e.embed(ctx, a)
	if err != nil {
		return vectors, err
	}
	rest, err := e.embed(ctx, b)
	return append(vectors, rest...), err
}

// divide embeds the halves of p, which the endpoint found too long although it is not by
// our estimate.
func (e *Embedder) divide(ctx context.Context, p piece, tooLong error) ([]float32, error) {
	if len(p.text) < 2*minPiece {
		return nil, fmt.Errorf("%w; it holds %d letters only, so set a smaller model context or another model", tooLong, len(p.text))
	}
	e.config.Log.DebugContext(ctx, "text is too long for the embedding endpoint and is split", "host", e.host, "letters", len(p.text))
	halves := p.halves()
	vectors, err := e.embed(ctx, halves)
	if err != nil {
		return nil, err
	}
	return mean(halves, vectors, e.space.Dim)
}

// shrink lowers the number of texts per request to n, for good.
func (e *Embedder) shrink(n int) {
	for {
		old := e.inputs.Load()
		if int64(n) >= old || e.inputs.CompareAndSwap(old, int64(max(n, 1))) {
			return
		}
	}
}

var _ daodu.Embedder = (*Embedder)(nil)
