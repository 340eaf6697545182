package collate

import (
	"fmt"
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/docfreq"
	"github.com/daodu/daodu/internal/winnow"
	"github.com/daodu/daodu/internal/zh"
)

// A group is a collection with what is known of its texts.
type group struct {
	texts []*text
	words words
}

// A text is an article prepared for comparison.
type text struct {
	n          int // its place in the collection, from 0
	article    *daodu.Article
	folded     []rune
	runes      []rune
	weights    *docfreq.Weights
	pairs      map[pair]bool // of Chinese letters
	points     []point       // of its study guide, the most telling first
	sentences  []point       // of the text itself
	clauses    []clause
	findings   []daodu.Finding
	incomplete bool
	family     int // place of the first text that this one repeats; its own without one
}

// A pair is two folded letters that follow each other.
type pair [2]rune

// A point is something that a text says.
type point struct {
	daodu.CitedPoint
	spans []daodu.Span // of its quotes
	rank  int          // of guides: 0 is the most telling; sentences have none
}

// The bounds of a sentence that stands for a text, in Chinese letters: shorter ones are
// headings and calls, longer ones more than a point.
const (
	shortSentence = 10
	longSentence  = 130
)

func newGroup(texts []Text) *group {
	g := &group{}
	for i, t := range texts {
		g.texts = append(g.texts, newText(i, t))
	}
	g.families()
	g.words = g.count()
	return g
}

func newText(n int, t Text) *text {
	runes := []rune(t.Article.Text)
	out := &text{n: n, family: n, article: t.Article, runes: runes, folded: zh.FoldRunes(runes), pairs: map[pair]bool{}}
	out.weights = docfreq.Default().Weigh(out.folded, nil)
	for i := 1; i < len(out.folded); i++ {
		if zh.IsHan(out.folded[i-1]) && zh.IsHan(out.folded[i]) {
			out.pairs[pair{out.folded[i-1], out.folded[i]}] = true
		}
	}
	for _, d := range t.Article.Damage {
		out.incomplete = out.incomplete || d.Kind == daodu.Truncated || d.Kind == daodu.Preview
	}
	out.readGuide(t.Guide)
	out.readSentences()
	out.clauses = out.parted()
	return out
}

// readGuide takes the points of a study guide: what only this text says first. A guide
// about another text, and points that a check has refused, are told and left out.
func (t *text) readGuide(art *daodu.Artifact) {
	if art == nil {
		t.find("guide", "这篇文章还没有导读，只取原文的句子")
		return
	}
	guide, ok := art.Content.(*daodu.Guide)
	if !ok || art.Article.TextSHA256 != t.article.TextSHA256 {
		t.find("guide", "导读写的是这篇文章的另一个版本，未采用")
		return
	}
	seen := map[string]bool{}
	for rank, list := range []struct {
		name   string
		points []daodu.Point
	}{{"specific", guide.Specific}, {"key_points", guide.KeyPoints}, {"overview", guide.Overview}} {
		for i, p := range list.points {
			switch path := fmt.Sprintf("%s[%d]", list.name, i); {
			case p.Verdict != daodu.Exact && p.Verdict != daodu.Supported:
				t.find(path, "导读自己标明未经证实，未采用")
			case !t.quotesHold(p.Quotes):
				t.find(path, "引文与原文不符，未采用")
			case !seen[p.Text]:
				seen[p.Text] = true
				t.points = append(t.points, t.cite(p, rank))
			}
		}
	}
}

// find notes why something of the article's own guide is not in the guide over the
// collection.
func (t *text) find(path, detail string) {
	t.findings = append(t.findings, daodu.Finding{Path: fmt.Sprintf("articles[%d].%s", t.n, path), Rule: "source", Verdict: daodu.Unsupported, Detail: detail})
}

