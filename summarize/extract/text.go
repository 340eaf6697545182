package extract

import (
	"cmp"
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/docfreq"
	"github.com/daodu/daodu/internal/zh"
)

// A text is an article prepared for all three artifacts: its sections put in order,
// its words cut into units, each unit with its rank.
type text struct {
	article  *daodu.Article
	runes    []rune
	folded   []rune
	roots    []*section
	sections []*section // all, in the order of the text, parents first
	units    []unit     // in the order of the text
	lexicon  *lexicon
	title    bag // bigrams of the title
	regime   regime
	facts    facts
	weights  *docfreq.Weights // what is said everywhere
	named    []daodu.Span     // quotations that name something
	marks    []mark           // by where they start
	terms    []term
	own      *wording
	paras    []daodu.Span
	parted   map[daodu.Span][]clause // what has been parted into clauses

	// found when the first question asks for them
	asking      []item
	everybody   []person
	bodiesNamed []string
	documents   []daodu.Span
	topics      map[*section]string    // what a question says that it is about
	worths      map[daodu.Span]float64 // of asking about a stretch
	glyphs      map[rune]rune          // as the text writes a folded letter
	wording     Wording                // words of other texts, nil for none

	foldedText string      // folded as a string, to look words up in
	index      index       // to look up words often; nil before the first is asked for
	head       *daodu.Span // the headline, nil before it is asked for
}

// A section is a section of the article with what hangs on it.
type section struct {
	*daodu.Section
	parent   *section
	children []*section
	depth    int // 0 for roots
	units    []int
}

// A regime says how the points of a text are chosen. News puts the most important
// things first, and nothing extractive beats its opening; long and structured texts
// spread them over their parts.
type regime int

const (
	regimeLead regime = iota
	regimeParts
)

const (
	// longText is the length in code points above which a text is long; 3 sections
	// with a heading make a shorter one structured. Measured on news and speeches.
	longText       = 1200
	structuredText = 3
)

// newText prepares an article. The order matters: facts are found before clauses are
// asked for, since a clause that is only a date is told by them.
func newText(a *daodu.Article, lang string) *text {
	t := newTextAmong(a, lang, nil)
	t.terms = t.findTerms()
	return t
}

// newTextAmong is newText with the counts of a library, nil for none, and without the
// terms, which only a guide asks for.
func newTextAmong(a *daodu.Article, lang string, library docfreq.Counts) *text {
	t := &text{
		article: a, runes: []rune(a.Text), lexicon: newLexicon(), own: wordingFor(lang, a.Script),
		parted: map[daodu.Span][]clause{}, topics: map[*section]string{}, worths: map[daodu.Span]float64{},
	}
	t.folded = zh.FoldRunes(t.runes)
	t.foldedText = string(t.folded)
	t.paras = zh.Paragraphs(t.runes)
	t.roots = t.tree(a.Sections, nil)
	t.regime = t.regimeOf()
	t.units = t.cut()
	t.title = t.lexicon.bag(zh.FoldRunes([]rune(titleCore(a.Title))))
	t.judge()
	t.findFacts()
	t.weigh(library)
	t.findNamed()
	t.findMarks()
	t.score()
	return t
}

// tree copies sections with their parents. Spans that are crossed or overlap are put
// right, since an article may come from a file that others wrote.
func (t *text) tree(sections []daodu.Section, parent *section) []*section {
	var out []*section
	for i := range sections {
		s := sections[i]
		next := len(t.runes)
		if i+1 < len(sections) {
			next = sections[i+1].Span.Start
		}
		s.Span, s.Head = t.within(s.Span, next), t.within(s.Head, len(t.runes))
		s.Span.End = max(s.Span.End, s.Head.End)
		node := &section{Section: &s, parent: parent}
		if parent != nil {
			node.depth = parent.depth + 1
		}
		t.sections = append(t.sections, node)
		node.children = t.tree(s.Children, node)
		out = append(out, node)
	}
	return out
}

// within returns s cut to [0, end).
func (t *text) within(s daodu.Span, end int) daodu.Span {
	end = min(max(end, 0), len(t.runes))
	s.End = min(max(s.End, 0), end)
	s.Start = min(max(s.Start, 0), len(t.runes))
	s.End = max(s.End, s.Start)
	return s
}

// regimeOf tells the regime by length and by the number of headed sections.
func (t *text) regimeOf() regime {
	headed := 0
	for _, s := range t.sections {
		if s.headed() {
			headed++
		}
	}
	if len(t.runes) > longText || headed >= structuredText {
		return regimeParts
	}
	return regimeLead
}

// headed reports whether a section announces itself in the text.
func (s *section) headed() bool {
	switch s.Kind {
	case daodu.Heading, daodu.Enumeration, daodu.RunIn, daodu.ReportedPoint:
		return true
	}
	return false
}

// content reports whether a section carries what the article says, rather than who
// was greeted or present.
func (s *section) content() bool {
	return s.headed() || s.Kind == daodu.Lead || s.Kind == daodu.Body
}

// root returns the top section above s.
func (s *section) root() *section {
	for s.parent != nil {
		s = s.parent
	}
	return s
}

// headApart reports whether the heading of s stands apart from the words under it. The
// head of a reported point (某某指出) and of plain paragraphs is part of a sentence.
func (s *section) headApart() bool {
	switch s.Kind {
	case daodu.Heading, daodu.Enumeration, daodu.RunIn:
		return s.Head.Len() > 0 && s.Head.End < s.Span.End
	}
	return false
}

// owners returns, for positions that ascend, the deepest section around each.
func (t *text) owners(at []int) []*section {
	out := make([]*section, len(at))
	for _, s := range t.sections {
		from, _ := slices.BinarySearch(at, s.Span.Start)
		for i := from; i < len(at) && at[i] < s.Span.End; i++ {
			out[i] = s
		}
	}
	return out
}

// paragraph returns the number of the paragraph around a place.
func (t *text) paragraph(at int) int {
	n, found := slices.BinarySearchFunc(t.paras, at, func(p daodu.Span, at int) int { return cmp.Compare(p.Start, at) })
	if !found {
		n--
	}
	return n
}

// paragraphsIn returns the paragraphs within s.
func (t *text) paragraphsIn(s daodu.Span) []daodu.Span {
	var out []daodu.Span
	for _, p := range t.paras {
		if s.Contains(p) {
			out = append(out, p)
		}
	}
	return out
}
