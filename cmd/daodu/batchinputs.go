package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/internal/batch"
)

// batchItems finds the inputs that args stand for: files, addresses, and the requests in
// files of requests. What lies in the output folder is none. An argument that stands for
// nothing is an item that says why; when all do, it is an error.
func (a *app) batchItems(ctx context.Context, in *ingest.Ingester, args []string, out string) ([]batch.Item, error) {
	l := &itemList{app: a, in: in, seen: map[string]bool{}}
	var err error
	if l.out, err = filepath.Abs(out); err != nil {
		return nil, err
	}
	for _, arg := range args {
		for input, err := range in.Reader.Expand(ctx, []string{arg}) {
			if err != nil {
				l.fail(arg, err)
			} else if err := l.add(ctx, input); err != nil {
				l.fail(input, err)
			}
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
		}
	}
	if len(l.items) == 0 {
		return nil, fmt.Errorf("%w: there is no input but what lies in the output folder; name the texts", daodu.ErrUsage)
	}
	if l.failed == len(l.items) {
		var failed []error
		for _, it := range l.items {
			failed = append(failed, it.Err)
		}
		return nil, errors.Join(failed...)
	}
	return l.items, nil
}

// An itemList is a list of items that is being made.
type itemList struct {
	app    *app
	in     *ingest.Ingester
	out    string // absolute
	items  []batch.Item
	seen   map[string]bool // by ID
	failed int             // items that are arguments which stand for nothing
}

// put adds an item unless it is there.
func (l *itemList) put(it batch.Item) {
	if !l.seen[it.ID] {
		l.seen[it.ID] = true
		l.items = append(l.items, it)
	}
}

// fail adds an argument that stands for nothing; it may have several faults.
func (l *itemList) fail(arg string, err error) {
	id := withoutPassword(arg)
	for n := 2; l.seen[id]; n++ {
		id = fmt.Sprintf("%s (%d)", withoutPassword(arg), n)
	}
	l.put(batch.Item{ID: id, Input: withoutPassword(arg), Err: err})
	l.failed++
}

// add adds an input, or the requests that it holds.
func (l *itemList) add(ctx context.Context, input string) error {
	if l.ours(input) {
		return nil
	}
	requests, err := l.requests(ctx, input)
	if err != nil {
		return err
	}
	if requests == nil {
		name := withoutPassword(input)
		l.put(batch.Item{ID: name, Input: name, Source: input})
	}
	for _, it := range requests {
		if l.seen[it.ID] && it.Err == nil {
			it.Err = fmt.Errorf("%s: %w: custom_id %q stands in another file too; give each its own", it.Input, daodu.ErrUsage, it.CustomID)
			it.ID = it.Input
		}
		it.Input = withoutPassword(it.Input)
		l.put(it)
	}
	return nil
}

// ours reports whether an input lies in the output folder.
func (l *itemList) ours(input string) bool {
	if input == "-" || strings.Contains(input, "://") {
		return false
	}
	file, err := filepath.Abs(input)
	return err == nil && strings.HasPrefix(file, l.out+string(filepath.Separator))
}

// requests returns the requests in an input, nil when it is no file of requests.
func (l *itemList) requests(ctx context.Context, input string) ([]batch.Item, error) {
	switch ext := strings.ToLower(filepath.Ext(input)); {
	case input == "-":
		return l.stdin(ctx)
	case strings.Contains(input, "://"), ext != ".jsonl" && ext != ".ndjson":
		return nil, nil
	}
	f, err := os.Open(input)
	if err != nil {
		return nil, nil // reading it will tell
	}
	defer f.Close()
	head, err := firstLine(f, l.in.Reader.MaxBytes)
	if err != nil || !batch.IsRequest(head) {
		return nil, nil
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return batch.Requests(f, input, false)
}

// stdin returns the requests on standard input. When it holds none it is given back, to
// be read as a text.
func (l *itemList) stdin(ctx context.Context) ([]batch.Item, error) {
	if l.seen["-"] {
		return nil, nil
	}
	type read struct {
		items []batch.Item
		err   error
	}
	done := make(chan read, 1) // a read that waits for somebody to type cannot be interrupted
	go func() {
		var r read
		src := bufio.NewReader(l.app.in)
		head, err := firstLine(src, l.in.Reader.MaxBytes)
		whole := io.MultiReader(bytes.NewReader(head), src)
		if r.err = err; err == nil && batch.IsRequest(head) {
			r.items, r.err = batch.Requests(whole, "-", true)
		} else {
			l.in.Reader.Stdin = whole
		}
		done <- r
	}()
	select {
	case r := <-done:
		return r.items, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// firstLine returns the first line of src that is not blank with all before it, max bytes
// at most, or what there is.
func firstLine(src io.Reader, max int64) ([]byte, error) {
	b, ok := src.(*bufio.Reader)
	if !ok {
		b = bufio.NewReader(io.LimitReader(src, max))
	}
	var head []byte
	for int64(len(head)) < max {
		part, err := b.ReadSlice('\n')
		head = append(head, part...)
		switch {
		case err == io.EOF:
			return head, nil
		case err == bufio.ErrBufferFull:
			continue
		case err != nil:
			return head, err
		case len(bytes.TrimSpace(head)) > 0:
			return head, nil
		}
	}
	return head, nil
}

// withoutPassword returns an input as it may be stored: an address without user and
// password.
func withoutPassword(input string) string {
	scheme, rest, isURL := strings.Cut(input, "://")
	if !isURL {
		return input
	}
	u, err := url.Parse(input)
	if err != nil {
		return scheme + "://" + rest[strings.LastIndex(rest, "@")+1:]
	}
	if u.User == nil {
		return input
	}
	u.User = nil
	return u.String()
}
