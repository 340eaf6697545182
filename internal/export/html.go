package export

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/daodu/daodu"
)

// handoutCSS lays the handout out for screens and for A4 paper.
//
//go:embed handout.css
var handoutCSS string

// HTML writes the artifacts of an article as one page that needs nothing besides: no
// script, no font, no picture. Places link to the sentence in the text at its end, which
// is folded away until it is wanted; paper (A4) has a margin for notes. version is that
// of the program, which the page names. The error is that of w.
func HTML(w io.Writer, a *daodu.Article, arts []*daodu.Artifact, version string) error {
	d := handout(a, arts)
	p := &page{Writer: bufio.NewWriter(w), d: d, ids: map[string]bool{}}
	p.head()
	p.blocks(d.blocks)
	p.source(arts)
	p.colophon(arts, version)
	p.put("</main>\n</body>\n</html>\n")
	return p.Flush()
}

// A page writes blocks as HTML. Every word that is not ours goes through text or attr.
type page struct {
	*bufio.Writer
	d    *document
	open []string        // elements of lists that are open, outermost first
	ids  map[string]bool // which were given: each stands once in a page
}

// put writes markup of our own. The writer keeps the first error until it is flushed.
func (p *page) put(format string, args ...any) { fmt.Fprintf(p, format, args...) }

// escaped returns words for use between tags and within quoted attributes, on one line,
// without letters that turn the direction of writing.
func escaped(s string) string { return html.EscapeString(oneLine(s)) }

// head opens the page. Its policy allows this style sheet and nothing else: should any
// words of a source ever come through as markup, they can load and run nothing.
func (p *page) head() {
	css := handoutCSS + fmt.Sprintf("@page { @right-top { content: %q } }\n", p.d.own.notes)
	sum := sha256.Sum256([]byte(css))
	p.put("<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", p.d.own.lang)
	p.put("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n", base64.StdEncoding.EncodeToString(sum[:]))
	p.put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
	p.put("<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n", escaped(p.d.name()), css)
}

// colophon says who wrote the page, and of which text.
func (p *page) colophon(arts []*daodu.Artifact, version string) {
	p.put("<footer>%s<br>%s<code>%s</code></footer>\n", escaped(p.d.madeBy(arts, version)), p.d.own.sum, escaped(p.d.article.TextSHA256))
}

// inline writes runs within an element.
func (p *page) inline(runs []run) {
	before := ""
	for _, r := range runs {
		words := oneLine(r.text)
		if words == "" {
			continue
		}
		if r.style == anchor || spaced(before, words) {
			p.put(" ")
		}
		p.run(r, html.EscapeString(words))
		before = words
	}
}

// spaced reports whether a western mark at the end of before wants a blank.
func spaced(before, words string) bool {
	next := []rune(words)[0]
	return before != "" && westernMark(before, next)
}

func (p *page) run(r run, words string) {
	switch {
	case r.style == strong:
		p.put("<b>%s</b>", words)
	case r.style == anchor && len(r.quotes) > 0:
		p.place(r.quotes, words)
	case r.style == anchor:
		p.put("<span class=\"at\">[%s]</span>", words)
	default:
		p.put("%s", words)
	}
}

// place links to the first sentence that quotes stand in, and tells where in the text
// they begin and end.
func (p *page) place(quotes []daodu.Quote, words string) {
	first, last := ends(quotes)
	tip := fmt.Sprintf(p.d.own.position, first.Start+1, last.End)
	i := p.d.sentenceAt(first.Start)
	if i < 0 {
		p.put("<span class=\"at\" title=\"%s\">[%s]</span>", tip, words)
		return
	}
	p.put("<a class=\"at\" href=\"#s%d\" data-start=\"%d\" data-end=\"%d\" title=\"%s\">[%s]</a>", i+1, first.Start, last.End, tip, words)
}

// madeBy names the program, its version, and the engines or models that wrote.
func (d *document) madeBy(arts []*daodu.Artifact, version string) string {
	var engines []string
	for _, art := range arts {
		name := strings.TrimSpace(art.Origin.Engine + " " + art.Origin.Model)
		if name != "" && (len(engines) == 0 || engines[len(engines)-1] != name) {
			engines = append(engines, name)
		}
	}
	words := fmt.Sprintf(d.own.made, version)
	if len(engines) > 0 {
		words += fmt.Sprintf(d.own.engine, strings.Join(engines, d.own.comma))
	}
	return words
}
