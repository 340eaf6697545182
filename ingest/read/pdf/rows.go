package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// lines joins what stands at one height.
func (r region) lines() []string {
	rows := joinSplitCells(r.rows())
	edge := leftEdge(rows)
	var out []string
	for _, row := range rows {
		slices.SortStableFunc(row, func(a, b *fragment) int { return cmp.Compare(a.x0, b.x0) })
		var b strings.Builder
		if indent := row[0].x0 - edge; indent > 1.5*row[0].height() {
			b.WriteString("　　")
		}
		var last *word
		for _, f := range row {
			for i := range f.words {
				if last != nil {
					b.WriteString(separator(last, &f.words[i]))
				}
				last = &f.words[i]
				b.WriteString(last.text)
			}
		}
		out = append(out, b.String())
	}
	return out
}

// A row is what stands at one height.
type row []*fragment

// extent returns the top and the bottom of a row.
func (r row) extent() (y0, y1 float64) {
	y0, y1 = math.Inf(1), math.Inf(-1)
	for _, f := range r {
		y0, y1 = min(y0, f.y0), max(y1, f.y1)
	}
	return y0, y1
}

// rows groups fragments, which are in order of height. One that shares half its
// height with the first of a row belongs to it, as a small raised figure does.
func (r region) rows() []row {
	var rows []row
	var y0, y1 float64
	for _, f := range r {
		if rows != nil && overlap(y0, y1, f.y0, f.y1) >= 0.5*min(y1-y0, f.height()) {
			rows[len(rows)-1] = append(rows[len(rows)-1], f)
			continue
		}
		rows = append(rows, row{f})
		y0, y1 = f.y0, f.y1
	}
	return rows
}

// joinSplitCells puts the rows of a table together in which some cells have two
// lines and the others one, at half height between them.
func joinSplitCells(rows []row) []row {
	var out []row
	for i := 0; i < len(rows); i++ {
		if i+2 < len(rows) && isSplit(rows[i], rows[i+1], rows[i+2]) {
			out = append(out, slices.Concat(joinCells(rows[i], rows[i+2]), rows[i+1]))
			i += 2
			continue
		}
		out = append(out, rows[i])
	}
	return out
}

// isSplit reports whether the three rows are the upper lines, the middle and the
// lower lines of one row of a table: their heights interlock, and where the outer
// rows have a cell the middle one has none.
func isSplit(upper, middle, lower row) bool {
	if len(upper) != len(lower) || len(middle) < 2 {
		return false
	}
	_, u1 := upper.extent()
	m0, m1 := middle.extent()
	l0, _ := lower.extent()
	if u1 <= m0 || l0 >= m1 {
		return false
	}
	for _, u := range upper {
		if u.under(lower) == nil {
			return false
		}
		for _, m := range middle {
			if overlap(u.x0, u.x1, m.x0, m.x1) > 0 {
				return false
			}
		}
	}
	return true
}

// under returns the fragment of a row that stands below or above f.
func (f *fragment) under(r row) *fragment {
	for _, g := range r {
		if overlap(f.x0, f.x1, g.x0, g.x1) > 0 {
			return g
		}
	}
	return nil
}

// joinCells joins the two lines of each cell. The second is moved up, so that its
// words come right after those of the first.
func joinCells(upper, lower row) row {
	var out row
	for _, u := range upper {
		l := u.under(lower)
		cell := &fragment{words: slices.Clone(u.words), x0: min(u.x0, l.x0), x1: max(u.x1, l.x1), y0: u.y0, y1: l.y1}
		shift := u.x1 - l.x0
		for _, w := range l.words {
			w.x0, w.x1 = w.x0+shift, w.x1+shift
			cell.words = append(cell.words, w)
		}
		// What stands to the right is as far away as it was.
		last := &cell.words[len(cell.words)-1]
		last.x1 = cell.x1
		out = append(out, cell)
	}
	return out
}

// leftEdge returns where lines begin: the leftmost place where at least two of
// them, and one in twenty, do, lest a number in the margin makes all others look
// indented.
func leftEdge(rows []row) float64 {
	var starts []float64
	for _, r := range rows {
		x := math.Inf(1)
		for _, f := range r {
			x = min(x, f.x0)
		}
		starts = append(starts, x)
	}
	slices.Sort(starts)
	const same = 3 // points
	need := max(1, len(starts)/20)
	for i, x := range starts {
		if i+need < len(starts) && starts[i+need] < x+same {
			return x
		}
	}
	return starts[0]
}

// The least gaps that are written out, in heights of a letter.
const (
	tabGap   = 2.5  // cells of a table
	wideGap  = 0.8  // between two Chinese letters; justified lines stay below
	mixedGap = 0.35 // between Chinese and other letters, which print keeps apart by a quarter
	latinGap = 0.12 // between letters of words
)

// separator returns what stands between two words of a line.
func separator(a, b *word) string {
	// The smaller height counts: a raised figure does not make a gap of its own.
	h := min(a.height(), b.height())
	gap := (b.x0 - a.x1) / max(h, 0.1)
	wideA, wideB := isWide(a.last()), isWide(b.first())
	least := mixedGap
	switch {
	case gap >= tabGap:
		return "\t"
	case wideA && wideB:
		least = wideGap
	case !wideA && !wideB:
		least = latinGap
	}
	if gap >= least || b.space && !(wideA && wideB) {
		return " "
	}
	return ""
}
