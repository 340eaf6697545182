package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// checkWording demands that names, posts, terms and their members stand in the text word
// for word, since they are no statements that the other rules could weigh.
func checkWording(r *run) {
	r.eachOwn(func(c *claim) {
		if c.literal && !c.allWords() {
			r.fail(c, c.path, fmt.Sprintf("%s没有“%s”", r.sourceWord(), shorten(c.text)))
		}
	})
	if g, ok := r.content.(*daodu.Guide); ok {
		for i, q := range g.Questions {
			r.checkOptions(fmt.Sprintf("questions[%d]", i), q)
		}
	}
}

// allWords reports whether each part of the claim's text, between marks, stands in the
// evidence: the two posts of one person may stand apart.
func (c *claim) allWords() bool {
	for _, part := range strings.FieldsFunc(string(c.said.shown), isMark) {
		if !c.evidence.holds(newPassage([]rune(part))) {
			return false
		}
	}
	return true
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
