package ui

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
)

// A shownPoint is a point of an artifact with the way to its words.
type shownPoint struct {
	Path     string // "points[2]"
	Text     string
	Verdict  daodu.Verdict
	Specific bool // said by this text rather than by all
	Findings []string
	Damaged  bool
	Quotes   []daodu.Quote // shown where the point has words of its own
	Cites    []cite
	At       string // "12-45,60-70": the stretches to light up
}

// specificFrom is from where on a point is told to be specific to its text. The scale is
// that of [daodu.Point].
const specificFrom = 0.7

// A cite leads to a stretch of the text.
type cite struct {
	Href    string
	At      string // "12-45"
	Name    string // "S12"
	Section string
	Text    string
}

// A pointer makes points and cites of one article for one page.
type pointer struct {
	q        *request
	reading  *reading
	tab      string
	findings map[string][]daodu.Finding
}

// of returns a pointer for an artifact.
func (q *request) pointer(r *reading, tab string, art *daodu.Artifact) *pointer {
	p := &pointer{q: q, reading: r, tab: tab, findings: map[string][]daodu.Finding{}}
	if art != nil {
		for _, f := range art.Findings {
			p.findings[f.Path] = append(p.findings[f.Path], f)
		}
	}
	return p
}

// point returns a point as it is shown. Quotes of a point with the text's own words are
// not repeated.
func (p *pointer) point(path string, point daodu.Point) shownPoint {
	out := shownPoint{Path: path, Text: point.Text, Verdict: point.Verdict, Specific: point.Specific >= specificFrom,
		Cites: p.cites(point.Quotes), At: stretches(point.Quotes)}
	if point.Verdict != daodu.Exact {
		out.Quotes = point.Quotes
	}
	for _, f := range p.findings[path] {
		if f.Rule == "damage" {
			out.Damaged = true
		}
		out.Findings = append(out.Findings, f.Detail)
	}
	return out
}

// points returns the points of a list whose place in the artifact is name.
func (p *pointer) points(name string, points []daodu.Point) (out []shownPoint) {
	for i, point := range points {
		out = append(out, p.point(fmt.Sprintf("%s[%d]", name, i), point))
	}
	return out
}

// cites returns the way to each quote. Quotes within one sentence are one cite.
func (p *pointer) cites(quotes []daodu.Quote) (out []cite) {
	for _, quote := range quotes {
		c := p.cite(quote)
		if len(out) > 0 && out[len(out)-1].Name == c.Name {
			out[len(out)-1].At += "," + c.At
			continue
		}
		out = append(out, c)
	}
	return out
}

func (p *pointer) cite(quote daodu.Quote) cite {
	r := p.reading
	c := cite{At: stretch(quote.Span), Text: quote.Text, Name: "…"}
	if i := r.sentenceAt(quote.Start); i < len(r.article.Sentences) {
		c.Name = r.article.Sentences[i].ID
	}
	c.Section = sectionOf(r.article.Sections, quote.Start)
	c.Href = p.q.place(r, quote.Start, p.tab, c.Name)
	return c
}

// place returns the address of a place in the text: of the part that holds it, beside a
// tab.
func (q *request) place(r *reading, at int, tab, anchor string) string {
	to := q.base + "/articles/" + r.article.ID + "?"
	if q.group != nil && q.base == "" {
		to += "in=" + q.group.ID + "&"
	}
	if n := r.partOf(at); n > 0 {
		to += "part=" + strconv.Itoa(n+1) + "&"
	}
	return to + "tab=" + tab + "#" + anchor
}

// sectionOf names the innermost heading above a place.
func sectionOf(sections []daodu.Section, at int) string {
	for _, s := range sections {
		if at < s.Span.Start || at >= s.Span.End {
			continue
		}
		if inner := sectionOf(s.Children, at); inner != "" {
			return inner
		}
		if s.Kind == daodu.Heading {
			return number(s.Label)
		}
		return ""
	}
	return ""
}

// number returns the number of a heading, "一" of "一、认清形势", or its first letters.
func number(label string) string {
	if head, _, ok := strings.Cut(label, "、"); ok && len([]rune(head)) <= 4 {
		return head
	}
	r := []rune(label)
	for i, c := range r {
		if i > 0 && (unicode.IsSpace(c) || c == '）' || c == ')') && i < 8 {
			return strings.TrimSpace(string(r[:i+1]))
		}
	}
	return first(label, 8)
}

// first returns the first n letters of s.
func first(s string, n int) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n]) + "…"
}

func stretch(s daodu.Span) string { return fmt.Sprintf("%d-%d", s.Start, s.End) }

func stretches(quotes []daodu.Quote) string {
	all := make([]string, len(quotes))
	for i, q := range quotes {
		all[i] = stretch(q.Span)
	}
	return strings.Join(all, ",")
}
