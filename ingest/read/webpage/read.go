// Package webpage reads web pages: it makes plain text of HTML, marks where in that
// text the article stands, and gathers what the page says about it.
//
// A page is laid out from its tokens into lines, each with the boxes (elements) it
// stands in, its letters, punctuation and links. The article is the box that agrees
// best with the lines that look like prose, widened when its neighbours are prose
// too, without the lists of links, buttons and comments inside. Names of elements
// count as weak evidence; no site has rules of its own.
package webpage

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
)

// maxPage is the longest page that is read, in bytes; positions in it are kept as
// 32-bit numbers.
const maxPage = 1 << 30

// Read makes a document of an HTML page that is already decoded to UTF-8. pageURL is
// where it came from, "" when unknown.
//
// Text holds every word that a reader can see: a line for each block element, list
// item, table row and br; cells of a row separated by tabs; preformatted text as
// written. Content hidden by display:none or the hidden attribute is there too, on
// lines of its own, since a click may show it. Left out are scripts, styles,
// comments, noscript, what stands in for media and texts of attributes other than the
// labels of buttons.
//
// Main covers whole lines. It is nil when the page has no sentence to recognise an
// article by, and empty but not nil, with a damage, when the page holds little but
// links. A title, date or source line stands in Main only when it shares the box of
// the article's text. Hidden lines do not, unless next to nothing else is prose.
//
// Of Source only MediaType is set. The error wraps [daodu.ErrEmpty] and
// [daodu.ErrBadInput] when there is no text at all.
func Read(ctx context.Context, page string, pageURL string) (*raw.Document, error) {
	if len(page) > maxPage {
		return nil, fmt.Errorf("HTML page: %w: %d bytes; the limit is %d", daodu.ErrTooLarge, len(page), maxPage)
	}
	b, err := build(ctx, page)
	if err != nil {
		return nil, err
	}
	if len(b.lines) == 0 {
		return nil, fmt.Errorf("HTML page: %w: %w: it shows nothing without running its scripts; save it from a browser instead",
			daodu.ErrBadInput, daodu.ErrEmpty)
	}
	text, at := b.plain()
	x := newExtractor(&b.page)
	article := x.article()
	doc := &raw.Document{Text: text, Main: join(article, at)}
	doc.Source.MediaType = "text/html"
	if article == nil && x.isMenu() {
		doc.Main = []daodu.Span{}
		doc.Damage = []daodu.Damage{{
			Kind: daodu.Thin, Severity: daodu.SeveritySevere,
			Note: "网页上没有找到正文，几乎只有链接和导航。",
		}}
	}
	for _, h := range b.headlines(article) {
		doc.Headings = append(doc.Headings, raw.Heading{Level: h.level, Span: at[h.line]})
	}
	doc.Meta = b.meta.meta(&b.page, article, pageURL)
	return doc, nil
}

// plain returns the text of the page and where in it each line stands. Lines are
// separated by one line break, by two where preformatted text has an empty line.
func (p *page) plain() (string, []daodu.Span) {
	var text strings.Builder
	text.Grow(len(p.text) + len(p.lines))
	at := make([]daodu.Span, len(p.lines))
	pos := 0
	for i := range p.lines {
		breaks := 0
		switch {
		case i > 0 && p.lines[i].gap:
			breaks = 2
		case i > 0:
			breaks = 1
		}
		text.WriteString("\n\n"[:breaks])
		words := p.words(i)
		text.Write(words)
		pos += breaks
		at[i] = daodu.Span{Start: pos, End: pos + utf8.RuneCount(words)}
		pos = at[i].End
	}
	return text.String(), at
}

// join returns the spans of lines, one for each run of neighbours.
func join(lines []int, at []daodu.Span) []daodu.Span {
	var spans []daodu.Span
	for n, i := range lines {
		if n > 0 && lines[n-1] == i-1 {
			spans[len(spans)-1].End = at[i].End
		} else {
			spans = append(spans, at[i])
		}
	}
	return spans
}

// isMenu reports whether a page is mostly links.
func (x *extractor) isMenu() bool {
	all := x.sums[len(x.lines)]
	return 2*all.links > all.letters
}
