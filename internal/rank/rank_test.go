package rank

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu/internal/terms"
	"github.com/daodu/daodu/internal/zh"
)

func count(text string) terms.Vector { return terms.Count(zh.FoldRunes([]rune(text))) }

// statsOf returns the statistics of texts.
func statsOf(texts ...string) *Stats {
	s := &Stats{}
	for _, t := range texts {
		s.Add(count(t))
	}
	return s
}

// formulas are set phrases, as every speech has them.
const formulas = "要高举中国特色社会主义伟大旗帜，坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻落实党的二十大精神，" +
	"深刻领悟“两个确立”的决定性意义，增强“四个意识”、坚定“四个自信”、做到“两个维护”，坚持稳中求进工作总基调，" +
	"为全面建设社会主义现代化国家、全面推进中华民族伟大复兴而团结奋斗。"

// planted are texts of three subjects. The first two share a figure, the first and third
// nothing but set phrases.
var planted = []string{
	"年初以来，区总工会办起了订单课堂，实名制培训不少于2000人，一批下岗的纺织女工学会了烘焙手艺。" + formulas,
	"码头边的技工学校今年也定下目标，实名制培训不少于2000人，吊车司机要轮流上船操作。夜校灯火通明，老师傅手把手地教徒弟。",
	"山区林场守护古树，护林员沿溪巡查，用无人机拍下病虫害的位置。" + formulas,
	"水库除险加固工程完工，大坝渗漏得到治理，下游五个乡镇的农田灌溉有了保障。" + formulas,
	"博物馆新展开幕，青铜器纹饰精美，观众排起长队。讲解员介绍，这批文物出土于汉代墓葬。",
}

// TestFormulasCountLess holds that one rare figure tells more than a page of set phrases,
// even in a library of five articles or one.
func TestFormulasCountLess(t *testing.T) {
	t.Parallel()
	for n := 1; n <= len(planted); n++ {
		s := statsOf(planted[:n]...)
		q := s.Related(count(planted[0]))
		figure, phrases := q.Score(count(planted[1])), q.Score(count(planted[2]))
		if figure <= phrases {
			t.Errorf("library of %d: a shared figure scores %.3f, shared set phrases %.3f", n, figure, phrases)
		}
	}
}

func TestRelatedScores(t *testing.T) {
	t.Parallel()
	s := statsOf(planted...)
	for i, text := range planted {
		q := s.Related(count(text))
		if got := q.Score(count(text)); got != 1 {
			t.Errorf("text %d scores %v with itself", i, got)
		}
		if got := q.Score(terms.Vector{}); got != 0 {
			t.Errorf("text %d scores %v with nothing", i, got)
		}
	}
	if got := s.Related(terms.Vector{}).Score(count(planted[0])); got != 0 {
		t.Errorf("nothing scores %v", got)
	}
	if got := new(Stats).Related(count(planted[0])).Score(count(planted[1])); got <= 0 || got >= 1 {
		t.Errorf("in an empty library a pair scores %v", got)
	}
}

