package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu/internal/terms"
)

// A weighted is a word with how much it counts.
type weighted struct {
	term   string
	weight float64
}

// matchingSQL returns the statement that both databases share: hits is the condition that
// a chunk c matches the text query in a parameter, rank what orders matches of the last
// one.
//
// $1 is the workspace, $2 any of the phrases; those behind, if there are several, must
// each be matched by some chunk of the article, or by none. only are the conditions of a
// filter.
func matchingSQL(hits func(n int) string, rank string, required, excluded int, only string, limit int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `select c.article_id, c.seq, %s from %s and c.workspace_id = $1`, rank, hits(2))
	n := 3
	for range required {
		// As a plain condition PostgreSQL makes a join of it. Phrases are more common than it
		// thinks, and so it would look for each once for every chunk.
		fmt.Fprintf(&b, ` and (c.article_id in (select c.article_id from %s and c.workspace_id = $1)) is true`, hits(n))
		n++
	}
	for range excluded {
		fmt.Fprintf(&b, ` and c.article_id not in (select c.article_id from %s and c.workspace_id = $1)`, hits(n))
		n++
	}
	if only != "" {
		b.WriteString(` and c.article_id in (select a.id from articles a where a.workspace_id = $1` + only + `)`)
	}
	fmt.Fprintf(&b, ` order by 3 desc, 1 desc, 2 limit %d`, limit)
	return b.String()
}

// matching runs the statement; render writes phrases in the language of the database.
func matching(ctx context.Context, tx conn, workspace key, phrases, excluded []terms.Phrase, filter Filter, limit int, hits func(n int) string, rank string,
	render func([]terms.Phrase) string,
) (out []chunkRef, err error) {
	args := []any{workspace, render(phrases)}
	required := 0
	if len(phrases) > 1 {
		required = len(phrases)
		for _, p := range phrases {
			args = append(args, render([]terms.Phrase{p}))
		}
	}
	for _, p := range excluded {
		args = append(args, render([]terms.Phrase{p}))
	}
	only, args, err := filter.where(args)
	if err != nil {
		return nil, err
	}
	err = each(ctx, tx, func(r rows) error {
		var c chunkRef
		err := r.Scan(&c.article, &c.seq, &c.score)
		out = append(out, c)
		return err
	}, matchingSQL(hits, rank, required, len(excluded), only, limit), args...)
	return out, err
}

// mentioningSQL returns the statement that sums for each article the weights of the terms
// it has, each once. hits joins the terms w with the chunks c.
func mentioningSQL(values, hits string, limit int) string {
	return fmt.Sprintf(`with w (term, weight) as (values %s)
		select article_id, sum(weight) from (select distinct c.article_id, w.term, w.weight from %s where c.workspace_id = $1) found
		group by article_id order by 2 desc, 1 limit %d`, values, hits, limit)
}

// Chunks of SQLite have a number of their own, by which the full-text index knows them.

func (d *sqliteDialect) index(ctx context.Context, tx conn, chunks []chunkRow) error {
	var ref int64
	if err := one(ctx, tx, []any{&ref}, `select coalesce(max(ref), 0) from chunks`); err != nil {
		return err
	}
	rows, words := make([][]any, len(chunks)), make([][]any, len(chunks))
	for i, c := range chunks {
		ref++
		rows[i] = []any{c.workspace, c.article, c.Seq, c.Span.Start, c.Span.End, c.path, c.Tokens, ref}
		words[i] = []any{ref, strings.Join(c.words, " ")}
	}
	if err := tx.load(ctx, "chunks", []string{"workspace_id", "article_id", "seq", "char_from", "char_to", "path", "tokens", "ref"}, rows); err != nil {
		return err
	}
	return tx.load(ctx, "chunk_terms", []string{"rowid", "terms"}, words)
}

// sqliteHits and postgresHits are the conditions that chunks c match what parameter n has.
func sqliteHits(n int) string {
	return fmt.Sprintf(`chunk_terms f join chunks c on c.ref = f.rowid where f.terms match $%d`, n)
}

// The offset keeps PostgreSQL from looking through the whole workspace when it has no idea
// yet how rare the words are.
func postgresHits(n int) string {
	return fmt.Sprintf(`(select workspace_id, article_id, seq, terms from chunks where terms @@ $%d::tsquery offset 0) c where true`, n)
}

// having returns those of articles of which some chunk matches.
func having(ctx context.Context, tx conn, workspace key, match string, hits string, articles []key) (out []key, err error) {
	if len(articles) == 0 {
		return nil, nil
	}
	placeholders, args := list(3, articles)
	err = each(ctx, tx, func(r rows) error {
		var id key
		err := r.Scan(&id)
		out = append(out, id)
		return err
	}, `select distinct c.article_id from `+hits+` and c.workspace_id = $1 and c.article_id in (`+placeholders+`)`, append([]any{workspace, match}, args...)...)
	return out, err
}

