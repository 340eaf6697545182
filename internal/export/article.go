package export

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
)

// text writes the clean text, a paragraph for each line, with the numbers of its
// sentences in front: the places that a handout names.
func (d *document) text() {
	d.heading(2, d.own.text)
	at := 0
	for line := range strings.Lines(d.article.Text) {
		end := at + utf8.RuneCountInString(line)
		if words := strings.TrimSpace(line); words != "" {
			d.paragraph(run{text: d.numbersIn(at, end), style: anchor}, run{text: words})
		}
		at = end
	}
}

// numbersIn names the sentences that begin between two places.
func (d *document) numbersIn(from, to int) string {
	all := d.article.Sentences
	i, _ := slices.BinarySearchFunc(all, from, func(s daodu.Sentence, at int) int { return cmp.Compare(s.Start, at) })
	k, _ := slices.BinarySearchFunc(all, to, func(s daodu.Sentence, at int) int { return cmp.Compare(s.Start, at) })
	switch {
	case i >= k || i < 0:
		return ""
	case k == i+1:
		return all[i].ID
	}
	return all[i].ID + "–" + all[k-1].ID
}

// A cutting is what one rule of cleaning removed for one reason.
type cutting struct {
	reason daodu.Reason
	rule   string
	spans  []daodu.Span // in the raw text
}

// removed lists what cleaning cut away, blanks left out, one line for each rule.
// Without the raw text only reason, rule and length can be told.
func (d *document) removed() {
	var all []*cutting
	for _, r := range d.article.Removed {
		if r.Reason == daodu.Space {
			continue
		}
		i := slices.IndexFunc(all, func(c *cutting) bool { return c.reason == r.Reason && c.rule == r.Rule })
		if i < 0 {
			i = len(all)
			all = append(all, &cutting{reason: r.Reason, rule: r.Rule})
		}
		all[i].spans = append(all[i].spans, r.Raw)
	}
	if len(all) > 0 {
		d.heading(2, d.own.removed)
	}
	raw := []rune(d.article.Raw)
	for _, c := range all {
		d.add(block{kind: item, runs: []run{{text: d.cuttingWords(c, raw)}}})
	}
}

// cuttingWords tells the reason and rule, how much was cut, and the first words of the
// first pieces.
func (d *document) cuttingWords(c *cutting, raw []rune) string {
	const shown, pieces = 30, 3
	reason := d.own.reasons[c.reason]
	if reason == "" {
		reason = string(c.reason)
	}
	letters := 0
	var samples []string
	for _, s := range c.spans {
		letters += s.Len()
		if s.Start >= 0 && s.Start < s.End && s.End <= len(raw) && len(samples) < pieces {
			samples = append(samples, first(string(raw[s.Start:s.End]), shown))
		}
	}
	words := fmt.Sprintf(d.own.removal, reason, c.rule, len(c.spans), letters)
	if len(samples) > 0 {
		words += d.own.colon + strings.Join(samples, d.own.and)
	}
	return words
}