// TestRelatedScripts holds that Traditional letters and full-width figures change nothing.
func TestRelatedScripts(t *testing.T) {
	t.Parallel()
	s := statsOf(planted...)
	other := strings.NewReplacer("码头", "碼頭", "学", "學", "标", "標", "实", "實", "训", "訓", "2000", "２０００", "轮", "輪", "师", "師", "，", ",").Replace(planted[1])
	want := s.Related(count(planted[0])).Score(count(planted[1]))
	if got := s.Related(count(planted[0])).Score(count(other)); got != want || want == 0 {
		t.Errorf("%v in Traditional, %v in Simplified", got, want)
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	s := statsOf(planted...)
	tests := []struct {
		query string
		want  int
	}{
		{"青铜器", 4}, {"林場 古樹", 2}, {"水库除险", 3}, {"2000人 吊车", 1}, {"订单课堂", 0}, {"无人机病虫害", 2},
	}
	for _, tt := range tests {
		q := s.Search(terms.ParseQuery(tt.query).Vector())
		best, top := -1, 0.0
		for i, text := range planted {
			if got := q.Score(count(text)); got > top {
				best, top = i, got
			}
		}
		if best != tt.want || top >= 1 {
			t.Errorf("%q finds text %d with %.3f, want %d", tt.query, best, top, tt.want)
		}
	}
}

func TestStats(t *testing.T) {
	t.Parallel()
	all := statsOf(planted...)
	left, right := statsOf(planted[:2]...), statsOf(planted[2:]...)
	left.Merge(right)
	equal(t, "merged", left, all)
	all.Remove(count(planted[4]))
	equal(t, "removed", all, statsOf(planted[:4]...))
	var zero Stats
	zero.Merge(all)
	zero.Remove(count(planted[4])) // was not in it: no count drops below none
	if zero.Documents() != 3 || zero.Frequency(terms.PairID('青', '铜')) != 0 {
		t.Errorf("%d documents, 青铜 in %d", zero.Documents(), zero.Frequency(terms.PairID('青', '铜')))
	}
}

func equal(t *testing.T, name string, got, want *Stats) {
	t.Helper()
	a, _ := got.MarshalBinary()
	b, _ := want.MarshalBinary()
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
}

func TestStatsBinary(t *testing.T) {
	t.Parallel()
	for _, want := range []*Stats{{}, statsOf("工"), statsOf(planted...)} {
		data, _ := want.MarshalBinary()
		var got Stats
		if err := got.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		equal(t, "read", &got, want)
		for n := range data {
			var cut Stats
			if cut.UnmarshalBinary(data[:n]) != nil && cut.Documents() != 0 {
				t.Errorf("%d of %d bytes: the statistics were changed", n, len(data))
			}
		}
	}
}

func FuzzStats(f *testing.F) {
	data, _ := statsOf(planted...).MarshalBinary()
	f.Add(data)
	f.Add([]byte{statsVersion, terms.Version, 1, 1, 5, 1})
	one, other := count(planted[0]), count(planted[1])
	f.Fuzz(func(t *testing.T, data []byte) {
		var s, again Stats
		if s.UnmarshalBinary(data) != nil {
			return
		}
		written, _ := s.MarshalBinary()
		if err := again.UnmarshalBinary(written); err != nil {
			t.Fatal(err)
		}
		equal(t, "again", &again, &s)
		if got := s.Related(one).Score(other); !(got >= 0 && got <= 1) {
			t.Fatalf("a pair scores %v", got)
		}
	})
}

// TestCandidates holds that the terms that fetch are few, shared and rare.
func TestCandidates(t *testing.T) {
	t.Parallel()
	s := statsOf(planted...)
	got := s.Related(count(planted[0])).Candidates(12, 2)
	if len(got) != 12 {
		t.Fatalf("%d candidates", len(got))
	}
	if !slices.ContainsFunc(got, func(c Candidate) bool { return c.ID.Kind() == terms.Figure }) {
		t.Errorf("the shared figure is not among %v", got)
	}
	for i, c := range got {
		if df := s.Frequency(c.ID); df < 2 || df != c.Documents || i > 0 && c.reach() > got[i-1].reach() {
			t.Errorf("candidate %d in %d documents: %v", i, df, c)
		}
	}
	if n := len(s.Search(terms.ParseQuery("青铜器").Vector()).Candidates(12, 1)); n != 5 {
		t.Errorf("%d candidates for 3 letters and 2 pairs of one text", n)
	}
	if again := s.Related(count(planted[0])).Candidates(12, 2); !slices.Equal(again, got) {
		t.Error("another order the second time")
	}
}

func TestFuse(t *testing.T) {
	t.Parallel()
	if got := Fuse(.3, .9, 0); got != .3 {
		t.Errorf("without a share of meaning %v", got)
	}
	order := []float64{Fuse(0, -1, .2), Fuse(0, .1, .2), Fuse(0, .9, .2), Fuse(.1, -1, .2), Fuse(.1, .2, .2), Fuse(.1, .9, .2), Fuse(.9, .9, .2), Fuse(1, 1, .2)}
	if !slices.IsSorted(order) || order[0] < 0 || order[7] != 1 {
		t.Errorf("not in order: %v", order)
	}
	if Fuse(.5, -1, .15) < Fuse(.1, 1, .15) {
		t.Error("what shares half of its words is lost for its embedding")
	}
	if got := Fuse(2, 1.0001, .2); got != 1 {
		t.Errorf("beyond the ends: %v", got)
	}
}

func TestSharedTerms(t *testing.T) {
	t.Parallel()
	s := statsOf(planted...)
	fold := func(i int) []rune { return zh.FoldRunes([]rune(planted[i])) }
	var got []string
	for _, term := range s.Sharing(fold(0)).Terms(fold(1), 10) {
		got = append(got, term.Text)
		if here := string(fold(0)[term.Here.Start:term.Here.End]); here != term.Text {
			t.Errorf("%s stands here as %s", term.Text, here)
		}
		if there := string(fold(1)[term.There.Start:term.There.End]); there != term.Text {
			t.Errorf("%s stands there as %s", term.Text, there)
		}
	}
	if !slices.Contains(got, "2000人") || !slices.Contains(got, "实名制培训不少于") {
		t.Errorf("shared: %q", got)
	}
	for _, term := range s.Sharing(fold(0)).Terms(fold(2), 10) {
		t.Errorf("of set phrases %q is called rare", term.Text)
	}
}

// TestSharedTermsAreWords has two texts in which parts of other words stand together alike,
// in a library too small to tell from: only words are named.
func TestSharedTermsAreWords(t *testing.T) {
	t.Parallel()
	here := "桐木岭矿区各级工会申请一笔专项资金，每笔都要公示，讲得再好也要落地，徒弟由老师傅带。"
	there := "碧溪港各级工会申请一次，老师傅讲得好，徒弟听得懂；专项资金每月公示。"
	s := statsOf(here, there, "老君庙车站的焊工夜校开了三个班。")
	for _, script := range [][2]string{{here, there}, {"桐木嶺礦區各級工會申請一筆專項資金，每筆都要公示，講得再好也要落地，徒弟由老師傅帶。", there}} {
		var got []string
		for _, term := range s.Sharing(zh.FoldRunes([]rune(script[0]))).Terms(zh.FoldRunes([]rune(script[1])), 20) {
			got = append(got, term.Text)
		}
		slices.Sort(got)
		if want := []string{"专项资金", "公示", "各级工会申请", "徒弟", "老师傅"}; !slices.Equal(got, want) {
			t.Errorf("shared %q, want %q", got, want)
		}
	}
}

// vectorOf returns a vector of n terms out of a vocabulary of 20,000.
func vectorOf(n int, seed uint64) terms.Vector {
	r := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	for b.Len() < 1<<20 {
		b.WriteRune(rune(0x4E00 + int(r.ExpFloat64()*80)%4000))
		if v := b.String(); len(v)%300 == 0 {
			if c := terms.Count([]rune(v)); len(c.Terms) >= n {
				c.Terms = c.Terms[:n]
				return c
			}
		}
	}
	panic(fmt.Sprint("no ", n, " terms"))
}

// BenchmarkScore scores a pair of texts with 1,000 terms each.
func BenchmarkScore(b *testing.B) {
	s := &Stats{}
	one, other := vectorOf(1000, 1), vectorOf(1000, 2)
	s.Add(one)
	s.Add(other)
	q := s.Related(one)
	b.ReportAllocs()
	for b.Loop() {
		q.Score(other)
	}
}

func BenchmarkRelated(b *testing.B) {
	s := &Stats{}
	one := vectorOf(1000, 1)
	s.Add(one)
	for b.Loop() {
		s.Related(one)
	}
}
