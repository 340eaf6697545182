package batch

import "sync"

// flights keeps two inputs with the same text from being written about at the same time:
// the second finds what was written about the first.
type flights struct {
	mu      sync.Mutex
	under   map[string]chan struct{} // closed at the end, by text
	failure map[Wish]bool            // in this run
}

func newFlights() *flights {
	return &flights{under: map[string]chan struct{}{}, failure: map[Wish]bool{}}
}

// take waits until nobody else writes about a text. The caller calls land when it is done.
func (f *flights) take(key string) (land func()) {
	for {
		f.mu.Lock()
		other, busy := f.under[key]
		if !busy {
			mine := make(chan struct{})
			f.under[key] = mine
			f.mu.Unlock()
			return func() {
				f.mu.Lock()
				delete(f.under, key)
				f.mu.Unlock()
				close(mine)
			}
		}
		f.mu.Unlock()
		<-other
	}
}

// fail notes that an artifact failed in this run, which is not to be tried again for
// another input with the same text.
func (f *flights) fail(w Wish) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failure[w] = true
}

func (f *flights) failed(w Wish) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failure[w]
}
