package main

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/daodu/daodu/ingest/read"
)

var blanks = regexp.MustCompile(`\s+`)

// TestPagesPrint prints an article and reads the PDF back: every sentence of the text and
// every point is there, and no line is wider than the page.
func TestPagesPrint(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.example("speech.txt")
	a, err := p.store.Article(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	const width = 537 // CSS pixels of A4 between the margins of print.css: 142 mm
	b := p.browse(width, 900)
	b.open("/articles/" + id)
	b.run(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		return chromedp.Void{}, err
	})
	var wide []string
	b.eval(`[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 100))`, &wide)
	if len(wide) > 0 {
		t.Errorf("clipped: %q", wide)
	}
	data, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), func(p *cdppage.PrintToPDFParams) { p.PreferCSSPageSize = new(true) }))
	if err != nil {
		t.Fatal(err)
	}
	printed := ""
	for doc, err := range (&read.Reader{}).Bytes(t.Context(), "page.pdf", data) {
		if err != nil {
			t.Fatal(err)
		}
		printed += doc.Text
	}
	printed = blanks.ReplaceAllString(printed, "")
	var points []string
	b.eval(`[...document.querySelectorAll("#panel .saying")].map(p => p.textContent)`, &points)
	for _, s := range a.Sentences {
		points = append(points, string([]rune(a.Text)[s.Start:s.End]))
	}
	lost := 0
	for _, words := range points {
		if !strings.Contains(printed, blanks.ReplaceAllString(words, "")) {
			lost++
			t.Logf("not in print: %s", words)
		}
	}
	// A sentence that goes over two pages may be read back in two pieces.
	if lost > 4 || len(points) < 50 {
		t.Errorf("%d of %d sentences and points are not in print", lost, len(points))
	}
}
