package peers

import "math"

// A matrix is square, row by row.
type matrix [][]float64

func newMatrix(n int) matrix {
	m := make(matrix, n)
	cells := make([]float64, n*n)
	for i := range m {
		m[i] = cells[i*n : (i+1)*n]
	}
	return m
}

// symmetric fills a matrix with f of each pair of sentences, each with itself too.
func symmetric(bags []bag, f func(a, b bag) float64) matrix {
	m := newMatrix(len(bags))
	for i := range bags {
		for j := i; j < len(bags); j++ {
			m[i][j] = f(bags[i], bags[j])
			m[j][i] = m[i][j]
		}
	}
	return m
}

// scaleRows divides each row by its sum plus little, rows of zeros excepted.
func (m matrix) scaleRows(little float64) {
	for _, row := range m {
		sum := little
		for _, v := range row {
			sum += v
		}
		if sum == 0 {
			continue
		}
		for i := range row {
			row[i] /= sum
		}
	}
}

// pass returns the transposed matrix times p.
func (m matrix) pass(p []float64) []float64 {
	out := make([]float64, len(p))
	for i, row := range m {
		for j, v := range row {
			out[j] += v * p[i]
		}
	}
	return out
}

// pageRank passes ranks on over rows that sum to 1 until they move by no more than
// close, 1,000 times at most.
func (m matrix) pageRank(damping, close float64) []float64 {
	n := float64(len(m))
	p := uniform(len(m))
	for range 1000 {
		total := 0.0
		for _, v := range p {
			total += v
		}
		next := m.pass(p)
		for i := range next {
			next[i] = damping*next[i] + (1-damping)/n*total
		}
		moved := distance(p, next)
		if p = next; moved <= close {
			break
		}
	}
	return p
}

func uniform(n int) []float64 {
	p := make([]float64, n)
	for i := range p {
		p[i] = 1 / float64(n)
	}
	return p
}

// distance is Euclid's.
func distance(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += (a[i] - b[i]) * (a[i] - b[i])
	}
	return math.Sqrt(sum)
}
