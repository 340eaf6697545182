package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// checkChoice demands that a choice has its answer among its options once, and that
// the text, folded, supports no other.
func (r *run) checkChoice(c *claim, q daodu.Question, text func() string) {
	const least = 3
	key := zh.FoldString(q.Answer)
	seen, keys := []string{}, 0
	for _, o := range q.Options {
		folded := zh.FoldString(o)
		switch {
		case folded == "" || slices.Contains(seen, folded):
			r.fail(c, c.path, fmt.Sprintf("选项“%s”重复或为空", shorten(o)))
			return
		case folded == key:
			keys++
		case strings.Contains(folded, key) || strings.Contains(key, folded):
			r.fail(c, c.path, fmt.Sprintf("选项“%s”与答案互相包含", shorten(o)))
			return
		case r.supports(c, q, folded, text()):
			r.fail(c, c.path, fmt.Sprintf("选项“%s”在原文中也成立", shorten(o)))
			return
		}
		seen = append(seen, folded)
	}
	switch {
	case keys != 1:
		r.fail(c, c.path, "选项中没有唯一的答案")
	case len(q.Options) < least:
		r.fail(c, c.path, fmt.Sprintf("选项不足%d个", least))
	}
}

// supports reports whether a wrong option could be right too: it stands in the quotes,
// or the text has it in such surroundings as the quotes have the answer.
func (r *run) supports(c *claim, q daodu.Question, option, text string) bool {
	key := zh.FoldString(q.Answer)
	figures := zh.Quantities([]rune(option))
	for _, x := range c.quotes {
		quote := zh.FoldRunes([]rune(x.Text))
		if strings.Contains(string(quote), option) || hasFigure(quote, figures, len(figures) == 1 && figures[0].Span.Len() == len([]rune(option))) {
			return true
		}
		at := strings.Index(string(quote), key)
		if at >= 0 && stands(text, string(quote)[:at], string(quote)[at+len(key):], option) {
			return true
		}
	}
	return false
}

// hasFigure reports whether words have the figure of an option, in whatever writing.
func hasFigure(words []rune, figures []zh.Quantity, whole bool) bool {
	if len(figures) != 1 || figures[0].Value == nil || !whole {
		return false
	}
	return slices.ContainsFunc(zh.Quantities(words), figures[0].SameNumber)
}

// stands reports whether the text has an option behind the letters that stand before the
// answer, or before those behind it.
func stands(text, before, after, option string) bool {
	const reach = 5 // letters
	b, a := []rune(before), []rune(after)
	b, a = b[max(0, len(b)-reach):], a[:min(len(a), reach)]
	return len(b) == reach && strings.Contains(text, string(b)+option) || len(a) == reach && strings.Contains(text, option+string(a))
}
