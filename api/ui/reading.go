package ui

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
)

// partLetters is how long a part of a text is, in code points; a long text is sent part by
// part, as a reader comes to it.
const partLetters = 5000

// A reading is a text prepared to be shown: cut into parts, with what is known of each
// place.
type reading struct {
	article *daodu.Article
	runes   []rune
	breaks  []int        // where a block begins, ascending
	heads   []heading    // ascending
	parts   []daodu.Span // they tile the text
	cited   []bool       // by sentence: whether a point rests on it
	damage  []daodu.Damage
	noted   []daodu.Span // words that a group has notes on
}

// A heading is the label of a section where it stands in the text.
type heading struct {
	daodu.Span
	id    string // of the section
	level int
	alone bool // it fills its line
}

// newReading prepares a text.
func newReading(a *daodu.Article, arts []*daodu.Artifact) *reading {
	r := &reading{article: a, runes: []rune(a.Text), damage: slices.Clone(a.Damage)}
	slices.SortStableFunc(r.damage, func(x, y daodu.Damage) int { return cmp.Compare(x.Span.Start, y.Span.Start) })
	r.findHeads(a.Sections)
	r.findBreaks()
	r.cut()
	r.findCited(arts)
	return r
}

// findHeads gathers the labels of sections that stand in the text.
func (r *reading) findHeads(sections []daodu.Section) {
	for _, s := range sections {
		quoted := s.Kind == daodu.Heading || s.Kind == daodu.Enumeration || s.Kind == daodu.RunIn
		if quoted && s.Head.Len() > 0 && r.holds(s.Head) {
			h := heading{s.Head, s.ID, s.Level, s.Kind == daodu.Heading && r.fillsLine(s.Head)}
			if !h.alone {
				h.End = h.Start + len([]rune(label(string(r.runes[h.Start:h.End]))))
			}
			r.heads = append(r.heads, h)
		}
		r.findHeads(s.Children)
	}
	slices.SortStableFunc(r.heads, func(x, y heading) int { return cmp.Compare(x.Start, y.Start) })
}

// labelLetters is how long the label of a part within a paragraph is at most, in code
// points.
const labelLetters = 24

// label returns the words that name a part: those before the first mark, when the whole
// is longer than a name.
func label(s string) string {
	r := []rune(s)
	if len(r) <= labelLetters {
		return s
	}
	for i, c := range r[:labelLetters] {
		if i > 2 && strings.ContainsRune("，。；：,;:", c) {
			return string(r[:i])
		}
	}
	return string(r[:min(3, len(r))])
}

func (r *reading) holds(s daodu.Span) bool {
	return s.Start >= 0 && s.Start <= s.End && s.End <= len(r.runes)
}

// fillsLine reports whether a stretch has its line for itself, but for blanks.
func (r *reading) fillsLine(s daodu.Span) bool {
	from, to := s.Start, s.End
	for from > 0 && r.runes[from-1] != '\n' && unicode.IsSpace(r.runes[from-1]) {
		from--
	}
	for to < len(r.runes) && r.runes[to] != '\n' && unicode.IsSpace(r.runes[to]) {
		to++
	}
	return (from == 0 || r.runes[from-1] == '\n') && (to == len(r.runes) || r.runes[to] == '\n')
}

// findBreaks finds where blocks begin: at each line, and at each heading within a line
// that is longer than a part, as in texts that lost their line breaks.
func (r *reading) findBreaks() {
	r.breaks = []int{0}
	for i, c := range r.runes {
		if c == '\n' && i+1 < len(r.runes) {
			r.breaks = append(r.breaks, i+1)
		}
	}
	lines := slices.Clone(r.breaks)
	for i, from := range lines {
		to := len(r.runes)
		if i+1 < len(lines) {
			to = lines[i+1]
		}
		if to-from > partLetters {
			r.breaks = append(r.breaks, r.breaksWithin(daodu.Span{Start: from, End: to})...)
		}
	}
	slices.Sort(r.breaks)
	r.breaks = slices.Compact(r.breaks)
}

// breaksWithin cuts an endless line at headings, and at sentences where those are far
// apart.
func (r *reading) breaksWithin(line daodu.Span) (out []int) {
	last := line.Start
	for _, h := range r.heads {
		if h.Start > line.Start && h.End < line.End && h.Start-last > 200 {
			out = append(out, h.Start)
			last = h.Start
		}
	}
	last = line.Start
	for _, s := range r.article.Sentences {
		if i, found := slices.BinarySearch(out, s.Start); found || i > 0 && out[i-1] > last {
			last = out[max(i-1, 0)]
		}
		if s.Start > line.Start && s.Start < line.End && s.Start-last > partLetters/4 {
			out = append(out, s.Start)
			slices.Sort(out)
			last = s.Start
		}
	}
	return out
}

// cut makes the parts: whole blocks, each part at least partLetters long but for the last.
func (r *reading) cut() {
	from := 0
	for _, at := range r.breaks {
		if at-from >= partLetters {
			r.parts = append(r.parts, daodu.Span{Start: from, End: at})
			from = at
		}
	}
	r.parts = append(r.parts, daodu.Span{Start: from, End: len(r.runes)})
}

// partOf returns the index of the part that holds a place.
func (r *reading) partOf(at int) int {
	for i, p := range r.parts {
		if at < p.End {
			return i
		}
	}
	return len(r.parts) - 1
}

