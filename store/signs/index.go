package signs

import "sync"

// An Index holds the bits of vectors under the keys of their rows. It may be used by many
// goroutines at once; a change waits until the searches before it are done.
//
// It takes 8 bytes a word and about 30 bytes a vector besides.
type Index struct {
	mu    sync.RWMutex
	words int // of each vector
	bits  []uint64
	keys  []int       // keys[i] has bits[i*words:(i+1)*words]
	slots map[int]int // of each key in keys
	room  sync.Pool   // of *search
}

// NewIndex returns an empty index of bits of so many words, as [Basis.Words] tells.
func NewIndex(words int) *Index {
	x := &Index{words: words, slots: map[int]int{}}
	x.room.New = func() any { return new(search) }
	return x
}

// Add puts bits under key, in place of those that it had. It panics when they are not of
// the number of words of the index.
func (x *Index) Add(key int, bits []uint64) {
	if len(bits) != x.words {
		panic("signs: bits of another basis")
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if slot, ok := x.slots[key]; ok {
		copy(x.at(slot), bits)
		return
	}
	x.slots[key] = len(x.keys)
	x.keys = append(x.keys, key)
	x.bits = append(x.bits, bits...)
}

// Remove takes key out, if it is there.
func (x *Index) Remove(key int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	slot, ok := x.slots[key]
	if !ok {
		return
	}
	last := len(x.keys) - 1 // moves to the place that falls free
	moved := x.keys[last]
	copy(x.at(slot), x.at(last))
	x.keys[slot], x.slots[moved] = moved, slot
	delete(x.slots, key)
	x.keys, x.bits = x.keys[:last], x.bits[:last*x.words]
}

// Len returns the number of keys.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.keys)
}

// at returns the bits of a slot, not a copy.
func (x *Index) at(slot int) []uint64 { return x.bits[slot*x.words : (slot+1)*x.words] }
