package prompts

import (
	"encoding/json"
	"fmt"
	"strings"
)

// A node is a JSON Schema. It is not a map since models write fields in the order of the
// schema: what is decided first must come first, the citations of a text behind it.
type node struct {
	kind     kind
	fields   []field  // of an object, all required
	items    *node    // of a list
	words    []string // the only texts allowed; nil for any
	min, max int      // letters of a text, members of a list, value of a number
	nullable bool
}

// A kind is a type of JSON Schema.
type kind string

const (
	kindObject  kind = "object"
	kindList    kind = "array"
	kindText    kind = "string"
	kindInteger kind = "integer"
	kindCite    kind = "cite" // an integer up to the last sentence
)

// A field is a member of an object.
type field struct {
	name   string
	schema *node
}

func object(fields ...field) *node { return &node{kind: kindObject, fields: fields} }
func list(items *node, from, to int) *node {
	return &node{kind: kindList, items: items, min: from, max: to}
}
func text(from, to int) *node     { return &node{kind: kindText, min: from, max: to} }
func oneOf(words ...string) *node { return &node{kind: kindText, words: words} }
func integer(from, to int) *node  { return &node{kind: kindInteger, min: from, max: to} }
func orNull(n *node) *node        { c := *n; c.nullable = true; return &c }

// Texts have limits in Chinese letters. English has about three for one.
const (
	chineseWidth = 1
	englishWidth = 3
)

func (n *node) render(maxCite int, strict bool, width int) json.RawMessage {
	var b strings.Builder
	(&writer{&b, max(1, maxCite), strict, width}).node(n)
	return json.RawMessage(b.String())
}

// A writer writes a schema without blanks.
type writer struct {
	b       *strings.Builder
	maxCite int
	strict  bool
	width   int // letters for a Chinese one
}

func (w *writer) node(n *node) {
	if n.nullable {
		w.b.WriteString(`{"anyOf":[`)
		defer w.b.WriteString(`,{"type":"null"}]}`)
	}
	switch n.kind {
	case kindObject:
		w.object(n.fields)
	case kindList:
		w.b.WriteString(`{"type":"array","items":`)
		w.node(n.items)
		w.limits("minItems", n.min, "maxItems", n.max)
	case kindText:
		w.b.WriteString(`{"type":"string"`)
		if n.words != nil {
			fmt.Fprintf(w.b, `,"enum":%s}`, quoted(n.words))
			return
		}
		w.limits("minLength", n.min, "maxLength", n.max*w.width)
	case kindInteger:
		w.b.WriteString(`{"type":"integer"`)
		fmt.Fprintf(w.b, `,"enum":%s}`, sequence(n.min, n.max))
	case kindCite:
		w.b.WriteString(`{"type":"integer"`)
		w.limits("minimum", 1, "maximum", w.maxCite)
	}
}

func (w *writer) object(fields []field) {
	names := make([]string, 0, len(fields))
	w.b.WriteString(`{"type":"object","properties":{`)
	for i, f := range fields {
		if i > 0 {
			w.b.WriteByte(',')
		}
		fmt.Fprintf(w.b, "%q:", f.name)
		w.node(f.schema)
		names = append(names, f.name)
	}
	fmt.Fprintf(w.b, `},"required":%s,"additionalProperties":false}`, quoted(names))
}

// limits writes limits, which a strict schema cannot have, and closes the schema.
func (w *writer) limits(least string, from int, most string, to int) {
	if !w.strict {
		if from > 0 {
			fmt.Fprintf(w.b, `,%q:%d`, least, from)
		}
		fmt.Fprintf(w.b, `,%q:%d`, most, to)
	}
	w.b.WriteByte('}')
}

// quoted writes plain words as a JSON list.
func quoted(words []string) string { return `["` + strings.Join(words, `","`) + `"]` }

// sequence writes the numbers from one to another as a JSON list.
func sequence(from, to int) string {
	var numbers []int
	for n := from; n <= to; n++ {
		numbers = append(numbers, n)
	}
	return "[" + join(numbers) + "]"
}
