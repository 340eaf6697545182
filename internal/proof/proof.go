// Package proof judges the questions of a study guide from its JSON and the text alone,
// as a teacher would who mistrusts whoever wrote them: is the answer in the words cited,
// is no other option, does the question not give it away. It shares no code with the
// engine that writes questions nor with the rules of package check, so that a fault of
// theirs is not repeated here.
package proof

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
)

// A judge holds one text.
type judge struct {
	text   []rune // as it is
	folded string // in one script and width, without blanks
	faults []string
}

// Faults returns what is wrong with the questions and cards of a guide about text, a
// line each, and how many of both there are.
func Faults(g *daodu.Guide, text string) (faults []string, items int) {
	j := &judge{text: []rune(text), folded: bare(text)}
	said := map[string]bool{}
	for i, q := range g.Questions {
		j.question(fmt.Sprintf("question %d %q", i, q.Question), q)
		if key := plain(q.Question); said[key] {
			j.fault("%q is asked twice", q.Question)
		} else {
			said[key] = true
		}
	}
	guids, fronts := map[string]bool{}, map[string]bool{}
	for i, c := range g.Flashcards {
		name := fmt.Sprintf("card %d %q", i, c.Front)
		j.quotes(name, c.Quotes)
		j.answer(name, c.Front, c.Back, c.Quotes, "")
		if guids[c.GUID] || fronts[plain(c.Front)] || c.GUID == "" {
			j.fault("%s: the front or GUID of another card", name)
		}
		guids[c.GUID], fronts[plain(c.Front)] = true, true
	}
	return j.faults, len(g.Questions) + len(g.Flashcards)
}

func (j *judge) fault(format string, args ...any) {
	j.faults = append(j.faults, fmt.Sprintf(format, args...))
}

// question judges one question.
func (j *judge) question(name string, q daodu.Question) {
	j.quotes(name, q.Quotes)
	switch {
	case q.Kind == daodu.Discussion && q.Answer != "":
		j.fault("%s: a discussion with an answer", name)
	case q.Kind == daodu.Discussion:
		return
	case (q.Kind == daodu.Choice) != (len(q.Options) > 0):
		j.fault("%s: options of what is no choice, or none", name)
	}
	j.answer(name, q.Question, q.Answer, q.Quotes, q.Why)
	if q.Kind == daodu.Choice {
		j.options(name, q)
	}
}

// quotes demands that there are some and that they are the text.
func (j *judge) quotes(name string, quotes []daodu.Quote) {
	if len(quotes) == 0 {
		j.fault("%s: no quote", name)
	}
	for _, q := range quotes {
		if q.Start < 0 || q.End > len(j.text) || q.Start >= q.End || string(j.text[q.Start:q.End]) != q.Text {
			j.fault("%s: %q is not the text", name, q.Text)
		}
	}
}

// answer demands that every part of an answer stands in a quote, or that it is what the
// equation behind it says; that the question does not hold it; and of one with a gap,
// that the gap is filled by the answer and nothing else.
func (j *judge) answer(name, question, answer string, quotes []daodu.Quote, why string) {
	if plain(answer) == "" {
		j.fault("%s: no answer", name)
		return
	}
	if strings.Contains(plain(question), plain(answer)) {
		j.fault("%s: gives %q away", name, answer)
	}
	if !j.supported(answer, quotes) && !solves(answer, why, quotes) {
		j.fault("%s: %q is not in the words cited", name, answer)
	}
	if before, after, ok := strings.Cut(question, gap); ok {
		j.gap(name, before, after, answer, quotes)
	}
}

// supported reports whether every part of an answer stands in some quote; a figure must
// not be a piece of a longer one.
func (j *judge) supported(answer string, quotes []daodu.Quote) bool {
	for part := range strings.SplitSeq(answer, "；") {
		p := plain(part)
		if !slices.ContainsFunc(quotes, func(q daodu.Quote) bool { return hasWhole(plain(q.Text), p) }) {
			return false
		}
	}
	return true
}

// gap is what a question has where something is to be filled in.
const gap = "＿＿＿＿"

// written counts the letters and digits of s.
func written(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// gap demands that the words beside a gap stand beside the answer in a quote, that they
// say enough, and that nowhere in the text they stand beside anything else.
func (j *judge) gap(name, before, after, answer string, quotes []daodu.Quote) {
	if i := strings.Index(after, "（填"); i >= 0 {
		after = after[:i]
	}
	for _, end := range []string{"”：", "」："} { // behind the heading: 关于“…”：
		if _, rest, ok := strings.Cut(before, end); ok && strings.HasPrefix(bare(before), "关于") {
			before = rest
		}
	}
	if _, rest, ok := strings.Cut(before, "条，"); ok && strings.HasPrefix(before, "按照第") {
		before = rest
	}
	b, a := last(bare(before), 6), first(bare(after), 6)
	if !slices.ContainsFunc(quotes, func(q daodu.Quote) bool { return strings.Contains(bare(q.Text), b+plain(answer)+a) }) {
		j.fault("%s: the gap is not where %q stands", name, answer)
	}
	if n := written(before) + written(after); n < 8 {
		j.fault("%s: only %d letters around the gap", name, n)
	}
	const least = 6
	if len([]rune(b)) < least || len([]rune(a)) < least {
		return
	}
	for rest := j.folded; ; {
		at := strings.Index(rest, b)
		if at < 0 {
			return
		}
		rest = rest[at+len(b):]
		if end := strings.Index(rest, a); end > 0 && end < 60 && !strings.ContainsAny(rest[:end], "。；") && rest[:end] != plain(answer) {
			j.fault("%s: %q fills the gap as well", name, rest[:end])
		}
	}
}
