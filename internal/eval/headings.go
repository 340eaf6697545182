package eval

import (
	"context"
	"fmt"
	"regexp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/clean"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/structure"
	"github.com/daodu/daodu/internal/zh"
)

// The two ranks of heading that reports number: 一、 and （一）.
var ranks = []*regexp.Regexp{
	regexp.MustCompile(`^[一二三四五六七八九十]{1,3}、`),
	regexp.MustCompile(`^\([一二三四五六七八九十]{1,3}\)`),
}

// measureHeadings takes the line breaks out of reports and compares the headings
// found with those that opened a line before.
func measureHeadings(ctx context.Context, dir string) ([]Figure, error) {
	docs, err := documents(ctx, dir, "gwr_provincial_2026/*.txt", "gwr_state_council/*.txt", "congress20_variants/*")
	if err != nil {
		return nil, err
	}
	var figures []Figure
	for rank, re := range ranks {
		var hit, gold, got int
		var misses []string
		for _, doc := range docs {
			flat, want := flattenReport(doc, re)
			found := headingStarts(flat, re)
			gold, got = gold+len(want), got+len(found)
			for at := range want {
				if found[at] {
					hit++
				} else {
					misses = append(misses, fmt.Sprintf("%s: missed %.20q", base(doc), string(flat[at:])))
				}
			}
			for at := range found {
				if !want[at] {
					misses = append(misses, fmt.Sprintf("%s: wrong %.20q", base(doc), string(flat[at:])))
				}
			}
		}
		floor := []float64{1, .99}[rank]
		name := fmt.Sprintf("headings.level%d.", rank+1)
		figures = append(figures, ratio(name+"precision", hit, got, floor, misses), ratio(name+"recall", hit, gold, floor, misses))
	}
	return figures, nil
}

// flattenReport joins the lines of a report's clean text and returns where a numbered
// heading opened a line.
func flattenReport(doc *raw.Document, re *regexp.Regexp) (flat []rune, want map[int]bool) {
	text := clean.Clean(doc).Runes
	want = map[int]bool{}
	for _, p := range zh.Paragraphs(text) {
		line := text[p.Start:p.End]
		if re.MatchString(zh.FoldString(string(line[:min(len(line), 8)]))) {
			want[len(flat)] = true
		}
		flat = append(flat, line...)
	}
	return flat, want
}

func headingStarts(flat []rune, re *regexp.Regexp) map[int]bool {
	found := map[int]bool{}
	sections := structure.Build(structure.Input{
		Text: flat, Folded: zh.FoldRunes(flat), Sentences: zh.Sentences(flat, zh.FullStops), Genre: daodu.GenreReport,
	})
	structure.Walk(sections, func(s *daodu.Section) {
		head := flat[s.Span.Start:min(s.Span.End, s.Span.Start+8)]
		if re.MatchString(zh.FoldString(string(head))) {
			found[s.Span.Start] = true
		}
	})
	return found
}
