package store

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu/internal/pgtest"
)

// TestStaleTerms brings a library of another version: searches count its texts again, and
// Optimise stores what was counted.
func TestStaleTerms(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func() string{
		"sqlite":   func() string { return filepath.Join(t.TempDir(), "library.db") },
		"postgres": func() string { return pgtest.URL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open(t.Context(), Config{URL: url()})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			added, err := s.Add(t.Context(), oneItem("云溪县新建职工书屋三十个。"), oneItem("青石镇新建职工书屋五个。"), oneItem("清江进入主汛期。"))
			if err != nil {
				t.Fatal(err)
			}
			look := func() []string {
				hits, err := s.Search(t.Context(), "职工书屋", SearchOptions{})
				if err != nil {
					t.Fatal(err)
				}
				related, err := s.Related(t.Context(), added[0].ID, RelatedOptions{Limit: 1})
				if err != nil || len(related) != 1 {
					t.Fatalf("%v, %v", related, err)
				}
				out := []string{related[0].ID}
				for _, h := range hits {
					out = append(out, h.ID)
				}
				return out
			}
			before := look()
			stale := func() (n int) {
				err := s.read(t.Context(), func(tx conn) error {
					return one(t.Context(), tx, []any{&n}, `select count(*) from texts where substr(terms, 1, 1) = $1`, []byte{0xee})
				})
				if err != nil {
					t.Fatal(err)
				}
				return n
			}
			err = s.write(t.Context(), func(tx conn) error {
				_, err := tx.exec(t.Context(), `update texts set terms = $1`, []byte{0xee, 1, 2})
				return err
			})
			if err != nil || stale() != 3 {
				t.Fatal(stale(), err)
			}
			s.stats.forget()
			if diff := cmp.Diff(before, look()); diff != "" {
				t.Errorf("with vectors of another version (-before +now):\n%s", diff)
			}
			if err := s.Optimise(t.Context()); err != nil || stale() != 0 {
				t.Errorf("%d are left, %v", stale(), err)
			}
			if diff := cmp.Diff(before, look()); diff != "" {
				t.Errorf("counted anew (-before +now):\n%s", diff)
			}
		})
	}
}
