package structure

import (
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

const (
	maxRunInHan  = 20 // letters of a heading that runs into its paragraph
	minBehindHan = 30 // letters that must follow it
	minRunIns    = 2  // in one part; a single short sentence is no heading
)

// addRunIns finds the headings that run into their paragraph (增强政治定力。…) in a part
// without numbered children. Two or more make them its children.
func (t *text) addRunIns(p *part) {
	for _, c := range p.children {
		t.addRunIns(c)
	}
	if len(p.children) > 0 {
		return
	}
	var found []*part
	for i, para := range t.paras {
		if para.Start < p.span.Start || para.Start >= p.span.End || para.Start < p.head.Start {
			continue
		}
		if head, ok := t.runIn(para); ok {
			found = append(found, &part{kind: daodu.RunIn, style: styleRunIn, first: true, para: i, head: head, span: para})
		}
	}
	if len(found) < minRunIns {
		return
	}
	for i, c := range found {
		c.span.End = p.span.End
		if i+1 < len(found) {
			c.span.End = found[i+1].span.Start
		}
	}
	p.children = found
}

// runIn reads the heading at the start of a paragraph: a short sentence without
// comma that names a task and is no statement.
func (t *text) runIn(p daodu.Span) (daodu.Span, bool) {
	for at := p.Start; at < min(p.End, p.Start+maxRunInHan+8); at++ {
		switch t.folded[at] {
		case ',', ';', ':', '!', '?':
			return daodu.Span{}, false
		case '。':
			head := daodu.Span{Start: p.Start, End: at + 1}
			han := zh.HanCount(t.runes[p.Start:at])
			behind := zh.HanCount(t.runes[at:min(p.End, at+3*minBehindHan)])
			return head, han >= 4 && han <= maxRunInHan && behind >= minBehindHan && !statement(string(t.folded[p.Start:at]))
		}
	}
	return daodu.Span{}, false
}

// statement reports whether a short sentence tells something instead of naming a
// task: it has a subject, a copula or an aspect.
func statement(s string) bool {
	for _, w := range []string{"是", "了", "我", "你", "他", "这", "那", "很", "过去", "去年", "今年", "同志", "各位", "其中", "如下", "也", "都", "已", "曾", "会上", "指出", "强调", "年", "月", "日"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
