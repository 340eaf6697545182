package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"iter"
	"os"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/chunk"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/store"
)

// chunkOptions are how articles of the library are cut. They are no setting: all chunks
// of a library must be alike.
var chunkOptions = chunk.Options{}

// An adding reads inputs for the library.
type adding struct {
	store   *store.Store
	in      *ingest.Ingester
	vectors *vectors
}

// read yields the articles of one input, ready to be stored. What was added before, just
// as it is, is not read again, so that a second run over a folder is quick; of the rows of
// a crawl that is told once they are parted.
func (r *adding) read(ctx context.Context, input string) iter.Seq2[*addition, error] {
	return func(yield func(*addition, error) bool) {
		if sum, ok := r.sum(input); ok {
			if known := r.known(ctx, input, sum); known != nil {
				yield(known, nil)
				return
			}
		}
		for doc, err := range r.in.Reader.Read(ctx, input) {
			var made *addition
			if err == nil {
				made, err = guard(doc.Source.URI, func() (*addition, error) { return r.make(ctx, doc) })
			}
			if !yield(made, err) {
				return
			}
		}
	}
}

// make makes an addition of a text.
func (r *adding) make(ctx context.Context, doc *raw.Document) (*addition, error) {
	sum, err := hex.DecodeString(doc.Source.SHA256)
	if err != nil {
		return nil, err
	}
	if known := r.known(ctx, doc.Source.URI, sum); known != nil {
		return known, nil
	}
	article, err := ingest.Article(doc)
	if err != nil {
		return nil, err
	}
	return newAddition(ctx, article, doc.Original, r.vectors)
}

// known returns the addition of what was added before from an address with these bytes,
// nil when there is none.
func (r *adding) known(ctx context.Context, uri string, sum []byte) *addition {
	id, ok, err := r.store.KnownSource(ctx, uri, sum)
	switch {
	case err != nil:
		return &addition{broken: err}
	case !ok:
		return nil
	}
	entry, err := r.store.Entry(ctx, id)
	switch {
	case errors.Is(err, daodu.ErrNotFound):
		return nil // removed at this moment
	case err != nil:
		return &addition{broken: err}
	}
	return &addition{known: store.Added{ID: id, Outcome: store.Known}, uri: uri, title: entry.Title}
}

// sum returns the SHA-256 of a file. ok is false when the input is none, or when reading
// will tell what is wrong with it.
func (r *adding) sum(file string) (sum []byte, ok bool) {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || r.in.Reader.MaxBytes > 0 && info.Size() > r.in.Reader.MaxBytes {
		return nil, false
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, false
	}
	return h.Sum(nil), true
}
