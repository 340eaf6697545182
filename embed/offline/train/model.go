package main

import (
	"log"
	"math"
	"math/rand/v2"

	"github.com/daodu/daodu/embed/offline/internal/static"
)

const (
	dim   = static.Dim
	batch = 1024 // pairs of a step
)

// settings are what training was tuned by.
type settings struct {
	steps       int
	temperature float64
	rate        float64 // of learning, falling to 0
}

var defaults = settings{steps: 600, temperature: 0.09, rate: 0.1}

// A model is the rows that are learned, one for each piece.
type model struct {
	rows      []float32
	gradients []float32
	squares   []float32 // sums of the mean squares of the gradients of each row
	touched   []bool    // rows that have a gradient in this step
	left      *side
	right     *side
	score     []float32 // batch x batch: exp of the scaled cosines, then gradients
	turned    []float32 // score, transposed
	sums      []float32 // of the columns of score
}

// A side is one text of each pair of a batch.
type side struct {
	texts [][]int32
	x     []float32 // vectors of length 1, one after the other
	xt    []float32 // x transposed
	norms []float32 // lengths before
	g     []float32 // gradients of the vectors
}

func newSide() *side {
	return &side{x: make([]float32, batch*dim), xt: make([]float32, batch*dim), norms: make([]float32, batch), g: make([]float32, batch*dim)}
}

// newModel begins with random rows, longer for rarer pieces: a start from co-occurrence
// counts gained nothing.
func newModel(docs []parted, pieces int) *model {
	m := &model{
		rows: make([]float32, pieces*dim), gradients: make([]float32, pieces*dim),
		squares: make([]float32, pieces), touched: make([]bool, pieces),
		left: newSide(), right: newSide(),
		score: make([]float32, batch*batch), turned: make([]float32, batch*batch), sums: make([]float32, batch),
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for p, idf := range idfs(docs, pieces) {
		for k := range dim {
			m.rows[p*dim+k] = float32(rng.NormFloat64() * idf / math.Sqrt(dim))
		}
	}
	return m
}

// idfs returns ln(documents/frequency) of each piece.
func idfs(docs []parted, pieces int) []float64 {
	count, last := make([]int, pieces), make([]int, pieces)
	for i, d := range docs {
		for _, list := range [][]int32{d.title, d.body} {
			for _, p := range list {
				if last[p] != i+1 {
					last[p] = i + 1
					count[p]++
				}
			}
		}
	}
	out := make([]float64, pieces)
	for p, n := range count {
		out[p] = math.Log(float64(len(docs)+1) / float64(n+1))
	}
	return out
}

// train learns the rows by contrast (Oord et al., Representation Learning with
// Contrastive Predictive Coding, 2018; both ways as in CLIP, 2021): each text of a batch
// is to be nearest to its own partner.
func (m *model) train(s *sampler, set settings) {
	mean := 0.0
	for step := range set.steps {
		m.left.texts, m.right.texts = s.next(batch)
		m.forward(m.left)
		m.forward(m.right)
		mean += m.contrast(float32(set.temperature))
		m.backward(m.left)
		m.backward(m.right)
		m.update(float32(set.rate * (1 - float64(step)/float64(set.steps))))
		if (step+1)%50 == 0 {
			log.Printf("step %d: loss %.4f", step+1, mean/50)
			mean = 0
		}
	}
}

// forward computes the vectors of one side: the sum of the rows of the pieces, as often
// as each occurs, made of length 1.
func (m *model) forward(s *side) {
	parallel(batch, func(from, to int) {
		for i := from; i < to; i++ {
			x := s.x[i*dim : (i+1)*dim]
			clear(x)
			for _, p := range s.texts[i] {
				add(x, m.rows[int(p)*dim:])
			}
			s.norms[i] = max(float32(math.Sqrt(float64(dot(x, x)))), 1e-6)
			scale(x, 1/s.norms[i])
		}
	})
	transpose(s.xt, s.x, batch, dim)
}

// contrast computes the loss and the gradients of the vectors. With e = exp((cos-1)/T),
// the probability that i belongs to k is e(i,k) over the sum of its row, seen from the
// left, and over the sum of its column, seen from the right.
func (m *model) contrast(temperature float32) float64 {
	multiply(m.score, m.left.x, m.right.x, dim)
	rows := make([]float32, batch)
	parallel(batch, func(from, to int) {
		for i := from; i < to; i++ {
			line := m.score[i*batch : (i+1)*batch]
			for k, c := range line {
				line[k] = exp((c - 1) / temperature)
				rows[i] += line[k]
			}
		}
	})
	clear(m.sums)
	for i := range batch {
		add(m.sums, m.score[i*batch:])
	}
	loss := 0.0
	for i := range batch {
		own := float64(m.score[i*batch+i])
		loss += math.Log(float64(rows[i])/own) + math.Log(float64(m.sums[i])/own)
	}
	for i := range m.sums {
		m.sums[i] = 1 / m.sums[i]
	}
	weight := 1 / (2 * batch * temperature)
	parallel(batch, func(from, to int) {
		for i := from; i < to; i++ {
			line := m.score[i*batch : (i+1)*batch]
			row := 1 / rows[i]
			for k, e := range line {
				line[k] = float32(e*(row+m.sums[k])) * weight
			}
			line[i] -= 2 * weight
		}
	})
	transpose(m.turned, m.score, batch, batch)
	multiply(m.left.g, m.score, m.right.xt, batch)
	multiply(m.right.g, m.turned, m.left.xt, batch)
	return loss / (2 * batch)
}

// backward adds the gradients of one side to the rows. Each processor serves rows of its
// own, in the order of the texts.
func (m *model) backward(s *side) {
	parallel(batch, func(from, to int) {
		for i := from; i < to; i++ {
			x, g := s.x[i*dim:(i+1)*dim], s.g[i*dim:(i+1)*dim]
			along := dot(x, g)
			for k := range g {
				g[k] = (g[k] - float32(along*x[k])) / s.norms[i]
			}
		}
	})
	pieces := len(m.touched)
	parallel(pieces, func(from, to int) {
		for i, text := range s.texts {
			g := s.g[i*dim : (i+1)*dim]
			for _, p := range text {
				if int(p) >= from && int(p) < to {
					add(m.gradients[int(p)*dim:(int(p)+1)*dim], g)
					m.touched[p] = true
				}
			}
		}
	})
}

// update moves the rows against their gradients by Adagrad with one sum of squares a row.
func (m *model) update(rate float32) {
	parallel(len(m.touched), func(from, to int) {
		for p := from; p < to; p++ {
			if !m.touched[p] {
				continue
			}
			row, g := m.rows[p*dim:(p+1)*dim], m.gradients[p*dim:(p+1)*dim]
			m.squares[p] += dot(g, g) / dim
			by := rate / (float32(math.Sqrt(float64(m.squares[p]))) + 1e-10)
			for k := range g {
				row[k] -= float32(by * g[k])
				g[k] = 0
			}
			m.touched[p] = false
		}
	})
}