func (d *sqliteDialect) having(ctx context.Context, tx conn, workspace key, p terms.Phrase, articles []key) ([]key, error) {
	return having(ctx, tx, workspace, matchFTS5([]terms.Phrase{p}), sqliteHits(2), articles)
}

func (d *postgresDialect) having(ctx context.Context, tx conn, workspace key, p terms.Phrase, articles []key) ([]key, error) {
	return having(ctx, tx, workspace, matchTSQuery([]terms.Phrase{p}), postgresHits(2), articles)
}

func (d *sqliteDialect) matching(ctx context.Context, tx conn, workspace key, phrases, excluded []terms.Phrase, filter Filter, limit int) ([]chunkRef, error) {
	return matching(ctx, tx, workspace, phrases, excluded, filter, limit, sqliteHits, "-f.rank", matchFTS5)
}

// matchFTS5 writes phrases as FTS5 has them, any of which may match. Words consist of
// letters and digits, see internal/terms.
func matchFTS5(phrases []terms.Phrase) string {
	out := make([]string, len(phrases))
	for i, p := range phrases {
		out[i] = `"` + strings.Join(p.Tokens, " ") + `"`
		if p.Prefix {
			out[i] += " *"
		}
	}
	return strings.Join(out, " OR ")
}

func (d *sqliteDialect) mentioning(ctx context.Context, tx conn, workspace key, words []weighted, limit int) ([]scored, error) {
	return mentioning(ctx, tx, workspace, words, "($%d, $%d)", `w join chunk_terms f on f.terms match '"' || w.term || '"' join chunks c on c.ref = f.rowid`, limit)
}

func mentioning(ctx context.Context, tx conn, workspace key, words []weighted, value, hits string, limit int) (out []scored, err error) {
	if len(words) == 0 {
		return nil, nil
	}
	args := []any{workspace}
	var values []string
	for _, t := range words {
		args = append(args, t.term, t.weight)
		values = append(values, fmt.Sprintf(value, len(args)-1, len(args)))
	}
	err = each(ctx, tx, scanScored(&out), mentioningSQL(strings.Join(values, ", "), hits, limit), args...)
	return out, err
}

// chunksAtOnce is how many chunks one statement adds: it may have 65,535 parameters.
const chunksAtOnce = 1000

func (d *postgresDialect) index(ctx context.Context, tx conn, chunks []chunkRow) error {
	for some := range slices.Chunk(chunks, chunksAtOnce) {
		var values []string
		var args []any
		for _, c := range some {
			n := len(args)
			values = append(values, fmt.Sprintf("($%d, $%d, $%d, $%d, $%d, $%d, $%d, $%d::tsvector)", n+1, n+2, n+3, n+4, n+5, n+6, n+7, n+8))
			args = append(args, c.workspace, c.article, c.Seq, c.Span.Start, c.Span.End, c.path, c.Tokens, tsvector(c.words))
		}
		if _, err := tx.exec(ctx, `insert into chunks (workspace_id, article_id, seq, char_from, char_to, path, tokens, terms) values `+strings.Join(values, ", "), args...); err != nil {
			return err
		}
	}
	return nil
}

// tsvector writes words with their places as PostgreSQL has them. Places end at 16,383,
// which no chunk reaches.
func tsvector(words []string) string {
	var b strings.Builder
	for i, w := range words {
		fmt.Fprintf(&b, "'%s':%d ", w, i+1)
	}
	return b.String()
}

func (d *postgresDialect) matching(ctx context.Context, tx conn, workspace key, phrases, excluded []terms.Phrase, filter Filter, limit int) ([]chunkRef, error) {
	return matching(ctx, tx, workspace, phrases, excluded, filter, limit, postgresHits, `ts_rank(c.terms, $2::tsquery)::float8`, matchTSQuery)
}

// matchTSQuery writes phrases as PostgreSQL has them, any of which may match.
func matchTSQuery(phrases []terms.Phrase) string {
	out := make([]string, len(phrases))
	for i, p := range phrases {
		out[i] = "('" + strings.Join(p.Tokens, "' <-> '") + "'"
		if p.Prefix {
			out[i] += ":*"
		}
		out[i] += ")"
	}
	return strings.Join(out, " | ")
}

func (d *postgresDialect) mentioning(ctx context.Context, tx conn, workspace key, words []weighted, limit int) ([]scored, error) {
	return mentioning(ctx, tx, workspace, words, "($%d::text, $%d::float8)", `w cross join lateral
		(select workspace_id, article_id from chunks where terms @@ ('''' || w.term || '''')::tsquery offset 0) c`, limit)
}
