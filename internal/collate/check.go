package collate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// Check holds a guide over a collection against the texts of its articles, by their IDs. It
// returns a finding for each quote that does not stand where it says, each point without a
// quote, an article or a verdict, each label that a text of its theme does not have, and
// when the sum of the verdicts is not what it says.
func Check(g *daodu.CollectionGuide, texts map[string]string) []daodu.Finding {
	c := &checking{texts: map[string][]rune{}}
	for id, text := range texts {
		c.texts[id] = []rune(text)
	}
	for path, p := range g.EachPoint() {
		c.point(path, p)
	}
	for i, t := range g.Themes {
		c.theme(fmt.Sprintf("themes[%d]", i), t)
	}
	for i, d := range g.Differences {
		c.difference(fmt.Sprintf("differences[%d]", i), d)
	}
	if got := verdict(g); got != g.Verdict {
		c.find("verdict", "verdict", fmt.Sprintf("所标为%q，核对结果为%q", g.Verdict, got))
	}
	return c.findings
}

type checking struct {
	texts    map[string][]rune
	findings []daodu.Finding
}

func (c *checking) find(path, rule, detail string) {
	c.findings = append(c.findings, daodu.Finding{Path: path, Rule: rule, Verdict: daodu.Unsupported, Detail: detail})
}

func (c *checking) point(path string, p *daodu.CitedPoint) {
	text, ok := c.texts[p.Article]
	switch {
	case !ok:
		c.find(path, "article", "文集中没有这篇文章")
		return
	case len(p.Quotes) == 0:
		c.find(path, "quote", "没有引文，无从核对")
	case p.Verdict != daodu.Exact && p.Verdict != daodu.Supported && p.Verdict != daodu.Unsupported:
		c.find(path, "verdict", "没有核对结果")
	}
	for i, q := range p.Quotes {
		c.quote(fmt.Sprintf("%s.quotes[%d]", path, i), text, q)
	}
}

func (c *checking) quote(path string, text []rune, q daodu.Quote) {
	switch {
	case q.Start < 0 || q.Start >= q.End || q.End > len(text):
		c.find(path, "quote", fmt.Sprintf("位置[%d,%d)超出原文（共%d字）", q.Start, q.End, len(text)))
	case string(text[q.Start:q.End]) != q.Text:
		c.find(path, "quote", "原文在此处不是这些字")
	}
}

// theme demands that a theme is one: of several texts, each of which has its words.
func (c *checking) theme(path string, t daodu.Theme) {
	if len(t.Points) < 2 {
		c.find(path, "theme", "只有一篇文章讲到")
	}
	for _, word := range append([]string{t.Label}, t.Terms...) {
		for i, p := range t.Points {
			if !strings.Contains(string(zh.FoldRunes(c.texts[p.Article])), zh.FoldString(word)) {
				c.find(fmt.Sprintf("%s.points[%d]", path, i), "theme", fmt.Sprintf("原文没有“%s”", word))
			}
		}
	}
}

// difference demands two sides of two texts, and that what is said to be changed stands in
// the quote of its side.
func (c *checking) difference(path string, d daodu.Difference) {
	if len(d.Sides) != 2 || len(d.Changed) != 2 || d.Sides[0].Article == d.Sides[1].Article {
		c.find(path, "difference", "不是两篇文章之间的差别")
		return
	}
	for i, side := range d.Sides {
		for j, q := range d.Changed[i] {
			at := fmt.Sprintf("%s.changed[%d][%d]", path, i, j)
			c.quote(at, c.texts[side.Article], q)
			if !slices.ContainsFunc(side.Quotes, func(o daodu.Quote) bool { return o.Contains(q.Span) }) {
				c.find(at, "difference", "不在引文之内")
			}
		}
	}
}
