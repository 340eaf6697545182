package extract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

const (
	shortPoint = 60 // code points that the point of a node should keep to
	longPoint  = 100
	mostPoint  = 160 // of a section whose only sentences cannot be shortened
	longLabel  = 40
	// weightSpecific is what a wholly specific unit gains over a set phrase as the
	// point of a node: the heading has the phrase already.
	weightSpecific = 0.5
	// weightBeside is what a unit gains that stands in the paragraph of the heading. The
	// last item of a list may own what follows the list as well.
	weightBeside = 0.3
)

// outline writes all sections that say something, in order and nested.
func (t *text) outline() *daodu.Outline {
	o := &daodu.Outline{Nodes: t.nodes(t.roots)}
	if len(o.Nodes) == 0 {
		o.Nodes = t.paragraphNodes(daodu.Span{End: len(t.runes)}, "")
	}
	return o
}

// nodes writes sections of one level. Sections that only greet have no node, nor has
// plain text that holds no point.
func (t *text) nodes(sections []*section) []daodu.Node {
	out := []daodu.Node{}
	size := (plainOf(sections) + mostPlain - 1) / mostPlain
	for i := 0; i < len(sections); i++ {
		s := sections[i]
		if run := plainRun(sections[i:], size); len(run) > 1 {
			span := daodu.Span{Start: s.Span.Start, End: run[len(run)-1].Span.End}
			out = t.appendStretch(out, span, s.ID)
			i += len(run) - 1
			continue
		}
		switch {
		case s.Kind == daodu.Body && len(s.children) == 0 && s.Span.Len() > longText/2 && len(t.paragraphsIn(s.Span)) > 1:
			out = append(out, t.paragraphNodes(s.Span, s.ID)...)
		case s.content() || s.Kind == daodu.Closing || s.Kind == daodu.Attendance:
			n := t.node(s, len(out) > 0)
			if s.headed() || n.Point != nil || n.Children != nil {
				out = append(out, n)
			}
		}
	}
	return out
}

// mostPlain is how many sections without a heading are shown one by one: the turns of a
// debate are hundreds, and several of them share a node.
const mostPlain = 24

// plain reports whether a section has neither a heading nor parts with one.
func (s *section) plain() bool {
	switch s.Kind {
	case daodu.Heading, daodu.Enumeration, daodu.RunIn, daodu.Transition:
		return false
	}
	return len(s.children) == 0
}

func plainOf(sections []*section) int {
	n := 0
	for _, s := range sections {
		if s.plain() {
			n++
		}
	}
	return n
}

// plainRun returns the first sections that share a node of up to size, at least two.
func plainRun(sections []*section, size int) []*section {
	n := 0
	for n < len(sections) && n < size && sections[n].plain() {
		n++
	}
	if n < 2 {
		return nil
	}
	return sections[:n]
}

// node writes one section; behind tells that others that say something came before.
func (t *text) node(s *section, behind bool) daodu.Node {
	n := daodu.Node{Section: s.ID}
	var rest daodu.Span
	n.Label, rest = t.label(s, behind)
	if p := t.nodePoint(s, rest); p.Len() > 0 && !repeatsLabel(n.Label, t.words(p)) {
		point := t.point(p)
		n.Point = &point
	}
	if kids := t.nodes(s.children); len(kids) > 0 {
		n.Children, n.Announced = kids, s.Announced
	}
	return n
}

// repeatsLabel reports whether a point says no more than the label above it.
func repeatsLabel(label, point string) bool {
	bare := func(s string) string { return string(zh.FoldRunes([]rune(strings.TrimRight(s, "。；;：:，,")))) }
	label, point = bare(label), bare(point)
	return strings.Contains(label, point) || strings.HasSuffix(point, label) && len(label)*5 > len(point)*4
}

// label returns the label of a section, as written where the section has a heading.
// rest is what an enumeration says behind the clause that serves as its label.
func (t *text) label(s *section, behind bool) (label string, rest daodu.Span) {
	switch s.Kind {
	case daodu.Lead:
		return t.own.lead, rest
	case daodu.Closing:
		return t.own.closing, rest
	case daodu.Body, daodu.Attendance:
		return t.bodyLabel(s, behind), rest
	}
	head := s.Head
	if s.Kind != daodu.ReportedPoint && (!s.headApart() || head.Len() > longLabel) {
		head, rest = t.splitHead(s)
	}
	if s.Kind == daodu.ReportedPoint {
		head = t.withObject(s)
	}
	if head.Len() == 0 {
		head = t.opening(s.Span)
	}
	return strings.TrimRight(strings.TrimSpace(t.words(head)), "。；;：:，,"), rest
}

