package card

import (
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// TestGUIDNeverChanges holds a GUID that decks out there already have.
func TestGUIDNeverChanges(t *testing.T) {
	t.Parallel()
	a := &daodu.Article{Title: "在云溪市总工会全会上的讲话", Date: "2025-03-18", Speaker: &daodu.Speaker{Name: "周明远"}}
	traditional := &daodu.Article{Title: "在雲溪市總工會全會上的講話", Date: "2025-03-18", Speaker: &daodu.Speaker{Name: "周明遠"}, Text: "另一份文字"}
	const want = "aec82c55cd82ecd87594"
	for name, got := range map[string]string{"as made": GUID(a, FormTerm, "五个一批"), "the other script": GUID(traditional, FormTerm, "五个一批")} {
		if got != want {
			t.Errorf("%s: GUID %s, want %s", name, got, want)
		}
	}
	for name, got := range map[string]string{"form": GUID(a, FormWords, "五个一批"), "subject": GUID(a, FormTerm, "三个一批"), "article": GUID(&daodu.Article{}, FormTerm, "五个一批")} {
		if got == want {
			t.Errorf("another %s has the same GUID", name)
		}
	}
}

func TestLeadIn(t *testing.T) {
	t.Parallel()
	text := zh.FoldRunes([]rune("全市，已建成实训基地12个，𠀀字在内。"))
	unit := daodu.Span{End: len(text)}
	for _, tt := range []struct {
		at   daodu.Span
		want string
	}{
		{daodu.Span{Start: 10, End: 12}, "市已建成实训基地"},
		{daodu.Span{Start: 3, End: 6}, "全市_实训基地12个𠀀字在内"},
	} {
		if got := LeadIn(text, unit, tt.at); got != tt.want {
			t.Errorf("LeadIn(%v) = %q, want %q", tt.at, got, tt.want)
		}
	}
}
