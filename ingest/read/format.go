package read

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read/charset"
	"github.com/daodu/daodu/ingest/read/office"
	"github.com/daodu/daodu/ingest/read/pdf"
)

// A format is a kind of file that is recognised by its bytes, whatever its name.
type format struct {
	name string
	is   func(data []byte) bool
	read func(ctx context.Context, r *Reader, data []byte) (*raw.Document, error) // nil: cannot be read
	// advice says what to do with a file that cannot be read.
	advice string
}

const (
	zipMagic = "PK\x03\x04"
	oleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
)

// formats are tried in order; what is none of them is text, if anything.
var formats = []format{
	{name: "PDF", is: isPDF, read: readPDF},
	{name: "Word 97-2003", is: begins(oleMagic), read: readDoc},
	{name: "Word", is: zipOf("word/document.xml"), read: readDocx},
	{name: "an OpenDocument text", is: zipOf("mimetypeapplication/vnd.oasis.opendocument"), advice: "save it as .docx"},
	{name: "an e-book (EPUB)", is: zipOf("mimetypeapplication/epub"), advice: "save its chapters as .html or .txt"},
	{name: "an Excel table", is: zipOf("xl/workbook.xml"), advice: "save it as .csv"},
	{name: "a PowerPoint file", is: zipOf("ppt/presentation.xml"), advice: "save it as .pdf"},
	{name: "a zip archive", is: begins(zipMagic), advice: "unpack it"},
	{name: "RTF", is: begins(`{\rtf`), advice: "save it as .docx"},
	{name: "a web archive", is: isMHTML, read: readMHTML},
}

// begins recognises a format by its first bytes.
func begins(magic string) func([]byte) bool {
	return func(data []byte) bool { return bytes.HasPrefix(data, []byte(magic)) }
}

// isPDF allows for what some servers send before the file, as readers of PDF do.
func isPDF(data []byte) bool { return bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) }

// zipOf recognises a zip archive by the name of a file in it, which stands in its
// directory as it is, or by the type that stands at its beginning.
func zipOf(part string) func([]byte) bool {
	return func(data []byte) bool {
		return bytes.HasPrefix(data, []byte(zipMagic)) && bytes.Contains(data, []byte(part))
	}
}

// The readers of the packages below, in the form of the table.

func readPDF(ctx context.Context, r *Reader, data []byte) (*raw.Document, error) {
	return (&pdf.Reader{Tool: r.PDFTool, Log: r.Log}).Read(ctx, data)
}

func readDoc(_ context.Context, _ *Reader, data []byte) (*raw.Document, error) {
	return office.Doc(data)
}

func readDocx(_ context.Context, r *Reader, data []byte) (*raw.Document, error) {
	return office.Docx(data, r.maxBytes())
}

// guard makes an error of the panic of a parser: the user then hears of a damaged
// file, the log of the rest.
func (r *Reader) guard(ctx context.Context, uri string, parse func() (*raw.Document, error)) (doc *raw.Document, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			r.log().ErrorContext(ctx, "reading panicked", "input", uri, "fault", fault, "stack", string(debug.Stack()))
			doc, err = nil, fmt.Errorf("%w: the file is damaged", daodu.ErrBadInput)
		}
	}()
	return parse()
}

// parse makes a text of the bytes of an input.
func (r *Reader) parse(ctx context.Context, in *input, data []byte) (*raw.Document, error) {
	for _, f := range formats {
		switch {
		case !f.is(data):
		case f.read == nil:
			return nil, fmt.Errorf("%w: it is %s; %s", daodu.ErrBadInput, f.name, f.advice)
		default:
			return f.read(ctx, r, data)
		}
	}
	return r.parseText(ctx, in, data)
}

// A kind is a way to read text, once it is decoded.
type kind struct {
	mediaType string
	exts      []string // of files, the first being the usual one
	is        *regexp.Regexp
	read      func(ctx context.Context, r *Reader, in *input, text string) (*raw.Document, error)
}

