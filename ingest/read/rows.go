package read

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read/charset"
	"github.com/daodu/daodu/ingest/read/webpage"
)

// A row is one record of a crawl.
type row struct {
	fields []field
	outer  []field // of what the record is a part of; they say nothing of its text
	source []byte  // as it stands in the file, in UTF-8, see whole
}

// A rowFormat is a format of crawls.
type rowFormat struct {
	mediaType string
	exts      []string
	// rows yields the rows of src, none of them over max bytes. After an error it goes
	// on with the next row if it can find it.
	rows func(src *bufio.Reader, max int64) iter.Seq2[row, error]
}

var rowFormats = []rowFormat{
	{"application/json", []string{".json"}, jsonRows},
	{"application/x-ndjson", []string{".jsonl", ".ndjson"}, lineRows},
	{"text/csv", []string{".csv"}, csvRows},
	{"text/tab-separated-values", []string{".tsv"}, csvRows},
}

// jsonObject matches the beginning of JSON that has no name to tell.
var jsonObject = regexp.MustCompile(`^(?:\x{FEFF}|\s)*\[?\s*\{\s*"`)

// rowFormatOf returns the format of a crawl, nil when the input is one text. What
// servers and people save under the name of a crawl may be an error page or a PDF.
func rowFormatOf(in *input) *rowFormat {
	head := in.peek()
	if bytes.HasPrefix(bytes.TrimLeft(head, "\uFEFF \t\r\n"), []byte("<")) ||
		slices.ContainsFunc(formats, func(f format) bool { return f.is(head) }) {
		return nil
	}
	for i, f := range rowFormats {
		if slices.Contains(f.exts, in.ext) || f.mediaType == in.mediaType {
			return &rowFormats[i]
		}
	}
	if in.ext == "" && jsonObject.Match(head) {
		return &rowFormats[0]
	}
	return nil
}

// A crawl is a file of rows that is being read.
type crawl struct {
	*Reader
	in      *input
	format  *rowFormat
	charset string
}

// crawl yields the texts of a crawl, numbered from 1, and holds one row at a time.
func (r *Reader) crawl(ctx context.Context, in *input, f *rowFormat) iter.Seq2[*raw.Document, error] {
	return func(yield func(*raw.Document, error) bool) {
		c, err := charset.Detect(in.peek(), in.label)
		if err != nil {
			yield(nil, named(in.uri, err))
			return
		}
		file := crawl{Reader: r, in: in, format: f, charset: c.Name}
		n := 0
		for row, err := range f.rows(c.NewReader(in.body), r.maxBytes()) {
			for doc, err := range file.texts(ctx, row, err) {
				n++
				uri := fmt.Sprintf("%s#%d", in.uri, n)
				if r.MaxRows > 0 && n > r.MaxRows {
					yield(nil, named(in.uri, fmt.Errorf("%w: more than %d rows", daodu.ErrTooLarge, r.MaxRows)))
					return
				}
				if doc != nil {
					doc.Source.URI = uri
				}
				// When not even the first row has a text, the others have none either.
				if !yield(doc, named(uri, err)) || ctx.Err() != nil || n == 1 && errors.Is(err, errNoField) {
					return
				}
			}
		}
		if n == 0 {
			yield(nil, named(in.uri, fmt.Errorf("%w: there are no rows in it", daodu.ErrEmpty)))
		}
	}
}

// texts yields the text of a row, or of each record in it, or the error.
func (c *crawl) texts(ctx context.Context, w row, err error) iter.Seq2[*raw.Document, error] {
	return func(yield func(*raw.Document, error) bool) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			yield(nil, err)
			return
		}
		for _, record := range records(w, c.TextField) {
			if !yield(c.guard(ctx, c.in.uri, func() (*raw.Document, error) { return c.text(ctx, record) })) {
				return
			}
		}
	}
}

// text makes a text of a row.
func (c *crawl) text(ctx context.Context, w row) (*raw.Document, error) {
	words, err := textOf(w, c.TextField)
	if err != nil {
		return nil, err
	}
	outer := metaOf(w.outer)
	outer.Title, outer.Author = "", "" // those of a list or an issue
	meta := merge(metaOf(w.fields), outer)
	t := charset.Mend(words)
	doc := &raw.Document{Text: t.Text}
	if markedUp(t.Text) {
		if doc, err = webpage.Read(ctx, t.Text, meta.URL); err != nil {
			return nil, err
		}
	}
	if blank(doc.Text) {
		return nil, fmt.Errorf("%w: its text is empty", daodu.ErrEmpty)
	}
	doc.Damage = append(doc.Damage, t.DamageIn(doc.Text)...)
	doc.Meta = merge(meta, doc.Meta)
	source := w.whole()
	sum := sha256.Sum256(source)
	doc.Source = daodu.Source{
		MediaType: c.format.mediaType,
		Charset:   c.charset,
		SHA256:    hex.EncodeToString(sum[:]),
		Bytes:     int64(len(source)),
	}
	if c.Keep {
		doc.Original = source
	}
	return doc, nil
}

// htmlTag matches tags that do not occur in prose.
var htmlTag = regexp.MustCompile(`(?i)</(?:p|div|span|table|t[dr]|li|ul|h[1-6]|strong|a|b|font|section)>|<(?:br|hr)\s*/?>|<(?:p|div|img|span)[\s>]`)

// markedUp reports whether text is a piece of HTML rather than prose that speaks of a
// tag.
func markedUp(text string) bool {
	if !strings.Contains(text, "<") {
		return false
	}
	return htmlText.MatchString(text) && htmlTag.MatchString(text) || len(htmlTag.FindAllStringIndex(text, 2)) > 1
}

// A budget fails when more than max bytes are read for one row.
type budget struct {
	src       io.Reader
	max, left int64
}

// errRowSize is in the error of a row that is too large.
var errRowSize = errors.New("the row is over the limit")

func rowTooLarge(max int64) error {
	return fmt.Errorf("%w: %w of %s; raise it with --max-bytes", daodu.ErrTooLarge, errRowSize, megabytes(max))
}

func newBudget(src io.Reader, max int64) *budget { return &budget{src: src, max: max, left: max} }

// next begins the next row. What has been read ahead of it is not counted.
func (b *budget) next() { b.left = b.max }

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, rowTooLarge(b.max)
	}
	n, err := b.src.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
