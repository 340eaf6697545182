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
	all = w.telling(all)
	switch kind {
	case daodu.KindSummary:
		answer = d.summaryOf(pointsOf(all, "task", "point", "figure", "date"))
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

// telling returns the notes that are no headings and no salutations, or all where there are
// no others.
func (w *writer) telling(all []prompts.Note) []prompts.Note {
	mute := map[string]bool{}
	w.doc.eachSection(func(s daodu.Section, _ int, _ string) {
		mute[letterKey(s.Label)] = true
		if s.Kind == daodu.Salutation || s.Kind == daodu.Transition {
			mute[letterKey(w.doc.words(s.Span))] = true
		}
	})
	var out []prompts.Note
	for _, n := range all {
		if !mute[letterKey(n.Text)] {
			out = append(out, n)
		}
	}
	if len(out) == 0 {
		return all
	}
	return out
}

// summaryOf makes the most specific point the headline.
func (d *decoder) summaryOf(points []prompts.Point) prompts.SummaryAnswer {
	best, most := 0, -1.
	for i, p := range points {
		if at := d.doc.specific(d.quotes("", p.Text, p.Cites)); at > most {
			best, most = i, at
		}
	}
	if len(points) == 0 {
		return prompts.SummaryAnswer{Points: points}
	}
	return prompts.SummaryAnswer{Headline: points[best], Points: slices.Delete(slices.Clone(points), best, best+1)}
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
