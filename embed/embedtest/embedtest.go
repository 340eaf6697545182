// Package embedtest holds what every [daodu.Embedder] promises, as tests: vectors of the
// dimension and length that it states, in the order of the texts, the same each time, also
// when several callers ask at once, and the vectors made so far when it is interrupted.
//
//	func TestEmbedder(t *testing.T) { embedtest.Run(t, offline.New()) }
package embedtest

import (
	"math"
	"strings"
	"testing"

	"github.com/daodu/daodu"
)

// same is the least cosine of two vectors of one text: endpoints compute in 16 bits and
// add up in another order when texts come in other batches.
const same = 0.999

// An Option asks more of an embedder than all of them promise.
type Option func(*suite)

// Scripts asks that a text in Traditional letters and the same text in Simplified ones
// have a cosine of at least least, 0..1.
func Scripts(least float64) Option { return func(s *suite) { s.scripts = least } }

// Topics asks that texts about the same matter in other words are nearer than texts about
// different matters. An embedder behind a made-up endpoint need not know that.
func Topics() Option { return func(s *suite) { s.topics = true } }

type suite struct {
	e       daodu.Embedder
	scripts float64
	topics  bool
}

// Run tests e. It may call e from several goroutines.
func Run(t *testing.T, e daodu.Embedder, options ...Option) {
	t.Helper()
	s := &suite{e: e}
	for _, o := range options {
		o(s)
	}
	for _, test := range []struct {
		name string
		run  func(*testing.T)
	}{
		{"space", s.space},
		{"texts", s.texts},
		{"no letter", s.noLetter},
		{"empty list", s.emptyList},
		{"order", s.order},
		{"again", s.again},
		{"long", s.long},
		{"query", s.query},
		{"concurrent", s.concurrent},
		{"cancelled", s.cancelled},
		{"cancelled on the way", s.cancelledOnTheWay},
		{"scripts", s.bothScripts},
		{"topics", s.nearTopics},
	} {
		t.Run(test.name, test.run)
	}
}

// documents returns the vectors of texts, checked for number and form.
func (s *suite) documents(t *testing.T, texts []string) [][]float32 {
	t.Helper()
	vectors, err := s.e.Documents(t.Context(), texts)
	if err != nil {
		t.Fatalf("Documents: %v", err)
	}
	if len(vectors) != len(texts) {
		t.Fatalf("%d vectors for %d texts", len(vectors), len(texts))
	}
	for i, v := range vectors {
		s.check(t, texts[i], v)
	}
	return vectors
}

// check fails unless v has the dimension of the space and length 1.
func (s *suite) check(t *testing.T, text string, v []float32) {
	t.Helper()
	if len(v) != s.e.Space().Dim {
		t.Fatalf("%.40q has %d elements, the space %d", text, len(v), s.e.Space().Dim)
	}
	// A NaN fails every comparison, so that this is put the other way round.
	if n := norm(v); !(math.Abs(n-1) < 1e-3) {
		t.Errorf("%.40q has a vector of length %v, want 1", text, n)
	}
}

func norm(v []float32) float64 { return math.Sqrt(dot(v, v)) }

// dot is the cosine of vectors of length 1.
func dot(a, b []float32) float64 {
	sum := 0.0
	for i := range min(len(a), len(b)) {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// nearest returns which of vectors has the highest cosine with v.
func nearest(v []float32, vectors [][]float32) int {
	best := 0
	for i := range vectors {
		if dot(v, vectors[i]) > dot(v, vectors[best]) {
			best = i
		}
	}
	return best
}

// sameVector fails unless both vectors are of one text.
func sameVector(t *testing.T, text string, a, b []float32) {
	t.Helper()
	if got := dot(a, b); !(got >= same) {
		t.Errorf("%.40q has two vectors with a cosine of %v", text, got)
	}
}

// sample are texts about different matters.
var sample = []string{
	"云溪市总工会今年为八千名职工办理互助保障，帮助困难职工解决看病难题。",
	"县里修通了最后一段山区公路，村民到集市的时间从三小时缩短到四十分钟。",
	"气象台发布暴雨预警，沿江各站昼夜监测水位，转移低洼处的居民。",
	"小学的孩子们在新建的图书室里读书，老师每周组织一次朗诵。",
	"农科站推广节水灌溉和新的小麦品种，秋后亩产比去年多了一成。",
	"国家队在世界杯预选赛最后一场以二比一获胜，取得了出线权。",
}

// long100k is a text of 100,000 letters, longer than any model reads at once.
var long100k = strings.Repeat("碧溪港的职工食堂恢复供餐，焊工夜校开了三个班。", 4400)