// findCited marks the sentences that some quote touches.
func (r *reading) findCited(arts []*daodu.Artifact) {
	r.cited = make([]bool, len(r.article.Sentences))
	for _, art := range arts {
		for _, q := range art.Content.EachQuote() {
			for i := r.sentenceAt(q.Start); i < len(r.cited) && r.article.Sentences[i].Start < q.End; i++ {
				r.cited[i] = true
			}
		}
	}
}

// sentenceAt returns the index of the first sentence that ends behind a place.
func (r *reading) sentenceAt(at int) int {
	i, _ := slices.BinarySearchFunc(r.article.Sentences, at+1, func(s daodu.Sentence, at int) int { return cmp.Compare(s.End, at) })
	return i
}

// A block is a paragraph or a heading. Its words are those of the text, letter for letter:
// scripts count them to find a place.
type block struct {
	At    int // where it begins in the text
	Level int // of a heading from 1, 0 for a paragraph
	ID    string
	Sents []sentence
}

// A sentence is a stretch of a block; what stands between sentences is one without an ID.
type sentence struct {
	ID    string
	Cited bool
	Runs  []run
}

// A run is a stretch within a sentence that is shown in one way.
type run struct {
	Text  string
	Class string // "", label or damage with its severity
	Note  string // what is damaged
	Noted bool   // there is a note on it
	Gap   bool   // something is missing here: there are no words
}

// blocks returns the blocks of a part.
func (r *reading) blocks(part daodu.Span) (out []block) {
	i, _ := slices.BinarySearch(r.breaks, part.Start)
	for ; i < len(r.breaks) && r.breaks[i] < part.End; i++ {
		to := part.End
		if i+1 < len(r.breaks) {
			to = min(to, r.breaks[i+1])
		}
		span := daodu.Span{Start: r.breaks[i], End: to}
		for span.End > span.Start && r.runes[span.End-1] == '\n' {
			span.End--
		}
		if strings.TrimSpace(string(r.runes[span.Start:span.End])) != "" || r.gapAt(span) {
			out = append(out, r.block(span))
		}
	}
	return out
}

// gapAt reports whether something is missing at a stretch without words.
func (r *reading) gapAt(s daodu.Span) bool {
	return slices.ContainsFunc(r.damage, func(d daodu.Damage) bool {
		return d.Span.Len() == 0 && d.Span.Start >= s.Start && d.Span.Start <= s.End
	})
}

func (r *reading) block(span daodu.Span) block {
	b := block{At: span.Start}
	for _, h := range r.heads {
		if h.alone && span.Contains(h.Span) {
			b.Level, b.ID = min(h.level, 4), h.id
		}
	}
	at := span.Start
	for i := r.sentenceAt(span.Start); i < len(r.article.Sentences); i++ {
		s := r.article.Sentences[i]
		from, to := max(s.Start, span.Start), min(s.End, span.End)
		if from >= to {
			break
		}
		b.add(r, daodu.Span{Start: at, End: from}, sentence{})
		b.add(r, daodu.Span{Start: from, End: to}, sentence{ID: s.ID, Cited: r.cited[i]})
		at = to
	}
	b.add(r, daodu.Span{Start: at, End: span.End}, sentence{})
	return b
}

func (b *block) add(r *reading, span daodu.Span, s sentence) {
	if span.Len() > 0 {
		s.Runs = r.runs(span, b.Level == 0)
		b.Sents = append(b.Sents, s)
	}
}

// runs cuts a stretch where damage or a label begins or ends.
func (r *reading) runs(span daodu.Span, labels bool) (out []run) {
	cuts := []int{span.Start, span.End}
	cut := func(s daodu.Span) {
		if s.Overlaps(span) {
			cuts = append(cuts, max(s.Start, span.Start), min(s.End, span.End))
		}
	}
	damage := within(r.damage, span)
	for _, d := range damage {
		cut(d.Span)
	}
	for _, s := range r.noted {
		cut(s)
	}
	heads := r.heads
	if !labels {
		heads = nil
	}
	for _, h := range heads {
		cut(h.Span)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i, from := range cuts {
		for _, d := range damage {
			if d.Span.Len() == 0 && d.Span.Start == from && (from < span.End || span.End == len(r.runes)) {
				out = append(out, run{Gap: true, Note: d.Note, Class: "damage " + string(d.Severity)})
			}
		}
		if i+1 < len(cuts) {
			out = append(out, r.run(daodu.Span{Start: from, End: cuts[i+1]}, damage, heads))
		}
	}
	return out
}

func (r *reading) run(s daodu.Span, damage []daodu.Damage, heads []heading) run {
	out := run{Text: shown(r.runes[s.Start:s.End])}
	for _, h := range heads {
		if h.Contains(s) {
			out.Class = "label"
		}
	}
	out.Noted = slices.ContainsFunc(r.noted, func(n daodu.Span) bool { return n.Contains(s) })
	for _, d := range damage {
		if d.Span.Contains(s) && d.Span.Len() < 400 { // damage of a whole text is told above it
			out.Class, out.Note = "damage "+string(d.Severity), d.Note
		}
	}
	return out
}

// within returns the damage that touches a stretch.
func within(all []daodu.Damage, s daodu.Span) (out []daodu.Damage) {
	for _, d := range all {
		if d.Span.Overlaps(s) {
			out = append(out, d)
		}
	}
	return out
}

// shown returns letters as a page can show them, one for one: what steers a terminal or
// what a browser would drop is replaced, so that places stay where they are.
func shown(runes []rune) string {
	return strings.Map(func(c rune) rune {
		if c != '\n' && c != '\t' && unicode.IsControl(c) || c == unicode.ReplacementChar {
			return unicode.ReplacementChar
		}
		return c
	}, string(runes))
}
