package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// checkWording demands that names, posts, terms and their members stand in the text word
// for word, since they are no statements that the other rules could weigh.
func checkWording(r *run) {
	r.eachOwn(func(c *claim) {
		switch {
		case c.literal && !c.allWords(c.said.shown), c.figure && !c.allWords(c.said.rest()):
			r.fail(c, c.path, fmt.Sprintf("%s没有“%s”", r.sourceWord(), shorten(c.text)))
		case c.bare && c.renumbered():
			r.fail(c, c.path, fmt.Sprintf("“%s”的序号与原文不同", shorten(c.text)))
		}
	})
	if g, ok := r.content.(*daodu.Guide); ok {
		for i, q := range g.Questions {
			r.checkOptions(fmt.Sprintf("questions[%d]", i), q)
		}
	}
}

// allWords reports whether each part of words, between marks, stands in the evidence:
// the two posts of one person may stand apart.
func (c *claim) allWords(words []rune) bool {
	for _, part := range strings.FieldsFunc(string(words), isMark) {
		if !c.evidence.holds(newPassage([]rune(part))) {
			return false
		}
	}
	return true
}

// rest returns the passage with a blank for each number and date in it, which other
// rules compare.
func (p *passage) rest() []rune {
	out := slices.Clone(p.shown)
	blank := func(s daodu.Span) {
		for i := s.Start; i < s.End; i++ {
			out[i] = ' '
		}
	}
	for _, q := range p.quantities() {
		blank(q.Span)
	}
	for _, d := range p.dates() {
		blank(d.Span)
	}
	return out
}

// renumbered reports whether a heading opens with a number while its words stand in the
// text behind another one, and nowhere behind that.
func (c *claim) renumbered() bool {
	const enough = 8 // letters that tell the heading from others
	quantities := c.said.quantities()
	if len(quantities) == 0 || quantities[0].Kind != zh.Enumerator || quantities[0].Span.Start > 1 {
		return false
	}
	label := c.said.folded
	at := quantities[0].Span.End
	for at < len(label) && isMark(label[at]) || at < len(label) && label[at] == '.' {
		at++
	}
	words, number := string(label[at:min(at+enough, len(label))]), string(label[:at])
	if words == "" || strings.Contains(c.evidence.text(), number+words) {
		return false
	}
	before := strings.Split(c.evidence.text(), words)
	return slices.ContainsFunc(before[:len(before)-1], func(s string) bool { return endsInDigit(strings.TrimRight(s, "、.) ")) })
}

// checkOptions demands that a choice has its answer among its options, and each option
// once.
func (r *run) checkOptions(path string, q daodu.Question) {
	if q.Kind != daodu.Choice {
		return
	}
	answers := 0
	for i, o := range q.Options {
		if o == q.Answer {
			answers++
		} else if slices.Contains(q.Options[:i], o) {
			r.fault(path, fmt.Sprintf("选项“%s”重复", shorten(o)))
		}
	}
	if answers != 1 {
		r.fault(path, fmt.Sprintf("答案“%s”在选项中出现%d次", shorten(q.Answer), answers))
	}
}
