package check

import (
	"fmt"

	"github.com/daodu/daodu"
)

// A claim is something that is stated and has to be proved: a point, a number, the
// answer to a question.
type claim struct {
	path   string
	text   string
	quotes []daodu.Quote
	point  *daodu.Point // nil for what is no point
	said   *passage     // text
	// evidence is what the claim has to follow from: the sentences it cites, or the
	// whole source. It is nil before the first rule that asks for it.
	evidence *passage
	aligned  [][]alignment // the clauses beside the evidence; nil before they are asked for
	exact    bool          // in the words of the quotes
	failed   bool
}

// claims lists what an artifact states, points first; nothing without a content.
func claims(c daodu.Content) []*claim {
	var out []*claim
	if c == nil {
		return out
	}
	for path, p := range c.EachPoint() {
		out = append(out, &claim{path: path, text: p.Text, quotes: p.Quotes, point: p})
	}
	if g, ok := c.(*daodu.Guide); ok {
		out = append(out, facts(g)...)
	}
	return out
}

// facts lists the claims of a guide that are no points. Of a question only the answer
// is one: the question itself states nothing.
func facts(g *daodu.Guide) []*claim {
	var out []*claim
	add := func(list string, i int, text string, quotes []daodu.Quote) {
		out = append(out, &claim{path: fmt.Sprintf("%s[%d]", list, i), text: text, quotes: quotes})
	}
	for i, p := range g.People {
		add("people", i, p.Name, p.Quotes)
	}
	for i, n := range g.Numbers {
		add("numbers", i, n.Value+n.Unit, n.Quotes)
	}
	for i, d := range g.Dates {
		add("dates", i, d.Date, d.Quotes)
	}
	for i, q := range g.Questions {
		add("questions", i, q.Answer, q.Quotes)
	}
	for i, f := range g.Flashcards {
		add("flashcards", i, f.Back, f.Quotes)
	}
	return out
}
