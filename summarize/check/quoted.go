package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
)

// checkQuoted looks up what a claim puts in quotation marks. Marks within it count for
// nothing, and what is left out (……) parts it. Marks around words of the evidence that
// has none there are emphasis, and allowed.
func checkQuoted(r *run) {
	r.eachOwn(func(c *claim) {
		for _, s := range between(c.said.folded, '“', '”') {
			if c.failed {
				return
			}
			if c.asks(s) {
				continue
			}
			for _, part := range parts(c.said.folded[s.Start:s.End]) {
				if !c.evidence.hasPlain(part) {
					r.fail(c, c.path, fmt.Sprintf("%s没有引号内的“%s”", r.sourceWord(), shorten(c.said.words(s))))
					break
				}
			}
		}
	})
}

// asked are words for what a question asks for, folded.
var asked = []string{"什么", "哪", "多少", "几", "谁"}

// asks reports whether a claim that is a question puts its question word between the
// marks around s.
func (c *claim) asks(s daodu.Span) bool {
	words := string(c.said.folded[s.Start:s.End])
	return c.bare && slices.ContainsFunc(asked, func(w string) bool { return strings.Contains(words, w) })
}

// parts returns the plain words of a quotation, parted where something was left out.
func parts(quoted []rune) []string {
	var out []string
	for piece := range strings.SplitSeq(strings.ReplaceAll(string(quoted), "...", "…"), "…") {
		if p := plain(piece); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// plain returns the letters and digits of folded words.
func plain(folded string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' {
			return r
		}
		return -1
	}, folded)
}

// hasPlain reports whether plain words stand in the passage. Numbers in them may be
// written in other figures; whether they are the same is the number rule's to tell.
func (p *passage) hasPlain(words string) bool {
	if strings.Contains(p.plain(), words) {
		return true
	}
	bare := withoutFigures(words)
	const least = 4
	return bare != words && len([]rune(bare)) >= least && strings.Contains(withoutFigures(p.plain()), bare)
}

// withoutFigures returns words without what numbers are written with.
func withoutFigures(words string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(numerals, r) {
			return -1
		}
		return r
	}, words)
}

// between returns what stands between an opening and a closing mark, outermost pairs
// only. A straight mark opens and closes in turn.
func between(folded []rune, opening, closing rune) []daodu.Span {
	var out []daodu.Span
	depth, from, straight := 0, 0, -1
	for i, r := range folded {
		switch {
		case r == opening:
			if depth == 0 {
				from = i + 1
			}
			depth++
		case r == closing && depth > 0:
			if depth--; depth == 0 {
				out = append(out, daodu.Span{Start: from, End: i})
			}
		case r == '"' && opening == '“' && depth == 0:
			if straight >= 0 {
				out = append(out, daodu.Span{Start: straight, End: i})
				straight = -1
			} else {
				straight = i + 1
			}
		}
	}
	return out
}
