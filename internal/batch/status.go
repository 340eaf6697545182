package batch

// A Count says how many of some things are in which state.
type Count struct {
	Total   int `json:"total"`
	Done    int `json:"done"`
	Failed  int `json:"failed"`
	Pending int `json:"pending"`
}

// A Status says how far the last plan of a folder is carried out. Inputs that were not
// read yet count as one text each.
type Status struct {
	Inputs    Count `json:"inputs"`
	Artifacts Count `json:"artifacts"`
	Paid      Paid  `json:"paid"` // for everything in the folder
	// Garbage is how many lines of the ledger are no records.
	Garbage int `json:"garbage,omitempty"`
}

// A state is one of those that [Count] counts, the worst last.
type state int

const (
	done state = iota
	failed
	pending
)

func (c *Count) count(s state, n int) {
	c.Total += n
	switch s {
	case done:
		c.Done += n
	case failed:
		c.Failed += n
	default:
		c.Pending += n
	}
}

// Status counts what the ledger knows of its last plan.
func (l *Ledger) Status() Status {
	s := Status{Paid: l.Paid(), Garbage: l.Garbage()}
	p := l.Plan()
	if p == nil {
		return s
	}
	for i := range p.Items {
		s.Inputs.count(l.stateOf(p, &p.Items[i], &s.Artifacts), 1)
	}
	return s
}

// stateOf returns the state of an item and counts its artifacts.
func (l *Ledger) stateOf(p *Plan, it *Item, artifacts *Count) state {
	r := l.reading(it.ID)
	if r == nil {
		artifacts.count(pending, p.KindCount(it))
		return pending
	}
	worst := done
	if r.Partial {
		worst = pending
	}
	for i := range r.Texts {
		if r.Texts[i].Failure != nil {
			artifacts.count(failed, p.KindCount(it))
			worst = max(worst, failed)
			continue
		}
		for _, w := range p.wishes(it, &r.Texts[i]) {
			s := l.stateOfWish(w)
			artifacts.count(s, 1)
			worst = max(worst, s)
		}
	}
	return worst
}

func (l *Ledger) stateOfWish(w Wish) state {
	switch {
	case l.has(w):
		return done
	case l.failure(w) != nil:
		return failed
	}
	return pending
}