// bodyLabel names a section without a heading: by the words that lead to its list, or
// by its place.
func (t *text) bodyLabel(s *section, behind bool) string {
	switch {
	case len(s.children) > 0 && s.Head.Len() > 0:
		return strings.TrimRight(strings.TrimSpace(t.words(t.core(s.Head))), "。；;：:，,")
	case !behind:
		return t.own.opening
	case s.Kind == daodu.Attendance:
		return t.own.attendance
	case len(t.paras) > 1:
		return t.paragraphLabel(s.Span)
	}
	return t.own.body
}

// withObject returns the head of a reported point, with the first words said when they
// are too few for a point of their own: 《通知》提出四项措施.
func (t *text) withObject(s *section) daodu.Span {
	if u := t.unitAt(s.Head.End - 1); u != nil && u.span.Start <= s.Head.Start {
		said := daodu.Span{Start: s.Head.End, End: u.span.End}
		if n := letters(t.runes[said.Start:said.End]); n > 0 && n < leastCut {
			return daodu.Span{Start: s.Head.Start, End: said.End}
		}
	}
	return s.Head
}

// splitHead parts an enumeration that is one sentence into a label, its first clause,
// and the rest.
func (t *text) splitHead(s *section) (head, rest daodu.Span) {
	whole := s.Span
	if s.headApart() {
		whole = s.Head
	}
	clauses := t.clauses(whole)
	for i, c := range clauses {
		head = daodu.Span{Start: s.Span.Start, End: c.span.End}
		if c.class == stub || letters(t.runes[head.Start:head.End]) < 5 {
			continue
		}
		if i+1 < len(clauses) && c.class == mainClause && head.Len() <= longLabel {
			rest = daodu.Span{Start: clauses[i+1].span.Start, End: whole.End}
			return head, t.core(rest)
		}
		break
	}
	return s.Head, daodu.Span{}
}

// nodePoint returns the point of a section: the rest of the sentence that heads it,
// what is reported, or the best of its own sentences.
func (t *text) nodePoint(s *section, rest daodu.Span) daodu.Span {
	if rest.Len() > 0 {
		return t.brief(rest)
	}
	switch s.Kind {
	case daodu.ReportedPoint:
		if p := t.reportedWords(s); p.Len() > 0 {
			return p
		}
	case daodu.Attendance:
		return t.whoWasThere(s)
	}
	if p := t.bestOwn(s, t.brief); p.Len() > 0 {
		return p
	}
	return t.bestOwn(s, func(u daodu.Span) daodu.Span {
		p, _ := t.fit(u, mostPoint)
		return p
	})
}

// bestOwn returns the best stretch of the units directly in s behind its heading, each
// shortened by brief.
func (t *text) bestOwn(s *section, brief func(daodu.Span) daodu.Span) daodu.Span {
	best, value := daodu.Span{}, -1.0
	for _, i := range s.units {
		u := &t.units[i]
		if u.heading || u.score < 0 || u.section != s || s.Head.Contains(u.span) {
			continue
		}
		p := brief(u.span)
		v := u.score + weightSpecific*t.specific(p)
		if t.paragraph(u.span.Start) == t.paragraph(s.Span.Start) {
			v += weightBeside
		}
		if p.Len() > 0 && v > value && ruled(t.slice(p)) == "" {
			best, value = p, v
		}
	}
	return best
}

// whoWasThere returns the first sentence of a section that names who was present.
func (t *text) whoWasThere(s *section) daodu.Span {
	if len(s.units) == 0 {
		return daodu.Span{}
	}
	u := t.units[s.units[0]].span
	if p, ok := t.fit(u, longPoint); ok {
		return p
	}
	return t.brief(u)
}

// brief shortens s to the length of a node's point, an empty span when it cannot be.
func (t *text) brief(s daodu.Span) daodu.Span {
	for _, limit := range []int{shortPoint, longPoint} {
		if p, ok := t.fit(s, limit); ok {
			return p
		}
	}
	longest := daodu.Span{}
	for _, run := range t.runs(s, longPoint) {
		if run.Len() > longest.Len() {
			longest = run
		}
	}
	return longest
}

