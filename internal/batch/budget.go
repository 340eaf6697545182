package batch

import (
	"fmt"
	"sync"

	"github.com/daodu/daodu"
)

// A budget lets work begin while what was spent, and what the work under way may come to,
// stays below a limit. What a text will cost is what the engine estimates; when it does
// not, an artifact costs as much as the dearest so far, and the first text is written
// alone.
type budget struct {
	limit float64 // 0 for none

	mu       sync.Mutex
	free     sync.Cond // something was settled
	spent    float64
	dearest  float64 // artifact
	settled  int     // how many texts
	reserved float64
	running  int
	closed   bool
}

func newBudget(limit, spent, dearest float64) *budget {
	b := &budget{limit: limit, spent: spent, dearest: dearest}
	b.free.L = &b.mu
	return b
}

// reserve waits until so many artifacts about a text may be written that are estimated to
// cost so much, 0 when nobody knows, and returns what is set aside for them. The error
// wraps [daodu.ErrLimited] when the budget would be passed whatever ends.
func (b *budget) reserve(artifacts int, estimate float64) (amount float64, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for {
		if amount = estimate; amount <= 0 {
			amount = float64(artifacts) * b.dearest
		}
		known := amount > 0 || b.settled > 0 || b.running == 0
		switch {
		case b.limit <= 0 || b.closed || known && b.spent < b.limit && b.spent+b.reserved+amount <= b.limit:
			b.reserved += amount
			b.running++
			return amount, nil
		case b.running == 0:
			return 0, fmt.Errorf("%w: %.4g of the budget of %g is spent, and the next text may cost %.4g; raise --budget and run the command again",
				daodu.ErrLimited, b.spent, b.limit, amount)
		}
		b.free.Wait()
	}
}

// settle tells what artifacts have cost for which an amount was set aside.
func (b *budget) settle(reserved float64, costs []float64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reserved -= reserved
	b.running--
	b.settled++
	for _, cost := range costs {
		b.spent += cost
		b.dearest = max(b.dearest, cost)
	}
	b.free.Broadcast()
}

// close lets nobody wait any more: the run is at its end.
func (b *budget) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.free.Broadcast()
}
