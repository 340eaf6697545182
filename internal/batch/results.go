package batch

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"path/filepath"

	"github.com/daodu/daodu"
)

// place of a line in results.jsonl and failures.jsonl among those of other inputs.
type lineHead struct {
	Input    string `json:"input"`
	CustomID string `json:"custom_id,omitempty"`
	Name     string `json:"name,omitempty"` // of the folder
}

// A failedLine is a line of failures.jsonl. Kind is empty for what could not be read.
type failedLine struct {
	lineHead
	Kind daodu.Kind `json:"kind,omitempty"`
	Failure
}

// WriteResults makes results.jsonl and failures.jsonl of the last plan anew, in the order
// of its inputs: the same bytes however often the run was stopped. A line of results is
// an artifact with input, custom_id and name before its own fields.
func (l *Ledger) WriteResults() error {
	temp := filepath.Join(l.dir, ownFolder, tempFolder)
	err := writeThrough(filepath.Join(l.dir, ResultsFile), temp, synced, func(f *os.File) error { return buffered(f, l.results) })
	if err != nil {
		return err
	}
	return writeThrough(filepath.Join(l.dir, FailuresFile), temp, synced, func(f *os.File) error { return buffered(f, l.failed) })
}

func buffered(w io.Writer, write func(io.Writer) error) error {
	b := bufio.NewWriterSize(w, 1<<16)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}

// eachText calls do with every text of the last plan that an input was found to hold.
func (l *Ledger) eachText(do func(*Plan, *Item, *Text) error) error {
	p := l.Plan()
	if p == nil {
		return nil
	}
	for i := range p.Items {
		r := l.reading(p.Items[i].ID)
		if r == nil {
			continue
		}
		for j := range r.Texts {
			if err := do(p, &p.Items[i], &r.Texts[j]); err != nil {
				return err
			}
		}
	}
	return nil
}

// results writes a line for each artifact.
func (l *Ledger) results(w io.Writer) error {
	return l.eachText(func(p *Plan, it *Item, t *Text) error {
		if t.Failure != nil {
			return nil
		}
		head, err := encode(lineHead{Input: it.Input, CustomID: it.CustomID, Name: t.Name})
		if err != nil {
			return err
		}
		head = bytes.TrimSuffix(head, []byte("}\n"))
		for _, wish := range p.wishes(it, t) {
			art, err := l.artifact(wish, t.Article)
			if err != nil {
				return err
			}
			if art == nil {
				continue
			}
			// Both are objects with members.
			for _, part := range [][]byte{head, []byte(","), art[1:], []byte("\n")} {
				if _, err := w.Write(part); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// failed writes a line for each text that could not be read and each artifact that could
// not be written.
func (l *Ledger) failed(w io.Writer) error {
	return l.eachText(func(p *Plan, it *Item, t *Text) error {
		line := failedLine{lineHead: lineHead{Input: it.Input, CustomID: it.CustomID, Name: t.Name}}
		if t.Failure != nil {
			line.Failure = *t.Failure
			return writeJSON(w, line)
		}
		for _, wish := range p.wishes(it, t) {
			f := l.failure(wish)
			if f == nil {
				continue
			}
			line.Kind, line.Failure = wish.Kind, *f
			if err := writeJSON(w, line); err != nil {
				return err
			}
		}
		return nil
	})
}

func writeJSON(w io.Writer, v any) error {
	data, err := encode(v)
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}
