package export

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// titleBlock writes the title and what is known of the article.
func (d *document) titleBlock() {
	a := d.article
	d.heading(1, d.name())
	if a.Subtitle != "" {
		d.paragraph(run{text: a.Subtitle})
	}
	told := block{kind: facts}
	add := func(label, value string) {
		if value != "" {
			told.runs = append(told.runs, run{text: label + d.own.colon + value})
		}
	}
	add(d.own.speaker, speakerWords(a.Speaker))
	add(d.own.date, d.dateWords())
	add(d.own.occasion, a.Occasion)
	add(d.own.author, a.Author)
	add(d.own.source, d.sourceWords())
	if len(told.runs) > 0 {
		d.add(told)
	}
}

// name returns the title of the article, or that it has none.
func (d *document) name() string {
	if title := oneLine(d.article.Title); title != "" {
		return title
	}
	return d.own.untitled
}

// speakerWords writes a speaker: name and role, or what stands in the place of both.
func speakerWords(s *daodu.Speaker) string {
	switch {
	case s == nil:
		return ""
	case s.Name == "" && s.AsWritten != "":
		return s.AsWritten
	case s.Name == "":
		return s.Role
	case s.Role == "":
		return s.Name
	}
	return s.Name + "（" + s.Role + "）"
}

// dateWords writes the best date, with the reason when it is suspect.
func (d *document) dateWords() string {
	i := slices.IndexFunc(d.article.Dates, func(x daodu.Date) bool { return x.Date == d.article.Date && x.Suspect })
	if d.article.Date == "" || i < 0 {
		return d.article.Date
	}
	found := d.article.Dates[i]
	return found.Text + fmt.Sprintf(d.own.suspect, found.Why)
}

// sourceWords names the publisher, and the address when it is one of the web.
func (d *document) sourceWords() string {
	uri := d.article.Source.URI
	if !strings.HasPrefix(uri, "http://") && !strings.HasPrefix(uri, "https://") {
		uri = ""
	}
	return strings.TrimSpace(d.article.Publisher + " " + uri)
}

// damage tells in one line what is wrong with the source.
func (d *document) damage() {
	var told []string
	serious := false
	for _, kind := range damageOrder {
		var of []daodu.Damage
		for _, x := range d.article.Damage {
			if x.Kind == kind {
				of = append(of, x)
				serious = serious || x.Severity != daodu.SeverityNote && kind != daodu.Thin
			}
		}
		if len(of) > 0 {
			told = append(told, d.damageWords(kind, of))
		}
	}
	if len(told) == 0 {
		return
	}
	label := d.own.condition
	if serious {
		label = d.own.incomplete
	}
	d.add(block{kind: warning, runs: []run{{text: label + strings.Join(told, d.own.and) + d.own.stop}}})
}

// damageOrder lists damage by how much a reader has to know of it.
var damageOrder = []daodu.DamageKind{
	daodu.Truncated, daodu.Preview, daodu.Redacted, daodu.Mojibake, daodu.OCRSuspect,
	daodu.WrongVariant, daodu.Quotes, daodu.PageMarks, daodu.Thin,
}

// damageWords tells of all damage of one kind: how often, and on which words.
func (d *document) damageWords(kind daodu.DamageKind, of []daodu.Damage) string {
	switch kind {
	case daodu.Truncated:
		return d.cutWords(of)
	case daodu.Preview:
		return d.own.preview
	case daodu.Redacted:
		return fmt.Sprintf(d.own.redacted, len(of), d.samples(of))
	case daodu.Mojibake:
		return fmt.Sprintf(d.own.mojibake, len(of))
	case daodu.OCRSuspect:
		return fmt.Sprintf(d.own.suspects, len(of), d.samples(of))
	case daodu.WrongVariant:
		return fmt.Sprintf(d.own.variants, len(of), d.samples(of))
	case daodu.Quotes:
		return fmt.Sprintf(d.own.marks, len(of))
	case daodu.PageMarks:
		return d.own.pageMarks
	}
	return d.own.thin
}

// cutWords gives the last words before a cut.
func (d *document) cutWords(of []daodu.Damage) string {
	const shown = 12
	end := of[0].Span.End
	last := oneLine(d.words(daodu.Span{Start: max(0, end-shown), End: end}))
	if last == "" {
		return d.own.cutHere
	}
	return fmt.Sprintf(d.own.cut, last)
}

// samples shows the damaged words, each once, three at most.
func (d *document) samples(of []daodu.Damage) string {
	const most = 3
	var out []string
	for _, x := range of {
		if words := oneLine(d.words(x.Span)); words != "" && !slices.Contains(out, words) {
			out = append(out, words)
		}
	}
	if len(out) > most {
		return strings.Join(out[:most], d.own.comma) + d.own.others
	}
	return strings.Join(out, d.own.comma)
}
