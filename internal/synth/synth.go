// Package synth makes vectors that lie as those of embedding models do, for tests and
// benchmarks of search without a model: chunks crowd round their article, articles round
// their topic, all of them lie to one side of the origin, and few directions hold most of
// the variance. For whoever needs many texts it also makes speeches.
package synth

import (
	"math"
	"math/rand/v2"
)

// A Config says what to make. The zero value of a field, save Dim and Articles, takes the
// default.
type Config struct {
	Dim      int // elements of a vector
	Articles int
	Chunks   int     // of each article; 10
	Topics   int     // 100
	Decay    float64 // the variance of direction i goes with i^-Decay; 1
	Seed     uint64  // the same seed gives the same vectors
}

// The shares of what a vector is made of, as squares of lengths; their sum is 1. Two chunks
// of one article have a cosine of about 0.8, of one topic 0.6, of two topics 0.35.
const (
	offsetShare  = 0.35 // common to all
	topicShare   = 0.25
	articleShare = 0.20
	chunkShare   = 0.20
)

// The streams of random numbers, one for each kind of thing.
const (
	offsets = iota + 1
	topics
	articles
	chunks
	queries
	choices
)

// Vectors are made when they are asked for, so that millions take no memory. They may be
// asked for by many goroutines at once.
type Vectors struct {
	config Config
	offset []float64
	spread []float64 // standard deviation along each axis; the sum of squares is 1
	topics [][]float64
}

// New returns the vectors of a configuration.
func New(c Config) *Vectors {
	if c.Chunks == 0 {
		c.Chunks = 10
	}
	if c.Topics == 0 {
		c.Topics = 100
	}
	if c.Decay == 0 {
		c.Decay = 1
	}
	v := &Vectors{config: c, spread: spread(c.Dim, c.Decay), topics: make([][]float64, c.Topics)}
	even := spread(c.Dim, 0)
	v.offset = make([]float64, c.Dim)
	v.add(v.offset, offsets, 0, even, offsetShare)
	for i := range v.topics {
		v.topics[i] = make([]float64, c.Dim)
		v.add(v.topics[i], topics, uint64(i), v.spread, topicShare)
	}
	return v
}

// Len returns the number of vectors: Articles times Chunks.
func (v *Vectors) Len() int { return v.config.Articles * v.config.Chunks }

// At returns a vector of length 1: chunk i%Chunks of article i/Chunks.
func (v *Vectors) At(i int) []float32 {
	return v.chunk(i/v.config.Chunks, chunks, i)
}

// Query returns the vector of a text, of length 1, that asks for what article i%Articles is
// about. It is none of those of At.
func (v *Vectors) Query(i int) []float32 {
	return v.chunk(i%v.config.Articles, queries, i)
}

func (v *Vectors) chunk(article int, stream uint64, i int) []float32 {
	topic := v.random(choices, uint64(article)).IntN(len(v.topics))
	sum := make([]float64, v.config.Dim)
	for j := range sum {
		sum[j] = v.offset[j] + v.topics[topic][j]
	}
	v.add(sum, articles, uint64(article), v.spread, articleShare)
	v.add(sum, stream, uint64(i), v.spread, chunkShare)
	return unit(sum)
}

// add adds a random vector to sum whose squared length is about share.
func (v *Vectors) add(sum []float64, stream, i uint64, spread []float64, share float64) {
	random, factor := v.random(stream, i), math.Sqrt(share)
	for j, deviation := range spread {
		sum[j] += random.NormFloat64() * deviation * factor
	}
}

// random returns the numbers of one thing, whichever was asked for before.
func (v *Vectors) random(stream, i uint64) *rand.Rand {
	return rand.New(rand.NewPCG(v.config.Seed<<8|stream, i))
}

// spread returns the standard deviations along the axes for variances that go with
// (i+1)^-decay and sum up to 1.
func spread(dim int, decay float64) []float64 {
	deviations := make([]float64, dim)
	sum := 0.0
	for i := range deviations {
		variance := math.Pow(float64(i+1), -decay)
		deviations[i] = math.Sqrt(variance)
		sum += variance
	}
	for i := range deviations {
		deviations[i] /= math.Sqrt(sum)
	}
	return deviations
}

func unit(x []float64) []float32 {
	squares := 0.0
	for _, value := range x {
		squares += value * value
	}
	v := make([]float32, len(x))
	for i, value := range x {
		v[i] = float32(value / math.Sqrt(squares))
	}
	return v
}
