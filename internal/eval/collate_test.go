package eval

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/internal/collate"
	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/check"
	"github.com/daodu/daodu/summarize/extract"
)

// TestCollections writes guides over collections of real texts, and holds each point of
// them against its text by the rules that study guides are held against.
func TestCollections(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads many texts")
	}
	dir := shared.Dir(t)
	for _, tt := range []struct {
		name, files         string
		themes, differences int // at least
	}{
		{"seeds", "seeds/*.txt", 5, 2},
		{"speeches", "corpora/speeches_xi/2014*.txt", 5, 3},
		{"reports of provinces", "corpora/gwr_provincial_2026/2026_[^上]*省.txt", 8, 8},
		{"versions of one report", "corpora/congress20_variants/*.txt", 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files, err := filepath.Glob(filepath.Join(dir, tt.files))
			if err != nil || len(files) < 2 {
				t.Fatalf("%d files: %v", len(files), err)
			}
			texts := collected(t, files[:min(len(files), 8)])
			g := collate.Guide(daodu.CollectionRef{Name: tt.name}, texts)
			if len(g.Themes) < tt.themes || len(g.Differences) < tt.differences || g.Coverage < .9 {
				t.Errorf("%d themes, %d differences, coverage %v", len(g.Themes), len(g.Differences), g.Coverage)
			}
			holds(t, g, texts)
		})
	}
}

// collected reads files and writes their study guides.
func collected(t *testing.T, files []string) (out []collate.Text) {
	t.Helper()
	for _, file := range files {
		for a, err := range new(ingest.Ingester).Read(t.Context(), file) {
			if err != nil {
				t.Fatal(err)
			}
			a.ID = fmt.Sprint(len(out))
			arts, err := summarize.Artifacts(t.Context(), new(extract.Engine), a, []daodu.Kind{daodu.KindGuide}, summarize.Options{})
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, collate.Text{Article: a, Guide: arts[0]})
		}
	}
	return out
}

// holds fails for every point that does not hold against its text.
func holds(t *testing.T, g *daodu.CollectionGuide, texts []collate.Text) {
	t.Helper()
	byID, points := map[string]string{}, map[string]*daodu.Summary{}
	for _, x := range texts {
		byID[x.Article.ID], points[x.Article.ID] = x.Article.Text, &daodu.Summary{}
	}
	for _, f := range collate.Check(g, byID) {
		t.Errorf("%s: %s %s", f.Path, f.Rule, f.Detail)
	}
	n := 0
	for _, p := range g.EachPoint() {
		points[p.Article].Points = append(points[p.Article].Points, p.Point)
		n++
	}
	for id, sum := range points {
		if len(sum.Points) == 0 {
			continue
		}
		sum.Headline = sum.Points[0]
		art := &daodu.Artifact{Content: sum}
		check.Artifact(art, byID[id])
		for _, p := range sum.Points {
			if p.Verdict == daodu.Unsupported {
				t.Errorf("article %s: %q: %v", id, p.Text, art.Findings)
			}
		}
	}
	t.Logf("%d points of %d articles hold", n, len(texts))
}
