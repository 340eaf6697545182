package rank

import (
	"cmp"
	"math"
	"slices"

	"github.com/daodu/daodu/internal/terms"
)

// The parameters of the score. Chosen on one half of the queries, see the package
// comment.
const (
	k1         = 2   // occurrences in the document that count for half of the most
	k3         = 2   // the same in the query
	lengthPart = .85 // how far the length of the document counts
	power      = 1.5 // of the rarity
	quarters   = 4   // weights of package terms are in quarters
)

// share is how much a kind of term weighs.
var share = map[terms.Kind]float64{terms.Letter: .7, terms.Figure: 3}

// A Query is a text or words that documents are scored against. It is safe for
// concurrent use.
type Query struct {
	wanted []wanted // by ID
	mean   float64  // length of a document
	most   float64  // the raw score that counts as 1
	stats  *Stats
}

type wanted struct {
	id     terms.ID
	weight float64
}

// Search returns the query of words that somebody looks for (terms.Query.Vector). The
// best score that any document could have is 1.
func (s *Stats) Search(v terms.Vector) *Query {
	q := s.query(v)
	for _, w := range q.wanted {
		q.most += w.weight * (k1 + 1)
	}
	return q
}

// Related returns the query for articles that are related to a text. The text itself
// scores 1.
func (s *Stats) Related(v terms.Vector) *Query {
	q := s.query(v)
	q.most = q.raw(v)
	return q
}

func (s *Stats) query(v terms.Vector) *Query {
	q := &Query{mean: s.MeanLength(), wanted: make([]wanted, len(v.Terms)), stats: s}
	for i, t := range v.Terms {
		n := float64(t.Weight) / quarters
		kind, ok := share[t.ID.Kind()]
		if !ok {
			kind = 1
		}
		q.wanted[i] = wanted{t.ID, kind * math.Pow(s.rarity(t.ID), power) * n * (k3 + 1) / (n + k3)}
	}
	return q
}

// Score returns how much of q a document has, 0..1.
func (q *Query) Score(doc terms.Vector) float64 {
	if q.most == 0 {
		return 0
	}
	return min(1, q.raw(doc)/q.most)
}

// raw adds up the shared terms: one pass over both sorted lists.
func (q *Query) raw(doc terms.Vector) float64 {
	sum := 0.0
	length := k1 * quarters * (1 - lengthPart + lengthPart*float64(doc.Length)/q.mean)
	i, list := 0, doc.Terms
	for _, w := range q.wanted {
		for i < len(list) && list[i].ID < w.id {
			i++
		}
		if i == len(list) {
			break
		}
		if list[i].ID == w.id {
			n := float64(list[i].Weight)
			sum += w.weight * n * (k1 + 1) / (n + length)
		}
	}
	return sum
}

// A Candidate is a term whose documents may score high.
type Candidate struct {
	ID        terms.ID
	Weight    float64 // in q; sums of them tell roughly which documents score high
	Documents int     // that have it
}

const (
	// commonShare is the share of a library that makes a term too common to fetch its
	// documents by, unless they are no more than commonLeast.
	commonShare = .05
	commonLeast = 10
	// enough is the number of documents below which commoner terms are taken too: all the
	// words of a short query may be common.
	enough = 200
	// reach is the power of the number of documents by which a term is preferred to fetch:
	// the rarest terms alone fetch too few. Over the sets of internal/eval 40 terms fetch
	// 99 % of the ten best with it, 95 % without.
	reach = .3
)

// Candidates returns up to n terms of q, the most useful first, by whose documents a
// store fetches what it scores. Each stands in at least least documents: 2 when q is an
// article of the library, whose own words would fetch but itself, otherwise 1. They are
// in no more than one document in twenty (or 10), unless these would be few in all.
func (q *Query) Candidates(n, least int) []Candidate {
	most := max(commonLeast, int(commonShare*float64(q.stats.documents)))
	var telling, common []Candidate
	for _, w := range q.wanted {
		switch df := q.stats.Frequency(w.id); {
		case df < least:
		case df <= most:
			telling = append(telling, Candidate{w.id, w.weight, df})
		default:
			common = append(common, Candidate{w.id, w.weight, df})
		}
	}
	slices.SortFunc(telling, byReach)
	slices.SortFunc(common, byReach)
	telling = telling[:min(n, len(telling))]
	documents := 0
	for _, c := range telling {
		documents += c.Documents
	}
	for len(common) > 0 && len(telling) < n && documents < enough {
		telling, documents, common = append(telling, common[0]), documents+common[0].Documents, common[1:]
	}
	return telling
}

// byReach orders the terms that fetch most of what scores high first.
func byReach(a, b Candidate) int {
	return cmp.Or(cmp.Compare(b.reach(), a.reach()), cmp.Compare(a.ID, b.ID))
}

func (c Candidate) reach() float64 { return c.Weight * math.Pow(float64(c.Documents), reach) }
