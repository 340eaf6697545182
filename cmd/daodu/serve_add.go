package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"runtime"
	"strings"
	"sync"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/api"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/store"
)

// A servedAdder adds what comes in over the API to one workspace.
type servedAdder struct {
	app   *app
	in    *ingest.Ingester
	slots chan struct{} // as many texts are read at once, by all requests together
	store *store.Store

	mu      sync.Mutex
	vectors *vectors // nil until the embedder answered
}

// adders returns what makes an adder for each workspace of a server; they share its
// processors.
func (a *app) adders() (func(*store.Store) *servedAdder, error) {
	in, err := a.ingester()
	if err != nil {
		return nil, err
	}
	in.Reader.Keep, in.Reader.Stdin = true, nil
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	return func(s *store.Store) *servedAdder { return &servedAdder{app: a, in: in, slots: slots, store: s} }, nil
}

// Add reads what came in and stores it in one transaction, or one by one when the library
// refuses something of it.
func (d *servedAdder) Add(ctx context.Context, in []api.Incoming, wishes []daodu.Wish, by string) ([]api.Added, error) {
	vectors, err := d.making(ctx)
	if err != nil {
		return nil, err
	}
	read := d.read(ctx, &adding{store: d.store, in: d.in, vectors: vectors}, in)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var batch []*addition
	for _, r := range read {
		if r.err != nil {
			continue
		}
		if r.value.broken != nil {
			return nil, r.value.broken
		}
		batch = append(batch, r.value)
	}
	outcomes, refused, err := (&addWriter{store: d.store, order: store.Order{Wishes: plainLangs(wishes), By: by}}).add(ctx, batch)
	if err != nil {
		return nil, err
	}
	return told(read, outcomes, refused), nil
}

// making returns what makes the vectors of one request: a model that did not answer is
// asked again with the next.
func (d *servedAdder) making(ctx context.Context) (*vectors, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.vectors == nil {
		v, err := d.app.vectors(ctx, d.store)
		if err != nil || v.embedder == nil {
			return v, err
		}
		d.vectors = v
	}
	return &vectors{embedder: d.vectors.embedder, inUse: d.vectors.inUse}, nil
}

// told returns what the API tells of additions.
func told(read []result[*addition], outcomes []store.Added, refused []error) []api.Added {
	out := make([]api.Added, len(read))
	n := 0
	for i, r := range read {
		if r.err != nil {
			out[i] = api.Added{URI: r.uri, Err: r.err}
			continue
		}
		it := r.value
		out[i] = api.Added{
			ID: outcomes[n].ID, Outcome: string(outcomes[n].Outcome), Title: it.title, URI: it.uri, Err: refused[n],
			Pending: it.pending && outcomes[n].Outcome == store.New, ReprintOf: outcomes[n].ReprintOf, Jobs: outcomes[n].Jobs,
		}
		n++
	}
	return out
}

// read makes additions of what came in, beside each other but in order.
func (d *servedAdder) read(ctx context.Context, reading *adding, in []api.Incoming) []result[*addition] {
	parts := make([][]result[*addition], len(in))
	var running sync.WaitGroup
	for i, it := range in {
		select {
		case d.slots <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		running.Go(func() {
			defer func() { <-d.slots }()
			parts[i] = d.texts(ctx, reading, it)
		})
	}
	running.Wait()
	var all []result[*addition]
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// texts makes additions of one thing that came in.
func (d *servedAdder) texts(ctx context.Context, reading *adding, it api.Incoming) (out []result[*addition]) {
	uri := uriOf(it)
	for doc, err := range d.documents(ctx, it, uri) {
		r := result[*addition]{uri: uri, err: err}
		if err == nil {
			r.uri = doc.Source.URI
			r.value, r.err = guard(r.uri, func() (*addition, error) { return reading.make(ctx, doc) })
		}
		out = append(out, r)
	}
	return out
}

// uriOf returns where something comes from, as the library has it: a name that a caller
// gave to a file is no path of this machine.
func uriOf(it api.Incoming) string {
	switch {
	case it.URL != "":
		return it.URL
	case it.Open != nil:
		return "upload:" + fileName(it.Name)
	case it.URI != "":
		return it.URI
	}
	return "text:" + hexSum([]byte(it.Text))[:16]
}

// fileName returns the last element of a name, of whatever system, without what does not
// show.
func fileName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) && r != unicode.ReplacementChar {
			return r
		}
		return -1
	}, strings.ToValidUTF8(name, ""))
	if name == "" || strings.Trim(name, ".") == "" {
		return "unnamed"
	}
	return name
}

func hexSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// documents yields the texts of one thing that came in.
func (d *servedAdder) documents(ctx context.Context, it api.Incoming, uri string) iter.Seq2[*raw.Document, error] {
	switch {
	case it.URL != "":
		return d.in.Reader.Read(ctx, it.URL)
	case it.Open != nil:
		data, err := d.bytes(it)
		if err != nil {
			return failing(fmt.Errorf("%s: %w", uri, err))
		}
		return d.in.Reader.Bytes(ctx, uri, data)
	}
	return func(yield func(*raw.Document, error) bool) {
		data := []byte(it.Text)
		yield(&raw.Document{
			Text: it.Text, Original: data, Meta: raw.Meta{Title: it.Title, Author: it.Author, Publisher: it.Publisher, Date: it.Date},
			Source: daodu.Source{URI: uri, MediaType: "text/plain", Charset: "utf-8", SHA256: hexSum(data), Bytes: int64(len(data))},
		}, nil)
	}
}

// bytes returns the bytes of a file that was sent.
func (d *servedAdder) bytes(it api.Incoming) ([]byte, error) {
	r, size, err := it.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if limit := d.in.Reader.MaxBytes; limit > 0 && size > limit {
		return nil, fmt.Errorf("%w: %d bytes, the limit is %d; send a shorter file", daodu.ErrTooLarge, size, limit)
	}
	return io.ReadAll(r)
}

// failing yields an error alone.
func failing(err error) iter.Seq2[*raw.Document, error] {
	return func(yield func(*raw.Document, error) bool) { yield(nil, err) }
}
