package prompts

import "slices"

// The limits are far above what the tasks ask for: they stop a model that would not stop,
// and some servers refuse a text of more than 2,000 letters. Letters are Chinese ones.
const (
	longText  = 300 // a statement
	headText  = 120 // a heading, a post
	shortText = 40  // an option, what a figure is of, a name, a term
	bareText  = 30  // a figure, a unit, a date
	sumText   = 40  // a subtraction
	mostCites = 8
)

// cites is the list of sentences that an item rests on.
func cites(least int) field {
	return field{"cites", list(&node{kind: kindCite}, least, mostCites)}
}

// point is a statement with its citations.
var point = object(field{"text", text(1, longText)}, cites(1))

// schemas are those of the answers, by the name of the prompt. Fields that may have nothing to
// say take an empty text, since a model that must say something invents it.
var schemas = map[string]*node{
	Summary: object(
		field{"headline", point},
		field{"points", list(point, 1, 24)},
	),
	Outline: object(
		field{"nodes", list(object(
			field{"level", integer(1, 4)},
			field{"heading", text(1, headText)},
			field{"text", text(0, longText)},
			cites(1),
		), 1, 120)},
	),
	Guide: object(
		field{"overview", list(point, 1, 4)},
		field{"key_points", list(point, 1, 24)},
		field{"specific", list(point, 0, 24)},
		field{"terms", list(term, 0, 24)},
		field{"people", list(person, 0, 40)},
		field{"numbers", list(number, 0, 60)},
		field{"dates", list(date, 0, 40)},
		field{"questions", list(question, 0, 24)},
	),
	Notes: object(
		field{"notes", list(object(
			field{"kind", oneOf("task", "figure", "date", "person", "term", "point")},
			field{"text", text(1, longText)},
			cites(1),
		), 0, 80)},
	),
	Repair: object(
		field{"items", list(object(
			field{"path", text(1, shortText)},
			field{"text", text(0, longText)},
			cites(0),
		), 0, 60)},
	),
}

var (
	term = object(
		field{"term", text(1, shortText)},
		field{"members", list(text(1, shortText), 0, 12)},
		field{"explanation", text(1, longText)},
		cites(1),
	)
	person = object(
		field{"name", text(1, shortText)},
		field{"role", text(0, headText)},
		cites(1),
	)
	number = object(
		field{"value", text(1, bareText)},
		field{"unit", text(0, bareText)},
		field{"what", text(1, shortText)},
		cites(1),
	)
	date = object(
		field{"date", text(1, bareText)},
		field{"what", text(1, shortText)},
		cites(1),
	)
	question = object(
		field{"kind", oneOf("short_answer", "cloze", "choice", "discussion")},
		field{"question", text(1, longText)},
		field{"options", list(text(1, shortText), 0, 4)},
		field{"answer", text(0, longText)},
		field{"why", text(0, sumText)},
		cites(1),
	)
)

// union is one schema for all artifacts and for their repair.
var union = object(
	field{Summary, orNull(schemas[Summary])},
	field{Outline, orNull(schemas[Outline])},
	field{Guide, orNull(schemas[Guide])},
	field{Repair, orNull(schemas[Repair])},
)

// inUnion reports whether the answer of a prompt is a member of the union.
func inUnion(name string) bool {
	return slices.ContainsFunc(union.fields, func(f field) bool { return f.name == name })
}
