package export

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// damageSign stands behind what rests on damaged words; the legend explains it.
const damageSign = "※"

// begin notes which paths of an artifact rest on damaged words.
func (d *document) begin(art *daodu.Artifact) {
	d.damaged = map[string]bool{}
	for _, f := range art.Findings {
		if f.Rule == "damage" {
			d.damaged[f.Path] = true
		}
	}
	d.marked = false
}

// mark returns the sign for a path that rests on damaged words, "" for others.
func (d *document) mark(path string) string {
	if !d.damaged[path] {
		return ""
	}
	d.marked = true
	return damageSign
}

// remarks tells what the checks found of an artifact, what the sign of damage means, and
// which sections of the text no point speaks of.
func (d *document) remarks(art *daodu.Artifact) {
	var said []string
	if words := d.verdictWords(art); words != "" {
		said = append(said, words)
	}
	if words := d.uncovered(art); words != "" {
		said = append(said, words)
	}
	for _, words := range said {
		d.paragraph(run{text: words})
	}
	if d.marked {
		d.paragraph(run{text: d.legend(art.Findings)})
	}
	for _, f := range art.Findings {
		if f.Rule != "damage" {
			d.add(block{kind: item, runs: []run{{text: d.own.remark}, {text: strings.TrimRight(d.detail(art, f), "。.") + d.own.stop}}})
		}
	}
}

// detail says what a finding found. That a part has not the number of points it announces
// is told in the language of the document.
func (d *document) detail(art *daodu.Artifact, f daodu.Finding) string {
	if o, ok := art.Content.(*daodu.Outline); ok && f.Rule == "announced" {
		if n := nodeAt(o.Nodes, "nodes", f.Path); n != nil {
			return fmt.Sprintf(d.own.announced, first(n.Label, 30), n.Announced, len(n.Children))
		}
	}
	return f.Detail
}

// nodeAt returns the node at a path such as nodes[1].children[0], nil when there is none.
func nodeAt(nodes []daodu.Node, list, path string) *daodu.Node {
	for i := range nodes {
		at := fmt.Sprintf("%s[%d]", list, i)
		if at == path {
			return &nodes[i]
		}
		if strings.HasPrefix(path, at+".") {
			return nodeAt(nodes[i].Children, at+".children", path)
		}
	}
	return nil
}

// verdictWords sums up how far the statements were confirmed.
func (d *document) verdictWords(art *daodu.Artifact) string {
	if art.Verdict == daodu.Verified && verbatim(art.Content) {
		if art.Content.Kind() == daodu.KindGuide {
			return d.own.verbatimGuide
		}
		return d.own.verbatim
	}
	return d.own.verdict[art.Verdict]
}

// verbatim reports whether every point is words of the text.
func verbatim(c daodu.Content) bool {
	if c == nil {
		return false
	}
	for _, p := range c.EachPoint() {
		if p.Verdict != daodu.Exact {
			return false
		}
	}
	return true
}

// legend explains the sign of damage, with what is wrong, each once.
func (d *document) legend(findings []daodu.Finding) string {
	const most = 6
	var details []string
	for _, f := range findings {
		if f.Rule != "damage" {
			continue
		}
		for detail := range strings.SplitSeq(strings.TrimRight(f.Detail, "。."), d.own.and) {
			if !slices.Contains(details, detail) {
				details = append(details, detail)
			}
		}
	}
	if len(details) > most {
		details = append(details[:most], fmt.Sprintf(d.own.more, len(details)-most))
	}
	return fmt.Sprintf(d.own.legend, strings.Join(details, d.own.and))
}

// uncovered names the sections without a point: the section above where nothing of it
// has one. Many are counted by the part they stand in.
func (d *document) uncovered(art *daodu.Artifact) string {
	const most = 12
	spans := art.Coverage.Uncovered
	names, whole := d.missing(d.article.Sections, gaps{spans, quoted(art.Content)}, nil)
	switch {
	case len(names) == 0 || whole:
		return ""
	case len(names) > most:
		if names = d.counted(spans); len(names) > most {
			return fmt.Sprintf(d.own.uncoveredMany, len(spans))
		}
	}
	return fmt.Sprintf(d.own.uncovered, strings.Join(names, d.own.list))
}

// gaps are the sections that no point speaks of, beside the words that points quote.
type gaps struct{ uncovered, quoted []daodu.Span }

// quoted returns where the points of c stand in the text.
func quoted(c daodu.Content) []daodu.Span {
	var out []daodu.Span
	for _, p := range c.EachPoint() {
		for _, q := range p.Quotes {
			out = append(out, q.Span)
		}
	}
	return out
}

// missing names the sections that are uncovered. whole tells that all are. A section of
// which only the parts below are uncovered, since a point quotes its own first words, is
// not.
func (d *document) missing(sections []daodu.Section, g gaps, path []string) (names []string, whole bool) {
	whole = len(sections) > 0
	for _, s := range sections {
		under := append(slices.Clone(path), d.nameOf(s))
		below, all := d.missing(s.Children, g, under)
		switch {
		case all && !slices.ContainsFunc(g.quoted, s.Span.Overlaps) || slices.Contains(g.uncovered, s.Span):
			names = append(names, strings.TrimSuffix(join(under), "、"))
		default:
			names = append(names, below...)
			whole = false
		}
	}
	return names, whole
}

// nameOf returns the number or name of a section, or the words it begins with.
func (d *document) nameOf(s daodu.Section) string {
	if name := sectionName(s); name != "" {
		return name
	}
	const most = 12
	label := first(strings.TrimRight(s.Label, "。；;：:，,"), most)
	if s.Kind == daodu.ReportedPoint {
		return label
	}
	return d.own.openQuote + label + d.own.closeQuote
}

// counted tells for each main part how many sections of it are among spans.
func (d *document) counted(spans []daodu.Span) []string {
	var out []string
	for _, s := range d.article.Sections {
		n := 0
		for _, x := range spans {
			if s.Span.Contains(x) {
				n++
			}
		}
		if n > 0 {
			label := strings.TrimRight(first(s.Label, 20), "。；;：:，,")
			out = append(out, fmt.Sprintf(d.own.counted, label, n))
		}
	}
	return out
}
