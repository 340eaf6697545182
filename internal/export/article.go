package export

import (
	"fmt"
	"strings"

	"github.com/daodu/daodu"
)

// text writes the clean text, a paragraph for each line.
func (d *document) text() {
	d.heading(2, d.own.text)
	for line := range strings.Lines(d.article.Text) {
		if line = strings.TrimSpace(line); line != "" {
			d.paragraph(run{text: line})
		}
	}
}

// removed lists what cleaning cut away, blanks left out. Without the raw text only
// reason, rule and length can be told.
func (d *document) removed() {
	raw := []rune(d.article.Raw)
	begun := false
	for _, r := range d.article.Removed {
		if r.Reason == daodu.Space {
			continue
		}
		if !begun {
			d.heading(2, d.own.removed)
			begun = true
		}
		d.add(block{kind: item, runs: []run{{text: d.removal(r, raw)}}})
	}
}

func (d *document) removal(r daodu.Removal, raw []rune) string {
	const shown = 30
	reason := d.own.reasons[r.Reason]
	if reason == "" {
		reason = string(r.Reason)
	}
	what := fmt.Sprintf(d.own.letters, r.Raw.Len())
	if r.Raw.Start >= 0 && r.Raw.Start <= r.Raw.End && r.Raw.End <= len(raw) {
		what = first(string(raw[r.Raw.Start:r.Raw.End]), shown)
	}
	return fmt.Sprintf(d.own.removal, reason, r.Rule) + d.own.colon + what
}
