package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pgvector/pgvector-go"
)

func (d *postgresDialect) createSpace(ctx context.Context, tx conn, sp space) error {
	// A row must fit a page: half precision, nothing beside it, and PLAIN, since vectors
	// moved out of the row make a scan five times as slow.
	for _, ddl := range []string{
		`create table CHUNKS (workspace_id uuid not null, article_id uuid not null, seq int not null, e halfvec(DIM) not null,
			primary key (workspace_id, article_id, seq),
			foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade)`,
		`alter table CHUNKS alter e set storage plain`,
		`create table DOCS (workspace_id uuid not null, article_id uuid not null, e halfvec(DIM) not null,
			primary key (workspace_id, article_id),
			foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade)`,
		`alter table DOCS alter e set storage plain`,
	} {
		names := strings.NewReplacer("CHUNKS", sp.chunkTable(), "DOCS", sp.docTable(), "DIM", strconv.Itoa(sp.Dim))
		if _, err := tx.exec(ctx, names.Replace(ddl)); err != nil {
			return err
		}
	}
	return nil
}

func (d *postgresDialect) putChunks(ctx context.Context, tx conn, sp space, workspace, article key, seqs []int, vectors [][]float32) error {
	values := make([][]any, len(vectors))
	for i, v := range vectors {
		values[i] = []any{workspace, article, seqs[i], pgvector.NewHalfVector(v)}
	}
	return tx.load(ctx, sp.chunkTable(), []string{"workspace_id", "article_id", "seq", "e"}, values)
}

func (d *postgresDialect) putDoc(ctx context.Context, tx conn, sp space, workspace, article key, v []float32) error {
	_, err := tx.exec(ctx, `insert into `+sp.docTable()+` (workspace_id, article_id, e) values ($1, $2, $3) on conflict (workspace_id, article_id) do update set e = excluded.e`,
		workspace, article, pgvector.NewHalfVector(v))
	return err
}

func (d *postgresDialect) removeVectors(ctx context.Context, tx conn, sp space, workspace, article key) error {
	return removeVectors(ctx, tx, sp, workspace, article)
}

func (d *postgresDialect) chunkVectors(ctx context.Context, tx conn, sp space, workspace, article key) (map[int][]float32, error) {
	out := map[int][]float32{}
	err := each(ctx, tx, func(r rows) error {
		var seq int
		var v pgvector.HalfVector
		err := r.Scan(&seq, &v)
		out[seq] = v.Slice()
		return err
	}, `select seq, e from `+sp.chunkTable()+` where workspace_id = $1 and article_id = $2`, workspace, article)
	return out, err
}

// order returns the expression to order by: the index above exactBelow(sp) vectors, every
// vector below, where the index is slower and not exact. The settings of the index hold
// for the transaction only, so that they work behind a connection pooler.
func (d *postgresDialect) order(ctx context.Context, tx conn, sp space, table string, workspace key) (string, error) {
	many, err := d.many(ctx, tx, sp, table, workspace)
	if err != nil || !many {
		return "(e <=> $2) + 0", err
	}
	for _, set := range []string{`set local hnsw.ef_search = 100`, `set local hnsw.iterative_scan = relaxed_order`} {
		if _, err := tx.exec(ctx, set); err != nil {
			return "", err
		}
	}
	return "e <=> $2", nil
}

// sizeFor is how long the size of a table is remembered: counting thousands of vectors
// takes as long as a search among them.
const sizeFor = time.Minute

// A tableSize is whether a workspace has too many vectors in a table to compare with each.
type tableSize struct {
	many  bool
	until time.Time
}

// many reports whether a workspace has more than exactBelow(sp) vectors in a table.
func (d *postgresDialect) many(ctx context.Context, tx conn, sp space, table string, workspace key) (bool, error) {
	name := table + " " + workspace.String()
	if known, ok := d.sizes.Load(name); ok && time.Now().Before(known.(tableSize).until) {
		return known.(tableSize).many, nil
	}
	var n int
	err := one(ctx, tx, []any{&n}, `select count(*) from (select 1 from `+table+` where workspace_id = $1 limit $2) few`, workspace, exactBelow(sp)+1)
	if err != nil {
		return false, err
	}
	d.sizes.Store(name, tableSize{n > exactBelow(sp), time.Now().Add(sizeFor)})
	return n > exactBelow(sp), nil
}

func (d *postgresDialect) nearDocs(ctx context.Context, tx conn, sp space, workspace key, v []float32, n int) ([]scored, error) {
	by, err := d.order(ctx, tx, sp, sp.docTable(), workspace)
	if err != nil {
		return nil, err
	}
	var out []scored
	err = each(ctx, tx, scanScored(&out),
		`select article_id, 1 - (e <=> $2) from `+sp.docTable()+` where workspace_id = $1 order by `+by+` limit $3`, workspace, pgvector.NewHalfVector(v), n)
	return sortScored(out), err
}

