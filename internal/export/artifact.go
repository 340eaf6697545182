package export

import (
	"fmt"

	"github.com/daodu/daodu"
)

// artifact writes one artifact: its title, which says when the text is not whole, its
// content, and what the checks found.
func (d *document) artifact(art *daodu.Artifact) {
	d.begin(art)
	switch c := art.Content.(type) {
	case *daodu.Summary:
		d.title(d.own.summary, art)
		d.summary(c)
	case *daodu.Outline:
		d.title(d.own.outline, art)
		d.nodes(c.Nodes, "nodes", 0)
	case *daodu.Guide:
		d.title(d.own.guide, art)
		d.guide(c)
	}
	d.remarks(art)
}

// title writes the first line of an artifact.
func (d *document) title(words string, art *daodu.Artifact) {
	if art.Incomplete {
		words += d.own.partOnly
	}
	d.opening(string(art.Content.Kind()), 2, words)
}

// summary writes the headline in bold and the points under it.
func (d *document) summary(s *daodu.Summary) {
	d.paragraph(bold(s.Headline.Text), run{text: d.signs("headline", s.Headline)}, d.anchor(s.Headline.Quotes))
	d.evidence(s.Headline, 0)
	d.points("points", s.Points)
}

// points writes a numbered list of points, each with its place. path is that of the
// list in the artifact.
func (d *document) points(path string, points []daodu.Point) {
	for i, p := range points {
		b := block{kind: numbered, number: i + 1}
		b.runs = []run{{text: p.Text}, {text: d.signs(fmt.Sprintf("%s[%d]", path, i), p)}, d.anchor(p.Quotes)}
		d.add(b)
		d.evidence(p, i+1)
	}
}

// evidence shows the quotes of a point that has its own words, under the n-th item of a
// list. The words of others stand in the point already.
func (d *document) evidence(p daodu.Point, n int) {
	if p.Verdict == daodu.Exact {
		return
	}
	for _, q := range p.Quotes {
		d.add(block{kind: quotation, number: n, runs: []run{{text: q.Text, quotes: []daodu.Quote{q}}}})
	}
}

// nodes writes each node of an outline as its label and, behind a colon, its point. The
// anchor names the sentence only: the outline itself shows the section.
func (d *document) nodes(nodes []daodu.Node, list string, level int) {
	for i, n := range nodes {
		path := fmt.Sprintf("%s[%d]", list, i)
		runs := []run{bold(n.Label), {text: d.mark(path)}}
		if n.Point != nil {
			runs = append(runs, run{text: d.own.colon}, run{text: n.Point.Text}, run{text: d.signs(path+".point", *n.Point)}, run{d.sentencesOf(n.Point.Quotes), anchor, n.Point.Quotes})
		}
		d.add(block{kind: item, level: level, runs: runs})
		if n.Point != nil && n.Point.Verdict != daodu.Exact {
			for _, q := range n.Point.Quotes {
				d.add(block{kind: item, level: level + 1, runs: []run{{text: d.own.quote + d.own.colon + q.Text, quotes: []daodu.Quote{q}}}})
			}
		}
		d.nodes(n.Children, path+".children", level+1)
	}
}

// signs stands behind a point: that no check confirmed it, that its words are damaged.
func (d *document) signs(path string, p daodu.Point) string {
	if p.Verdict == daodu.Unsupported {
		return d.own.unconfirmed + d.mark(path)
	}
	return d.mark(path)
}
