package static

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// small is a vocabulary in which 工会 is cheaper than its letters and 工会干 dearer than
// 工会 and 干部.
func small(t *testing.T) *Vocabulary {
	t.Helper()
	v, err := NewVocabulary(
		[]string{Number, "工", "会", "干", "部", "𠮷", "ai", "工会", "干部", "工会干", "团结奋斗"},
		[]uint16{500, 900, 900, 900, 900, 900, 900, 1000, 1000, 1500, 1200})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSegment(t *testing.T) {
	t.Parallel()
	v := small(t)
	tests := []struct {
		text string
		want []string
	}{
		{"工会干部", []string{"工会", "干部"}},
		{"工會幹部", []string{"工会", "干部"}},
		{"工会，干部", []string{"工会", "干部"}},
		{"会工部干", []string{"会", "工", "部", "干"}},
		{"团结奋斗工", []string{"团结奋斗", "工"}},
		{"ＡＩ工会３.５％。2024年", []string{"ai", "工会", Number, Number, "?"}},
		{"工会.干部..", []string{"工会", "干部"}},
		{"𠮷𪚥𠮷", []string{"𠮷", "?", "𠮷"}},
		{"blockchain ai", []string{"?", "ai"}},
		{"", nil},
		{"。！ 😀", nil},
	}
	s := NewSegmenter(v)
	for _, tt := range tests {
		var got []string
		for _, p := range s.Segment(nil, Normalise(nil, tt.text)) {
			if p < 0 {
				got = append(got, "?")
			} else {
				got = append(got, v.Piece(int(p)))
			}
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("the pieces of %q (-want +got):\n%s", tt.text, d)
		}
	}
}

// TestStrangers checks that a letter or word without a piece has the same number in every
// text, and two of them different ones.
func TestStrangers(t *testing.T) {
	t.Parallel()
	s := NewSegmenter(small(t))
	got := s.Segment(nil, Normalise(nil, "blockchain 龘 Blockchain 工龘 chain 龖"))
	if len(got) != 7 || got[0] != got[2] || got[1] != got[4] || got[0] == got[5] || got[1] == got[6] || got[0] >= 0 {
		t.Errorf("the pieces are %v", got)
	}
}

// TestLongRun checks that a run without a mark, longer than any text, is parted whole.
func TestLongRun(t *testing.T) {
	t.Parallel()
	const n = 500_000
	text := make([]rune, n)
	for i := range text {
		text[i] = '龘'
	}
	if got := NewSegmenter(small(t)).Segment(nil, text); len(got) != n {
		t.Errorf("%d pieces, want %d", len(got), n)
	}
}

func TestVocabularyRejects(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		pieces []string
		costs  []uint16
	}{
		{"no costs", []string{"工"}, nil},
		{"empty", []string{""}, []uint16{1}},
		{"broken", []string{"\xff"}, []uint16{1}},
		{"twice", []string{"工会", "工会"}, []uint16{1, 1}},
		{"long", []string{"工会干部学校"}, []uint16{1}},
		{"too many", make([]string, 70_000), make([]uint16, 70_000)},
	}
	for _, tt := range tests {
		if _, err := NewVocabulary(tt.pieces, tt.costs); !errors.Is(err, errPieces) {
			t.Errorf("%s: %v, want errPieces", tt.name, err)
		}
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	v := small(t)
	table := Table{Vocabulary: v, Strange: 77, IDF: NewSketch()}
	table.IDF.Add(HashPair('工', '会'), 3.5)
	for i := range v.Len() {
		table.Costs = append(table.Costs, uint16(100+i))
		table.Scales = append(table.Scales, uint16(60000-i))
		for k := range Dim {
			table.Rows = append(table.Rows, int8((i+k)%15-7))
		}
	}
	data, err := table.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var got Table
	if err := got.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]any{table.Costs, table.Scales, table.Rows, table.Strange, v.pieces}, []any{got.Costs, got.Scales, got.Rows, got.Strange, got.pieces}); d != "" {
		t.Errorf("the table comes back changed:\n%s", d)
	}
	if common, strange := got.IDF.Weight(HashPair('工', '会')), got.IDF.Weight(HashPair('龘', '龖')); common != 84 || strange != 240 {
		t.Errorf("the weights are %d and %d, want 84 and 240", common, strange)
	}
	for _, cut := range []int{0, 5, len(magic), len(magic) + 11, len(data) - 1} {
		if err := got.UnmarshalBinary(data[:cut]); !errors.Is(err, ErrTable) {
			t.Errorf("%d bytes of a table: %v, want ErrTable", cut, err)
		}
	}
}
