package eval

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/embed/offline"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/chunk"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/store"
)

// TestFamilies adds ten speeches with five variants each, among other texts, and looks for
// what is related to each speech: no text takes two places.
func TestFamilies(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	dir := filepath.Join(shared.Dir(t), "corpora")
	speeches, err := reuseTexts(t.Context(), dir, "speeches_xi/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	others, err := reuseTexts(t.Context(), dir, "gwr_provincial_2026/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	traditional, err := traditionalLetters(filepath.Join(dir, "opencc_dict", "STCharacters.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for name, url := range map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), "library.db") },
		"postgres": pgtest.URL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := store.Open(t.Context(), store.Config{URL: url(t)})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			f := &familyLibrary{Store: s, of: map[string]int{}}
			f.fill(t, &planter{random: rand.New(rand.NewPCG(3, 4)), traditional: traditional}, speeches, others)
			f.check(t)
		})
	}
}

// A familyLibrary is a library with families of copies in it.
type familyLibrary struct {
	*store.Store
	originals []string
	of        map[string]int // family of each article, by ID
}

func (f *familyLibrary) fill(t *testing.T, p *planter, speeches, others []*reuseText) {
	if err := f.UseSpace(t.Context(), offline.New().Space()); err != nil {
		t.Fatal(err)
	}
	for i := range families {
		text := speeches[i*len(speeches)/families]
		f.originals = append(f.originals, f.add(t, text.name, text.runes, i))
		for _, v := range p.variants(text.runes) {
			f.add(t, text.name+" "+v.name, v.runes, i)
		}
	}
	for i, text := range others {
		f.add(t, text.name, text.runes, families+i)
	}
}

func (f *familyLibrary) add(t *testing.T, name string, text []rune, family int) string {
	t.Helper()
	a, err := ingest.Article(&raw.Document{Text: string(text), Source: daodu.Source{URI: name}})
	if err != nil {
		t.Fatal(err)
	}
	e := offline.New()
	it := &store.Item{Article: a, Chunks: ingest.Chunks(a, chunk.Options{})}
	vectors, err := e.Documents(t.Context(), store.ChunkTexts(a.Text, it.Chunks))
	if err != nil {
		t.Fatal(err)
	}
	it.Vectors = &store.Vectors{Space: e.Space(), Chunks: vectors}
	added, err := f.Add(t.Context(), it)
	if err != nil {
		t.Fatal(err)
	}
	f.of[added[0].ID] = family
	return added[0].ID
}

// check looks at the places that each family takes in what is related to each original.
func (f *familyLibrary) check(t *testing.T) {
	for i, id := range f.originals {
		found, err := f.Related(t.Context(), id, store.RelatedOptions{Limit: 20})
		if err != nil {
			t.Fatal(err)
		}
		places, own := map[int][]string{}, 0
		for place, r := range found {
			family := f.of[r.ID]
			places[family] = append(places[family], fmt.Sprintf("%d: %s", place+1, r.URI))
			for _, e := range append(r.AlsoPublished, r.Entry) {
				if f.of[e.ID] != family {
					t.Errorf("%s stands among the copies of %s", e.URI, r.URI)
				}
				if f.of[e.ID] == i {
					own++
				}
			}
		}
		for _, list := range places {
			if len(list) > 1 {
				t.Errorf("one text takes several places: %q", list)
			}
		}
		if len(places[i]) != 1 || places[i][0][:2] != "1:" || own < 4 {
			t.Errorf("the copies of %s: %d at %q", id, own, places[i])
		}
	}
}
