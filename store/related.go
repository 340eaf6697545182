package store

import (
	"context"
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/rank"
	"github.com/daodu/daodu/internal/terms"
	"github.com/daodu/daodu/internal/zh"
)

// RelatedOptions say what to look for.
type RelatedOptions struct {
	Filter Filter
	Limit  int // 0 is DefaultResults
}

// The numbers of articles that are looked at: those that share rare terms, and those of
// both kinds that are compared chunk by chunk.
const (
	candidateTerms = 40
	fewestTerms    = 8
	mostPlaces     = 10_000 // articles of all terms together: reading them takes some 10 ms
	sharingRare    = 120
	comparedChunks = 60
)

// Related returns the articles that are most related to one of the library, each with the
// reasons. Copies of one text take one place: the best stands in the list, the others in
// its AlsoPublished. The error wraps [daodu.ErrNotFound].
func (s *Store) Related(ctx context.Context, id string, o RelatedOptions) ([]daodu.Relation, error) {
	k, err := parseKey(id)
	if err != nil {
		return nil, err
	}
	if o.Limit <= 0 {
		o.Limit = DefaultResults
	}
	stats, err := s.statistics(ctx)
	if err != nil {
		return nil, err
	}
	r := &relating{s: s, o: o, stats: stats}
	var out []daodu.Relation
	err = s.read(ctx, func(tx conn) error {
		if r.self, err = s.subject(ctx, tx, k); err != nil {
			return missing(err, id)
		}
		r.words, r.sharing = stats.Related(r.self.terms), stats.Sharing(r.self.folded)
		out, err = r.run(ctx, tx)
		return err
	})
	return out, err
}

// A subject is the article that others are related to.
type subject struct {
	id       key
	text     []rune
	folded   []rune
	terms    terms.Vector
	prints   []uint64
	occasion string

	space   space // the active one; its zero value without vectors
	vectors map[int][]float32
	doc     []float32 // nil without vectors
}

// subject reads an article; the error is errNoRow without it.
func (s *Store) subject(ctx context.Context, tx conn, id key) (*subject, error) {
	sub := &subject{id: id}
	var title, text string
	var packed, prints []byte
	err := one(ctx, tx, []any{&title, &text, &packed, &prints, &sub.occasion}, `select a.title, t.text, t.terms, t.fingerprints, a.occasion from texts t
		join articles a on a.workspace_id = t.workspace_id and a.id = t.article_id where t.workspace_id = $1 and t.article_id = $2`, s.workspace, id)
	if err != nil {
		return nil, err
	}
	sub.text = []rune(text)
	sub.folded = zh.FoldRunes(sub.text)
	sub.prints = unpackHashes(prints)
	if sub.terms.UnmarshalBinary(packed) != nil {
		sub.terms = terms.Count(zh.FoldRunes(titled(title, text))) // of another version of Daodu
	}
	if sub.space, err = s.activeSpace(ctx, tx); err == errNoRow {
		return sub, nil
	}
	if err != nil {
		return nil, err
	}
	if sub.vectors, err = s.dia.chunkVectors(ctx, tx, sub.space, s.workspace, id); err == nil && len(sub.vectors) > 0 {
		sub.doc = mean(spread(sub.vectors, len(sub.vectors)), sub.space.Dim)
	}
	return sub, err
}

// A relating is one search for related articles under way.
type relating struct {
	s       *Store
	o       RelatedOptions
	stats   *rank.Stats
	self    *subject
	words   *rank.Query   // what the subject says
	sharing *rank.Sharing // likewise, to be named
}

// compared returns how many articles are compared chunk by chunk and with each other: more
// than are wanted, since copies take one place.
func (r *relating) compared() int { return max(comparedChunks, 2*r.o.Limit) }

func (r *relating) run(ctx context.Context, tx conn) ([]daodu.Relation, error) {
	candidates, err := r.candidates(ctx, tx)
	if err != nil {
		return nil, err
	}
	ranked, err := r.rank(ctx, tx, candidates)
	if err != nil {
		return nil, err
	}
	families, err := r.collapse(ctx, tx, ranked)
	if err != nil {
		return nil, err
	}
	return r.relations(ctx, tx, families)
}

