package clean

import (
	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A Line is a line of the current text, or a paragraph of a text whose line breaks
// were lost but whose indents remain, without the blanks around it.
type Line struct {
	daodu.Span
	Han   int    // Chinese letters
	Stops int    // 。！？；
	Comma int    // ，
	Full  int    // 。 alone
	Last  rune   // last letter before closing marks, folded
	may   uint64 // the linePatterns that may match
}

// maxTried is the longest line, in code points, that patterns are tried on; no rule
// cuts a longer one whole.
const maxTried = 450

func linesOf(text, folded []rune) []Line {
	spans := zh.Paragraphs(text)
	lines := make([]Line, len(spans))
	for i, s := range spans {
		lines[i] = measure(folded, s)
	}
	return lines
}

// linesAfter returns the lines of a text from which cuts were taken out. Lines that
// the cuts left whole keep their measures.
func linesAfter(text, folded []rune, before []Line, cuts []daodu.Span) []Line {
	spans := zh.Paragraphs(text)
	lines := make([]Line, len(spans))
	old, cut, shift := 0, 0, 0 // shift: letters taken out before the old line
	for i, s := range spans {
		for old < len(before) {
			for cut < len(cuts) && cuts[cut].End <= before[old].Start {
				shift += cuts[cut].Len()
				cut++
			}
			if before[old].Start-shift >= s.Start {
				break
			}
			old++
		}
		if old < len(before) && before[old].Start-shift == s.Start && before[old].Len() == s.Len() &&
			(cut == len(cuts) || cuts[cut].Start >= before[old].End) {
			lines[i] = before[old]
			lines[i].Span = s
		} else {
			lines[i] = measure(folded, s)
		}
	}
	return lines
}

func measure(folded []rune, s daodu.Span) Line {
	l := Line{Span: s}
	for _, r := range folded[s.Start:s.End] {
		switch {
		case zh.IsHan(r):
			l.Han++
		case r == '。':
			l.Stops++
			l.Full++
		case r == '!' || r == '?' || r == ';':
			l.Stops++
		case r == ',':
			l.Comma++
		}
	}
	end := s.End - 1
	for end > s.Start && closes(folded[end]) {
		end--
	}
	l.Last = folded[end]
	if s.Len() <= maxTried {
		l.may = lineFilter.Candidates(folded[s.Start:s.End])
	}
	return l
}

func closes(r rune) bool {
	switch r {
	case '”', '’', ')', '》', '】', '〕', ']', '"', '\'':
		return true
	}
	return false
}

// ends reports whether the line ends a sentence.
func (l Line) ends() bool {
	switch l.Last {
	case '。', '!', '?', '…', ';':
		return true
	}
	return false
}

// prose reports whether the line is running text: a sentence of its own, or
// several clauses.
func (l Line) prose() bool {
	return l.Han >= 12 && l.Stops > 0 && (l.ends() || l.Han >= 25) || l.Han >= 40 && l.Comma >= 2
}

// sentence reports whether a line is a short sentence, as in verse, or leads over to
// what follows: no title has a full stop or ends, behind a comma, in a colon.
func (l Line) sentence() bool {
	return l.Han >= 6 && l.Full > 0 || l.Han >= 15 && l.Last == ':' && l.Comma > 0
}
