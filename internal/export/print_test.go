package export

import (
	"encoding/xml"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daodu/daodu/internal/browser"
)

// Points of the margins that handout.css gives to A4 paper, in points (1/72 inch).
const (
	millimetre  = 72 / 25.4
	paperWidth  = 210 * millimetre
	paperHeight = 297 * millimetre
	marginSide  = 20 * millimetre
	marginTop   = 20 * millimetre
	marginNotes = 64 * millimetre
)

// A printedWord is a word of a PDF with its box, in points from the upper left corner.
type printedWord struct {
	Left   float64 `xml:"xMin,attr"`
	Right  float64 `xml:"xMax,attr"`
	Top    float64 `xml:"yMin,attr"`
	Bottom float64 `xml:"yMax,attr"`
	Text   string  `xml:",chardata"`
}

type printedPage struct {
	Width  float64       `xml:"width,attr"`
	Height float64       `xml:"height,attr"`
	Words  []printedWord `xml:"word"`
}

// printed prints a page as a browser does and returns where every word stands.
func printed(t *testing.T, page string) []printedPage {
	t.Helper()
	pdf := filepath.Join(t.TempDir(), "handout.pdf")
	browser.Run(t, page, "--no-pdf-header-footer", "--print-to-pdf="+pdf)
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-bbox", pdf, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	var doc struct {
		Pages []printedPage `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal(out, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Pages
}

// TestPaper prints handouts with their texts: A4, all words there, none over the edge of
// its column or cut by the end of a page, the margin for notes empty but for its title,
// and the answers on a page of their own.
func TestPaper(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("prints for seconds")
	}
	browser.Chromium(t)
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("no pdftotext to look at what was printed")
	}
	for _, name := range examples {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, arts := example(t, name)
			page := strings.Replace(pageOf(t, a, arts...), "<details ", "<details open ", 1)
			pages := printed(t, page)
			var all strings.Builder
			for i, p := range pages {
				checkPaper(t, i+1, p)
				for _, w := range p.Words {
					if !w.inMargin() {
						all.WriteString(w.Text)
					}
				}
			}
			for _, art := range arts {
				for path, point := range art.Content.EachPoint() {
					if !strings.Contains(letters(all.String()), letters(point.Text)) {
						t.Errorf("%s %s is not on paper: %q", art.Content.Kind(), path, point.Text)
					}
				}
			}
		})
	}
}

// inMargin reports whether w is the title of the margin for notes or the number of a page.
func (w printedWord) inMargin() bool {
	return w.Left > paperWidth-marginNotes && (w.Text == "笔记" || w.Text == "筆記") ||
		w.Top > paperHeight-marginTop && strings.Trim(w.Text, "0123456789/") == ""
}

// checkPaper looks at one page.
func checkPaper(t *testing.T, number int, p printedPage) {
	t.Helper()
	const slack = 1.5 // points: boxes are a little broader than letters
	const half = 5    // points: half a letter; the height of boxes is that of the font
	if p.Width < paperWidth-1 || p.Width > paperWidth+1 || p.Height < paperHeight-1 || p.Height > paperHeight+1 {
		t.Errorf("page %d is %.0f x %.0f points, A4 is %.0f x %.0f", number, p.Width, p.Height, paperWidth, paperHeight)
	}
	for _, w := range p.Words {
		middle := (w.Top + w.Bottom) / 2
		switch {
		case w.inMargin():
		case w.Left < marginSide-slack, w.Right > paperWidth-marginNotes+slack:
			t.Errorf("page %d: %q stands from %.0f to %.0f, the column from %.0f to %.0f", number, w.Text, w.Left, w.Right, marginSide, paperWidth-marginNotes)
		case middle-half < marginTop, middle+half > paperHeight-marginTop:
			t.Errorf("page %d: the middle of %q is at %.0f, the column from %.0f to %.0f", number, w.Text, middle, marginTop, paperHeight-marginTop)
		}
	}
}
