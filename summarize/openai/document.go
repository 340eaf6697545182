package openai

import (
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/docfreq"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/prompts"
)

// A document is an article as a model is shown it.
type document struct {
	article   *daodu.Article
	runes     []rune
	folded    []rune
	sentences []daodu.Span // the first has number 1
	lines     []line
	weights   *docfreq.Weights // how common its words are
}

// A line is a sentence, or a piece of a very long one, with its number.
type line struct {
	n      int
	span   daodu.Span
	tokens int // estimated from above, with the number and the line break
	rank   int // how good a place its end is to part the text, see ranks
}

const (
	// longestLine is the number of tokens above which a sentence is shown in several
	// lines of the same number. Texts without any mark have sentences of a whole page.
	longestLine = 2000
	// numbering is the tokens of "12|" and the line break: Qwen counts 3 to 5.
	numbering = 5
)

func newDocument(a *daodu.Article) *document {
	d := &document{article: a, runes: []rune(a.Text)}
	d.folded = zh.FoldRunes(d.runes)
	d.sentences = sentencesOf(a, d.runes)
	d.weights = docfreq.Default().Weigh(d.folded, nil)
	for i, s := range d.sentences {
		for _, piece := range d.pieces(s) {
			d.lines = append(d.lines, line{n: i + 1, span: piece, tokens: zh.TokenLimit(d.slice(piece)) + numbering})
		}
	}
	d.rankLines()
	return d
}

// sentencesOf returns the sentences of an article. An article that came from a file others
// wrote may have none, or some that lie elsewhere: then they are found anew.
func sentencesOf(a *daodu.Article, runes []rune) []daodu.Span {
	var out []daodu.Span
	last := 0
	for _, s := range a.Sentences {
		if s.Start < last || s.End <= s.Start || s.End > len(runes) || strings.TrimSpace(string(runes[last:s.Start])) != "" {
			return zh.Sentences(runes, zh.FullStops)
		}
		out = append(out, s.Span)
		last = s.End
	}
	if strings.TrimSpace(string(runes[last:])) != "" {
		return zh.Sentences(runes, zh.FullStops)
	}
	return out
}

// pieces parts a sentence that is too long for a line, at marks where there are any.
func (d *document) pieces(s daodu.Span) []daodu.Span {
	var out []daodu.Span
	for zh.TokenLimit(d.slice(s)) > longestLine {
		cut := s.Start + longestLine // one token a letter is more than any model counts
		for i := cut; i > s.Start+longestLine/2; i-- {
			if strings.ContainsRune(",;:、", d.folded[i-1]) {
				cut = i
				break
			}
		}
		out = append(out, daodu.Span{Start: s.Start, End: cut})
		s.Start = cut
	}
	return append(out, s)
}

// slice returns the text at s.
func (d *document) slice(s daodu.Span) []rune { return d.runes[s.Start:s.End] }

// words returns the text at s in its own glyphs.
func (d *document) words(s daodu.Span) string { return string(d.slice(s)) }

// quote returns the quote of the words at s.
func (d *document) quote(s daodu.Span) daodu.Quote { return daodu.Quote{Span: s, Text: d.words(s)} }

// last returns the number of the last sentence.
func (d *document) last() int { return len(d.sentences) }

// show returns lines as a model sees them, with what is known of the text.
func (d *document) show(lines []line) prompts.Document {
	doc := d.head()
	for _, l := range lines {
		doc.Lines = append(doc.Lines, prompts.Line{N: l.n, Text: d.words(l.span)})
	}
	return doc
}

// head returns what is known of the text.
func (d *document) head() prompts.Document {
	a := d.article
	doc := prompts.Document{Title: a.Title, Occasion: a.Occasion, Date: a.Date, Publisher: a.Publisher}
	if s := a.Speaker; s != nil {
		doc.Speaker = strings.TrimSpace(s.Role + s.Name)
		if doc.Speaker == "" {
			doc.Speaker = s.AsWritten
		}
	}
	for _, x := range a.Damage {
		if x.Note != "" && !slices.Contains(doc.Damage, x.Note) {
			doc.Damage = append(doc.Damage, x.Note)
		}
	}
	return doc
}

// sections returns how the sentences from first to last are parted, outermost first, as
// far as the text says so itself.
func (d *document) sections(first, last int) []prompts.Section {
	var out []prompts.Section
	d.eachSection(func(s daodu.Section, depth int, _ string) {
		from, to := d.numbers(s.Span)
		if headed(s.Kind) && from >= first && to <= last && from <= to && (from > first || to < last) {
			out = append(out, prompts.Section{Level: min(depth, mostLevels), First: from, Last: to, Announced: s.Announced})
		}
	})
	return out
}

// numbers returns the numbers of the first and the last sentence that s touches; first is
// greater than last when there is none.
func (d *document) numbers(s daodu.Span) (first, last int) {
	first = 1
	for first <= len(d.sentences) && d.sentences[first-1].End <= s.Start {
		first++
	}
	last = first - 1
	for last < len(d.sentences) && d.sentences[last].Start < s.End {
		last++
	}
	return first, last
}

// headed reports whether a section has a heading that parts the text.
func headed(k daodu.SectionKind) bool {
	return k == daodu.Heading || k == daodu.Enumeration || k == daodu.RunIn
}

// eachSection visits the sections that lie in the text, parents first, with their depth
// from 1 and the ID of the section above.
func (d *document) eachSection(visit func(s daodu.Section, depth int, above string)) {
	var walk func(sections []daodu.Section, depth int, above string)
	walk = func(sections []daodu.Section, depth int, above string) {
		for _, s := range sections {
			if s.Span.Start < 0 || s.Span.End <= s.Span.Start || s.Span.End > len(d.runes) {
				continue
			}
			visit(s, depth, above)
			walk(s.Children, depth+1, s.ID)
		}
	}
	walk(d.article.Sections, 1, "")
}
