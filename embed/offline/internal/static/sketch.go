package static

import "math"

const (
	cells = 1 << 18
	// stepsPerNat is how finely a cell of 8 bits tells weights apart.
	stepsPerNat = 24
	// MaxIDF is the weight of what hardly any document has, ln(documents/frequency).
	MaxIDF = 10.0
)

// A Sketch keeps how rare letters and pairs of letters are, by hash, in two cells each.
// Cells are shared; the rarer of the two is believed, as in a count-min sketch. Cells
// hold how common something is, so that an empty one means the rarest.
type Sketch []byte

// NewSketch returns an empty sketch.
func NewSketch() Sketch { return make(Sketch, cells) }

// Add notes the weight of a hash, in nats.
func (s Sketch) Add(h uint64, idf float64) {
	common := byte(math.Round((MaxIDF - min(max(idf, 0), MaxIDF)) * stepsPerNat))
	for _, at := range places(h) {
		s[at] = max(s[at], common)
	}
}

// Weight returns the weight of a hash in steps of 1/24 nat, 0 to 240.
func (s Sketch) Weight(h uint64) int64 {
	at := places(h)
	return MaxIDF*stepsPerNat - int64(min(s[at[0]], s[at[1]]))
}

func places(h uint64) [2]uint64 { return [2]uint64{h % cells, h >> 20 % cells} }

// HashLetter returns the hash of a letter as a feature, HashPair that of two that stand
// side by side.
func HashLetter(r rune) uint64 { return Mix(uint64(r) + 0x9e3779b97f4a7c15) }

// HashPair returns the hash of a pair of letters.
func HashPair(a, b rune) uint64 { return Mix(uint64(a)<<32 | uint64(b)) }

// pairWeight is what a pair of letters of Chinese, a word or a number weighs beside a
// single letter of Chinese, which says less.
const pairWeight = 2

// Features calls each for every feature of normal letters that is looked for literally,
// with its weight: letters and pairs of letters of Chinese, words and numbers as a whole.
func Features(text []rune, each func(h uint64, weight uint32)) {
	for len(text) > 0 {
		var class Class
		var run []rune
		class, run, text = Next(text)
		switch class {
		case Wide:
			for i, r := range run {
				each(HashLetter(r), 1)
				if i > 0 {
					each(HashPair(run[i-1], r), pairWeight)
				}
			}
		case Word, Digit:
			each(HashWord(run), pairWeight)
		}
	}
}
