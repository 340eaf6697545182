package openai

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/prompts"
)

// A knot is a node of the flat outline that a model wrote, on its way into the tree.
type knot struct {
	prompts.Node
	section  *sect // of the article that it is about; nil when none has its heading
	at       int   // code point where its first sentence begins, -1 without one
	children []*knot
}

// A sect is a section of the article.
type sect struct {
	daodu.Section
	above string // ID of the section that it stands in
	words map[[2]rune]bool
	used  bool
}

// outline makes the tree of the flat list that a model wrote, matched to the sections of the
// article: headings are then those of the text, and nested as there.
func (d *decoder) outline(fields map[string]json.RawMessage) (daodu.Content, error) {
	answered := list[prompts.Node](d, fields, "nodes")
	for i := range answered {
		answered[i].Heading, answered[i].Text = clean(answered[i].Heading), clean(answered[i].Text)
		answered[i].Text = unrepeated(answered[i].Heading, answered[i].Text)
	}
	answered = unique(d, "nodes", answered, func(n prompts.Node) string { return n.Heading + n.Text })
	if len(answered) == 0 {
		return nil, errNothing
	}
	return &daodu.Outline{Nodes: d.nodes("nodes", d.tree(answered))}, nil
}

// unrepeated returns a text without the heading that it begins with, when something else
// follows.
func unrepeated(heading, text string) string {
	rest, ok := strings.CutPrefix(text, heading)
	if !ok || heading == "" {
		return text
	}
	mark, size := utf8.DecodeRuneInString(rest)
	if rest = strings.TrimSpace(rest[min(size, len(rest)):]); strings.ContainsRune("，,：:；;。 ", mark) && rest != "" {
		return rest
	}
	return text
}

// tree nests nodes by their levels and by the sections they are about.
func (d *decoder) tree(answered []prompts.Node) []*knot {
	sections := d.sects()
	var roots, open []*knot // open: the last node of each level
	for _, n := range answered {
		k := &knot{Node: n, at: d.first(n.Cites)}
		k.section = match(sections, k)
		level := levelOf(k, open, sections)
		if open = open[:level-1]; level == 1 {
			roots = append(roots, k)
		} else {
			above := open[level-2]
			above.children = append(above.children, k)
		}
		open = append(open, k)
	}
	return roots
}

// first returns where the first sentence of cites begins, -1 when none is of use.
func (d *decoder) first(cites []int) int {
	for _, n := range sorted(cites) {
		if d.shown(n) {
			return d.doc.sentences[n-1].Start
		}
	}
	return -1
}

// sects lists the sections of the article that have words to be known by.
func (d *decoder) sects() []*sect {
	var out []*sect
	d.doc.eachSection(func(s daodu.Section, _ int, above string) {
		out = append(out, &sect{Section: s, above: above, words: pairs(zh.FoldRunes([]rune(s.Label)))})
	})
	return out
}

// match returns the section whose heading is that of k and that holds its first sentence.
func match(sections []*sect, k *knot) *sect {
	const enough = .6 // of the pairs of letters of both
	var best *sect
	most := enough
	words := pairs(zh.FoldRunes([]rune(k.Heading)))
	for _, s := range sections {
		if s.used || k.at >= 0 && (k.at < s.Span.Start || k.at >= s.Span.End) || len(s.words)+len(words) == 0 {
			continue
		}
		shared := float64(len(common(words, s.words)))
		alike := 2 * shared / float64(len(words)+len(s.words))
		if len(words) >= leastPairs && shared == float64(len(words)) || len(s.words) >= leastPairs && shared == float64(len(s.words)) {
			alike = max(alike, enough) // one heading is a part of the other
		}
		if alike > most || alike == most && best == nil {
			best, most = s, alike
		}
	}
	if best != nil {
		best.used = true
	}
	return best
}

// levelOf returns the level of k below the open nodes: the model's, but below every open node
// whose section holds k, and not below one whose section does not.
func levelOf(k *knot, open []*knot, sections []*sect) int {
	least, most := 1, min(len(open)+1, mostLevels)
	for i, o := range open {
		if o.section == nil {
			continue
		}
		if within(k, o.section, sections) {
			if k.section != nil {
				least = min(i+2, mostLevels)
			}
			continue
		}
		most = min(most, i+1)
		break
	}
	return max(min(least, most), min(k.Level, most), 1)
}

// within reports whether k stands in the section s.
func within(k *knot, s *sect, sections []*sect) bool {
	if k.section == nil {
		return k.at < 0 || k.at >= s.Span.Start && k.at < s.Span.End
	}
	above := k.section.above
	for i := len(sections) - 1; i >= 0 && above != ""; i-- {
		if sections[i].ID != above {
			continue
		}
		if sections[i].ID == s.ID {
			return true
		}
		above = sections[i].above
	}
	return false
}

// nodes makes the nodes of a level.
func (d *decoder) nodes(list string, knots []*knot) []daodu.Node {
	var out []daodu.Node
	for i, k := range knots {
		path := fmt.Sprintf("%s[%d]", list, i)
		n := daodu.Node{Label: k.Heading}
		if k.Text != "" {
			p := d.point(path+".point", statement{k.Text, k.Cites})
			n.Point = &p
		} else {
			d.quotes(path, "", k.Cites) // tells of numbers that are invented
		}
		if n.Children = d.nodes(path+".children", k.children); k.section != nil {
			n.Label, n.Section = labelOf(k), k.section.ID
			if len(n.Children) > 0 {
				n.Announced = k.section.Announced
			}
		} else if n.Point != nil {
			n.Section = d.deepest(n.Point.Quotes)
		}
		if n.Label == "" && n.Point != nil {
			n.Label = shorten(n.Point.Text)
		}
		out = append(out, n)
	}
	return out
}

// labelOf returns the heading of the article, or the model's where that of the article is a
// whole sentence.
func labelOf(k *knot) string {
	const longest = 40 // code points
	label := strings.TrimRight(strings.TrimSpace(k.section.Label), "。；;：:，,")
	if k.section.Kind == daodu.ReportedPoint || !headed(k.section.Kind) || label == "" || utf8.RuneCountInString(label) > longest {
		return k.Heading
	}
	return label
}

// deepest returns the ID of the innermost section that holds all quotes, "" without one.
func (d *decoder) deepest(quotes []daodu.Quote) string {
	id := ""
	if len(quotes) == 0 {
		return id
	}
	all := daodu.Span{Start: quotes[0].Start, End: quotes[len(quotes)-1].End}
	d.doc.eachSection(func(s daodu.Section, _ int, _ string) {
		if s.Span.Contains(all) {
			id = s.ID
		}
	})
	return id
}
