package extract

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A blank is something to be filled in.
type blank struct {
	answer daodu.Span // what is left out
	around daodu.Span // the clauses shown
	hint   string     // behind the question
	value  float64    // how worth asking
}

const (
	gap = "＿＿＿＿"
	// leastContext is how many letters stand around a gap at least, so that the answer
	// can be known and not only guessed.
	leastContext  = 8
	enoughContext = 12
	longestCloze  = 90
)

// clozes returns one cloze for each unit that has something to leave out, the most
// specific first.
func (t *text) clozes() []daodu.Question {
	var out []daodu.Question
	for _, b := range t.blanks() {
		out = append(out, daodu.Question{
			Kind: daodu.Cloze, Question: t.withGap(b) + b.hint,
			Answer: t.words(b.answer), Quotes: []daodu.Quote{t.quote(b.around)},
		})
	}
	return out
}

// blanks finds the best blank of each unit, ordered by value.
func (t *text) blanks() []blank {
	var out []blank
	for _, u := range t.units {
		if u.score < 0 {
			continue
		}
		if b, ok := t.bestBlank(&u); ok {
			out = append(out, b)
		}
	}
	out = t.unambiguous(out)
	slices.SortStableFunc(out, func(a, b blank) int { return cmp.Compare(b.value, a.value) })
	return out
}

// unambiguous drops blanks that read the same but have different answers, as the goals
// for two years do.
func (t *text) unambiguous(blanks []blank) []blank {
	times := map[string]int{}
	for _, b := range blanks {
		times[t.withGap(b)]++
	}
	return slices.DeleteFunc(blanks, func(b blank) bool { return times[t.withGap(b)] > 1 })
}

// bestBlank returns the fair blank of a unit that is worth most.
func (t *text) bestBlank(u *unit) (best blank, ok bool) {
	for _, b := range t.candidates(u.span) {
		if b.value > best.value && t.fair(b) {
			best, ok = b, true
		}
	}
	return best, ok
}

// candidates lists what could be left out of s: figures, quoted terms, lists.
func (t *text) candidates(s daodu.Span) []blank {
	var out []blank
	add := func(answer daodu.Span, hint string, value float64) {
		if around, ok := t.context(s, answer); ok {
			around = t.widen(s, around, answer)
			out = append(out, blank{answer, around, hint, value + t.specific(around)})
		}
	}
	for i, q := range t.figuresIn(s) {
		if !t.worthAsking(q) {
			continue
		}
		add(q.Span, "", 0.3-0.02*float64(i))
	}
	for _, q := range quotations(t.folded, s) {
		if t.isTerm(q) && !isSlogan(string(t.slice(q))) {
			add(q, "", 0.2)
		}
	}
	for _, l := range t.parallels(s) {
		add(l.span, fmt.Sprintf(t.own.fill, numeral(l.n), t.words(daodu.Span{Start: l.span.End - 1, End: l.span.End})), 0.35)
	}
	return out
}

// worthAsking reports whether a figure is one to remember: not a single 1个, nor 六成.
func (t *text) worthAsking(q zh.Quantity) bool {
	return isDigit(t.folded[q.Number.Start]) && q.Number.Len() > 1 || zh.HanCount(t.slice(q.Number)) > 2
}

// widen adds the clause before, or else the one behind, when what is shown says too
// little.
func (t *text) widen(s, around, answer daodu.Span) daodu.Span {
	if letters(t.runes[around.Start:answer.Start])+letters(t.runes[answer.End:around.End]) >= enoughContext {
		return around
	}
	clauses := t.clauses(s)
	for _, c := range slices.Backward(clauses) {
		if c.span.End <= around.Start && around.End-c.span.Start <= longestCloze {
			around.Start = c.span.Start
			return around
		}
	}
	for _, c := range clauses {
		if c.span.Start >= around.End && c.span.End-around.Start <= longestCloze {
			around.End = c.span.End
			return around
		}
	}
	return around
}

// fair reports whether a cloze can be answered: enough stands around the gap, and the
// answer stands nowhere else in what is shown.
func (t *text) fair(b blank) bool {
	if t.damaged(b.answer) {
		return false
	}
	shown := t.withGap(b)
	context := letters([]rune(shown))
	return context >= leastContext && b.around.Len() <= longestCloze+b.answer.Len() &&
		!strings.Contains(zh.FoldString(shown), string(t.slice(b.answer))) && t.balanced(b.around)
}

// withGap returns the words shown, with the gap.
func (t *text) withGap(b blank) string {
	before := t.words(daodu.Span{Start: b.around.Start, End: b.answer.Start})
	after := t.words(daodu.Span{Start: b.answer.End, End: b.around.End})
	return before + gap + after
}

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
