package export

import (
	"slices"
	"strconv"
	"strings"

	"github.com/daodu/daodu"
)

// guide writes the study guide as a handout: what is in it, no heading without
// content, answers behind all questions.
func (d *document) guide(g *daodu.Guide) {
	d.heading(2, d.own.guide)
	d.pointList(d.own.overview, g.Overview)
	d.pointList(d.own.keyPoints, g.KeyPoints)
	d.pointList(d.own.specific, g.Specific)
	d.terms(g.Terms)
	d.people(g.People)
	d.numbers(g.Numbers)
	d.dates(g.Dates)
	d.questions(g.Questions)
	d.answers(g.Questions)
	d.related(g.Reading)
}

// pointList writes points under a title, nothing when there are none.
func (d *document) pointList(title string, points []daodu.Point) {
	if len(points) > 0 {
		d.heading(3, title)
		d.points(points)
	}
}

// terms writes each term with its members or, where the text lists none, with the
// words that explain it.
func (d *document) terms(terms []daodu.Term) {
	if len(terms) == 0 {
		return
	}
	d.heading(3, d.own.terms)
	for _, t := range terms {
		runs := []run{{t.Term, strong}, {text: d.own.colon}}
		if len(t.Members) > 0 {
			runs = append(runs, run{text: strings.Join(t.Members, d.own.and)})
		} else {
			runs = append(runs, run{text: t.Explanation.Text})
		}
		runs = append(runs, run{text: d.doubt(t.Explanation)}, run{d.place(t.Explanation.Quotes), anchor})
		d.add(block{kind: item, runs: runs})
	}
}

// people writes names with the office that the text gives.
func (d *document) people(people []daodu.Person) {
	if len(people) == 0 {
		return
	}
	d.heading(3, d.own.people)
	for _, p := range people {
		name := run{p.Name, strong}
		role := ""
		if p.Role != "" {
			role = d.own.colon + p.Role
		}
		d.add(block{kind: item, runs: []run{name, {text: role}, {d.place(p.Quotes), anchor}}})
	}
}

// numbers writes the figures as a table: figure, what it measures, where it stands.
func (d *document) numbers(numbers []daodu.Number) {
	if len(numbers) == 0 {
		return
	}
	d.heading(3, d.own.numbers)
	rows := [][]string{{d.own.value, d.own.meaning, d.own.place}}
	for _, n := range numbers {
		rows = append(rows, []string{n.Value + n.Unit, n.What, bracket(d.place(n.Quotes))})
	}
	d.add(block{kind: table, rows: rows})
}

// dates writes what happens on each date.
func (d *document) dates(dates []daodu.DateFact) {
	if len(dates) == 0 {
		return
	}
	d.heading(3, d.own.dates)
	for _, f := range dates {
		d.add(block{kind: item, runs: []run{{f.Date, strong}, {text: d.own.colon + f.What}, {d.place(f.Quotes), anchor}}})
	}
}

// questions writes the questions, numbered through.
func (d *document) questions(questions []daodu.Question) {
	if len(questions) == 0 {
		return
	}
	d.heading(3, d.own.questions)
	for i, q := range questions {
		words := q.Question
		if q.Kind == daodu.Discussion {
			words += d.own.discuss
		}
		for k, o := range q.Options {
			words += " " + string(rune('A'+k)) + ". " + o
		}
		d.add(block{kind: numbered, number: i + 1, runs: []run{{text: words}}})
	}
}

// answers writes the answers under the numbers of their questions; what is to be
// discussed has none.
func (d *document) answers(questions []daodu.Question) {
	begun := false
	for i, q := range questions {
		if q.Answer == "" {
			continue
		}
		if !begun {
			d.heading(3, d.own.answers)
			begun = true
		}
		words := q.Answer
		if k := slices.Index(q.Options, words); k >= 0 {
			words = string(rune('A'+k)) + ". " + words
		}
		runs := []run{{text: strconv.Itoa(i+1) + ". " + words}}
		if q.Why != "" {
			runs = append(runs, run{text: d.own.and + q.Why})
		}
		d.add(block{kind: item, runs: append(runs, run{d.place(q.Quotes), anchor})})
	}
}

// related writes what to read next and why.
func (d *document) related(reading []daodu.Reading) {
	if len(reading) == 0 {
		return
	}
	d.heading(3, d.own.related)
	for _, r := range reading {
		d.add(block{kind: item, runs: []run{{r.Title, strong}, {text: d.own.colon + r.Why}}})
	}
}

// bracket puts a place into brackets.
func bracket(place string) string {
	if place == "" {
		return ""
	}
	return "[" + place + "]"
}
