package batch

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/daodu/daodu"
)

// A record is one line of the ledger. It is one of: the plan of a run; what an input was
// found to hold; an artifact, or why it could not be written, under the wish for it.
type record struct {
	Plan     *Plan           `json:"plan,omitempty"`
	Reading  *Reading        `json:"reading,omitempty"`
	Wish     *Wish           `json:"wish,omitempty"`
	Artifact json.RawMessage `json:"artifact,omitempty"`
	Failure  *Failure        `json:"failure,omitempty"`
}

// origin is the part of an artifact that the totals are made of.
type origin struct {
	Schema string       `json:"schema"`
	Origin daodu.Origin `json:"origin"`
}

// errNoRecord says that a line of the ledger is none of ours.
var errNoRecord = errors.New("no record")

// parseRecord reads a line of the ledger. paid is the origin of its artifact.
func parseRecord(line []byte) (r *record, paid daodu.Origin, err error) {
	r = new(record)
	if err := json.Unmarshal(line, r); err != nil {
		return nil, paid, err
	}
	switch {
	case r.Plan != nil, r.Reading != nil && r.Reading.ID != "", r.Wish != nil && r.Failure != nil:
		return r, paid, nil
	case r.Wish != nil && r.Artifact != nil:
		var o origin
		if err := json.Unmarshal(r.Artifact, &o); err != nil || o.Schema != r.Wish.Kind.Schema() {
			return nil, paid, fmt.Errorf("%w: schema %q: %v", errNoRecord, o.Schema, err)
		}
		return r, o.Origin, nil
	}
	return nil, paid, errNoRecord
}

// encode returns v as one line of JSON, Chinese as it is.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// eachLine calls do with every line of src that has its end, however long, and where it
// begins. It returns how many bytes they take, and what stands behind the last.
func eachLine(src io.Reader, do func(line []byte, at int64)) (whole int64, rest []byte, err error) {
	b := bufio.NewReaderSize(src, 1<<16)
	for {
		line, err := b.ReadBytes('\n')
		if err == io.EOF {
			return whole, line, nil
		}
		if err != nil {
			return whole, line, err
		}
		do(line, whole)
		whole += int64(len(line))
	}
}
