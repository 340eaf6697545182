package winnow

import "slices"

// A price says what an alignment pays for its edits, in half letters. A letter that agrees
// is worth 2. A letter changed costs edit less the 2 letters that it uses up, one put in or
// left out edit less 1. The search ends where the worth has fallen by more than drop.
type price struct{ edit, drop int }

var (
	// strict lets three letters that agree carry a passage over one changed. It goes on
	// over 9 letters put in at one place or 10 changed, such as a page mark or a name
	// blacked out.
	strict = price{edit: 8, drop: 64}
	// lenient finds the ends: one letter that agrees suffices behind one changed, two behind
	// one put in. Letters of Chinese agree by chance once in a hundred times only.
	lenient = price{edit: 4, drop: 28}
)

// A strand is a run of letters read in one direction.
type strand struct {
	letters []rune
	from    int // index of the first letter
	step    int // 1 or -1
	n       int // letters it has
}

func (s strand) at(i int) rune { return s.letters[s.from+i*s.step] }

// A reach is how far two strands can be aligned from their beginnings.
type reach struct {
	a, b    int // letters used up of either
	letters int // that agree
	work    int // cells looked at
}

// A cell is the furthest point on one diagonal for one number of edits.
type cell struct {
	a       int // letters used up of a, -1 for no such point
	letters int // that agree
}

// A wave holds the cells for one number of edits; cells[i] is on the diagonal (letters
// of a less letters of b used up) low+i.
type wave struct {
	low   int
	cells []cell
}

func (w *wave) at(diagonal int) cell {
	if i := diagonal - w.low; i >= 0 && i < len(w.cells) {
		return w.cells[i]
	}
	return cell{a: -1}
}

// extend aligns two strands from their beginnings as far as it pays: the greedy alignment
// with x-drop of Zhang, Schwartz, Wagner and Miller (2000). The work grows with the
// letters used up and with the edits times the few diagonals that stay in reach.
func extend(a, b strand, p price) reach {
	g := greedy{a: a, b: b, price: p}
	n := g.slide(0, 0)
	g.best, g.worth = reach{a: n, b: n, letters: n}, 2*n
	now, next := &wave{cells: []cell{{n, n}}}, &wave{}
	work := 0
	for edits := 1; len(now.cells) > 0; edits++ {
		g.advance(now, next, edits)
		work += len(next.cells)
		next.trim()
		now, next = next, now
	}
	g.best.work = work
	return g.best
}

// A greedy is one run of extend.
type greedy struct {
	a, b  strand
	price price
	best  reach
	worth int // of best
}

// slide returns how many letters agree from i and j on.
func (g *greedy) slide(i, j int) int {
	n := 0
	for i+n < g.a.n && j+n < g.b.n && g.a.at(i+n) == g.b.at(j+n) {
		n++
	}
	return n
}

// advance makes of the wave now the next one, with one edit more.
func (g *greedy) advance(now, next *wave, edits int) {
	next.low, next.cells = now.low-1, next.cells[:0]
	for d := next.low; d <= now.low+len(now.cells); d++ {
		next.cells = append(next.cells, g.step(now, d, edits))
	}
}

// step returns the furthest point on a diagonal, and notes it when it is the best. An end
// that gains nothing counts when letters agree behind the last edit.
func (g *greedy) step(now *wave, diagonal, edits int) cell {
	c := now.at(diagonal) // a letter changed
	if c.a >= 0 {
		c.a++
	}
	if left := now.at(diagonal - 1); left.a >= 0 { // a letter more in a
		c = further(c, cell{left.a + 1, left.letters})
	}
	c = further(c, now.at(diagonal+1)) // a letter more in b
	i, j := c.a, c.a-diagonal
	if c.a < 0 || i > g.a.n || j < 0 || j > g.b.n {
		return cell{a: -1}
	}
	n := g.slide(i, j)
	c.a, c.letters = i+n, c.letters+n
	worth := i + j + 2*n - g.price.edit*edits
	if worth >= g.worth && n > 0 {
		g.worth, g.best = worth, reach{a: c.a, b: j + n, letters: c.letters}
	}
	if worth < g.worth-g.price.drop {
		return cell{a: -1}
	}
	return c
}

func further(c, d cell) cell {
	if d.a > c.a || d.a == c.a && d.letters > c.letters {
		return d
	}
	return c
}

// trim takes the ends off a wave that are out of reach.
func (w *wave) trim() {
	first := slices.IndexFunc(w.cells, func(c cell) bool { return c.a >= 0 })
	if first < 0 {
		w.cells = w.cells[:0]
		return
	}
	last := len(w.cells) - 1
	for w.cells[last].a < 0 {
		last--
	}
	w.low += first
	w.cells = slices.Delete(w.cells, 0, first)[:last-first+1]
}
