package pdf

import (
	"cmp"
	"slices"
)

// A region is a part of a page without columns in it.
type region []*fragment

// regions puts fragments in the order of reading.
func regions(frags []*fragment, b *budget) ([]region, error) {
	if len(frags) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(frags, func(a, b *fragment) int { return cmp.Compare(a.middle(), b.middle()) })
	g, err := findGutter(frags, b)
	if err != nil {
		return nil, err
	}
	if g.score == 0 {
		return []region{frags}, nil
	}
	var parts [4][]*fragment // above, left, right, below
	for i, f := range frags {
		switch {
		case i < g.from:
			parts[0] = append(parts[0], f)
		case i >= g.to:
			parts[3] = append(parts[3], f)
		case f.middleX() < g.x:
			parts[1] = append(parts[1], f)
		default:
			parts[2] = append(parts[2], f)
		}
	}
	var out []region
	for _, part := range parts {
		rs, err := regions(part, b)
		if err != nil {
			return nil, err
		}
		out = append(out, rs...)
	}
	return out, nil
}

// middleX tells on which side of a gutter f stands.
func (f *fragment) middleX() float64 { return (f.x0 + f.x1) / 2 }

// A gutter is the space between two columns: at x, through the fragments from and
// before to in order of height.
type gutter struct {
	x        float64
	from, to int
	score    float64
}

// findGutter looks for the gutter with the most text on its poorer side; its score
// is 0 when there is none. Each fragment's right end is a place to try; those that
// reach over it bound the columns above and below.
func findGutter(frags []*fragment, b *budget) (best gutter, err error) {
	if len(frags) < 2*minLines || len(frags) > maxFragments {
		return best, nil
	}
	tried := make(map[int]bool)
	for _, f := range frags {
		x := f.x1 + 1
		if tried[int(x/3)] {
			continue
		}
		tried[int(x/3)] = true
		if err := b.step(len(frags)); err != nil {
			return best, err
		}
		from := 0
		for i := 0; i <= len(frags); i++ {
			if i < len(frags) && (frags[i].x0 >= x || frags[i].x1 <= x) {
				continue
			}
			if score := columnScore(frags[from:i], x); score > best.score {
				best = gutter{x, from, i, score}
			}
			from = i + 1
		}
	}
	return best, nil
}

const (
	// minLines is the least number of lines of a column.
	minLines = 4

	// minMeasure is the least length of the middle line of a column, in heights of a
	// letter. Three columns on a magazine page have 14; the cells of tables are
	// shorter, and tables are read row by row.
	minMeasure = 8

	// minEven is the least length of the middle line against the longest: prose
	// fills its lines.
	minEven = 0.6
)

// columnScore returns how much text stands on the poorer side of x, 0 when the
// two sides are not columns of prose next to each other.
func columnScore(frags []*fragment, x float64) float64 {
	if len(frags) < 2*minLines {
		return 0
	}
	var left, right []*fragment
	for _, f := range frags {
		if f.x1 <= x {
			left = append(left, f)
		} else {
			right = append(right, f)
		}
	}
	if !isProse(left) || !isProse(right) {
		return 0
	}
	// They are in order of height, so the first and the last tell the extent.
	l0, l1 := left[0].y0, left[len(left)-1].y1
	r0, r1 := right[0].y0, right[len(right)-1].y1
	if overlap(l0, l1, r0, r1) < 0.5*min(l1-l0, r1-r0) {
		return 0
	}
	return min(sumWidth(left), sumWidth(right))
}

// sumWidth measures text by the length of its lines, whatever its letters.
func sumWidth(frags []*fragment) float64 {
	sum := 0.0
	for _, f := range frags {
		sum += f.width()
	}
	return sum
}

// isProse reports whether fragments look like the lines of a column rather than the
// cells of a table.
func isProse(frags []*fragment) bool {
	if len(frags) < minLines {
		return false
	}
	widths, heights := make([]float64, len(frags)), make([]float64, len(frags))
	for i, f := range frags {
		widths[i], heights[i] = f.width(), f.height()
	}
	slices.Sort(widths)
	slices.Sort(heights)
	median := widths[len(widths)/2]
	return median >= minMeasure*heights[len(heights)/2] && median >= minEven*widths[len(widths)-1]
}
