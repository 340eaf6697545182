package ui

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// kindOf are the artifacts that tabs show.
var kindOf = map[string]daodu.Kind{"summary": daodu.KindSummary, "outline": daodu.KindOutline, "guide": daodu.KindGuide}

// panel makes what the tab shows.
func (q *request) panel(d *articleData, arts []*daodu.Artifact) error {
	switch d.Tab {
	case "related":
		return q.relatedPanel(d)
	case "notes":
		d.Panel = q.notes(q.group.ID, q.group.Notes)
		return nil
	case "report":
		d.Panel = q.reportPanel(d.Reading, arts)
		return nil
	}
	art := artifactOf(arts, kindOf[d.Tab])
	if art == nil {
		d.Missing = true
		return nil
	}
	p := q.pointer(d.Reading, d.Tab, art)
	switch c := art.Content.(type) {
	case *daodu.Summary:
		d.Panel = summaryPanel{noteOf(art, p), p.point("headline", c.Headline), p.points("points", c.Points)}
	case *daodu.Outline:
		d.Panel = outlinePanel{Note: noteOf(art, p), Nodes: p.nodes("nodes", c.Nodes), Map: mindMap(d.Article, art)}
	case *daodu.Guide:
		d.Panel = q.guidePanel(p, art, c)
	}
	return nil
}

func artifactOf(arts []*daodu.Artifact, k daodu.Kind) *daodu.Artifact {
	for _, a := range arts {
		if a.Content.Kind() == k {
			return a
		}
	}
	return nil
}

// A note stands under an artifact: what wrote it, and how far it was confirmed.
type note struct {
	Kind       daodu.Kind
	Verdict    daodu.Verdict
	Verbatim   bool // every point is words of the text
	Incomplete bool
	Origin     daodu.Origin
	Coverage   int       // per cent of sections that some point speaks of
	Uncovered  []cite    // the others
	Failed     []failing // what checks found against points
	Length     daodu.Length
	Scripts    []tab  // in which the artifact can be read; none where that is no question
	Other      string // the script asked for, when it is not written in that
}

// A failing is a finding of a check that a point did not pass.
type failing struct{ Path, Rule, Detail string }

// uncoveredShown is how many sections without a point are named.
const uncoveredShown = 12

func noteOf(art *daodu.Artifact, p *pointer) note {
	n := note{Kind: art.Content.Kind(), Verdict: art.Verdict, Verbatim: true, Incomplete: art.Incomplete, Origin: art.Origin,
		Coverage: int(art.Coverage.Sections*100 + .5), Length: art.Length}
	p.q.scripts(&n, art)
	for _, point := range art.Content.EachPoint() {
		n.Verbatim = n.Verbatim && point.Verdict == daodu.Exact
	}
	for _, s := range art.Coverage.Uncovered {
		if len(n.Uncovered) < uncoveredShown && p.reading.holds(s) {
			c := p.cite(daodu.Quote{Span: s})
			c.Section = first(string(p.reading.runes[s.Start:s.End]), 18)
			n.Uncovered = append(n.Uncovered, c)
		}
	}
	for _, f := range art.Findings {
		if f.Verdict == daodu.Unsupported {
			n.Failed = append(n.Failed, failing{f.Path, f.Rule, f.Detail})
		}
	}
	return n
}

// scripts tells in which script an artifact is written, and how to get the other. Quotes
// keep the glyphs of their text in either.
func (q *request) scripts(n *note, art *daodu.Artifact) {
	if !strings.HasPrefix(art.Lang, "zh-") || q.base != "" {
		return
	}
	wanted := q.script()
	for _, l := range langs[:2] {
		n.Scripts = append(n.Scripts, tab{string(l), l.Name(), q.with("script", string(l)), wanted == string(l) || wanted == "" && art.Lang == string(l)})
	}
	if wanted != "" && wanted != art.Lang && q.role.May(daodu.RoleEditor) {
		n.Other = wanted
	}
}

// script returns the script that the address asks artifacts in, "" for that of the text.
func (q *request) script() string {
	if s := q.value("script"); s == string(langs[0]) || s == string(langs[1]) {
		return s
	}
	return ""
}

type summaryPanel struct {
	Note     note
	Headline shownPoint
	Points   []shownPoint
}

type outlinePanel struct {
	Note  note
	Nodes []shownNode
	Map   template.HTML
}

// A shownNode is a part of an outline.
type shownNode struct {
	Label     string
	Point     *shownPoint
	Announced int // parts that the text announces, when there are others
	Found     int
	Children  []shownNode
}

func (p *pointer) nodes(path string, nodes []daodu.Node) (out []shownNode) {
	for i, n := range nodes {
		at := fmt.Sprintf("%s[%d]", path, i)
		v := shownNode{Label: n.Label, Children: p.nodes(at+".children", n.Children)}
		if n.Announced > 0 && n.Announced != len(n.Children) {
			v.Announced, v.Found = n.Announced, len(n.Children)
		}
		if n.Point != nil {
			point := p.point(at+".point", *n.Point)
			v.Point = &point
		}
		out = append(out, v)
	}
	return out
}

// A relation is a related article.
type relation struct {
	daodu.Relation
	Percent int
	Grounds []ground
	Terms   []ground // the grounds that are words both have
}

// A ground is one reason, with the way to the words here.
type ground struct {
	daodu.Ground
	Cite *cite
}

type relatedPanel struct {
	Relations []relation
	Reuses    []daodu.Reuse
}

// relatedShown is how many related articles a tab shows.
const relatedShown = 12

func (q *request) relatedPanel(d *articleData) error {
	relations, err := q.of.Finder.Related(q.Context(), d.Article.ID, relatedShown)
	if err != nil {
		return err
	}
	panel := relatedPanel{}
	if panel.Reuses, err = q.of.Finder.Reuse(q.Context(), d.Article.ID); err != nil {
		return err
	}
	p := q.pointer(d.Reading, "related", nil)
	for _, r := range relations {
		v := relation{Relation: r, Percent: int(r.Score*100 + .5)}
		for _, g := range r.Grounds {
			w := ground{Ground: g}
			if g.Here != nil {
				c := p.cite(*g.Here)
				w.Cite = &c
			}
			if g.Kind == daodu.GroundTerm {
				v.Terms = append(v.Terms, w)
			} else {
				v.Grounds = append(v.Grounds, w)
			}
		}
		panel.Relations = append(panel.Relations, v)
	}
	slices.SortStableFunc(panel.Reuses, func(x, y daodu.Reuse) int { return int(1000 * (max(y.Here, y.There) - max(x.Here, x.There))) })
	d.Panel = panel
	return nil
}
