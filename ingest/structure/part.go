package structure

import (
	"cmp"
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A part is a section while the tree is built.
type part struct {
	kind     daodu.SectionKind
	style    style
	n        int  // its number, 0 for none
	first    bool // opens a paragraph
	para     int
	head     daodu.Span
	span     daodu.Span
	children []*part
}

// assemble builds the tree: numbered parts where the text has them, between and
// before them one part for each paragraph that does something of its own.
func (t *text) assemble(items []item) []*part {
	roots := t.tree(items)
	end := t.closingStart(roots)
	var out []*part
	at := 0
	for i, r := range roots {
		if !t.structural(r) {
			continue
		}
		next := end
		for _, later := range roots[i+1:] {
			if t.structural(later) {
				next = later.span.Start
				break
			}
		}
		out = append(out, t.paragraphs(at, r.span.Start, roots)...)
		r.span.End = min(r.span.End, next)
		at = max(r.span.End, r.head.End)
		t.addRunIns(r)
		out = append(out, r)
	}
	out = append(out, t.paragraphs(at, len(t.runes), roots)...)
	for i, p := range out {
		if i+1 < len(out) {
			p.span.End = min(p.span.End, out[i+1].span.Start)
		}
	}
	fit(out)
	t.trim(out)
	return out
}

// fit ends every part where its parent ends. A part that begins behind it cannot be:
// dropping it keeps the tree sound whatever the text.
func fit(parts []*part) {
	for _, p := range parts {
		p.head.End = min(p.head.End, p.span.End)
		p.children = slices.DeleteFunc(p.children, func(c *part) bool { return c.span.Start >= p.span.End })
		for i, c := range p.children {
			c.span.End = min(c.span.End, p.span.End)
			if i+1 < len(p.children) {
				c.span.End = min(c.span.End, p.children[i+1].span.Start)
			}
		}
		fit(p.children)
	}
}

// structural reports whether a root part stands among the paragraphs, not inside
// one. In a text of one paragraph every root does, and so does a root with items in
// later paragraphs.
func (t *text) structural(p *part) bool {
	return p.first || len(t.paras) == 1 || lastHead(p.children) > t.paras[p.para].End
}

// tree nests the items by level and gives each its head and span.
func (t *text) tree(items []item) []*part {
	var roots []*part
	var path []*part
	for i, it := range items {
		p := &part{style: it.style, n: it.n, first: it.first, para: it.para}
		p.head = t.headOf(items, i)
		p.kind = t.kindOf(it, p.head)
		p.span = daodu.Span{Start: it.start, End: t.endOf(items, i)}
		path = path[:min(len(path), it.level-1)]
		if len(path) == 0 {
			roots = append(roots, p)
		} else {
			parent := path[len(path)-1]
			p.span.End = min(p.span.End, parent.span.End)
			parent.children = append(parent.children, p)
		}
		path = append(path, p)
	}
	t.shorten(roots)
	t.demote(roots)
	return t.regroup(roots)
}

// demote makes items of numbered headings that are one paragraph of running text: a
// list numbered 一、 二、 三、 inside a section.
func (t *text) demote(parts []*part) {
	for _, p := range parts {
		if p.style == styleHan && p.first && len(p.children) == 0 && t.closed(t.paras[p.para]) && t.singles([]*part{p}) && !t.headsParagraph(p) {
			p.kind = daodu.Enumeration
		}
		t.demote(p.children)
	}
}

// headsParagraph reports whether the first sentence behind a number is the heading of the
// rest of its paragraph: 一、关于经费来源问题。所需经费由…
func (t *text) headsParagraph(p *part) bool {
	if p.head.End >= t.paras[p.para].End || t.folded[p.head.End-1] != '。' {
		return false
	}
	for _, r := range t.folded[p.head.Start:p.head.End] {
		if r == ',' || r == ';' {
			return false
		}
	}
	return zh.HanCount(t.runes[p.head.Start:p.head.End]) <= maxRunInHan+2
}

// endOf returns where the item's part ends: at the next item of its level or above,
// or at the end of its paragraph when it stands inside one and so do its own items.
func (t *text) endOf(items []item, i int) int {
	end, paragraph := len(t.runes), t.paras[items[i].para].End
	deeper := false
	for _, next := range items[i+1:] {
		if next.level <= items[i].level {
			end = next.start
			break
		}
		deeper = deeper || next.start >= paragraph
	}
	if !items[i].first && !deeper {
		end = min(end, paragraph)
	}
	return end
}

// shorten ends the last part of a list with its paragraph when the others, at least
// two, have one paragraph each: what follows belongs to the text around the list.
func (t *text) shorten(parts []*part) {
	const least = 2
	for from := 0; from < len(parts); {
		to := from + 1
		for to < len(parts) && parts[to].style == parts[from].style {
			to++
		}
		last := parts[to-1]
		end := t.paras[last.para].End
		if to-from > least && last.style.list() && t.singles(parts[from:to-1]) && lastHead(last.children) <= end {
			last.span.End = min(last.span.End, end)
		}
		from = to
	}
	for _, p := range parts {
		t.shorten(p.children)
	}
}

// list reports whether the style numbers items rather than chapters.
func (s style) list() bool {
	switch s {
	case styleBook, styleChapter, styleSection, styleArticle, styleHan, styleLine, styleRunIn, styleLead:
		return false
	}
	return true
}

// singles reports whether every part is one paragraph long.
func (t *text) singles(parts []*part) bool {
	for _, p := range parts {
		at, ok := slices.BinarySearchFunc(t.paras, p.span.Start, func(s daodu.Span, start int) int { return cmp.Compare(s.Start, start) })
		if !ok || at+1 < len(t.paras) && t.paras[at+1].Start < p.span.End {
			return false
		}
	}
	return true
}

// kindOf tells a heading, which has its paragraph or rank for itself, from an item
// of an enumeration.
func (t *text) kindOf(it item, head daodu.Span) daodu.SectionKind {
	switch it.style {
	case styleLine, styleBook, styleChapter, styleSection, styleHan, styleHanPar:
		return daodu.Heading
	}
	if it.first && head.End == t.paras[it.para].End {
		return daodu.Heading
	}
	return daodu.Enumeration
}

const (
	maxHeadingHan = 60 // letters of a heading line
	maxHead       = 80 // code points that are shown of a heading without an end
)

// headOf returns the heading of an item: its whole paragraph when that is short, or
// else up to the next item or the end of the first sentence or clause.
func (t *text) headOf(items []item, i int) daodu.Span {
	it := items[i]
	p := t.paras[it.para]
	limit := p.End
	if i+1 < len(items) {
		limit = min(limit, items[i+1].start)
	}
	head := daodu.Span{Start: it.start, End: limit}
	if it.first && limit == p.End && zh.HanCount(t.runes[it.start:limit]) <= maxHeadingHan && !t.sentenceInside(it.end, limit) {
		return head
	}
	if it.style == styleArticle {
		return daodu.Span{Start: it.start, End: it.end}
	}
	for at := it.end; at < min(limit, it.start+maxHead); at++ {
		switch t.folded[at] {
		case '。', '!', '?', ';':
			return daodu.Span{Start: it.start, End: at + 1}
		case ':':
			if at > it.end+3 {
				return daodu.Span{Start: it.start, End: at + 1}
			}
		}
	}
	head.End = min(limit, it.start+maxHead)
	if limit > it.start+maxHead {
		head.End = t.clauseEnd(it.end, head.End)
	}
	return head
}

// sentenceInside reports whether a sentence ends before the last letter of a stretch.
func (t *text) sentenceInside(from, to int) bool {
	for at := from; at < to-1; at++ {
		if r := t.folded[at]; r == '。' || r == '!' || r == '?' || r == ';' {
			return true
		}
	}
	return false
}

// clauseEnd returns the end of the last clause in a stretch, its end without one.
func (t *text) clauseEnd(from, to int) int {
	for at := to; at > from+4; at-- {
		if r := t.folded[at-1]; r == ',' || r == ':' {
			return at - 1
		}
	}
	return to
}

// trim takes the blanks off the ends of all spans.
func (t *text) trim(parts []*part) {
	for _, p := range parts {
		for p.span.End > p.span.Start && blank(t.runes[p.span.End-1]) {
			p.span.End--
		}
		for p.head.End > p.head.Start && blank(t.runes[p.head.End-1]) {
			p.head.End--
		}
		t.trim(p.children)
	}
}

func blank(r rune) bool {
	return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' || r == 0x3000 || r == 0xA0
}
