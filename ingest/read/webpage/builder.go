package webpage

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"strings"

	"github.com/daodu/daodu"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The tree builder of golang.org/x/net/html refuses a page with more than 512 open
// elements and may clone formatting elements without bound. All that is wanted here
// is lines and the boxes they stand in, so the page is laid out from its tokens: one
// pass, no recursion, in time and memory that grow with the size of the page.
const (
	maxBoxes  = 1 << 20 // beyond it text belongs to the box around
	tokenStep = 4096    // tokens between two looks at the context
)

// A builder lays out a page.
type builder struct {
	page
	meta  metaReader
	z     *html.Tokenizer
	attrs attributes // of the start tag at hand
	raw   atom.Atom  // the unseen element that the next text stands in, 0 for none

	stack []element        // open elements
	open  map[tagID]int    // how many of each name are open
	roles [roleCount]int   // how many of each role
	depth [markCount]int   // how many with each mark
	names map[string]tagID // names that HTML does not know
	rows  []openRow        // open table rows
	level int              // of the innermost heading
	here  int32            // the innermost open box, -1 outside of all
	seed  maphash.Seed
	gap   bool       // an empty line was written in preformatted text
	cur   [2]pending // being filled: [0] shown text, [1] hidden text amid it
}

// build lays out the page. The error wraps [daodu.ErrBadInput] or is the context's.
func build(ctx context.Context, source string) (b *builder, err error) {
	defer func() {
		if p := recover(); p != nil {
			b, err = nil, fmt.Errorf("HTML page: %w: cannot be parsed: %v", daodu.ErrBadInput, p)
		}
	}()
	b = &builder{
		z:     html.NewTokenizer(strings.NewReader(source)),
		here:  -1,
		seed:  maphash.MakeSeed(),
		open:  map[tagID]int{},
		names: map[string]tagID{},
	}
	for n := 0; ; n++ {
		if n%tokenStep == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		kind := b.z.Next()
		if kind == html.ErrorToken {
			break
		}
		b.token(kind)
	}
	if err := b.z.Err(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("HTML page: %w: cannot be parsed: %w", daodu.ErrBadInput, err)
	}
	b.popTo(0)
	b.flush()
	return b, nil
}

// token handles the token that the tokenizer stands at. Text of scripts is only
// unescaped when somebody wants it: it is half of many pages.
func (b *builder) token(kind html.TokenType) {
	switch kind {
	case html.TextToken:
		switch {
		case b.depth[markUnseen] == 0:
			text := b.z.Text()
			b.write(text)
			b.meta.shown(text)
		case b.meta.wants(b.raw):
			b.meta.text(b.raw, b.z.Text())
		}
		b.raw = 0
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := b.z.TagName()
		tag := atom.Lookup(name)
		id := b.id(tag, name)
		b.attrs.read(b.z, more)
		b.start(tag, id, kind == html.SelfClosingTagToken)
	case html.EndTagToken:
		name, _ := b.z.TagName()
		tag := atom.Lookup(name)
		b.end(tag, b.id(tag, name))
	}
}

// id returns the number of an element's name. Names that HTML does not know get
// numbers of their own, so that their end tags find them.
func (b *builder) id(tag atom.Atom, name []byte) tagID {
	if tag != 0 {
		return tagID(tag)
	}
	id, ok := b.names[string(name)]
	if !ok {
		id = 1<<31 + tagID(len(b.names))
		b.names[string(name)] = id
	}
	return id
}

// start handles a start tag. Most elements are opened; the cases are those that have
// no content or cannot be opened twice.
func (b *builder) start(tag atom.Atom, id tagID, selfClosing bool) {
	r := roleOf(tag)
	b.raw = 0
	b.meta.start(tag, &b.attrs)
	switch {
	case r == lineBreak:
		b.breakLine()
		return
	case r == void:
		b.input(tag)
		return
	case r == wrapper && selfClosing:
		return // HTML ignores the slash, but components and drawings mean it
	case (tag == atom.Body || tag == atom.Html) && b.open[id] > 0:
		return // pages put together from whole pages
	case r == unseen:
		b.raw = tag
	case tag == atom.A:
		b.closeInline(id) // links do not nest
	}
	b.closeImplied(r)
	b.push(tag, id, r)
}

// input shows the label of a button made with an input element.
func (b *builder) input(tag atom.Atom) {
	if tag != atom.Input || b.depth[markUnseen] > 0 {
		return
	}
	switch strings.ToLower(b.attrs.kind) {
	case "submit", "button", "reset":
		b.depth[markLink]++
		b.write([]byte(b.attrs.value))
		b.depth[markLink]--
	}
}

// end handles an end tag.
func (b *builder) end(tag atom.Atom, id tagID) {
	r := roleOf(tag)
	b.raw, b.meta.prop = 0, ""
	switch {
	case r == lineBreak || r == paragraph && b.open[id] == 0:
		b.breakLine() // </br> and a stray </p> break the line as <br> does
	case tag == atom.Body || tag == atom.Html || b.open[id] == 0:
		// What follows </body> is shown all the same.
	case r.isBlock() || r == unseen:
		b.closeBlock(r, id)
	default:
		b.closeInline(id)
	}
}
