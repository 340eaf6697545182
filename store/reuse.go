package store

import (
	"context"
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/winnow"
)

// comparedQuotes is how many articles that share rare stretches with a text, but are no
// copies of it, are compared with it.
const comparedQuotes = 60

// Reuse returns the articles that have passages of an article word for word, those that
// share most first. Each passage has at least 30 letters and its place in both. The error
// wraps [daodu.ErrNotFound].
func (s *Store) Reuse(ctx context.Context, id string) ([]daodu.Reuse, error) {
	k, err := parseKey(id)
	if err != nil {
		return nil, err
	}
	out := []daodu.Reuse{}
	err = s.read(ctx, func(tx conn) error {
		out = []daodu.Reuse{}
		candidates, err := s.sharers(ctx, tx, k)
		if err != nil {
			return missing(err, id)
		}
		texts, err := s.texts(ctx, tx, append(candidates, k))
		if err != nil {
			return err
		}
		entries, err := s.entries(ctx, tx, append(candidates, k))
		if err != nil {
			return err
		}
		here := winnow.New([]rune(texts[k]))
		for _, c := range candidates {
			if err := ctx.Err(); err != nil {
				return err
			}
			both := here.Compare(winnow.New([]rune(texts[c])))
			if both.Class == "" {
				continue
			}
			out = append(out, daodu.Reuse{
				Entry: entries[c], Class: both.Class, Direction: winnow.Direction(entries[k].Date, entries[c].Date),
				Here: both.Here, There: both.There, Passages: both.Passages,
			})
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b daodu.Reuse) int { return letters(b) - letters(a) })
	return out, err
}

// letters returns how many letters two articles share.
func letters(r daodu.Reuse) (n int) {
	for _, p := range r.Passages {
		n += p.Letters
	}
	return n
}

// sharers returns the articles to compare a text with, by the rule of package winnow. The
// error is errNoRow when there is no such article.
func (s *Store) sharers(ctx context.Context, tx conn, k key) ([]key, error) {
	var packed []byte
	if err := one(ctx, tx, []any{&packed}, `select fingerprints from texts where workspace_id = $1 and article_id = $2`, s.workspace, k); err != nil {
		return nil, err
	}
	hashes := unpackHashes(packed)
	counts, err := s.havers(ctx, tx, k, hashes)
	if err != nil {
		return nil, err
	}
	lists := winnow.Lists(counts)
	postings, err := s.postings(ctx, tx, k, lists)
	if err != nil {
		return nil, err
	}
	left := len(counts) - len(lists) // counts has those only that some other article has
	var out []key
	for _, c := range winnow.Rank(len(hashes)-left, postings, comparedQuotes) {
		out = append(out, key([]byte(c.ID)))
	}
	return out, nil
}

// havers returns how many other articles have each fingerprint.
func (s *Store) havers(ctx context.Context, tx conn, self key, hashes []uint64) (map[uint64]int, error) {
	out := map[uint64]int{}
	err := s.eachHashes(ctx, tx, self, hashes, func(r rows) error {
		var hash int64
		var n int
		err := r.Scan(&hash, &n)
		out[uint64(hash)] = n
		return err
	}, `select hash, count(*) from fingerprints where workspace_id = $1 and article_id <> $2 and hash in (`, `) group by hash`)
	return out, err
}

// postings returns for fingerprints the other articles that have them.
func (s *Store) postings(ctx context.Context, tx conn, self key, hashes []uint64) (out []winnow.Posting, err error) {
	err = s.eachHashes(ctx, tx, self, hashes, func(r rows) error {
		var hash int64
		var id key
		if err := r.Scan(&hash, &id); err != nil {
			return err
		}
		if n := len(out); n == 0 || out[n-1].Fingerprint != uint64(hash) {
			out = append(out, winnow.Posting{Fingerprint: uint64(hash)})
		}
		p := &out[len(out)-1]
		p.Articles = append(p.Articles, string(id[:]))
		return nil
	}, `select hash, article_id from fingerprints where workspace_id = $1 and article_id <> $2 and hash in (`, `) order by hash, article_id`)
	return out, err
}

// eachHashes asks for many hashes in several statements.
func (s *Store) eachHashes(ctx context.Context, tx conn, self key, hashes []uint64, f func(rows) error, before, behind string) error {
	for some := range slices.Chunk(signed(hashes), hashesAtOnce) {
		placeholders, args := list(3, some)
		if err := each(ctx, tx, f, before+placeholders+behind, append([]any{s.workspace, self}, args...)...); err != nil {
			return err
		}
	}
	return nil
}