func (t *text) quotesHold(quotes []daodu.Quote) bool {
	return len(quotes) > 0 && !slices.ContainsFunc(quotes, func(q daodu.Quote) bool {
		return q.Start < 0 || q.Start >= q.End || q.End > len(t.runes) || string(t.runes[q.Start:q.End]) != q.Text
	})
}

func (t *text) cite(p daodu.Point, rank int) point {
	out := point{CitedPoint: daodu.CitedPoint{Article: t.article.ID, Point: p}, rank: rank}
	for _, q := range p.Quotes {
		out.spans = append(out.spans, q.Span)
	}
	return out
}

// readSentences takes the sentences that can stand for themselves: no headings, and
// nothing that is damaged.
func (t *text) readSentences() {
	heads := heads(t.article.Sections)
	for _, s := range t.article.Sentences {
		n := zh.HanCount(t.runes[s.Start:s.End])
		if n < shortSentence || n > longSentence || t.damaged(s.Span) || slices.Contains(t.runes[s.Start:s.End], '\t') ||
			slices.ContainsFunc(heads, func(h daodu.Span) bool {
				return h.Len() > 0 && h.Overlaps(s.Span) && (h.Contains(s.Span) || h.Len()*2 > s.Len())
			}) {
			continue
		}
		t.sentences = append(t.sentences, t.verbatim(s.Span))
	}
}

// verbatim returns a stretch of the text as a point.
func (t *text) verbatim(s daodu.Span) point {
	words := string(t.runes[s.Start:s.End])
	return t.cite(daodu.Point{
		Text: words, Quotes: []daodu.Quote{{Span: s, Text: words}}, Verdict: daodu.Exact, Specific: t.specific(s),
	}, 0)
}

// specific returns how little the words are said elsewhere, 0..1 in hundredths.
func (t *text) specific(s daodu.Span) float64 {
	return float64(int(100*min(1, t.weights.Novelty(s.Start, s.End)/docfreq.MaxIDF))) / 100
}

// damaged reports whether a stretch has letters that were lost or misread.
func (t *text) damaged(s daodu.Span) bool {
	return slices.ContainsFunc(t.article.Damage, func(d daodu.Damage) bool {
		local := d.Kind == daodu.Redacted || d.Kind == daodu.OCRSuspect || d.Kind == daodu.Mojibake || d.Kind == daodu.Truncated
		return local && d.Span.Len() > 0 && d.Span.Overlaps(s)
	})
}

// heads returns where headings stand, and what says nothing of the matter: whom a speaker
// addresses, what comes next, who was there.
func heads(sections []daodu.Section) (out []daodu.Span) {
	for _, s := range sections {
		switch s.Kind {
		case daodu.Heading:
			out = append(out, s.Head)
		case daodu.Salutation, daodu.Transition, daodu.Attendance:
			out = append(out, s.Span)
		}
		out = append(out, heads(s.Children)...)
	}
	return out
}

// copyShare is the share of fingerprints from which two texts are compared in full.
const copyShare = .5

// families finds the texts that repeat an earlier one of the collection.
func (g *group) families() {
	prepared := make([]*winnow.Text, len(g.texts))
	prints := make([][]uint64, len(g.texts))
	for i, t := range g.texts {
		prepared[i] = winnow.New(t.runes)
		prints[i] = prepared[i].Fingerprints()
	}
	for i, t := range g.texts {
		for j := range i {
			if g.texts[j].family == j && share(prints[i], prints[j]) >= copyShare && prepared[i].Compare(prepared[j]).Class == daodu.Reprint {
				t.family = j
				break
			}
		}
		if t.family == i {
			continue
		}
		t.sentences, t.points, t.clauses = nil, nil, nil // its original speaks for it
	}
}

// share returns the share of the smaller of two ascending sets that the other has; 1 for
// two texts too short to have any, which are compared in full.
func share(a, b []uint64) float64 {
	if len(a) == 0 && len(b) == 0 {
		return 1
	}
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return float64(n) / float64(max(1, min(len(a), len(b))))
}
