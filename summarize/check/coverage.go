package check

import (
	"fmt"
	"math"
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
		case !r.source.bounded(s):
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

// bounded reports whether s begins and ends where sections may: at a mark or a blank,
// or, in a text that lost its line breaks, before a number (责任感|一是要).
func (t *source) bounded(s daodu.Span) bool { return t.edge(s.Start) && t.edge(s.End) }

// edge reports whether a section may begin or end at code point i.
func (t *source) edge(i int) bool {
	word := func(i int) bool {
		return i >= 0 && i < len(t.runes) && (unicode.IsLetter(t.runes[i]) || unicode.IsDigit(t.runes[i]))
	}
	return !word(i-1) || !word(i) || t.runes[i] == '第' || startsWithDigit(string(t.runes[i]))
}
