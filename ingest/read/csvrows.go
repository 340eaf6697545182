package read

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
)

// csvRows yields the rows of a table whose columns are separated by commas, tabs or
// semicolons. The first row names the columns, unless it looks like text; then they
// are called 1, 2, and so on. The source of a row is the row written anew below the
// names, so that it can be read by itself.
func csvRows(src *bufio.Reader, max int64) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		head, _ := src.Peek(src.Size())
		b := newBudget(src, max)
		t := csv.NewReader(b)
		t.Comma = separator(head)
		t.LazyQuotes = true    // crawlers do not double quotes
		t.FieldsPerRecord = -1 // nor count columns
		var header []string
		for first := true; ; first = false {
			cells, err := t.Read()
			b.next() // a quote that is never closed would else swallow the whole file
			switch {
			case err == io.EOF:
				return
			case err != nil:
				// After a malformed row the reader goes on with the next line.
				if !yield(row{}, csvError(err)) || !isParseError(err) {
					return
				}
			case first && isHeader(cells):
				header = cells
			case !yield(csvRow(header, cells), nil):
				return
			}
		}
	}
}

// separator returns the sign that the first line has most of.
func separator(head []byte) rune {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	best := ','
	for _, sign := range "\t;" {
		if bytes.Count(line, []byte(string(sign))) > bytes.Count(line, []byte(string(best))) {
			best = sign
		}
	}
	return best
}

// isHeader reports whether cells are names: short and without a full stop.
func isHeader(cells []string) bool {
	for _, cell := range cells {
		if utf8.RuneCountInString(cell) > 30 || strings.ContainsAny(cell, "。\n") {
			return false
		}
	}
	return true
}

// csvRow gives cells the names of the header, and those beyond it their numbers.
func csvRow(header, cells []string) row {
	var w row
	for i, cell := range cells {
		name := strconv.Itoa(i + 1)
		if i < len(header) {
			name = header[i]
		}
		w.fields = append(w.fields, newField(name, cell))
	}
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	if header != nil {
		_ = out.Write(header) // a buffer takes everything
	}
	_ = out.Write(cells)
	out.Flush()
	w.source = b.Bytes()
	return w
}

// isParseError tells a fault of one row from one of the file.
func isParseError(err error) bool {
	var parse *csv.ParseError
	return errors.As(err, &parse)
}

// csvError says what is wrong with a table; other errors of the source stay.
func csvError(err error) error {
	if !isParseError(err) || errors.Is(err, errRowSize) {
		return err
	}
	return fmt.Errorf("%w: not a valid table: %w", daodu.ErrBadInput, err)
}
