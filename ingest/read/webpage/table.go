package webpage

import "bytes"

// A row of a table becomes one line when its cells are short; the cells of a table
// that only frames other content stay lines of their own. Cells of a few short lines
// are heads of columns and addresses; longer lines are paragraphs.
const (
	maxCellLines   = 4
	maxCellLetters = 120 // in a cell of several lines
)

// An openRow is a table row while it is being read.
type openRow struct {
	box    int32
	first  int   // its first line
	cells  []int // first line of each cell
	nested bool  // a cell holds a table
}

// closeRow ends the innermost row.
func (b *builder) closeRow() {
	n := len(b.rows) - 1
	r := b.rows[n]
	b.rows = b.rows[:n]
	if n > 0 && len(b.lines) > r.first {
		b.rows[n-1].nested = true
	}
	if r.box >= 0 && !r.nested && b.isTabular(r) {
		b.joinRow(r)
	}
}

// cell returns the lines of cell i.
func (b *builder) cell(r openRow, i int) []line {
	end := len(b.lines)
	if i+1 < len(r.cells) {
		end = r.cells[i+1]
	}
	return b.lines[r.cells[i]:end]
}

// isTabular reports whether a row holds two or more cells with text and nothing but
// cells, all of them short enough to stand on one line.
func (b *builder) isTabular(r openRow) bool {
	full := 0
	for i := range r.cells {
		lines := b.cell(r, i)
		letters := int32(0)
		for _, l := range lines {
			letters += l.letters
			if l.gap || l.hidden != b.lines[r.first].hidden {
				return false
			}
		}
		if len(lines) > maxCellLines || len(lines) > 1 && letters > maxCellLetters {
			return false
		}
		full += min(1, len(lines))
	}
	return full > 1 && r.cells[0] == r.first
}

// joinRow makes one line of a row: a tab between cells, a blank between the lines of
// a cell. Empty cells count, so that columns stay columns; those at the end do not.
func (b *builder) joinRow(r openRow) {
	joined := b.lines[r.first]
	joined.counts, joined.box, joined.level = counts{}, r.box, 0
	var text []byte
	for i := range r.cells {
		if i > 0 {
			text = append(text, '\t')
		}
		for j, l := range b.cell(r, i) {
			if j > 0 {
				text = append(text, ' ')
			}
			text = append(text, b.text[l.from:l.to]...)
			joined.add(l.counts)
		}
	}
	b.text = append(b.text[:joined.from], bytes.TrimRight(text, "\t")...)
	joined.to = int32(len(b.text))
	b.lines = append(b.lines[:r.first], joined)
	b.boxes = b.boxes[:r.box+1]
}
