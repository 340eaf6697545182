package clean

import "github.com/daodu/daodu"

// findControls returns the code points that show as nothing: carriage returns of
// line ends, form feeds, byte order marks, zero-width blanks and other controls.
func findControls(t *Text) []daodu.Span {
	var spans []daodu.Span
	for i, r := range t.Runes {
		if !control(r) {
			continue
		}
		if last := len(spans) - 1; last >= 0 && spans[last].End == i {
			spans[last].End++
			continue
		}
		spans = append(spans, daodu.Span{Start: i, End: i + 1})
	}
	return spans
}

func control(r rune) bool {
	switch {
	case r == '\n' || r == '\t' || r == '\r' || r == '\f':
		return false // line breaks, and the tab between the cells of a table
	case r < ' ' || r >= 0x7f && r < 0xa0 && r != 0x85:
		return true
	}
	switch r {
	case 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFC, 0xAD:
		return true
	}
	return false
}

// findSpace returns the blanks at both ends of every line and all but one of the
// breaks between two lines, so that one line break parts two paragraphs. Text that
// lost its line breaks keeps the ideographic spaces that stand for them.
func findSpace(t *Text) []daodu.Span {
	var spans []daodu.Span
	at := 0
	for i, l := range t.Lines {
		gap := daodu.Span{Start: at, End: l.Start}
		if i == 0 {
			spans = append(spans, gap)
		} else {
			spans = append(spans, gapSpans(t, gap)...)
		}
		at = l.End
	}
	return append(spans, daodu.Span{Start: at, End: len(t.Runes)})
}

// gapSpans cuts a gap between two lines down to one line break, or to the blanks of
// a paragraph mark when it has none.
func gapSpans(t *Text, gap daodu.Span) []daodu.Span {
	for i := gap.Start; i < gap.End; i++ {
		if t.Runes[i] == '\n' {
			return []daodu.Span{{Start: gap.Start, End: i}, {Start: i + 1, End: gap.End}}
		}
	}
	for i := gap.Start; i < gap.End; i++ {
		if r := t.Runes[i]; r == '\r' || r == '\f' || r == '\v' || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return []daodu.Span{{Start: gap.Start, End: i}, {Start: i + 1, End: gap.End}}
		}
	}
	return nil
}
