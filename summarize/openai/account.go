package openai

import (
	"fmt"
	"math"
	"sync"

	"github.com/daodu/daodu"
)

// An Account is what calls took.
type Account struct {
	Requests int          // sent, with those that failed
	Replayed int          // answers that were taken from the cache instead
	Tokens   daodu.Tokens // of the requests
	Cost     daodu.Cost
}

// A Budget adds up what calls take and refuses those that could pass its limit. One value
// is shared by all engines and articles of a batch.
type Budget struct {
	limit daodu.Cost

	mu       sync.Mutex
	settled  *sync.Cond
	total    Account
	reserved float64 // by calls under way
}

// NewBudget returns a budget with a limit; an amount of 0 is none.
func NewBudget(limit daodu.Cost) *Budget {
	b := &Budget{limit: limit}
	b.settled = sync.NewCond(&b.mu)
	return b
}

// Total returns what was taken so far.
func (b *Budget) Total() Account {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.total
}

// fits demands that a limited budget knows the prices of a model, in its currency.
func (b *Budget) fits(price daodu.Cost, model string) error {
	switch {
	case b.limit.Amount < 0:
		return fmt.Errorf("%w: a budget of %.2f %s; use 0 for none", daodu.ErrUsage, b.limit.Amount, b.limit.Currency)
	case b.limit.Amount == 0:
		return nil
	case price.Currency == "":
		return fmt.Errorf("%w: no price of %s is known, so that no budget can be kept; add it to the price table", daodu.ErrUsage, model)
	case b.limit.Currency != "" && b.limit.Currency != price.Currency:
		return fmt.Errorf("%w: the budget is in %s, but %s is paid in %s; give the budget in that", daodu.ErrUsage, b.limit.Currency, model, price.Currency)
	}
	return nil
}

// reserve puts by what a call may cost at most. When calls under way leave too little it
// waits for them, since most cost less. The error wraps [daodu.ErrLimited] when the limit
// could be passed.
func (b *Budget) reserve(most float64) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.limit.Amount > 0 && b.total.Cost.Amount+b.reserved+most > b.limit.Amount {
		if b.reserved == 0 || b.total.Cost.Amount+most > b.limit.Amount {
			return fmt.Errorf("%w: of the budget of %.4g %s %.4g are spent, and the next call may cost %.4g; raise the budget to go on",
				daodu.ErrLimited, b.limit.Amount, b.limit.Currency, b.total.Cost.Amount, most)
		}
		b.settled.Wait()
	}
	b.reserved += most
	return nil
}

// settle takes what a call took in place of what was put by for it.
func (b *Budget) settle(reserved float64, took Account) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.reserved -= reserved; b.reserved < 1e-12 {
		b.reserved = 0 // what is left of adding and taking away
	}
	b.total.add(took)
	b.settled.Broadcast()
}

// add adds b to a.
func (a *Account) add(b Account) {
	a.Requests += b.Requests
	a.Replayed += b.Replayed
	a.Tokens.Input += b.Tokens.Input
	a.Tokens.Cached += b.Tokens.Cached
	a.Tokens.Output += b.Tokens.Output
	a.Cost.Amount += b.Cost.Amount
	if b.Cost.Currency != "" {
		a.Cost.Currency = b.Cost.Currency
	}
}

// A ledger adds up the replies that one artifact is made of.
type ledger struct {
	mu     sync.Mutex
	origin daodu.Origin
}

// add books a reply, replayed or not: an artifact says what it took to write it, however
// often it is written again.
func (l *ledger) add(r *reply) {
	l.mu.Lock()
	defer l.mu.Unlock()
	sum := Account{Requests: l.origin.Requests, Tokens: l.origin.Tokens, Cost: l.origin.Cost}
	sum.add(Account{Requests: r.Requests, Tokens: r.Tokens, Cost: r.Cost})
	l.origin.Requests, l.origin.Tokens, l.origin.Cost = sum.Requests, sum.Tokens, sum.Cost
	if r.At.After(l.origin.CreatedAt) {
		l.origin.CreatedAt = r.At
	}
}

// sum returns what all replies took. Amounts are rounded to a thousandth of a millionth,
// so that the order in which they came does not show.
func (l *ledger) sum() daodu.Origin {
	l.mu.Lock()
	defer l.mu.Unlock()
	const precision = 1e9
	out := l.origin
	out.Cost.Amount = math.Round(out.Cost.Amount*precision) / precision
	return out
}
