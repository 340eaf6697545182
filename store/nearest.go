package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store/signs"
)

// A nearest holds the indexes of an embedded library in memory: one for the vectors of each
// table and workspace, loaded when it is first asked and brought up to date at each search.
type nearest struct {
	mu      sync.Mutex
	indexes map[string]*bitsIndex // by table and workspace
	bases   map[string]*basis     // by table of chunks
}

// A basis is how the vectors of a space become bits, as the table holds it.
type basis struct {
	version int64 // 0 when the space has none: it is small
	vectors int   // that the mean was taken over
	signs   *signs.Basis
}

// A bitsIndex is the bits of one table and workspace, up to a row.
type bitsIndex struct {
	version int64
	last    int64
	index   *signs.Index
}

// seed makes the same rotation on every machine.
const seed = 1

// rerankFactor is how many candidates are compared exactly for each that is wanted, and
// minRerank how many at least: recall at 10 of 100 candidates is .99 and more.
const (
	rerankFactor = 4
	minRerank    = 100
)

// candidates returns the condition, with its arguments, for the vectors of a table that
// may be among the n nearest to v: all of a small workspace, otherwise those that the
// index names. Rows that were deleted since drop out by themselves.
func (d *sqliteDialect) candidates(ctx context.Context, tx conn, sp space, table string, workspace key, v []float32, n int) (where string, args []any, err error) {
	all, allArgs := ` where workspace_id = $1`, []any{workspace}
	d.near.mu.Lock()
	defer d.near.mu.Unlock()
	b, err := d.basis(ctx, tx, sp)
	if err != nil || b.version == 0 {
		return all, allArgs, err
	}
	x, err := d.load(ctx, tx, b, table, workspace)
	if err != nil || x.index.Len() <= exactBelow(sp) {
		return all, allArgs, err
	}
	refs := x.index.Nearest(b.signs.Signs(v), max(rerankFactor*n, minRerank), nil)
	placeholders, args := list(1, refs)
	return ` where ref in (` + placeholders + `)`, args, nil
}

// basis returns the newest basis of a space.
func (d *sqliteDialect) basis(ctx context.Context, tx conn, sp space) (*basis, error) {
	b := new(basis)
	err := one(ctx, tx, []any{&b.version, &b.vectors}, `select version, vectors from `+sp.chunkTable()+`_basis order by version desc limit 1`)
	if errors.Is(err, errNoRow) {
		return b, nil
	}
	if err != nil {
		return nil, err
	}
	if known := d.near.bases[sp.chunkTable()]; known != nil && known.version == b.version {
		return known, nil
	}
	var mean []byte
	if err := one(ctx, tx, []any{&mean}, `select mean from `+sp.chunkTable()+`_basis where version = $1`, b.version); err != nil {
		return nil, err
	}
	h, err := signs.ParseHalf(nil, mean)
	if err != nil || len(h) != sp.Dim {
		return nil, fmt.Errorf("store: the basis of %s is broken: %w", sp.EmbeddingSpace, err)
	}
	b.signs = signs.NewBasis(h.Floats(), seed)
	if d.near.bases == nil {
		d.near.bases = map[string]*basis{}
	}
	d.near.bases[sp.chunkTable()] = b
	return b, nil
}

// load brings the index of a table and workspace up to date.
func (d *sqliteDialect) load(ctx context.Context, tx conn, b *basis, table string, workspace key) (*bitsIndex, error) {
	name := table + " " + workspace.String()
	x := d.near.indexes[name]
	if x == nil || x.version != b.version {
		x = &bitsIndex{version: b.version, index: signs.NewIndex(b.signs.Words())}
		if d.near.indexes == nil {
			d.near.indexes = map[string]*bitsIndex{}
		}
		d.near.indexes[name] = x
	}
	return x, each(ctx, tx, func(r rows) error {
		var ref int64
		var bits []byte
		if err := r.Scan(&ref, &bits); err != nil {
			return err
		}
		x.index.Add(int(ref), unpackBits(bits))
		x.last = ref
		return nil
	}, `select ref, bits from `+table+`_bits where workspace_id = $1 and ref > $2 order by ref`, workspace, x.last)
}

