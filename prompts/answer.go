package prompts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/daodu/daodu"
)

// A SummaryAnswer is what a model answers to [Summary].
type SummaryAnswer struct {
	Headline Point   `json:"headline"`
	Points   []Point `json:"points"`
}

// A Point is one statement with the numbers of the sentences it rests on.
type Point struct {
	Text  string `json:"text"`
	Cites []int  `json:"cites"`
}

// An OutlineAnswer is what a model answers to [Outline]: the nodes of all levels in the order
// of the text. A flat list can be streamed and mended.
type OutlineAnswer struct {
	Nodes []Node `json:"nodes"`
}

// A Node is one part of the text.
type Node struct {
	Level   int    `json:"level"` // 1 to 4
	Heading string `json:"heading"`
	Text    string `json:"text"` // "" when the nodes below say it all
	Cites   []int  `json:"cites"`
}

// A GuideAnswer is what a model answers to [Guide].
type GuideAnswer struct {
	Overview  []Point    `json:"overview"`
	KeyPoints []Point    `json:"key_points"`
	Specific  []Point    `json:"specific"`
	Terms     []Term     `json:"terms"`
	People    []Person   `json:"people"`
	Numbers   []Number   `json:"numbers"`
	Dates     []Date     `json:"dates"`
	Questions []Question `json:"questions"`
}

// A Term is a set phrase with what the text says it means.
type Term struct {
	Term        string   `json:"term"`
	Members     []string `json:"members"`
	Explanation string   `json:"explanation"`
	Cites       []int    `json:"cites"`
}

// A Person is somebody the text names. Role is "" when the text does not tell it.
type Person struct {
	Name  string `json:"name"`
	Role  string `json:"role"`
	Cites []int  `json:"cites"`
}

// A Number is a figure as written: Value and Unit behind one another are words of the text.
type Number struct {
	Value string `json:"value"`
	Unit  string `json:"unit"`
	What  string `json:"what"`
	Cites []int  `json:"cites"`
}

// A Date is a date as written, with what happens on it.
type Date struct {
	Date  string `json:"date"`
	What  string `json:"what"`
	Cites []int  `json:"cites"`
}

// A Question asks for something the text says.
type Question struct {
	Kind     daodu.QuestionKind `json:"kind"`
	Question string             `json:"question"`
	Options  []string           `json:"options"` // of a choice
	Answer   string             `json:"answer"`  // "" of what is to be discussed
	Why      string             `json:"why"`     // the sum behind a computed answer
	Cites    []int              `json:"cites"`
}

// A NotesAnswer is what a model answers to [Notes].
type NotesAnswer struct {
	Notes []Note `json:"notes"`
}

// A Note is one thing that a part of a text says.
type Note struct {
	Kind  string `json:"kind"` // task, figure, date, person, term or point
	Text  string `json:"text"`
	Cites []int  `json:"cites"`
}

// A RepairAnswer is what a model answers to [Repair].
type RepairAnswer struct {
	Items []Item `json:"items"`
}

// An Item stands in for what is at Path of the answer that is repaired. An empty Text takes it
// back.
type Item struct {
	Path  string `json:"path"` // "points[2]"
	Text  string `json:"text"`
	Cites []int  `json:"cites"`
}

// A UnionAnswer is an answer with the schema of [Union]. What was not asked for is nil.
type UnionAnswer struct {
	Summary *SummaryAnswer `json:"summary"`
	Outline *OutlineAnswer `json:"outline"`
	Guide   *GuideAnswer   `json:"guide"`
	Repair  *RepairAnswer  `json:"repair"`
}

// Decode reads an answer into one of the types above. It takes no field that the type does
// not have and nothing behind the object. The error wraps [daodu.ErrUpstream]. What the schema
// demands beyond types is told by [Prompt.Check].
func Decode[T any](answer []byte) (*T, error) {
	out := new(T)
	d := json.NewDecoder(bytes.NewReader(answer))
	d.DisallowUnknownFields()
	if err := d.Decode(out); err != nil {
		return nil, fmt.Errorf("%w: the model's answer: %w", daodu.ErrUpstream, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("%w: the model's answer goes on behind its JSON", daodu.ErrUpstream)
	}
	return out, nil
}