func (d *postgresDialect) nearChunks(ctx context.Context, tx conn, sp space, workspace key, v []float32, n int) ([]chunkRef, error) {
	by, err := d.order(ctx, tx, sp, sp.chunkTable(), workspace)
	if err != nil {
		return nil, err
	}
	var out []chunkRef
	err = each(ctx, tx, func(r rows) error {
		var c chunkRef
		if err := r.Scan(&c.article, &c.seq, &c.score); err != nil {
			return err
		}
		if !math.IsNaN(c.score) {
			out = append(out, c)
		}
		return nil
	}, `select article_id, seq, 1 - (e <=> $2) from `+sp.chunkTable()+` where workspace_id = $1 order by `+by+` limit $3`, workspace, pgvector.NewHalfVector(v), n)
	return sortChunks(out), err
}

func (d *postgresDialect) docScores(ctx context.Context, tx conn, sp space, workspace key, v []float32, articles []key) ([]scored, error) {
	placeholders, args := list(3, articles)
	var out []scored
	err := each(ctx, tx, scanScored(&out), `select article_id, 1 - (e <=> $2) from `+sp.docTable()+` where workspace_id = $1 and article_id in (`+placeholders+`)`,
		append([]any{workspace, pgvector.NewHalfVector(v)}, args...)...)
	return sortScored(out), err
}

func (d *postgresDialect) maxSim(ctx context.Context, tx conn, sp space, workspace key, vectors [][]float32, articles []key) ([]scored, error) {
	placeholders, args := list(2, articles)
	args = append([]any{workspace}, args...)
	var asked []string
	for i, v := range vectors {
		args = append(args, pgvector.NewHalfVector(v))
		asked = append(asked, fmt.Sprintf("(%d, $%d::halfvec)", i, len(args)))
	}
	var out []scored
	err := each(ctx, tx, scanScored(&out), `select article_id, avg(best) from
		(select c.article_id, q.n, 1 - min(c.e <=> q.e) best from `+sp.chunkTable()+` c cross join (values `+strings.Join(asked, ", ")+`) q (n, e)
		where c.workspace_id = $1 and c.article_id in (`+placeholders+`) group by c.article_id, q.n) b group by article_id`, args...)
	return sortScored(out), err
}

// optimise builds the graph indexes of tables that have outgrown comparing with each.
// Loading first and indexing then is many times quicker than the reverse.
func (d *postgresDialect) optimise(ctx context.Context, db database, sp space) error {
	pool := db.(*postgresDB).pool
	if _, err := pool.Exec(ctx, `analyze articles, texts, chunks, fingerprints, `+sp.chunkTable()+`, `+sp.docTable()); err != nil {
		return err
	}
	for _, table := range []string{sp.chunkTable(), sp.docTable()} {
		var n int
		err := pool.QueryRow(ctx, `select count(*) from `+table).Scan(&n)
		if err != nil || n <= exactBelow(sp) {
			return err
		}
		if err := d.build(ctx, pool, table, buildMemory(n, sp.Dim)); err != nil {
			return err
		}
	}
	return nil
}

// build makes the index of a table if it has none. One that an interrupted program left
// unfinished is made anew.
func (d *postgresDialect) build(ctx context.Context, pool *pgxpool.Pool, table string, megabytes int) error {
	index := table + "_near"
	var valid bool
	err := pool.QueryRow(ctx, `select indisvalid from pg_index where indexrelid = to_regclass($1)`, index).Scan(&valid)
	if err == nil && valid {
		return nil
	}
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	c, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer c.Release()
	steps := []string{fmt.Sprintf(`set maintenance_work_mem = '%dMB'`, megabytes)}
	if !atLeast(d.vector, "0.8.2") { // builds on several processors overflow a buffer
		steps = append(steps, `set max_parallel_maintenance_workers = 0`)
	}
	steps = append(steps, `drop index if exists `+index, `create index concurrently if not exists `+index+` on `+table+` using hnsw (e halfvec_cosine_ops)`,
		`reset maintenance_work_mem`, `reset max_parallel_maintenance_workers`)
	for _, step := range steps {
		if _, err := c.Exec(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

// buildMemory returns how many megabytes the server may take to build the index of n
// vectors. A graph that does not fit is finished on disk, which takes hours instead of
// minutes for a million vectors.
func buildMemory(n, dim int) int {
	const linksOfVector, least, most = 400, 64, 4096 // bytes, megabytes
	return max(least, min(most, n*(2*dim+linksOfVector)>>20))
}

// scanScored appends rows of an article and its score, if it has one.
func scanScored(out *[]scored) func(rows) error {
	return func(r rows) error {
		var s scored
		if err := r.Scan(&s.id, &s.score); err != nil {
			return err
		}
		if !math.IsNaN(s.score) {
			*out = append(*out, s)
		}
		return nil
	}
}
