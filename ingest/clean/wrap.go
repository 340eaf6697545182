package clean

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// The figures by which hard-wrapped text (PDF, transcripts) is told from text with
// a line for each paragraph; none of 499 normal documents meets them.
const (
	minWrapped   = 10  // lines of more than 8 letters
	shareOpen    = .5  // of them that end in the middle of a sentence
	maxLineWidth = 160 // columns of the ninth decile; a Chinese letter has two
	shareFull    = .5  // of the open lines that reach the right margin
	fullWidth    = .75 // of the margin, from which a line counts as full
)

// headRuns is how often a line recurs, but for its digits, that is a running head.
const headRuns = 5

var (
	// A line that opens a paragraph of its own: heading, list item, speaker.
	opensParagraph = regexp.MustCompile(`^(?:[一二三四五六七八九十百]{1,4}、|\([一二三四五六七八九十\d]{1,3} ?\)|第[一二三四五六七八九十百\d]{1,4}[编章节条]|\d{1,2}[.、]|[①-⑳]|[●■◆※·-] ?|[\p{Han}·]{2,16}:)`)
	pageNumber     = regexp.MustCompile(`^[-—–─ ]*(\d{1,4})[-—–─ ]*$`)
)

// width returns the columns of a stretch: two for each letter beyond Latin.
func width(folded []rune) int {
	n := 0
	for _, r := range folded {
		if r >= 0x2E80 {
			n++
		}
		n++
	}
	return n
}

// margin returns the right margin of a hard-wrapped text in columns, 0 when the
// text is not hard-wrapped.
func margin(t *Text) int {
	var widths, open []int
	for _, l := range t.Lines {
		if l.Han <= 8 {
			continue
		}
		w := width(t.Folded[l.Start:l.End])
		widths = append(widths, w)
		if !l.ends() && l.Last != ':' {
			open = append(open, w)
		}
	}
	if len(widths) < minWrapped || float64(len(open)) < shareOpen*float64(len(widths)) {
		return 0
	}
	slices.Sort(widths)
	at := widths[len(widths)*9/10]
	if at >= maxLineWidth {
		return 0
	}
	full := 0
	for _, w := range open {
		if float64(w) >= fullWidth*float64(at) {
			full++
		}
	}
	if float64(full) < shareFull*float64(len(open)) {
		return 0
	}
	return at
}

// findRunningHeads returns the lines of a hard-wrapped text that recur on every
// page but for their number, and the page numbers that stand alone. The blank
// lines around them go too, so that the paragraph they cut meets again.
func findRunningHeads(t *Text) []daodu.Span {
	if margin(t) == 0 {
		return nil
	}
	count := map[string]int{}
	for _, l := range t.Lines {
		if m := mask(t, l); m != "" {
			count[m]++
		}
	}
	drop := numbered(t)
	for i, l := range t.Lines {
		if m := mask(t, l); m != "" && count[m] >= headRuns {
			drop[i] = true
		}
	}
	var spans []daodu.Span
	for i, l := range t.Lines {
		if !drop[i] {
			continue
		}
		start := 0
		if i > 0 {
			start = t.Lines[i-1].End
		}
		spans = append(spans, daodu.Span{Start: start, End: l.End})
	}
	return spans
}

// mask returns a short line with its digits masked and its blanks dropped, ""
// unless it has both letters and digits.
func mask(t *Text, l Line) string {
	if l.Len() > 40 || l.Han < 2 {
		return ""
	}
	digits := false
	m := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return -1
		case unicode.IsDigit(r):
			digits = true
			return '#'
		}
		return r
	}, t.Slice(l.Span))
	if !digits {
		return ""
	}
	return m
}

// numbered returns the lines that are page numbers: bare numbers that count up by
// one through the text.
func numbered(t *Text) map[int]bool {
	type step struct{ line, before, length int } // before: index into steps, -1 for none
	var steps []step
	ends := map[int]int{} // number -> step that ends the longest run in it
	best := -1
	for i, l := range t.Lines {
		n, ok := pageNumberOf(t, l)
		if !ok {
			continue
		}
		s := step{line: i, before: -1, length: 1}
		if at, ok := ends[n-1]; ok {
			s.before, s.length = at, steps[at].length+1
		}
		steps = append(steps, s)
		if at, ok := ends[n]; !ok || s.length > steps[at].length {
			ends[n] = len(steps) - 1
		}
		if best < 0 || s.length > steps[best].length {
			best = len(steps) - 1
		}
	}
	drop := map[int]bool{}
	if best >= 0 && steps[best].length >= headRuns {
		for at := best; at >= 0; at = steps[at].before {
			drop[steps[at].line] = true
		}
	}
	return drop
}

