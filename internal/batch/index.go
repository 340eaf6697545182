package batch

import (
	"github.com/daodu/daodu"
)

// A place is where a record stands in the ledger, in bytes.
type place struct {
	at   int64
	size int
}

// An index is what the records of a ledger come to. Artifacts stay in the file.
type index struct {
	plan      *Plan // the last
	names     map[string]string
	readings  map[string]*Reading
	artifacts map[Wish]place
	failures  map[Wish]*Failure
	paid      Paid
	dearest   float64 // cost of the dearest artifact
	garbage   int     // lines that are no records
}

// Paid is what models have read and written, and at what price.
type Paid struct {
	Requests int          `json:"requests"`
	Tokens   daodu.Tokens `json:"tokens"`
	Cost     daodu.Cost   `json:"cost"`
}

func (p *Paid) add(o daodu.Origin) {
	p.Requests += o.Requests
	p.Tokens.Input += o.Tokens.Input
	p.Tokens.Cached += o.Tokens.Cached
	p.Tokens.Output += o.Tokens.Output
	p.Cost.Amount += o.Cost.Amount
	if o.Cost.Currency != "" {
		p.Cost.Currency = o.Cost.Currency
	}
}

func newIndex() index {
	return index{
		names: map[string]string{}, readings: map[string]*Reading{},
		artifacts: map[Wish]place{}, failures: map[Wish]*Failure{},
	}
}

// take notes a line of the ledger. Of several artifacts for one wish the first counts, of
// everything else the last.
func (x *index) take(line []byte, at int64) {
	r, paid, err := parseRecord(line)
	if err != nil {
		x.garbage++
		return
	}
	x.note(r, paid, place{at, len(line)})
}

func (x *index) note(r *record, paid daodu.Origin, where place) {
	switch {
	case r.Plan != nil:
		x.plan = r.Plan
		for _, it := range r.Plan.Items {
			x.names[it.ID] = it.Name
		}
	case r.Reading != nil:
		x.readings[r.Reading.ID] = r.Reading
	case r.Artifact != nil:
		x.paid.add(paid) // a second one was paid for too
		x.dearest = max(x.dearest, paid.Cost.Amount)
		if _, ok := x.artifacts[*r.Wish]; !ok {
			x.artifacts[*r.Wish] = where
		}
		delete(x.failures, *r.Wish)
	default:
		if _, ok := x.artifacts[*r.Wish]; !ok {
			x.failures[*r.Wish] = r.Failure
		}
	}
}
