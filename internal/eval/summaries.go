package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/eval/peers"
	"github.com/daodu/daodu/summarize/extract"
)

// A summarySet is a set of texts with the summaries that people wrote, and how long a
// summary may be.
type summarySet struct {
	name   string // of the figures
	file   string
	budget int // tokens; 0 is the length of the reference
	floors [3]float64
}

// summarySets are news (500 items of LawBench 2-7), meetings (VCSum), speeches beside
// the official report of each, and short news with one line (LCSTS). The floors of
// news are those of a clean lead less .3 (60.30, 53.85, 54.43 and 24.14, 13.34, 20.66).
var summarySets = []summarySet{
	{"speech_ref", "sum_speech.jsonl", 0, [3]float64{72.5, 52.5, 45}},
	{"speech_300", "sum_speech.jsonl", 300, [3]float64{32, 24, 22.5}},
	{"vcsum_140", "sum_vcsum_dev.jsonl", 140, aheadOfAll},
	{"lawbench_125", "sum_lawbench27.jsonl", 125, [3]float64{60, 53.55, 54.13}},
	{"lcsts_22", "sum_lcsts.jsonl", 22, [3]float64{23.84, 13.04, 20.36}},
}

// aheadOfAll stands for the best figures of the reference methods on the same set.
var aheadOfAll = [3]float64{}

// A summaryCase is one line of a set.
type summaryCase struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	Ref  string `json:"ref"`
}

// measureSummaries scores the engine's choice of words beside that of the reference
// methods, each over the same texts within the same length.
func measureSummaries(ctx context.Context, dir string) ([]Figure, error) {
	var out []Figure
	for _, set := range summarySets {
		figures, err := measureSet(ctx, set, filepath.Join(dir, "..", "eval"))
		if err != nil {
			return nil, err
		}
		out = append(out, figures...)
	}
	return out, nil
}

// A scored is what one method reached on a set, summed over its texts.
type scored struct {
	name       string
	r1, r2, rl float64
	length     int // tokens
}

func (s *scored) add(summary string, reference []string) {
	t := tokens(summary)
	r := scoreRouge(t, reference)
	s.r1, s.r2, s.rl, s.length = s.r1+r.r1, s.r2+r.r2, s.rl+r.rl, s.length+len(t)
}

// means returns the three figures x 100, as they are quoted.
func (s *scored) means(n int) [3]float64 {
	k := 100 / float64(n)
	return [3]float64{s.r1 * k, s.r2 * k, s.rl * k}
}

func measureSet(ctx context.Context, set summarySet, dir string) ([]Figure, error) {
	cases, err := summaryCases(filepath.Join(dir, set.file))
	if err != nil {
		return nil, err
	}
	results := make([]scored, 1+len(peers.Methods))
	results[0].name = "daodu"
	for _, c := range cases {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := scoreCase(results, c, set.budget); err != nil {
			return nil, fmt.Errorf("%s: %w", c.ID, err)
		}
	}
	return set.figures(results, len(cases)), nil
}

func summaryCases(file string) ([]summaryCase, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var out []summaryCase
	for line := range strings.Lines(string(data)) {
		var c summaryCase
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		out = append(out, c)
	}
	return out, nil
}

// scoreCase runs all methods on one text, ours first.
func scoreCase(results []scored, c summaryCase, budget int) error {
	reference := tokens(c.Ref)
	if budget == 0 {
		budget = len(reference)
	}
	ours, err := excerpt(c.Text, budget)
	if err != nil {
		return err
	}
	results[0].add(ours, reference)
	sentences := peers.Sentences(c.Text)
	size := func(s string) int { return len(tokens(s)) }
	for i, m := range peers.Methods {
		results[i+1].name = m.Name
		results[i+1].add(peers.Fill(sentences, m.Rank(sentences), budget, size), reference)
	}
	return nil
}

// unfilled is how many code points the engine leaves of its limit on average, which is
// hard; the reference methods go as often beyond theirs. With it the mean lengths are
// alike, as the column TOKENS shows.
const unfilled = 8

// excerpt reads a text as the product does and returns what the engine chooses of it.
// The engine counts code points, marks included, the budget counts tokens: one is
// turned into the other by how many of each the text has.
func excerpt(text string, budget int) (string, error) {
	a, err := ingest.Article(&raw.Document{Source: daodu.Source{URI: "text"}, Text: text})
	if err != nil {
		return "", err
	}
	points := float64(utf8.RuneCountInString(a.Text)) / float64(max(1, len(tokens(a.Text))))
	runes := []rune(a.Text)
	var out strings.Builder
	for _, s := range extract.Excerpt(a, int(float64(budget)*points)+unfilled) {
		out.WriteString(string(runes[s.Start:s.End]))
		out.WriteByte('\n')
	}
	return out.String(), nil
}

// figures makes figures of our results, with the table of all methods.
func (set summarySet) figures(results []scored, n int) []Figure {
	ours := results[0].means(n)
	floors := set.floors
	if floors == aheadOfAll {
		floors = greatest(results[1:], n)
	}
	var out []Figure
	for k, name := range []string{"r1", "r2", "rl"} {
		out = append(out, Figure{Name: "summary." + set.name + "." + name, Value: ours[k], Floor: floors[k], N: n})
	}
	out[0].Table = set.table(results, n)
	return out
}

// greatest returns the best figures that any of the methods reached.
func greatest(results []scored, n int) [3]float64 {
	var best [3]float64
	for _, r := range results {
		for k, v := range r.means(n) {
			best[k] = max(best[k], v)
		}
	}
	return best
}

// table lists what each method reached.
func (set summarySet) table(results []scored, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d texts\tR1\tR2\tRL\tTOKENS\t\n", set.name, n)
	for _, r := range results {
		m := r.means(n)
		fmt.Fprintf(&b, "  %s\t%.2f\t%.2f\t%.2f\t%.0f\t\n", r.name, m[0], m[1], m[2], float64(r.length)/float64(n))
	}
	return b.String()
}
