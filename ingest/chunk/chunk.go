// Package chunk cuts a clean text into the stretches that are embedded and searched.
// It is the last step of stage 1. Chunks tile the text: they neither overlap nor
// leave a letter out. They end at sentences and, where they are long enough, at
// sections, and each carries the headings it stands under.
package chunk

import (
	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// Options say how large chunks are, in tokens as estimated by zh.TokenLimit. The
// zero value means Max 512 and Min 160.
type Options struct {
	Max int // a chunk never has more
	Min int // a section end closes a chunk only from this size on
}

const (
	defaultMax = 512 // half the input of the smallest embedding models
	defaultMin = 160
)

// Split cuts text, the clean text of a into chunks.
func Split(text []rune, sentences []daodu.Sentence, sections []daodu.Section, opts Options) []daodu.Chunk {
	if opts.Max <= 0 {
		opts.Max = defaultMax
	}
	if opts.Min <= 0 {
		opts.Min = min(defaultMin, opts.Max/2)
	}
	if len(text) == 0 {
		return nil
	}
	s := splitter{text: text, opts: opts, starts: sectionStarts(sections)}
	for _, unit := range s.units(sentences) {
		s.add(unit)
	}
	s.close(len(text))
	return s.chunks
}

// A sectionStart is where a section begins, with the headings down to it.
type sectionStart struct {
	at, end int
	path    []string
}

func sectionStarts(sections []daodu.Section) []sectionStart {
	var out []sectionStart
	var walk func(sections []daodu.Section, path []string)
	walk = func(sections []daodu.Section, path []string) {
		for _, s := range sections {
			p := path
			if titled(s) {
				p = append(path[:len(path):len(path)], s.Label)
			}
			out = append(out, sectionStart{at: s.Span.Start, end: s.Span.End, path: p})
			walk(s.Children, p)
		}
	}
	walk(sections, nil)
	return out
}

// titled reports whether a section's label is a heading that tells where one is.
func titled(s daodu.Section) bool {
	switch s.Kind {
	case daodu.Heading, daodu.Enumeration, daodu.RunIn:
		return s.Label != ""
	}
	return false
}

type splitter struct {
	text   []rune
	opts   Options
	starts []sectionStart
	next   int // first of starts not yet passed
	chunks []daodu.Chunk
	from   int      // start of the chunk being filled
	tokens int      // its size
	path   []string // headings at its start
	open   []sectionStart
}

// units extends the sentences so that they tile the text, and cuts those that are
// larger than a chunk.
func (s *splitter) units(sentences []daodu.Sentence) []daodu.Span {
	var units []daodu.Span
	at := 0
	for i := range sentences {
		end := len(s.text)
		if i+1 < len(sentences) {
			end = sentences[i+1].Start
		}
		units = append(units, s.cut(daodu.Span{Start: at, End: end})...)
		at = end
	}
	if at < len(s.text) {
		units = append(units, s.cut(daodu.Span{Start: at, End: len(s.text)})...)
	}
	return units
}

// cut parts a unit that has more tokens than a chunk may have, behind a comma where
// there is one in its second half.
func (s *splitter) cut(u daodu.Span) []daodu.Span {
	var out []daodu.Span
	for zh.TokenLimit(s.text[u.Start:u.End]) > s.opts.Max {
		end := s.fit(u)
		for at := end; at > u.Start+(end-u.Start)/2; at-- {
			if r := zh.Fold(s.text[at-1]); r == ',' || r == ';' || r == '、' || r == '\n' || r == ' ' {
				end = at
				break
			}
		}
		out = append(out, daodu.Span{Start: u.Start, End: end})
		u.Start = end
	}
	return append(out, u)
}

// fit returns the largest end so that the start of u up to it has at most Max
// tokens; at least one code point.
func (s *splitter) fit(u daodu.Span) int {
	low, high := u.Start+1, u.End
	for low < high {
		mid := (low + high + 1) / 2
		if zh.TokenLimit(s.text[u.Start:mid]) <= s.opts.Max {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return low
}

// add appends a unit to the current chunk, closing it first where the unit begins
// a section or does not fit.
func (s *splitter) add(u daodu.Span) {
	n := zh.TokenLimit(s.text[u.Start:u.End])
	begins := s.passes(u)
	full := s.from < u.Start && zh.TokenLimit(s.text[s.from:u.End]) > s.opts.Max
	if s.from < u.Start && (full || begins && s.tokens >= s.opts.Min) {
		s.close(u.Start)
	}
	if s.from == u.Start {
		s.path = s.pathAt(u)
	}
	s.tokens += n
}

// passes moves on to the sections that begin in u and reports whether any does.
func (s *splitter) passes(u daodu.Span) bool {
	begins := false
	for s.next < len(s.starts) && s.starts[s.next].at < u.End {
		s.open = append(s.open, s.starts[s.next])
		s.next++
		begins = true
	}
	return begins
}

// pathAt returns the headings of the innermost section that holds u.
func (s *splitter) pathAt(u daodu.Span) []string {
	for len(s.open) > 0 {
		if top := s.open[len(s.open)-1]; top.end > u.Start {
			return top.path
		}
		s.open = s.open[:len(s.open)-1]
	}
	return nil
}

func (s *splitter) close(end int) {
	if end == s.from {
		return
	}
	span := daodu.Span{Start: s.from, End: end}
	s.chunks = append(s.chunks, daodu.Chunk{
		Seq: len(s.chunks) + 1, Path: s.path, Span: span, Tokens: zh.TokenLimit(s.text[s.from:end]),
	})
	s.from, s.tokens = end, 0
}
