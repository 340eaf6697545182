package extract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// announcedFindings reports where a sentence like 我讲五点意见 gives another number
// than the text has parts. The rule "announced" of package check sees only what an
// outline itself says of its nodes.
func (t *text) announcedFindings() []daodu.Finding {
	out := []daodu.Finding{}
	for i, s := range t.roots {
		if s.Announced == 0 || len(s.children) > 0 {
			continue
		}
		parts := partsBehind(t.roots[i+1:], s.Kind == daodu.Transition)
		if parts == s.Announced {
			continue
		}
		detail := fmt.Sprintf(t.own.announced, strings.TrimSpace(t.lastSentence(s)), parts)
		if t.cutShort() {
			detail += t.own.cutShort
		}
		out = append(out, daodu.Finding{Path: "nodes", Rule: "structure", Verdict: daodu.Supported, Detail: detail})
	}
	return out
}

// partsBehind counts the sections with a heading that follow a sentence like that: all
// when it leads to the rest of the text, or those up to the next without a heading.
func partsBehind(roots []*section, all bool) int {
	n := 0
	for _, s := range roots {
		if s.headed() {
			n++
		} else if !all {
			break
		}
	}
	return n
}

// lastSentence returns the words that end a section.
func (t *text) lastSentence(s *section) string {
	for _, x := range slices.Backward(t.article.Sentences) {
		if s.Span.Contains(x.Span) {
			return t.words(x.Span)
		}
	}
	return t.words(s.Span)
}

// cutShort reports whether the end of the text is missing.
func (t *text) cutShort() bool {
	for _, d := range t.article.Damage {
		if d.Kind == daodu.Truncated || d.Kind == daodu.Preview {
			return true
		}
	}
	return false
}
