package eval

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/daodu/daodu/internal/shared"
)

// TestReuse holds the figures of reuse against what they promise.
func TestReuse(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads all corpora")
	}
	figures, err := measureReuse(t.Context(), filepath.Join(shared.Dir(t), "corpora"))
	if err != nil {
		t.Fatal(err)
	}
	if len(figures) == 0 {
		t.Fatal("nothing was measured")
	}
	for _, f := range figures {
		if !f.OK() || f.N == 0 {
			t.Errorf("%s is %.4f of %d, promised %.4f: %q", f.Name, f.Value, f.N, f.Floor, f.Misses)
		}
	}
}

// TestPlanter checks that the planted passages are what the measure says they are: measured
// on untouched ones every method is good.
func TestPlanter(t *testing.T) {
	t.Parallel()
	p := &planter{random: rand.New(rand.NewPCG(1, 1)), traditional: map[rune]rune{'职': '職'}}
	words := []rune("桐木岭矿区的职工夜校开了三个班每班二十人由退休技师轮流坐班答疑")
	for range 100 {
		got := p.edit(words, .1, 2)
		if string(got[:2]) != "桐木" || string(got[len(got)-2:]) != "答疑" {
			t.Fatalf("the ends were edited: %s", string(got))
		}
		if string(got) == string(words) || len(got) < len(words)-3 || len(got) > len(words)+3 {
			t.Fatalf("%d letters became %d, want up to 3 edits: %s", len(words), len(got), string(got))
		}
	}
	if got, want := string(p.convert(words[6:8])), "職工"; got != want {
		t.Errorf("converted to %s, want %s", got, want)
	}
}

// TestContained checks the count by which related texts are told apart from strangers.
func TestContained(t *testing.T) {
	t.Parallel()
	whole := newReuseText("a", []rune("桐木岭矿区的职工夜校开了三个班，每班二十人，由退休技师轮流坐班答疑。"))
	part := newReuseText("b", []rune("職工夜校開了三個班每班二十人"))
	other := newReuseText("c", []rune("碧溪港的食堂恢复供应早餐，从九月起每天清晨五点开门。"))
	if got := part.contained(whole); got != 0 {
		t.Errorf("a stretch shorter than %d letters counts %.2f", telling, got)
	}
	longer := newReuseText("d", []rune("職工夜校開了三個班每班二十人由退休技師"))
	if got := whole.contained(longer); got != 1 {
		t.Errorf("a part counts %.2f, want 1", got)
	}
	if got := whole.contained(other); got != 0 {
		t.Errorf("strangers count %.2f", got)
	}
}
