package webpage

import "strings"

// titleMarks separate the title of an article from the names of sections and of the
// site behind it: 关于春节放假的通知_江南机械厂工会. The longer ones come first.
var titleMarks = []string{"——", "--", "_", "|", "｜", "丨", "-", "—", "–", "»", "«", ">", "<"}

// maxPieces is how many pieces of a title are looked at.
const maxPieces = 12

// bestTitle returns the title of the article: that part of the page's titles which
// also stands as a line on it, else the title of a meta element as it is, the longest
// part of the title element, or the h1 above the article.
func (m *metaReader) bestTitle(p *page, article []int) string {
	shown, h1s := p.shortLines()
	for _, whole := range [...]string{m.found[fieldTitle], m.title} {
		if t := headedPart(whole, h1s); t != "" {
			return t
		}
		if t := shownPart(whole, shown); t != "" {
			return t
		}
	}
	if t := m.found[fieldTitle]; t != "" {
		return t
	}
	if t := longest(pieces(m.title, titleMarks)); t != "" {
		return t
	}
	return p.nearestH1(article)
}

// headedPart returns what stands before the first mark in a title when an h1 says the
// same, with no more than a bracket behind it, such as a link to edit the page.
func headedPart(whole string, h1s []string) string {
	parts := pieces(whole, titleMarks)
	if len(parts) == 0 {
		return ""
	}
	words := squeeze(parts[0])
	for _, h1 := range h1s {
		if rest, ok := strings.CutPrefix(h1, words); ok && (rest == "" || strings.IndexAny(rest, "[【(（") == 0) {
			return parts[0]
		}
	}
	return ""
}

// shownPart returns the longest part of a title, cut at titleMarks and blanks, that
// stands on the page as a line. A part much shorter than a piece between two marks is
// none: it is the name of a section, or a heading that the title happens to hold.
func shownPart(whole string, shown map[string]bool) string {
	parts := pieces(whole, append([]string{" "}, titleMarks...))
	best := ""
	for i := range parts {
		for j := i; j < len(parts); j++ {
			part := between(whole, parts[i], parts[j])
			if len(part) > len(best) && shown[squeeze(part)] {
				best = part
			}
		}
	}
	if 3*len(best) < 2*len(longest(pieces(whole, titleMarks))) {
		return ""
	}
	return best
}

// pieces cuts a title at marks.
func pieces(whole string, marks []string) []string {
	var parts []string
	for rest := whole; rest != "" && len(parts) < maxPieces; {
		at, size := nextMark(rest, marks)
		if piece := strings.TrimSpace(rest[:at]); piece != "" {
			parts = append(parts, piece)
		}
		rest = rest[at+size:]
	}
	return parts
}

// nextMark returns where the first mark in s begins and its length, the end of s and
// 0 when there is none.
func nextMark(s string, marks []string) (at, size int) {
	for i := range s {
		for _, mark := range marks {
			if strings.HasPrefix(s[i:], mark) {
				return i, len(mark)
			}
		}
	}
	return len(s), 0
}

// between returns what stands in whole from the piece first to the piece last.
func between(whole, first, last string) string {
	from := strings.Index(whole, first)
	to := strings.LastIndex(whole, last)
	if to < from {
		return first
	}
	return whole[from : to+len(last)]
}

// longest returns the longest part in bytes, which favours Chinese.
func longest(parts []string) string {
	best := ""
	for _, p := range parts {
		if len(p) > len(best) {
			best = p
		}
	}
	return best
}

// shortLines returns the lines that may be a title, and the h1 among them, squeezed.
func (p *page) shortLines() (shown map[string]bool, h1s []string) {
	shown = map[string]bool{}
	for i := range p.lines {
		l := &p.lines[i]
		if l.letters < 2 || l.letters > maxHeading || l.hidden {
			continue
		}
		s := squeeze(string(p.words(i)))
		shown[s] = true
		if l.level == 1 {
			h1s = append(h1s, s)
		}
	}
	return shown, h1s
}

// squeeze returns s without blanks, which a title element may have in other places.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if isInvisible(r) {
			return -1
		}
		return r
	}, s)
}

// nearestH1 returns the text of the last h1 above the article's second line, or of
// the first one on the page.
func (p *page) nearestH1(article []int) string {
	best := -1
	for i := range p.lines {
		if l := &p.lines[i]; l.level != 1 || l.letters > maxHeading {
			continue
		}
		if best < 0 || len(article) > 0 && i <= article[0]+1 {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	return clean(string(p.words(best)))
}