// candidates returns the articles that share rare terms with the subject, and those whose
// vectors are near.
func (r *relating) candidates(ctx context.Context, tx conn) ([]key, error) {
	var words []weighted
	tokens := terms.Tokens(r.self.folded)
	places := 0
	for _, c := range r.words.Candidates(candidateTerms, 2) {
		token, ok := tokens[c.ID]
		if !ok || len(words) >= fewestTerms && places+c.Documents > mostPlaces {
			continue
		}
		words = append(words, weighted{token, c.Weight})
		places += c.Documents
	}
	sharing, err := r.s.dia.mentioning(ctx, tx, r.s.workspace, words, max(sharingRare, 2*r.o.Limit))
	if err != nil {
		return nil, err
	}
	found := ids(sharing)
	if r.self.doc != nil {
		near, err := r.s.dia.nearDocs(ctx, tx, r.self.space, r.s.workspace, r.self.doc, max(nearestDocs, r.o.Limit)+1)
		if err != nil {
			return nil, err
		}
		for _, n := range near {
			if !slices.Contains(found, n.id) {
				found = append(found, n.id)
			}
		}
	}
	found = slices.DeleteFunc(found, func(id key) bool { return id == r.self.id })
	return r.s.filtered(ctx, tx, found, r.o.Filter)
}

// rank orders candidates by the terms they share and by their vectors; the best of them
// are compared chunk by chunk.
func (r *relating) rank(ctx context.Context, tx conn, candidates []key) ([]scored, error) {
	if len(candidates) == 0 {
		return nil, nil
	}
	vectors, err := r.s.termVectors(ctx, tx, candidates)
	if err != nil {
		return nil, err
	}
	lexical := map[key]float64{}
	for id, v := range vectors {
		lexical[id] = r.words.Score(v)
	}
	fused := func(dense map[key]float64, share float64) (out []scored) {
		for _, id := range candidates {
			out = append(out, scored{id, rank.Fuse(lexical[id], dense[id], share)})
		}
		return sortScored(out)
	}
	if r.self.doc == nil {
		return fused(nil, 0), nil
	}
	docs, err := r.s.dia.docScores(ctx, tx, r.self.space, r.s.workspace, r.self.doc, candidates)
	if err != nil {
		return nil, err
	}
	dense := map[key]float64{}
	for _, d := range docs {
		dense[d.id] = d.score
	}
	share := denseShare(r.self.space, r.self.terms.Length)
	best := first(fused(dense, share), r.compared())
	chunks, err := r.s.dia.maxSim(ctx, tx, r.self.space, r.s.workspace, spread(r.self.vectors, mostVectors), ids(best))
	if err != nil {
		return nil, err
	}
	for _, c := range chunks {
		dense[c.id] = (dense[c.id] + c.score) / 2
	}
	return fused(dense, share), nil
}

// A family is a text with its copies.
type family struct {
	scored
	copies []key
}

// collapse puts copies of one text together, under the one that is ranked first. It looks
// no further than the places that are wanted.
func (r *relating) collapse(ctx context.Context, tx conn, ranked []scored) ([]family, error) {
	ranked = first(ranked, r.compared())
	prints, err := r.s.fingerprints(ctx, tx, ids(ranked))
	if err != nil {
		return nil, err
	}
	var out []family
	for _, c := range ranked {
		i := slices.IndexFunc(out, func(f family) bool { return copied(prints[f.id], prints[c.id]) })
		switch {
		case i >= 0:
			out[i].copies = append(out[i].copies, c.id)
		case len(out) < r.o.Limit:
			out = append(out, family{scored: c})
		}
	}
	return out, nil
}

// copied reports whether one of two texts stands in the other for the most part.
func copied(a, b []uint64) bool {
	shared := common(a, b)
	return shared >= minShared && containment(shared, len(a), len(b)) >= reprintShare
}

// common counts the hashes that two sorted lists have in common.
func common(a, b []uint64) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}

// fingerprints returns the fingerprints of articles, sorted.
func (s *Store) fingerprints(ctx context.Context, tx conn, articles []key) (map[key][]uint64, error) {
	out := map[key][]uint64{}
	if len(articles) == 0 {
		return out, nil
	}
	placeholders, args := list(2, articles)
	err := each(ctx, tx, func(r rows) error {
		var id key
		var packed []byte
		err := r.Scan(&id, &packed)
		out[id] = unpackHashes(packed)
		return err
	}, `select article_id, fingerprints from texts where workspace_id = $1 and article_id in (`+placeholders+`)`, append([]any{s.workspace}, args...)...)
	return out, err
}

// relations reads what is shown of the articles found, with the reasons.
func (r *relating) relations(ctx context.Context, tx conn, families []family) ([]daodu.Relation, error) {
	var all []key
	for _, f := range families {
		all = append(append(all, f.id), f.copies...)
	}
	entries, err := r.s.entries(ctx, tx, all)
	if err != nil {
		return nil, err
	}
	out := []daodu.Relation{}
	for _, f := range families {
		rel := daodu.Relation{Entry: entries[f.id], Score: f.score}
		for _, c := range f.copies {
			rel.AlsoPublished = append(rel.AlsoPublished, entries[c])
		}
		if rel.Grounds, err = r.grounds(ctx, tx, f.id); err != nil {
			return nil, err
		}
		out = append(out, rel)
	}
	return out, nil
}
