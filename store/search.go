package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/rank"
	"github.com/daodu/daodu/internal/terms"
)

// SearchOptions say how to search.
type SearchOptions struct {
	Filter Filter
	Limit  int // 0 is DefaultResults
	// Embedder makes the vector of the query, to find articles by meaning too; nil
	// searches by words alone, and so does, with a warning in the log, one that fails. It
	// must be of the active space.
	Embedder daodu.Embedder
}

// DefaultResults is how many results a search has when nobody says.
const DefaultResults = 10

const (
	// comparedArticles is how many articles that have the words are compared exactly, unless
	// more are wanted, and chunksOfArticle how many chunks are asked for to have so many.
	comparedArticles = 80
	chunksOfArticle  = 5
	excerptsOfHit    = 3
)

// Search returns the articles that answer a query best. A query is words, of which an
// article has to have all, in either script and any width; those between quotation marks
// stand in that order; a - excludes. When no article has all words, those that have most
// are returned. The error wraps [daodu.ErrUsage] when the query has no word.
func (s *Store) Search(ctx context.Context, query string, o SearchOptions) ([]daodu.Hit, error) {
	q := terms.ParseQuery(query)
	if q.Empty() {
		return nil, fmt.Errorf("%w: %q has no word to look for", daodu.ErrUsage, query)
	}
	if o.Limit <= 0 {
		o.Limit = DefaultResults
	}
	stats, err := s.statistics(ctx)
	if err != nil {
		return nil, err
	}
	var vector []float32
	if o.Embedder != nil {
		if vector, err = o.Embedder.Query(ctx, query); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			s.log.Warn("search by words alone: the query has no vector", "error", err)
			vector = nil
		}
	}
	words := q.Vector()
	search := &search{s: s, q: q, o: o, words: stats.Search(words), length: words.Length, vector: vector}
	var hits []daodu.Hit
	err = s.read(ctx, func(tx conn) error {
		hits, err = search.run(ctx, tx)
		return err
	})
	return hits, err
}

// A search is one search under way.
type search struct {
	s      *Store
	q      terms.Query
	o      SearchOptions
	words  *rank.Query
	length int       // of the query in letters and words
	vector []float32 // nil to search by words alone
}

// compared returns how many articles are compared exactly.
func (f *search) compared() int { return max(comparedArticles, f.o.Limit) }

