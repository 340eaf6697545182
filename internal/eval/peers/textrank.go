package peers

import "math"

const damping = 0.85

// textRankSumy is sumy's TextRankSummarizer (Mihalcea and Tarau, 2004): an edge weighs
// the occurrences of shared words over the logarithms of the lengths; a sentence has an
// edge to itself.
func textRankSumy(sentences []string) []float64 {
	m := symmetric(newCorpus(sentences).bags, func(a, b bag) float64 {
		return overLogs(dot(a, b), a, b, true)
	})
	const little = 1e-7
	m.scaleRows(little)
	return m.pageRank(damping, 1e-4)
}

// overLogs divides what two sentences share by the logarithms of their lengths. Two
// sentences of one word each are as alike as what they share, or not at all.
func overLogs(shared float64, a, b bag, alone bool) float64 {
	if shared == 0 {
		return 0
	}
	norm := math.Log(a.size()) + math.Log(b.size())
	switch {
	case norm > 1e-8:
		return shared / norm
	case alone:
		return shared
	}
	return 0
}

// textRank4ZH is TextRank4Sentence of TextRank4ZH: an edge weighs the different words
// shared over the logarithms of the lengths.
func textRank4ZH(sentences []string) []float64 {
	m := symmetric(newCorpus(sentences).bags, func(a, b bag) float64 {
		different := product(a, b, func(int, float64, float64) float64 { return 1 })
		return overLogs(different, a, b, false)
	})
	m.scaleRows(0)
	m.fillEmpty()
	return m.pageRank(damping, 1e-6)
}

// fillEmpty makes rows of zeros even, as networkx does with nodes that lead nowhere.
func (m matrix) fillEmpty() {
	for _, row := range m {
		empty := true
		for _, v := range row {
			empty = empty && v == 0
		}
		for i := range row {
			if empty {
				row[i] = 1 / float64(len(m))
			}
		}
	}
}

// textRankBM25 is TextRank of SnowNLP: an edge weighs the BM25 of one sentence as the
// question to another (k1 1.5, b .75, idf may be negative), and ranks start from 1.
func textRankBM25(sentences []string) []float64 {
	m := bm25(newCorpus(sentences))
	sums := make([]float64, len(m))
	for i, row := range m {
		for j, v := range row {
			if i != j {
				sums[i] += v
			}
		}
	}
	ranks := make([]float64, len(m))
	for i := range ranks {
		ranks[i] = 1
	}
	const rounds, close = 200, 0.001
	for range rounds {
		next, moved := m.passBM25(ranks, sums), 0.0
		for i := range next {
			moved = max(moved, math.Abs(next[i]-ranks[i]))
		}
		if ranks = next; moved <= close {
			break
		}
	}
	return ranks
}

// passBM25 passes ranks on once.
func (m matrix) passBM25(ranks, sums []float64) []float64 {
	next := make([]float64, len(m))
	for i := range next {
		next[i] = 1 - damping
	}
	for j, row := range m {
		if sums[j] == 0 {
			continue
		}
		for i, v := range row {
			if i != j {
				next[i] += damping * v / sums[j] * ranks[j]
			}
		}
	}
	return next
}

// bm25 scores every sentence (column) for the words of every other (row).
func bm25(c *corpus) matrix {
	const k1, b = 1.5, 0.75
	n, mean := float64(len(c.bags)), 0.0
	for _, x := range c.bags {
		mean += x.size() / n
	}
	m := newMatrix(len(c.bags))
	for i, question := range c.bags {
		for j, doc := range c.bags {
			norm := k1 * (1 - b + b*doc.size()/mean)
			m[i][j] = product(question, doc, func(w int, times, tf float64) float64 {
				idf := math.Log(n-c.df[w]+0.5) - math.Log(c.df[w]+0.5)
				return times * idf * tf * (k1 + 1) / (tf + norm)
			})
		}
	}
	return m
}
