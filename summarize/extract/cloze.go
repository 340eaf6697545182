package extract

import (
	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A parallel is a run of words with the same ending: 劳模精神、劳动精神、工匠精神.
type parallel struct {
	span daodu.Span
	n    int
}

// parallels finds lists of three and more words of the same length with the same last
// letter. The first word is cut to the length of the others, since a verb may stand
// before it.
func (t *text) parallels(s daodu.Span) []parallel {
	var out []parallel
	for i := s.Start; i < s.End; i++ {
		if t.folded[i] != '、' {
			continue
		}
		p := t.parallelAt(i, s)
		if p.n >= 3 {
			out = append(out, p)
			i = p.span.End
		}
	}
	return out
}

// parallelAt reads the list whose first separator stands at i.
func (t *text) parallelAt(i int, s daodu.Span) parallel {
	const shortest, longest = 3, 6
	n := t.wordLen(i+1, s.End, longest)
	if n < shortest || i-n < s.Start || zh.HanCount(t.folded[i-n:i]) != n {
		return parallel{}
	}
	last := t.folded[i-1]
	p := parallel{span: daodu.Span{Start: i - n, End: i}, n: 1}
	for at := i; at < s.End && t.folded[at] == '、' && at+n < s.End; at += n + 1 {
		if t.folded[at+n] != last || zh.HanCount(t.folded[at+1:at+1+n]) != n {
			break
		}
		p.span.End, p.n = at+1+n, p.n+1
	}
	return p
}

// wordLen returns the length of the word between separators from i on, 0 when it is
// longer than most.
func (t *text) wordLen(i, end, most int) int {
	for n := 0; i+n < end && n <= most; n++ {
		if r := t.folded[i+n]; r == '、' || !zh.IsHan(r) {
			return n
		}
	}
	return 0
}