// putBits stores the bits of an article's new vectors, if the space has a basis.
func (d *sqliteDialect) putBits(ctx context.Context, tx conn, sp space, table string, workspace, article key) error {
	d.near.mu.Lock()
	b, err := d.basis(ctx, tx, sp)
	d.near.mu.Unlock()
	if err != nil || b.version == 0 {
		return err
	}
	return bitsOf(ctx, tx, b, table, `and v.workspace_id = $1 and v.article_id = $2`, workspace, article)
}

// bitsOf stores the bits of the vectors of a table that have none and fulfil a condition.
func bitsOf(ctx context.Context, tx conn, b *basis, table, and string, args ...any) error {
	var values [][]any
	err := each(ctx, tx, func(r rows) error {
		var ref int64
		var workspace key
		var e []byte
		if err := r.Scan(&ref, &workspace, &e); err != nil {
			return err
		}
		h, err := signs.ParseHalf(nil, e)
		if err == nil {
			values = append(values, []any{ref, workspace, packBits(b.signs.Signs(h.Floats()))})
		}
		return err
	}, `select v.ref, v.workspace_id, v.e from `+table+` v where not exists (select 1 from `+table+`_bits b where b.ref = v.ref) `+and, args...)
	if err != nil {
		return err
	}
	return tx.load(ctx, table+"_bits", []string{"ref", "workspace_id", "bits"}, values)
}

// growth is how many times as many vectors a space has when its basis is made anew, since
// the mean of few vectors is not that of many.
const growth = 8

// meanOver is how many vectors the mean is taken over.
const meanOver = 20_000

// optimise makes the basis of a space that has outgrown comparing with each vector.
func (d *sqliteDialect) optimise(ctx context.Context, db database, sp space) error {
	return db.update(ctx, func(tx conn) error {
		var n int
		if err := one(ctx, tx, []any{&n}, `select count(*) from `+sp.chunkTable()); err != nil || n <= exactBelow(sp) {
			return err
		}
		d.near.mu.Lock()
		defer d.near.mu.Unlock()
		b, err := d.basis(ctx, tx, sp)
		if err != nil || b.version > 0 && n < growth*b.vectors {
			return err
		}
		return d.rebuild(ctx, tx, sp, b.version+1, n)
	})
}

// rebuild stores a basis and the bits of all vectors by it.
func (d *sqliteDialect) rebuild(ctx context.Context, tx conn, sp space, version int64, n int) error {
	var centre signs.Centre
	err := each(ctx, tx, func(r rows) error {
		var e []byte
		if err := r.Scan(&e); err != nil {
			return err
		}
		h, err := signs.ParseHalf(nil, e)
		centre.Add(h.Floats())
		return err
	}, `select e from `+sp.chunkTable()+` where ref % $1 = 0`, max(1, n/meanOver))
	if err != nil {
		return err
	}
	mean, err := signs.NewHalf(centre.Mean())
	if err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `insert into `+sp.chunkTable()+`_basis (version, vectors, mean) values ($1, $2, $3)`, version, n, mean.Bytes()); err != nil {
		return err
	}
	b, err := d.basis(ctx, tx, sp)
	if err != nil {
		return err
	}
	for _, table := range []string{sp.chunkTable(), sp.docTable()} {
		if _, err := tx.exec(ctx, `delete from `+table+`_bits`); err != nil {
			return err
		}
		if err := bitsOf(ctx, tx, b, table, ``); err != nil {
			return err
		}
	}
	return nil
}

func packBits(words []uint64) []byte {
	out := make([]byte, 0, 8*len(words))
	for _, w := range words {
		out = binary.LittleEndian.AppendUint64(out, w)
	}
	return out
}

func unpackBits(data []byte) []uint64 {
	out := make([]uint64, len(data)/8)
	for i := range out {
		out[i] = binary.LittleEndian.Uint64(data[8*i:])
	}
	return out
}

func badVector(err error) error { return fmt.Errorf("%w: %v", daodu.ErrBadInput, err) }
