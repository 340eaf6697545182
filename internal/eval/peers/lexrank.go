package peers

import "math"

// lexRankSumy is sumy's LexRankSummarizer (Erkan and Radev, 2004): sentences with a
// cosine above .1 are neighbours; ranks are passed on without damping until they move
// by .1.
func lexRankSumy(sentences []string) []float64 {
	const threshold, close = 0.1, 0.1
	c := newCorpus(sentences)
	n := float64(len(c.bags))
	idf := make([]float64, len(c.df))
	for w, df := range c.df {
		idf[w] = math.Log(n / (1 + df))
	}
	units := make([]bag, len(c.bags))
	for i, b := range c.bags {
		units[i] = b.unit(idf) // tf over the greatest tf: the scale falls out of the cosine
	}
	m := symmetric(units, func(a, b bag) float64 {
		if dot(a, b) > threshold {
			return 1
		}
		return 0
	})
	m.scaleRows(0)
	return m.power(close)
}

// power passes ranks on, scaled to length 1 each time, until they move by no more than
// close.
func (m matrix) power(close float64) []float64 {
	p := uniform(len(m))
	for range 1000 {
		next := m.pass(p)
		norm := distance(next, make([]float64, len(next)))
		if norm == 0 {
			break
		}
		for i := range next {
			next[i] /= norm
		}
		moved := distance(p, next)
		if p = next; moved <= close {
			break
		}
	}
	return p
}

// lexRank is the continuous form: the cosine itself is the weight.
func lexRank(sentences []string) []float64 {
	units := newCorpus(sentences).units()
	m := symmetric(units, dot)
	for i := range m {
		m[i][i] = 0
	}
	m.scaleRows(0)
	return m.pageRank(damping, 1e-6)
}

// units returns the sentences weighed by tf x idf of this text and scaled to length 1.
func (c *corpus) units() []bag {
	idf := make([]float64, len(c.df))
	for w, df := range c.df {
		idf[w] = math.Log((float64(len(c.bags)) + 1) / (df + 0.5))
	}
	out := make([]bag, len(c.bags))
	for i, b := range c.bags {
		out[i] = b.unit(idf)
	}
	return out
}

// centroid ranks sentences by their cosine to the sum of all (Radev and others, 2004).
func centroid(sentences []string) []float64 {
	c := newCorpus(sentences)
	units := c.units()
	sum := make([]float64, len(c.df))
	for _, u := range units {
		for _, x := range u {
			sum[x.word] += x.n
		}
	}
	out := make([]float64, len(units))
	for i, u := range units {
		for _, x := range u {
			out[i] += x.n * sum[x.word]
		}
	}
	return out
}