func (f *search) run(ctx context.Context, tx conn) ([]daodu.Hit, error) {
	whole, some, err := f.byWords(ctx, tx)
	if err != nil {
		return nil, err
	}
	near, err := f.byMeaning(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, id := range near {
		if !slices.Contains(whole, id) && !slices.Contains(some, id) {
			some = append(some, id)
		}
	}
	best, err := f.score(ctx, tx, whole, upper)
	if err != nil {
		return nil, err
	}
	others, err := f.score(ctx, tx, some, lower)
	if err != nil {
		return nil, err
	}
	return f.hits(ctx, tx, first(append(best, others...), f.o.Limit))
}

// Articles that have all the words score above one half, the others below: who types words
// expects to see them.
const (
	upper = .5
	lower = 0
)

// byWords returns the articles that have all the words or, when there is none, those that
// have most.
func (f *search) byWords(ctx context.Context, tx conn) (whole, some []key, err error) {
	chunks, err := f.s.dia.matching(ctx, tx, f.s.workspace, f.q.Phrases(), f.q.Excluded(), f.o.Filter, chunksOfArticle*f.compared())
	if err != nil || len(chunks) > 0 {
		return f.articlesOf(chunks), nil, err
	}
	var words []weighted
	for _, p := range f.q.Loose() {
		words = append(words, weighted{p.Tokens[0], 1})
	}
	having, err := f.s.dia.mentioning(ctx, tx, f.s.workspace, words, f.compared())
	return nil, ids(having), err
}

// wanted leaves out of articles, in the order given, those that have what is excluded or
// that the filter does not choose.
func (f *search) wanted(ctx context.Context, tx conn, articles []key) ([]key, error) {
	for _, p := range f.q.Excluded() {
		unwanted, err := f.s.dia.having(ctx, tx, f.s.workspace, p, articles)
		if err != nil {
			return nil, err
		}
		articles = slices.DeleteFunc(articles, func(id key) bool { return slices.Contains(unwanted, id) })
	}
	return f.s.filtered(ctx, tx, articles, f.o.Filter)
}

// articlesOf returns the articles of chunks, each once, in the order of their best chunk.
func (f *search) articlesOf(chunks []chunkRef) []key {
	seen := map[key]bool{}
	var out []key
	for _, c := range chunks {
		if !seen[c.article] && len(out) < f.compared() {
			seen[c.article] = true
			out = append(out, c.article)
		}
	}
	return out
}

// byMeaning returns the articles with the chunks that are nearest to the query. The
// vectors of the offline embedder only order what the words found: they know less of
// words than the words themselves do.
func (f *search) byMeaning(ctx context.Context, tx conn) ([]key, error) {
	sp, ok, err := f.space(ctx, tx)
	if err != nil || !ok || sp.Provider == offlineProvider {
		return nil, err
	}
	near, err := f.s.dia.nearChunks(ctx, tx, sp, f.s.workspace, f.vector, f.compared())
	return f.articlesOf(near), err
}

// space returns the active space, if the vector of the query is one of it.
func (f *search) space(ctx context.Context, tx conn) (sp space, ok bool, err error) {
	if f.vector == nil {
		return sp, false, nil
	}
	sp, err = f.s.activeSpace(ctx, tx)
	if err == errNoRow {
		return sp, false, nil
	}
	return sp, err == nil && sp.EmbeddingSpace == f.o.Embedder.Space(), err
}

// score orders those of articles that are wanted by how well they answer; scores begin at
// from.
func (f *search) score(ctx context.Context, tx conn, articles []key, from float64) ([]scored, error) {
	articles, err := f.wanted(ctx, tx, articles)
	if err != nil || len(articles) == 0 {
		return nil, err
	}
	vectors, err := f.s.termVectors(ctx, tx, articles)
	if err != nil {
		return nil, err
	}
	dense := map[key]float64{}
	sp, ok, err := f.space(ctx, tx)
	if err != nil {
		return nil, err
	}
	if ok {
		scores, err := f.s.dia.docScores(ctx, tx, sp, f.s.workspace, f.vector, articles)
		if err != nil {
			return nil, err
		}
		for _, sc := range scores {
			dense[sc.id] = sc.score
		}
	}
	share := 0.0
	if ok {
		share = denseShare(sp, f.length)
	}
	out := make([]scored, 0, len(articles))
	for _, id := range articles {
		out = append(out, scored{id, from + rank.Fuse(f.words.Score(vectors[id]), dense[id], share)/2})
	}
	return sortScored(out), nil
}

// modelShare is the share of meaning for the vectors of a language model: as much as that of
// the words. It was not measured.
const modelShare = .5

// denseShare returns how much the vectors of a space count beside the words of a query of a
// length.
func denseShare(sp space, length int) float64 {
	if sp.Provider == offlineProvider {
		return rank.DenseShare(length)
	}
	return modelShare
}

// hits reads what is shown of the best articles.
func (f *search) hits(ctx context.Context, tx conn, best []scored) ([]daodu.Hit, error) {
	entries, err := f.s.entries(ctx, tx, ids(best))
	if err != nil {
		return nil, err
	}
	texts, err := f.s.texts(ctx, tx, ids(best))
	if err != nil {
		return nil, err
	}
	hits := []daodu.Hit{}
	for _, b := range best {
		hits = append(hits, daodu.Hit{Entry: entries[b.id], Score: b.score, Excerpts: terms.Excerpts([]rune(texts[b.id]), nil, f.q, excerptsOfHit)})
	}
	return hits, nil
}

// texts returns the clean texts of articles.
func (s *Store) texts(ctx context.Context, tx conn, articles []key) (map[key]string, error) {
	out := map[key]string{}
	if len(articles) == 0 {
		return out, nil
	}
	placeholders, args := list(2, articles)
	err := each(ctx, tx, func(r rows) error {
		var id key
		var text string
		err := r.Scan(&id, &text)
		out[id] = text
		return err
	}, `select article_id, text from texts where workspace_id = $1 and article_id in (`+placeholders+`)`, append([]any{s.workspace}, args...)...)
	return out, err
}

// filtered returns those of articles that a filter chooses, in the order given.
func (s *Store) filtered(ctx context.Context, tx conn, articles []key, f Filter) ([]key, error) {
	if f == (Filter{}) || len(articles) == 0 {
		return articles, nil
	}
	placeholders, args := list(2, articles)
	where, args, err := f.where(append([]any{s.workspace}, args...))
	if err != nil {
		return nil, err
	}
	chosen := map[key]bool{}
	err = each(ctx, tx, func(r rows) error {
		var id key
		err := r.Scan(&id)
		chosen[id] = true
		return err
	}, `select a.id from articles a where a.workspace_id = $1 and a.id in (`+placeholders+`)`+where, args...)
	return slices.DeleteFunc(slices.Clone(articles), func(id key) bool { return !chosen[id] }), err
}
