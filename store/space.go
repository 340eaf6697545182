package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/daodu/daodu"
)

// A SpaceState says how far the vectors of one embedding space are.
type SpaceState struct {
	daodu.EmbeddingSpace
	State    string `json:"state"`    // building, active or retired
	Articles int    `json:"articles"` // that have vectors, in all workspaces
	Missing  int    `json:"missing"`  // that have none yet
}

// The states of a space.
const (
	building = "building"
	active   = "active"
	retired  = "retired"
)

// A space is an embedding space with the number that names its tables.
type space struct {
	id int
	daodu.EmbeddingSpace
	state string
}

func (sp space) chunkTable() string { return fmt.Sprintf("emb_%d_chunk", sp.id) }
func (sp space) docTable() string   { return fmt.Sprintf("emb_%d_doc", sp.id) }

// maxDim is the largest dimension: pgvector indexes up to 4,000 elements of half
// precision.
const maxDim = 4000

// UseSpace makes room for the vectors of a space when there is none. The first space of a
// library is active at once; a later one is built beside it by [Store.Embed] and then takes
// its place.
func (s *Store) UseSpace(ctx context.Context, e daodu.EmbeddingSpace) error {
	if e.Dim < 1 || e.Dim > maxDim {
		return fmt.Errorf("%w: vectors of %d elements cannot be searched, at most %d can; ask the model for fewer (embed.dimensions)", daodu.ErrUsage, e.Dim, maxDim)
	}
	return s.write(ctx, func(tx conn) error {
		_, err := s.space(ctx, tx, e)
		if !errors.Is(err, errNoRow) {
			return err
		}
		sp := space{EmbeddingSpace: e, state: building}
		var others int
		if err := one(ctx, tx, []any{&sp.id, &others}, `select coalesce(max(id), 0) + 1, count(*) from spaces`); err != nil {
			return err
		}
		if others == 0 {
			sp.state = active
		}
		n, err := tx.exec(ctx, `insert into spaces (id, provider, model, dim, state, added_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
			sp.id, e.Provider, e.Model, e.Dim, sp.state, s.stamp())
		if err != nil || n == 0 {
			return err // n is 0 when another program made one at the same moment; it is asked for again when needed
		}
		return s.dia.createSpace(ctx, tx, sp)
	})
}

const spaceColumns = `id, provider, model, dim, state`

func scanSpace(r rows) (sp space, err error) {
	err = r.Scan(&sp.id, &sp.Provider, &sp.Model, &sp.Dim, &sp.state)
	return sp, err
}

// space returns the row of a space; the error is errNoRow without one.
func (s *Store) space(ctx context.Context, tx conn, e daodu.EmbeddingSpace) (space, error) {
	return oneSpace(ctx, tx, `select `+spaceColumns+` from spaces where provider = $1 and model = $2 and dim = $3`, e.Provider, e.Model, e.Dim)
}

// activeSpace returns the space that searches use; the error is errNoRow without one.
func (s *Store) activeSpace(ctx context.Context, tx conn) (space, error) {
	return oneSpace(ctx, tx, `select `+spaceColumns+` from spaces where state = $1 order by id desc limit 1`, active)
}

func oneSpace(ctx context.Context, tx conn, sql string, args ...any) (sp space, err error) {
	found := false
	err = each(ctx, tx, func(r rows) (err error) {
		found = true
		sp, err = scanSpace(r)
		return err
	}, sql, args...)
	if err == nil && !found {
		err = errNoRow
	}
	return sp, err
}

// Spaces returns all embedding spaces, the oldest first.
func (s *Store) Spaces(ctx context.Context) (out []SpaceState, err error) {
	err = s.read(ctx, func(tx conn) error {
		out = nil
		spaces, err := s.spaces(ctx, tx)
		if err != nil {
			return err
		}
		for _, sp := range spaces {
			st := SpaceState{EmbeddingSpace: sp.EmbeddingSpace, State: sp.state}
			if err := one(ctx, tx, []any{&st.Articles, &st.Missing}, `select (select count(*) from `+sp.docTable()+`),
				(select count(*) from articles) - (select count(*) from `+sp.docTable()+`)`); err != nil {
				return err
			}
			out = append(out, st)
		}
		return nil
	})
	return out, err
}

// ActiveSpace returns the space that searches use. ok is false before there is one.
func (s *Store) ActiveSpace(ctx context.Context) (used daodu.EmbeddingSpace, ok bool, err error) {
	err = s.read(ctx, func(tx conn) error {
		sp, err := s.activeSpace(ctx, tx)
		used = sp.EmbeddingSpace
		return err
	})
	if errors.Is(err, errNoRow) {
		return used, false, nil
	}
	return used, err == nil, err
}

func (s *Store) spaces(ctx context.Context, tx conn) (out []space, err error) {
	err = each(ctx, tx, func(r rows) error {
		sp, err := scanSpace(r)
		out = append(out, sp)
		return err
	}, `select `+spaceColumns+` from spaces order by id`)
	return out, err
}

// addVectors stores the vectors of a new article.
func (s *Store) addVectors(ctx context.Context, tx conn, id key, v *Vectors) error {
	sp, err := s.space(ctx, tx, v.Space)
	if err != nil {
		if errors.Is(err, errNoRow) {
			return fmt.Errorf("%w: the library has no room for vectors of %s", daodu.ErrUsage, v.Space)
		}
		return err
	}
	return s.putVectors(ctx, tx, sp, s.workspace, id, v.Chunks)
}

func (s *Store) putVectors(ctx context.Context, tx conn, sp space, workspace, id key, chunks [][]float32) error {
	seqs := make([]int, len(chunks))
	for i := range seqs {
		seqs[i] = i + 1
	}
	if err := s.putChunks(ctx, tx, sp, workspace, id, seqs, chunks); err != nil {
		return err
	}
	return s.dia.putDoc(ctx, tx, sp, workspace, id, mean(chunks, sp.Dim))
}

func (s *Store) putChunks(ctx context.Context, tx conn, sp space, workspace, id key, seqs []int, chunks [][]float32) error {
	for _, v := range chunks {
		if len(v) != sp.Dim {
			return fmt.Errorf("%w: a vector has %d elements where %s has %d", daodu.ErrBadInput, len(v), sp.EmbeddingSpace, sp.Dim)
		}
	}
	return s.dia.putChunks(ctx, tx, sp, workspace, id, seqs, chunks)
}

// removeVectors deletes the vectors of an article in all spaces.
func (s *Store) removeVectors(ctx context.Context, tx conn, id key) error {
	spaces, err := s.spaces(ctx, tx)
	if err != nil {
		return err
	}
	for _, sp := range spaces {
		if err := s.dia.removeVectors(ctx, tx, sp, s.workspace, id); err != nil {
			return err
		}
	}
	return nil
}

// mean returns the vector of an article: the mean of those of its chunks, of length 1.
func mean(chunks [][]float32, dim int) []float32 {
	sum := make([]float64, dim)
	for _, v := range chunks {
		for i, x := range v {
			sum[i] += float64(x)
		}
	}
	norm := 0.0
	for _, x := range sum {
		norm += x * x
	}
	out := make([]float32, dim)
	if norm == 0 {
		return out
	}
	for i, x := range sum {
		out[i] = float32(x / math.Sqrt(norm))
	}
	return out
}

// switchTo makes a space the one that searches use; the one before is kept, retired, so
// that going back costs nothing.
func (s *Store) switchTo(ctx context.Context, e daodu.EmbeddingSpace) error {
	err := s.write(ctx, func(tx conn) error {
		sp, err := s.space(ctx, tx, e)
		if err != nil || sp.state == active {
			return err
		}
		if _, err := tx.exec(ctx, `update spaces set state = $1 where state = $2`, retired, active); err != nil {
			return err
		}
		_, err = tx.exec(ctx, `update spaces set state = $1 where id = $2`, active, sp.id)
		return err
	})
	if err != nil {
		return err
	}
	return s.Optimise(ctx)
}

// Optimise builds the indexes that a library of this size needs, and counts its words. It
// may take minutes on a large one; searches go on meanwhile.
func (s *Store) Optimise(ctx context.Context) error {
	var spaces []space
	err := s.read(ctx, func(tx conn) (err error) {
		spaces, err = s.spaces(ctx, tx)
		return err
	})
	for _, sp := range slices.Backward(spaces) {
		if err == nil && sp.state != retired {
			err = explain(s.dia.optimise(ctx, s.db, sp))
		}
	}
	if err != nil {
		return err
	}
	if err := s.recount(ctx); err != nil {
		return err
	}
	s.stats.forget()
	_, err = s.statistics(ctx)
	return err
}
