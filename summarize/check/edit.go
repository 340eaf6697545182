package check

// keeps reports whether the tokens [from,to) of said stand in cited side by side as
// well.
func (a alignment) keeps(from, to int) bool {
	for i := from; i < to; i++ {
		if a.partner(i) < 0 || i > from && a.pair[i] != a.pair[i-1]+1 {
			return false
		}
	}
	return true
}

// gap returns the run of tokens of said without a partner that holds token i, empty at
// i+1 when i has one.
func (a alignment) gap(i int) (from, to int) {
	from, to = i+1, i+1
	for from > 0 && a.partner(from-1) < 0 {
		from--
	}
	for to < len(a.pair) && from < to && a.partner(to) < 0 {
		to++
	}
	return from, to
}

// taken reports whether token j of cited is a partner.
func (a alignment) taken(j int) bool {
	for _, p := range a.pair {
		if p == j {
			return true
		}
	}
	return false
}

// marks part the clauses and the items of a list.
const marks = "、,。;:!?\n"

// clause returns the tokens around token i up to the next marks.
func (l line) clause(i int) (from, to int) {
	const stops = ",。;:!?\n"
	from, to = i, i+1
	for from > 0 && !l.parted(from-1, from, stops) {
		from--
	}
	for to < len(l.tokens) && !l.parted(to-1, to, stops) {
		to++
	}
	return from, to
}

// eachClause lays the clauses of every claim in words of its own beside its evidence
// and fails the claim when judge finds a fault in the best alignment. Of several that
// are as good, one without a fault is enough.
func (r *run) eachClause(judge func(alignment) string) {
	r.eachStatement(func(c *claim) {
		for _, as := range c.alignments() {
			if fault := judgeAll(as, judge); fault != "" && !c.failed {
				r.fail(c, c.path, fault)
			}
		}
	})
}

// judgeAll returns the fault of the best alignment when all that are as good have one.
func judgeAll(as []alignment, judge func(alignment) string) string {
	for _, a := range as {
		if a.share == as[0].share && judge(a) == "" {
			return ""
		}
	}
	return judge(as[0])
}

// nearlyVerbatim is the share from which a whole sentence is laid beside another:
// then the words far from a figure tell as well what it belongs to.
const nearlyVerbatim = .8

// alignments lays each sentence of a claim beside the evidence, once, and the clauses
// that found no place in that one by one. What has no likeness there is left out.
func (c *claim) alignments() [][]alignment {
	if c.aligned != nil {
		return c.aligned
	}
	c.aligned = [][]alignment{}
	for _, sentence := range c.said.lines() {
		as := align(sentence, c.evidence)
		if len(as) > 0 && as[0].share >= nearlyVerbatim {
			c.aligned = append(c.aligned, as)
		} else {
			as = nil
		}
		for _, clause := range sentence.clauses() {
			if len(as) > 0 && as[0].holds(clause) {
				continue
			}
			if as := align(clause, c.evidence); len(as) > 0 {
				c.aligned = append(c.aligned, as)
			}
		}
	}
	return c.aligned
}

// parts reports whether a mark stands anywhere between the tokens from and to.
func (l line) parts(from, to int) bool {
	for i := from; i < to; i++ {
		if l.parted(i, i+1, marks) {
			return true
		}
	}
	return false
}

// holds reports whether most of a clause of said has its partners in a.
func (a alignment) holds(clause line) bool {
	paired, n := 0, 0
	for i, t := range a.said.tokens {
		if t.span.Start >= clause.tokens[0].span.Start && t.span.End <= clause.tokens[len(clause.tokens)-1].span.End {
			n++
			if a.pair[i] >= 0 {
				paired++
			}
		}
	}
	return float64(paired) >= likeness*float64(n)
}
