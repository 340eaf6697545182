package offline

import (
	"math"

	"github.com/daodu/daodu/embed/offline/internal/static"
)

const (
	// meaningWeight is the share of the cosine that comes from the learned elements, the
	// rest from the hashed ones. With more, questions find their paragraphs less often, with
	// less, news of the same series.
	meaningWeight = 0.55
	wordElements  = Dim - static.Dim
	// maxScratch is the greatest text, in letters, whose memory is kept for the next.
	maxScratch = 1 << 20
)

// A writer makes vectors. Sums are whole numbers until the last step, so that no order
// and no processor changes them. One goroutine uses it at a time.
type writer struct {
	table     *static.Table
	segmenter *static.Segmenter
	text      []rune
	pieces    []int32
	counts    counter
	meaning   [static.Dim]int64
	words     []int64
	dim       int
}

func newWriter(t *static.Table, dim int) *writer {
	return &writer{table: t, segmenter: static.NewSegmenter(t.Vocabulary), dim: dim, words: make([]int64, wordElements)}
}

// vector returns the vector of a text: length 1, or zero if it has no letter.
func (w *writer) vector(text string) []float32 {
	out := make([]float32, w.dim)
	w.text = static.Normalise(w.text[:0], text)
	if !hasLetter(w.text) {
		return out
	}
	w.addMeaning()
	share := 1.0
	if w.dim > static.Dim {
		w.addWords()
		share = w.meaningShare()
		write(out[static.Dim:], w.words, 1-share)
	}
	write(out[:static.Dim], w.meaning[:], share)
	if len(w.text) > maxScratch {
		*w = *newWriter(w.table, w.dim)
	}
	return out
}

func hasLetter(text []rune) bool {
	for _, r := range text {
		if c := static.ClassOf(r); c == static.Word || c == static.Wide {
			return true
		}
	}
	return false
}

// meaningShare returns the share of the learned elements: all or nothing where the other
// part is zero.
func (w *writer) meaningShare() float64 {
	switch {
	case square(w.words) == 0:
		return 1
	case square(w.meaning[:]) == 0:
		return 0
	}
	return meaningWeight
}

// square returns the square of the length. The products are converted before they are
// added, which forbids fused multiplication.
func square(v []int64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += float64(float64(x) * float64(x))
	}
	return sum
}

// write writes v to out with a length whose square is sum.
func write(out []float32, v []int64, sum float64) {
	by := math.Sqrt(sum / max(square(v), 1))
	for i, x := range v {
		out[i] = float32(float64(x) * by)
	}
}

// addMeaning adds up the rows of the pieces of the text, as often as each occurs.
func (w *writer) addMeaning() {
	clear(w.meaning[:])
	w.pieces = w.segmenter.Segment(w.pieces[:0], w.text)
	w.counts.begin(len(w.pieces))
	for _, p := range w.pieces {
		w.counts.add(uint64(uint32(p)), 1)
	}
	for _, c := range w.counts.all {
		p := int32(uint32(c.key))
		if p < 0 {
			addStrange(&w.meaning, c.key, int64(w.table.Strange)*pieceWeight.weight(c.count))
			continue
		}
		addRow(&w.meaning, w.table.Row(p), int64(w.table.Scales[p])*pieceWeight.weight(c.count))
	}
}

// addRow adds a row times a factor.
func addRow(sum *[static.Dim]int64, row *[static.Dim]int8, by int64) {
	for i := 0; i < static.Dim; i += 4 {
		sum[i] += by * int64(row[i])
		sum[i+1] += by * int64(row[i+1])
		sum[i+2] += by * int64(row[i+2])
		sum[i+3] += by * int64(row[i+3])
	}
}

// addStrange adds a row of the signs of a random number that begins with key.
func addStrange(sum *[static.Dim]int64, key uint64, by int64) {
	var bits uint64
	for i := range sum {
		if i%64 == 0 {
			bits = static.Mix(key + uint64(i)<<32)
		}
		sum[i] += by * (1 - 2*int64(bits&1))
		bits >>= 1
	}
}

// addWords adds up the signs of the features of the text, each times how rare it is and
// the root of how often it occurs.
func (w *writer) addWords() {
	clear(w.words)
	w.counts.begin(2 * len(w.text))
	static.Features(w.text, w.counts.add)
	for _, c := range w.counts.all {
		by := w.table.IDF.Weight(c.key) * wordWeight.weight(c.count) * int64(c.weight)
		at := c.key >> 32 * wordElements >> 32
		if c.key>>19&1 == 1 {
			by = -by
		}
		w.words[at] += by
	}
}
