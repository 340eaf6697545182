package batch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// A Request is a line of a file of requests: a text, or where one is, with an ID that the
// results carry. Other members of the line, such as title and date, say what they say in
// the rows of a crawl.
type Request struct {
	CustomID string       `json:"custom_id"`
	Text     string       `json:"text"`
	URL      string       `json:"url"`
	Path     string       `json:"path"`
	Kinds    []daodu.Kind `json:"kinds"`
	Length   daodu.Length `json:"length"`

	// Line is the whole line when the request has a text; nil when it can be read again
	// from the file, at At.
	Line []byte `json:"-"`
	At   int64  `json:"-"` // byte in the file
	Size int    `json:"-"` // of the line, in bytes
}

// byteOrderMark opens the files of some editors.
var byteOrderMark = []byte("\uFEFF")

// IsRequest reports whether a line is a request, well-formed or not, rather than a row of
// a crawl.
func IsRequest(line []byte) bool {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(bytes.TrimPrefix(line, byteOrderMark), &members); err != nil {
		return false
	}
	_, ok := members["custom_id"]
	return ok
}

// Requests reads a file of requests into items, in order. name is that of the file, by
// which the items are known as "name#3". keep holds the texts in memory, for what cannot be
// read twice. A line that is wrong gives an item that says why.
func Requests(src io.Reader, name string, keep bool) ([]Item, error) {
	var items []Item
	seen := map[string]bool{}
	take := func(line []byte, at int64) {
		if len(bytes.TrimSpace(line)) == 0 {
			return
		}
		it := requestItem(line, fmt.Sprintf("%s#%d", name, len(items)+1), seen)
		if it.Request.At, it.Request.Size = at, len(line); keep {
			it.Request.Line = line
		}
		items = append(items, it)
	}
	whole, rest, err := eachLine(src, take)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", name, daodu.ErrBadInput, err)
	}
	take(rest, whole)
	return items, nil
}

// requestItem returns the item of a request. The text itself is not held.
func requestItem(line []byte, place string, seen map[string]bool) Item {
	r := new(Request)
	err := json.Unmarshal(bytes.TrimPrefix(line, byteOrderMark), r)
	if err != nil {
		err = fmt.Errorf("%w: no request: %w", daodu.ErrBadInput, err)
	} else {
		err = r.check(seen)
	}
	it := Item{ID: place, Input: place, Source: place, Request: r}
	if err != nil {
		it.Err = fmt.Errorf("%s: %w", place, err)
		return it
	}
	seen[r.CustomID] = true
	it.ID, it.CustomID, it.Kinds, it.Length = "custom_id "+r.CustomID, r.CustomID, r.Kinds, r.Length
	if r.Text == "" {
		it.Source = r.URL + r.Path
		it.Input = it.Source
	}
	r.Text = ""
	return it
}

// check refuses what cannot be carried out.
func (r *Request) check(seen map[string]bool) error {
	given := 0
	for _, source := range []string{r.Text, r.URL, r.Path} {
		if source != "" {
			given++
		}
	}
	switch {
	case strings.TrimSpace(r.CustomID) == "":
		return fmt.Errorf("%w: the request has no custom_id", daodu.ErrUsage)
	case seen[r.CustomID]:
		return fmt.Errorf("%w: custom_id %q stands in an earlier line too; give each its own", daodu.ErrUsage, r.CustomID)
	case given != 1:
		return fmt.Errorf("%w: the request has %d of text, url and path; give it one", daodu.ErrUsage, given)
	case r.URL != "" && !strings.Contains(r.URL, "://"):
		return fmt.Errorf("%w: url %q is no address", daodu.ErrUsage, r.URL)
	case r.Length != "" && !slices.Contains([]daodu.Length{daodu.Short, daodu.Medium, daodu.Long}, r.Length):
		return fmt.Errorf("%w: unknown length %q; choose short, medium or long", daodu.ErrUsage, r.Length)
	}
	for i, k := range r.Kinds {
		if !slices.Contains(daodu.Kinds, k) || slices.Contains(r.Kinds[:i], k) {
			return fmt.Errorf("%w: kind %q is unknown, or given twice; choose from summary, outline, guide", daodu.ErrUsage, k)
		}
	}
	return nil
}

// HasText reports whether the request carries its text itself.
func (r *Request) HasText() bool { return r.URL == "" && r.Path == "" }
