package main

import (
	"bufio"
	"encoding/json"
	"io"
	"slices"
	"strings"
)

// recordFormats are the values of --format of commands that print a list.
var recordFormats = []string{"text", "json", "jsonl"}

// A recordWriter prints records one after another: as text, as one JSON array, or as one
// JSON object a line.
type recordWriter struct {
	w       *bufio.Writer
	format  string
	written int
}

// records returns what prints records in a format.
func (a *app) records(format string) (*recordWriter, error) {
	if !slices.Contains(recordFormats, format) {
		return nil, unknownFormat(format, recordFormats)
	}
	return &recordWriter{w: bufio.NewWriter(a.out), format: format}, nil
}

// write prints one record; text prints it for people.
func (o *recordWriter) write(record any, text func(io.Writer) error) error {
	first := o.written == 0
	o.written++
	switch o.format {
	case "json":
		return writeElement(o.w, record, first)
	case "jsonl":
		return writeLine(o.w, record)
	}
	return text(o.w)
}

// close ends an array and prints what is buffered.
func (o *recordWriter) close() error {
	if o.format == "json" {
		if err := endArray(o.w, o.written == 0); err != nil {
			return err
		}
	}
	return o.w.Flush()
}

// writeElement writes v as an element of an indented JSON array, which endArray ends.
func writeElement(w io.Writer, v any, first bool) error {
	opening := ",\n"
	if first {
		opening = "[\n"
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("  ", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, opening+"  "+strings.TrimSuffix(b.String(), "\n"))
	return err
}

func endArray(w io.Writer, empty bool) error {
	end := "\n]\n"
	if empty {
		end = "[]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}
