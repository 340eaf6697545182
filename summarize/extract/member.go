package extract

import (
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// members lists what a numbered term counts, when the words behind it have that many
// parallel parts.
func (t *text) members(m *term, s daodu.Span) []daodu.Span {
	n, ok := zh.ParseInt([]rune(m.words)[:1])
	if !ok || n < 2 || n > 10 {
		return nil
	}
	for s.Start < s.End && !strings.ContainsRune(":即是指", t.folded[s.Start]) {
		s.Start++
	}
	for s.Start < s.End && strings.ContainsRune(":即是指”就,包括", t.folded[s.Start]) {
		s.Start++
	}
	if at := slices.Index(t.slice(s), ':'); at >= 0 {
		s.Start += at + 1
	}
	for _, mark := range []rune{';', ',', '、'} {
		if parts := t.split(s, mark); len(parts) == int(n) {
			return parts
		}
	}
	return nil
}

// split parts s at a mark; of each part only the first clause is kept.
func (t *text) split(s daodu.Span, mark rune) []daodu.Span {
	var out []daodu.Span
	start := s.Start
	for i := s.Start; i <= s.End; i++ {
		if i < s.End && t.folded[i] != mark && !strings.ContainsRune("。!?", t.folded[i]) {
			continue
		}
		if part := t.firstClause(daodu.Span{Start: start, End: i}); part.Len() >= 2 {
			out = append(out, part)
		}
		start = i + 1
		if i < s.End && t.folded[i] != mark {
			break
		}
	}
	return out
}

// firstClause returns the words of s up to its first comma, without numbering.
func (t *text) firstClause(s daodu.Span) daodu.Span {
	s = t.core(s)
	if i := slices.Index(t.slice(s), ','); i >= 0 {
		s.End = s.Start + i
	}
	return s
}

// membersBefore lists what a numbered term counts when they stand right before it:
// 大学习、大宣讲、大培训、大竞赛、大比武“五大”行动. run is the clause with them.
func (t *text) membersBefore(m *term, s, at daodu.Span) (members []daodu.Span, run daodu.Span) {
	n, ok := zh.ParseInt([]rune(m.words)[:1])
	if !ok || n < 3 || n > 10 {
		return nil, run
	}
	end := at.Start
	for end > s.Start && strings.ContainsRune("“”‘’等", t.folded[end-1]) {
		end--
	}
	start := end
	for start > s.Start && !strings.ContainsRune(",。;:!?", t.folded[start-1]) {
		start--
	}
	parts := t.enumerated(daodu.Span{Start: start, End: end})
	if len(parts) != int(n) || !t.alike(parts) {
		return nil, run
	}
	run = t.clauseAround(s, at)
	if !run.Contains(daodu.Span{Start: start, End: end}) {
		return nil, run
	}
	return parts, run
}

// enumerated parts s at 、 and at the last 和.
func (t *text) enumerated(s daodu.Span) []daodu.Span {
	var out []daodu.Span
	start := s.Start
	for i := s.Start; i <= s.End; i++ {
		if i == s.End || t.folded[i] == '、' || len(out) > 0 && t.folded[i] == '和' {
			if i-start < 2 {
				return nil
			}
			out = append(out, daodu.Span{Start: start, End: i})
			start = i + 1
		}
	}
	return out
}

// alike reports whether parts begin or end with the same letter, so that they are
// members of one list. The verb that is glued to the first is cut off.
func (t *text) alike(parts []daodu.Span) bool {
	first, last := t.folded[parts[1].Start], t.folded[parts[1].End-1]
	heads, tails := true, true
	for _, p := range parts[1:] {
		heads = heads && t.folded[p.Start] == first
		tails = tails && t.folded[p.End-1] == last
	}
	p := &parts[0]
	switch {
	case heads:
		for i := p.End - 1; i >= p.Start; i-- {
			if t.folded[i] == first {
				p.Start = i
				return true
			}
		}
	case tails && t.folded[p.End-1] == last:
		if n := parts[1].Len(); p.Len() > n {
			p.Start = p.End - n
		}
		return true
	}
	return false
}
