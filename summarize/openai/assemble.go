package openai

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/prompts"
)

// assemble makes an artifact of notes alone. Each note becomes a point under the heading of
// the part that its first sentence stands in.
func (w *writer) assemble(kind daodu.Kind, all []prompts.Note, d *decoder) (daodu.Content, error) {
	var answer any
	switch kind {
	case daodu.KindSummary:
		s := prompts.SummaryAnswer{Points: pointsOf(all, "task", "point", "figure", "date")}
		if len(s.Points) > 0 {
			s.Headline, s.Points = s.Points[0], s.Points[1:]
		}
		answer = s
	case daodu.KindOutline:
		answer = prompts.OutlineAnswer{Nodes: w.noteNodes(all)}
	default:
		answer = guideOf(all)
	}
	data, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	return d.content(kind, data)
}

// pointsOf returns the notes of some kinds.
func pointsOf(all []prompts.Note, kinds ...string) []prompts.Point {
	out := []prompts.Point{}
	for _, n := range all {
		for _, k := range kinds {
			if n.Kind == k {
				out = append(out, prompts.Point{Text: n.Text, Cites: n.Cites})
			}
		}
	}
	return out
}

// guideOf sorts notes into the lists of a guide; lists that need more than a note has stay
// empty.
func guideOf(all []prompts.Note) prompts.GuideAnswer {
	const fewest = 1
	g := prompts.GuideAnswer{
		Overview: []prompts.Point{}, KeyPoints: pointsOf(all, "point", "term", "person"), Specific: pointsOf(all, "task", "figure", "date"),
		Terms: []prompts.Term{}, People: []prompts.Person{}, Numbers: []prompts.Number{}, Dates: []prompts.Date{}, Questions: []prompts.Question{},
	}
	if len(g.KeyPoints) > fewest {
		g.Overview, g.KeyPoints = g.KeyPoints[:fewest], g.KeyPoints[fewest:]
	}
	return g
}

// noteNodes returns a node for each main section that notes were taken of, with the notes
// below it.
func (w *writer) noteNodes(all []prompts.Note) []prompts.Node {
	var out []prompts.Node
	under := ""
	for _, n := range all {
		label := ""
		for _, s := range w.article.Sections {
			if from, to := w.doc.numbers(s.Span); headed(s.Kind) && n.Cites[0] >= from && n.Cites[0] <= to {
				label = s.Label
			}
		}
		level := 1
		if label != "" {
			level = 2
			if label != under {
				out = append(out, prompts.Node{Level: 1, Heading: label, Cites: n.Cites[:1]})
			}
		}
		under = label
		out = append(out, prompts.Node{Level: level, Heading: heading(n.Text), Text: n.Text, Cites: n.Cites})
	}
	return out
}

// heading returns the first clause of a note, shortened at no figure: half a figure is another
// one.
func heading(text string) string {
	const most = 24 // code points
	runes := []rune(text)
	folded := zh.FoldRunes(runes)
	end := slices.IndexFunc(folded, func(r rune) bool { return strings.ContainsRune(",;:。!?", r) })
	if end < 0 {
		end = len(runes)
	}
	if end <= most {
		return string(runes[:end])
	}
	end = most
	for _, q := range zh.Quantities(folded) {
		if q.Span.Start < end && q.Span.End > end {
			end = q.Span.Start
		}
	}
	for _, d := range zh.Dates(folded) {
		if d.Span.Start < end && d.Span.End > end {
			end = d.Span.Start
		}
	}
	if end == 0 {
		return text
	}
	return string(runes[:end]) + "…"
}
