package export

import (
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// place names where quotes stand: the first and last sentence, and the section of the
// first: "S12 · 一、（二）". "" when there are none.
func (d *document) place(quotes []daodu.Quote) string {
	if len(quotes) == 0 {
		return ""
	}
	first, last := ends(quotes)
	name := d.sentences(first.Start, last.End)
	if path := strings.TrimSuffix(join(common(d.path(first.Start), d.path(last.Start))), "、"); path != "" {
		name = strings.TrimPrefix(name+" · "+path, " · ")
	}
	return name
}

// anchor names the place of quotes behind what rests on them.
func (d *document) anchor(quotes []daodu.Quote) run {
	return run{text: d.place(quotes), style: anchor, quotes: quotes}
}

// sentencesOf names the sentences that quotes stand in.
func (d *document) sentencesOf(quotes []daodu.Quote) string {
	if len(quotes) == 0 {
		return ""
	}
	first, last := ends(quotes)
	return d.sentences(first.Start, last.End)
}

// ends returns the quotes that begin first and end last.
func ends(quotes []daodu.Quote) (first, last daodu.Span) {
	first, last = quotes[0].Span, quotes[0].Span
	for _, q := range quotes[1:] {
		if q.Start < first.Start {
			first = q.Span
		}
		if q.End > last.End {
			last = q.Span
		}
	}
	return first, last
}

// sentenceAt returns the index of the sentence at a place or behind it, -1 when there is
// none.
func (d *document) sentenceAt(at int) int {
	return slices.IndexFunc(d.article.Sentences, func(s daodu.Sentence) bool { return s.End > at })
}

// sentences names the sentences from one place to another: S3, S3–S5.
func (d *document) sentences(from, to int) string {
	all := d.article.Sentences
	i := d.sentenceAt(from)
	if i < 0 {
		return ""
	}
	k := i
	for k+1 < len(all) && all[k+1].Start < to {
		k++
	}
	if k == i {
		return all[i].ID
	}
	return all[i].ID + "–" + all[k].ID
}

// path names the headed sections around a place by their numbers, or by their first
// letters where they have none.
func (d *document) path(at int) []string {
	var out []string
	sections := d.article.Sections
	for {
		i := slices.IndexFunc(sections, func(s daodu.Section) bool { return s.Span.Start <= at && at < s.Span.End })
		if i < 0 {
			return out
		}
		if name := sectionName(sections[i]); name != "" {
			out = append(out, name)
		}
		sections = sections[i].Children
	}
}

// join writes a path: numbers one after the other (一、（二）), names behind a sign unless
// a number leads to them (三、加强组织领导).
func join(path []string) string {
	var out strings.Builder
	for i, name := range path {
		numbers := i > 0 && ordinals.MatchString(path[i-1]) && ordinals.MatchString(name)
		if i > 0 && !numbers && !strings.HasSuffix(out.String(), "、") {
			out.WriteString(" › ")
		}
		out.WriteString(name)
	}
	return out.String()
}

// common returns what two paths have in common from the top.
func common(a, b []string) []string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return a[:n]
}

// ordinals matches the numbering of a heading.
var ordinals = regexp.MustCompile(`^(?:第[一二三四五六七八九十百零\d]{1,5}[章节條条编編部分，,、]?|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}(?:、|是|要|必须)|\d{1,2}[.．、])`)

// sectionName returns the number of a section, its first letters where it has none, and
// "" for a section without a heading of its own.
func sectionName(s daodu.Section) string {
	switch s.Kind {
	case daodu.Heading, daodu.Enumeration, daodu.RunIn:
	default:
		return ""
	}
	if n := ordinals.FindString(s.Label); n != "" {
		return strings.TrimRight(n, "，,")
	}
	const most = 10
	return first(strings.TrimRight(s.Label, "。；;：:，,"), most)
}
