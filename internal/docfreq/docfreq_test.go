package docfreq

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/daodu/daodu/internal/zh"
)

// weigh weighs a text in any script.
func weigh(text string, more Counts) (*Weights, int) {
	folded := zh.FoldRunes([]rune(text))
	return Default().Weigh(folded, more), len(folded)
}

func TestNovelty(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text        string
		least, most float64
	}{
		{"坚持以习近平新时代中国特色社会主义思想为指导", 0, 1.5},
		{"堅持以習近平新時代中國特色社會主義思想為指導", 0, 1.5},
		{"全面建设社会主义现代化国家、全面推进中华民族伟大复兴", 0, 1.5},
		{"踔厉奋发、勇毅前行", 0, 2.5},
		{"保障和改善民生", 0, 2.5},
		{"构成犯罪的，依法追究刑事责任", 0, 1.5},
		{"老君庙车站的焊工夜校开了三个班", 4, 10},
		{"恢复碧溪港的职工食堂", 4, 10},
		{"12351", 0, 0},
		{"", 0, 0},
	}
	for _, tt := range tests {
		w, n := weigh(tt.text, nil)
		if got := w.Novelty(0, n); got < tt.least || got > tt.most {
			t.Errorf("%q has novelty %.2f, want %v to %v", tt.text, got, tt.least, tt.most)
		}
	}
}

// TestStretches checks that a stretch is weighed by itself, wherever it stands.
func TestStretches(t *testing.T) {
	t.Parallel()
	formula, own := "全面建设社会主义现代化国家", "恢复碧溪港的职工食堂"
	w, n := weigh(formula+"。"+own, nil)
	at := len([]rune(formula)) + 1
	alone, m := weigh(own, nil)
	if got, want := w.Known(0, at-1), 0.9; got < want {
		t.Errorf("the formula is known by %v, want %v at least", got, want)
	}
	if got, want := w.Novelty(at, n), alone.Novelty(0, m); math.Abs(got-want) > 1e-9 {
		t.Errorf("the words behind a formula have novelty %v, alone %v", got, want)
	}
}

// TestLost checks that letters which do not count make nothing novel.
func TestLost(t *testing.T) {
	t.Parallel()
	w, n := weigh("\uFFFD\uFFFD\uFFFD\uFFFD、勇毅前行", nil)
	if got := w.Novelty(0, n); got > 2.5 {
		t.Errorf("a misread formula has novelty %v", got)
	}
}

// A library of one phrase in all of its documents.
type library struct {
	documents int
	phrase    []rune
}

func (l library) Documents() int { return l.documents }

func (l library) Frequency(hash uint64) int {
	for i := 0; i+Gram <= len(l.phrase); i++ {
		if Hash(l.phrase[i:i+Gram]) == hash {
			return l.documents
		}
	}
	return 0
}

func TestLibrary(t *testing.T) {
	t.Parallel()
	const text = "恢复碧溪港的职工食堂"
	none, n := weigh(text, nil)
	few, _ := weigh(text, library{3, []rune(text)})
	many, _ := weigh(text, library{80, []rune(text)})
	if none.Novelty(0, n) != few.Novelty(0, n) {
		t.Error("three documents of a library make words common")
	}
	if many.Known(0, n) < 0.9 || many.Novelty(0, n) >= none.Novelty(0, n)/2 {
		t.Errorf("what every text of a library says is known by %v only", many.Known(0, n))
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	out, err := Default().MarshalBinary()
	if err != nil || !bytes.Equal(out, data) {
		t.Fatalf("the table is not written as it was read: %v", err)
	}
	if got := len(data) + len(phrasesText) + len(formulasText); got > 300<<10 {
		t.Errorf("the tables have %d bytes, want 300 KiB at most", got)
	}
	for _, broken := range [][]byte{nil, data[:4], data[:30], data[:len(data)-1], append(slices.Clone(data), 0)} {
		if err := new(Table).UnmarshalBinary(broken); !errors.Is(err, errTable) {
			t.Errorf("a table of %d bytes is read: %v", len(broken), err)
		}
	}
}

// TestFilter measures how many hashes are taken wrongly for known.
func TestFilter(t *testing.T) {
	t.Parallel()
	const n = 10000
	f := NewFilter(n*12, 8)
	for i := range uint64(n) {
		f.Add(Hash([]rune{rune(i), 1}))
	}
	wrong := 0
	for i := range uint64(n) {
		if !f.Has(Hash([]rune{rune(i), 1})) {
			t.Fatalf("hash %d was forgotten", i)
		}
		if f.Has(Hash([]rune{rune(i), 2})) {
			wrong++
		}
	}
	if wrong > n/100 {
		t.Errorf("%d of %d unknown hashes are taken for known", wrong, n)
	}
}

func TestPhrases(t *testing.T) {
	t.Parallel()
	all := Phrases()
	if len(all) < 500 || !slices.IsSortedFunc(all, func(a, b Phrase) int { return b.Documents - a.Documents }) {
		t.Errorf("%d phrases, out of order", len(all))
	}
	for _, p := range all {
		if n := len([]rune(p.Words)); n < Gram || p.Documents < 30 || p.Words != zh.FoldString(p.Words) {
			t.Errorf("bad phrase %+v", p)
		}
	}
}

// TestRuns checks what parts phrases and what does not.
func TestRuns(t *testing.T) {
	t.Parallel()
	var got []string
	for _, r := range Runs([]rune("守正创新、勇毅“前行”。达到90%以上\n完")) {
		got = append(got, string(r.Letters))
	}
	if want := []string{"守正创新勇毅前行", "达到", "以上", "完"}; !slices.Equal(got, want) {
		t.Errorf("runs %q, want %q", got, want)
	}
}

// FuzzTable reads bytes as a table; it must not panic, nor may what it accepts.
func FuzzTable(f *testing.F) {
	f.Add([]byte(magic + "\x01\x00\x00\x00\x01\x00\x00\x00\x08\x00\x00\x00\xff\xff\xff\xff"))
	f.Add([]byte(magic + "\x01\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var table Table
		if table.UnmarshalBinary(b) == nil {
			table.Weigh([]rune("全面建设社会主义现代化国家"), nil)
		}
	})
}

func BenchmarkWeigh(b *testing.B) {
	folded := []rune(string(bytes.Repeat([]byte("坚持以人民为中心的发展思想，恢复碧溪港的职工食堂。"), 200)))
	b.SetBytes(int64(len(folded)))
	for b.Loop() {
		Default().Weigh(folded, nil)
	}
}

func TestFormulas(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{"踔厉奋发、勇毅前行": 8.0 / 9, "恢复碧溪港的职工食堂": 0, "": 0} {
		if got := FormulaShare([]rune(text)); math.Abs(got-want) > 1e-9 {
			t.Errorf("%q is a formula by %v, want %v", text, got, want)
		}
	}
	for words, want := range map[string]bool{"获得感": true, "推动高质量发展": true, "碧溪港": false, "": false} {
		if IsFormula(words) != want {
			t.Errorf("%q is a formula: %v, want %v", words, !want, want)
		}
	}
}
