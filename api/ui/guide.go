package ui

import (
	"fmt"
	"strings"

	"github.com/daodu/daodu"
)

// views are the parts of the tab of a guide.
var views = []string{"read", "terms", "facts", "quiz", "cards", "discuss"}

type guidePanel struct {
	Note       note
	Views      []tab
	View       string
	Overview   []shownPoint
	KeyPoints  []shownPoint
	Specific   []shownPoint
	Terms      []shownTerm
	People     []fact
	Numbers    []fact
	Dates      []fact
	Questions  []question
	Discussion []question
	Cards      []flashcard
	Reading    []daodu.Reading
}

// A shownTerm is a set phrase with what explains it.
type shownTerm struct {
	Term    string
	Members []string
	Point   shownPoint
}

// A fact is a row of a table of people, numbers or dates.
type fact struct {
	Name  string // the name, the figure with its unit, the date
	What  string
	Cites []cite
	At    string
}

// A question is one of a quiz.
type question struct {
	Number  int
	Kind    daodu.QuestionKind
	Text    string
	Before  string // of a cloze: the words before the gap
	After   string
	Options []option
	Answer  string
	Why     string
	Quotes  []daodu.Quote
	Cites   []cite
	At      string
}

// An option is one answer of a choice.
type option struct {
	Letter, Text string
	Right        bool
}

// A flashcard is a card with the way to its words.
type flashcard struct {
	GUID, Front, Back string
	Quotes            []daodu.Quote
	Cites             []cite
	At                string
}

func (q *request) guidePanel(p *pointer, art *daodu.Artifact, g *daodu.Guide) guidePanel {
	out := guidePanel{Note: noteOf(art, p), View: views[0], Reading: g.Reading,
		Overview: p.points("overview", g.Overview), KeyPoints: p.points("key_points", g.KeyPoints), Specific: p.points("specific", g.Specific)}
	for _, v := range views {
		if q.value("view") == v {
			out.View = v
		}
	}
	for _, v := range views {
		out.Views = append(out.Views, tab{v, q.T("view." + v), q.with("tab", "guide", "view", v, "at", ""), v == out.View})
	}
	for i, t := range g.Terms {
		out.Terms = append(out.Terms, shownTerm{t.Term, t.Members, p.point(fmt.Sprintf("terms[%d].explanation", i), t.Explanation)})
	}
	for _, x := range g.People {
		out.People = append(out.People, fact{x.Name, x.Role, p.cites(x.Quotes), stretches(x.Quotes)})
	}
	for _, x := range g.Numbers {
		out.Numbers = append(out.Numbers, fact{x.Value + x.Unit, x.What, p.cites(x.Quotes), stretches(x.Quotes)})
	}
	for _, x := range g.Dates {
		out.Dates = append(out.Dates, fact{x.Date, x.What, p.cites(x.Quotes), stretches(x.Quotes)})
	}
	p.questions(&out, g.Questions)
	for _, c := range g.Flashcards {
		out.Cards = append(out.Cards, flashcard{c.GUID, c.Front, c.Back, c.Quotes, p.cites(c.Quotes), stretches(c.Quotes)})
	}
	return out
}

// questions parts what can be answered from what is to be talked about.
func (p *pointer) questions(out *guidePanel, all []daodu.Question) {
	for _, x := range all {
		v := question{Kind: x.Kind, Text: x.Question, Answer: x.Answer, Why: x.Why, Quotes: x.Quotes, Cites: p.cites(x.Quotes), At: stretches(x.Quotes)}
		for i, o := range x.Options {
			v.Options = append(v.Options, option{string(rune('A' + i%26)), o, o == x.Answer})
		}
		if x.Kind == daodu.Cloze {
			v.Before, v.After, _ = cutGap(x.Question)
		}
		list := &out.Questions
		if x.Kind == daodu.Discussion {
			list = &out.Discussion
		}
		v.Number = len(*list) + 1
		*list = append(*list, v)
	}
}

// cutGap parts the words of a cloze at its gap, a run of low lines.
func cutGap(s string) (before, after string, ok bool) {
	for _, mark := range []string{"_", "＿"} {
		if i := strings.Index(s, mark+mark); i >= 0 {
			return s[:i], strings.TrimLeft(s[i:], mark), true
		}
	}
	return s, "", false
}
