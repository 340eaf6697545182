package check

import (
	"fmt"
	"strings"

	"github.com/daodu/daodu"
)

// checkQuotes holds every quote against the text at its offsets. A statement without
// citations has none.
func checkQuotes(r *run) {
	if r.whole {
		return
	}
	for _, c := range r.claims {
		if !c.aside {
			r.checkOwnQuotes(c)
		}
		if !c.failed && !c.exact {
			r.prove(c)
		}
	}
}

// checkOwnQuotes holds the quotes of one claim against the text, and notes whether it
// is in their words.
func (r *run) checkOwnQuotes(c *claim) {
	if len(c.quotes) == 0 {
		r.fail(c, c.path, "没有引文，无从核对")
		return
	}
	for i, q := range c.quotes {
		if fault := r.source.fault(q); fault != "" {
			r.fail(c, fmt.Sprintf("%s.quotes[%d]", c.path, i), fault)
		}
	}
	c.exact = !c.failed && (verbatim(c.text, c.quotes) || c.point == nil && holds(c.quotes, c.text))
}

// fault says what is wrong with a quote, "" when nothing is.
func (t *Source) fault(q daodu.Quote) string {
	words, ok := t.slice(q.Span)
	switch {
	case !ok:
		return fmt.Sprintf("位置[%d,%d)超出原文（共%d字）", q.Start, q.End, len(t.runes))
	case words == "":
		return "引文为空"
	case words != q.Text:
		if at := t.find(q.Text); at >= 0 {
			return fmt.Sprintf("位置[%d,%d)处原文是“%s”；引文实际在第%d字", q.Start, q.End, shorten(words), at)
		}
		return fmt.Sprintf("原文在此处是“%s”，不是“%s”", shorten(words), shorten(q.Text))
	case q.Start > 0 && strings.ContainsRune(negations, t.runes[q.Start-1]):
		return fmt.Sprintf("引文截去了前面的“%c”，意思相反", t.runes[q.Start-1])
	}
	return ""
}

// negations are the letters that turn the sense of what follows them.
const negations = "不未没沒勿莫"

// shorten cuts words for a message.
func shorten(s string) string {
	const most = 24
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
