package ui

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/daodu/daodu"
)

// A reportPanel tells what is known of a text and what was done to it.
type reportPanel struct {
	Article  *daodu.Article
	Damage   []fault
	Removed  []cutting
	Letters  int // that were removed, but for blanks
	Coverage []covered
	Kinds    []daodu.Kind
	Origins  []note
}

// A fault is a damage with the way to it.
type fault struct {
	daodu.Damage
	Cite cite
}

// A cutting is what cleaning removed for one reason.
type cutting struct {
	Reason  daodu.Reason
	Pieces  int
	Letters int
	Rules   []string
	Samples []string
}

// A covered is a section with the artifacts that speak of it.
type covered struct {
	Cite   cite
	Label  string
	Level  int
	Share  int // of the text, per cent
	By     []bool
	Any    bool
	Points int
}

func (q *request) reportPanel(r *reading, arts []*daodu.Artifact) reportPanel {
	p := q.pointer(r, "report", nil)
	out := reportPanel{Article: r.article, Removed: cuttings(r.article)}
	for _, c := range out.Removed {
		out.Letters += c.Letters
	}
	for _, d := range r.article.Damage {
		if r.holds(d.Span) {
			out.Damage = append(out.Damage, fault{d, p.cite(daodu.Quote{Span: d.Span, Text: first(string(r.runes[d.Span.Start:d.Span.End]), 40)})})
		}
	}
	rank := map[daodu.Severity]int{daodu.SeveritySevere: 0, daodu.SeverityWarn: 1, daodu.SeverityNote: 2}
	slices.SortStableFunc(out.Damage, func(x, y fault) int { return rank[x.Severity] - rank[y.Severity] })
	for _, a := range arts {
		out.Kinds = append(out.Kinds, a.Content.Kind())
		out.Origins = append(out.Origins, noteOf(a, q.pointer(r, "report", a)))
	}
	if len(arts) > 0 {
		out.Coverage = p.coverage(r.article.Sections, arts, 0)
	}
	return out
}

// samplesShown is how many of the removed pieces of a reason are shown.
const samplesShown = 3

func cuttings(a *daodu.Article) (out []cutting) {
	raw := []rune(a.Raw)
	for _, r := range a.Removed {
		if r.Reason == daodu.Space {
			continue
		}
		i := slices.IndexFunc(out, func(c cutting) bool { return c.Reason == r.Reason })
		if i < 0 {
			i = len(out)
			out = append(out, cutting{Reason: r.Reason})
		}
		c := &out[i]
		c.Pieces++
		c.Letters += r.Raw.Len()
		if !slices.Contains(c.Rules, r.Rule) {
			c.Rules = append(c.Rules, r.Rule)
		}
		if len(c.Samples) < samplesShown && r.Raw.Start >= 0 && r.Raw.End <= len(raw) && r.Raw.Start < r.Raw.End {
			c.Samples = append(c.Samples, first(string(raw[r.Raw.Start:r.Raw.End]), 60))
		}
	}
	return out
}

// coverage tells of each section which artifacts speak of it, two levels deep.
func (p *pointer) coverage(sections []daodu.Section, arts []*daodu.Artifact, level int) (out []covered) {
	for _, s := range sections {
		if s.Label == "" || s.Kind == daodu.Salutation || s.Kind == daodu.Transition || !p.reading.holds(s.Span) {
			continue
		}
		c := covered{Cite: p.cite(daodu.Quote{Span: daodu.Span{Start: s.Span.Start, End: s.Span.End}}), Label: first(listed(s.Label), 30), Level: level}
		if n := len(p.reading.runes); n > 0 {
			c.Share = (s.Span.Len()*100 + n/2) / n
		}
		for _, a := range arts {
			n := 0
			for _, quote := range a.Content.EachQuote() {
				if s.Span.Contains(quote.Span) {
					n++
				}
			}
			c.By, c.Any, c.Points = append(c.By, n > 0), c.Any || n > 0, c.Points+n
		}
		out = append(out, c)
		if level == 0 {
			out = append(out, p.coverage(s.Children, arts, level+1)...)
		}
	}
	return out
}

type rawData struct {
	head
	Article *daodu.Article
	Runs    []run
	Part    int
	Parts   int
	Prev    string
	Next    string
}

// rawLetters is how long a page of raw text is, in code points.
const rawLetters = 20_000

// articleRaw shows a text as it was received, with what cleaning removed marked.
func (s *site) articleRaw(q *request) error {
	a, err := q.of.Articles.Article(q.Context(), q.PathValue("id"))
	if err != nil {
		return err
	}
	a.ID = q.PathValue("id")
	raw := []rune(a.Raw)
	d := rawData{head: q.head("raw.title"), Article: a, Part: 1, Parts: max((len(raw)+rawLetters-1)/rawLetters, 1)}
	d.Title = title(a.Title, q)
	if n, err := strconv.Atoi(q.value("part")); err == nil && n >= 1 && n <= d.Parts {
		d.Part = n
	}
	window := daodu.Span{Start: (d.Part - 1) * rawLetters, End: min(d.Part*rawLetters, len(raw))}
	d.Runs = rawRuns(a, raw, window)
	if d.Part > 1 {
		d.Prev = q.with("part", strconv.Itoa(d.Part-1))
	}
	if d.Part < d.Parts {
		d.Next = q.with("part", strconv.Itoa(d.Part+1))
	}
	return q.show(http.StatusOK, "raw", d)
}

// rawRuns cuts a window of the raw text at what was removed.
func rawRuns(a *daodu.Article, raw []rune, window daodu.Span) (out []run) {
	at := window.Start
	for _, r := range a.Removed {
		from, to := max(r.Raw.Start, window.Start), min(r.Raw.End, window.End)
		if from >= to || from < at {
			continue
		}
		if from > at {
			out = append(out, run{Text: shown(raw[at:from])})
		}
		out = append(out, run{Text: shown(raw[from:to]), Class: string(r.Reason), Note: r.Rule, Gap: true})
		at = to
	}
	if at < window.End {
		out = append(out, run{Text: shown(raw[at:window.End])})
	}
	return out
}
