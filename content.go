package daodu

import (
	"fmt"
	"iter"
)

// A Summary is the article in a headline and a few points.
type Summary struct {
	Headline Point   `json:"headline"`
	Points   []Point `json:"points"`
}

// An Outline is the article's structure, each part with its point.
type Outline struct {
	Nodes []Node `json:"nodes"`
}

// A Node is one part of an outline.
type Node struct {
	Label     string `json:"label"`
	Section   string `json:"section,omitempty"` // ID of the section
	Point     *Point `json:"point,omitempty"`
	Announced int    `json:"announced,omitempty"`
	Children  []Node `json:"children,omitempty"`
}

// A Guide is what a study group works through: key points, what only this text
// says, terms, people, numbers, dates, questions and flash cards.
type Guide struct {
	Overview   []Point     `json:"overview"`
	KeyPoints  []Point     `json:"key_points"`
	Specific   []Point     `json:"specific"`
	Terms      []Term      `json:"terms"`
	People     []Person    `json:"people"`
	Numbers    []Number    `json:"numbers"`
	Dates      []DateFact  `json:"dates"`
	Questions  []Question  `json:"questions"`
	Flashcards []Flashcard `json:"flashcards"`
	Reading    []Reading   `json:"reading"`
}

// A Term is a set phrase with a meaning (提法) and the words that explain it.
type Term struct {
	Term        string   `json:"term"`
	Members     []string `json:"members,omitempty"`
	Explanation Point    `json:"explanation"`
}

// A Person is somebody the text names.
type Person struct {
	Name   string  `json:"name"`
	Role   string  `json:"role,omitempty"`
	Quotes []Quote `json:"quotes"`
}

// A Number is a figure with its unit and what it measures.
type Number struct {
	Value  string  `json:"value"`
	Unit   string  `json:"unit,omitempty"`
	What   string  `json:"what"`
	Quotes []Quote `json:"quotes"`
}

// A DateFact is a date in the text and what happens on it.
type DateFact struct {
	Date   string  `json:"date"`
	What   string  `json:"what"`
	Quotes []Quote `json:"quotes"`
}

// A QuestionKind is a form of question.
type QuestionKind string

// The forms of question.
const (
	ShortAnswer QuestionKind = "short_answer"
	Cloze       QuestionKind = "cloze"
	Choice      QuestionKind = "choice"
	Discussion  QuestionKind = "discussion"
)

// A Question asks for something the text says; Quotes prove the answer. The answer of a
// choice is the words of the right option; several parts of an answer are parted by ；,
// and Why gives the sum behind a computed one: 98.2%－93.5%＝4.7个百分点.
type Question struct {
	Kind     QuestionKind `json:"kind"`
	Question string       `json:"question"`
	Options  []string     `json:"options,omitempty"`
	Answer   string       `json:"answer,omitempty"`
	Why      string       `json:"why,omitempty"`
	Quotes   []Quote      `json:"quotes"`
}

// A Flashcard is a question for repetition. GUID is by what a deck that is imported again
// knows its cards: it stays the same when the article is cleaned anew or an answer is
// corrected.
type Flashcard struct {
	GUID   string  `json:"guid"`
	Front  string  `json:"front"`
	Back   string  `json:"back"`
	Quotes []Quote `json:"quotes"`
}

// A Reading is an article to read next.
type Reading struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Why   string `json:"why"`
}

// Kind returns KindSummary.
func (*Summary) Kind() Kind { return KindSummary }

// Kind returns KindOutline.
func (*Outline) Kind() Kind { return KindOutline }

// Kind returns KindGuide.
func (*Guide) Kind() Kind { return KindGuide }

// EachPoint yields the headline and the points.
func (s *Summary) EachPoint() iter.Seq2[string, *Point] {
	return func(yield func(string, *Point) bool) {
		if yield("headline", &s.Headline) {
			eachPoint("points", s.Points, yield)
		}
	}
}

// EachPoint yields the points of all nodes, depth first.
func (o *Outline) EachPoint() iter.Seq2[string, *Point] {
	return func(yield func(string, *Point) bool) { eachNode("nodes", o.Nodes, yield) }
}

// EachPoint yields the overview, key points, specific points and explanations.
func (g *Guide) EachPoint() iter.Seq2[string, *Point] {
	return func(yield func(string, *Point) bool) {
		if !eachPoint("overview", g.Overview, yield) ||
			!eachPoint("key_points", g.KeyPoints, yield) ||
			!eachPoint("specific", g.Specific, yield) {
			return
		}
		for i := range g.Terms {
			if !yield(fmt.Sprintf("terms[%d].explanation", i), &g.Terms[i].Explanation) {
				return
			}
		}
	}
}

func eachPoint(name string, points []Point, yield func(string, *Point) bool) bool {
	for i := range points {
		if !yield(fmt.Sprintf("%s[%d]", name, i), &points[i]) {
			return false
		}
	}
	return true
}

func eachNode(name string, nodes []Node, yield func(string, *Point) bool) bool {
	for i := range nodes {
		path := fmt.Sprintf("%s[%d]", name, i)
		if p := nodes[i].Point; p != nil && !yield(path+".point", p) {
			return false
		}
		if !eachNode(path+".children", nodes[i].Children, yield) {
			return false
		}
	}
	return true
}

// EachQuote yields the quotes of the headline and the points.
func (s *Summary) EachQuote() iter.Seq2[string, *Quote] { return pointQuotes(s) }

// EachQuote yields the quotes of all nodes.
func (o *Outline) EachQuote() iter.Seq2[string, *Quote] { return pointQuotes(o) }

// EachQuote yields the quotes of all points, then those of people, numbers, dates,
// questions and flash cards.
func (g *Guide) EachQuote() iter.Seq2[string, *Quote] {
	groups := []struct {
		name string
		n    int
		at   func(int) []Quote
	}{
		{"people", len(g.People), func(i int) []Quote { return g.People[i].Quotes }},
		{"numbers", len(g.Numbers), func(i int) []Quote { return g.Numbers[i].Quotes }},
		{"dates", len(g.Dates), func(i int) []Quote { return g.Dates[i].Quotes }},
		{"questions", len(g.Questions), func(i int) []Quote { return g.Questions[i].Quotes }},
		{"flashcards", len(g.Flashcards), func(i int) []Quote { return g.Flashcards[i].Quotes }},
	}
	return func(yield func(string, *Quote) bool) {
		for path, q := range pointQuotes(g) {
			if !yield(path, q) {
				return
			}
		}
		for _, group := range groups {
			for i := range group.n {
				if !eachQuote(fmt.Sprintf("%s[%d]", group.name, i), group.at(i), yield) {
					return
				}
			}
		}
	}
}

func pointQuotes(c Content) iter.Seq2[string, *Quote] {
	return func(yield func(string, *Quote) bool) {
		for path, p := range c.EachPoint() {
			if !eachQuote(path, p.Quotes, yield) {
				return
			}
		}
	}
}

func eachQuote(path string, quotes []Quote, yield func(string, *Quote) bool) bool {
	for i := range quotes {
		if !yield(fmt.Sprintf("%s.quotes[%d]", path, i), &quotes[i]) {
			return false
		}
	}
	return true
}
