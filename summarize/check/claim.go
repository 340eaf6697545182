package check

import (
	"fmt"
	"strings"

	"github.com/daodu/daodu"
)

// A claim is something that is stated and has to be proved: a point, a number, the
// answer to a question.
type claim struct {
	path   string
	text   string
	other  string // another way to read text, "" for none
	quotes []daodu.Quote
	point  *daodu.Point // nil for what is no point
	said   *passage     // text
	// evidence is what the claim has to follow from: the sentences it cites, or the
	// whole source. It is nil before the first rule that asks for it.
	evidence *passage
	aligned  [][]alignment // the clauses beside the evidence; nil before they are asked for

	aside    bool // shares the quotes of another claim, or needs none
	literal  bool // must stand in the text word for word: a name, a term
	figure   bool // is a number with its unit, or a date, and nothing else
	bare     bool // states nothing by itself: a heading, a question
	parts    int  // how many parts the answer of a question has, 0 for no question
	anywhere bool // the whole source is evidence

	exact  bool // in the words of the quotes
	failed bool
}

// claims lists what an artifact states, points first; nothing without a content.
func claims(content daodu.Content) []*claim {
	var out []*claim
	if content == nil {
		return out
	}
	for path, p := range content.EachPoint() {
		out = append(out, &claim{path: path, text: p.Text, quotes: p.Quotes, point: p})
	}
	switch c := content.(type) {
	case *daodu.Outline:
		out = append(out, labels("nodes", c.Nodes)...)
	case *daodu.Guide:
		out = append(out, facts(c)...)
	}
	for _, c := range out {
		c.said = newPassage([]rune(c.text))
	}
	return out
}

// labels lists the headings of an outline, depth first.
func labels(list string, nodes []daodu.Node) []*claim {
	var out []*claim
	for i, n := range nodes {
		path := fmt.Sprintf("%s[%d]", list, i)
		out = append(out, &claim{path: path + ".label", text: n.Label, aside: true, bare: true, anywhere: true})
		out = append(out, labels(path+".children", n.Children)...)
	}
	return out
}

// facts lists the claims of a guide that are no points.
func facts(g *daodu.Guide) []*claim {
	var out []*claim
	add := func(c claim) { out = append(out, &c) }
	for i, t := range g.Terms {
		path := fmt.Sprintf("terms[%d]", i)
		add(claim{path: path + ".term", text: t.Term, aside: true, literal: true, anywhere: true})
		for k, m := range t.Members {
			add(claim{path: fmt.Sprintf("%s.members[%d]", path, k), text: m, aside: true, literal: true, anywhere: true})
		}
	}
	for i, p := range g.People {
		path := fmt.Sprintf("people[%d]", i)
		add(claim{path: path, text: p.Name, quotes: p.Quotes, literal: true})
		add(claim{path: path + ".role", text: p.Role, quotes: p.Quotes, aside: true, literal: true, anywhere: true})
	}
	for i, n := range g.Numbers {
		path := fmt.Sprintf("numbers[%d]", i)
		add(claim{path: path, text: n.Value + n.Unit, quotes: n.Quotes, figure: true})
		add(claim{path: path + ".what", text: filled(n.What, n.Value+n.Unit), other: closed(n.What, n.Value+n.Unit), quotes: n.Quotes, aside: true})
	}
	for i, d := range g.Dates {
		path := fmt.Sprintf("dates[%d]", i)
		add(claim{path: path, text: d.Date, quotes: d.Quotes, figure: true})
		add(claim{path: path + ".what", text: filled(d.What, d.Date), other: closed(d.What, d.Date), quotes: d.Quotes, aside: true})
	}
	return append(out, questions(g)...)
}

// questions lists what the questions and the flash cards of a guide state: the answer,
// and the sentence that a gap was made in. A question in words of its own states
// nothing, but may name figures.
func questions(g *daodu.Guide) []*claim {
	var out []*claim
	ask := func(path, asked, question, answered, answer string, quotes []daodu.Quote) {
		out = append(out, &claim{path: path + answered, text: answer, quotes: quotes})
		c := &claim{path: path + asked, text: question, quotes: quotes, aside: true, bare: true, anywhere: true, parts: strings.Count(answer, "；") + 1}
		if sentence := filled(question, answer); hasGap(question) {
			c.text, c.bare, c.anywhere = sentence, false, false
		}
		out = append(out, c)
	}
	for i, q := range g.Questions {
		path := fmt.Sprintf("questions[%d]", i)
		ask(path, ".question", q.Question, "", q.Answer, q.Quotes)
		out = append(out, &claim{path: path + ".why", text: q.Why, quotes: q.Quotes, aside: true})
	}
	for i, f := range g.Flashcards {
		ask(fmt.Sprintf("flashcards[%d]", i), ".front", f.Front, "", f.Back, f.Quotes)
	}
	return out
}

// gaps are the ways to write the gap of a cloze, and of what a figure measures.
var gaps = []string{"＿＿＿＿", "____", "……", "…"}

func hasGap(s string) bool { return strings.Contains(s, gaps[0]) || strings.Contains(s, gaps[1]) }

// filled puts words into the gap of a sentence and leaves out a hint in brackets at its
// end: ＿＿＿＿精神（填三项）. A sentence without a gap stays as it is.
func filled(s, words string) string {
	for _, gap := range gaps {
		before, after, ok := strings.Cut(s, gap)
		if !ok {
			continue
		}
		if hint := strings.LastIndex(after, "（"); hint >= 0 && strings.HasSuffix(after, "）") {
			after = after[:hint]
		}
		return before + words + after
	}
	return s
}

// closed puts a figure behind the last part of what it measures: there … may stand for a
// clause that was left out, and not for the figure.
func closed(what, figure string) string {
	_, last, ok := strings.Cut(what, "…")
	if !ok {
		last = what
	}
	return last + figure
}
