package clean

import (
	"cmp"
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A Text is what is left of a raw text while the rules run. Rules see the current
// text and say which stretches of it to cut; Text keeps the way back to the raw
// text.
type Text struct {
	Runes  []rune // current text
	Folded []rune // the same, folded for matching
	Lines  []Line // its lines that are not blank

	headings []daodu.Span // headings inside the text that the format marks, in the raw text
	kept     []daodu.Kept // current text -> raw text, in order
	removed  []daodu.Removal
}

// newText starts with the whole of raw.
func newText(raw []rune) *Text {
	t := &Text{Runes: raw, Folded: zh.FoldRunes(raw)}
	if len(raw) > 0 {
		t.kept = []daodu.Kept{{Raw: daodu.Span{Start: 0, End: len(raw)}}}
	}
	t.Lines = linesOf(t.Runes, t.Folded)
	return t
}

// Slice returns the folded text of s as a string for matching.
func (t *Text) Slice(s daodu.Span) string { return string(t.Folded[s.Start:s.End]) }

// cut removes spans of the current text in the name of a rule and reports whether
// anything was left to remove.
func (t *Text) cut(spans []daodu.Span, reason daodu.Reason, rule string) bool {
	spans = normalize(spans, len(t.Runes))
	if len(spans) == 0 {
		return false
	}
	t.record(spans, reason, rule)
	t.compact(spans)
	t.Lines = linesAfter(t.Runes, t.Folded, t.Lines, spans)
	return true
}

// normalize sorts spans, clips them to [0, n) and merges those that meet.
func normalize(spans []daodu.Span, n int) []daodu.Span {
	slices.SortFunc(spans, func(a, b daodu.Span) int { return cmp.Compare(a.Start, b.Start) })
	out := spans[:0]
	for _, s := range spans {
		s.Start, s.End = max(s.Start, 0), min(s.End, n)
		if s.Start >= s.End {
			continue
		}
		if last := len(out) - 1; last >= 0 && s.Start <= out[last].End {
			out[last].End = max(out[last].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// record notes the raw stretches that spans stand for and takes them out of kept.
func (t *Text) record(spans []daodu.Span, reason daodu.Reason, rule string) {
	var kept []daodu.Kept
	at, next := 0, 0 // at: length of the text behind the cut; next: first span not yet passed
	keep := func(raw daodu.Span) {
		if raw.Len() > 0 {
			kept = append(kept, daodu.Kept{Raw: raw, At: at})
			at += raw.Len()
		}
	}
	for _, k := range t.kept {
		start, end := k.At, k.At+k.Raw.Len()
		shift := k.Raw.Start - k.At
		for next < len(spans) && spans[next].Start < end {
			s := spans[next]
			from, to := max(s.Start, start), min(s.End, end)
			keep(daodu.Span{Start: start + shift, End: from + shift})
			t.remove(daodu.Span{Start: from + shift, End: to + shift}, reason, rule)
			start = to
			if s.End > end {
				break // the rest of s lies in the next kept stretch
			}
			next++
		}
		keep(daodu.Span{Start: start + shift, End: end + shift})
	}
	t.kept = kept
}

func (t *Text) remove(raw daodu.Span, reason daodu.Reason, rule string) {
	t.removed = append(t.removed, daodu.Removal{Raw: raw, Reason: reason, Rule: rule})
}

// compact closes the gaps in place.
func (t *Text) compact(spans []daodu.Span) {
	to := spans[0].Start
	for i, s := range spans {
		end := len(t.Runes)
		if i+1 < len(spans) {
			end = spans[i+1].Start
		}
		copy(t.Folded[to:], t.Folded[s.End:end])
		to += copy(t.Runes[to:], t.Runes[s.End:end])
	}
	t.Runes, t.Folded = t.Runes[:to], t.Folded[:to]
}

// Raw returns where the code point at position at of the current text stands in
// the raw text. The end of the text maps behind the last kept stretch.
func (t *Text) Raw(at int) int {
	i, found := slices.BinarySearchFunc(t.kept, at, func(k daodu.Kept, at int) int { return cmp.Compare(k.At, at) })
	if !found {
		i--
	}
	if i < 0 {
		return 0
	}
	return t.kept[i].Raw.Start + at - t.kept[i].At
}

// merged returns the removals in raw order, those that touch and share rule and
// reason joined.
func (t *Text) merged() []daodu.Removal {
	slices.SortFunc(t.removed, func(a, b daodu.Removal) int { return cmp.Compare(a.Raw.Start, b.Raw.Start) })
	out := make([]daodu.Removal, 0, len(t.removed))
	for _, r := range t.removed {
		if last := len(out) - 1; last >= 0 && out[last].Raw.End == r.Raw.Start && out[last].Rule == r.Rule && out[last].Reason == r.Reason {
			out[last].Raw.End = r.Raw.End
			continue
		}
		out = append(out, r)
	}
	return out
}
