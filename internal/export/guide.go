package export

import (
	"fmt"
	"strings"

	"github.com/daodu/daodu"
)

// guide writes the study guide as a handout: what is in it, no heading without
// content, questions to test oneself, questions to discuss, and the answers behind both.
// Flash cards are for a program that asks them, not for paper.
func (d *document) guide(g *daodu.Guide) {
	d.pointList(d.own.overview, "overview", g.Overview)
	d.pointList(d.own.keyPoints, "key_points", g.KeyPoints)
	d.pointList(d.own.specific, "specific", g.Specific)
	d.terms(g.Terms)
	d.people(g.People)
	d.numbers(g.Numbers)
	d.dates(g.Dates)
	d.questions(g.Questions)
	d.discussion(g.Questions)
	d.answers(g.Questions)
	d.related(g.Reading)
}

// pointList writes points under a title, nothing when there are none.
func (d *document) pointList(title, path string, points []daodu.Point) {
	if len(points) > 0 {
		d.heading(3, title)
		d.points(path, points)
	}
}

// terms writes each term with its members or, where the text lists none, with the
// words that explain it.
func (d *document) terms(terms []daodu.Term) {
	if len(terms) == 0 {
		return
	}
	d.heading(3, d.own.terms)
	for i, t := range terms {
		runs := []run{bold(t.Term), {text: d.own.colon}}
		if len(t.Members) > 0 {
			runs = append(runs, run{text: strings.Join(t.Members, d.own.and)})
		} else {
			runs = append(runs, run{text: t.Explanation.Text})
		}
		runs = append(runs, run{text: d.signs(fmt.Sprintf("terms[%d].explanation", i), t.Explanation)}, d.anchor(t.Explanation.Quotes))
		d.add(block{kind: item, runs: runs})
	}
}

// people writes names with the office that the text gives.
func (d *document) people(people []daodu.Person) {
	if len(people) == 0 {
		return
	}
	d.heading(3, d.own.people)
	for i, p := range people {
		name := bold(p.Name)
		role := ""
		if p.Role != "" {
			role = d.own.colon + p.Role
		}
		d.add(block{kind: item, runs: []run{name, {text: role}, {text: d.mark(fmt.Sprintf("people[%d]", i))}, d.anchor(p.Quotes)}})
	}
}

// numbers writes the figures as a table: figure, what it measures, where it stands.
func (d *document) numbers(numbers []daodu.Number) {
	if len(numbers) == 0 {
		return
	}
	d.heading(3, d.own.numbers)
	rows := [][]cell{{{{text: d.own.value}}, {{text: d.own.meaning}}, {{text: d.own.place}}}}
	for i, n := range numbers {
		rows = append(rows, []cell{{{text: n.Value + n.Unit + d.mark(fmt.Sprintf("numbers[%d]", i))}}, {{text: n.What}}, {d.anchor(n.Quotes)}})
	}
	d.add(block{kind: table, rows: rows})
}

// dates writes what happens on each date.
func (d *document) dates(dates []daodu.DateFact) {
	if len(dates) == 0 {
		return
	}
	d.heading(3, d.own.dates)
	for i, f := range dates {
		d.add(block{kind: item, runs: []run{bold(f.Date), {text: d.own.colon + f.What}, {text: d.mark(fmt.Sprintf("dates[%d]", i))}, d.anchor(f.Quotes)}})
	}
}

// related writes what to read next and why.
func (d *document) related(reading []daodu.Reading) {
	if len(reading) == 0 {
		return
	}
	d.heading(3, d.own.related)
	for _, r := range reading {
		d.add(block{kind: item, runs: []run{bold(r.Title), {text: d.own.colon + r.Why}}})
	}
}
