package store

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/daodu/daodu"
)

// embedAtOnce is how many articles are asked for at once.
const embedAtOnce = 64

// Embed makes the vectors that articles lack in the space of e, in all workspaces, and
// then makes that space the one that searches use. It can be stopped at any time, and goes
// on where it was: what a model returned is stored even when it fails later. progress,
// when not nil, is told how many articles are done of how many.
func (s *Store) Embed(ctx context.Context, e daodu.Embedder, progress func(done, total int)) error {
	if err := s.UseSpace(ctx, e.Space()); err != nil {
		return err
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	done := 0
	for {
		missing, total, err := s.unembedded(ctx, e.Space())
		if err != nil {
			return err
		}
		if len(missing) == 0 {
			return s.switchTo(ctx, e.Space())
		}
		total += done
		for _, u := range missing {
			progress(done, total)
			if err := s.embedArticle(ctx, e, u); err != nil {
				return err
			}
			done++
		}
		progress(done, total)
	}
}

// An unembedded is an article without vectors.
type unembedded struct{ workspace, article key }

// unembedded returns some articles that lack vectors, and how many do.
func (s *Store) unembedded(ctx context.Context, e daodu.EmbeddingSpace) (out []unembedded, total int, err error) {
	err = s.read(ctx, func(tx conn) error {
		out = nil
		sp, err := s.space(ctx, tx, e)
		if err != nil {
			return err
		}
		where := ` from articles a where not exists (select 1 from ` + sp.docTable() + ` d where d.workspace_id = a.workspace_id and d.article_id = a.id)`
		if err := one(ctx, tx, []any{&total}, `select count(*)`+where); err != nil {
			return err
		}
		return each(ctx, tx, func(r rows) error {
			var u unembedded
			err := r.Scan(&u.workspace, &u.article)
			out = append(out, u)
			return err
		}, `select a.workspace_id, a.id`+where+` order by a.id limit $1`, embedAtOnce)
	})
	return out, total, err
}

// A lacking is what an article lacks in a space.
type lacking struct {
	seqs    []int // chunks without a vector
	texts   []string
	vectors map[int][]float32 // those that are there
}

// embedArticle embeds the chunks of one article that have no vector. When the model fails
// part of the way, what it returned is stored.
func (s *Store) embedArticle(ctx context.Context, e daodu.Embedder, u unembedded) error {
	l, err := s.lacking(ctx, e.Space(), u)
	if errors.Is(err, errNoRow) {
		return nil // removed in the meantime
	}
	if err != nil {
		return err
	}
	vectors, failed := e.Documents(ctx, l.texts)
	keep := context.WithoutCancel(ctx) // paid for, even when somebody wants to stop
	err = s.write(keep, func(tx conn) error {
		sp, err := s.space(keep, tx, e.Space())
		if err != nil {
			return err
		}
		var there int
		if err := one(keep, tx, []any{&there}, `select count(*) from articles where workspace_id = $1 and id = $2`, u.workspace, u.article); err != nil || there == 0 {
			return err
		}
		if err := s.putChunks(keep, tx, sp, u.workspace, u.article, l.seqs[:len(vectors)], vectors); err != nil || failed != nil {
			return err
		}
		all := maps.Clone(l.vectors)
		for i, seq := range l.seqs {
			all[seq] = vectors[i]
		}
		return s.dia.putDoc(keep, tx, sp, u.workspace, u.article, mean(slices.Collect(maps.Values(all)), sp.Dim))
	})
	return errors.Join(failed, err)
}

func (s *Store) lacking(ctx context.Context, e daodu.EmbeddingSpace, u unembedded) (l lacking, err error) {
	view := &Store{shared: s.shared, workspace: u.workspace}
	err = s.read(ctx, func(tx conn) error {
		l = lacking{}
		sp, err := s.space(ctx, tx, e)
		if err != nil {
			return err
		}
		var text string
		if err := one(ctx, tx, []any{&text}, `select text from texts where workspace_id = $1 and article_id = $2`, u.workspace, u.article); err != nil {
			return err
		}
		chunks, err := view.chunks(ctx, tx, u.article)
		if err != nil {
			return err
		}
		if l.vectors, err = s.dia.chunkVectors(ctx, tx, sp, u.workspace, u.article); err != nil {
			return err
		}
		for i, words := range ChunkTexts(text, chunks) {
			if l.vectors[chunks[i].Seq] == nil {
				l.seqs, l.texts = append(l.seqs, chunks[i].Seq), append(l.texts, words)
			}
		}
		return nil
	})
	return l, err
}

// ChunkTexts returns the words of chunks of a text.
func ChunkTexts(text string, chunks []daodu.Chunk) []string {
	letters := []rune(text)
	out := make([]string, len(chunks))
	for i, c := range chunks {
		out[i] = string(letters[c.Span.Start:c.Span.End])
	}
	return out
}
