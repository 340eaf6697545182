package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/batch"
)

// read yields the articles of an item.
func (j *batchJob) read(ctx context.Context, it *batch.Item) iter.Seq2[*daodu.Article, error] {
	return func(yield func(*daodu.Article, error) bool) {
		for doc, err := range j.documents(ctx, it) {
			var article *daodu.Article
			if err == nil {
				article, err = guard(it.Input, func() (*daodu.Article, error) { return ingest.Article(doc) })
			}
			if !yield(article, err) {
				return
			}
		}
	}
}

// documents yields the texts of an item as they were received.
func (j *batchJob) documents(ctx context.Context, it *batch.Item) iter.Seq2[*raw.Document, error] {
	if it.Request == nil || !it.Request.HasText() {
		return j.in.Reader.Read(ctx, it.Source)
	}
	return func(yield func(*raw.Document, error) bool) {
		line, err := requestLine(it)
		if err != nil {
			yield(nil, err)
			return
		}
		sum := sha256.Sum256(line)
		yield(j.request.Reader.Again(ctx, daodu.Source{
			URI: it.Source, MediaType: "application/x-ndjson", Charset: "utf-8", SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(line)),
		}, line))
	}
}

// requestLine reads the line of a request with a text once more.
func requestLine(it *batch.Item) ([]byte, error) {
	if it.Request.Line != nil {
		return it.Request.Line, nil
	}
	f, err := os.Open(it.Source[:strings.LastIndex(it.Source, "#")])
	if err != nil {
		return nil, fmt.Errorf("%s: %w: it is gone since the run began: %w", it.Input, daodu.ErrNotFound, err)
	}
	defer f.Close()
	line := make([]byte, it.Request.Size)
	if _, err := f.ReadAt(line, it.Request.At); err != nil && err != io.EOF {
		return nil, fmt.Errorf("%s: %w: it changed since the run began: %w", it.Input, daodu.ErrBadInput, err)
	}
	return line, nil
}

// sum returns the hash of the bytes of an item and of all that decides how they are read,
// "" for what must be read to be known.
func (j *batchJob) sum(it *batch.Item) string {
	var sum []byte
	if it.Request != nil && it.Request.HasText() {
		line, err := requestLine(it)
		if err != nil {
			return ""
		}
		of := sha256.Sum256(line)
		sum = of[:]
	} else {
		var ok bool
		if sum, ok = (&adding{in: j.in}).sum(it.Source); !ok {
			return ""
		}
	}
	r := &j.in.Reader
	all := sha256.Sum256(fmt.Appendf(sum, "\n%s\n%s\n%s\n%d", version, r.TextField, r.PDFTool, r.MaxBytes))
	return hex.EncodeToString(all[:])
}
