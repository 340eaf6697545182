package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/daodu/daodu"
)

// OPML writes the outline of an article as OPML 2.0 (opml.org/spec2.opml), which
// outliners and mind map programs read: labels as text, points with their places as
// notes (_note, as OmniOutliner and its followers have it). The error is that of w.
func OPML(w io.Writer, a *daodu.Article, art *daodu.Artifact) error {
	d := outlined(a, art)
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s<opml version=\"2.0\">\n<head>\n<title>%s</title>\n</head>\n<body>\n", strings.Replace(xmlHead, ` standalone="yes"`, "", 1), escapedXML(d.name()))
	fmt.Fprintf(out, "<outline text=\"%s\" _note=\"%s\">\n", escapedXML(d.name()), escapedXML(strings.Join(d.preface(art), "\n")))
	d.branches(out, nodesOf(art), "nodes", "  ")
	fmt.Fprint(out, "</outline>\n</body>\n</opml>\n")
	return out.Flush()
}

// branches writes nodes and what is below them.
func (d *document) branches(out *bufio.Writer, nodes []daodu.Node, list, indent string) {
	for i, n := range nodes {
		path := fmt.Sprintf("%s[%d]", list, i)
		note := ""
		if n.Point != nil {
			note = fmt.Sprintf(" _note=\"%s\"", escapedXML(bare(d.pointRuns(path+".point", *n.Point))))
		}
		fmt.Fprintf(out, "%s<outline text=\"%s\"%s", indent, escapedXML(n.Label+d.mark(path)), note)
		if len(n.Children) == 0 {
			fmt.Fprint(out, "/>\n")
			continue
		}
		fmt.Fprint(out, ">\n")
		d.branches(out, n.Children, path+".children", indent+"  ")
		fmt.Fprintf(out, "%s</outline>\n", indent)
	}
}

// Markmap writes the outline of an article as the Markdown that markmap.js.org draws as a
// mind map: headings for labels as deep as Markdown has them, list items below, points as
// items under their label. The error is that of w.
func Markmap(w io.Writer, a *daodu.Article, art *daodu.Artifact) error {
	d := outlined(a, art)
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "---\ntitle: %q\nmarkmap:\n  initialExpandLevel: 3\n  maxWidth: 320\n---\n\n# %s\n", d.name(), escape(d.name()))
	for _, words := range d.preface(art) {
		fmt.Fprintf(out, "\n- %s\n", lineStart(escape(words)))
	}
	d.headings(out, nodesOf(art), "nodes", 2)
	return out.Flush()
}

// headings writes nodes of a level of headings, or of a list below the sixth level.
func (d *document) headings(out *bufio.Writer, nodes []daodu.Node, list string, level int) {
	const deepest = 6
	for i, n := range nodes {
		path := fmt.Sprintf("%s[%d]", list, i)
		label := escape(oneLine(n.Label + d.mark(path)))
		under := ""
		if level <= deepest {
			fmt.Fprintf(out, "\n%s %s\n\n", strings.Repeat("#", level), label)
		} else {
			under = strings.Repeat("  ", level-deepest)
			fmt.Fprintf(out, "%s- %s\n", under[2:], lineStart(label))
		}
		if n.Point != nil {
			fmt.Fprintf(out, "%s- %s\n", under, lineStart(inline(d.pointRuns(path+".point", *n.Point))))
		}
		d.headings(out, n.Children, path+".children", level+1)
	}
}

// outlined begins a document of one outline.
func outlined(a *daodu.Article, art *daodu.Artifact) *document {
	d := newDocument(a, art.Lang)
	d.begin(art)
	return d
}

// nodesOf returns the nodes of an artifact, none when it is no outline.
func nodesOf(art *daodu.Artifact) []daodu.Node {
	if o, ok := art.Content.(*daodu.Outline); ok {
		return o.Nodes
	}
	return nil
}

// pointRuns are the words of a point, its signs and its sentences.
func (d *document) pointRuns(path string, p daodu.Point) []run {
	return []run{{text: p.Text}, {text: d.signs(path, p)}, {d.sentencesOf(p.Quotes), anchor, p.Quotes}}
}

// preface tells before an outline on its own what a handout tells around it: what is
// known of the article, its damage, and the sign of damaged words.
func (d *document) preface(art *daodu.Artifact) []string {
	head := newDocument(d.article, art.Lang)
	head.titleBlock()
	head.damage()
	var out []string
	for _, b := range head.blocks {
		switch b.kind {
		case facts:
			out = append(out, factWords(b))
		case warning:
			out = append(out, bare(b.runs))
		}
	}
	if len(d.damaged) > 0 {
		out = append(out, d.legend(art.Findings))
	}
	return out
}
