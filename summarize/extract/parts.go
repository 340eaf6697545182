package extract

// size returns how many code points of a part can become points.
func (t *text) size(p *section) int {
	n := 0
	for _, i := range p.units {
		if t.units[i].score >= 0 {
			n += t.units[i].span.Len()
		}
	}
	return n
}

// parts returns the main parts of the text: the top sections that say something, or
// the ones below when there is but one.
func (t *text) parts() []*section {
	at := t.roots
	for {
		var out []*section
		for _, s := range at {
			if s.content() && t.size(s) > 0 {
				out = append(out, s)
			}
		}
		if len(out) != 1 || len(out[0].children) < 2 {
			return out
		}
		at = out[0].children
	}
}

// all returns the numbers of all units.
func (t *text) all() []int {
	out := make([]int, len(t.units))
	for i := range out {
		out[i] = i
	}
	return out
}
