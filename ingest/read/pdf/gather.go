package pdf

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
)

// A text gathers the pages of a file and what is needed to judge them.
type text struct {
	budget *budget
	limit  int // bytes

	b      strings.Builder
	pages  []pageFacts
	hidden int // letters drawn invisible, of those looked at
	seen   int // letters looked at

	missing int // pages that the file lists but does not hold
}

// pageFacts is what is kept of one page.
type pageFacts struct {
	letters int
	// stamp is the text of a page with little of it, digits masked, to tell what
	// stands on all pages from what is written on one.
	stamp   string
	picture float64 // share covered by pictures, -1 when not known
}

// thinPage is the number of letters below which a page may be a picture with a
// stamp on it; the pages of Chinese prose read so far have 500 to 1,500.
const thinPage = 200

// add lays a page out and appends it.
func (t *text) add(s *sheet) error {
	lines, err := s.lines(t.budget)
	if err != nil {
		return err
	}
	if len(t.pages) > 0 {
		t.b.WriteString("\f\n")
	}
	start := t.b.Len()
	for _, l := range lines {
		t.b.WriteString(l)
		t.b.WriteByte('\n')
	}
	if t.b.Len() > t.limit {
		return fmt.Errorf("%w: the PDF holds more than %d bytes of text", daodu.ErrTooLarge, t.limit)
	}
	written := t.b.String()[start:]
	facts := pageFacts{letters: countLetters(written), picture: s.picture}
	if facts.letters < thinPage {
		facts.stamp = strings.Map(maskDigit, squeeze(written))
	}
	t.pages = append(t.pages, facts)
	t.count(s)
	return nil
}

// maskDigit makes the page numbers in a running head equal.
func maskDigit(r rune) rune {
	if '0' <= r && r <= '9' {
		return '#'
	}
	return r
}

// count adds the letters of a page to those looked at.
func (t *text) count(s *sheet) {
	for _, w := range s.words {
		n := utf8.RuneCountInString(w.text)
		t.seen += n
		if w.hidden {
			t.hidden += n
		}
	}
}

// samplePages is how many pages with text are looked at for invisible letters.
const samplePages = 8

// maxInspect is how many pages are looked at in all.
const maxInspect = 200

// inspect finds out in Go what pdftotext does not tell: which of the pages with
// little text are pictures, whether letters are drawn at all, and how many pages
// are missing. A file that cannot be read so stays unknown.
func (t *text) inspect(data []byte) (missing int) {
	defer func() {
		_ = recover() // the parser is made to survive anything, and this is only advice
	}()
	t.seen, t.hidden = 0, 0
	f, pages, err := open(data, t.budget)
	if err != nil {
		return 0
	}
	if len(pages) != len(t.pages) {
		return f.missing // and the two disagree which page is which
	}
	step := max(1, len(pages)/samplePages)
	fonts := make(map[ref]*font)
	looked := 0
	for i, p := range pages {
		if t.pages[i].letters >= thinPage && i%step != 0 || looked >= maxInspect {
			continue
		}
		looked++
		s, err := f.sheet(p, fonts)
		if err != nil {
			break
		}
		t.pages[i].picture = s.picture
		t.count(s)
	}
	return f.missing
}

const (
	// fullPicture is the share of a page that a scan covers at least.
	fullPicture = 0.5

	// somePicture is the share from which an empty page is not blank.
	somePicture = 0.1
)

// textless returns the pages, from 1, that have no text of their own: none at all,
// or only the same stamp as another over a picture of the page. Pages that are
// blank are not among them once something else is read.
func (t *text) textless() (pages []int) {
	stamps := make(map[string]int)
	for _, p := range t.pages {
		stamps[p.stamp]++
	}
	for i, p := range t.pages {
		stamped := p.letters < thinPage && p.picture >= fullPicture && stamps[p.stamp] > 1
		if p.letters == 0 && (p.picture < 0 || p.picture >= somePicture) || stamped {
			pages = append(pages, i+1)
		}
	}
	return pages
}

// letters returns the letters of all pages.
func (t *text) letters() int {
	n := 0
	for _, p := range t.pages {
		n += p.letters
	}
	return n
}
