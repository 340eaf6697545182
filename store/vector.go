package store

import (
	"context"
	"maps"
	"slices"
)

// A vectorDialect is what the two databases do differently about vectors. Scores are
// cosine similarities; a vector of zeros has none and is left out.
type vectorDialect interface {
	// createSpace makes the tables of a space.
	createSpace(ctx context.Context, tx conn, sp space) error
	putChunks(ctx context.Context, tx conn, sp space, workspace, article key, seqs []int, vectors [][]float32) error
	putDoc(ctx context.Context, tx conn, sp space, workspace, article key, v []float32) error
	removeVectors(ctx context.Context, tx conn, sp space, workspace, article key) error
	// chunkVectors returns the vectors of an article by the number of the chunk.
	chunkVectors(ctx context.Context, tx conn, sp space, workspace, article key) (map[int][]float32, error)
	// nearDocs returns the n articles whose vectors are nearest to v, the nearest first.
	nearDocs(ctx context.Context, tx conn, sp space, workspace key, v []float32, n int) ([]scored, error)
	// nearChunks returns the n chunks whose vectors are nearest to v, the nearest first.
	nearChunks(ctx context.Context, tx conn, sp space, workspace key, v []float32, n int) ([]chunkRef, error)
	// docScores returns how near the vectors of articles are to v.
	docScores(ctx context.Context, tx conn, sp space, workspace key, v []float32, articles []key) ([]scored, error)
	// maxSim returns for articles the mean, over the vectors, of the score of the chunk
	// that is nearest to each (late interaction, Khattab and Zaharia 2020).
	maxSim(ctx context.Context, tx conn, sp space, workspace key, vectors [][]float32, articles []key) ([]scored, error)
	// optimise builds indexes that only pay from some size on.
	optimise(ctx context.Context, db database, sp space) error
}

// A chunkRef is a chunk with how well it fits.
type chunkRef struct {
	article key
	seq     int
	score   float64
}

// exactElements is up to how many elements of vectors comparing with each vector is as
// quick as an index, and exact: about 5 ms.
const exactElements = 5_000_000

// exactBelow returns the number of vectors up to which each is compared.
func exactBelow(sp space) int { return exactElements / sp.Dim }

func removeVectors(ctx context.Context, tx conn, sp space, workspace, article key) error {
	for _, table := range []string{sp.chunkTable(), sp.docTable()} {
		if _, err := tx.exec(ctx, `delete from `+table+` where workspace_id = $1 and article_id = $2`, workspace, article); err != nil {
			return err
		}
	}
	return nil
}

// The numbers of articles that are looked at: what the vectors of whole articles name, and
// what is then compared chunk by chunk.
const (
	nearestDocs = 60
	mostVectors = 32 // chunks of the article that others are compared with
)

// nearByVectors returns the articles that are nearest to one by meaning: those whose
// vectors are near, ordered by how near each chunk of the one is to some chunk of theirs.
func (s *Store) nearByVectors(ctx context.Context, tx conn, sp space, article key, n int) ([]scored, error) {
	found, err := s.dia.chunkVectors(ctx, tx, sp, s.workspace, article)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	vectors := spread(found, mostVectors)
	near, err := s.dia.nearDocs(ctx, tx, sp, s.workspace, mean(spread(found, len(found)), sp.Dim), nearestDocs+1)
	if err != nil {
		return nil, err
	}
	near = slices.DeleteFunc(near, func(f scored) bool { return f.id == article })
	if len(near) == 0 {
		return nil, nil
	}
	near, err = s.dia.maxSim(ctx, tx, sp, s.workspace, vectors, ids(near))
	return first(near, n), err
}

// spread returns n of the vectors of an article, or all, evenly from its beginning to its
// end.
func spread(vectors map[int][]float32, n int) [][]float32 {
	seqs := spreadSeqs(vectors, n)
	out := make([][]float32, len(seqs))
	for i, seq := range seqs {
		out[i] = vectors[seq]
	}
	return out
}

// spreadSeqs returns the numbers of the chunks whose vectors spread returns.
func spreadSeqs(vectors map[int][]float32, n int) []int {
	seqs := slices.Sorted(maps.Keys(vectors))
	n = min(n, len(seqs))
	out := make([]int, n)
	for i := range out {
		out[i] = seqs[i*len(seqs)/n]
	}
	return out
}
