package structure

import (
	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// regroup puts right what the order of numbers alone cannot tell: items that belong to
// the section around a list rather than to its last item, and several lists that stand
// one after another in one section.
func (t *text) regroup(parts []*part) []*part {
	parts = t.regroupBelow(parts)
	runs := listRuns(parts)
	if len(runs) < 2 && t.genre != daodu.GenreNews {
		return parts
	}
	return t.lead(runs, 0, func(run []*part) bool {
		return run[0].style != styleHanPar && (t.structural(run[0]) || run[len(run)-1].para > run[0].para)
	})
}

// regroupBelow does the same for all that stands below the parts.
func (t *text) regroupBelow(parts []*part) []*part {
	parts = t.hoist(parts)
	for _, p := range parts {
		p.children = t.group(p, t.regroupBelow(p.children))
	}
	return parts
}

// hoist moves items out of the last item of a list when the others of that list are
// one paragraph each, or all stand in one, and a paragraph without a number stands before
// the items: it leads to them, not the item above it.
func (t *text) hoist(parts []*part) []*part {
	var out []*part
	for i, p := range parts {
		out = append(out, p)
		if !t.endsList(parts, i) || len(p.children) == 0 || p.children[0].para < p.para+2 {
			continue
		}
		out = append(out, p.children...)
		p.children, p.span.End = nil, t.paras[p.para].End
	}
	return out
}

// endsList reports whether the i-th part is the last of a list in which every other is
// one paragraph long, or all stand in one paragraph.
func (t *text) endsList(parts []*part, i int) bool {
	p, from := parts[i], i
	for from > 0 && parts[from-1].style == p.style && parts[from-1].n < parts[from].n {
		from--
	}
	last := i+1 == len(parts) || parts[i+1].style != p.style || parts[i+1].n <= p.n
	return last && from < i && p.style.list() && (p.first && t.singles(parts[from:i]) || parts[from].para == p.para)
}

// group gives a list that is not all there is in its section a part of its own, headed
// by the words that lead to it: 主要做了以下工作。一是… 存在的问题是：一是… A list that
// begins soon behind the heading is the section's own.
func (t *text) group(parent *part, parts []*part) []*part {
	const soon = 3 // paragraphs
	runs := listRuns(parts)
	if len(runs) == 0 || len(runs) == 1 && (runs[0][0].para < parent.para+soon || !t.leads(runs[0][0])) {
		return parts
	}
	return t.lead(runs, parent.head.End, func(run []*part) bool {
		return run[0].style != styleHanPar || parent.style == styleDigit // （一） heads the sections of a report
	})
}

// leads reports whether the words before a list announce it: with a number or a colon.
func (t *text) leads(first *part) bool {
	before := t.leadBefore(first, 1)
	if before.Len() == 0 {
		return false
	}
	sentences := t.sentencesIn(before)
	if len(sentences) == 0 {
		return false
	}
	last := sentences[len(sentences)-1]
	last.End = min(last.End, before.End)
	return t.folded[last.End-1] == ':' || t.count(last) > 0
}

// lead puts lists under what leads to them behind at, where may allows it.
func (t *text) lead(runs [][]*part, at int, may func([]*part) bool) []*part {
	var out []*part
	for i, run := range runs {
		own := i == 0 && run[0].first && !t.leads(run[0]) // what the heading above leads to
		if g := t.leadTo(run, at); g != nil && !own && may(run) {
			t.cutBefore(out, g.span.Start)
			out = append(out, g)
		} else {
			out = append(out, run...)
		}
		at = lastHead(run)
	}
	return out
}

// listRuns parts siblings into lists, each with the numbers that count on, and those
// that are no list.
func listRuns(parts []*part) [][]*part {
	var out [][]*part
	for i, p := range parts {
		if i > 0 && p.style == parts[i-1].style && (!p.style.list() || p.n > parts[i-1].n) {
			out[len(out)-1] = append(out[len(out)-1], p)
			continue
		}
		out = append(out, []*part{p})
	}
	return out
}

// leadTo makes the part around a list, nil when nothing behind at leads to it. The
// words that lead are the paragraph that the list stands in from its beginning, or the
// sentence before the first item.
func (t *text) leadTo(list []*part, at int) *part {
	first, last := list[0], list[len(list)-1]
	if len(list) < 2 || !first.style.list() {
		return nil
	}
	before := t.leadBefore(first, at)
	if before.Len() == 0 || before.Start < at {
		return nil
	}
	g := &part{kind: daodu.Body, style: styleLead, first: !first.first, para: first.para, children: list}
	g.span = daodu.Span{Start: before.Start, End: last.span.End}
	g.head = t.leadHead(before)
	return g
}

// leadBefore returns the words that lead to the first item of a list.
func (t *text) leadBefore(first *part, at int) daodu.Span {
	para := t.paras[first.para]
	if first.first {
		if first.para == 0 {
			return daodu.Span{}
		}
		return t.paras[first.para-1]
	}
	if para.Start >= at && at > 0 {
		return daodu.Span{Start: para.Start, End: first.span.Start}
	}
	before := t.sentencesIn(daodu.Span{Start: at, End: first.span.Start})
	if len(before) == 0 {
		return daodu.Span{}
	}
	s := before[len(before)-1]
	return daodu.Span{Start: s.Start, End: min(s.End, first.span.Start)}
}

// leadHead returns the words that name a list: the sentence that heads the paragraph
// when it is short, or the clause that stands last before the list.
func (t *text) leadHead(before daodu.Span) daodu.Span {
	const most = 30
	if head, ok := t.runIn(before); ok {
		return head
	}
	sentences := t.sentencesIn(before)
	s := before
	if len(sentences) > 0 {
		s = sentences[len(sentences)-1]
		s.End = min(s.End, before.End)
	}
	for at := s.End - 2; at > s.Start; at-- {
		r := t.folded[at]
		if (r == ',' || r == ';') && zh.HanCount(t.runes[at+1:s.End]) >= 4 {
			s.Start = at + 1
			break
		}
	}
	s.End = min(s.End, s.Start+most)
	return s
}

// cutBefore ends the parts before a position there.
func (t *text) cutBefore(parts []*part, at int) {
	if len(parts) == 0 {
		return
	}
	last := parts[len(parts)-1]
	last.span.End = max(min(last.span.End, at), last.span.Start)
	last.head.End = min(last.head.End, last.span.End)
	t.cutBefore(last.children, at)
}