// reportedWords returns the first thing that is said behind 某某指出.
func (t *text) reportedWords(s *section) daodu.Span {
	start := s.Head.End
	for start < s.Span.End && strings.ContainsRune(",:“ ", t.folded[start]) {
		start++
	}
	for _, i := range s.units {
		u := t.units[i].span
		if u.Start <= start && start < u.End && u.Start >= s.Span.Start && letters(t.runes[start:u.End]) >= leastCut {
			return t.brief(daodu.Span{Start: start, End: u.End})
		}
	}
	return daodu.Span{}
}

// nodeParagraphs is how many nodes a text without headings is divided into at most.
const nodeParagraphs = 12

// paragraphNodes divides a stretch without headings into its paragraphs, several to a
// node where there are many.
func (t *text) paragraphNodes(s daodu.Span, id string) []daodu.Node {
	paras := t.paragraphsIn(s)
	size := (len(paras) + nodeParagraphs - 1) / nodeParagraphs
	out := []daodu.Node{}
	for from := 0; from < len(paras); from += size {
		to := min(from+size, len(paras))
		out = t.appendStretch(out, daodu.Span{Start: paras[from].Start, End: paras[to-1].End}, id)
	}
	return out
}

// appendStretch appends a node for paragraphs without a heading, none when they hold no
// point.
func (t *text) appendStretch(nodes []daodu.Node, s daodu.Span, id string) []daodu.Node {
	p := t.bestWithin(s)
	if p.Len() == 0 {
		return nodes
	}
	point := t.point(p)
	return append(nodes, daodu.Node{Section: id, Label: t.paragraphLabel(s), Point: &point})
}

// paragraphLabel names the paragraphs of a stretch by their numbers in the text.
func (t *text) paragraphLabel(s daodu.Span) string {
	from, to := t.paragraph(s.Start)+1, t.paragraph(max(s.Start, s.End-1))+1
	if from == to {
		return fmt.Sprintf(t.own.paragraph, from)
	}
	return fmt.Sprintf(t.own.paragraphs, from, to)
}

// bestWithin returns the best stretch of the units within s.
func (t *text) bestWithin(s daodu.Span) daodu.Span {
	best, value := daodu.Span{}, -1.0
	for i := range t.units {
		u := &t.units[i]
		if !s.Contains(u.span) || u.score < 0 {
			continue
		}
		if p := t.brief(u.span); p.Len() > 0 && u.score > value && ruled(t.slice(p)) == "" {
			best, value = p, u.score
		}
	}
	return best
}

// announcedFindings reports where a sentence like 我讲五点意见 gives another number
// than the text has parts. The rule "announced" of package check sees only what an
// outline itself says of its nodes.
func (t *text) announcedFindings() []daodu.Finding {
	out := []daodu.Finding{}
	for i, s := range t.roots {
		if s.Announced == 0 || len(s.children) > 0 {
			continue
		}
		parts := partsBehind(t.roots[i+1:], s.Kind == daodu.Transition)
		if parts == s.Announced {
			continue
		}
		detail := fmt.Sprintf(t.own.announced, strings.TrimSpace(t.lastSentence(s)), parts)
		if t.cutShort() {
			detail += t.own.cutShort
		}
		out = append(out, daodu.Finding{Path: "nodes", Rule: "structure", Verdict: daodu.Supported, Detail: detail})
	}
	return out
}

// partsBehind counts the sections with a heading that follow a sentence like that: all
// when it leads to the rest of the text, or those up to the next without a heading.
func partsBehind(roots []*section, all bool) int {
	n := 0
	for _, s := range roots {
		if s.headed() {
			n++
		} else if !all {
			break
		}
	}
	return n
}

// lastSentence returns the words that end a section.
func (t *text) lastSentence(s *section) string {
	for _, x := range slices.Backward(t.article.Sentences) {
		if s.Span.Contains(x.Span) {
			return t.words(x.Span)
		}
	}
	return t.words(s.Span)
}

// cutShort reports whether the end of the text is missing.
func (t *text) cutShort() bool {
	for _, d := range t.article.Damage {
		if d.Kind == daodu.Truncated || d.Kind == daodu.Preview {
			return true
		}
	}
	return false
}
