package openai

import "github.com/daodu/daodu"

// rankLines tells of each line how good a place its end is to part the text: before a
// section, the outermost best; between paragraphs; between sentences; within one, worst.
func (d *document) rankLines() {
	const paragraph, deepest = 2, 12
	starts := map[int]int{}
	d.eachSection(func(s daodu.Section, depth int, _ string) {
		first, last := d.numbers(s.Span)
		if first <= last {
			starts[first] = max(starts[first], paragraph+1+max(0, deepest-depth))
		}
	})
	for i := range d.lines[:max(0, len(d.lines)-1)] {
		l, next := &d.lines[i], d.lines[i+1]
		switch {
		case next.n == l.n:
			l.rank = 0
		case starts[next.n] > 0:
			l.rank = starts[next.n]
		case d.lineBreak(l.span.End, next.span.Start):
			l.rank = paragraph
		default:
			l.rank = 1
		}
	}
}

// lineBreak reports whether a line of the text ends between two places.
func (d *document) lineBreak(from, to int) bool {
	for _, r := range d.runes[from:to] {
		if r == '\n' || r == '\r' {
			return true
		}
	}
	return false
}

// cut parts all lines into parts of at most most tokens, of about the same size, at the
// best places. A line that is longer has a part of its own: nothing is left out.
func (d *document) cut(most int) []part { return d.cutWithin(part{0, len(d.lines)}, most) }

// cutWithin is cut for a part.
func (d *document) cutWithin(p part, most int) []part {
	var out []part
	for from := p.from; from < p.to; {
		to := d.endOf(from, p.to, most)
		out = append(out, part{from, to})
		from = to
	}
	return out
}

// endOf returns where a part that begins at line from ends: at the best place between a
// share somewhat smaller than an equal one and the most there may be.
func (d *document) endOf(from, end, most int) int {
	const least = .6 // of an equal share
	rest := total(d.lines[from:end])
	if rest <= most {
		return end
	}
	equal := rest / ((rest + most - 1) / most)
	best, rank, sum := from+1, -1, 0
	for i := from; i < end; i++ {
		if sum += d.lines[i].tokens; sum > most && i > from {
			break
		}
		switch at := d.lines[i].rank; {
		case float64(sum) < least*float64(equal):
			best = i + 1
		case at > rank, at == rank && sum <= equal:
			best, rank = i+1, at
		}
	}
	return best
}

// halves parts p in two of about the same size at the best place; ok is false when it is
// a single line or too small.
func (d *document) halves(p part) (out []part, ok bool) {
	size := total(d.lines[p.from:p.to])
	if p.to-p.from < 2 || size < 2*leastIsolated {
		return nil, false
	}
	mid := d.endOf(p.from, p.to, size*3/5)
	if mid >= p.to {
		return nil, false
	}
	return []part{{p.from, mid}, {mid, p.to}}, true
}

// span returns the stretch of the text that p shows.
func (d *document) span(p part) daodu.Span {
	return daodu.Span{Start: d.lines[p.from].span.Start, End: d.lines[p.to-1].span.End}
}
