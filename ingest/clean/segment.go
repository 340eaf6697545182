package clean

import (
	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/header"
	"github.com/daodu/daodu/internal/zh"
)

// Scores of a line for belonging to the body: prose earns its letters up to a cap,
// anything else costs a little, so that a table between two paragraphs is bridged
// and a menu behind the last one is not. The run of lines with the greatest sum is
// the body (maximum subarray, Kadane).
const (
	proseCap     = 300
	looseShare   = .8 // of the letters of a long line without end mark
	saluteScore  = 4
	headingScore = 2
	shortScore   = -5
	headerScore  = -4
)

// evidence is how many lines of a page's frame the rules must have cut before the
// rest is suspected of being frame too.
const evidence = 2

// frame names the rules whose lines only a web page has.
var frame = map[string]bool{
	"breadcrumb": true, "welcome": true, "record": true, "copyright": true, "organiser": true,
	"widget": true, "related": true, "list_tail": true, "disclaimer": true,
}

// findFrame returns what stands before and behind the body of a page that was saved
// as plain text. Without evidence of a page it returns nothing.
func findFrame(t *Text) []daodu.Span {
	if framed(t.removed) < evidence || len(t.Lines) == 0 {
		return nil
	}
	from, to := t.bestRun()
	if from == to {
		return nil
	}
	from, to = t.headerAbove(from), t.signatureBelow(to)
	var spans []daodu.Span
	for i, l := range t.Lines {
		if i < from || i >= to {
			spans = append(spans, l.Span)
		}
	}
	return spans
}

// framed counts what was cut of a page's frame.
func framed(removed []daodu.Removal) int {
	n := 0
	for _, r := range removed {
		if frame[r.Rule] {
			n++
		}
	}
	return n
}

// OnlyFrame reports whether nothing is left of a page but short lines of its menus:
// some of its frame was cut, and not one sentence stands in the rest.
func (r *Result) OnlyFrame() bool {
	const longest = 15 // Chinese letters of an entry of a menu
	if framed(r.Removed) == 0 {
		return false
	}
	for _, l := range linesOf(r.Runes, r.Folded) {
		if l.Han > longest || l.Stops > 0 || l.Comma > 0 {
			return false
		}
	}
	return true
}

// bestRun returns the lines [from, to) with the greatest sum of scores.
func (t *Text) bestRun() (from, to int) {
	best, sum, start := 0., 0., 0
	for i, l := range t.Lines {
		if sum <= 0 {
			sum, start = 0, i
		}
		sum += t.score(l)
		if sum > best {
			best, from, to = sum, start, i+1
		}
	}
	return from, to
}

func (t *Text) score(l Line) float64 {
	han := float64(min(l.Han, proseCap))
	folded := t.Folded[l.Start:l.End]
	switch {
	case l.prose() && l.ends():
		return han
	case l.prose():
		return han * looseShare
	case zh.Salutation(folded) > 0:
		return saluteScore
	case numberedHead.MatchString(head(t, l)):
		return headingScore
	case header.Classify(folded) != header.None:
		return headerScore
	}
	return shortScore
}

// headerAbove moves from up over the lines that may tell title, date and source.
func (t *Text) headerAbove(from int) int {
	const most = 14
	for n := 0; n < most && from > 0; n++ {
		l := t.Lines[from-1]
		if l.prose() || l.Han > maxTitleHan {
			break
		}
		from--
	}
	return from
}

// signatureBelow moves to down over a signature that a date closes.
func (t *Text) signatureBelow(to int) int {
	const most = 4
	for i := to; i < min(to+most, len(t.Lines)); i++ {
		l := t.Lines[i]
		if l.Han > 40 || l.ends() {
			break
		}
		if header.Classify(t.Folded[l.Start:l.End]) == header.DateLine {
			return i + 1
		}
	}
	return to
}
