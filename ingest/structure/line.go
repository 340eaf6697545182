package structure

import (
	"cmp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/header"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/zh"
)

// The figures of a heading line without number: short, without end mark, between
// running text.
const (
	minLineHan  = 4
	maxLineHan  = 30
	minProseHan = 40
)

// headingLines returns the paragraphs that are headings without a number: marked as
// such by the format, or short lines between running text.
func (t *text) headingLines(marked []raw.Heading) []marker {
	var found []marker
	for i, p := range t.paras {
		if _, _, n := parseMarker(t.folded[p.Start:min(p.End, p.Start+16)]); n > 0 {
			continue
		}
		level := markedLevel(marked, p)
		if level > 0 && t.headingLength(p) || t.looksLikeHeading(i) {
			found = append(found, marker{style: styleLine, n: level, start: p.Start, end: p.Start, para: i, first: true})
		}
	}
	return found
}

// markedLevel returns the level of the heading that the format marks in a paragraph, 0
// when it marks none.
func markedLevel(marked []raw.Heading, p daodu.Span) int {
	for _, h := range marked {
		if h.Span.Start < p.End && p.Start < h.Span.End && h.Span.Len()*2 >= p.Len() {
			return h.Level
		}
	}
	return 0
}

func (t *text) headingLength(p daodu.Span) bool {
	han := zh.HanCount(t.runes[p.Start:p.End])
	last := t.folded[p.End-1]
	return han > 0 && han <= maxHeadingHan && !t.sentenceInside(p.Start, p.End) && last != '。' && last != ';'
}

// looksLikeHeading reports whether paragraph i is a line such as 工作回顾 between two
// stretches of running text.
func (t *text) looksLikeHeading(i int) bool {
	p := t.paras[i]
	line := t.folded[p.Start:p.End]
	han := zh.HanCount(line)
	if i == 0 || i+1 >= len(t.paras) || han < minLineHan || han > maxLineHan || han*10 < len(line)*6 {
		return false
	}
	if strings.ContainsRune("。!?;:,、…-", line[len(line)-1]) || strings.ContainsRune("-—–·●■", line[0]) {
		return false
	}
	if header.Classify(line) != header.None || t.sentenceInside(p.Start, p.End) {
		return false
	}
	before, after := t.paras[i-1], t.paras[i+1]
	return t.closed(before) && zh.HanCount(t.runes[before.Start:before.End]) >= minProseHan &&
		zh.HanCount(t.runes[after.Start:after.End]) >= minProseHan
}

// closed reports whether a paragraph ends a sentence.
func (t *text) closed(p daodu.Span) bool {
	for at := p.End - 1; at >= p.Start; at-- {
		if !strings.ContainsRune("”’)》】\"'", t.folded[at]) {
			return strings.ContainsRune("。!?…", t.folded[at])
		}
	}
	return false
}

// merge joins two lists of markers in the order of the text.
func merge(a, b []marker) []marker {
	out := append(a, b...)
	slices.SortStableFunc(out, func(x, y marker) int { return cmp.Compare(x.start, y.start) })
	return out
}
