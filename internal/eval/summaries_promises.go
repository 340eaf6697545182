package eval

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

// promised are texts of all kinds: speeches, reports, documents, laws, debates.
var promised = []string{"speeches_xi/*.txt", "gwr_provincial_2026/*.txt", "policy_state_council/*", "legco_hk/*.txt", "laws/*.md"}

// leanings are words that a point begins with which cannot be read by itself.
var leanings = strings.Fields("这 這 对此 對此 其中 该 該 他 她 它 为此 為此 上述 以上 於是 于是 因此 所以 但是 然而")

// measureSummaryPromises writes summaries of three lengths of the corpora and counts
// those that break what is promised of every one, and points that lean on what stands
// before them in the text.
func measureSummaryPromises(ctx context.Context, dir string) ([]Figure, error) {
	var m promises
	for _, glob := range promised {
		files, err := filepath.Glob(filepath.Join(dir, glob))
		if err != nil || len(files) == 0 {
			return nil, fmt.Errorf("eval: no file matches %s", glob)
		}
		for _, file := range files {
			if err := m.read(ctx, file); err != nil {
				return nil, err
			}
		}
	}
	return []Figure{
		{Name: "summary.broken", Value: float64(m.broken), AtMost: true, N: m.summaries, Misses: m.misses[:min(len(m.misses), maxMisses)]},
		{Name: "summary.leaning", Value: float64(m.leaning) / float64(max(1, m.points)), Floor: .02, AtMost: true, N: m.points, Misses: m.leans[:min(len(m.leans), maxMisses)]},
	}, nil
}

// promises counts what was kept and what was not.
type promises struct {
	summaries, broken int
	points, leaning   int
	misses, leans     []string
}

// read writes the summaries of one file.
func (m *promises) read(ctx context.Context, file string) error {
	var in ingest.Ingester
	for a, err := range in.Read(ctx, file) {
		if err != nil {
			continue // no text: figures of stage 1 count those
		}
		for _, length := range []daodu.Length{daodu.Short, daodu.Medium, daodu.Long} {
			arts, err := summarize.Artifacts(ctx, extract.Engine{}, a, []daodu.Kind{daodu.KindSummary}, summarize.Options{Length: length})
			if err != nil {
				return err
			}
			m.check(a, arts[0], length)
		}
	}
	return ctx.Err()
}

// check looks one summary over.
func (m *promises) check(a *daodu.Article, art *daodu.Artifact, length daodu.Length) {
	s := art.Content.(*daodu.Summary)
	m.summaries++
	if fault := faultOf(s, []rune(a.Text), length.Limit()); fault != "" {
		m.broken++
		m.misses = append(m.misses, fmt.Sprintf("%s %s: %s", filepath.Base(a.Source.URI), length, fault))
	}
	for _, p := range s.Points {
		m.points++
		for _, w := range leanings {
			if strings.HasPrefix(p.Text, w) {
				m.leaning++
				m.leans = append(m.leans, fmt.Sprintf("%s %s: %s", filepath.Base(a.Source.URI), length, p.Text))
				break
			}
		}
	}
}

// faultOf returns what a summary breaks, "" for nothing: its length, words that are not
// the text's, something said twice.
func faultOf(s *daodu.Summary, text []rune, limit int) string {
	total, said := 0, []daodu.Point{s.Headline}
	for _, p := range s.Points {
		total += utf8.RuneCountInString(p.Text)
		for _, before := range said {
			if sameWords(p.Text, before.Text) {
				return fmt.Sprintf("%q says what %q says", p.Text, before.Text)
			}
		}
		said = append(said, p)
	}
	if total > limit {
		return fmt.Sprintf("%d code points, limit %d", total, limit)
	}
	for _, p := range said {
		for _, q := range p.Quotes {
			if p.Verdict != daodu.Exact || q.End > len(text) || string(text[q.Start:q.End]) != p.Text {
				return fmt.Sprintf("%q is not the text at %d", p.Text, q.Start)
			}
		}
	}
	return ""
}

// sameWords reports whether nine tenths of the pairs of tokens of the shorter of two
// stretches stand in the other.
func sameWords(a, b string) bool {
	x, y := grams(tokens(a), 2), grams(tokens(b), 2)
	if len(x) == 0 || len(y) == 0 {
		return a == b
	}
	n, m := 0, 0
	for _, k := range x {
		n += k
	}
	for _, k := range y {
		m += k
	}
	return float64(overlap(x, y)) >= .9*float64(min(n, m))
}
