package read

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/daodu/daodu"
)

// jsonRows yields the elements of an array, the lines of a file of JSON lines, or the
// objects that follow each other, whichever src holds.
func jsonRows(src *bufio.Reader, max int64) iter.Seq2[row, error] {
	// A first line that is a whole value with more behind it means JSON lines: what is
	// laid out over lines begins with a bracket or brace alone, and one value has no rest.
	head, _ := src.Peek(src.Size())
	head = bytes.TrimSpace(head)
	first, rest, _ := bytes.Cut(head, []byte("\n"))
	switch {
	case bytes.HasPrefix(head, []byte("[")) && !(json.Valid(first) && len(rest) > 0):
		return arrayRows(src, max)
	case json.Valid(first) && len(rest) > 0:
		return lineRows(src, max)
	}
	return valueRows(src, max)
}

// arrayRows yields the elements of an array.
func arrayRows(src io.Reader, max int64) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		b := newBudget(src, max)
		// The decoder keeps no more than the element it is at.
		d := json.NewDecoder(b)
		if _, err := d.Token(); err != nil {
			yield(row{}, jsonError(err))
			return
		}
		for d.More() {
			var value json.RawMessage
			if err := d.Decode(&value); err != nil {
				yield(row{}, jsonError(err))
				return
			}
			b.next()
			if !yield(jsonRow(value), nil) {
				return
			}
		}
		if _, err := d.Token(); err != nil {
			yield(row{}, jsonError(err))
		}
	}
}

// valueRows yields values that follow each other, usually a single object.
func valueRows(src io.Reader, max int64) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		b := newBudget(src, max)
		// After a syntax error the decoder cannot find the next value; the rest is lost.
		for d := json.NewDecoder(b); ; b.next() {
			var value json.RawMessage
			err := d.Decode(&value)
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(row{}, jsonError(err))
				return
			}
			if !yield(jsonRow(value), nil) {
				return
			}
		}
	}
}

// lineRows yields the lines of src that are not blank. A line that is broken or too
// long does not keep it from the next one.
func lineRows(src *bufio.Reader, max int64) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for {
			line, err := readLine(src, max)
			if err != nil && !errors.Is(err, errRowSize) {
				if err != io.EOF {
					yield(row{}, err)
				}
				return
			}
			line = bytes.TrimSpace(line)
			var w row
			switch {
			case err != nil:
			case len(line) == 0:
				continue
			case json.Valid(line):
				w = jsonRow(line)
			default:
				// Unmarshal is asked once more for what is wrong only.
				err = jsonError(json.Unmarshal(line, &w.source))
			}
			if !yield(w, err) {
				return
			}
		}
	}
}

// readLine reads a line, of which it keeps max bytes at most; longer ones are read to
// their end and are an error.
func readLine(src *bufio.Reader, max int64) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := src.ReadSlice('\n')
		if long = long || int64(len(line)+len(part)) > max; !long {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
		case err == io.EOF && len(line) == 0 && !long, err != nil && err != io.EOF:
			return nil, err
		case long:
			return nil, rowTooLarge(max)
		default:
			return line, nil
		}
	}
}

// jsonError says what is wrong with JSON; other errors of the source stay.
func jsonError(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("%w: the JSON breaks off", daodu.ErrBadInput)
	case errors.As(err, &syntax):
		return fmt.Errorf("%w: not valid JSON: %w", daodu.ErrBadInput, err)
	}
	return err
}

// jsonRow makes a row of a valid JSON value. Only objects and strings have fields.
func jsonRow(value json.RawMessage) row {
	w := row{source: bytes.Clone(value)} // the decoder writes over value
	switch bytes.TrimSpace(value)[0] {
	case '"':
		w.fields = []field{newField("text", scalar(value))}
	case '{':
		w.fields = jsonFields(value)
	}
	return w
}

// jsonFields returns the fields of an object in their order.
func jsonFields(object json.RawMessage) []field {
	var fields []field
	d := json.NewDecoder(bytes.NewReader(object))
	_, _ = d.Token() // the brace; the object is valid
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return fields
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return fields
		}
		f := newField(fmt.Sprint(name), "")
		switch value[0] { // decoders leave no space before a value
		case '[', '{':
			f.nested = value
			f.value = paragraphs(value)
		default:
			f.value = scalar(value)
		}
		fields = append(fields, f)
	}
	return fields
}

// scalar returns a string as it reads, a number as it is written, "" for null.
func scalar(value json.RawMessage) string {
	var s string
	if json.Unmarshal(value, &s) == nil {
		return s
	}
	return string(value)
}

// paragraphs joins an array of strings, as crawlers keep the paragraphs of a page;
// for other values it is "".
func paragraphs(value json.RawMessage) string {
	var lines []string
	if json.Unmarshal(value, &lines) != nil {
		return ""
	}
	return strings.Join(lines, "\n")
}

// elements returns the rows that a nested value holds.
func elements(value json.RawMessage) []row {
	// A single object counts as an array of one.
	var array []json.RawMessage
	if json.Unmarshal(value, &array) != nil {
		array = []json.RawMessage{value}
	}
	var rows []row
	for _, element := range array {
		if bytes.HasPrefix(element, []byte("{")) {
			rows = append(rows, jsonRow(element))
		}
	}
	return rows
}
