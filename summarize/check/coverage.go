package check

import (
	"fmt"
	"math"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
)

// checkCoverage holds what an artifact says of its coverage against its own quotes and
// the text. An artifact without any such statement passes.
func checkCoverage(r *run) {
	cov := r.coverage
	if r.content == nil || cov.Parts == 0 && cov.Sections == 0 && len(cov.Uncovered) == 0 {
		return
	}
	r.checkShare(cov)
	last := 0
	for i, s := range cov.Uncovered {
		path := fmt.Sprintf("coverage.uncovered[%d]", i)
		switch {
		case s.Start < last || s.End <= s.Start || s.End > len(r.source.runes):
			r.fault(path, fmt.Sprintf("位置[%d,%d)超出原文或次序有误", s.Start, s.End))
			continue
		case !Bounded(r.source.runes, s):
			r.fault(path, fmt.Sprintf("位置[%d,%d)不在句子的起止处", s.Start, s.End))
		case r.quotes(s):
			r.fault(path, fmt.Sprintf("位置[%d,%d)标为未覆盖，却有要点引用", s.Start, s.End))
		}
		last = s.End
	}
}

// checkShare recomputes the share of sections covered from their number.
func (r *run) checkShare(cov daodu.Coverage) {
	open := len(cov.Uncovered)
	if cov.Parts < open {
		r.fault("coverage.parts", fmt.Sprintf("共%d个部分，却列出%d个未覆盖", cov.Parts, open))
		return
	}
	want := 0.
	if cov.Parts > 0 {
		want = float64(cov.Parts-open) / float64(cov.Parts)
	}
	const rounding = 1e-9
	if math.IsNaN(cov.Sections) || math.Abs(cov.Sections-want) > rounding {
		r.fault("coverage.sections", fmt.Sprintf("所标为%.4g，按%d个部分中%d个未覆盖应为%.4g", cov.Sections, cov.Parts, open, want))
	}
}

// quotes reports whether a point quotes from s.
func (r *run) quotes(s daodu.Span) bool {
	for _, c := range r.claims {
		if c.point == nil {
			continue
		}
		for _, q := range c.quotes {
			if q.Len() > 0 && q.Overlaps(s) {
				return true
			}
		}
	}
	return false
}

// Bounded reports whether s begins and ends where a section of text may: it has no blank
// at either end, no mark that belongs to the sentence before or behind it, and cuts no
// words, but for a number in a text that lost its line breaks (责任感|一是要).
func Bounded(text []rune, s daodu.Span) bool {
	if s.Start < 0 || s.End <= s.Start || s.End > len(text) {
		return false
	}
	return !isEnd(text, s.Start) && !isEnd(text, s.End) && !isOpen(text, s.Start-1) && !isOpen(text, s.End-1) &&
		!unicode.IsSpace(text[s.Start]) && !unicode.IsSpace(text[s.End-1]) && isEdge(text, s.Start) && isEdge(text, s.End)
}

// isEnd reports whether a mark that closes a sentence stands at code point i.
func isEnd(text []rune, i int) bool {
	return i < len(text) && strings.ContainsRune(".。．！？；，、：:;,!?”’」』）)》", text[i])
}

// isOpen reports whether a mark at code point i belongs to what follows: an opening
// bracket, the point of 1. and the 、 of 一、.
func isOpen(text []rune, i int) bool {
	if i < 0 || i >= len(text) {
		return false
	}
	numbered := i > 0 && startsWithDigit(string(text[i-1])) && strings.ContainsRune(".．、", text[i])
	return numbered || strings.ContainsRune("（(《“‘「『、", text[i])
}

// isEdge reports whether a section may begin or end at code point i.
func isEdge(text []rune, i int) bool {
	word := func(i int) bool {
		return i >= 0 && i < len(text) && (unicode.IsLetter(text[i]) || unicode.IsDigit(text[i]))
	}
	return !word(i-1) || !word(i) || text[i] == '第' || text[i-1] != '第' && startsWithDigit(string(text[i])) && !startsWithDigit(string(text[i-1]))
}
