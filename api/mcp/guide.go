package mcp

import (
	"context"

	"github.com/daodu/daodu"
)

type guideOut struct {
	About
	Overview   []Statement `json:"overview"`
	KeyPoints  []Statement `json:"key_points"`
	Specific   []Statement `json:"specific" jsonschema:"what only this article says"`
	Terms      []Term      `json:"terms"`
	People     []Person    `json:"people"`
	Numbers    []Number    `json:"numbers"`
	Dates      []Date      `json:"dates"`
	Questions  []Question  `json:"questions"`
	Flashcards []Flashcard `json:"flashcards"`
	Reading    []Reading   `json:"reading" jsonschema:"what to read next"`
}

// A Term is a set phrase with the words that explain it.
type Term struct {
	Term        string    `json:"term"`
	Members     []string  `json:"members,omitempty"`
	Explanation Statement `json:"explanation"`
}

// A Person is somebody whom an article names.
type Person struct {
	Name      string     `json:"name"`
	Role      string     `json:"role,omitempty"`
	Citations []Citation `json:"citations"`
}

// A Number is a figure with what it measures.
type Number struct {
	Value     string     `json:"value"`
	Unit      string     `json:"unit,omitempty"`
	What      string     `json:"what"`
	Citations []Citation `json:"citations"`
}

// A Date is a date with what happens on it.
type Date struct {
	Date      string     `json:"date"`
	What      string     `json:"what"`
	Citations []Citation `json:"citations"`
}

// A Question asks for something that an article says; the citations prove the answer.
type Question struct {
	Kind      string     `json:"kind" jsonschema:"short_answer, cloze, choice or discussion"`
	Question  string     `json:"question"`
	Options   []string   `json:"options,omitempty"`
	Answer    string     `json:"answer,omitempty"`
	Why       string     `json:"why,omitempty"`
	Citations []Citation `json:"citations"`
}

// A Flashcard is a question for repetition.
type Flashcard struct {
	Front     string     `json:"front"`
	Back      string     `json:"back"`
	Citations []Citation `json:"citations"`
}

// A Reading is an article to read next.
type Reading struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Why   string `json:"why"`
}

func (s *Server) guide(ctx context.Context, in writtenIn) (guideOut, error) {
	g, about, err := written[*daodu.Guide](ctx, s, in, "")
	if err != nil {
		return guideOut{}, err
	}
	cite := about.Article.cite
	return guideOut{
		About:    about,
		Overview: about.statements(g.Overview), KeyPoints: about.statements(g.KeyPoints), Specific: about.statements(g.Specific),
		Terms:     each(g.Terms, func(t daodu.Term) Term { return Term{t.Term, t.Members, about.statement(t.Explanation)} }),
		People:    each(g.People, func(p daodu.Person) Person { return Person{p.Name, p.Role, cite(p.Quotes...)} }),
		Numbers:   each(g.Numbers, func(n daodu.Number) Number { return Number{n.Value, n.Unit, n.What, cite(n.Quotes...)} }),
		Dates:     each(g.Dates, func(d daodu.DateFact) Date { return Date{d.Date, d.What, cite(d.Quotes...)} }),
		Questions: each(g.Questions, about.question),
		Flashcards: each(g.Flashcards, func(f daodu.Flashcard) Flashcard {
			return Flashcard{f.Front, f.Back, cite(f.Quotes...)}
		}),
		Reading: each(g.Reading, func(r daodu.Reading) Reading { return Reading(r) }),
	}, nil
}

func (a About) question(q daodu.Question) Question {
	return Question{string(q.Kind), q.Question, q.Options, q.Answer, q.Why, a.Article.cite(q.Quotes...)}
}
