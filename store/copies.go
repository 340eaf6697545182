package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/daodu/daodu"
)

// hashesAtOnce is how many fingerprints one statement asks for.
const hashesAtOnce = 1024

// reprintShare is the share of fingerprints from which one text is a copy of another, or
// of a part of it: unrelated pairs of 800 speeches and reports share less than .28
// (99.9 %), copies with 2 % of noise more than .5.
const reprintShare = .5

// maxCopies is how many copies of a text are told.
const maxCopies = 20

// signed returns hashes as the tables hold them.
func signed(hashes []uint64) []int64 {
	out := make([]int64, len(hashes))
	for i, h := range hashes {
		out[i] = int64(h)
	}
	return out
}

// sharing returns for each other article how many of the fingerprints it has.
func (s *Store) sharing(ctx context.Context, tx conn, self key, hashes []uint64) (map[key]int, error) {
	out := map[key]int{}
	err := s.eachHashes(ctx, tx, self, hashes, func(r rows) error {
		var id key
		var n int
		err := r.Scan(&id, &n)
		out[id] += n
		return err
	}, `select article_id, count(*) from fingerprints where workspace_id = $1 and article_id <> $2 and hash in (`, `) group by article_id`)
	return out, err
}

// copies returns the articles that hold most of a text, or stand in it for the most part,
// the most alike first.
func (s *Store) copies(ctx context.Context, tx conn, self key, hashes []uint64) ([]daodu.Entry, error) {
	shared, err := s.sharing(ctx, tx, self, hashes)
	if err != nil || len(shared) == 0 {
		return nil, err
	}
	sizes, err := s.prints(ctx, tx, shared)
	if err != nil {
		return nil, err
	}
	var found []scored
	for id, n := range shared {
		if size, ok := sizes[id]; ok {
			if share := containment(n, len(hashes), size); share >= reprintShare {
				found = append(found, scored{id, share})
			}
		}
	}
	slices.SortFunc(found, byScore)
	found = found[:min(len(found), maxCopies)]
	entries, err := s.entries(ctx, tx, ids(found))
	if err != nil {
		return nil, err
	}
	var out []daodu.Entry
	for _, f := range found {
		out = append(out, entries[f.id])
	}
	return out, nil
}

// containment is the share of the smaller set of fingerprints that stands in the other.
func containment(shared, a, b int) float64 { return float64(shared) / float64(max(1, min(a, b))) }

// prints returns how many fingerprints articles have, of those that share enough to be
// copies whatever their size.
func (s *Store) prints(ctx context.Context, tx conn, shared map[key]int) (map[key]int, error) {
	var asked []key
	for id, n := range shared {
		if n >= minShared {
			asked = append(asked, id)
		}
	}
	slices.SortFunc(asked, func(a, b key) int { return cmp.Or(cmp.Compare(shared[b], shared[a]), compareKeys(a, b)) })
	out := map[key]int{}
	for some := range slices.Chunk(asked, hashesAtOnce) {
		placeholders, args := list(2, some)
		err := each(ctx, tx, func(r rows) error {
			var id key
			var n int
			err := r.Scan(&id, &n)
			out[id] = n
			return err
		}, `select id, prints from articles where workspace_id = $1 and id in (`+placeholders+`)`, append([]any{s.workspace}, args...)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// minShared keeps texts of a line or two from being copies of each other by chance.
const minShared = 3

// A scored is an article with how well it fits, higher is better.
type scored struct {
	id    key
	score float64
}

// byScore orders the best first and equal ones by their key, so that both databases give
// one order.
func byScore(a, b scored) int { return cmp.Or(cmp.Compare(b.score, a.score), compareKeys(a.id, b.id)) }

func compareKeys(a, b key) int { return slices.Compare(a[:], b[:]) }

func ids(list []scored) []key {
	out := make([]key, len(list))
	for i, s := range list {
		out[i] = s.id
	}
	return out
}

func sortScored(list []scored) []scored {
	slices.SortFunc(list, byScore)
	return list
}

func sortChunks(list []chunkRef) []chunkRef {
	slices.SortFunc(list, func(a, b chunkRef) int {
		return cmp.Or(cmp.Compare(b.score, a.score), compareKeys(a.article, b.article), cmp.Compare(a.seq, b.seq))
	})
	return list
}
