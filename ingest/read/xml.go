package read

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/zh"
)

// readXML makes plain text of XML in whatever vocabulary (Akoma Ntoso debates, feeds,
// dumps): the words between the tags, a line for each element. It reads with the
// tokenizer of HTML, since dumps are seldom well-formed, and takes markup that is
// written as text ("&lt;p&gt;" in feeds) for markup too. Attributes say nothing here.
func readXML(ctx context.Context, _ *Reader, _ *input, text string) (*raw.Document, error) {
	var w lineWriter
	if err := w.markup(ctx, text, true); err != nil {
		return nil, err
	}
	return &raw.Document{Text: w.b.String()}, nil
}

// inline are elements of XHTML, Akoma Ntoso and TEI that do not end a line.
var inline = map[string]bool{
	"a": true, "abbr": true, "b": true, "date": true, "del": true, "em": true, "font": true, "hi": true,
	"i": true, "ins": true, "name": true, "num": true, "organization": true, "person": true, "ref": true,
	"s": true, "span": true, "strong": true, "sub": true, "sup": true, "term": true, "u": true, "w": true,
}

// A lineWriter writes words with one blank between them, and lines without blank ones.
type lineWriter struct {
	b     strings.Builder
	last  rune // 0 at the beginning of a line
	space bool // white space was seen since last
}

// markup writes the text of a piece of markup; nested says that its text may hold
// markup again.
func (w *lineWriter) markup(ctx context.Context, text string, nested bool) error {
	z := html.NewTokenizer(strings.NewReader(text))
	z.AllowCDATA(true)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch z.Next() {
		case html.ErrorToken: // the end; reading a string does not fail
			w.newline()
			return nil
		case html.TextToken:
			words := string(z.Text())
			if nested && markedUp(words) {
				if err := w.markup(ctx, words, false); err != nil {
					return err
				}
				continue
			}
			w.words(words)
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			if name, _ := z.TagName(); !inline[string(name)] {
				w.newline()
			}
		}
	}
}

// words writes text with its white space folded: between Chinese letters a line break
// is only how the file is laid out.
func (w *lineWriter) words(text string) {
	for _, r := range text {
		if r != '\u3000' && unicode.IsSpace(r) {
			w.space = true
			continue
		}
		if w.space && w.last != 0 && !(wide(w.last) && wide(r)) {
			w.b.WriteByte(' ')
		}
		w.b.WriteRune(r)
		w.last, w.space = r, false
	}
}

func (w *lineWriter) newline() {
	if w.last != 0 {
		w.b.WriteByte('\n')
	}
	w.last, w.space = 0, false
}

// wide reports whether r is written without blanks around it.
func wide(r rune) bool {
	return zh.IsHan(r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF01 && r <= 0xFF60 && r != utf8.RuneError
}
