package extract

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/daodu/daodu/internal/zh"
)

// TestLexRankIsLexRank holds the ranks against those of the matrix of likenesses that
// the definition asks for.
func TestLexRankIsLexRank(t *testing.T) {
	t.Parallel()
	x := newText(load(t, "speech"), "")
	vectors := make([]vector, len(x.units))
	for i, u := range x.units {
		vectors[i] = u.vector
	}
	got, want := lexRank(vectors, len(x.lexicon.df)), denseRanks(vectors)
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-9 {
			t.Fatalf("rank of unit %d is %v, the matrix gives %v", i, got[i], want[i])
		}
	}
}

func denseRanks(vectors []vector) []float64 {
	n := len(vectors)
	matrix := make([][]float64, n)
	for i := range matrix {
		matrix[i] = make([]float64, n)
		for j := range matrix[i] {
			if i != j {
				matrix[i][j] = cosine(vectors[i], vectors[j])
			}
		}
	}
	ranks := make([]float64, n)
	for i := range ranks {
		ranks[i] = 1 / float64(n)
	}
	for range rounds {
		next := make([]float64, n)
		for j, row := range matrix {
			sum := 0.0
			for _, v := range row {
				sum += v
			}
			for i, v := range row {
				if sum > 0 {
					next[i] += damping * ranks[j] * v / sum
				}
			}
		}
		for i := range next {
			ranks[i] = (1-damping)/float64(n) + next[i]
		}
	}
	return spread(ranks)
}

func TestCentralSentence(t *testing.T) {
	t.Parallel()
	l := newLexicon()
	var bags []bag
	for _, s := range []string{
		"全市职工技能提升三年行动今天启动",
		"技能提升三年行动由市总工会牵头，职工技能大赛同时启动",
		"职工技能大赛设十八个工种",
		"午后有雨，气温下降",
	} {
		bags = append(bags, l.bag(zh.FoldRunes([]rune(s))))
	}
	ranks := lexRank(l.weigh(bags), len(l.df))
	if ranks[1] != 1 || ranks[3] != 0 {
		t.Errorf("ranks %v: the second sentence shares most with the others, the last nothing", ranks)
	}
}

// TestCosine checks the measure on random vectors: symmetric, 1 with itself, within 0..1.
func TestCosine(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	l := newLexicon()
	letters := []rune("工会职工技能提升")
	var bags []bag
	for range 40 {
		s := make([]rune, 12)
		for i := range s {
			s[i] = letters[random.IntN(len(letters))]
		}
		bags = append(bags, l.bag(s))
	}
	vectors := l.weigh(bags)
	for i, v := range vectors {
		w := vectors[(i+1)%len(vectors)]
		if math.Abs(cosine(v, v)-1) > 1e-9 || cosine(v, w) != cosine(w, v) || cosine(v, w) < 0 || cosine(v, w) > 1+1e-9 {
			t.Fatalf("cosine %v with itself, %v and %v with another", cosine(v, v), cosine(v, w), cosine(w, v))
		}
	}
}

func TestBigramsStopAtMarks(t *testing.T) {
	t.Parallel()
	l := newLexicon()
	if n := len(l.bag([]rune("工会,职工"))); n != 2 {
		t.Errorf("%d bigrams, want 2: none reaches over the comma", n)
	}
	if n := len(l.bag([]rune("𠮷林𠮷林"))); n != 2 {
		t.Errorf("%d bigrams of astral letters, want 2", n)
	}
}
