package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

// TestSeedOutlines compares the outlines of the seeds with what a person wrote down: the
// same parts on the same levels in the same order. Ours may have parts for the opening
// and closing words besides.
func TestSeedOutlines(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(shared.Dir(t), "seeds")
	data, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var gold struct {
		Seeds map[string]struct {
			File    string
			Outline []struct{ Level, Start int }
		}
	}
	if err := json.Unmarshal(data, &gold); err != nil {
		t.Fatal(err)
	}
	for name, seed := range gold.Seeds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for a, err := range new(ingest.Ingester).Read(t.Context(), filepath.Join(dir, seed.File)) {
				if err != nil {
					t.Fatal(err)
				}
				var want []string
				for _, part := range seed.Outline {
					want = append(want, mark(part.Level, textOffset(a, part.Start)))
				}
				arts, err := summarize.Artifacts(t.Context(), extract.Engine{}, a, []daodu.Kind{daodu.KindOutline}, summarize.Options{})
				if err != nil {
					t.Fatal(err)
				}
				nodes := arts[0].Content.(*daodu.Outline).Nodes
				got := slices.DeleteFunc(marks(nodes, 1, sectionStarts(a.Sections, map[string]int{})), func(m string) bool {
					return m == mark(1, 0) && !slices.Contains(want, m) || !slices.Contains(want, m) && isPlain(a, m)
				})
				if diff := cmp.Diff(want, got); diff != "" || len(want) < 5 {
					t.Errorf("level and place of the parts (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func mark(level, at int) string { return fmt.Sprintf("level %d at %d", level, at) }

// marks lists the nodes with their levels and places, depth first.
func marks(nodes []daodu.Node, level int, starts map[string]int) []string {
	var out []string
	for _, n := range nodes {
		out = append(out, mark(level, starts[n.Section]))
		out = append(out, marks(n.Children, level+1, starts)...)
	}
	return out
}

// isPlain reports whether a mark stands for a section of the text without a heading.
func isPlain(a *daodu.Article, m string) bool {
	return slices.ContainsFunc(a.Sections, func(s daodu.Section) bool {
		plain := s.Kind == daodu.Lead || s.Kind == daodu.Body || s.Kind == daodu.Closing || s.Kind == daodu.Attendance
		return plain && mark(1, s.Span.Start) == m
	})
}

// textOffset returns where a place of the raw text stands in the clean text.
func textOffset(a *daodu.Article, raw int) int {
	at := 0
	for _, k := range a.Kept {
		if raw < k.Raw.Start {
			return k.At
		}
		if at = k.At + raw - k.Raw.Start; raw < k.Raw.End {
			return at
		}
	}
	return at
}
