package export

import (
	"fmt"
	"math"
	"strings"

	"github.com/daodu/daodu"
)

// summary writes the headline in bold and the points under it.
func (d *document) summary(s *daodu.Summary) {
	d.heading(2, d.own.summary)
	d.paragraph(run{s.Headline.Text, strong}, run{text: d.doubt(s.Headline)}, run{d.place(s.Headline.Quotes), anchor})
	d.points(s.Points)
}

// points writes a numbered list of points, each with its place.
func (d *document) points(points []daodu.Point) {
	for i, p := range points {
		d.add(block{kind: numbered, number: i + 1, runs: d.pointRuns(p)})
		d.evidence(p)
	}
}

// pointRuns writes a point: its words, whether they are in doubt, where they stand.
func (d *document) pointRuns(p daodu.Point) []run {
	return []run{{text: p.Text}, {text: d.doubt(p)}, {d.place(p.Quotes), anchor}}
}

// doubt marks a point that no check confirmed.
func (d *document) doubt(p daodu.Point) string {
	if p.Verdict == daodu.Unsupported {
		return d.own.unconfirmed
	}
	return ""
}

// evidence shows the quotes of a point that has its own words. The words of others
// stand in the point already.
func (d *document) evidence(p daodu.Point) {
	if p.Verdict == daodu.Exact {
		return
	}
	for _, q := range p.Quotes {
		d.add(block{kind: quotation, level: 1, runs: []run{{text: q.Text}}})
	}
}

// outline writes the nodes as a nested list.
func (d *document) outline(o *daodu.Outline) {
	d.heading(2, d.own.outline)
	d.nodes(o.Nodes, 0)
}

// nodes writes each node as its label and, behind a colon, its point.
func (d *document) nodes(nodes []daodu.Node, level int) {
	for _, n := range nodes {
		runs := []run{{n.Label, strong}}
		if n.Point != nil {
			runs = append(runs, run{text: d.own.colon}, run{text: n.Point.Text}, run{text: d.doubt(*n.Point)}, run{d.place(n.Point.Quotes), anchor})
		}
		d.add(block{kind: item, level: level, runs: runs})
		d.nodes(n.Children, level+1)
	}
}

// remarks tells what the checks found of an artifact.
func (d *document) remarks(art *daodu.Artifact) {
	words := d.own.verdict[art.Verdict]
	if words == "" {
		return
	}
	words += fmt.Sprintf(d.own.coverage, int(math.Round(art.Coverage.Sections*100)))
	if art.Incomplete {
		words += d.own.cutNote
	}
	d.paragraph(run{text: words + d.own.stop})
	for _, f := range art.Findings {
		detail := strings.TrimRight(f.Detail, "。") + d.own.stop
		d.add(block{kind: item, runs: []run{{text: d.own.remark + detail}}})
	}
}
