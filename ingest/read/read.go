// Package read is the first step of stage 1: it turns an input (file, URL, standard
// input) into texts as they were received. It tells formats by their content before
// it believes a name, decodes what is Chinese in any charset, and hands web pages,
// Word files and PDF to the packages below it.
//
// One input is one text, except for crawls (.json, .jsonl, .csv, .tsv), which hold a
// text in each row.
package read

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
)

// A Reader reads inputs. The zero value is ready for use; a Reader must not be copied
// after its first use, and may be used by several goroutines.
type Reader struct {
	// MaxBytes is the most bytes of an input, unpacked, and of a row of a crawl, which
	// itself may be of any size. 0 means 100 MiB.
	MaxBytes int64
	// MaxRows is the most rows of a crawl. 0 means any number.
	MaxRows int
	// Timeout is how long fetching one URL may take with all redirects. 0 means 30 s.
	Timeout time.Duration
	// AllowPrivate permits URLs on private, loopback and link-local addresses, and the
	// proxies that the environment names. Without it proxies are not used, because
	// behind a proxy nobody can tell which address is fetched.
	AllowPrivate bool
	// UserAgent is what is said to web servers; "" means "daodu".
	UserAgent string
	// PDFTool is how PDF is read: "" and "go" and a path mean what they mean for
	// [pdf.Reader].
	PDFTool string
	// TextField names the column of a crawl that holds the text. "" means the well-known
	// names (正文, content, text, ...), else the field with the most Chinese.
	TextField string
	// Keep hands on the bytes of each text as its Original.
	Keep bool
	// Stdin is what the input "-" reads; nil means that there is none.
	Stdin io.Reader
	// Lookup returns the addresses of a host; nil means the system's resolver.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	// Log receives what is worth knowing but no fault of the input; nil means nowhere.
	Log *slog.Logger

	dirFS func(dir string) fs.FS // os.DirFS but in tests
	once  sync.Once
	http  *http.Client
}

const (
	defaultMaxBytes = 100 << 20
	defaultTimeout  = 30 * time.Second
)

// Read yields the texts of one input: a file, an http or https URL, or "-" for
// standard input. A file, page or document gives one text or one error; a crawl
// gives one or the other for each row. All errors are one line that names the input.
// They are [daodu.ErrEmpty], [daodu.ErrTooLarge] or [daodu.ErrBadInput] for an input
// that cannot be read as a text, which includes files without permission and
// addresses that are off limits, [daodu.ErrNotFound], [daodu.ErrUpstream] for what
// failed at the other end, or that of ctx.
func (r *Reader) Read(ctx context.Context, input string) iter.Seq2[*raw.Document, error] {
	return func(yield func(*raw.Document, error) bool) {
		in, err := r.open(ctx, input)
		if err != nil {
			yield(nil, named(input, err))
			return
		}
		defer in.close()
		r.texts(ctx, in)(yield)
	}
}

// texts yields the texts of an input that is open.
func (r *Reader) texts(ctx context.Context, in *input) iter.Seq2[*raw.Document, error] {
	if f := rowFormatOf(in); f != nil {
		return r.crawl(ctx, in, f)
	}
	return func(yield func(*raw.Document, error) bool) {
		doc, err := r.document(ctx, in)
		yield(doc, named(in.uri, err))
	}
}

// document reads an input that is one text.
func (r *Reader) document(ctx context.Context, in *input) (*raw.Document, error) {
	data, err := r.readAll(in.body, in.size)
	if err != nil {
		return nil, err
	}
	if len(data) == 0 {
		return nil, fmt.Errorf("%w: the file is empty", daodu.ErrEmpty)
	}
	doc, err := r.guard(ctx, in.uri, func() (*raw.Document, error) { return r.parse(ctx, in, data) })
	if err != nil {
		return nil, err
	}
	if blank(doc.Text) {
		return nil, fmt.Errorf("%w: nothing but space", daodu.ErrEmpty)
	}
	in.describe(doc, data)
	if r.Keep {
		doc.Original = data
	}
	return doc, nil
}

// describe fills in what is known of the source, without touching what the reader of
// the format has said.
func (in *input) describe(doc *raw.Document, data []byte) {
	sum := sha256.Sum256(data)
	doc.Source.URI = in.uri
	doc.Source.SHA256 = hex.EncodeToString(sum[:])
	doc.Source.Bytes = int64(len(data))
	if doc.Meta.URL == "" {
		doc.Meta.URL = in.url
	}
}

// readAll reads src up to the limit; size is what it is said to have, or -1.
func (r *Reader) readAll(src io.Reader, size int64) ([]byte, error) {
	if size > r.maxBytes() {
		return nil, r.tooLarge(size)
	}
	var b bytes.Buffer
	b.Grow(int(min(max(size, 0), 1<<20)) + bytes.MinRead) // servers may say anything
	n, err := b.ReadFrom(io.LimitReader(src, r.maxBytes()+1))
	switch {
	case err != nil:
		return nil, err
	case n > r.maxBytes():
		return nil, r.tooLarge(-1)
	}
	return b.Bytes(), nil
}

// tooLarge is the error for an input of size bytes, or of -1 when nobody has counted.
func (r *Reader) tooLarge(size int64) error {
	over := "over the limit of"
	if size >= 0 {
		over = megabytes(size) + ", the limit is"
	}
	return fmt.Errorf("%w: %s %s; raise it with --max-bytes", daodu.ErrTooLarge, over, megabytes(r.maxBytes()))
}

func (r *Reader) maxBytes() int64 {
	if r.MaxBytes > 0 {
		return r.MaxBytes
	}
	return defaultMaxBytes
}

func (r *Reader) log() *slog.Logger {
	if r.Log != nil {
		return r.Log
	}
	return slog.New(slog.DiscardHandler)
}

// megabytes writes a number of bytes for people.
func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%.4g MiB", float64(n)/(1<<20))
}

// named puts the name of the input before an error; nil stays nil. The names of files
// may hold line breaks, errors must not.
func named(input string, err error) error {
	if err == nil {
		return nil
	}
	name := public(input)
	if strings.ContainsFunc(name, unicode.IsControl) {
		name = strconv.Quote(name)
	}
	return fmt.Errorf("%s: %w", name, err)
}

// blank reports whether text has nothing that can be seen.
func blank(text string) bool {
	for _, r := range text {
		if unicode.IsGraphic(r) && !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}
