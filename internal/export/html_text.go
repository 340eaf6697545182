package export

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/daodu/daodu"
)

// What a letter of the text is beside itself.
const (
	isQuoted  = 1 << iota // an artifact quotes it
	isDamaged             // a fault of the source lies on it
)

// marksWords are the kinds of damage that lie on certain words; others are of the whole
// text or of what is missing.
var marksWords = map[daodu.DamageKind]bool{daodu.Redacted: true, daodu.OCRSuspect: true, daodu.Quotes: true, daodu.Mojibake: true, daodu.WrongVariant: true}

// source writes the text with its sentences as targets of links. Words that artifacts
// quote are underlined, so that the page shows what rests on what, and what on nothing.
func (p *page) source(arts []*daodu.Artifact) {
	if strings.TrimSpace(p.d.article.Text) == "" {
		return
	}
	states := p.d.states(arts)
	legend := p.d.own.sourceText
	if slices.ContainsFunc(states, func(state byte) bool { return state&isDamaged != 0 }) {
		legend += p.d.own.sourceDamage
	}
	p.put("<details id=\"text\">\n<summary>%s</summary>\n<div lang=\"%s\">\n", legend, escaped(p.d.article.Lang))
	at, next := 0, 0
	for line := range strings.Lines(p.d.article.Text) {
		end := at + utf8.RuneCountInString(line)
		if strings.TrimSpace(line) != "" {
			next = p.line(daodu.Span{Start: at, End: end}, next, states)
		}
		at = end
	}
	p.put("</div>\n</details>\n")
}

// states tells of each letter whether it is quoted or damaged.
func (d *document) states(arts []*daodu.Artifact) []byte {
	out := make([]byte, len(d.runes))
	set := func(s daodu.Span, state byte) {
		for i := max(s.Start, 0); i < min(s.End, len(out)); i++ {
			out[i] |= state
		}
	}
	for _, art := range arts {
		if art.Content == nil {
			continue
		}
		for _, q := range art.Content.EachQuote() {
			set(q.Span, isQuoted)
		}
	}
	for _, x := range d.article.Damage {
		if marksWords[x.Kind] {
			set(x.Span, isDamaged)
		}
	}
	return out
}

// line writes a line of the text as a paragraph. next is the first sentence that may
// begin in it; the first of the next line is returned.
func (p *page) line(line daodu.Span, next int, states []byte) int {
	attr := ""
	if p.d.headed(line) {
		attr = " class=\"head\""
	}
	p.put("<p%s>", attr)
	all := p.d.article.Sentences
	at := line.Start
	for at < line.End && unicode.IsSpace(p.d.runes[at]) {
		at++ // the style sheet indents
	}
	for ; next < len(all) && all[next].Start < line.End; next++ {
		s := all[next].Span
		if s.Start < at || s.End < s.Start {
			continue // a sentence that began in a line above, or is none
		}
		end := min(s.End, line.End)
		p.letters(daodu.Span{Start: at, End: s.Start}, states)
		p.put("<span id=\"s%d\"><i>%s</i>", next+1, escaped(all[next].ID))
		p.letters(daodu.Span{Start: s.Start, End: end}, states)
		p.put("</span>")
		at = end
	}
	p.letters(daodu.Span{Start: at, End: line.End}, states)
	p.put("</p>\n")
	return next
}

// letters writes a stretch of the text, parted where the state of letters changes.
func (p *page) letters(s daodu.Span, states []byte) {
	for s.Start < s.End {
		end := s.Start + 1
		for end < s.End && states[end] == states[s.Start] {
			end++
		}
		words := html.EscapeString(strings.Map(shown, strings.Trim(string(p.d.runes[s.Start:end]), "\r\n")))
		if words != "" && states[s.Start]&isQuoted != 0 {
			words = "<u>" + words + "</u>"
		}
		if words != "" && states[s.Start]&isDamaged != 0 {
			words = "<mark>" + words + "</mark>"
		}
		p.put("%s", words)
		s.Start = end
	}
}

// headed reports whether a line is the heading of a section.
func (d *document) headed(line daodu.Span) bool {
	words := strings.TrimSpace(d.words(line))
	sections := d.article.Sections
	for {
		found := false
		for _, s := range sections {
			if s.Kind == daodu.Heading && line.Contains(s.Head) && s.Head.Len() > 0 && strings.TrimSpace(d.words(s.Head)) == words {
				return true
			}
			if !found && s.Span.Start <= line.Start && line.Start < s.Span.End {
				sections, found = s.Children, true
				break
			}
		}
		if !found {
			return false
		}
	}
}
