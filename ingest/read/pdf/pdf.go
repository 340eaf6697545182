// Package pdf is the part of stage 1 that makes text of PDF files, with pdftotext
// (poppler) where it is installed and else with a reader of its own.
//
// A PDF says where letters stand, not in which order they are read. Both ways hand
// words with their places to the same layout, which reads columns of prose one
// after the other and writes a line for each line on paper: words in the order of
// reading, cells of a table apart by tabs, two ideographic spaces before a line
// that is indented. Every page but the last ends with a line that holds a form
// feed only, so pages can be counted, those without text too. Running heads, page
// numbers and hard line ends are left for cleaning.
//
// The own reader is no use of a library: of those at hand one loops on some real
// files, one allocates what a file claims to need, and one has no text; none reads
// all encodings of Chinese fonts. See [Reader] for what it does not do.
package pdf

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"strings"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
)

// MediaType is the media type of what this package reads.
const MediaType = "application/pdf"

// The names of the two ways to read a PDF, as in [daodu.Source.Reader].
const (
	Pdftotext = "pdftotext"
	Go        = "go"
)

// A Reader turns PDF bytes to plain text. The zero value is ready to use, and safe
// for use by several goroutines.
//
// The reader in Go knows the fonts that Chinese files have: those that name their
// letters (ToUnicode), those in GBK, GB18030, Big5 or Unicode, and those that are
// not embedded and go by the numbers of Adobe-GB1, as far as GB 2312 goes. It does
// not read letters off a font's outlines, nor vertical lines, nor replacement text
// (ActualText). Files encrypted without a password are read.
type Reader struct {
	// Tool is the way to read: "" is pdftotext when it is found, and the reader in
	// Go when it is not or gives no text; "go" is the latter only; anything else
	// is the path of pdftotext.
	Tool string

	Timeout     time.Duration // for one file; 0 is a minute
	MaxText     int           // bytes of text of one file; 0 is 32 MiB
	MaxUnpacked int64         // bytes that its streams may unpack to, in Go; 0 is 512 MiB

	Log *slog.Logger // what was tried and why; nil is silence
}

const (
	defaultTimeout  = time.Minute
	defaultText     = 32 << 20
	defaultUnpacked = 512 << 20
)

// What makes a sound PDF unreadable. Errors of [Reader.Read] wrap one of these
// beside [daodu.ErrBadInput].
var (
	ErrScanned   = errors.New("the PDF holds pictures of pages, not text")
	ErrEncrypted = errors.New("the PDF is encrypted")
	ErrFonts     = errors.New("the fonts of the PDF do not tell which letters they show")
)

// Read returns the text of a PDF. It fails with an error that wraps
// [daodu.ErrBadInput] and says in one line what to do when the file is no PDF, is
// damaged, or is unreadable for one of the reasons above; [daodu.ErrTooLarge] when
// a limit is reached; the error of ctx when that is done. What is doubtful but can
// be used is told in Damage.
//
// Meta holds the author as written and the title when it stands in the text, since
// most programs put the name of a file there. The dates are those of the file and
// are left out.
func (r *Reader) Read(ctx context.Context, data []byte) (*raw.Document, error) {
	if err := checkHeader(data); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(r.Timeout, defaultTimeout))
	defer cancel()
	tool, err := r.tool()
	if err != nil {
		return nil, err
	}
	if tool == "" {
		return r.readGo(ctx, data)
	}
	doc, err := r.readTool(ctx, tool, data)
	if err == nil || r.Tool != "" || !errors.Is(err, daodu.ErrBadInput) || ctx.Err() != nil {
		return doc, err
	}
	// A pdftotext without tables for Chinese leaves letters out, and it gives up on
	// some damaged files. The other reader may do better, and if it does not its
	// reasons are the clearer ones.
	r.log().Info("pdftotext gives no text, trying the reader in Go", "error", err)
	return r.readGo(ctx, data)
}

// checkHeader looks for the mark of a PDF, which may have some junk before it.
func checkHeader(data []byte) error {
	head := data[:min(len(data), 1024)]
	switch {
	case len(data) == 0:
		return fmt.Errorf("%w: the PDF file is empty; fetch it again", daodu.ErrEmpty)
	case bytes.Contains(head, []byte("%PDF-")):
		return nil
	case bytes.Contains(bytes.ToLower(head), []byte("<html")):
		return fmt.Errorf("%w: the file is a web page, not a PDF; perhaps the site asks to log in", daodu.ErrBadInput)
	}
	return fmt.Errorf("%w: this is not a PDF file", daodu.ErrBadInput)
}

// tool returns the path of pdftotext, "" for the reader in Go.
func (r *Reader) tool() (string, error) {
	switch r.Tool {
	case Go:
		return "", nil
	case "":
		path, err := exec.LookPath(Pdftotext)
		if err != nil {
			r.log().Debug("pdftotext is not installed, using the reader in Go")
			return "", nil
		}
		return path, nil
	}
	path, err := exec.LookPath(r.Tool)
	if err != nil {
		return "", fmt.Errorf("%w: there is no pdftotext at %s: %v", daodu.ErrUsage, r.Tool, err)
	}
	return path, nil
}

// log returns a logger that can be called.
func (r *Reader) log() *slog.Logger {
	if r.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return r.Log
}

// budget returns what one file may cost.
func (r *Reader) budget(ctx context.Context) *budget {
	return &budget{ctx: ctx, bytes: cmp.Or(r.MaxUnpacked, defaultUnpacked), objects: maxObjects}
}

// readGo reads without the help of another program.
func (r *Reader) readGo(ctx context.Context, data []byte) (*raw.Document, error) {
	b := r.budget(ctx)
	t := &text{budget: b, limit: cmp.Or(r.MaxText, defaultText)}
	about, err := extract(data, b, t.add)
	if err == nil {
		err = b.check() // some faults are only felt as text that is missing
	}
	if err != nil {
		return nil, err
	}
	return t.document(Go, about)
}

// readTool reads with pdftotext, whose words are looked over like our own.
func (r *Reader) readTool(ctx context.Context, tool string, data []byte) (*raw.Document, error) {
	b := r.budget(ctx)
	t := &text{budget: b, limit: cmp.Or(r.MaxText, defaultText)}
	about, err := pdftotext(ctx, tool, data, t.add)
	if err != nil {
		return nil, err
	}
	about.missing = t.inspect(data)
	return t.document(Pdftotext, about)
}

// info is what a PDF says about itself.
type info struct {
	title, author string
	missing       int // pages that it lists but does not hold
}

// document judges the text and wraps it up.
func (t *text) document(reader string, about info) (*raw.Document, error) {
	doc := &raw.Document{Source: daodu.Source{MediaType: MediaType, Reader: reader}, Text: t.b.String()}
	t.missing = about.missing
	if err := t.judge(doc); err != nil {
		return nil, err
	}
	// Old programs wrote GBK here too.
	author, _, _ := restore(about.author)
	title, _, _ := restore(about.title)
	doc.Meta.Author = strings.TrimSpace(author)
	// A title that the pages do not bear out is mostly the name of a file.
	title = strings.Join(strings.Fields(title), " ")
	head := doc.Text[:min(len(doc.Text), 20_000)]
	if countLetters(title) >= 4 && strings.Contains(squeeze(head), squeeze(title)) {
		doc.Meta.Title = title
	}
	return doc, nil
}

// squeeze removes all white space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
