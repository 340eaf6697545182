package store

import (
	"context"
	"math"
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/terms"
	"github.com/daodu/daodu/internal/winnow"
	"github.com/daodu/daodu/internal/zh"
)

// How many reasons of each kind are given.
const (
	groundPassages = 2
	groundTerms    = 5
)

// grounds returns why an article is related to the subject, the most telling first.
func (r *relating) grounds(ctx context.Context, tx conn, id key) ([]daodu.Ground, error) {
	other, err := r.s.subject(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	out := []daodu.Ground{}
	if common(r.self.prints, other.prints) > 0 {
		out = append(out, passageGrounds(r.self.text, other.text)...)
	}
	if r.self.occasion != "" && fold(r.self.occasion) == fold(other.occasion) {
		out = append(out, daodu.Ground{Kind: daodu.GroundOccasion, Text: r.self.occasion})
	}
	for _, term := range r.sharing.Terms(other.folded, groundTerms) {
		out = append(out, daodu.Ground{Kind: daodu.GroundTerm, Text: words(r.self, term.Here), Here: quote(r.self, term.Here), There: quote(other, term.There)})
	}
	if g, ok, err := r.meaning(ctx, tx, other); err != nil || ok {
		return append(out, g), err
	}
	return out, nil
}

// passageGrounds returns the longest passages that two texts share.
func passageGrounds(here, there []rune) (out []daodu.Ground) {
	passages := winnow.Passages(here, there)
	slices.SortStableFunc(passages, func(a, b daodu.Passage) int { return b.Letters - a.Letters })
	for _, p := range first(passages, groundPassages) {
		out = append(out, daodu.Ground{Kind: daodu.GroundPassage, Here: &p.Here, There: &p.There})
	}
	return out
}

func words(s *subject, span daodu.Span) string { return string(s.text[span.Start:span.End]) }

func quote(s *subject, span daodu.Span) *daodu.Quote {
	return &daodu.Quote{Span: span, Text: words(s, span)}
}

// meaning returns the sentences that speak of the same in the two chunks that are nearest
// to each other.
func (r *relating) meaning(ctx context.Context, tx conn, other *subject) (g daodu.Ground, ok bool, err error) {
	here, there := nearestChunks(r.self.vectors, other.vectors)
	if here == 0 {
		return g, false, nil
	}
	a, err := r.sentences(ctx, tx, r.self, here)
	if err != nil {
		return g, false, err
	}
	b, err := r.sentences(ctx, tx, other, there)
	if err != nil || len(a) == 0 || len(b) == 0 {
		return g, false, err
	}
	from, to := r.mostAlike(a, b, other)
	return daodu.Ground{Kind: daodu.GroundMeaning, Here: quote(r.self, from), There: quote(other, to)}, true, nil
}

// mostAlike returns the pair of sentences, one of the subject and one of another article,
// that have most in common.
func (r *relating) mostAlike(here, there []daodu.Span, other *subject) (from, to daodu.Span) {
	vectors := make([]terms.Vector, len(there))
	for i, s := range there {
		vectors[i] = terms.Count(other.folded[s.Start:s.End])
	}
	best := -1.0
	for _, s := range here {
		q := r.stats.Related(terms.Count(r.self.folded[s.Start:s.End]))
		for i, v := range vectors {
			// of two pairs that are as much alike the longer one says more
			if score := q.Score(v) * math.Sqrt(float64(s.Len())); score > best {
				best, from, to = score, s, there[i]
			}
		}
	}
	return from, to
}

// sentences returns the sentences of a chunk.
func (r *relating) sentences(ctx context.Context, tx conn, s *subject, seq int) (out []daodu.Span, err error) {
	var chunk daodu.Span
	err = one(ctx, tx, []any{&chunk.Start, &chunk.End}, `select char_from, char_to from chunks where workspace_id = $1 and article_id = $2 and seq = $3`, r.s.workspace, s.id, seq)
	if err != nil {
		return nil, err
	}
	for _, sp := range zh.Sentences(s.text[chunk.Start:chunk.End], zh.FullStops) {
		out = append(out, daodu.Span{Start: chunk.Start + sp.Start, End: chunk.Start + sp.End})
	}
	return out, nil
}

// nearestChunks returns the numbers of the two chunks whose vectors are nearest; 0 when
// there is none.
func nearestChunks(here, there map[int][]float32) (a, b int) {
	best := 0.0
	for _, x := range spreadSeqs(here, mostVectors) {
		for _, y := range spreadSeqs(there, mostVectors) {
			if score := cosine(here[x], there[y]); score > best {
				best, a, b = score, x, y
			}
		}
	}
	return a, b
}

// cosine returns the inner product of two vectors of length 1.
func cosine(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}
