package openai

import (
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/prompts"
)

// guide decodes a study guide. Flash cards are made of it when it has been checked; what to
// read next is for the library to say.
func (d *decoder) guide(fields map[string]json.RawMessage) (daodu.Content, error) {
	g := &daodu.Guide{
		Overview:   d.points("overview", list[prompts.Point](d, fields, "overview")),
		KeyPoints:  d.points("key_points", list[prompts.Point](d, fields, "key_points")),
		Specific:   d.points("specific", list[prompts.Point](d, fields, "specific")),
		Terms:      d.terms(fields),
		People:     d.people(fields),
		Numbers:    d.numbers(fields),
		Dates:      d.dates(fields),
		Questions:  d.questions(fields),
		Flashcards: []daodu.Flashcard{},
		Reading:    []daodu.Reading{},
	}
	if len(g.Overview)+len(g.KeyPoints)+len(g.Specific) == 0 {
		return nil, errNothing
	}
	return g, nil
}

func (d *decoder) terms(fields map[string]json.RawMessage) []daodu.Term {
	out := []daodu.Term{}
	for i, t := range unique(d, "terms", list[prompts.Term](d, fields, "terms"), func(t prompts.Term) string { return t.Term }) {
		term := daodu.Term{Term: bare(t.Term)}
		for _, m := range t.Members {
			if m = bare(m); m != "" {
				term.Members = append(term.Members, m)
			}
		}
		term.Explanation = d.point(fmt.Sprintf("terms[%d].explanation", i), statement{clean(t.Explanation), t.Cites})
		out = append(out, term)
	}
	return out
}

func (d *decoder) people(fields map[string]json.RawMessage) []daodu.Person {
	out := []daodu.Person{}
	for i, p := range unique(d, "people", list[prompts.Person](d, fields, "people"), func(p prompts.Person) string { return p.Name }) {
		name, role := clean(p.Name), clean(p.Role)
		out = append(out, daodu.Person{Name: name, Role: role, Quotes: d.quotes(fmt.Sprintf("people[%d]", i), role+name, p.Cites, name, role)})
	}
	return out
}

func (d *decoder) numbers(fields map[string]json.RawMessage) []daodu.Number {
	out := []daodu.Number{}
	given := figured(d, "numbers", list[prompts.Number](d, fields, "numbers"), func(n prompts.Number) string { return n.Value })
	for i, n := range unique(d, "numbers", given, func(n prompts.Number) string { return n.Value + n.Unit + n.What }) {
		x := daodu.Number{Value: clean(n.Value), Unit: clean(n.Unit), What: clean(n.What)}
		x.Quotes = d.quotes(fmt.Sprintf("numbers[%d]", i), x.What+x.Value+x.Unit, n.Cites, x.Value+x.Unit)
		out = append(out, x)
	}
	return out
}

func (d *decoder) dates(fields map[string]json.RawMessage) []daodu.DateFact {
	out := []daodu.DateFact{}
	given := figured(d, "dates", list[prompts.Date](d, fields, "dates"), func(t prompts.Date) string { return t.Date })
	for i, t := range unique(d, "dates", given, func(t prompts.Date) string { return t.Date + t.What }) {
		x := daodu.DateFact{Date: clean(t.Date), What: clean(t.What)}
		x.Quotes = d.quotes(fmt.Sprintf("dates[%d]", i), x.Date+x.What, t.Cites, x.Date)
		out = append(out, x)
	}
	return out
}

// figures are what numbers and dates are written with: digits, numerals, and the words of the
// calendar, in English too.
var figures = regexp.MustCompile(`(?i)[0-9〇零一二三四五六七八九十百千万亿两半年月日季周旬]|half|third|quarter|dozen|hundred|thousand|million|billion|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|day|week|month|year)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)`)

// figured returns the items that have a figure where one belongs.
func figured[T any](d *decoder, name string, items []T, figure func(T) string) []T {
	var out []T
	var wrong []string
	for _, x := range items {
		if !figures.MatchString(zh.FoldString(figure(x))) {
			wrong = append(wrong, shorten(figure(x)))
			continue
		}
		out = append(out, x)
	}
	if len(wrong) > 0 {
		d.note(name, schemaRule, "不是数字或日期，未采用：%s", some(wrong))
	}
	return out
}
