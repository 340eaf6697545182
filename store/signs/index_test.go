package signs

import (
	"cmp"
	"math/bits"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

// reference is an index that does everything the plain way.
type reference map[int][]uint64

func (r reference) nearest(query []uint64, n int, keep func(int) bool) []int {
	distance := map[int]int{}
	keys := []int{}
	for key, vector := range r {
		if keep != nil && !keep(key) {
			continue
		}
		keys = append(keys, key)
		for i := range vector {
			distance[key] += bits.OnesCount64(vector[i] ^ query[i])
		}
	}
	slices.SortFunc(keys, func(a, b int) int {
		return cmp.Or(cmp.Compare(distance[a], distance[b]), cmp.Compare(a, b))
	})
	return keys[:min(n, len(keys))]
}

// few returns words with few bits, so that many distances are equal.
func few(random *rand.Rand, words int) []uint64 {
	v := make([]uint64, words)
	for range random.IntN(4) {
		v[random.IntN(words)] |= 1 << random.IntN(64)
	}
	return v
}

func TestIndexFindsAsPlainSearchDoes(t *testing.T) {
	t.Parallel()
	for _, words := range []int{1, 3, 4, 6, 12, 16, 24} {
		random := rand.New(rand.NewPCG(3, uint64(words)))
		x, want := NewIndex(words), reference{}
		for range 2000 { // with keys again and again, negative ones too
			key, vector := random.IntN(600)-100, few(random, words)
			if random.IntN(3) == 0 {
				x.Remove(key)
				delete(want, key)
				continue
			}
			x.Add(key, vector)
			want[key] = vector
		}
		if x.Len() != len(want) {
			t.Fatalf("%d words: Len() = %d, want %d", words, x.Len(), len(want))
		}
		odd := func(key int) bool { return key%2 != 0 }
		for _, n := range []int{0, 1, 10, 100, 10_000} {
			query := few(random, words)
			if got, want := x.Nearest(query, n, nil), want.nearest(query, n, nil); !slices.Equal(got, want) {
				t.Errorf("%d words: the %d nearest are %v, want %v", words, n, got, want)
			}
			if got, want := x.Nearest(query, n, odd), want.nearest(query, n, odd); !slices.Equal(got, want) {
				t.Errorf("%d words: the %d nearest of odd keys are %v, want %v", words, n, got, want)
			}
		}
	}
}

func TestEmptyIndex(t *testing.T) {
	t.Parallel()
	x := NewIndex(2)
	x.Remove(1)
	if got := x.Nearest(make([]uint64, 2), 5, nil); len(got) != 0 {
		t.Errorf("an empty index finds %v", got)
	}
	x.Add(1, []uint64{1, 1})
	x.Remove(1)
	if got := x.Nearest(make([]uint64, 2), -1, nil); len(got) != 0 || x.Len() != 0 {
		t.Errorf("an emptied index finds %v, has %d", got, x.Len())
	}
}

func TestOtherSizesPanic(t *testing.T) {
	t.Parallel()
	x, b := NewIndex(2), NewBasis(make([]float32, 128), 1)
	for name, f := range map[string]func(){
		"Add":     func() { x.Add(1, make([]uint64, 3)) },
		"Nearest": func() { x.Nearest(make([]uint64, 1), 1, nil) },
		"Signs":   func() { b.Signs(make([]float32, 127)) },
		"Cosine":  func() { make(Half, 3).Cosine(make([]float32, 4)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s takes a vector of another size", name)
				}
			}()
			f()
		}()
	}
}

// TestReadersBesideWriter: what stays in the index is found while other keys come and go.
func TestReadersBesideWriter(t *testing.T) {
	t.Parallel()
	x := NewIndex(4)
	for key := range 50 {
		x.Add(key, []uint64{0, 0, 0, 1 << key})
	}
	var readers sync.WaitGroup
	done := make(chan struct{})
	for reader := range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				key := reader * 10
				if got := x.Nearest([]uint64{0, 0, 0, 1 << key}, 1, nil); len(got) != 1 || got[0] != key {
					t.Errorf("nearest of key %d is %v", key, got)
					return
				}
			}
		})
	}
	far := ^uint64(0)
	for round := range 20 {
		for key := 1000; key < 1100; key++ {
			if round%2 == 0 {
				x.Add(key, []uint64{far, far, far, far})
			} else {
				x.Remove(key)
			}
		}
	}
	close(done)
	readers.Wait()
}