func pageNumberOf(t *Text, l Line) (int, bool) {
	if l.Len() > 12 || l.Han > 0 {
		return 0, false
	}
	m := pageNumber.FindStringSubmatch(t.Slice(l.Span))
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

// findLetterSpaces returns the blanks that typesetting put between Chinese letters
// and before or behind figures in a hard-wrapped text.
func findLetterSpaces(t *Text) []daodu.Span {
	if margin(t) == 0 {
		return nil
	}
	var spans []daodu.Span
	for _, l := range t.Lines {
		for i := l.Start + 1; i < l.End-1; i++ {
			if t.Folded[i] != ' ' {
				continue
			}
			end := i
			for end < l.End && t.Folded[end] == ' ' {
				end++
			}
			if joins(t.Folded[i-1], t.Folded[end]) {
				spans = append(spans, daodu.Span{Start: i, End: end})
			}
			i = end
		}
	}
	return spans
}

// joins reports whether no blank belongs between a and b: one is a Chinese letter
// or mark, the other is too or is a digit or quotation mark.
func joins(a, b rune) bool {
	return chinese(a) && (chinese(b) || unicode.IsDigit(b)) || unicode.IsDigit(a) && chinese(b)
}

func chinese(r rune) bool {
	return zh.IsHan(r) || strings.ContainsRune("。、“”‘’《》【】,:;!?()─—…", r)
}

// findWrappedBreaks returns the line breaks inside the paragraphs of a hard-wrapped
// text. A break stays after a sentence, after a line that does not reach the
// margin, at a blank line, before a heading or speaker, and between Latin words.
func findWrappedBreaks(t *Text) []daodu.Span {
	edge := margin(t)
	if edge == 0 {
		return nil
	}
	var spans []daodu.Span
	for i := 1; i < len(t.Lines); i++ {
		before, l := t.Lines[i-1], t.Lines[i]
		if before.ends() || before.Last == ':' || !joins(t.Folded[before.End-1], t.Folded[l.Start]) {
			continue
		}
		if float64(width(t.Folded[before.Start:before.End])) < fullWidth*float64(edge) {
			continue
		}
		if blankBetween(t, before, l) || opensParagraph.MatchString(head(t, l)) {
			continue
		}
		spans = append(spans, daodu.Span{Start: before.End, End: l.Start})
	}
	return spans
}

// blankBetween reports whether an empty line parts two lines.
func blankBetween(t *Text, a, b Line) bool {
	breaks := 0
	for _, r := range t.Runes[a.End:b.Start] {
		if r == '\n' || r == '\f' {
			breaks++
		}
	}
	return breaks > 1
}

// head returns the first letters of a line for matching what opens it.
func head(t *Text, l Line) string {
	return t.Slice(daodu.Span{Start: l.Start, End: min(l.End, l.Start+24)})
}

// Marks that never end a line, and marks that never begin one.
const (
	opening = "“‘《(【〔["
	closing = ",。、;:!?"
)

// brackets maps each closing mark to its opening one.
var brackets = map[rune]rune{'”': '“', '’': '‘', '》': '《', ')': '(', '】': '【', '〕': '〔', ']': '['}

// findBrokenLines returns the line breaks that a crawler put around the inline
// elements of a page: behind an opening mark and before a closing one.
func findBrokenLines(t *Text) []daodu.Span {
	var spans []daodu.Span
	for i := 1; i < len(t.Lines); i++ {
		before, l := t.Lines[i-1], t.Lines[i]
		if blankBetween(t, before, l) {
			continue
		}
		if strings.ContainsRune(opening, t.Folded[before.End-1]) || strings.ContainsRune(closing, t.Folded[l.Start]) ||
			t.leavesOpen(before, brackets[t.Folded[l.Start]]) {
			spans = append(spans, daodu.Span{Start: before.End, End: l.Start})
		}
	}
	return spans
}

// leavesOpen reports whether a line opens a bracket that it does not close.
func (t *Text) leavesOpen(l Line, open rune) bool {
	if open == 0 {
		return false
	}
	depth := 0
	for _, r := range t.Folded[l.Start:l.End] {
		switch {
		case r == open:
			depth++
		case brackets[r] == open && depth > 0:
			depth--
		}
	}
	return depth > 0
}
