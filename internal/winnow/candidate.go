package winnow

import (
	"cmp"
	"maps"
	"slices"
)

// The rule by which a library looks for the articles that share something with a text:
//
//  1. Count, for each fingerprint of the text, the other articles that have it.
//  2. [Lists] says of which fingerprints the articles themselves are to be read.
//  3. [Rank] says with which of these articles the text is to be compared.
//
// A fingerprint that many articles have is most often a set phrase, and then leads nowhere.
// But a text with ten reprints has hardly a fingerprint that fewer than ten articles have,
// and what it quotes may have ten reprints as well. So no fingerprint is left out for
// being common: it counts for less, a quarter when four times [Rare] articles have it, and
// the copies of a text are known by the share of its fingerprints, not by how rare these
// are.
const (
	// Rare is the number of articles up to which a fingerprint counts in full.
	Rare = 4
	// maxEntries bounds the entries of the lists of common fingerprints that are read, and
	// fewestLists the lists from below, so that the copies of a text are found however many
	// there are.
	maxEntries  = 20_000
	fewestLists = 32
	// leastShare makes an article a likely copy or excerpt. Reprints with 2 % of misread
	// letters keep 73 % of their fingerprints in the median and 57 % at least; of all pairs of
	// texts one in a thousand shares 5 %.
	leastShare = 0.25
	// leastScore is that of one rare fingerprint.
	leastScore = 1
)

// Lists returns the fingerprints of a text whose lists of articles are to be read,
// ascending: all that at most [Rare] articles have, and of the others the rarest first until
// the lists have 20,000 entries together, 32 of them at least. counts gives the number of
// other articles for each fingerprint; those that none has may be missing.
func Lists(counts map[uint64]int) []uint64 {
	byCount := slices.SortedFunc(maps.Keys(counts), func(a, b uint64) int {
		return cmp.Or(cmp.Compare(counts[a], counts[b]), cmp.Compare(a, b))
	})
	var out []uint64
	entries, lists := 0, 0 // of common fingerprints
	for _, f := range byCount {
		n := counts[f]
		if n > Rare {
			if entries += n; entries > maxEntries && lists >= fewestLists {
				break
			}
			lists++
		}
		if n > 0 {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return out
}

// A Posting is a fingerprint of a text with the other articles that have it, each once.
type Posting struct {
	Fingerprint uint64
	Articles    []string
}

// A Candidate is an article that a text is to be compared with.
type Candidate struct {
	ID     string
	Shared int     // fingerprints that both have
	Share  float64 // of the fingerprints that were looked up, 0..1
	Score  float64 // shared fingerprints, each weighed by how few articles have it
}

// Rank returns the candidates among the articles of postings, the best first. lookedUp is
// the number of fingerprints of the text less those that [Lists] left out; it includes those
// that no article has. All articles that share a quarter of these are candidates, since they
// may be copies or excerpts, and of the others those with the highest scores, quotes at
// most: each of them shares one rare fingerprint at least, or several less rare ones.
func Rank(lookedUp int, postings []Posting, quotes int) []Candidate {
	found := map[string]*Candidate{}
	for _, p := range postings {
		for _, id := range p.Articles {
			c := found[id]
			if c == nil {
				c = &Candidate{ID: id}
				found[id] = c
			}
			c.Shared++
			c.Score += min(1, Rare/float64(len(p.Articles)))
		}
	}
	var copies, others []Candidate
	for _, c := range found {
		c.Share = float64(c.Shared) / float64(max(lookedUp, c.Shared))
		switch {
		case c.Share >= leastShare:
			copies = append(copies, *c)
		case c.Score >= leastScore:
			others = append(others, *c)
		}
	}
	slices.SortFunc(others, better)
	out := slices.Concat(copies, others[:min(len(others), max(quotes, 0))])
	slices.SortFunc(out, better)
	return out
}

// better orders candidates, the best first.
func better(a, b Candidate) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
}
