package peers

import "math"

// lsaSumy is sumy's LsaSummarizer with its defaults. It keeps all dimensions
// (REDUCTION_RATIO 1), and with all of them the rank of a sentence, the root of the sum
// of (σ·v)², is the length of its column: no decomposition is needed to know it. Cells
// are .4 + .6·tf/most, those of words that the sentence lacks too, as sumy has it.
func lsaSumy(sentences []string) []float64 {
	const smooth = 0.4
	c := newCorpus(sentences)
	out := make([]float64, len(c.bags))
	for i, b := range c.bags {
		if len(b) == 0 {
			continue
		}
		sum := smooth * smooth * float64(len(c.df)-len(b))
		for _, x := range b {
			cell := smooth + (1-smooth)*x.n/b.most()
			sum += cell * cell
		}
		out[i] = math.Sqrt(sum)
	}
	return out
}

// lsa ranks sentences by their length in the space of the topics whose singular value
// is at least half the greatest (Steinberger and Ježek, 2004), over tf x idf.
func lsa(sentences []string) []float64 {
	c := newCorpus(sentences)
	values, vectors := eigen(symmetric(c.units(), dot), topics)
	out := make([]float64, len(sentences))
	for k, v := range values {
		if v < values[0]/4 { // values are squares of the singular values
			break
		}
		for i := range out {
			out[i] += v * vectors[k][i] * vectors[k][i]
		}
	}
	for i := range out {
		out[i] = math.Sqrt(out[i])
	}
	return out
}

// topics is how many singular values are computed at most; more than that are seldom
// above half the greatest.
const topics = 10

// eigen returns the greatest eigenvalues of a symmetric matrix without negative ones,
// descending, with their vectors, by orthogonal iteration.
func eigen(m matrix, most int) (values []float64, vectors [][]float64) {
	most = min(most, len(m))
	for k := range most {
		v := make([]float64, len(m))
		for i := range v {
			v[i] = math.Sin(float64(1 + i*(k+1))) // any start that favours none
		}
		vectors = append(vectors, v)
	}
	values = make([]float64, most)
	const rounds = 60
	for range rounds {
		for k := range vectors {
			v := m.pass(vectors[k])
			for _, before := range vectors[:k] {
				away := inner(v, before)
				for i := range v {
					v[i] -= away * before[i]
				}
			}
			values[k] = math.Sqrt(inner(v, v))
			for i := range v {
				if values[k] > 0 {
					v[i] /= values[k]
				}
			}
			vectors[k] = v
		}
	}
	return values, vectors
}

func inner(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
