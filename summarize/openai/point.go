package openai

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/prompts"
)

// points makes the points of a list. Their verdicts come from the checks.
func (d *decoder) points(name string, answered []prompts.Point) []daodu.Point {
	out := []daodu.Point{}
	for i, s := range d.statements(name, answered) {
		out = append(out, d.point(fmt.Sprintf("%s[%d]", name, i), s))
	}
	return out
}

// point makes one point.
func (d *decoder) point(path string, s statement) daodu.Point {
	p := daodu.Point{Text: s.text, Quotes: d.quotes(path, s.text, s.cites), Verdict: daodu.Unsupported}
	p.Specific = d.doc.specific(p.Quotes)
	return p
}

// quotes returns the words that cited sentences hold for a statement, in the order of the
// text. Numbers that the model was not shown are dropped: they are invented. Words that must
// stand in a quote are not left out of the sentence that has them.
func (d *decoder) quotes(path, said string, cites []int, must ...string) []daodu.Quote {
	out := []daodu.Quote{}
	var invented []string
	for _, n := range sorted(cites) {
		if !d.shown(n) {
			invented = append(invented, fmt.Sprint(n))
			continue
		}
		whole := d.doc.quote(d.doc.sentences[n-1])
		part := d.doc.quote(d.doc.carrying(whole.Span, said))
		if slices.ContainsFunc(must, func(w string) bool {
			return strings.Contains(whole.Text, w) && !strings.Contains(part.Text, w)
		}) {
			part = whole
		}
		out = append(out, part)
	}
	if len(invented) > 0 {
		d.note(path, citeRule, "句子编号%s不存在或不在所给的部分里，未采用", strings.Join(invented, "、"))
	}
	return out
}

// sorted returns numbers in order, each once.
func sorted(numbers []int) []int {
	out := slices.Clone(numbers)
	slices.Sort(out)
	return slices.Compact(out)
}

// summary decodes a summary. When the model wrote more than was asked for, the points that
// are least specific are left out.
func (d *decoder) summary(fields map[string]json.RawMessage) (daodu.Content, error) {
	out := new(daodu.Summary)
	headline, ok := one[prompts.Point](fields["headline"])
	out.Points = d.points("points", list[prompts.Point](d, fields, "points"))
	if headline.Text = clean(headline.Text); ok && headline.Text != "" {
		out.Headline = d.point("headline", statement{headline.Text, headline.Cites})
	} else if len(out.Points) > 0 {
		d.note("headline", schemaRule, "回答中没有这一项，用第一条要点代替")
		out.Headline = out.Points[0]
		out.Points = d.without("points", out.Points, 0)
	}
	if out.Headline.Text == "" {
		return nil, errNothing
	}
	d.fit(out)
	return out, nil
}

// errNothing says that an answer has nothing of what was asked for.
var errNothing = fmt.Errorf("%w: the model's answer is empty", daodu.ErrUpstream)

// fit leaves points out until the rest is as short as asked for: each time the least specific
// of the third of the text that is spoken of at most length, so that what is left speaks of
// all of it.
func (d *decoder) fit(s *daodu.Summary) {
	var out []string
	for len(s.Points) > 1 && letters(s.Points) > d.limit {
		fullest, least := d.fullestThird(s.Points), -1
		for i, p := range s.Points {
			if d.third(p) == fullest && (least < 0 || p.Specific < s.Points[least].Specific) {
				least = i
			}
		}
		out = append(out, shorten(s.Points[least].Text))
		s.Points = d.without("points", s.Points, least)
	}
	if len(out) > 0 {
		d.note("points", lengthRule, "超出%d字，略去%d条：%s", d.limit, len(out), some(out))
	}
}

// third returns which third of the text a point speaks of first, -1 when it cites nothing.
func (d *decoder) third(p daodu.Point) int {
	if len(p.Quotes) == 0 {
		return -1
	}
	return 3 * p.Quotes[0].Start / max(1, len(d.doc.runes))
}

// fullestThird returns the third of the text whose points are longest together.
func (d *decoder) fullestThird(points []daodu.Point) int {
	sizes := map[int]int{}
	fullest := d.third(points[0])
	for _, p := range points {
		k := d.third(p)
		if sizes[k] += utf8.RuneCountInString(p.Text); sizes[k] > sizes[fullest] {
			fullest = k
		}
	}
	return fullest
}

// some names the first of many things.
func some(words []string) string {
	const most = 3
	if len(words) <= most {
		return "“" + strings.Join(words, "”“") + "”"
	}
	return "“" + strings.Join(words[:most], "”“") + "”等"
}

// letters returns how many code points the texts of points have together.
func letters(points []daodu.Point) int {
	n := 0
	for _, p := range points {
		n += utf8.RuneCountInString(p.Text)
	}
	return n
}

// without takes point i out of the list of a name. Findings on it go with it, and those on
// the points behind it move along.
func (d *decoder) without(name string, points []daodu.Point, i int) []daodu.Point {
	d.findings = moved(d.findings, name, i)
	return slices.Delete(points, i, i+1)
}

// moved returns findings as they are when item gone of a list is taken out.
func moved(findings []daodu.Finding, list string, gone int) []daodu.Finding {
	var out []daodu.Finding
	for _, f := range findings {
		rest, ours := strings.CutPrefix(f.Path, list+"[")
		number, tail, ok := strings.Cut(rest, "]")
		i, err := strconv.Atoi(number)
		if ours && ok && err == nil {
			if i == gone {
				continue
			}
			if i > gone {
				f.Path = fmt.Sprintf("%s[%d]%s", list, i-1, tail)
			}
		}
		out = append(out, f)
	}
	return out
}
