package check

// Weights of an alignment. A token that fits counts, more behind its neighbour, and what
// is passed over costs a little: thus whole words pair rather than scattered letters,
// and a long sentence may be shortened.
const (
	fitting  = 20
	same     = 3 // more for a number with the same value: it decides between like places
	adjacent = 20
	passing  = 1
)

// other is what a number costs that stands where cited has another one: of two like
// sentences the one with the same number is nearer.
const other = .5

// longest bounds the tokens of a side, so that no input costs more than a moment.
const longest = 600

// alignLines pairs the tokens of said and cited so that the sum of the weights is
// greatest.
func alignLines(said, cited line) alignment {
	a := alignment{said: said, cited: cited, pair: make([]int, len(said.tokens))}
	for i := range a.pair {
		a.pair[i] = -1
	}
	n, m := min(len(said.tokens), longest), min(len(cited.tokens), longest)
	if n == 0 || m == 0 {
		return a
	}
	g := newGrid(n, m)
	for i := 1; i <= n; i++ {
		for j := 1; j <= m; j++ {
			g.fill(i, j, said.tokens[i-1].weight(cited.tokens[j-1]))
		}
	}
	paired := float64(g.trace(a.pair))
	for i, j := range a.pair {
		if j >= 0 && !said.tokens[i].equal(cited.tokens[j]) {
			paired -= other
		}
	}
	a.share = paired / float64(len(said.tokens))
	return a
}

// A grid holds the sums: best of all ways to a cell, matched of those that pair its two
// tokens (0 where they do not fit).
type grid struct {
	width         int
	best, matched []int32
}

func newGrid(n, m int) *grid {
	cells := make([]int32, 2*(n+1)*(m+1))
	return &grid{width: m + 1, best: cells[:len(cells)/2], matched: cells[len(cells)/2:]}
}

// fill computes a cell from those above and left of it. A sum never falls below 0:
// where an alignment begins and ends costs nothing.
func (g *grid) fill(i, j int, weight int32) {
	at := i*g.width + j
	if weight > 0 {
		before := at - g.width - 1
		sum := g.best[before] + weight
		if m := g.matched[before]; m > 0 {
			sum = max(sum, m+weight+adjacent)
		}
		g.matched[at] = sum
	}
	g.best[at] = max(0, g.matched[at], g.best[at-1]-passing, g.best[at-g.width]-passing)
}

// trace walks back from the greatest sum and fills pair; it returns how many tokens
// have a partner.
func (g *grid) trace(pair []int) int {
	at := 0
	for i, b := range g.best {
		if b > g.best[at] {
			at = i
		}
	}
	paired, joined := 0, false
	for g.best[at] > 0 || joined {
		i, j := at/g.width, at%g.width
		before := at - g.width - 1
		if joined || g.matched[at] == g.best[at] && g.matched[at] > 0 {
			pair[i-1] = j - 1
			paired++
			joined = g.matched[before] > 0 && g.matched[at] >= g.matched[before]+fitting+adjacent
			at = before
			continue
		}
		if j > 0 && g.best[at] == g.best[at-1]-passing {
			at--
		} else {
			at -= g.width
		}
	}
	return paired
}

// counterpart returns the stretch of cited that stands where the tokens [from,to) of
// said do: between the partners of their neighbours. Where only one neighbour has a
// partner, or the two are far apart, the stretch is as long as said's and slack more. ok is false when neither
// has one.
func (a alignment) counterpart(from, to int) (lo, hi int, ok bool) {
	const slack = 2
	left, right := a.partner(from-1), a.partner(to)
	span := to - from
	switch {
	case left >= 0 && right >= 0 && right-left-1 <= span+reach:
		return left + 1, right, true
	case left >= 0:
		return left + 1, min(left+1+span+slack, len(a.cited.tokens)), true
	case right >= 0:
		return max(0, right-span-slack), right, true
	}
	return 0, 0, false
}

// partner returns the index in cited of said's token i, -1 for none.
func (a alignment) partner(i int) int {
	if i < 0 || i >= len(a.pair) {
		return -1
	}
	return a.pair[i]
}
