package peers

import (
	"math"
	"slices"
	"testing"
	"unicode/utf8"
)

// talk is a text in which the second sentence shares most with the others and the last
// nothing.
var talk = []string{
	"全市职工技能提升三年行动今天启动",
	"技能提升三年行动由市总工会牵头，职工技能大赛同时启动",
	"职工技能大赛设十八个工种",
	"午后有雨",
}

// TestCentralSentence checks the methods that rank by what sentences share. Others need
// more of them: sumy's LexRank stops early, BM25 counts what half of them say against
// them, LSA looks for several topics.
func TestCentralSentence(t *testing.T) {
	t.Parallel()
	for _, m := range Methods {
		ranks := m.Rank(talk)
		if len(ranks) != len(talk) || slices.ContainsFunc(ranks, math.IsNaN) {
			t.Errorf("%s: ranks %v", m.Name, ranks)
		}
		want, known := map[string]int{"lead": 0, "textrank_sumy": 1, "textrank_4zh": 1, "lexrank": 1, "centroid": 1}[m.Name]
		if best := slices.Index(ranks, slices.Max(ranks)); known && best != want {
			t.Errorf("%s: sentence %d first, want %d: %v", m.Name, best, want, ranks)
		}
	}
}

// TestOddInput ranks nothing, one sentence, marks alone.
func TestOddInput(t *testing.T) {
	t.Parallel()
	for _, sentences := range [][]string{nil, {"好"}, {"。", "！"}, {"好", "好"}, {"工会", "。", "工会"}} {
		for _, m := range Methods {
			if ranks := m.Rank(sentences); len(ranks) != len(sentences) || slices.ContainsFunc(ranks, math.IsNaN) {
				t.Errorf("%s of %q: %v", m.Name, sentences, ranks)
			}
		}
	}
}

// TestTextRankByHand has three sentences of bigrams ab bc | ab bc cd | ef; the edges are
// 2/(ln 2 + ln 3) between the first two and, to themselves, 2/(2 ln 2), 3/(2 ln 3) and,
// for one word alone, 1.
func TestTextRankByHand(t *testing.T) {
	t.Parallel()
	ranks := textRankSumy([]string{"工会会员", "工会会员证", "天气"})
	between, self1, self2 := 3/(math.Log(3)+math.Log(4)), 3/(2*math.Log(3)), 4/(2*math.Log(4))
	p := []float64{1. / 3, 1. / 3, 1. / 3}
	for range 200 {
		p = []float64{
			.05 + .85*(p[0]*self1/(self1+between)+p[1]*between/(self2+between)),
			.05 + .85*(p[0]*between/(self1+between)+p[1]*self2/(self2+between)),
			.05 + .85*p[2],
		}
	}
	for i := range p {
		if math.Abs(p[i]-ranks[i]) > 1e-3 {
			t.Errorf("rank %d is %.4f, by hand %.4f", i, ranks[i], p[i])
		}
	}
}

// TestSumyLSANeedsNoDecomposition checks what lsaSumy rests on: with all dimensions,
// the rank of a sentence is the length of its column.
func TestSumyLSANeedsNoDecomposition(t *testing.T) {
	t.Parallel()
	bags := newCorpus(talk).bags
	m := symmetric(bags, dot)
	values, vectors := eigen(m, len(m))
	for j := range m {
		sum := 0.0
		for k, v := range values {
			sum += v * vectors[k][j] * vectors[k][j]
		}
		if math.Abs(sum-m[j][j]) > 1e-6 {
			t.Errorf("sentence %d: Σ(σv)² is %v, the column's length² %v", j, sum, m[j][j])
		}
	}
}

func TestSentences(t *testing.T) {
	t.Parallel()
	got := Sentences("他说：“好！”大家鼓掌；散会。\n\n  一、总则\n没有句号")
	want := []string{"他说：“好！”", "大家鼓掌；", "散会。", "一、总则", "没有句号"}
	if !slices.Equal(got, want) {
		t.Errorf("sentences %q, want %q", got, want)
	}
}

// TestFill checks the rule of the budget: over by a tenth at most, save for the first.
func TestFill(t *testing.T) {
	t.Parallel()
	sentences := []string{"一二三四五六", "一二三四", "一二三", "一"}
	tests := []struct {
		budget int
		want   string
	}{
		{4, "一二三四五六"}, // the first is taken however long
		{7, "一二三四五六"}, // four fifths are enough before one that is too long
		{10, "一二三四五六一二三四"},
		{100, "一二三四五六一二三四一二三一"},
	}
	for _, tt := range tests {
		if got := Fill(sentences, lead(sentences), tt.budget, utf8.RuneCountInString); got != tt.want {
			t.Errorf("within %d: %q, want %q", tt.budget, got, tt.want)
		}
	}
}

func TestBigrams(t *testing.T) {
	t.Parallel()
	got := bigrams("工会IT部，𠮷 GDP增")
	want := []string{"工会", "会it", "it部", "𠮷", "gdp增"}
	if !slices.Equal(got, want) {
		t.Errorf("words %q, want %q", got, want)
	}
}
