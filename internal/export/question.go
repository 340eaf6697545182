package export

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// answers names the heading of the answers, which paper has on a page of their own.
const answers = "answers"

// questions writes the questions that have an answer, numbered through.
func (d *document) questions(questions []daodu.Question) {
	n := 0
	for _, q := range questions {
		if discussed(q) {
			continue
		}
		if n++; n == 1 {
			d.heading(3, d.own.questions)
		}
		d.add(block{kind: numbered, number: n, runs: []run{{text: q.Question}}})
		for k, o := range q.Options {
			d.add(block{kind: option, number: n, runs: []run{{text: letter(k) + ". " + o}}})
		}
	}
}

// discussion writes the questions that a group talks about, each with the place to read.
func (d *document) discussion(questions []daodu.Question) {
	n := 0
	for _, q := range questions {
		if !discussed(q) {
			continue
		}
		if n++; n == 1 {
			d.heading(3, d.own.discussion)
		}
		d.add(block{kind: numbered, number: n, runs: []run{{text: q.Question}, d.anchor(q.Quotes)}})
	}
}

// answers writes the answers under the numbers of their questions, with the place that
// proves them.
func (d *document) answers(questions []daodu.Question) {
	n := 0
	for i, q := range questions {
		if discussed(q) {
			continue
		}
		if n++; n == 1 {
			d.opening(answers, 3, d.own.answers)
		}
		runs := []run{{text: answerWords(q)}}
		if q.Why != "" {
			runs = append(runs, run{text: d.own.and + q.Why})
		}
		runs = append(runs, run{text: d.mark(fmt.Sprintf("questions[%d]", i))}, d.anchor(q.Quotes))
		d.add(block{kind: numbered, number: n, runs: runs})
	}
}

// discussed reports whether a question is for talking about: it has no answer.
func discussed(q daodu.Question) bool { return q.Kind == daodu.Discussion || q.Answer == "" }

// answerWords writes an answer, with the letter of its option in front: B. 1800万元.
func answerWords(q daodu.Question) string {
	for k, o := range q.Options {
		if letter(k) == strings.TrimSpace(q.Answer) {
			return letter(k) + ". " + o
		}
	}
	if k := slices.Index(q.Options, q.Answer); k >= 0 {
		return letter(k) + ". " + q.Answer
	}
	return q.Answer
}

// letter names the k-th option, counted from 0.
func letter(k int) string { return string(rune('A' + k)) }
