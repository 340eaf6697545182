package read

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
)

// Again makes a text of bytes that an earlier Read kept as an Original, and of what it
// said of their source. The errors are those of Read.
func (r *Reader) Again(ctx context.Context, src daodu.Source, data []byte) (*raw.Document, error) {
	for doc, err := range r.texts(ctx, kept(src, data)) {
		if err == nil && isRow(src) {
			doc.Source = src // its charset is that of the whole file
		}
		return doc, err
	}
	return nil, named(src.URI, fmt.Errorf("%w: there is nothing in it", daodu.ErrEmpty))
}

// Bytes yields the texts of bytes that came under a name, such as a file that somebody
// sent, as Read does for a file of that name. Nothing is read from the disk.
func (r *Reader) Bytes(ctx context.Context, name string, data []byte) iter.Seq2[*raw.Document, error] {
	in := kept(daodu.Source{}, data)
	in.uri, in.ext = name, strings.ToLower(filepath.Ext(name))
	return r.texts(ctx, in)
}

// kept returns bytes that were kept as an input like the one they came from.
func kept(src daodu.Source, data []byte) *input {
	in := &input{
		uri: src.URI, ext: strings.ToLower(filepath.Ext(src.URI)), size: int64(len(data)),
		body: bufio.NewReaderSize(bytes.NewReader(data), peekBytes), close: func() {},
	}
	switch {
	case isRow(src):
		in.uri = src.URI[:strings.LastIndex(src.URI, "#")]
		in.ext, in.mediaType, in.label = "", src.MediaType, "utf-8"
	case isURL(src.URI):
		// What the server said counts more than the name.
		in.url, in.mediaType, in.label = src.URI, src.MediaType, src.Charset
		if u, err := url.Parse(src.URI); err == nil {
			in.ext = urlExt(u)
		}
	}
	return in
}

// isRow reports whether a source is a row of a crawl.
func isRow(src daodu.Source) bool {
	return strings.Contains(src.URI, "#") && slices.ContainsFunc(rowFormats, func(f rowFormat) bool { return f.mediaType == src.MediaType })
}

// whole returns the source of a row together with what it is a part of says of date,
// publisher and address, so that it can be read by itself.
func (w row) whole() []byte {
	names := slices.Concat(dateNames, publisherNames, urlNames)
	var b bytes.Buffer
	for _, f := range w.outer {
		if f.nested == nil && !blank(f.value) && slices.Contains(names, f.key) {
			fmt.Fprintf(&b, "%s:%s,", quoted(f.name), quoted(f.value))
		}
	}
	if b.Len() == 0 {
		return w.source
	}
	return slices.Concat([]byte("{"), b.Bytes(), []byte(`"record":`), w.source, []byte("}"))
}

// quoted writes a string in JSON, in which no letter is escaped that need not be.
func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string can always be written
	return strings.TrimSuffix(b.String(), "\n")
}
