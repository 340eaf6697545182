package structure

// An item is an accepted marker with its depth, 1 for the outermost.
type item struct {
	marker
	level int
}

// A list is a run of markers of one style that is being counted.
type list struct {
	style  style
	last   int  // last number; of a heading line its level
	para   int  // paragraph of the last marker
	inline bool // no marker of it opened a paragraph
	holds  bool // a coarser list stands in one of its items
}

// chain accepts the markers that count on: a number must follow the one before it
// in its list, or be 1 and have a 2 behind it. The level of a list is the order in
// which styles first appear inside each other, not a fixed rank: 一、 may stand above
// 一是 in one text and above （一） in another.
type chain struct {
	stack  []list
	counts map[style]int // last number of each style, for numbers that run on across chapters
}

func accept(found []marker) []item {
	c := chain{counts: map[style]int{}}
	var items []item
	for i, m := range found {
		if c.take(m, found[i+1:]) {
			items = append(items, item{marker: m, level: len(c.stack)})
		}
	}
	return items
}

// take fits m into the open lists; it is false when m counts nothing.
func (c *chain) take(m marker, rest []marker) bool {
	if m.style == styleLine {
		c.leave(m, nil)
		c.outrank(m)
		c.push(m)
		return true
	}
	if d := c.find(m); d >= 0 {
		c.stack = c.stack[:d+1]
		top := &c.stack[d]
		top.last, top.para, top.inline = m.n, m.para, top.inline && !m.first
		c.counts[m.style] = m.n
		return true
	}
	c.leave(m, rest)
	switch {
	case m.n == 1 && c.starts(m, rest):
	case m.n > 1 && m.first && c.counts[m.style] == m.n-1: // runs on in a new chapter
	default:
		return false
	}
	c.push(m)
	return true
}

// outrank closes what stands below a heading line: from the outermost heading line of
// its level or a lower one on. Lines that the format does not mark have level 0 and
// replace each other only.
func (c *chain) outrank(m marker) {
	for d, l := range c.stack {
		if l.style == styleLine && (m.n == 0 && l.last == 0 || m.n > 0 && l.last >= m.n) {
			c.stack = c.stack[:d]
			return
		}
	}
}

// find returns the innermost open list that m counts on, -1 for none. A chapter or
// heading may be one number ahead: the one between is lost in a damaged text.
func (c *chain) find(m marker) int {
	for d := len(c.stack) - 1; d >= 0; d-- {
		if l := c.stack[d]; l.style == m.style && l.last+1 == m.n {
			return d
		}
	}
	for d := len(c.stack) - 1; d >= 0; d-- {
		if l := c.stack[d]; l.style == m.style && l.last+2 == m.n && m.style.heads() {
			return d
		}
	}
	return -1
}

// heads reports whether the style numbers headings only.
func (s style) heads() bool {
	switch s {
	case styleBook, styleChapter, styleSection, styleArticle, styleHan:
		return true
	}
	return false
}

// leave closes the lists that cannot contain m: those that stood inside an earlier
// paragraph, and fine ones when m is coarse and they do not count on behind its list: the
// questions of a debate are numbered 1. 2. 3., the parts of each (一) (二).
func (c *chain) leave(m marker, rest []marker) {
	for len(c.stack) > 0 {
		top := c.stack[len(c.stack)-1]
		passed := top.inline && top.para != m.para
		if !passed && !(top.style.fine() && !m.style.fine() && !top.countsOn(m, rest)) {
			return
		}
		c.stack = c.stack[:len(c.stack)-1]
	}
}

// countsOn reports whether a list of paragraphs goes on behind the list that m begins.
func (l list) countsOn(m marker, rest []marker) bool {
	if m.style != styleHanPar || m.n != 1 || l.style != styleDigit || l.inline {
		return false
	}
	if l.holds {
		return true // as its items before
	}
	const reach = 200 // markers; a longer way would make the time grow with its square
	for _, next := range rest[:min(reach, len(rest))] {
		switch {
		case next.style == l.style && next.first:
			return next.n == l.last+1
		case next.style == styleHan && next.first, next.style == styleChapter:
			return false
		}
	}
	return false
}

// fine reports whether lists of this style stand inside sections and never hold
// chapters or headings.
func (s style) fine() bool {
	switch s {
	case styleIs, styleMust, styleCircle, styleDigPar, styleDigit:
		return true
	}
	return false
}

// push opens a list with m in the place of the innermost one of its style.
func (c *chain) push(m marker) {
	for d := len(c.stack) - 1; d >= 0 && m.style != styleLine; d-- {
		if c.stack[d].style == m.style {
			c.stack = c.stack[:d]
			break
		}
	}
	if top := len(c.stack) - 1; top >= 0 && m.style == styleHanPar && c.stack[top].style == styleDigit {
		c.stack[top].holds = true
	}
	c.stack = append(c.stack, list{style: m.style, last: m.n, para: m.para, inline: !m.first})
	c.counts[m.style] = m.n
}

// starts reports whether m, a number 1, opens a list: 2 follows before another 1 of
// its style and before an enclosing list counts on. A lone 一、 or 第一章 at the start
// of a paragraph is a heading all the same.
func (c *chain) starts(m marker, rest []marker) bool {
	for _, next := range rest {
		if next.style == m.style {
			if next.n <= 2 {
				return next.n == 2
			}
			if next.n == 3 && m.style.heads() {
				return true // the second is lost
			}
			continue
		}
		if c.find(next) >= 0 {
			break
		}
	}
	return m.style.heads() && m.first
}
