package read

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read/charset"
	"github.com/daodu/daodu/ingest/read/webpage"
)

// mailHead matches the header lines of a message up to one that says that it is MIME.
var mailHead = regexp.MustCompile(`(?i)^\s*(?:[a-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?mime-version:\s*1`)

// isMHTML recognises a page that a browser saved in one file with its pictures: a
// MIME message (RFC 2557).
func isMHTML(data []byte) bool { return mailHead.Match(data[:min(len(data), 4<<10)]) }

// readMHTML reads the page of a web archive, which is its first HTML part.
func readMHTML(ctx context.Context, r *Reader, data []byte) (*raw.Document, error) {
	m, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(data, " \t\r\n\uFEFF")))
	if err != nil {
		return nil, fmt.Errorf("%w: the web archive is damaged", daodu.ErrBadInput)
	}
	p, err := htmlPart(ctx, mimePart{m.Header.Get, m.Body}, 4)
	if err != nil {
		return nil, err
	}
	page, err := io.ReadAll(p.body)
	if err != nil && len(page) == 0 { // a broken end is as common here as anywhere
		return nil, fmt.Errorf("%w: the page in the web archive is damaged", daodu.ErrBadInput)
	}
	// Browsers write the charset into the page more often than into the part's header.
	_, params, _ := mime.ParseMediaType(p.header("Content-Type"))
	t, err := charset.Decode(page, cmp.Or(params["charset"], charset.Label(page)))
	if err != nil {
		return nil, err
	}
	doc, err := webpage.Read(ctx, t.Text, cmp.Or(m.Header.Get("Snapshot-Content-Location"), p.header("Content-Location")))
	if err != nil {
		return nil, err
	}
	doc.Source.MediaType, doc.Source.Charset = "multipart/related", t.Charset
	doc.Damage = append(doc.Damage, t.DamageIn(doc.Text)...)
	return doc, nil
}

// A mimePart is a message or one part of it.
type mimePart struct {
	header func(name string) string
	body   io.Reader
}

// htmlPart returns the first HTML part of p with its body decoded. depth is how deep
// parts may be nested.
func htmlPart(ctx context.Context, p mimePart, depth int) (mimePart, error) {
	none := fmt.Errorf("%w: there is no page in the web archive", daodu.ErrBadInput)
	mediaType, params, _ := mime.ParseMediaType(p.header("Content-Type"))
	if mediaType == "text/html" {
		p.body = unpacked(p)
		return p, nil
	}
	if !strings.HasPrefix(mediaType, "multipart/") || params["boundary"] == "" || depth == 0 {
		return mimePart{}, none
	}
	parts := multipart.NewReader(p.body, params["boundary"])
	// The page comes first, pictures and styles after it; frames have pages of their own.
	for ctx.Err() == nil {
		part, err := parts.NextRawPart() // raw, since unpacked knows base64 as well
		if err != nil {
			return mimePart{}, none
		}
		if found, err := htmlPart(ctx, mimePart{part.Header.Get, part}, depth-1); err == nil {
			return found, nil
		}
	}
	return mimePart{}, ctx.Err()
}

// unpacked undoes the transfer encoding of a part.
func unpacked(p mimePart) io.Reader {
	switch strings.ToLower(strings.TrimSpace(p.header("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		return quotedprintable.NewReader(p.body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, p.body)
	}
	return p.body
}
