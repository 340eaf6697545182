package store

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/daodu/daodu/store/signs"
)

// The tables of a space on SQLite. Rows have a number of their own, never used twice, by
// which the index in memory knows them; the tables of bits and of the basis are what that
// index is loaded from.
func (d *sqliteDialect) createSpace(ctx context.Context, tx conn, sp space) error {
	for _, ddl := range []string{
		`create table CHUNKS (ref integer primary key autoincrement, workspace_id blob not null, article_id blob not null, seq integer not null, e blob not null,
			unique (workspace_id, article_id, seq),
			foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade)`,
		`create table DOCS (ref integer primary key autoincrement, workspace_id blob not null, article_id blob not null, e blob not null,
			unique (workspace_id, article_id),
			foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade)`,
		`create table CHUNKS_bits (ref integer primary key, workspace_id blob not null, bits blob not null)`,
		`create table DOCS_bits (ref integer primary key, workspace_id blob not null, bits blob not null)`,
		`create table CHUNKS_basis (version integer primary key, vectors integer not null, mean blob not null)`,
		`create trigger CHUNKS_deleted after delete on CHUNKS begin delete from CHUNKS_bits where ref = old.ref; end`,
		`create trigger DOCS_deleted after delete on DOCS begin delete from DOCS_bits where ref = old.ref; end`,
	} {
		if _, err := tx.exec(ctx, strings.NewReplacer("CHUNKS", sp.chunkTable(), "DOCS", sp.docTable()).Replace(ddl)); err != nil {
			return err
		}
	}
	return nil
}

func (d *sqliteDialect) putChunks(ctx context.Context, tx conn, sp space, workspace, article key, seqs []int, vectors [][]float32) error {
	values := make([][]any, len(vectors))
	for i, v := range vectors {
		h, err := signs.NewHalf(v)
		if err != nil {
			return badVector(err)
		}
		values[i] = []any{workspace, article, seqs[i], h.Bytes()}
	}
	if err := tx.load(ctx, sp.chunkTable(), []string{"workspace_id", "article_id", "seq", "e"}, values); err != nil {
		return err
	}
	return d.putBits(ctx, tx, sp, sp.chunkTable(), workspace, article)
}

func (d *sqliteDialect) putDoc(ctx context.Context, tx conn, sp space, workspace, article key, v []float32) error {
	h, err := signs.NewHalf(v)
	if err != nil {
		return badVector(err)
	}
	if _, err := tx.exec(ctx, `delete from `+sp.docTable()+` where workspace_id = $1 and article_id = $2`, workspace, article); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `insert into `+sp.docTable()+` (workspace_id, article_id, e) values ($1, $2, $3)`, workspace, article, h.Bytes()); err != nil {
		return err
	}
	return d.putBits(ctx, tx, sp, sp.docTable(), workspace, article)
}

func (d *sqliteDialect) removeVectors(ctx context.Context, tx conn, sp space, workspace, article key) error {
	return removeVectors(ctx, tx, sp, workspace, article)
}

func (d *sqliteDialect) chunkVectors(ctx context.Context, tx conn, sp space, workspace, article key) (map[int][]float32, error) {
	out := map[int][]float32{}
	err := each(ctx, tx, func(r rows) error {
		var seq int
		var e []byte
		if err := r.Scan(&seq, &e); err != nil {
			return err
		}
		h, err := signs.ParseHalf(nil, e)
		out[seq] = h.Floats()
		return err
	}, `select seq, e from `+sp.chunkTable()+` where workspace_id = $1 and article_id = $2`, workspace, article)
	return out, err
}

func (d *sqliteDialect) nearDocs(ctx context.Context, tx conn, sp space, workspace key, v []float32, n int) ([]scored, error) {
	where, args, err := d.candidates(ctx, tx, sp, sp.docTable(), workspace, v, n)
	if err != nil {
		return nil, err
	}
	out, err := cosines(ctx, tx, v, `select article_id, e from `+sp.docTable()+where, args...)
	return first(sortScored(out), n), err
}

func (d *sqliteDialect) nearChunks(ctx context.Context, tx conn, sp space, workspace key, v []float32, n int) (out []chunkRef, err error) {
	where, args, err := d.candidates(ctx, tx, sp, sp.chunkTable(), workspace, v, n)
	if err != nil {
		return nil, err
	}
	var h signs.Half
	err = each(ctx, tx, func(r rows) error {
		var c chunkRef
		var e []byte
		if err := r.Scan(&c.article, &c.seq, &e); err != nil {
			return err
		}
		var err error
		if h, err = signs.ParseHalf(h[:0], e); err == nil {
			c.score = h.Cosine(v)
			out = append(out, c)
		}
		return err
	}, `select article_id, seq, e from `+sp.chunkTable()+where, args...)
	return first(sortChunks(out), n), err
}

func (d *sqliteDialect) docScores(ctx context.Context, tx conn, sp space, workspace key, v []float32, articles []key) ([]scored, error) {
	placeholders, args := list(2, articles)
	out, err := cosines(ctx, tx, v, `select article_id, e from `+sp.docTable()+` where workspace_id = $1 and article_id in (`+placeholders+`)`,
		append([]any{workspace}, args...)...)
	return sortScored(out), err
}

func (d *sqliteDialect) maxSim(ctx context.Context, tx conn, sp space, workspace key, vectors [][]float32, articles []key) (out []scored, err error) {
	best := map[key][]float32{}
	placeholders, args := list(2, articles)
	var h signs.Half
	err = each(ctx, tx, func(r rows) error {
		var id key
		var e []byte
		if err := r.Scan(&id, &e); err != nil {
			return err
		}
		var err error
		if h, err = signs.ParseHalf(h[:0], e); err != nil {
			return err
		}
		if best[id] == nil {
			best[id] = slices.Repeat([]float32{-1}, len(vectors))
		}
		keepBest(best[id], vectors, h.Floats())
		return nil
	}, `select article_id, e from `+sp.chunkTable()+` where workspace_id = $1 and article_id in (`+placeholders+`)`, append([]any{workspace}, args...)...)
	for id, scores := range best {
		sum := 0.0
		for _, x := range scores {
			sum += float64(x)
		}
		out = append(out, scored{id, sum / float64(len(scores))})
	}
	return sortScored(out), err
}

// keepBest raises best to the cosines of v with vectors, all of which are of length 1 but
// for what half precision takes.
func keepBest(best []float32, vectors [][]float32, v []float32) {
	length := math.Sqrt(float64(dot(v, v)))
	if length == 0 {
		return
	}
	for i, w := range vectors {
		best[i] = max(best[i], dot(v, w)/float32(length))
	}
}

// dot returns the inner product of two vectors. Four sums do not wait for one another.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	for ; len(a) >= 4 && len(b) >= 4; a, b = a[4:], b[4:] {
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
	}
	for i, x := range a {
		s0 += x * b[i]
	}
	return s0 + s1 + s2 + s3
}

// cosines returns how near the vectors of a query of key and vector are to v.
func cosines(ctx context.Context, tx conn, v []float32, sql string, args ...any) (out []scored, err error) {
	var h signs.Half
	err = each(ctx, tx, func(r rows) error {
		var s scored
		var e []byte
		if err := r.Scan(&s.id, &e); err != nil {
			return err
		}
		var err error
		if h, err = signs.ParseHalf(h[:0], e); err == nil {
			s.score = h.Cosine(v)
			out = append(out, s)
		}
		return err
	}, sql, args...)
	return out, err
}

func first[T any](list []T, n int) []T { return list[:min(n, len(list))] }