// kinds are tried in order: first by what the text says, then by the media type, then
// by the name. Markdown cannot be told from text, and may begin with a tag.
var kinds = []kind{
	{"text/html", []string{".html", ".htm", ".xhtml", ".shtml"}, htmlText, readHTML},
	{"application/xml", []string{".xml", ".rss", ".atom"}, xmlText, readXML},
	{"text/markdown", []string{".md", ".markdown"}, nil, readMarkdown},
	{"text/plain", []string{".txt", ".text"}, nil, readText},
}

// A page, whatever its name is, and a piece of one, unless it is named as Markdown.
var (
	wholePage = regexp.MustCompile(`(?is)^\s*(?:<\?xml.{0,200}?\?>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head)[\s>]`)
	htmlText  = regexp.MustCompile(`(?is)^\s*(?:<\?xml.{0,200}?\?>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|link|` +
		`style|script|div|p|br|hr|table|h[1-6]|article|section|main|nav|span|font|center|ul|ol|iframe|img|a|b|strong)[\s/>]`)
	xmlText = regexp.MustCompile(`(?is)^\s*<\?xml\s`)
)

// kindOf tells how to read a text.
func kindOf(in *input, text string) kind {
	head := text[:min(len(text), 4<<10)]
	named, byName := kindWith(func(k kind) bool { return slices.Contains(k.exts, in.ext) })
	markdown := byName && named.mediaType == "text/markdown"
	for _, k := range kinds {
		if k.is != nil && k.is.MatchString(head) && (!markdown || wholePage.MatchString(head)) {
			return k
		}
	}
	// Servers call every file text/plain whose name they do not know.
	if k, ok := kindWith(func(k kind) bool { return k.mediaType == plainType(in.mediaType) }); ok && in.mediaType != "text/plain" {
		return k
	}
	if byName {
		return named
	}
	return kinds[len(kinds)-1]
}

// kindWith returns the first kind that is so.
func kindWith(is func(kind) bool) (kind, bool) {
	i := slices.IndexFunc(kinds, is)
	if i < 0 {
		return kind{}, false
	}
	return kinds[i], true
}

// plainType returns the media type of the table that a media type is a case of.
func plainType(mediaType string) string {
	switch {
	case mediaType == "application/xhtml+xml":
		return "text/html"
	case mediaType == "text/xml", strings.HasSuffix(mediaType, "+xml"):
		return "application/xml"
	}
	return mediaType
}

// parseText reads what is text in any charset.
func (r *Reader) parseText(ctx context.Context, in *input, data []byte) (*raw.Document, error) {
	t, err := charset.Decode(data, cmp.Or(in.label, charset.Label(data)))
	if err != nil {
		return nil, notText(data, err)
	}
	k := kindOf(in, t.Text)
	doc, err := k.read(ctx, r, in, t.Text)
	if err != nil {
		return nil, err
	}
	doc.Source.MediaType, doc.Source.Charset = k.mediaType, t.Charset
	doc.Damage = append(doc.Damage, t.DamageIn(doc.Text)...)
	return doc, nil
}

// notText says what a file is that is no text, when that can be told.
func notText(data []byte, err error) error {
	mediaType := http.DetectContentType(data)
	if mediaType == "application/octet-stream" || strings.HasPrefix(mediaType, "text/") {
		return err
	}
	return fmt.Errorf("%w: it is %s, not a text", daodu.ErrBadInput, mediaType)
}

// extensions are the endings of the names of files that a folder is searched for.
func extensions() []string {
	all := []string{".pdf", ".docx", ".doc", ".mht", ".mhtml"}
	for _, k := range kinds {
		all = append(all, k.exts...)
	}
	for _, f := range rowFormats {
		all = append(all, f.exts...)
	}
	slices.Sort(all)
	return all
}
