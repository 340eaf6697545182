package extract

import (
	"strings"
	"testing"

	"github.com/daodu/daodu"
)

// deckOf returns the cards of an article by GUID.
func deckOf(t *testing.T, a *daodu.Article, l daodu.Length) map[string]daodu.Flashcard {
	t.Helper()
	out := map[string]daodu.Flashcard{}
	for _, c := range guideOf(t, a, l).Flashcards {
		if _, twice := out[c.GUID]; twice {
			t.Errorf("GUID %s twice", c.GUID)
		}
		out[c.GUID] = c
	}
	return out
}

// TestCardsKeepTheirGUID checks that a deck made again updates its cards: at every
// length, and when the text is cleaned anew.
func TestCardsKeepTheirGUID(t *testing.T) {
	t.Parallel()
	a := invented(3, 5)
	short, long := deckOf(t, a, daodu.Short), deckOf(t, a, daodu.Long)
	if len(short) == 0 || len(long) <= len(short) {
		t.Fatalf("%d cards short, %d long", len(short), len(long))
	}
	for guid, c := range short {
		if long[guid].Front != c.Front {
			t.Errorf("%s: another card in the long deck: %q", c.Front, long[guid].Front)
		}
	}
	again := deckOf(t, recleaned(a), daodu.Long)
	for guid, c := range long {
		if _, ok := again[guid]; !ok {
			t.Errorf("%s: lost when the text was cleaned anew", c.Front)
		}
	}
}

// TestOneEditChangesOneCard corrects one figure of a text: one back changes, no GUID
// does, and no card is lost or new.
func TestOneEditChangesOneCard(t *testing.T) {
	t.Parallel()
	a := load(t, "speech")
	before := deckOf(t, a, daodu.Long)
	b := load(t, "speech")
	b.Text = strings.Replace(b.Text, "全年服务不少于8000人次", "全年服务不少于9000人次", 1)
	if b.Text == a.Text {
		t.Fatal("the fixture has changed")
	}
	after := deckOf(t, b, daodu.Long)
	changed := 0
	for guid, c := range before {
		switch x, ok := after[guid]; {
		case !ok:
			t.Errorf("card lost: %s", c.Front)
		case x.Back != c.Back || x.Front != c.Front:
			changed++
		}
	}
	if changed != 1 || len(after) != len(before) {
		t.Errorf("%d cards changed and %d became %d, want one changed", changed, len(before), len(after))
	}
}

// TestCardsOfOtherArticles checks that two articles share no GUID.
func TestCardsOfOtherArticles(t *testing.T) {
	t.Parallel()
	a, b := invented(3, 5), invented(3, 5)
	b.Title = "在云溪市第四次工作会议上的讲话"
	other := deckOf(t, b, daodu.Long)
	for guid, c := range deckOf(t, a, daodu.Long) {
		if _, ok := other[guid]; ok {
			t.Errorf("%s: the same GUID in another article", c.Front)
		}
	}
}
