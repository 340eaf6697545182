package rank

import "math"

// The share of meaning for the embeddings of embed/offline: mostShare for a query of a few
// words, half of that for a text of halfLength letters, and so on, since a long text has
// words enough to tell by.
const (
	mostShare  = .15
	halfLength = 500
)

// DenseShare returns the share that [Fuse] is to give to the embeddings of embed/offline,
// for a query of so many letters and words (terms.Vector.Length).
func DenseShare(length int) float64 {
	return mostShare / (1 + float64(length)/halfLength)
}

// The least of each score that counts: what shares no term stands behind all that does, in
// the order of meaning, while a cosine near 0 must not lose what shares a name.
const (
	leastLexical = 1e-6
	leastCosine  = .05
)

// Fuse mixes a lexical score with the cosine of two embeddings into a score of 0..1:
// the weighted geometric mean, in which cosine has the given share. A weighted sum lost
// twice as much on texts that are told by their names.
func Fuse(lexical, cosine, share float64) float64 {
	if share == 0 {
		return lexical
	}
	return math.Pow(min(1, max(leastLexical, lexical)), 1-share) * math.Pow(min(1, max(leastCosine, cosine)), share)
}
